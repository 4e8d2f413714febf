"""Money and currencies as people write them: 120万元, 1.2亿, CNY 1,200; 4.5万欧元, €68, USD 1.2M."""

from __future__ import annotations

from dataclasses import replace

from importplan.parsing.currencies import nearest_currency
from importplan.parsing.meant import Meant, NotRead, Written
from importplan.parsing.quantities import Said, said
from importplan.parsing.units import KILOGRAM, PIECE, PLAIN, YUAN_OR_YEN, Measure, is_currency, read_unit
from importplan.parsing.words import BRACKETS

YUAN = Measure(counted=(("CNY", 1.0),))
_FORM = replace(YUAN, scale=1e4)  # what forms ask for
_MOST_OPEN = 10_000.0  # a sign of a currency before more of them leaves open whether the unit of the column is meant


def currency(written: Written) -> Meant:
    """A currency; `万美元` also says that the price beside it is in ten thousands. Raises NotRead."""
    for words in (written.plain, BRACKETS.sub("", written.plain)):
        unit = read_unit(words)
        named = currency_in(unit)
        if unit is not None and named and not unit.per:
            scaled = unit.scale != 1.0
            return Meant(
                named, ["unit_in_heading"] if scaled else [], {"unit_price_factor": unit.scale} if scaled else {}
            )
    raise NotRead("currency-unknown", nearest_currency(written.plain))


def money(written: Written, heading: str, asked: str = "CNY", form: Measure = _FORM) -> Meant:
    """CNY, also per unit or time as `asked` says.

    A number without a unit is in that of the heading, else in that of the form. Raises NotRead.
    """
    wanted = read_unit(asked) or YUAN
    named = read_unit(heading)
    named = None if named is None or named.what not in (("CNY",), (YUAN_OR_YEN,), ()) else named
    column = (named if named is not None and named != PLAIN else form).completed(form).completed(wanted)
    one = said(written, "money-expected")
    if one.unit.said and one.unit.scale == 1.0 and not one.amount.behind and column.scale != 1.0:
        # ￥300 in a column of 万元: the sign names the currency and not the unit.
        if one.amount.value >= _MOST_OPEN:
            raise NotRead("money-unit-open", f"{one.amount.value:.0f}元")
        one = replace(one, unit=replace(one.unit, scale=column.scale))
    try:
        meant = one.as_(wanted, column)
    except NotRead as fault:
        raise NotRead("money-expected" if fault.code == "unit-mismatch" else fault.code, fault.proposal) from None
    if one.unit != PLAIN and one.unit.completed(column).scale != column.scale:
        meant.repairs.append("other_money_unit")
    if one.unit == PLAIN and named in (None, PLAIN) and column.scale != 1.0:
        meant.repairs.append("ten_thousand")
    return meant


def price(written: Written, heading: str) -> Meant:
    """A price of one piece or kilogram in the currency named beside it. Raises NotRead.

    A currency named in the cell is passed on under `currency`, what it is the price of under `price_per` where that is
    told.
    """
    one = said(written)
    column = read_unit(heading) or PLAIN
    unit = one.unit.completed(column)
    if (unit.what and not is_currency(unit.what[0])) or len(unit.what) > 1:
        raise NotRead("currency-unknown")
    base = unit.what[0] if unit.what else ""
    if set(unit.per) - {PIECE, KILOGRAM} or len(unit.per) > 1:
        raise NotRead("rate-for-amount" if len(unit.per) == 1 else "currency-unknown")
    own = replace(unit, counted=unit.counted or ((base, 1.0),))
    meant = Said(one.amount, own, one.stored).as_(Measure(counted=((base, 1.0),), divided=_ones(unit)), own)
    if not one.unit.said and unit.whole != 1.0:
        meant.repairs.append("unit_in_heading")
    if currency_in(one.unit):
        meant.beside["currency"] = base
    if unit.per:
        meant.beside["price_per"] = "kilogram" if unit.per == (KILOGRAM,) else "piece"
    return meant


def _ones(unit: Measure) -> tuple[tuple[str, float], ...]:
    return tuple((base, 1.0) for base, _ in unit.divided)


def currency_of_heading(unit: str) -> str | None:
    """The currency that the unit in a heading names: 万美元, 欧元/台."""
    return currency_in(read_unit(unit)) or None


def currency_in(unit: Measure | None) -> str:
    """The only currency that is counted in a unit, empty where there is none and for ¥."""
    single = unit.what[0] if unit is not None and len(unit.what) == 1 else ""
    return single if is_currency(single) and single != YUAN_OR_YEN else ""
