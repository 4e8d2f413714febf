"""Headings that are periods, with quantities below them: 2027年, 2028年需求（台/套）, 2027Q1, 2027年1月, 上半年."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from importplan.basics.labels import accepted
from importplan.parsing.days import ABOUT, WrittenSpan, read_span
from importplan.parsing.words import BRACKETS, fold, plain

WITHOUT_YEAR, AMBIGUOUS = "period-without-year", "period-ambiguous"
_MONEY = re.compile(r"元|金额|预算|价|费|款|产值|收入|usd|eur|jpy|rmb|cny")
# What was is no need: 2025年实际采购量, 2026年已到货.
_PAST = re.compile(r"实际|已|历史|完成|上年|去年|往年|库存|在用|进口量|消耗|actual|past|last")
_ABOUT_NEED = re.compile(
    r"(全部|拟|计划|预计|预测|意向|新增|进口|采购|购置|购买|需要|需求|需|申报|设备|数量|台数|套数|件数|总量|量|数|合计|小计|总计|共计|全年)+"
    r"|demand|quantity|qty|need(ed)?|planned|units"
)
_PART = re.compile(r"第?[一二三四1-4]季度?|[Qq][1-4]|(?:1[0-2]|[1-9])月份?|[上下]半年|[Hh][12]")
_TYPED_TWICE = re.compile(r"20\d\d\.[1-9]")  # a month or a quarter: 2027.2


@dataclass(frozen=True, slots=True)
class PeriodHeading:
    """What a heading says: its period, or why none can be told for certain (a part of a year without the year)."""

    span: WrittenSpan | None
    fault: str = ""


@lru_cache(maxsize=20_000)
def period_heading(words: str) -> PeriodHeading | None:
    """The period that is the heading of a column of quantities, None where it is none."""
    folded = plain(fold(words))
    if not any(sign.isdigit() or sign in "一二三四上下" for sign in folded):
        return None
    if _MONEY.search(folded) or _PAST.search(folded):
        return None
    bare = re.sub(r"[:：]$", "", BRACKETS.sub("", folded))
    for candidate in dict.fromkeys((bare, _ABOUT_NEED.sub("", bare), *_inside(folded, bare))):
        if _TYPED_TWICE.fullmatch(candidate):
            return PeriodHeading(None, AMBIGUOUS)
        if _PART.fullmatch(candidate):
            return PeriodHeading(None, WITHOUT_YEAR)
        span = read_span(candidate)
        if span is not None and ABOUT not in span.repairs:
            return PeriodHeading(span)
    return None


def _inside(folded: str, bare: str) -> tuple[str, ...]:
    """A period in brackets behind words of the need: 需求数量（2027年）."""
    rest = _ABOUT_NEED.sub("", bare)
    return () if rest else tuple(re.findall(r"[(\[]([^()\[\]]*)[)\]]", folded))


@lru_cache(maxsize=20_000)
def is_sum(words: str) -> bool:
    """Whether a heading is that of a sum over other columns: 合计, 三年需求合计（台）."""
    folded = fold(BRACKETS.sub("", plain(words)))
    known = [fold(word) for word in accepted("survey.row.total")]
    return any(folded == word if word.isascii() else word in folded for word in known)


def is_longer(outer: WrittenSpan, inner: WrittenSpan) -> bool:
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
