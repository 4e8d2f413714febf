"""Numbers of a case in the unit of their column: 2台, 30天, 3个月, 68万欧, 约420万; else a way out is told."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import NoReturn

from importplan.parsing.meant import Meant, NotRead, Written
from importplan.parsing.numbers import IN_FORMAT, open_marks, read_number
from importplan.parsing.quantities import Said, a_year, counting_word, said
from importplan.parsing.shares import hundredths, read_share, share
from importplan.parsing.units import PIECE, Measure
from importplan.parsing.words import fold, plain
from importplan.scenario.measured import InRow, unit_of_column
from importplan.scenario.schema.column import CellKind, ColumnSpec
from importplan.scenario.wording import allowed_choices, choice_words
from importplan.tables.cell import Cell

IN_HEADING = "unit_in_heading"
PERCENT = "%"
_AS_WRITTEN = ("unit_in_cell",)  # another way to write the same
_QUANTITY = "quantity"  # with which the keys of columns begin in which a year may have been typed by mistake


def read_amount(cell: Cell, spec: ColumnSpec, sheet_key: str, row: InRow, heading: str) -> Meant:
    """The number of a cell in the unit that its column asks for in this row; what it took is told as repairs.

    `heading` is the unit that the heading of the column adds to what the schema says, empty where it adds none.

    Raises
    ------
    NotRead
        No number stands there, or it is of something else, or it may be read in two ways.
    """
    if isinstance(cell.value, date | time | timedelta):
        raise NotRead("number-is-a-date")
    if spec.kind is CellKind.SHARE:
        return _share(cell, spec, heading)
    if spec.kind is CellKind.PROBABILITY_WORD:
        return _probability(cell, spec, sheet_key)
    whole = plain(cell.shown)
    if spec.kind is CellKind.WHOLE and re.fullmatch(r"[+-]?\d+", whole):
        return Meant(int(whole))  # not through a float, which would lose the last digits of a long seed
    wanted = row.asked(spec.unit or ("CNY" if spec.kind is CellKind.MONEY else ""))
    meant = _plain(cell, spec) if wanted is None else _measured(cell, spec, row, wanted, heading)
    assert isinstance(meant.value, float)
    if spec.kind is CellKind.WHOLE:
        if not meant.value.is_integer():
            raise NotRead("whole-number-expected")
        meant.value = int(meant.value)
    return meant


def _measured(cell: Cell, spec: ColumnSpec, row: InRow, wanted: Measure, heading: str) -> Meant:
    units = row.names(spec.unit)
    column = unit_of_column(heading, wanted)
    try:
        one = said(Written.of(cell), "money-expected" if spec.kind is CellKind.MONEY else "number-expected")
        _refuse_open(one, spec, wanted, row)
        meant = one.as_(wanted, column)
    except NotRead as fault:
        _refuse(cell, fault, units)
    if IN_FORMAT in meant.repairs:
        _refuse(cell, NotRead("format-scales"), units)
    if not one.unit.said and column.whole != wanted.whole:
        meant.repairs.append(IN_HEADING)
    if row.item and one.unit.what == wanted.what == (PIECE,) and counting_word(one.amount.behind) != fold(row.item):
        meant.repairs.append("other_counting_word")
    meant.repairs = [code for code in meant.repairs if code not in _AS_WRITTEN]
    return meant


def _refuse_open(one: Said, spec: ColumnSpec, wanted: Measure, row: InRow) -> None:
    """What has two readings: a year typed as a quantity, a range."""
    amount = one.amount
    if spec.key.startswith(_QUANTITY) and spec.unit == "units" and wanted.what == (PIECE,) and a_year(amount):
        raise NotRead("year-for-quantity", unit=row.item or "台")
    if "range" in amount.repairs:
        raise NotRead("range-for-number", low=f"{amount.low:g}", high=f"{amount.high:g}", middle=f"{amount.value:g}")


def _refuse(cell: Cell, fault: NotRead, units: dict[str, str]) -> NoReturn:
    """Of a number that its format shows as another it is told what is stored, and what is shown."""
    if cell.number is not None and fault.code != "year-for-quantity":
        raise NotRead("number-shown-otherwise", value=cell.shown, stored=f"{cell.number:.15g}") from None
    raise NotRead(fault.code, fault.proposal, **{"nearest": fault.proposal, **units, **fault.values}) from None


def _plain(cell: Cell, spec: ColumnSpec) -> Meant:
    """A number without a unit. A limit is a share under some rules: only there the sign % has a meaning."""
    number = _figure(cell, read_number if spec.unit else read_share)
    if number is None:
        raise NotRead("number-expected")
    return Meant(float(number), list(open_marks(cell)))


def _share(cell: Cell, spec: ColumnSpec, heading: str) -> Meant:
    number = _figure(cell, read_share)
    if number is not None:
        return Meant(float(number), list(open_marks(cell))) if heading != PERCENT else _below_percent(cell, number)
    meant = share(Written.of(cell), spec.high or 1.0)
    if {"range", "percent_without_sign"} & set(meant.repairs):
        raise NotRead("share-expected")
    return meant


def _below_percent(cell: Cell, number: float) -> Meant:
    """A number below a heading with the sign %: 9 is 9 %, 0.09 may be either."""
    if PERCENT in cell.shown or number == 0:
        return Meant(float(number))
    if abs(number) <= 1:
        raise NotRead("share-under-percent", low=f"{number:g}%", high=f"{100 * number:g}%")
    return Meant(hundredths(number), [IN_HEADING])


def _probability(cell: Cell, spec: ColumnSpec, sheet_key: str) -> Meant:
    choice = choice_words(sheet_key, spec.key, spec.choices).get(fold(cell.shown))
    if choice is not None:
        return Meant(choice)
    number = _figure(cell, read_share)
    if number is None or not 0.0 <= number <= 1.0:
        raise NotRead("probability-expected", allowed=allowed_choices(sheet_key, spec))
    return Meant(float(number))


def _figure(cell: Cell, read: Callable[[str], float | None]) -> float | None:
    """The number of a cell, or what `read` makes of its text; None where there is none.

    Raises NotRead where a number format makes people see another amount than the one that is stored: which of the two
    is meant the file does not say.
    """
    stored = cell.number
    number = read(cell.shown) if isinstance(cell.value, str) or cell.seen_otherwise else stored
    if stored is not None:
        if number is None or not math.isclose(number, stored, rel_tol=1e-12):
            raise NotRead("number-shown-otherwise", value=cell.shown, stored=f"{stored:.15g}")
        number = stored  # to its last digit
    return number if number is not None and math.isfinite(number) else None
