"""Shares as people write them: 0.15, 15 %; 85, 八成, 百分之五, 一半."""

from __future__ import annotations

import re
from decimal import Decimal

from importplan.parsing.meant import Meant, NotRead, Written
from importplan.parsing.numbers import IN_FORMAT, chinese_number, read_amount, read_number
from importplan.parsing.words import plain

_TENTHS = re.compile(r"([一二三四五六七八九十])成([半一二三四五六七八九]?)")
_PERCENT_WORDS = re.compile(r"百分之([零一二两三四五六七八九十百\d.]+)")
_SHARE_WORDS = {"全部": 1.0, "全": 1.0, "一半": 0.5, "半数": 0.5, "对半": 0.5}


def read_share(words: str) -> float | None:
    """A number, or one with a percent sign as a share; None where words are neither."""
    bare = plain(words)
    number = read_number(bare.removesuffix("%"))
    return number if number is None or not bare.endswith("%") else hundredths(number)


def hundredths(number: float) -> float:
    """So many per cent, through text so that 2.7 % is 0.027 and not its binary neighbour."""
    return float(Decimal(repr(number)).scaleb(-2))


def share(written: Written, high: float = 1.0) -> Meant:
    """A share that is at most `high`; a larger number without a sign is taken for per cent. Raises NotRead."""
    number = written.cell.number
    if number is not None and not written.cell.seen_otherwise:
        if -1.0 <= number <= high:
            return Meant(float(number))
        return Meant(hundredths(float(number)), ["percent_without_sign"])
    words = written.plain
    if words in _SHARE_WORDS:
        return Meant(_SHARE_WORDS[words], ["number_in_words"])
    tenths = _TENTHS.fullmatch(re.sub(r"^(约|近|大约)|(左右|以上)$", "", words))
    if tenths:
        rest = 0.05 if tenths[2] == "半" else (chinese_number(tenths[2]) or 0.0) / 100
        return Meant(round((chinese_number(tenths[1]) or 0.0) / 10 + rest, 4), ["number_in_words"])
    percent = _PERCENT_WORDS.fullmatch(words)
    amount = read_amount(f"{percent[1]}%" if percent else words)
    if amount is None or amount.before or amount.behind not in ("", "%", "%/年"):
        raise NotRead("share-expected")
    if amount.behind or amount.value > high:
        value = hundredths(amount.value)
        as_said = ("unit_in_cell", IN_FORMAT) if number in (None, value) else ("unit_in_cell",)
        repairs = [code for code in amount.repairs if code not in as_said]
        return Meant(value, [*repairs, *([] if amount.behind else ["percent_without_sign"])])
    return Meant(amount.value, list(amount.repairs))
