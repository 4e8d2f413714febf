"""Until when a row is in force, as annexes print it: a year, a month, a day, a span of years, or so many years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from importplan.basics.periods import add_months
from importplan.parsing.days import ABOUT, read_span
from importplan.parsing.words import plain

NEVER = ("", "-", "—", "/", "无", "长期", "长期有效", "none")
_YEARS_TO = re.compile(r"^\d{4}年?(?:-|—|~|至|到)(?=\d{4}年?$)")
_YEARS = re.compile(r"(\d{1,2})(?:年|years?)?", re.IGNORECASE)
_AROUND = re.compile(r"^(?:截至|截止|有效期|执行|止|至|到|until|to)+:?|(?:止|为止)$")


@dataclass(frozen=True, slots=True)
class Expiry:
    """The last day, None where there is none; `counted`: worked out from a number of years, so an assumption."""

    day: date | None
    counted: bool = False


def parse(printed: str, valid_from: date) -> Expiry:
    """The last day that a cell names; years are counted from the first day of the edition.

    Raises ValueError for what is no term, and for 前, which leaves open whether the day itself counts.
    """
    words = _AROUND.sub("", plain(printed))
    if words.casefold() in NEVER:
        return Expiry(None)
    if years := _YEARS.fullmatch(words):
        return Expiry(add_months(valid_from, 12 * int(years[1])) - timedelta(days=1), counted=True)
    span = read_span(_YEARS_TO.sub("", words), ranges=False)
    if span is None or ABOUT in span.repairs:
        raise ValueError(printed)
    return Expiry(span.last)
