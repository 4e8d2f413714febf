"""Time in periods of a month or a quarter from a real start date.

Yearly rates use 1/12 and 1/4 of a year, never day counts (planning model, section 1). Days are counted from the first
day of period 0, so that arrays of days need no dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

YEAR_DAYS = 365.25
MONTH_DAYS = YEAR_DAYS / 12.0


def add_months(day: date, months: int) -> date:
    """The same day `months` later; the last day of the month where that day does not exist."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(f"no day {day.day} in month {month + 1} of {year}")


@dataclass(frozen=True)
class Periods:
    """`count` periods of `months` months each (1 or 3) from `start`."""

    start: date
    months: int
    count: int

    def __post_init__(self) -> None:
        if self.months not in (1, 3) or self.count < 1:
            raise ValueError(f"periods of 1 or 3 months and at least one of them, found {self.months} and {self.count}")

    @property
    def per_year(self) -> int:
        """How many periods make a year."""
        return 12 // self.months

    def first_day(self, period: int) -> date:
        """The first day of a period; periods before the start and beyond the horizon count on."""
        return add_months(self.start, period * self.months)

    @property
    def end(self) -> date:
        """The first day after the horizon."""
        return self.first_day(self.count)

    def index_of(self, day: date) -> int:
        """The period that contains a day; negative before the start, `count` or more beyond the horizon."""
        guess = ((day.year - self.start.year) * 12 + day.month - self.start.month) // self.months
        while self.first_day(guess) > day:
            guess -= 1
        while self.first_day(guess + 1) <= day:
            guess += 1
        return guess

    def whole_days(self, periods: range) -> tuple[date, date]:
        """The first day of the first of these periods and the last day of the last one."""
        return self.first_day(periods.start), self.first_day(periods.stop) - timedelta(days=1)

    def touched(self, first: date, last: date) -> range:
        """The periods that have a day of an interval; before the start and beyond the horizon too."""
        return range(self.index_of(first), self.index_of(last) + 1)

    def day_number(self, day: date) -> int:
        """Days from the start to `day`."""
        return (day - self.start).days

    def day(self, number: float) -> date:
        """The date of a day number (whole days; a fraction belongs to its day)."""
        return self.start + timedelta(days=int(np.floor(number)))

    @cached_property
    def _first_days(self) -> NDArray[np.int64]:
        # Far enough for every lead time: 60 years beyond the horizon.
        last = self.count + 60 * self.per_year
        return np.array([self.day_number(self.first_day(period)) for period in range(last)], dtype=np.int64)

    @property
    def first_day_numbers(self) -> NDArray[np.int64]:
        """Day numbers of the first days of the periods 0 … count, shape (count + 1,)."""
        return self._first_days[: self.count + 1]

    def of_days(self, numbers: NDArray[np.floating] | NDArray[np.integer]) -> NDArray[np.int64]:
        """The period of each day number, any shape; -1 before the start, beyond `count` after the horizon."""
        found: NDArray[np.int64] = (
            np.searchsorted(self._first_days, np.floor(numbers), side="right").astype(np.int64) - 1
        )
        return found

    def of_months_after(self, numbers: NDArray[np.floating], months: NDArray[np.floating] | float) -> NDArray[np.int64]:
        """The period of the calendar month that lies `months` whole months after each day number's month."""
        first = np.datetime64(self.start, "D") + np.floor(numbers).astype("timedelta64[D]")
        month = first.astype("datetime64[M]").astype(np.int64) + np.rint(months).astype(np.int64)
        origin = np.datetime64(self.start, "M").astype(np.int64)
        found: NDArray[np.int64] = (month - origin) // self.months
        return found

    def year_of(self, numbers: NDArray[np.floating]) -> NDArray[np.int64]:
        """The calendar year of each day number."""
        days = np.datetime64(self.start, "D") + np.floor(numbers).astype("timedelta64[D]")
        found: NDArray[np.int64] = days.astype("datetime64[Y]").astype(np.int64) + 1970
        return found

    def years(self, periods: NDArray[np.integer] | int) -> NDArray[np.float64]:
        """Years from the start to the first day of each period."""
        return np.asarray(periods, dtype=np.float64) / self.per_year

    def discount(self, periods: NDArray[np.integer] | int, rate: float) -> NDArray[np.float64]:
        """Discount factors (1 + rate)^-years to the first day of each period; 1 before the start."""
        factors: NDArray[np.float64] = (1.0 + rate) ** -np.maximum(self.years(periods), 0.0)
        return factors

    def label(self, period: int) -> str:
        """`2027Q1` or `2027-03`: how people call the period. A quarter that starts off the calendar is `2027-02…04`."""
        first = self.first_day(period)
        if self.months == 1:
            return f"{first.year}-{first.month:02d}"
        if first.month % 3 == 1:
            return f"{first.year}Q{(first.month + 2) // 3}"
        last = add_months(first, 2)
        return f"{first.year}-{first.month:02d}…{last.month:02d}"
