"""Numbers as people write them: 1,200, １２, 15 %; 约5, 3~5台, 两台, 2.5万, 至少3, 半年."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from importplan.parsing.meant import Meant, NotRead, Written
from importplan.parsing.words import plain
from importplan.tables.cell import Cell

_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?(E[+-]?\d+)?")
_ABOUT = re.compile(
    r"^(大约|大概|约|近|将近|估计|预计|暂估|暂定|~|≈)+|(左右|上下|多|余|吧|\(约\)|\(估\)|\(预计\)|\(暂定\))+$"
)
_TOGETHER = re.compile(r"^(共计|总共|一共|合计|总计|小计|共)")
_BOUNDS = (
    ("at_least", re.compile(r"^(至少|不少于|不低于|最少|>=|≥|>|大于)|(以上|起|\+)$")),
    ("at_most", re.compile(r"^(至多|不超过|不高于|最多|<=|≤|<|小于)|(以下|以内|之内)$")),
)
_RANGE = re.compile(r"(?P<low>.+?)(?:~|-|–|—|至|到|或)+(?P<high>.+)")
_WITHIN = re.compile(r"[+-]?(?:\d[\d,]*)?(?:\.\d+)?(?:[eE][+-]?\d+)?")
IN_FORMAT = "unit_in_format"
OPEN_MARK, OPEN_POINT = "point_or_thousands", "point_or_thousands_typed"
_OPEN_MARK = re.compile(r"(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?![\d.,])")
# 125.000 typed as text: in China a point, where the offer came from perhaps thousands. Not 12.125万, 1.500吨.
_OPEN_POINT = re.compile(r"(?:[A-Za-z]{3}|[€$£¥])?\s*[1-9]\d{0,2}\.\d{3}\s*(?:[A-Za-z]{3}|[€$£]|元|.元|[台套件个只])?")
_SUM = re.compile(r"\d+(?:\+\d+)+(?=[台套件个只把根支]?$)")
_OF_FORMAT = {"unit_in_cell": IN_FORMAT}  # what a number says by its format alone
_DIGIT_RUN = re.compile(r"\d[\d,.]*(?:\s+\d[\d,.]*)+")
_SPACED_THOUSANDS = re.compile(r"\d{1,3}(?:[^\S\n]\d{3})+(?:\.\d+)?")
# 1,5 and 1.200,50 and 1.200.000: signs that mean other things here than where they were written.
_OTHER_MARKS = re.compile(r"(?:\d+,\d{1,2}|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,})(?![\d,.])")
_CHINESE_NUMBER = re.compile(r"[零〇一二两俩三四五六七八九十百千万半]+")
_FORMAL = str.maketrans(
    dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟萬貳參陸", "一二三四五六七八九十百千万二三六", strict=True))
    | {"廿": "二十", "卅": "三十"}
)  # as numbers are written on cheques, and in the other script
DIGITS = {sign: digit for digit, signs in enumerate(("零〇", "一", "二两俩", *"三四五六七八九")) for sign in signs}
_FOUR_PLACES = re.compile(
    "(?:(?P<thousands>[一二两俩三四五六七八九]?)千)?零?(?:(?P<hundreds>[一二两俩三四五六七八九]?)百)?零?"
    "(?:(?P<tens>[一二三四五六七八九]?)十)?[零〇]?(?P<last>[零〇一二两俩三四五六七八九]?)"
)


def read_number(words: str) -> float | None:
    """The number that words are, None when they are none. A comma separates thousands and is never a point."""
    bare = plain(words).upper() if _one_number(words.strip()) else ""
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
        beside = {key: _times(bound, factor) for key, bound in bounds if bound is not None}
        return Meant(_times(self.value, factor), [*self.repairs, *more], dict(beside))


def _times(value: float, factor: float) -> float:
    """The product without the dust of binary numbers; a number in the unit asked for keeps its last digit."""
    return value if factor == 1.0 else float(f"{value * factor:.12g}")


def amount_in(written: Written, code: str) -> Amount:
    """The number of a cell, or what its text says; a format that says more than digits is read as text is.

    Raises NotRead: `code` where there is none, `number-marks` where points and commas are those of other countries,
    `format-scales` where a cell shows another number than it holds without a word about it.
    """
    cell = written.cell
    if cell.number is not None and not cell.seen_otherwise:
        return Amount(float(cell.number))
    is_said = isinstance(cell.value, str) or cell.seen_otherwise
    amount = read_amount(written.plain) if is_said and _one_number(written.words) else None
    if amount is None:
        proposal = _other_marks(written.plain) if isinstance(cell.value, str) else ""
        raise NotRead("number-marks", proposal) if proposal else NotRead(code, _sum(written.plain))
    if cell.number is None:
        return replace(amount, repairs=(*amount.repairs, *open_marks(cell)))
    if not (amount.before or amount.behind) and not math.isclose(amount.value, cell.number, rel_tol=1e-12):
        raise NotRead("format-scales")
    return replace(amount, repairs=tuple(_OF_FORMAT.get(repair, repair) for repair in amount.repairs))


def open_marks(cell: Cell) -> tuple[str, ...]:
    """Which repair says that a sign before three digits may be that of thousands or of decimals.

    1.500 and 1,500 among semicolons; 125.000 where the file could have held a number and holds words.
    """
    if not isinstance(cell.value, str):
        return ()
    words = plain(cell.value)
    if cell.semicolons and _OPEN_MARK.search(words):
        return (OPEN_MARK,)
    return (OPEN_POINT,) if cell.typed and _OPEN_POINT.fullmatch(words) else ()


def _sum(words: str) -> str:
    """What several numbers come to, as a proposal: 4 of 3+1台."""
    found = _SUM.match(words)
    return "" if found is None else f"{sum(map(int, found[0].split('+')))}{words[found.end() :]}"


def _one_number(words: str) -> bool:
    """Whether digits with spaces or lines between them are those of one number: thousands may be set apart."""
    return all(_SPACED_THOUSANDS.fullmatch(run) for run in _DIGIT_RUN.findall(words))


def _other_marks(words: str) -> str:
    """What a number in other signs for decimals or thousands would be here; empty where it is none."""
    found = _OTHER_MARKS.match(words)
    whole, comma, rest = found[0].partition(",") if found else ("", "", "")
    return whole.replace(".", "") + (f".{rest}" if comma else "")


def read_amount(words: str) -> Amount | None:
    """The amount that plain words say; None when they say none, or several."""
    words = _TOGETHER.sub("", words.translate(_FORMAL))
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
    if value is None or re.search(r"\d", behind) or re.search(r"[零〇一二两三四五六七八九十]", before):
        return None
    return _half(Amount(value, behind, before, repairs=("unit_in_cell",) if before or behind else ()))


def _chinese(words: str) -> Amount | None:
    """A number in Chinese numerals, the longest that is one: 十五 of 十五千克, 一百万 of 一百万台."""
    match = _CHINESE_NUMBER.match(words)
    for end in range(match.end() if match else 0, 0, -1):
        value, behind = chinese_number(words[:end]), words[end:]
        if value is not None:
            return None if behind[:1] in DIGITS else _half(Amount(value, behind, repairs=("number_in_words",)))
    return None


def _half(amount: Amount) -> Amount:
    """一年半, 两个半月: half of the unit more; 10多台: about."""
    value, behind, repairs = amount.value, amount.behind, amount.repairs
    if behind.startswith(("多", "余", "来")):
        behind, repairs = behind[1:], ("about", *repairs)
    if re.search(r"^个半|半$", behind):
        value, behind = value + 0.5, behind.replace("半", "")
    return Amount(value, behind, amount.before, repairs=repairs)


def chinese_number(words: str) -> float | None:
    """The number that Chinese numerals below a hundred million say: 两百五十 → 250; None when they are none."""
    if words == "半":
        return 0.5
    whole, half = (words[:-1], 0.5) if words.endswith("半") else (words, 0.0)
    above, ten_thousands, below = whole.rpartition("万")
    if half and len(whole) > 1:  # 两万半 is 25,000 or nothing
        return None
    high, low = _below_ten_thousand(above), _below_ten_thousand(below)
    if (ten_thousands and high is None) or (low is None and (below or not ten_thousands)):
        return None
    # 两万三 is 23,000: a last digit without 零 before it is one of the next place.
    return (high or 0.0) * 1e4 + (low or 0.0) * (1000 if ten_thousands and len(below) == 1 else 1) + half


def _below_ten_thousand(words: str) -> float | None:
    found = _FOUR_PLACES.fullmatch(words) if words else None
    if found is None:
        return None
    places = ((1000, "thousands"), (100, "hundreds"), (10, "tens"))
    number = sum(place * _digit(found[name]) for place, name in places if found[name] is not None)
    last = _digit(found["last"]) if found["last"] else 0
    next_place = 100 if found["hundreds"] is None and found["thousands"] else 10 if found["hundreds"] else 1
    return float(number + last * (1 if found["tens"] is not None or words[-2:-1] in ("零", "〇") else next_place))


def _digit(sign: str) -> int:
    """The digit before a place; none is one: 十五."""
    return DIGITS[sign] if sign else 1
