"""The cells of a result held against the recomputed ones: every number, every formula, every text.

Numbers agree within what arithmetic in another order may change: a ten-millionth part, or 0.0001 (of a yuan, of a
unit), of shares 0.0000001. Texts agree sign by sign, and so do formulas and days.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from importplan.basics.addresses import letter
from importplan.documents.read_back.cells import Cells, ResultCell, Sheets

RELATIVE = 1e-7
ABSOLUTE = 1e-4  # of money and units
ABSOLUTE_SHARE = 1e-7
BLANK = ResultCell(None)


@dataclass(frozen=True, slots=True)
class CellDifference:
    """A cell that does not hold what was recomputed; empty text: nothing stands there."""

    sheet: str
    cell: str
    found: str
    recomputed: str


@dataclass(frozen=True, slots=True)
class SheetCompared:
    """How much of a sheet was compared, and what differs."""

    sheet: str
    numbers: int
    texts: int
    differences: tuple[CellDifference, ...]


def compare(found: Sheets, recomputed: Sheets) -> tuple[SheetCompared, ...]:
    """Every recomputed sheet, in order; one that is missing differs in all of its cells."""
    return tuple(_sheet(name, found.get(name, {}), cells) for name, cells in recomputed.items())


def _sheet(
    name: str, found: dict[tuple[int, int], ResultCell], cells: dict[tuple[int, int], ResultCell]
) -> SheetCompared:
    numbers = sum(1 for cell in cells.values() if is_number(cell.value) or cell.formula is not None)
    differences = tuple(_differences(name, found, cells))
    return SheetCompared(name, numbers, len(cells) - numbers, differences)


def _differences(name: str, found: Cells, cells: Cells) -> Iterator[CellDifference]:
    for row, column in sorted({*found, *cells}):
        there, asked = found.get((row, column), BLANK), cells.get((row, column), BLANK)
        if not agree(there, asked):
            yield CellDifference(name, f"{letter(column - 1)}{row}", shown(there), shown(asked))


def agree(there: ResultCell, asked: ResultCell) -> bool:
    """Whether a cell holds what was recomputed: the same formula, and a value that agrees where it has one."""
    if (there.formula is None) != (asked.formula is None):
        return False
    if asked.formula and there.formula and there.formula != asked.formula:
        return False
    if asked.formula is not None and there.value is None:  # saved by a program that reckons when it is opened
        return True
    return values_agree(there.value, asked.value, ABSOLUTE_SHARE if asked.percent else ABSOLUTE)


def values_agree(there: object, asked: object, absolute: float = ABSOLUTE) -> bool:
    """Whether two values say the same."""
    if is_number(there) and is_number(asked):
        return numbers_agree(float(str(there)), float(str(asked)), absolute)
    one, other = _day(there), _day(asked)
    return type(one) is type(other) and one == other


def is_number(value: object) -> bool:
    """Whether a value is a number; yes and no are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def numbers_agree(there: float, asked: float, absolute: float = ABSOLUTE) -> bool:
    """Whether two numbers are the same within the tolerance."""
    if not (math.isfinite(there) and math.isfinite(asked)):
        return there == asked
    return abs(there - asked) <= max(absolute, RELATIVE * abs(asked))


def _day(value: object) -> object:
    midnight = isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0)
    return value.date() if isinstance(value, datetime) and midnight else value


def shown(cell: ResultCell) -> str:
    """A cell in words, for people."""
    value = _day(cell.value)
    words = "" if value is None else value.isoformat() if isinstance(value, date) else f"{value}"
    return words if cell.formula is None else f"={cell.formula} → {words}"
