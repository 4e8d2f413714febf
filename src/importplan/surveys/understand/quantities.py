"""Numbers of a form: quantities with their counting words, durations in the unit asked for, shares, money."""

from __future__ import annotations

import re
from collections.abc import Mapping

from importplan.basics.money import WAN
from importplan.scenario.countries import find_currency
from importplan.scenario.numbers import read_share
from importplan.scenario.wording import fold
from importplan.surveys.questions import BY_KEY
from importplan.surveys.understand.amounts import Amount, chinese_number, read_amount, scale
from importplan.surveys.understand.said import Asked, NotUnderstood, Said, Words
from importplan.surveys.understand.words import choice_words

# Months in a unit of time; a year has 365.25 days.
MONTHS: Mapping[str, float] = {"年": 12.0, "季度": 3.0, "季": 3.0, "月": 1.0, "周": 12 / 365.25 * 7, "天": 12 / 365.25}
_TIME_WORDS = {
    **dict.fromkeys(("year", "years"), "年"),
    **dict.fromkeys(("个季度",), "季"),
    **dict.fromkeys(("个月", "月份", "month", "months"), "月"),
    **dict.fromkeys(("星期", "个星期", "礼拜", "week", "weeks"), "周"),
    **dict.fromkeys(("日", "工作日", "day", "days"), "天"),
}
_ASKED_TIME = {"months": "月", "years": "年", "days": "天"}
_WEIGHTS = {"千克": 1.0, "公斤": 1.0, "kg": 1.0, "吨": 1000.0, "t": 1000.0, "克": 0.001, "g": 0.001}
_TENTHS = re.compile(r"([一二三四五六七八九十])成([半一二三四五六七八九]?)")
_PERCENT_WORDS = re.compile(r"百分之([零一二两三四五六七八九十百\d.]+)")
_SHARE_WORDS = {"全部": 1.0, "全": 1.0, "一半": 0.5, "半数": 0.5, "对半": 0.5, "大部分": None, "少量": None}
_YUAN = re.compile(r"^(元|圆|块|人民币|rmb|cny|yuan)*$", re.IGNORECASE)
_UNIT = re.compile(r"元|万|亿|%|天|周|月|年|币|rmb|cny|usd|eur|jpy")
PER = re.compile(r"^/?(台|套|件|个|月|年|季度|每月|每台)*$")


def number(words: Words, asked: Asked) -> Said:
    """A number in the unit of the question."""
    time = _ASKED_TIME.get(asked.question.unit)
    if time is not None:
        return _duration(words, asked, time)
    return _quantity(words)


def amount_of(words: Words, code: str) -> Amount:
    """The number of a cell, or what its text says."""
    value = words.cell.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Amount(float(value))
    amount = read_amount(words.plain) if isinstance(value, str) else None
    if amount is None:
        raise NotUnderstood(code)
    return amount


def said_of(amount: Amount, factor: float, *more: str) -> Said:
    """The value in the unit asked for, with its range beside it under `low` and `high`."""
    bounds = (("low", amount.low), ("high", amount.high))
    beside = {key: round(bound * factor, 6) for key, bound in bounds if bound is not None}
    return Said(round(amount.value * factor, 6), [*amount.repairs, *more], dict(beside))


def _quantity(words: Words) -> Said:
    amount = amount_of(words, "number-expected")
    factor, rest = scale(amount.behind)
    if amount.before not in ("", "共", "共计", "合计", "总计", "各"):
        raise NotUnderstood("number-expected")
    if not rest:
        return said_of(amount, factor)
    counting = re.split(r"[/每]", rest)[0] or rest
    weight = _WEIGHTS.get(counting)
    if weight is not None:
        said = said_of(amount, factor * weight)
        said.beside["unit"] = "kilogram"
        return said
    unit = choice_words(BY_KEY["unit"]).get(fold(counting))
    if unit is None:
        raise NotUnderstood("unit-unknown", f"{amount.value * factor:g}")
    said = said_of(amount, factor)
    said.beside["unit"] = unit
    return said


def _duration(words: Words, asked: Asked, time: str) -> Said:
    amount = amount_of(words, "number-expected")
    written = _TIME_WORDS.get(amount.behind, amount.behind)
    of_heading = next((word for word in MONTHS if asked.unit.endswith(word)), time)
    unit = written or of_heading
    if unit not in MONTHS or amount.before:
        raise NotUnderstood("number-expected")
    if unit == time:
        return said_of(amount, 1.0)
    return said_of(amount, MONTHS[unit] / MONTHS[time], "other_time_unit")


def share(words: Words, asked: Asked) -> Said:
    """A share: 85 %, 85, 0.85, 八成, 一半."""
    value = words.cell.value
    high = asked.question.high or 1.0
    if isinstance(value, int | float) and not isinstance(value, bool):
        if -1.0 <= value <= high:
            return Said(float(value))
        return Said(_percent(float(value)), ["percent_without_sign"])
    if words.plain in _SHARE_WORDS and _SHARE_WORDS[words.plain] is not None:
        return Said(_SHARE_WORDS[words.plain], ["number_in_words"])
    tenths = _TENTHS.fullmatch(re.sub(r"^(约|近|大约)|(左右|以上)$", "", words.plain))
    if tenths:
        hundredths = chinese_number(tenths[2]) or 0.0
        value = (chinese_number(tenths[1]) or 0.0) / 10 + (0.05 if tenths[2] == "半" else hundredths / 100)
        return Said(round(value, 4), ["number_in_words"])
    percent = _PERCENT_WORDS.fullmatch(words.plain)
    plain = f"{percent[1]}%" if percent else words.plain
    amount = read_amount(plain)
    if amount is None or amount.before or amount.behind not in ("", "%", "%/年"):
        raise NotUnderstood("share-expected")
    if amount.behind or amount.value > high:
        repairs = [code for code in amount.repairs if code != "unit_in_cell"]
        return Said(_percent(amount.value), [*repairs, *([] if amount.behind else ["percent_without_sign"])])
    return Said(amount.value, list(amount.repairs))


def _percent(value: float) -> float:
    """Hundredths, through text so that 2.7 % is 0.027 and not its binary neighbour."""
    found = read_share(f"{value!r}%")
    return value / 100 if found is None else found


def money(words: Words, asked: Asked) -> Said:
    """CNY. A bare number is in 万元 unless heading or format say otherwise; a unit in the cell itself goes first."""
    amount = amount_of(words, "money-expected")
    before = amount.before.strip("￥¥")
    factor, rest = scale(amount.behind)
    rest = PER.sub("", rest) if rest.startswith("/") else rest.split("/")[0]
    said_here = bool(amount.behind) and bool(rest or factor > 1.0)
    if not _YUAN.match(before) or not _YUAN.match(rest):
        code = "foreign-currency" if _foreign(before, rest) else "money-expected"
        raise NotUnderstood(code)
    if said_here:
        column, _ = _factor(asked.unit)
        repairs = ["other_money_unit"] if factor != column else []
        return said_of(amount, factor, *repairs)
    column, told = _factor(asked.unit)
    of_format, format_told = _factor("".join(re.findall(r"[万亿元]", words.cell.number_format)))
    if format_told and of_format != column:
        return said_of(amount, of_format, "unit_in_format")
    return said_of(amount, column, *([] if told else ["ten_thousand"]))


def _factor(unit: str) -> tuple[float, bool]:
    """CNY in the unit that a heading names, and whether it names one."""
    match = re.search(r"(亿|千万|百万|万|千)?元", unit) or re.search(r"()(?=cny|rmb)", unit)
    if match is None:
        return float(WAN), False
    return scale(match[1] or "")[0], True


def _foreign(*parts: str) -> bool:
    return any(part and find_currency(part) not in (None, "CNY") for part in parts)


def unit_of_heading(heading: str) -> str:
    """The unit that a heading puts in brackets, folded; empty where it names none.

    Of the last brackets, the first word that is a unit: 单价（含税，万元）, 预算（万元, 10,000 CNY）.
    """
    units = (
        next((word for word in map(fold, re.split(r"[,，、;；]", inside)) if _UNIT.search(word)), "")
        for inside in reversed(re.findall(r"[(（]([^()（）]*)[)）]", heading))
    )
    return next(filter(None, units), "")
