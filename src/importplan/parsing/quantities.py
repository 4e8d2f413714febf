"""Amounts with their units: 12台, 3打, 0.5吨, 120万元, USD 1.2M, 半年, 6-8周; converted to what is asked, or refused.

One reader for numbers of things, times, rates, money and prices. What a number is of is said by its words, by the
format of its cell, or by the heading of its column; the algebra of `units` compares it with what is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isclose

from importplan.basics.periods import MONTH_DAYS
from importplan.parsing.meant import Meant, NotRead, Written
from importplan.parsing.numbers import IN_FORMAT, Amount, amount_in
from importplan.parsing.units import (
    BATCH,
    CONTAINER,
    DAY,
    KILOGRAM,
    PIECE,
    PIECES,
    PLAIN,
    YUAN_OR_YEN,
    Measure,
    is_currency,
    read_unit,
)
from importplan.parsing.words import fold

_RATE = re.compile(r"^(?:平均)?(?:每个?)(年|季度|季|月|周|天|日)(?:需|用|约)?$|^(月|季|年|周|日)均$")
_LETTER = re.compile("[kmbtw]", re.IGNORECASE)  # k, M: of thousands and millions; w is 万 to some and weeks to others
_EXACTLY = re.compile("(?<=[元圆币])[整正]$")
_YEARS = range(2020, 2051)  # bare numbers that are rather years than numbers of pieces


@dataclass(frozen=True, slots=True)
class Said:
    """An amount with the unit that its words or its format say, and the number that is stored where one is.

    A scale alone (万) is no conversion: it is said in the unit of the column.
    """

    amount: Amount
    unit: Measure
    stored: float | None = None

    def as_(self, asked: Measure, column: Measure) -> Meant:
        """The amount in the unit asked for; `column` is the unit of a number without words. Raises NotRead."""
        given = _one_currency(self.unit.completed(column), asked)
        if not given.alike(asked):
            raise NotRead(mismatch(given, asked), self._each_quarter(given, asked))
        other = self.unit.said and not (given.alike(column) and given.factor == column.factor)
        more = [_CONVERTED.get(asked.what, "unit_converted")] if other else []
        more += ["yen_sign"] if YUAN_OR_YEN in self.unit.what and "JPY" in asked.what else []
        meant = self.amount.meant(given.whole / asked.whole, *more)
        value = meant.value if isinstance(meant.value, float) else 0.0
        if self.stored is not None and isclose(value, self.stored, rel_tol=1e-12):
            # The format only says what the number is of.
            return Meant(self.stored, [code for code in meant.repairs if code != IN_FORMAT], meant.beside)
        return meant

    def _each_quarter(self, given: Measure, asked: Measure) -> str:
        """What a rate comes to in a quarter, which is a proposal for an amount; empty where it is no whole number."""
        if given.what != asked.what or Counter(given.per) - Counter(asked.per) != Counter([DAY]):
            return ""
        days = next(factor for base, factor in given.divided if base == DAY)
        number = round(self.amount.value * given.scale * 3 * MONTH_DAYS / days, 6)
        word = counting_word(self.amount.behind)
        return f"{number:.0f}{word}" if number >= 1 and number.is_integer() else ""


_CONVERTED: Mapping[tuple[str, ...], str] = {(DAY,): "other_time_unit", ("CNY",): "other_money_unit"}


def said(written: Written, code: str = "number-expected") -> Said:
    """The amount of a cell with its unit.

    Raises
    ------
    NotRead
        With `code`, or what `amount_in` raises; `unit-unknown`, proposing the number, for words that are no unit.
    """
    amount = amount_in(written, code)
    unit = _unit(amount)
    if unit is None:
        raise NotRead("unit-unknown", _without_unknown(amount))
    if unit.scale != 1.0 and _LETTER.match(amount.behind):
        amount = replace(amount, repairs=(*amount.repairs, "scale_letter"))
    stored = written.cell.number
    return Said(amount, unit, None if stored is None else float(stored))


def _without_unknown(amount: Amount) -> str:
    """The number with so much of the words behind it as is a unit: 68万欧元 of 68万欧元整, 3 of 3匹; empty for 68w."""
    behind = amount.behind
    known = next((behind[:end] for end in range(len(behind), 0, -1) if read_unit(behind[:end]) is not None), "")
    return "" if not known and _LETTER.match(behind) else f"{amount.value:.10g}{known}"


def _unit(amount: Amount) -> Measure | None:
    before, behind = amount.before, _EXACTLY.sub("", amount.behind)
    found = read_unit(behind)
    rate = _RATE.match(before)
    if rate:
        per = read_unit(next(filter(None, rate.groups())))
        return found.over(per) if found is not None and per is not None else None
    if not before:
        return found
    sign = read_unit(before)
    if sign is None or len(sign.what) != 1 or not is_currency(sign.what[0]):
        return None
    if found is None or not any(map(is_currency, found.what)):
        # USD 1.2M, ￥30万/台: the scale stands behind the number, the currency before it.
        scale, slash, below = behind.partition("/")
        return read_unit(f"{scale}{before}{slash}{below}")
    return found if _one_currency(sign, found).what == found.what else None


def _one_currency(unit: Measure, asked: Measure) -> Measure:
    """The sign ¥ taken for what is asked for, where that is one of the two currencies that it stands for."""
    currency = next((base for base in (*asked.what, *asked.per) if base in ("CNY", "JPY")), YUAN_OR_YEN)
    return replace(unit, counted=tuple((currency if base == YUAN_OR_YEN else base, n) for base, n in unit.counted))


def mismatch(given: Measure, asked: Measure) -> str:
    """The fault of an amount in a unit that cannot be converted to what is asked."""
    if any(map(is_currency, given.what)) and any(map(is_currency, asked.what)) and given.what != asked.what:
        return "foreign-currency"
    if Counter(given.per) - Counter(asked.per):
        return "rate-for-amount"
    if any(base == BATCH or base.startswith(CONTAINER) for base in given.what):
        return "contents-unknown"
    return "unit-mismatch"


def a_year(amount: Amount) -> bool:
    """Whether a number without words is rather a year than a number of pieces."""
    return not (amount.before or amount.behind) and amount.value in _YEARS


def other_unit(words: str, units: Mapping[str, str]) -> Meant | None:
    """A unit in which numbers of pieces or kilograms are counted by the dozen or the tonne; None where it is none."""
    found = read_unit(words)
    if fold(words) in units or found is None or found.per or found.whole == 1.0:
        return None
    if found.what not in ((PIECE,), (KILOGRAM,)):
        return None
    unit = units[fold("kg" if found.what == (KILOGRAM,) else "件")]
    return Meant(unit, ["unit_converted"])


def counting_word(words: str) -> str:
    """The word, folded, that says what is counted, without scale and without what it is divided by: 件 of 万件/月."""
    whole = fold(words)
    if read_unit(whole) is not None and not (read_unit(whole) or PLAIN).per:
        words = whole
    else:
        words = re.split(r"[/每]", whole)[0]
    return next((words[start:] for start in range(len(words)) if _is_bare(words[start:], words[:start])), words)


def _is_bare(words: str, before: str) -> bool:
    found, scale = read_unit(words), read_unit(before)
    return found is not None and found.said and found.scale == 1.0 and scale is not None and not scale.said


def duration(written: Written, asked: str, heading: str = "") -> Meant:
    """A time in `asked` (months, years, days); a number without a unit is in that of the heading. Raises NotRead."""
    wanted = read_unit(asked) or PLAIN
    column = read_unit(heading)
    return said(written).as_(wanted, column if column is not None and column.alike(wanted) else wanted)


def quantity(written: Written, units: Mapping[str, str], asked: str = "units", heading: str = "") -> Meant:
    """A number of things, in pieces or kilograms; which of them it tells is beside it under `unit`.

    Parameters
    ----------
    units
        Folded words → the unit that is told for them: one of pieces for those that count, `kilogram` for weights.
    asked
        `units`, also per year or month; what a cell and its heading leave out of it.
    heading
        The unit that the heading names.

    Raises
    ------
    NotRead
        As `said` does; `year-for-quantity` for a number like 2027 without a unit; what `mismatch` says of other units.
    """
    one, wanted = said(written), read_unit(asked) or PIECES
    column = (read_unit(heading) or PLAIN).completed(wanted)
    if asked == "units" and not one.unit.said and a_year(one.amount):
        raise NotRead("year-for-quantity")
    told = one.unit if one.unit.said else read_unit(heading) or PLAIN
    weighs = KILOGRAM in told.what
    if weighs:
        wanted = replace(wanted, counted=((KILOGRAM, 1.0),))
    meant = one.as_(wanted, column)
    if told.counted:
        words = counting_word(one.amount.behind if one.unit.said else heading)
        named = (units[words[start:]] for start in range(len(words)) if words[start:] in units)
        meant.beside["unit"] = next(named, units[fold("kg" if weighs else "件")])
    if not one.unit.said and column.whole != 1.0:
        meant.repairs.append("unit_in_heading")
        meant.beside["scaled"] = True
    return meant


def unit_of_heading(heading: str) -> str:
    """The unit that a heading puts in brackets or behind a slash; empty where it names none.

    Of the last brackets, the first words that are a unit: 单价（含税，万元）, 预算（万元, 10,000 CNY）, 数量/万件.
    """
    for inside in reversed(re.findall(r"[(（]([^()（）]*)[)）]", heading)):
        for words in (inside, *re.split(r"[，、;；]|,(?!\d)", inside)):
            if _names_unit(words):
                return fold(words)
    behind = heading.rpartition("/")[2]
    return fold(behind) if behind != heading and _names_unit(behind) else ""


def _names_unit(words: str) -> bool:
    found = read_unit(words) if words.strip() else None
    return (found is not None and found.said) or words.strip() == "%"
