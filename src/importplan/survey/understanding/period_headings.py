"""Headings that are periods, with quantities below them: 2027年, 2028年需求（台/套）, 2027Q1, 2027年1月, 上半年."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from importplan.basics.labels import accepted
from importplan.basics.spans import TimeSpan
from importplan.parsing.days import ABOUT, read_span
from importplan.parsing.words import BRACKETS, fold, plain

_HALF = 184  # days of the longest part of a year
WITHOUT_YEAR, AMBIGUOUS = "period-without-year", "period-ambiguous"
_MONEY = re.compile(r"元|金额|预算|价|费|款|产值|收入|usd|eur|jpy|rmb|cny|amount|cost|price|value|budget")
# What was is no need: 2025年实际采购量, 2026年已到货.
_PAST = re.compile(r"实际|已|历史|完成|上年|去年|往年|库存|在用|进口量|消耗|actual|past|last")
_ABOUT_NEED = re.compile(
    r"(全部|拟|计划|预计|预测|意向|新增|进口|采购|购置|购买|需要|需求|需|申报|设备|数量|台数|套数|件数|总量|量|数|合计|小计|总计|共计|全年)+"
    r"|demand|requirement|quantity|qty|need(ed)?|planned|units"
)
_PART = re.compile(
    r"第?(?P<quarter>[一二三四1-4])季度?|q(?P<q>[1-4])|(?P<month>1[0-2]|0?[1-9])月份?|(?P<half>[上下])半年|h(?P<h>[12])"
)
_ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH_NAME = re.compile(
    r"(?<![a-z])(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|ust|ember|tember|ober)?\.?(?![a-z])"
)
_YEAR_BEHIND = re.compile(r"(\d{1,2}月)[,./-]?(20\d\d)年?")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_TYPED_TWICE = re.compile(r"20\d\d\.[1-9]")  # a month or a quarter: 2027.2


@dataclass(frozen=True, slots=True)
class PeriodHeading:
    """What a heading says: its period, or why none can be told for certain.

    `part` is a part of a year whose year is not told: its first month and how many there are.
    """

    span: TimeSpan | None
    fault: str = ""
    part: tuple[int, int] = (0, 0)

    def words(self, year: int) -> str:
        """The part of the year as it can be written: 2027-03, 2027Q1, 2027H1."""
        first, months = self.part
        names = {1: f"{year}-{first:02d}", 3: f"{year}Q{first // 3 + 1}", 6: f"{year}H{first // 6 + 1}"}
        return names[months]

    def of_year(self, year: int) -> PeriodHeading:
        """The heading with its year."""
        return PeriodHeading(read_span(self.words(year)))


@lru_cache(maxsize=20_000)
def period_heading(words: str) -> PeriodHeading | None:
    """The period that is the heading of a column of quantities, None where it is none."""
    folded = plain(fold(_MONTH_NAME.sub(_in_digits, words.casefold())))
    folded = _YEAR_BEHIND.sub(r"\2年\1", folded)
    if not any(sign.isdigit() or sign in "一二三四上下" for sign in folded):
        return None
    if _MONEY.search(folded) or _PAST.search(folded):
        return None
    bare = re.sub(r"[:：]$", "", BRACKETS.sub("", folded))
    for candidate in dict.fromkeys((bare, _ABOUT_NEED.sub("", bare), *_inside(folded, bare))):
        if _TYPED_TWICE.fullmatch(candidate):
            return PeriodHeading(None, AMBIGUOUS)
        if (part := _PART.fullmatch(candidate)) is not None:
            return PeriodHeading(None, WITHOUT_YEAR, _months(part))
        span = read_span(candidate)
        if span is not None and ABOUT not in span.repairs:
            return PeriodHeading(span)
    return None


def _in_digits(month: re.Match[str]) -> str:
    """Jan → 1月."""
    return f"{_ENGLISH.index(month[1][:3]) + 1}月"


def _months(part: re.Match[str]) -> tuple[int, int]:
    """The first month of a part of a year, and how many there are."""
    if part["month"]:
        return int(part["month"]), 1
    if part["half"] or part["h"]:
        return (1 if part["half"] == "上" or part["h"] == "1" else 7), 6
    told = part["quarter"] or part["q"]
    return 3 * (_QUARTERS.get(told) or int(told)) - 2, 3


def with_years(headings: Mapping[int, PeriodHeading]) -> dict[int, PeriodHeading]:
    """The headings with the year of the one before them, as people leave it out: 2027年Q1, Q2, Q3, 2028年Q1, Q2."""
    found: dict[int, PeriodHeading] = {}
    before: TimeSpan | None = None
    for column, heading in sorted(headings.items()):
        if heading.part[1] and before is not None and sum(heading.part) - 1 >= before.last.month:
            heading = heading.of_year(before.last.year)
        found[column] = heading
        whole_year = heading.span is not None and (heading.span.last - heading.span.first).days > _HALF
        before = None if whole_year else heading.span
    return found


def _inside(folded: str, bare: str) -> tuple[str, ...]:
    """A period in brackets behind words of the need: 需求数量（2027年）."""
    rest = _ABOUT_NEED.sub("", bare)
    return () if rest else tuple(re.findall(r"[(\[]([^()\[\]]*)[)\]]", folded))


@lru_cache(maxsize=20_000)
def is_sum(words: str) -> bool:
    """Whether a heading is that of a sum over other columns: 合计, 三年需求合计（台）."""
    folded = fold(BRACKETS.sub("", plain(words)))
    known = [fold(word) for word in accepted("row.total")]
    return any(folded == word if word.isascii() else word in folded for word in known)


def is_longer(outer: TimeSpan, inner: TimeSpan) -> bool:
    """Whether one period holds another and more."""
    return (
        outer.first <= inner.first
        and inner.last <= outer.last
        and (outer.first, outer.last)
        != (
            inner.first,
            inner.last,
        )
    )
