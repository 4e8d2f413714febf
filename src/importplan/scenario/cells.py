"""From the value of a cell to the value its column asks for, or a coded fault. One reader for each kind of column."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from importplan.basics.labels import LANGUAGES, text
from importplan.scenario.countries import (
    find_country,
    find_currency,
    nearest_country,
    nearest_currency,
)
from importplan.scenario.days import read_day
from importplan.scenario.numbers import read_money, read_number, read_share
from importplan.scenario.schema.column import ColumnSpec, Kind
from importplan.scenario.wording import allowed_choices, choice_words, fold, literal_words, nearest, yes_no_words
from importplan.tables.cell import Cell

_SEPARATORS = re.compile(r"[;；\n]")
_EQUALS = re.compile(r"[=＝]")
HS_LENGTHS = (8, 10)
WITH_WORDS = re.compile(r"[+-]?[\d.,]+\s*[^\d\s.,%-]")  # 2台, 10个月, 1.2亿日元


class CellFault(Exception):
    """A cell cannot be read: issue code and the values of its words."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values: Mapping[str, object] = values
        super().__init__(code)


def read_cell(cell: Cell, spec: ColumnSpec, sheet_key: str) -> Any:
    """The value of a cell that is not blank. Raises CellFault."""
    value = READERS[spec.kind](cell, spec, sheet_key)
    if isinstance(value, float | int) and not isinstance(value, bool):
        _check_range(value, spec)
    return value


def _check_range(value: float, spec: ColumnSpec) -> None:
    below = spec.low is not None and (value <= spec.low if spec.above else value < spec.low)
    above = spec.high is not None and value > spec.high
    if below or above:
        code = "share-above-one" if above and spec.kind is Kind.SHARE and spec.high == 1.0 else "value-out-of-range"
        raise CellFault(code, value=f"{value:g}", allowed=allowed_range(spec), percent=f"{value:g}%")


def allowed_range(spec: ColumnSpec) -> str:
    """The range of a number in signs that need no language."""
    parts = [f"{'>' if spec.above else '≥'} {spec.low:g}"] if spec.low is not None else []
    parts += [f"≤ {spec.high:g}"] if spec.high is not None else []
    return ", ".join(parts)


def _plain(cell: Cell) -> str:
    return unicodedata.normalize("NFKC", cell.shown).strip()


def _numeric(cell: Cell) -> float | None:
    return cell.number if cell.number is not None and math.isfinite(cell.number) else None


def _text(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str:
    words = cell.shown
    return literal_words(spec.literals).get(fold(words), words) if spec.literals else words


def _number(cell: Cell, spec: ColumnSpec, sheet_key: str) -> float:
    number = _numeric(cell)
    if number is None and isinstance(cell.value, str):
        # A limit is a share under some rules and a quantity under others: only there the sign % has a meaning.
        number = read_number(cell.value) if spec.unit else read_share(cell.value)
    if number is None:
        raise _no_number(cell, spec)
    return float(number)


def _no_number(cell: Cell, spec: ColumnSpec) -> CellFault:
    """Words where a number belongs; a number with a unit behind it is told which unit the column has."""
    if spec.unit and WITH_WORDS.match(_plain(cell)):
        units = {f"unit_{language}": text(f"unit.{spec.unit}", language) for language in LANGUAGES}
        return CellFault("number-with-words", value=cell.shown, **units)
    return CellFault("number-expected", value=cell.shown)


def _whole(cell: Cell, spec: ColumnSpec, sheet_key: str) -> int:
    if isinstance(cell.value, int) and not isinstance(cell.value, bool):
        return cell.value
    digits = _plain(cell)
    if re.fullmatch(r"[+-]?\d+", digits):
        return int(digits)  # not through a float, which would lose the last digits of a long seed
    number = _number(cell, spec, sheet_key)
    if not number.is_integer():
        raise CellFault("whole-number-expected", value=cell.shown)
    return int(number)


def _share(cell: Cell, spec: ColumnSpec, sheet_key: str) -> float:
    number = _numeric(cell)
    if number is None and isinstance(cell.value, str):
        number = read_share(cell.value)
    if number is None:
        raise CellFault("share-expected", value=cell.shown)
    return float(number)


def _money(cell: Cell, spec: ColumnSpec, sheet_key: str) -> float:
    number = _numeric(cell)
    if number is not None and re.search("[万亿]", cell.number_format):
        raise CellFault("money-unit-in-format", value=f"{number:g}")
    if number is None and isinstance(cell.value, str):
        number = read_money(cell.value)
    if number is None:
        raise CellFault("money-expected", value=cell.shown)
    return float(number)


def _day(cell: Cell, spec: ColumnSpec, sheet_key: str) -> date:
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    day = read_day(cell.shown)
    if day is None:
        number = _numeric(cell)
        raise CellFault("date-is-a-number" if number is not None else "date-expected", value=cell.shown)
    return day


def _yes_no(cell: Cell, spec: ColumnSpec, sheet_key: str) -> bool:
    answer = yes_no_words().get(fold(cell.shown))
    if answer is None:
        raise CellFault("yes-no-expected", value=cell.shown)
    return answer


def _choice(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str:
    words = choice_words(sheet_key, spec.key, spec.choices)
    choice = words.get(fold(cell.shown))
    if choice is None:
        near = nearest(cell.shown, words)
        code = "choice-misspelt" if near else "choice-unknown"
        raise CellFault(code, value=cell.shown, allowed=allowed_choices(sheet_key, spec), nearest=words.get(near, ""))
    return choice


def _probability_word(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str | float:
    choice = choice_words(sheet_key, spec.key, spec.choices).get(fold(cell.shown))
    if choice is not None:
        return choice
    number = _numeric(cell)
    if number is None and isinstance(cell.value, str):
        number = read_share(cell.value)
    if number is None or not 0.0 <= number <= 1.0:
        raise CellFault("probability-expected", value=cell.shown, allowed=allowed_choices(sheet_key, spec))
    return float(number)


def _list(cell: Cell, spec: ColumnSpec, sheet_key: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SEPARATORS.split(cell.shown) if part.strip())


def _pairs(cell: Cell, spec: ColumnSpec, sheet_key: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for part in _list(cell, spec, sheet_key):
        name, *value = _EQUALS.split(part, maxsplit=1)
        if not value or not name.strip():
            raise CellFault("pairs-expected", value=part)
        pairs.append((name.strip(), value[0].strip()))
    return tuple(pairs)


def _hs_code(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str:
    digits = re.sub(r"[\s.\-]", "", _plain(cell))
    if not digits.isascii() or not digits.isdigit() or len(digits) not in HS_LENGTHS:
        lost = _numeric(cell) is not None and digits.isdigit() and len(digits) + 1 in HS_LENGTHS
        raise CellFault("hs-code-lost-zero" if lost else "hs-code-digits", value=cell.shown, digits=f"0{digits}")
    return digits


def _country(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str:
    code = find_country(cell.shown)
    if code is None:
        near = nearest_country(cell.shown)
        raise CellFault("country-misspelt" if near else "country-unknown", value=cell.shown, nearest=near)
    return code


def _countries(cell: Cell, spec: ColumnSpec, sheet_key: str) -> tuple[str, ...]:
    parts = (Cell(part) for part in _list(cell, spec, sheet_key))
    return tuple(dict.fromkeys(_country(part, spec, sheet_key) for part in parts))


def _currency(cell: Cell, spec: ColumnSpec, sheet_key: str) -> str:
    code = find_currency(cell.shown)
    if code is None:
        near = nearest_currency(cell.shown)
        raise CellFault("currency-misspelt" if near else "currency-unknown", value=cell.shown, nearest=near)
    return code


READERS: dict[Kind, Callable[[Cell, ColumnSpec, str], Any]] = {
    Kind.ID: _text,
    Kind.REFERENCE: _text,
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.WHOLE: _whole,
    Kind.SHARE: _share,
    Kind.MONEY: _money,
    Kind.DATE: _day,
    Kind.PERIOD: _day,
    Kind.YES_NO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.LIST: _list,
    Kind.PAIRS: _pairs,
    Kind.HS_CODE: _hs_code,
    Kind.COUNTRY: _country,
    Kind.COUNTRIES: _countries,
    Kind.CURRENCY: _currency,
    Kind.PROBABILITY_WORD: _probability_word,
}
