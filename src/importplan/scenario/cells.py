"""From the value of a cell to the value its column asks for, or a coded fault. One reader for each kind of column."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from importplan.catalog.references.countries import shipped_countries
from importplan.parsing.choices import country, one_of, yes_no
from importplan.parsing.codes import hs_code, refuse_changed, refuse_day
from importplan.parsing.currencies import find_currency, nearest_currency
from importplan.parsing.days import DAY_FIRST, MONTH_FIRST, RANGED, certain_span, read_range
from importplan.parsing.meant import Meant, NotRead, Written
from importplan.parsing.money import currency_in
from importplan.parsing.units import read_unit
from importplan.parsing.words import fold
from importplan.scenario.amounts import read_amount
from importplan.scenario.measured import ANY_ROW, InRow
from importplan.scenario.schema import ends_of_interval
from importplan.scenario.schema.column import SPANS, CellKind, ColumnSpec
from importplan.scenario.wording import allowed_choices, choice_words, column_names, literal_words, yes_no_words
from importplan.tables.cell import Cell

ANY_VALUE = "overrides"  # a sheet whose column of texts holds values of every kind
_SEPARATORS = re.compile(r"[;；\n]")
_EQUALS = re.compile(r"[=＝]")


def read_cell(cell: Cell, spec: ColumnSpec, sheet_key: str, row: InRow = ANY_ROW, heading: str = "") -> Meant:
    """The value of a cell that is not blank, and what it took to read it.

    Of a day or a period the value is the whole `TimeSpan` that was written.

    Parameters
    ----------
    row
        In what the amounts of the row are.
    heading
        The unit that the heading of the column adds to what the schema says; empty where it adds none.

    Raises
    ------
    NotRead
        With an issue code; its words speak of `value`, what the cell shows, where `values` says nothing else.
    """
    if spec.kind in AMOUNTS:
        meant = read_amount(cell, spec, sheet_key, row, heading)
    elif spec.kind in SPANS:
        meant = _span(cell, spec, sheet_key, row.order)
    else:
        found = READERS[spec.kind](cell, spec, sheet_key)
        meant = found if isinstance(found, Meant) else Meant(found)
    if isinstance(meant.value, float | int) and not isinstance(meant.value, bool):
        _check_range(meant.value, spec)
    return meant


def _check_range(value: float, spec: ColumnSpec) -> None:
    below = spec.low is not None and (value <= spec.low if spec.above else value < spec.low)
    above = spec.high is not None and value > spec.high
    if below or above:
        code = "share-above-one" if above and spec.kind is CellKind.SHARE and spec.high == 1.0 else "value-out-of-range"
        raise NotRead(code, value=f"{value:g}", allowed=allowed_range(spec), percent=f"{value:g}%")


def allowed_range(spec: ColumnSpec) -> str:
    """The range of a number in signs that need no language."""
    parts = [f"{'>' if spec.above else '≥'} {spec.low:g}"] if spec.low is not None else []
    parts += [f"≤ {spec.high:g}"] if spec.high is not None else []
    return ", ".join(parts)


def _text(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str:
    if sheet_key != ANY_VALUE:
        refuse_changed(cell)
    return literal_words(spec.literals).get(fold(cell.shown), cell.shown) if spec.literals else cell.shown


def _name(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str:
    refuse_day(cell)
    return _text(cell, spec, sheet_key)


def _span(cell: Cell, spec: ColumnSpec, sheet_key: str, order: str) -> Meant:
    """A period may have two ends that are written; a day may not, and one end of an interval takes one of them."""
    span = certain_span(cell, order)
    ends = read_range(cell.shown) if RANGED in span.repairs and spec.kind is not CellKind.PERIOD else None
    if ends is not None:
        values: dict[str, object] = dict(zip(("first", "last"), map(str, ends), strict=True))
        pair = ends_of_interval(sheet_key, spec)
        if pair is None:
            raise NotRead("range-for-day", "", **values)
        for which, one in zip(("start", "end"), pair, strict=True):
            names = column_names(sheet_key, one.key)
            values |= {which: names["column"], f"{which}_zh": names["column_zh"]}
        raise NotRead("range-for-end", "", **values)
    return Meant(span, [code for code in span.repairs if code in (DAY_FIRST, MONTH_FIRST)])


def _yes_no(cell: Cell, spec: ColumnSpec, sheet_key: str) -> Meant:
    yes, no = (yes_no_words(answer, sheet_key, spec.key) for answer in ("yes", "no"))
    return yes_no(Written.of(cell), yes, no)


def _choice(cell: Cell, spec: ColumnSpec, sheet_key: str) -> Meant:
    words = choice_words(sheet_key, spec.key, spec.choices)
    try:
        return one_of(Written.of(cell), words)
    except NotRead as fault:
        code = "choice-misspelt" if fault.proposal else "choice-unknown"
        raise NotRead(code, allowed=allowed_choices(sheet_key, spec), nearest=fault.proposal) from None


def _list(cell: Cell, spec: ColumnSpec, sheet_key: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SEPARATORS.split(cell.shown) if part.strip())


def _pairs(cell: Cell, spec: ColumnSpec, sheet_key: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for part in _list(cell, spec, sheet_key):
        name, *value = _EQUALS.split(part, maxsplit=1)
        if not value or not name.strip():
            raise NotRead("pairs-expected", value=part)
        pairs.append((name.strip(), value[0].strip()))
    return tuple(pairs)


def _hs_code(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str:
    return str(hs_code(Written.of(cell)).value)


def _country(written: Written) -> Meant:
    try:
        return country(written, shipped_countries(), ())
    except NotRead as fault:
        code = "country-misspelt" if fault.code == "country-unknown" and fault.proposal else fault.code
        raise NotRead(code, value=written.words, nearest=fault.proposal) from None


def _countries(cell: Cell, spec: ColumnSpec, sheet_key: str) -> Meant:
    written = Written.of(cell)
    found = [_country(written.part(part)) for part in _list(cell, spec, sheet_key)]
    repairs = dict.fromkeys(code for one in found for code in one.repairs)
    return Meant(tuple(dict.fromkeys(str(one.value) for one in found)), list(repairs))


def _currency(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str:
    code = find_currency(cell.shown)
    scaled = currency_in(read_unit(cell.shown))
    if code is None and scaled:  # 万美元: the prices beside it are ten thousand times what they seem
        raise NotRead("currency-with-scale", nearest=scaled)
    if code is None:
        near = nearest_currency(cell.shown)
        raise NotRead("currency-misspelt" if near else "currency-unknown", nearest=near)
    return code


AMOUNTS = (CellKind.NUMBER, CellKind.WHOLE, CellKind.SHARE, CellKind.MONEY, CellKind.PROBABILITY_WORD)
READERS: dict[CellKind, Callable[[Cell, ColumnSpec, str], Any]] = {
    CellKind.ID: _name,
    CellKind.REFERENCE: _name,
    CellKind.TEXT: _text,
    CellKind.YES_NO: _yes_no,
    CellKind.CHOICE: _choice,
    CellKind.LIST: _list,
    CellKind.PAIRS: _pairs,
    CellKind.HS_CODE: _hs_code,
    CellKind.COUNTRY: lambda cell, spec, sheet_key: _country(Written.of(cell)),
    CellKind.COUNTRIES: _countries,
    CellKind.CURRENCY: _currency,
}
