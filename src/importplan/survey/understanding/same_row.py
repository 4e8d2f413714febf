"""What cells of one row say about each other: a range in the quantity, a unit in it, a currency in the price."""

from __future__ import annotations

from dataclasses import replace

from importplan.basics.labels import text
from importplan.parsing.quantities import mismatch
from importplan.parsing.units import PIECES, read_unit
from importplan.survey.returns.answers import Answer, AnswerValue, Told
from importplan.survey.returns.collected import Fault
from importplan.survey.understanding.cell import Understood
from importplan.survey.understanding.entries import TableRow
from importplan.survey.understanding.prices import OF_HEADING

_COUNTED = {"machine", "set", "piece"}  # 台, 套, 件 count single things alike; 千克 does not
_NEEDED = ("quantity", "quantity_low", "quantity_high")
_QUANTITIES = ("quantity", "stock", "installed", "on_order", "bought_per_year", "use_per_machine_year")


def settle(row: TableRow) -> TableRow:
    """The row with what its cells say about their neighbours put in its place."""
    answers = dict(row.understood)
    _scale(answers)
    _range(answers)
    _bounds(answers)
    _units(answers)
    _currency(answers)
    return replace(row, understood=answers)


def _beside(answers: dict[str, Understood], key: str, name: str) -> tuple[Understood | None, AnswerValue]:
    one = answers.get(key)
    return one, (one.beside.get(name) if one is not None else None)


def _blank(answers: dict[str, Understood], key: str) -> bool:
    one = answers.get(key)
    return one is None or one.answer.told is Told.BLANK


def _put(answers: dict[str, Understood], key: str, value: AnswerValue, source: Answer, code: str) -> None:
    answers[key] = Understood(Answer(Told.VALUE, value, source.written, source.at, (code,)))


def _scale(answers: dict[str, Understood]) -> None:
    """Numbers and the price in a row that is counted in dozens or tonnes, as its column of units says."""
    unit = answers.get("unit")
    if unit is None:
        return
    for key in (*_QUANTITIES, *_NEEDED[1:]):
        if key in answers:
            answers[key] = _of_unit(answers[key], unit.answer, "unit", 1) if _scales(unit.answer) else answers[key]
            answers[key] = _known_to_count(answers[key], unit.answer, key)
    if "unit_price" in answers and _scales(unit.answer):
        answers["unit_price"] = _of_unit(answers["unit_price"], unit.answer, "price_per", -1)


def _scales(unit: Answer) -> bool:
    return "unit_converted" in unit.understood


def _known_to_count(one: Understood, unit: Answer, key: str) -> Understood:
    """A quantity, at fault where its unit neither counts pieces nor weighs: boxes, metres."""
    found = read_unit(unit.written) if unit.told is Told.UNKNOWN else None
    if found is None or not found.said or "unit" in one.beside or not isinstance(one.answer.value, float):
        return one
    return _at_fault(one, mismatch(found, PIECES), key)


def _of_unit(one: Understood, unit: Answer, told: str, power: int) -> Understood:
    """A number of so many units; not one that says itself in what it is, and then has it under `told`."""
    value, measure = one.answer.value, read_unit(unit.written)
    if told in one.beside or not isinstance(value, float) or measure is None:
        return one
    factor = measure.whole**power
    beside = {key: _times(bound, factor) for key, bound in one.beside.items() if isinstance(bound, float)}
    repairs = tuple(dict.fromkeys((*one.answer.understood, "unit_converted")))
    answer = replace(one.answer, value=_times(value, factor), understood=repairs)
    return replace(one, answer=answer, beside={**one.beside, **beside, told: unit.value})


def _times(value: float, factor: float) -> float:
    return float(f"{value * factor:.12g}")


def _range(answers: dict[str, Understood]) -> None:
    """`3~5` in the cell of the quantity is its range too, unless the columns for it are filled in."""
    for name in ("low", "high"):
        one, bound = _beside(answers, "quantity", name)
        if one is not None and bound is not None and _blank(answers, f"quantity_{name}"):
            _put(answers, f"quantity_{name}", bound, one.answer, "from_quantity")


def _bounds(answers: dict[str, Understood]) -> None:
    """A lowest quantity above the quantity, or a highest below it, is not known; the quantity stands."""
    quantity = answers.get("quantity")
    if quantity is None or not isinstance(quantity.answer.value, float):
        return
    for key, sign in (("quantity_low", 1), ("quantity_high", -1)):
        one = answers.get(key)
        bound = one.answer.value if one is not None else None
        if one is not None and isinstance(bound, float) and sign * (bound - quantity.answer.value) > 0:
            answers[key] = _at_fault(one, "range-contradicts", key)


def _differ(one: AnswerValue, other: AnswerValue) -> bool:
    """Whether of two units one counts and the other weighs."""
    return (one in _COUNTED) != (other in _COUNTED)


def _at_fault(one: Understood, code: str, key: str, proposal: str = "") -> Understood:
    fault = Fault(code, key, one.answer.at, one.answer.written, proposal)
    return replace(one, answer=replace(one.answer, told=Told.UNKNOWN, value=None), fault=fault)


def _units(answers: dict[str, Understood]) -> None:
    """`3套` tells the unit where its column is blank; 3公斤 of something counted in 台 is a fault."""
    for key in _QUANTITIES:
        one, unit = _beside(answers, key, "unit")
        if one is None or unit is None or one.fault is not None:
            continue
        if _blank(answers, "unit"):
            _put(answers, "unit", unit, one.answer, "from_quantity")
        else:
            answers[key] = _in_unit(one, answers["unit"].answer, key)


def in_unit_of_item(row: TableRow, unit: Answer | None) -> TableRow:
    """The row of a need whose quantities are at fault where they are in no unit of its item."""
    if unit is None or unit.told not in (Told.VALUE, Told.UNKNOWN):
        return row
    understood = {key: _in_unit(one, unit, key) if key in _NEEDED else one for key, one in row.understood.items()}
    by_period = {column: _in_unit(one, unit, "quantity") for column, one in row.by_period.items()}
    return replace(row, understood=understood, by_period=by_period)


def _word(unit: Answer) -> str:
    return text(f"survey.choice.unit.{unit.value}", "zh")


def _in_unit(one: Understood, unit: Answer, key: str) -> Understood:
    """A quantity, at fault where it weighs what is counted, or where a heading scales another unit than its own."""
    told = one.beside.get("unit")
    if one.fault is not None:
        return one
    if told is None:
        return _of_unit(one, unit, "unit", 1) if _scales(unit) else _known_to_count(one, unit, key)
    if unit.told is Told.UNKNOWN:
        return one
    if _differ(unit.value, told):
        return _at_fault(one, "unit-mismatch", key)
    if "scaled" in one.beside and unit.value != told:
        # 万件 above the quantities of what is counted in 台: the heading is hardly about this row.
        return _at_fault(one, "unit-mismatch", key, f"{one.answer.value:.10g}{_word(unit)}")
    return one


def _currency(answers: dict[str, Understood]) -> None:
    """A currency in the cell of the price goes beside it; two that differ are a fault. 万美元 scales the price."""
    one, named = _beside(answers, "unit_price", "currency")
    if one is not None and named is not None:
        if _blank(answers, "currency"):
            _put(answers, "currency", named, one.answer, "from_price")
        elif answers["currency"].answer.value not in (None, named):
            answers["unit_price"] = _at_fault(one, "currency-mismatch", "unit_price")
            return
    price = answers.get("unit_price")
    if price is None:
        return
    per, unit = price.beside.get("price_per"), answers.get("unit")
    if per is not None and unit is not None and unit.answer.told is Told.VALUE and _differ(unit.answer.value, per):
        answers["unit_price"] = _at_fault(price, "unit-mismatch", "unit_price")
        return
    _, factor = _beside(answers, "currency", "unit_price_factor")
    told_here = {"currency", "currency_of_heading"} & price.beside.keys()
    if isinstance(factor, float) and isinstance(price.answer.value, float) and not told_here:
        scaled = replace(
            price.answer, value=price.answer.value * factor, understood=(*price.answer.understood, "unit_in_heading")
        )
        answers["unit_price"] = replace(price, answer=scaled)
    _terms_of_heading(answers, price)


def _terms_of_heading(answers: dict[str, Understood], price: Understood) -> None:
    """含税单价, CIF单价: what the heading of the price says holds where there is no answer beside it."""
    for key in OF_HEADING:
        told = price.beside.get(f"{key}_of_heading")
        if told is not None and _blank(answers, key):
            _put(answers, key, told, price.answer, "term_in_heading")
