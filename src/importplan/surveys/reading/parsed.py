"""Workbooks of all formats into grids by calamine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from importplan.basics.addresses import letter, position
from importplan.basics.issues import Place
from importplan.surveys.reading.grid import Grid, Spot
from importplan.surveys.reading.limits import RETURNED
from importplan.surveys.reading.refused import Refused
from importplan.untrusted.extent import Extent
from importplan.untrusted.limits import WORKBOOK, Limits


def parse(path: Path, file: str, reach: Mapping[str, Extent], limits: Limits = RETURNED) -> list[Grid]:
    """The sheets of a workbook; `reach` tells what calamine does not. Raises Refused for one with a password."""
    try:
        # Through an open file: the library does not find names that are not in UTF-8.
        with path.open("rb") as content, CalamineWorkbook.from_filelike(content) as book:
            return list(_grids(book, file, reach, limits))
    except PasswordError as error:
        raise Refused("survey-file-password", Place(file)) from error


def _grids(book: CalamineWorkbook, file: str, reach: Mapping[str, Extent], limits: Limits) -> Iterator[Grid]:
    for sheet in book.sheets_metadata:
        if sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        content = book.get_sheet_by_name(sheet.name)
        _check(content, Place(file, sheet.name), limits)
        # Without the empty area the addresses of the cells would be wrong.
        rows = content.to_python(skip_empty_area=False)
        values = tuple(tuple(None if value == "" else value for value in row) for row in rows)
        extent = reach.get(sheet.name, Extent())
        yield Grid(
            file,
            sheet.name,
            values,  # type: ignore[arg-type]
            formats=_spots(extent.formats),
            faults=_spots(extent.errors | dict.fromkeys(extent.unsolved, "cell-formula-without-value")),
            covered=_covered(content, len(values)),
            hidden=sheet.visible is not SheetVisibleEnum.Visible,
        )


def _check(sheet: CalamineSheet, at: Place, limits: Limits) -> None:
    """Formats whose extent cannot be looked at beforehand are looked at before the rows are made."""
    rows, columns = sheet.total_height, sheet.total_width
    if rows > limits.rows or columns > limits.columns:
        cell = f"{letter(max(columns - 1, 0))}{rows}"
        raise Refused("sheet-too-far", Place(at.file, at.sheet, cell), rows=limits.rows, columns=limits.columns)
    if rows * columns > limits.cells:
        raise Refused("sheet-too-large", at, cells=rows * columns, allowed=limits.cells)


def _spots(by_address: Mapping[str, str]) -> dict[Spot, str]:
    places = ((position(address), told) for address, told in by_address.items())
    return {(row - 1, column - 1): told for (row, column), told in places}


def _covered(sheet: CalamineSheet, rows: int) -> dict[Spot, Spot]:
    return {
        (row, column): (top, left)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        for row in range(top, min(bottom + 1, rows))
        for column in range(left, min(right + 1, WORKBOOK.columns))
    }
