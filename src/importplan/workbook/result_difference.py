"""The cells of a result held against the recomputed ones: every number, every formula, every text.

Numbers agree within what arithmetic on another road may change: a millionth part, or 0.005 (half a fen, five
thousandths of a unit), of shares 0.000001. Texts agree sign by sign; only a number within a text that shows many digits
may differ by one in its last digit, where that is no more than a ten-thousandth of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from importplan.basics.addresses import letter
from importplan.workbook.result_cells import Cells, ResultCell, Sheets

RELATIVE = 1e-6
ABSOLUTE = 5e-3  # of money and units
ABSOLUTE_SHARE = 1e-6
LAST_DIGIT = 1e-4  # a text's number may differ by one in its last digit where that is at most such a part of it
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
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
    numbers = sum(1 for cell in cells.values() if is_number(cell.value) or cell.formula)
    differences = tuple(_differences(name, found, cells))
    return SheetCompared(name, numbers, len(cells) - numbers, differences)


def _differences(name: str, found: Cells, cells: Cells) -> Iterator[CellDifference]:
    for row, column in sorted({*found, *cells}):
        there, asked = found.get((row, column), BLANK), cells.get((row, column), BLANK)
        if not agree(there, asked):
            yield CellDifference(name, f"{letter(column - 1)}{row}", shown(there), shown(asked))


def agree(there: ResultCell, asked: ResultCell) -> bool:
    """Whether a cell holds what was recomputed: the same formula, and a value that agrees where it has one."""
    if there.formula.replace(" ", "") != asked.formula.replace(" ", ""):
        return False
    if asked.formula and there.value is None:  # saved by a program that reckons when it is opened
        return True
    return values_agree(there.value, asked.value, ABSOLUTE_SHARE if asked.percent else ABSOLUTE)


def values_agree(there: object, asked: object, absolute: float = ABSOLUTE) -> bool:
    """Whether two values say the same."""
    if is_number(there) and is_number(asked):
        return numbers_agree(float(str(there)), float(str(asked)), absolute)
    if isinstance(there, str) and isinstance(asked, str):
        return texts_agree(there, asked)
    return _day(there) == _day(asked)


def is_number(value: object) -> bool:
    """Whether a value is a number; yes and no are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def numbers_agree(there: float, asked: float, absolute: float = ABSOLUTE) -> bool:
    """Whether two numbers are the same within the tolerance."""
    if not (math.isfinite(there) and math.isfinite(asked)):
        return there == asked
    return abs(there - asked) <= max(absolute, RELATIVE * abs(asked))


def texts_agree(there: str, asked: str) -> bool:
    """Whether two texts are the same but for the last digit of long numbers."""
    if there == asked:
        return True
    if _NUMBER.sub("#", there) != _NUMBER.sub("#", asked):
        return False
    pairs = zip(_NUMBER.findall(there), _NUMBER.findall(asked), strict=True)
    return all(one == other or _last_digit(one, other) for one, other in pairs)


def _last_digit(one: str, other: str) -> bool:
    first, second = (float(words.replace(",", "")) for words in (one, other))
    places = len(other.partition(".")[2])
    step = 10.0**-places
    return abs(first - second) <= 1.5 * step and step <= LAST_DIGIT * abs(second)


def _day(value: object) -> object:
    midnight = isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0)
    return value.date() if isinstance(value, datetime) and midnight else value


def shown(cell: ResultCell) -> str:
    """A cell in words, for people."""
    value = _day(cell.value)
    words = "" if value is None else value.isoformat() if isinstance(value, date) else f"{value}"
    return f"{cell.formula} → {words}" if cell.formula else words
