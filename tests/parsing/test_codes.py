"""Codes and names as they were typed, and what spreadsheets make of them."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from importplan.parsing.codes import hs_code, refuse_changed, refuse_day, typed_as_day
from importplan.parsing.meant import NotRead, Written
from importplan.tables.cell import Cell, CellValue


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (Cell("84571010"), "84571010"),
        (Cell("8457.1010"), "84571010"),
        (Cell("8457.10.10"), "84571010"),
        (Cell("8457-10-10"), "84571010"),
        (Cell("8457.1010.00"), "8457101000"),
        (Cell("8457.10.10.90"), "8457101090"),
        (Cell("8457.10.1090"), "8457101090"),
        (Cell("84798999.90"), "8479899990"),
        (Cell("8457 1010"), "84571010"),
        (Cell("84571010.0"), "84571010"),
        (Cell(84571010.0), "84571010"),
        (Cell(1012100, "00000000"), "01012100"),
        (Cell(84571010, '0000"."0000'), "84571010"),
        (Cell(84571010, '0000"."00"."00'), "84571010"),
    ],
)
def test_a_tariff_code_keeps_its_digits(cell: Cell, code: str) -> None:
    assert hs_code(Written.of(cell)).value == code


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        (Cell("84571010.00"), "hs-code-two-ways"),
        (Cell("84571010-20"), "hs-code-digits"),
        (Cell("8457101.0"), "hs-code-lost-zero"),
        (Cell("-84571010"), "hs-code-digits"),
        (Cell("101210010.0"), "hs-code-lost-zero"),
        (Cell("8457.10-10"), "hs-code-digits"),
        (Cell("84.571010"), "hs-code-digits"),
        (Cell("845.71010"), "hs-code-digits"),
        (Cell("8.53710E+07"), "hs-code-cut"),
        (Cell("8.457101E+9"), "hs-code-cut"),
        (Cell(8457.1010), "hs-code-cut"),
        (Cell(8457.1019), "hs-code-cut"),
        (Cell(84571010.5), "hs-code-cut"),
        (Cell(1012100), "hs-code-lost-zero"),
        (Cell(-84571010), "hs-code-digits"),
    ],
)
def test_what_is_no_tariff_code_is_not_made_one(cell: Cell, fault: str) -> None:
    with pytest.raises(NotRead) as refused:
        hs_code(Written.of(cell))
    assert refused.value.code == fault


@pytest.mark.parametrize(
    ("value", "code", "typed"),
    [
        (date(2027, 3, 1), 'm"月"d"日"', "3-1"),
        (date(2027, 3, 1), "d-mmm", "3-1"),
        (date(2027, 3, 1), "yyyy-mm-dd", "3-1, 2027-3-1"),
        (date(2027, 3, 1), 'yyyy"年"m"月"', "2027-3"),
        (time(1, 2), "h:mm", "1:2"),
        (timedelta(days=1, hours=1), "[h]:mm", "25:0"),
        ("3月1日", "", "3-1"),
        ("1-Mar", "", "3-1"),
        ("Mar-01", "", "3-1"),
        ("3-1", "", ""),
        ("MAR-01", "", ""),
        ("S1", "", ""),
        (7, "", ""),
    ],
)
def test_what_became_a_day_is_told_as_it_was_typed(value: CellValue, code: str, typed: str) -> None:
    cell = Cell(value, code)
    assert typed_as_day(cell) == typed
    if typed:
        with pytest.raises(NotRead):
            refuse_day(cell)


@pytest.mark.parametrize(
    ("cell", "fault", "typed"),
    [
        (Cell(1e5, "0.00E+00"), "name-became-number", "1E5"),
        (Cell(300, "0.00E+00"), "name-became-number", "3E2"),
        (Cell(2e201, "0.00E+00"), "name-lost-digits", ""),
        (Cell("1.00E+05"), "name-became-number", "1E5"),
        (Cell("1.2E+11"), "name-became-number", "12E10"),
        (Cell(911101081000000000.0), "name-lost-digits", ""),
    ],
)
def test_what_became_another_number_is_told_as_it_was_typed(cell: Cell, fault: str, typed: str) -> None:
    with pytest.raises(NotRead) as refused:
        refuse_changed(cell)
    assert (refused.value.code, refused.value.proposal) == (fault, typed)


@pytest.mark.parametrize("cell", [Cell("1E5"), Cell("E05"), Cell(7), Cell(123456789012), Cell(0.5, "0.00E+00")])
def test_other_names_stay(cell: Cell) -> None:
    refuse_changed(cell)
