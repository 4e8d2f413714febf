"""When a cell of a result agrees with the recomputed one, and how a difference is told."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from importplan.documents.read_back.cells import ResultCell
from importplan.documents.read_back.difference import CellDifference, agree, compare

FORMULA = "SUBTOTAL(109,A1:A3)"


@pytest.mark.parametrize(
    ("there", "asked"),
    [
        (ResultCell(1.0), ResultCell(1)),
        (ResultCell(0.00009), ResultCell(0.0)),  # less than a hundredth of a fen
        (ResultCell(1e9 + 90.0), ResultCell(1e9)),  # less than a ten-millionth part
        (ResultCell(0.34000005, percent=True), ResultCell(0.34, percent=True)),
        (ResultCell(datetime(2027, 1, 1)), ResultCell(date(2027, 1, 1))),
        (ResultCell(6.0, FORMULA), ResultCell(6.0, FORMULA)),
        (ResultCell(None, FORMULA), ResultCell(6.0, FORMULA)),  # reckoned when the file is opened
        (ResultCell(6.0, ""), ResultCell(6.0, FORMULA)),  # shares the formula of another cell
        (ResultCell("共 3 个"), ResultCell("共 3 个")),
    ],
)
def test_what_says_the_same_agrees(there: ResultCell, asked: ResultCell) -> None:
    """Arithmetic in another order, another program, another kind of day."""
    assert agree(there, asked)


@pytest.mark.parametrize(
    ("there", "asked"),
    [
        (ResultCell(1.01), ResultCell(1.0)),
        (ResultCell(0.00011), ResultCell(0.0)),
        (ResultCell(0.340001, percent=True), ResultCell(0.34, percent=True)),
        (ResultCell(date(2027, 1, 2)), ResultCell(date(2027, 1, 1))),
        (ResultCell(6.0), ResultCell(6.0, FORMULA)),  # a total that was overwritten
        (ResultCell(6.0, "1+5"), ResultCell(6.0, FORMULA)),
        (ResultCell(7.0, FORMULA), ResultCell(6.0, FORMULA)),
        (ResultCell("共 4 个"), ResultCell("共 3 个")),
        (ResultCell("3"), ResultCell(3.0)),
        (ResultCell(True), ResultCell(1)),
        (ResultCell(None), ResultCell(0.0)),
        (ResultCell(float("inf")), ResultCell(1.0)),
    ],
)
def test_what_says_something_else_differs(there: ResultCell, asked: ResultCell) -> None:
    """Also where a person would hardly see it."""
    assert not agree(there, asked)


def test_every_cell_of_either_side_is_compared_and_told_by_its_address() -> None:
    """One that is missing, one that is too much, and how many numbers and texts there were."""
    found = {"S": {(1, 1): ResultCell("a"), (2, 3): ResultCell(5.0)}}
    recomputed = {"S": {(1, 1): ResultCell("a"), (2, 2): ResultCell(6.0, FORMULA)}, "T": {(1, 1): ResultCell("b")}}
    first, second = compare(found, recomputed)
    assert (first.numbers, first.texts, second.texts) == (1, 1, 1)
    assert first.differences == (
        CellDifference("S", "B2", "", f"={FORMULA} → 6.0"),
        CellDifference("S", "C2", "5.0", ""),
    )
    assert second.differences == (CellDifference("T", "A1", "", "b"),)
