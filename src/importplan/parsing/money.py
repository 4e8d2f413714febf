"""Money and currencies as people write them: 120万元, 1.2亿, CNY 1,200; 4.5万欧元, €68."""

from __future__ import annotations

import re
from functools import cache

from importplan.basics.labels import accepted, table
from importplan.basics.money import WAN
from importplan.parsing.meant import Meant, NotRead, Written
from importplan.parsing.numbers import amount_in, read_number, scale
from importplan.parsing.words import BRACKETS, fold, meanings, nearest, plain

_SIGN = re.compile(r"^(CNY|RMB|人民币|¥|￥)|(元|圆|人民币|CNY|RMB)$")
_UNITS = (("万亿", 1e12), ("亿", 1e8), ("百万", 1e6), ("万", 1e4))
_YUAN = re.compile(r"^(元|圆|块|人民币|rmb|cny|yuan)*$", re.IGNORECASE)
_PER = re.compile(r"^/?(台|套|件|个|月|年|季度|每月|每台)*$")


@cache
def _currencies() -> dict[str, str]:
    """Folded name or code → code."""
    return meanings({key.removeprefix("currency."): accepted(key) for key in table() if key.startswith("currency.")})


def find_currency(words: str) -> str | None:
    """The ISO 4217 code that words mean, None when the currency is unknown."""
    return _currencies().get(fold(words))


def nearest_currency(words: str) -> str:
    """The code of the currency whose code or name looks most like the words."""
    return _currencies().get(fold(nearest(words, _currencies())), "")


def currency(written: Written) -> Meant:
    """A currency; `万美元` also says that the price beside it is in ten thousands. Raises NotRead."""
    found = find_currency(written.plain) or find_currency(BRACKETS.sub("", written.plain))
    if found is not None:
        return Meant(found)
    found = find_currency(written.plain[1:]) if written.plain.startswith("万") else None
    if found is None:
        raise NotRead("currency-unknown", nearest_currency(written.plain))
    return Meant(found, ["unit_in_heading"], {"unit_price_factor": 1e4})


def read_money(words: str) -> float | None:
    """CNY, also written in 万元 or 亿元; None where words say anything else."""
    bare = plain(words).upper()
    bare = _SIGN.sub("", _SIGN.sub("", bare))
    for unit, factor in _UNITS:
        if bare.endswith(unit):
            number = read_number(bare.removesuffix(unit))
            return None if number is None else round(number * factor, 6)
    return read_number(bare)


def money(written: Written, heading: str) -> Meant:
    """CNY. A bare number is in 万元 unless heading or format say otherwise; a unit in the cell itself goes first."""
    amount = amount_in(written, "money-expected")
    before = amount.before.strip("￥¥")
    factor, rest = scale(amount.behind)
    rest = _PER.sub("", rest) if rest.startswith("/") else rest.split("/")[0]
    if not _YUAN.match(before) or not _YUAN.match(rest):
        foreign = any(part and find_currency(part) not in (None, "CNY") for part in (before, rest))
        raise NotRead("foreign-currency" if foreign else "money-expected")
    column, told = _factor(heading)
    if amount.behind and (rest or factor > 1.0):
        return amount.meant(factor, *(["other_money_unit"] if factor != column else []))
    return amount.meant(column, *([] if told else ["ten_thousand"]))


def _factor(unit: str) -> tuple[float, bool]:
    """CNY in the unit that a heading names, and whether it names one."""
    match = re.search(r"(亿|千万|百万|万|千)?元", unit) or re.search(r"()(?=cny|rmb)", unit)
    return (scale(match[1] or "")[0], True) if match else (float(WAN), False)


def price(written: Written, heading: str) -> Meant:
    """A price in the currency named beside it; one named in the cell is passed on. Raises NotRead."""
    amount = amount_in(written, "number-expected")
    factor, rest = scale(amount.behind)
    if not amount.behind and not amount.before:
        column = scale(heading)[0]
        return amount.meant(column, *(["unit_in_heading"] if column > 1.0 else []))
    meant = amount.meant(factor)
    names = [part for part in (amount.before, rest.split("/")[0]) if part and not _PER.fullmatch(part)]
    named = find_currency(names[0]) if names else None
    if names and (named is None or any(find_currency(name) != named for name in names)):
        raise NotRead("currency-unknown")
    if named is not None:
        meant.beside["currency"] = named
    return meant


def currency_of_heading(unit: str) -> str | None:
    """The currency that the unit in a heading names: 万美元, 欧元/台."""
    return find_currency(scale(unit)[1].split("/")[0]) if unit else None
