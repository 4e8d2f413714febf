"""What a workbook says beside its values is kept: formats, hidden and struck-out cells, faults, merged areas, names."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.chart import BarChart

from importplan.basics.errors import InputRejected
from importplan.tables import workbook
from importplan.tables.grid import Grid, SourceFile
from importplan.tables.workbook import read_xlsx

SHEET = "xl/worksheets/sheet1.xml"


def made(path: Path) -> SourceFile:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    book.define_name("kept", '="2026.1"')
    sheet = book.add_worksheet("数据")
    sheet.write_row(0, 0, ["code", "money", "day", "plain", "gone"])
    formats: dict[str, Any] = {
        code: book.add_format({"num_format": code}) for code in ("00000000", '0.0"万元"', "0%", "#,##0.00", '0"打"')
    }
    sheet.write_number(1, 0, 1012100, formats["00000000"])
    sheet.write_number(1, 1, 120, formats['0.0"万元"'])
    sheet.write_datetime(1, 2, date(2027, 3, 1))
    sheet.write_number(1, 3, 2.5, formats["#,##0.00"])
    sheet.write_number(1, 4, 7, book.add_format({"font_strikeout": True}))
    sheet.write_number(2, 1, 0.5, formats["0%"])
    sheet.write_number(2, 3, 2, formats['0"打"'])
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column(4, 5, None, None, {"hidden": True})
    sheet.merge_range(3, 0, 4, 1, "over four")
    sheet.write_formula(5, 0, "=1/0", None, "#DIV/0!")
    book.add_worksheet("unseen").hide()
    book.close()
    return read_xlsx(path, "case.xlsx")


@pytest.fixture
def grid(tmp_path: Path) -> Grid:
    return made(tmp_path / "a.xlsx").grids[0]


def test_formats_that_say_more_than_digits_are_kept_with_the_stored_value(grid: Grid) -> None:
    kept = {str(grid.place(*spot).cell): code for spot, code in grid.formats.items()}
    assert kept == {"A2": "00000000", "B2": '0.0"万元"', "C2": "yyyy-mm-dd", "B3": "0%", "D3": '0"打"'}
    cell = grid.cell(1, 0)
    assert (cell.value, cell.shown, str(cell.at)) == (1012100.0, "01012100", "case.xlsx: 数据!A2")
    assert grid.cell(1, 2).value == date(2027, 3, 1)


def test_what_a_person_does_not_see_counts_and_is_told_as_such(tmp_path: Path) -> None:
    seen, unseen = made(tmp_path / "a.xlsx").grids
    assert (seen.hidden_rows, seen.hidden_columns) == (frozenset({2}), frozenset({4, 5}))
    assert seen.struck == frozenset({(1, 4)})
    assert (seen.hidden, unseen.hidden) == (False, True)
    assert seen.cell(2, 1).value == 0.5


def test_merged_cells_show_their_first_one_at_their_own_address(grid: Grid) -> None:
    assert grid.cell(4, 1).blank
    seen = grid.seen(4, 1)
    assert (seen.value, seen.at.cell) == ("over four", "B5")
    assert (grid.from_above(4, 1), grid.from_left(4, 1)) == (True, True)
    assert (grid.from_above(3, 0), grid.from_left(3, 0)) == (False, False)
    assert (grid.filled(4), grid.said(4)) == ([], [0, 1])


def test_an_error_is_a_fault_and_shows_what_the_cell_shows(grid: Grid) -> None:
    cell = grid.cell(5, 0)
    assert (cell.value, cell.fault) == ("#DIV/0!", "cell-error-value")


def test_defined_names_and_what_a_file_brings_along_are_told(tmp_path: Path) -> None:
    book = made(tmp_path / "a.xlsx")
    assert (book.names["kept"], book.brings) == ("2026.1", ())
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<x/>")
    assert read_xlsx(tmp_path / "a.xlsx", "a.xlsx").brings == ("macros", "outer-links")


def shown(grid: Grid) -> list[list[str]]:
    return [[grid.cell(row, column).shown for column in range(grid.width(row))] for row in range(grid.height)]


def changed(path: Path, old: bytes, new: bytes) -> Path:
    """The workbook with some signs of its first sheet replaced."""
    made(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[SHEET]
    parts[SHEET] = parts[SHEET].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_file_on_which_the_fast_reader_stumbles_is_read_by_the_other(tmp_path: Path) -> None:
    """Cells may carry extensions beside their value: the fast reader gives the whole file up."""
    odd = changed(tmp_path / "a.xlsx", b"<v>2.5</v>", b"<v>2.5</v><extLst/>")
    with pytest.raises(workbook.CalamineError), odd.open("rb") as content:
        workbook.CalamineWorkbook.from_filelike(content).get_sheet_by_name("数据").to_python()
    grid = read_xlsx(odd, "a.xlsx").grids[0]
    sound = made(tmp_path / "b.xlsx").grids[0]
    assert shown(grid) == shown(sound)
    assert (grid.formats, grid.faults, grid.covered) == (sound.formats, sound.faults, sound.covered)


def test_a_sheet_whose_part_is_missing_is_not_passed_over(tmp_path: Path) -> None:
    made(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "xl/worksheets/sheet2.xml"}
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises((workbook.CalamineError, InputRejected)):
        read_xlsx(tmp_path / "b.xlsx", "b.xlsx")


def test_a_sheet_that_is_not_wanted_is_told_by_its_name(tmp_path: Path) -> None:
    made(tmp_path / "a.xlsx")
    grids = read_xlsx(tmp_path / "a.xlsx", "a.xlsx", wanted=lambda name: name != "数据").grids
    assert [(grid.name, grid.values) for grid in grids] == [("数据", ()), ("unseen", ())]


def test_a_file_that_breaks_a_library_is_refused_in_words(tmp_path: Path) -> None:
    broken = changed(tmp_path / "a.xlsx", b"<sheetData>", b"<sheetData><row>")
    with pytest.raises(InputRejected) as rejected:
        read_xlsx(broken, "a.xlsx")
    assert [(issue.code, issue.at.file) for issue in rejected.value.issues] == [("file-damaged", "a.xlsx")]


def test_a_workbook_without_a_sheet_is_not_read_as_an_empty_one(tmp_path: Path) -> None:
    book = Workbook()
    book.create_chartsheet().add_chart(BarChart())
    del book["Sheet"]
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputRejected) as rejected:
        read_xlsx(tmp_path / "a.xlsx", "a.xlsx")
    assert [issue.code for issue in rejected.value.issues] == ["file-not-a-workbook"]
