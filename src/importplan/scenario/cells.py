"""From the value of a cell to the value its column asks for, or a coded fault. One reader for each kind of column."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from importplan.basics.labels import LANGUAGES, text
from importplan.basics.spans import TimeSpan
from importplan.catalog.references.countries import shipped_countries
from importplan.parsing.codes import hs_code, refuse_changed, refuse_day
from importplan.parsing.days import certain_span
from importplan.parsing.meant import NotRead, Written
from importplan.parsing.money import find_currency, nearest_currency, read_money
from importplan.parsing.numbers import read_number
from importplan.parsing.shares import read_share
from importplan.parsing.words import fold, nearest, plain
from importplan.scenario.schema.column import SPANS, CellKind, ColumnSpec
from importplan.scenario.wording import allowed_choices, choice_words, literal_words, yes_no_words
from importplan.tables.cell import Cell

ANY_VALUE = "overrides"  # a sheet whose column of texts holds values of every kind
_SEPARATORS = re.compile(r"[;；\n]")
_EQUALS = re.compile(r"[=＝]")
_WITH_WORDS = re.compile(r"[+-]?[\d.,]+[^\d.,%-]")  # 2台, 10个月, 1.2亿日元


def read_cell(cell: Cell, spec: ColumnSpec, sheet_key: str) -> Any:
    """The value of a cell that is not blank; of a day or a period the whole `TimeSpan` that was written.

    Raises
    ------
    NotRead
        With an issue code; its words speak of `value`, what the cell shows, where `values` says nothing else.
    """
    value = READERS[spec.kind](cell, spec, sheet_key)
    if isinstance(value, float | int) and not isinstance(value, bool):
        _check_range(value, spec)
    return value


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


def _figure(cell: Cell, read: Callable[[str], float | None]) -> float | None:
    """The number of a cell, or what `read` makes of its text; None where there is none.

    Raises NotRead where a number format makes people see another amount than the one that is stored: which of the two
    is meant the file does not say.
    """
    stored = cell.number
    number = read(cell.shown) if isinstance(cell.value, str) or cell.seen_otherwise else stored
    if stored is not None and (number is None or not math.isclose(number, stored, rel_tol=1e-12)):
        raise NotRead("number-shown-otherwise", value=cell.shown, stored=f"{stored:.15g}")
    number = number if stored is None else stored  # with its last digit, of which a percentage loses some
    return number if number is not None and math.isfinite(number) else None


def _text(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str:
    if sheet_key != ANY_VALUE:
        refuse_changed(cell)
    return literal_words(spec.literals).get(fold(cell.shown), cell.shown) if spec.literals else cell.shown


def _name(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str:
    refuse_day(cell)
    return _text(cell, spec, sheet_key)


def _number(cell: Cell, spec: ColumnSpec, sheet_key: str) -> float:
    # A limit is a share under some rules and a quantity under others: only there the sign % has a meaning.
    number = _figure(cell, read_number if spec.unit else read_share)
    if number is not None:
        return float(number)
    if spec.unit and _WITH_WORDS.match(plain(cell.shown)):
        units = {f"unit_{language}": text(f"unit.{spec.unit}", language) for language in LANGUAGES}
        raise NotRead("number-with-words", **units)
    raise NotRead("number-expected")


def _whole(cell: Cell, spec: ColumnSpec, sheet_key: str) -> int:
    digits = plain(cell.shown)
    if re.fullmatch(r"[+-]?\d+", digits):
        return int(digits)  # not through a float, which would lose the last digits of a long seed
    number = _number(cell, spec, sheet_key)
    if not number.is_integer():
        raise NotRead("whole-number-expected")
    return int(number)


def _share(cell: Cell, spec: ColumnSpec, sheet_key: str) -> float:
    number = _figure(cell, read_share)
    if number is None:
        raise NotRead("share-expected")
    return float(number)


def _money(cell: Cell, spec: ColumnSpec, sheet_key: str) -> float:
    number = _figure(cell, read_money)
    if number is None:
        raise NotRead("money-expected")
    return float(number)


def _span(cell: Cell, spec: ColumnSpec, sheet_key: str) -> TimeSpan:
    return certain_span(cell)


def _yes_no(cell: Cell, spec: ColumnSpec, sheet_key: str) -> bool:
    answer = yes_no_words().get(fold(cell.shown))
    if answer is None:
        raise NotRead("yes-no-expected")
    return answer


def _choice(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str:
    words = choice_words(sheet_key, spec.key, spec.choices)
    choice = words.get(fold(cell.shown))
    if choice is None:
        near = words.get(nearest(cell.shown, words), "")
        allowed = allowed_choices(sheet_key, spec)
        raise NotRead("choice-misspelt" if near else "choice-unknown", allowed=allowed, nearest=near)
    return choice


def _probability_word(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str | float:
    choice = choice_words(sheet_key, spec.key, spec.choices).get(fold(cell.shown))
    if choice is not None:
        return choice
    number = _figure(cell, read_share)
    if number is None or not 0.0 <= number <= 1.0:
        raise NotRead("probability-expected", allowed=allowed_choices(sheet_key, spec))
    return float(number)


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


def _country(words: str) -> str:
    code = shipped_countries().find(words)
    if code is None:
        near = shipped_countries().nearest(words)
        raise NotRead("country-misspelt" if near else "country-unknown", value=words, nearest=near)
    return code


def _countries(cell: Cell, spec: ColumnSpec, sheet_key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_country, _list(cell, spec, sheet_key))))


def _currency(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str:
    code = find_currency(cell.shown)
    if code is None:
        near = nearest_currency(cell.shown)
        raise NotRead("currency-misspelt" if near else "currency-unknown", nearest=near)
    return code


READERS: dict[CellKind, Callable[[Cell, ColumnSpec, str], Any]] = {
    CellKind.ID: _name,
    CellKind.REFERENCE: _name,
    CellKind.TEXT: _text,
    CellKind.NUMBER: _number,
    CellKind.WHOLE: _whole,
    CellKind.SHARE: _share,
    CellKind.MONEY: _money,
    **dict.fromkeys(SPANS, _span),
    CellKind.YES_NO: _yes_no,
    CellKind.CHOICE: _choice,
    CellKind.LIST: _list,
    CellKind.PAIRS: _pairs,
    CellKind.HS_CODE: _hs_code,
    CellKind.COUNTRY: lambda cell, spec, sheet_key: _country(cell.shown),
    CellKind.COUNTRIES: _countries,
    CellKind.CURRENCY: _currency,
    CellKind.PROBABILITY_WORD: _probability_word,
}
