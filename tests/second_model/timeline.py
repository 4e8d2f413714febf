"""Days and periods, read from the settings alone: the contract's section 1."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor

from importplan.scenario.schema.settings import Settings


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Timeline:
    """Periods of a month or a quarter from the start. A day is a number: days since the start."""

    start: date
    months: int
    periods: int
    rate: float

    @classmethod
    def of(cls, settings: Settings) -> Timeline:
        """The timeline of a case."""
        return cls(settings.start, 1 if settings.period == "month" else 3, settings.periods, settings.discount_rate)

    @property
    def share_of_year(self) -> float:
        """A yearly rate holds for this share of a year in a period: 1/12 or 1/4, never days."""
        return self.months / 12.0

    def number(self, day: date) -> float:
        """The number of a date."""
        return float((day - self.start).days)

    def first_day(self, period: int) -> float:
        """The number of the first day of a period; also beyond the plan."""
        return self.number(months_later(self.start, period * self.months))

    def period_of(self, day: float) -> int:
        """The period that contains a day; negative before the start."""
        there = self.start + timedelta(days=floor(day))
        months = (there.year - self.start.year) * 12 + there.month - self.start.month
        if there.day < self.start.day:
            months -= 1
        return months // self.months

    def period_of_date(self, day: date) -> int:
        """The period that contains a date."""
        return self.period_of(self.number(day))

    def later_by_months(self, day: float, months: float) -> float:
        """The day that many whole months after a day."""
        return self.number(months_later(self.start + timedelta(days=floor(day)), round(months)))

    def year_of(self, day: float) -> int:
        """The calendar year of a day."""
        return (self.start + timedelta(days=floor(day))).year

    def date_of(self, day: float) -> date:
        """The date of a day."""
        return self.start + timedelta(days=floor(day))

    def discount(self, period: int) -> float:
        """(1 + r)^−years from the start to the first day of a period."""
        return float((1.0 + self.rate) ** -(max(period, 0) * self.share_of_year))

    def interval(self, first: date | None, last: date | None) -> range:
        """The periods of the plan from one day to another, both included; blank means the first, the last period."""
        begin = 0 if first is None else max(0, self.period_of_date(first))
        end = self.periods - 1 if last is None else min(self.periods - 1, self.period_of_date(last))
        return range(begin, end + 1)
