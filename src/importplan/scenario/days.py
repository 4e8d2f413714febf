"""Dates and periods as people write them: 2027-03-01, 2027/3/1, 2027年3月1日, 2027-03, 2027Q1, 2027年1季度."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?份?")
_COMPACT_MONTH = re.compile(r"(\d{4})(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(\d{4})年?-?(?:Q([1-4])|第?([1-4一二三四])季度?)")
_QUARTER_FIRST = re.compile(r"Q([1-4])[-/]?(\d{4})")
_CHINESE_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}
EARLIEST, LATEST = 1990, 2200  # outside, a number of eight digits is not a date


def read_day(words: str) -> date | None:
    """The day that words name; a month or a quarter stands for its first day; None when they name none."""
    plain = "".join(unicodedata.normalize("NFKC", words).upper().split())
    plain = re.sub(r"(T|日)?0?0:00(:00(\.0+)?)?Z?$", "", plain)  # midnight, as databases export a day
    for pattern, reading in _READINGS:
        match = pattern.fullmatch(plain)
        if match:
            return reading(match)
    return None


def _day(match: re.Match[str]) -> date | None:
    year, month, day = (int(part) for part in match.groups())
    return _date(year, month, day)


def _month(match: re.Match[str]) -> date | None:
    return _date(int(match[1]), int(match[2]), 1)


def _quarter(match: re.Match[str]) -> date | None:
    digit = match[2] or match[3]
    return _date(int(match[1]), 3 * (_CHINESE_DIGITS.get(digit) or int(digit)) - 2, 1)


def _quarter_first(match: re.Match[str]) -> date | None:
    return _date(int(match[2]), 3 * int(match[1]) - 2, 1)


def _date(year: int, month: int, day: int) -> date | None:
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READINGS = (
    (_DAY, _day),
    (_COMPACT_DAY, _day),
    (_MONTH, _month),
    (_COMPACT_MONTH, _month),
    (_QUARTER, _quarter),
    (_QUARTER_FIRST, _quarter_first),
)
