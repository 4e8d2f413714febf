"""A day or a period as it was written: both its ends, so that every reader takes what it means.

An interval begins with the first day of what was written and ends with the last; a need, a rate or a price has the
whole of it (workbook contract, Sharpened: what was written keeps its length).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from importplan.basics.periods import add_months


class Grain(Enum):
    """How long a span is; MONTHS: whole months of a number that has no name; DAYS: others."""

    DAY = "day"
    DAYS = "days"
    MONTH = "month"
    MONTHS = "months"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


_OF_MONTHS = {1: (Grain.MONTH, 1), 3: (Grain.QUARTER, 3), 6: (Grain.HALF, 6), 12: (Grain.YEAR, 12)}


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """From `first` to `last`, both included; `words` as they were written, `repairs` what it took to read them."""

    first: date
    last: date
    words: str = field(default="", compare=False)
    repairs: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def on(cls, day: date) -> TimeSpan:
        """One day."""
        return cls(day, day)

    @classmethod
    def of_months(cls, year: int, month: int, months: int = 1) -> TimeSpan:
        """Whole months from one of a year. Raises ValueError for a month that is none."""
        first = date(year, month, 1)
        return cls(first, add_months(first, months) - timedelta(days=1))

    @classmethod
    def quarter_of(cls, day: date) -> TimeSpan:
        """The quarter in which a day lies."""
        return cls.of_months(day.year, 3 * ((day.month - 1) // 3) + 1, 3)

    @property
    def grain(self) -> Grain:
        """What it is: a day, a month, a quarter …"""
        if self.first == self.last:
            return Grain.DAY
        if self.first.day != 1 or (self.last + timedelta(days=1)).day != 1:
            return Grain.DAYS
        months = 12 * (self.last.year - self.first.year) + self.last.month - self.first.month + 1
        grain, step = _OF_MONTHS.get(months, (Grain.MONTHS, 1))
        return grain if (self.first.month - 1) % step == 0 else Grain.MONTHS

    def __str__(self) -> str:
        """As the readers of cells take it: 2027-08-15, 2027-08, 2027Q3, 2027H1, 2027, 2027-02~05, 2027-11~2028-02."""
        year, month = self.first.year, self.first.month
        match self.grain:
            case Grain.DAY:
                return self.first.isoformat()
            case Grain.MONTH:
                return f"{year}-{month:02d}"
            case Grain.QUARTER:
                return f"{year}Q{(month + 2) // 3}"
            case Grain.HALF:
                return f"{year}H{1 if month == 1 else 2}"
            case Grain.YEAR:
                return f"{year}"
            case Grain.MONTHS:
                end = f"{self.last.month:02d}"
                return f"{year}-{month:02d}~{end if self.last.year == year else f'{self.last.year}-{end}'}"
            case Grain.DAYS:
                return f"{self.first.isoformat()}~{self.last.isoformat()}"
