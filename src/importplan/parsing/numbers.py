"""Numbers as people write them: 1,200, １２, 15 %; 约5, 3~5台, 两台, 2.5万, 至少3, 半年."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from importplan.parsing.meant import Meant, NotRead, Written
from importplan.parsing.words import plain

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?(E[+-]?\d+)?")
_ABOUT = re.compile(
    r"^(大约|大概|约|近|将近|估计|预计|暂估|暂定|~|≈)+|(左右|上下|多|余|吧|\(约\)|\(估\)|\(预计\)|\(暂定\))+$"
)
_BOUNDS = (
    ("at_least", re.compile(r"^(至少|不少于|不低于|最少|>=|≥|>|大于)|(以上|起|\+)$")),
    ("at_most", re.compile(r"^(至多|不超过|不高于|最多|<=|≤|<|小于)|(以下|以内|之内)$")),
)
_RANGE = re.compile(r"(?P<low>.+?)(?:~|-|–|—|至|到|或)+(?P<high>.+)")
_WITHIN = re.compile(r"[+-]?(?:\d[\d,]*)?(?:\.\d+)?(?:[eE][+-]?\d+)?")
_SCALES = {
    "千万": 1e7, "百万": 1e6, "亿": 1e8, "万": 1e4, "千": 1e3, "百": 1e2, "十": 10.0,
    "million": 1e6, "mio": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "thousand": 1e3,
}  # fmt: skip
_CHINESE_NUMBER = re.compile(r"[零〇一二两俩三四五六七八九十百千万半]+")
DIGITS = {sign: digit for digit, signs in enumerate(("零〇", "一", "二两俩", *"三四五六七八九")) for sign in signs}
_OF_FORMAT = {"unit_in_cell": "unit_in_format"}  # what a number says by its format alone
_PLACES = {"十": 10, "百": 100, "千": 1000}


def read_number(words: str) -> float | None:
    """The number that words are, None when they are none. A comma separates thousands and is never a point."""
    bare = plain(words).upper()
    if not _NUMBER.fullmatch(bare) or not any(sign.isdigit() for sign in bare):
        return None
    number = float(bare.replace(",", ""))
    return number if math.isfinite(number) else None


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the words before and behind it (currency sign; 台, 万元, 个月), and its range where one is told."""

    value: float
    behind: str = ""
    before: str = ""
    low: float | None = None
    high: float | None = None
    repairs: tuple[str, ...] = ()

    def meant(self, factor: float, *more: str) -> Meant:
        """The value in the unit asked for, with its range beside it under `low` and `high`."""
        bounds = (("low", self.low), ("high", self.high))
        beside = {key: round(bound * factor, 6) for key, bound in bounds if bound is not None}
        return Meant(round(self.value * factor, 6), [*self.repairs, *more], dict(beside))


def amount_in(written: Written, code: str) -> Amount:
    """The number of a cell, or what its text says; a format with words is read as text is. Raises NotRead."""
    if written.cell.number is not None and not written.cell.seen_otherwise:
        return Amount(float(written.cell.number))
    is_said = isinstance(written.cell.value, str) or written.cell.seen_otherwise
    amount = read_amount(written.plain) if is_said else None
    if amount is None:
        raise NotRead(code)
    if not written.cell.seen_otherwise:
        return amount
    return replace(amount, repairs=tuple(_OF_FORMAT.get(repair, repair) for repair in amount.repairs))


def read_amount(words: str) -> Amount | None:
    """The amount that plain words say; None when they say none, or several."""
    bare = _ABOUT.sub("", words)
    repairs = ("about",) if bare != words else ()
    for code, pattern in _BOUNDS:
        shorter = pattern.sub("", bare)
        if shorter not in (bare, ""):
            amount = _one(shorter)
            if amount is None:
                return None
            low, high = (amount.value, None) if code == "at_least" else (None, amount.value)
            return replace(amount, low=low, high=high, repairs=(*repairs, code, *amount.repairs))
    amount = _one(bare)
    return replace(amount, repairs=(*repairs, *amount.repairs)) if amount is not None else _range(bare, repairs)


def _range(words: str, repairs: tuple[str, ...]) -> Amount | None:
    match = _RANGE.fullmatch(words)
    low, high = (_one(match["low"]), _one(match["high"])) if match else (None, None)
    if low is None or high is None or (low.behind not in ("", high.behind)) or low.value > high.value:
        return None
    middle = (low.value + high.value) / 2
    return Amount(middle, high.behind, low.before, low.value, high.value, (*repairs, "range", *high.repairs))


def _one(words: str) -> Amount | None:
    """One number with words around it that hold no digits."""
    match = re.search(r"\d", words)
    if match is None:
        return _chinese(words)
    start = match.start()
    while start and words[start - 1] in "+-.":
        start -= 1
    number = _WITHIN.match(words, start)
    if number is None or not number[0]:
        return None
    before, behind = words[:start], words[number.end() :]
    value = read_number(number[0])
    if value is None or re.search(r"\d", behind) or re.search(r"[零〇一二两三四五六七八九]", before):
        return None
    return _half(Amount(value, behind, before, repairs=("unit_in_cell",) if before or behind else ()))


def _chinese(words: str) -> Amount | None:
    match = _CHINESE_NUMBER.match(words)
    value = chinese_number(match[0]) if match else None
    if match is None or value is None:
        return None
    return _half(Amount(value, words[match.end() :], repairs=("number_in_words",)))


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
        if sign in DIGITS:
            if digit:  # 两三台 is two or three, not 23
                return None
            digit = float(DIGITS[sign])
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
    for word, factor in _SCALES.items():
        if behind.casefold().startswith(word):
            return factor, behind[len(word) :]
    return 1.0, behind
