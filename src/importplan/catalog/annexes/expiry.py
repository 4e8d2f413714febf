"""Until when a row is in force, as annexes print it: a year, a month, a day, a span of years, or so many years."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

NEVER = ("", "-", "—", "/", "无", "长期", "长期有效", "none")
_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_MONTH = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*月?")
_YEAR = re.compile(r"(\d{4})\s*年?")
_SPAN = re.compile(r"\d{4}\s*年?\s*(?:-|–|—|~|至|到)\s*(\d{4})\s*年?")
_YEARS = re.compile(r"(\d{1,2})\s*(?:年|years?)?", re.IGNORECASE)
_AROUND = re.compile(r"^(?:截至|截止|有效期|执行|止|至|到|until|to)+\s*[::]?\s*|\s*(?:止|为止)$")


@dataclass(frozen=True, slots=True)
class Expiry:
    """The last day, None where there is none; `counted`: worked out from a number of years, so an assumption."""

    day: date | None
    counted: bool = False


def parse(printed: str, valid_from: date) -> Expiry:
    """The last day that a cell names; years are counted from the first day of the edition.

    Raises ValueError for what is no term, and for 前, which leaves open whether the day itself counts.
    """
    words = _AROUND.sub("", unicodedata.normalize("NFKC", printed).strip()).strip()
    if words.casefold() in NEVER:
        return Expiry(None)
    if found := _DAY.fullmatch(words):
        return Expiry(date(int(found[1]), int(found[2]), int(found[3])))
    if found := _SPAN.fullmatch(words):
        return Expiry(date(int(found[1]), 12, 31))
    if found := _MONTH.fullmatch(words):
        year, month = int(found[1]), int(found[2])
        return Expiry(date(year, month, calendar.monthrange(year, month)[1])) if 1 <= month <= 12 else _no(printed)
    if found := _YEAR.fullmatch(words):
        return Expiry(date(int(found[1]), 12, 31))
    if found := _YEARS.fullmatch(words):
        return Expiry(_after(valid_from, int(found[1])), counted=True)
    return _no(printed)


def _after(first: date, years: int) -> date:
    """The last day of so many years that begin on a day."""
    day = min(first.day, calendar.monthrange(first.year + years, first.month)[1])
    return first.replace(year=first.year + years, day=day) - timedelta(days=1)


def _no(printed: str) -> Expiry:
    raise ValueError(printed)
