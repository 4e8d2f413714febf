"""Numbers as people write them in a form: 约5, 3~5台, １２, 1,200, 两台, 2.5万, 至少3, 半年."""

from __future__ import annotations

import re
from dataclasses import dataclass

from importplan.scenario.numbers import read_number

_ABOUT = re.compile(
    r"^(大约|大概|约|近|将近|估计|预计|暂估|暂定|~|≈)+|(左右|上下|多|余|吧|\(约\)|\(估\)|\(预计\)|\(暂定\))+$"
)
_AT_LEAST = re.compile(r"^(至少|不少于|不低于|最少|>=|≥|>|大于)|(以上|起|\+)$")
_AT_MOST = re.compile(r"^(至多|不超过|不高于|最多|<=|≤|<|小于)|(以下|以内|之内)$")
_RANGE = re.compile(r"(?P<low>.+?)(?:~|-|–|—|至|到|或)+(?P<high>.+)")
_ENGLISH_SCALES = {"million": 1e6, "mio": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "thousand": 1e3}
_SCALES = {"千万": 1e7, "百万": 1e6, "亿": 1e8, "万": 1e4, "千": 1e3, "百": 1e2, "十": 10.0}
_ASCII_NUMBER = re.compile(r"[+-]?(?:\d[\d,]*)?(?:\.\d+)?(?:[eE][+-]?\d+)?")
_CHINESE_NUMBER = re.compile(r"[零〇一二两俩三四五六七八九十百千万半]+")
_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_PLACES = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the words before and behind it (currency sign; 台, 万元, 个月), and its range where one is told."""

    value: float
    behind: str = ""
    before: str = ""
    low: float | None = None
    high: float | None = None
    repairs: tuple[str, ...] = ()


def read_amount(plain: str) -> Amount | None:
    """The amount that words without spaces say; None when they say none, or several."""
    repairs = []
    text = _ABOUT.sub("", plain)
    if text != plain:
        repairs.append("about")
    for pattern, code in ((_AT_LEAST, "at_least"), (_AT_MOST, "at_most")):
        shorter = pattern.sub("", text)
        if shorter != text and shorter:
            amount = _one(shorter)
            if amount is None:
                return None
            low, high = (amount.value, None) if code == "at_least" else (None, amount.value)
            return _with(amount, (*repairs, code), low, high)
    amount = _one(text)
    return _with(amount, tuple(repairs)) if amount is not None else _range(text, tuple(repairs))


def _with(amount: Amount, repairs: tuple[str, ...], low: float | None = None, high: float | None = None) -> Amount:
    return Amount(amount.value, amount.behind, amount.before, low, high, (*repairs, *amount.repairs))


def _range(text: str, repairs: tuple[str, ...]) -> Amount | None:
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    low, high = _one(match["low"]), _one(match["high"])
    if low is None or high is None or (low.behind not in ("", high.behind)) or low.value > high.value:
        return None
    middle = (low.value + high.value) / 2
    return Amount(middle, high.behind, low.before, low.value, high.value, (*repairs, "range", *high.repairs))


def _one(text: str) -> Amount | None:
    """One number with words around it that hold no digits."""
    match = re.search(r"\d", text)
    if match is None:
        return _chinese(text)
    start = match.start()
    while start and text[start - 1] in "+-.":
        start -= 1
    number = _ASCII_NUMBER.match(text, start)
    if number is None or not number[0]:
        return None
    before, behind = text[:start], text[number.end() :]
    value = read_number(number[0])
    if value is None or re.search(r"\d", behind) or re.search(r"[零〇一二两三四五六七八九]", before):
        return None
    return _half(Amount(value, behind, before, repairs=("unit_in_cell",) if before or behind else ()))


def _chinese(text: str) -> Amount | None:
    match = _CHINESE_NUMBER.match(text)
    if match is None:
        return None
    value = chinese_number(match[0])
    return None if value is None else _half(Amount(value, text[match.end() :], repairs=("number_in_words",)))


def _half(amount: Amount) -> Amount:
    """一年半, 两个半月: half of the unit more; 10多台: about."""
    value, behind, repairs = amount.value, amount.behind, amount.repairs
    if behind.startswith(("多", "余", "来")):
        behind, repairs = behind[1:], ("about", *repairs)
    if re.search(r"^个半|半$", behind):
        value, behind = value + 0.5, behind.replace("半", "")
    return Amount(value, behind, amount.before, repairs=repairs)


def chinese_number(words: str) -> float | None:
    """The number that Chinese numerals below ten thousand million say: 两百五十 → 250; None when they are none."""
    if words == "半":
        return 0.5
    whole, half = (words[:-1], 0.5) if words.endswith("半") else (words, 0.0)
    total, digit, section = 0.0, None, 0.0
    for sign in whole:
        if sign in _DIGITS:
            if digit:  # 两三台 is two or three, not 23
                return None
            digit = float(_DIGITS[sign])
        elif sign in _PLACES:
            section += (1.0 if digit is None else digit) * _PLACES[sign]
            digit = None
        elif sign == "万":
            total += (section + (digit or 0.0)) * 1e4
            section, digit = 0.0, None
        else:
            return None
    return total + section + (digit or 0.0) + half


def scale(behind: str) -> tuple[float, str]:
    """The factor that words behind a number begin with, and what remains: `万元` → 10,000 and `元`."""
    for word, factor in (_SCALES | _ENGLISH_SCALES).items():
        if behind.casefold().startswith(word):
            return factor, behind[len(word) :]
    return 1.0, behind
