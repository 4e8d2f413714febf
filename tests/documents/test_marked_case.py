"""`check -o`: a remark at each cell of a copy that stays a case; settled remarks vanish, a person's own stays."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment

from importplan.basics.issues import Issue, Place
from importplan.cli.main import main
from importplan.documents.case import csv_folder
from importplan.documents.case.example import example
from importplan.documents.case.write import write
from importplan.documents.marked.comments import MARKS
from importplan.documents.marked.package import Package
from importplan.documents.marked.write import marked
from wps import OWN_PARTS, as_wps, picture

RULE = 'N("importplan check")=0'
WORDS = {"zh": ("报价", "物项清单", "_核对意见"), "en": ("offers", "items", "_check_remarks")}


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("importplan.cli.check.shell_language", lambda: request.param)
    return request.param


def faulty(path: Path, language: Any) -> Path:
    """A case with two faults, a formula, a sheet and a comment of the planner's own."""
    write(example(language), path, language)
    book = load_workbook(path)
    offers = book[WORDS[language][0]]
    offers["D2"], offers["B3"] = "as agreed", "S3"
    offers["D2"].comment = Comment("by Li, to be confirmed", "Wang")
    own = book.create_sheet("# mine")
    own["A1"], own["A2"] = 7, "=A1*6"
    book.save(path)
    return path


def remarks(path: Path) -> dict[str, str]:
    """Cells of the offers with a remark of the check, shaded ones only."""
    book = load_workbook(path)
    sheet = next(book[name] for name, *_ in WORDS.values() if name in book.sheetnames)
    told = {
        cell.coordinate: cell.comment.text
        for row in sheet
        for cell in row
        if cell.comment and any(mark in cell.comment.text for mark in MARKS)
    }
    shaded = {
        cell
        for area in sheet.conditional_formatting
        for rule in area.rules
        if rule.formula == [RULE]
        for cell in str(area.sqref).split()
    }
    assert set(told) == shaded
    return told


def test_remarks_stand_at_their_cells_and_vanish_when_settled(tmp_path: Path, language: Any) -> None:
    case, first, second = faulty(tmp_path / "case.xlsx", language), tmp_path / "m.xlsx", tmp_path / "m2.xlsx"
    before = case.read_bytes()
    assert main(["check", str(case), "-o", str(first)]) == 1
    told = remarks(first)
    assert {"D2", "B3"} <= set(told)
    assert "S3" in told["B3"] and "as agreed" in told["D2"] and told["D2"].startswith("by Li, to be confirmed")
    assert case.read_bytes() == before

    book = load_workbook(first)
    offers = book[WORDS[language][0]]
    offers["B3"] = "S2"
    book.save(first)
    assert main(["check", str(first), "-o", str(second)]) == 1
    assert "B3" not in remarks(second) and "D2" in remarks(second)

    book = load_workbook(second)
    book[WORDS[language][0]]["D2"] = 52_000_000
    book.save(second)
    assert main(["check", str(second), "-o", str(tmp_path / "m3.xlsx")]) == 0
    assert not {"B3", "D2"} & set(remarks(tmp_path / "m3.xlsx"))
    done = load_workbook(tmp_path / "m3.xlsx")
    assert done[WORDS[language][0]]["D2"].comment.text == "by Li, to be confirmed"
    assert done["# mine"]["A2"].value == "=A1*6"
    assert [name for name in done.sheetnames if name.startswith("_")] == [WORDS[language][2]]


def test_all_remarks_stand_on_one_sheet_with_a_way_to_their_cells(tmp_path: Path, language: Any) -> None:
    case = faulty(tmp_path / "case.xlsx", language)
    assert main(["check", str(case), "-o", str(tmp_path / "m.xlsx")]) == 1
    sheet = load_workbook(tmp_path / "m.xlsx")[WORDS[language][2]]
    listed = list(sheet.iter_rows(min_row=4))
    rows = {(row[2].value, row[3].value): row for row in listed}
    at = (WORDS[language][0], "B3")
    assert "S3" in rows[at][4].value
    assert rows[at][3].hyperlink.location == f"'{at[0]}'!B3"
    assert [row[0].value for row in listed] == [str(n) for n in range(1, len(listed) + 1)]
    assert (sheet.print_title_rows, sheet.print_area) == ("$3:$3", f"'{sheet.title}'!$A$1:$F${len(listed) + 3}")
    # Marked again with fewer remarks, the area is the new one and stands once; the titles of other sheets stay.
    content = marked((tmp_path / "m.xlsx").read_bytes(), [], language)
    again = load_workbook(BytesIO(content))
    assert again[WORDS[language][2]].print_area == f"'{sheet.title}'!$A$1:$F$4"
    assert again[WORDS[language][0]].print_title_rows == "$1:$1"
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.read("xl/workbook.xml").count(b"_xlnm.Print_Area") == 1


def test_what_is_not_about_remarks_stays_byte_by_byte(tmp_path: Path) -> None:
    """Charts, pictures, what other programs put in, formulas with their values: parts and rows are the same."""
    content = faulty(tmp_path / "case.xlsx", "en").read_bytes()
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/charts/chart1.xml", b"<c:chart/>")
        new.writestr("customXml/own.xml", b"<own/>")
    done = marked(
        target.getvalue(), (Issue.error("value-missing", Place("", "offers", "C2"), column="x", column_zh="x"),), "en"
    )
    with zipfile.ZipFile(BytesIO(target.getvalue())) as old, zipfile.ZipFile(BytesIO(done)) as new:
        data = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
        for name in old.namelist():
            before, after = old.read(name), new.read(name)
            if name.startswith("xl/worksheets/sheet"):
                assert data.search(before)[0] == data.search(after)[0]  # type: ignore[index]
            elif not re.search(r"rels$|Content_Types|styles|workbook\.xml|comments|vmlDrawing", name):
                assert before == after, name


def strict(content: bytes) -> bytes:
    """The workbook in the strict form of the standard, whose names are others."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if not name.endswith(".vml"):
                part = part.replace(
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                ).replace(
                    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                )
            new.writestr(name, part)
    return target.getvalue()


@pytest.mark.filterwarnings("ignore:Unknown extension")
@pytest.mark.parametrize("saved", [as_wps, strict])
def test_files_of_other_programs_are_marked_too(tmp_path: Path, saved: Callable[[bytes], bytes]) -> None:
    case, first, second = tmp_path / "case.xlsx", tmp_path / "m.xlsx", tmp_path / "m2.xlsx"
    case.write_bytes(saved(faulty(tmp_path / "own.xlsx", "zh").read_bytes()))
    assert main(["check", str(case), "-o", str(first)]) == 1
    first.write_bytes(saved(first.read_bytes()) if saved is as_wps else first.read_bytes())
    assert main(["check", str(first), "-o", str(second)]) == 1
    with zipfile.ZipFile(second) as archive:
        told = b"".join(archive.read(name) for name in archive.namelist() if "comments" in name)
        told_sheets = sum(b"CZ1" in archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name)
        sheets = b"".join(archive.read(name) for name in archive.namelist() if "worksheets/" in name)
        assert told.count("王".encode()) == 0 and told.count(b"by Li") == 1
        assert told.count("importplan 核对：".encode()) == 2
        assert sheets.count(b"importplan check") >= 1
        if saved is as_wps:
            # What WPS has put in is there, byte for byte, and pictures stand in their cells.
            assert {name: archive.read(name) for name in OWN_PARTS} == OWN_PARTS
            assert sheets.count(picture("CZ2")) == told_sheets
            assert b"cellimage+xml" in archive.read("[Content_Types].xml")
            assert b"2020/cellImage" in archive.read("xl/_rels/workbook.xml.rels")
    if saved is as_wps:
        assert {"B3", "D2"} <= set(remarks(second))


def test_a_picture_where_an_answer_belongs_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Below a heading that asks nothing it is no matter; in the cell of a price nobody can read it."""
    write(example("en"), tmp_path / "own.xlsx", "en")
    content = as_wps((tmp_path / "own.xlsx").read_bytes(), "WPS Spreadsheets")
    (tmp_path / "case.xlsx").write_bytes(content)
    assert main(["check", str(tmp_path / "case.xlsx")]) == 0
    told = capsys.readouterr().out
    assert "图片" in told and "DISPIMG" not in told
    package = Package(content)
    part = next(sheet.part for sheet in package.sheets() if sheet.name == "offers")
    package.put(part, re.sub(rb'<c r="D2"[^>]*>.*?</c>', picture("D2"), package.parts[part]))
    (tmp_path / "case.xlsx").write_bytes(package.content())
    assert main(["check", str(tmp_path / "case.xlsx")]) == 1
    assert "D2  单元格里是图片" in capsys.readouterr().out


def test_a_merged_cell_has_its_remark_where_it_is_seen() -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "offers"
    sheet["B2"] = "x"
    sheet.merge_cells("B2:C4")
    target = BytesIO()
    book.save(target)
    issue = Issue.error("value-missing", Place("", "offers", "C3"), column="x", column_zh="x")
    done = load_workbook(BytesIO(marked(target.getvalue(), (issue,), "en")))["offers"]
    assert done["B2"].comment is not None
    assert [str(area.sqref) for area in done.conditional_formatting] == ["B2"]


def test_a_folder_of_csv_files_becomes_a_marked_workbook(tmp_path: Path, language: Any) -> None:
    csv_folder.write(example(language), tmp_path / "case")
    offers = tmp_path / "case" / "offers.csv"
    offers.write_text(offers.read_text("utf-8").replace("S2-M1,S2,", "S2-M1,S3,"), "utf-8")
    assert main(["check", str(tmp_path / "case"), "-o", str(tmp_path / "m.xlsx")]) == 1
    assert "S3" in remarks(tmp_path / "m.xlsx")["B3"]


def test_a_copy_is_never_written_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = faulty(tmp_path / "case.xlsx", "en")
    (tmp_path / "other.xlsx").write_bytes(b"mine")
    before = case.read_bytes()
    for named in ("case.xlsx", "other.xlsx", "copy.csv"):
        assert main(["check", str(case), "-o", str(tmp_path / named)]) == 2
    said = capsys.readouterr().err
    assert "case_2.xlsx" in said and "copy.xlsx" in said
    assert (case.read_bytes(), (tmp_path / "other.xlsx").read_bytes()) == (before, b"mine")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case.xlsx", "other.xlsx"]


def test_a_file_that_cannot_be_read_is_told_and_not_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "case.xlsx").write_bytes(b"PK no workbook")
    assert main(["check", str(tmp_path / "case.xlsx"), "-o", str(tmp_path / "m.xlsx")]) == 1
    assert not (tmp_path / "m.xlsx").exists()
    assert capsys.readouterr().err


def test_a_workbook_with_a_broken_list_of_parts_is_told_and_not_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, marked_case = tmp_path / "case.xlsx", tmp_path / "marked.xlsx"
    write(example("en"), tmp_path / "sound.xlsx", "en")
    with zipfile.ZipFile(tmp_path / "sound.xlsx") as sound, zipfile.ZipFile(case, "w") as broken:
        for name in sound.namelist():
            broken.writestr(name, b"" if name == "[Content_Types].xml" else sound.read(name))
    assert main(["check", str(case), "-o", str(marked_case)]) == 1
    assert "case.xlsx" in capsys.readouterr().err
    assert not marked_case.exists()
