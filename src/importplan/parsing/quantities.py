"""Quantities with their counting words, and durations in the unit asked for: 12台, 3公斤, 半年, 6-8周."""

from __future__ import annotations

import re
from collections.abc import Mapping

from importplan.parsing.numbers import amount_in, scale
from importplan.parsing.said import NotRead, Said, Written
from importplan.parsing.words import fold

# Months in a unit of time; a year has 365.25 days.
MONTHS: Mapping[str, float] = {"年": 12.0, "季度": 3.0, "季": 3.0, "月": 1.0, "周": 12 / 365.25 * 7, "天": 12 / 365.25}
_TIME_WORDS = {
    **dict.fromkeys(("year", "years"), "年"),
    **dict.fromkeys(("个季度",), "季"),
    **dict.fromkeys(("个月", "月份", "month", "months"), "月"),
    **dict.fromkeys(("星期", "个星期", "礼拜", "week", "weeks"), "周"),
    **dict.fromkeys(("日", "工作日", "day", "days"), "天"),
}
_ASKED = {"months": "月", "years": "年", "days": "天"}
_KILOGRAMS = {"千克": 1.0, "公斤": 1.0, "kg": 1.0, "吨": 1000.0, "t": 1000.0, "克": 0.001, "g": 0.001}
_TOGETHER = ("", "共", "共计", "合计", "总计", "各")
_UNIT = re.compile(r"元|万|亿|%|天|周|月|年|币|rmb|cny|usd|eur|jpy")


def is_time(unit: str) -> bool:
    """Whether a unit is one of time that durations are asked in."""
    return unit in _ASKED


def quantity(written: Written, units: Mapping[str, str]) -> Said:
    """A number of things; the unit that it names (`units`: folded word → unit) is told beside it. Raises NotRead."""
    amount = amount_in(written, "number-expected")
    factor, rest = scale(amount.behind)
    if amount.before not in _TOGETHER:
        raise NotRead("number-expected")
    if not rest:
        return amount.said(factor)
    counting = re.split(r"[/每]", rest)[0] or rest
    unit = "kilogram" if counting in _KILOGRAMS else units.get(fold(counting))
    if unit is None:
        raise NotRead("unit-unknown", f"{amount.value * factor:g}")
    said = amount.said(factor * _KILOGRAMS.get(counting, 1.0))
    said.beside["unit"] = unit
    return said


def duration(written: Written, asked: str, heading: str = "") -> Said:
    """A time in `asked` (months, years, days); a bare number is in the unit that the heading ends with."""
    amount = amount_in(written, "number-expected")
    time = _ASKED[asked]
    told = _TIME_WORDS.get(amount.behind, amount.behind)
    unit = told or next((word for word in MONTHS if heading.endswith(word)), time)
    if unit not in MONTHS or amount.before:
        raise NotRead("number-expected")
    return amount.said(1.0) if unit == time else amount.said(MONTHS[unit] / MONTHS[time], "other_time_unit")


def unit_of_heading(heading: str) -> str:
    """The unit that a heading puts in brackets, folded; empty where it names none.

    Of the last brackets, the first word that is a unit: 单价（含税，万元）, 预算（万元, 10,000 CNY）.
    """
    units = (
        next((word for word in map(fold, re.split(r"[,，、;；]", inside)) if _UNIT.search(word)), "")
        for inside in reversed(re.findall(r"[(（]([^()（）]*)[)）]", heading))
    )
    return next(filter(None, units), "")
