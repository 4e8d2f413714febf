"""Days on which Chinese authorities work: public holidays and the weekend days worked for them (调休), year by year.

A year of the table `supervision/working_days.csv` stands whole, for those who have the notice before the library has.
Other years are those of the library `holidays`. A year whose exchanged days nobody has announced has the holidays of
the law alone, and is said to be estimated.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from importplan.catalog.reading import Reading

FILE = "supervision/working_days.csv"
COLUMNS = ("day", "worked", "name", "source")
SATURDAY = 5
KEPT = 256  # years
WORKED = {"yes": True, "no": False, "是": True, "否": False}


@dataclass(frozen=True)
class WorkingDays:
    """Which days are worked; `stated` holds the exceptions to Monday to Friday, for whole years."""

    stated: Mapping[int, Mapping[date, bool]]  # year → day → whether it is worked

    def is_worked(self, day: date) -> bool:
        """Whether authorities work on a day."""
        exceptions = self.stated[day.year] if day.year in self.stated else _of_library(day.year)[0]
        return exceptions.get(day, day.weekday() < SATURDAY)

    def is_estimated(self, year: int) -> bool:
        """Whether the days of a year rest on the holidays of the law alone: its notice is not on record."""
        return year not in self.stated and not _of_library(year)[1]

    def on_or_after(self, day: date) -> date:
        """The first day worked that is not before a day."""
        while not self.is_worked(day):
            day += timedelta(days=1)
        return day

    def counted(self, day: date, count: int) -> date:
        """So many working days after a day, or before it where negative; the day itself is not counted."""
        way = timedelta(days=1 if count > 0 else -1)
        left = abs(count)
        while left:
            day += way
            left -= self.is_worked(day)
        return day


@lru_cache(maxsize=KEPT)
def _of_library(year: int) -> tuple[dict[date, bool], bool]:
    """Exceptions to Monday to Friday, and whether the exchange of days of the year is known."""
    library: Any = importlib.import_module("holidays")  # slow to load: only for what has dates
    found = library.country_holidays("CN", years=year)
    exchanged = {day for day in found.weekend_workdays if day.year == year}
    free = {day: False for day in found if day.year == year}
    return free | dict.fromkeys(exchanged, True), bool(exchanged)


def read(reading: Reading) -> WorkingDays:
    """The years of the table."""
    stated: dict[int, dict[date, bool]] = {}
    for line in reading.table(FILE, COLUMNS):
        day, worked = line.day("day"), WORKED.get(line.text("worked").lower())
        if worked is None:
            line.wrong("worked", ", ".join(WORKED))
        elif day is not None:
            stated.setdefault(day.year, {})[day] = worked
    return WorkingDays(stated)
