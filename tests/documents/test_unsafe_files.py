"""Files that are no workbook, or one made to harm: refused with a located issue, quickly and in little memory."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from importplan.basics.labels import LANGUAGES
from importplan.documents.case.example import example
from importplan.documents.case.write import write
from importplan.scenario import case_file as reading
from importplan.scenario.case_file import read
from importplan.tables import safety
from importplan.tables.limits import WORKBOOK

SHEET = "xl/worksheets/sheet1.xml"
MERGED = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'


def sound(path: Path) -> Path:
    """A workbook with nothing wrong."""
    write(example("en"), path, "en")
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """A sound workbook with one part replaced or added."""
    base = sound(path.with_name("base.xlsx"))
    with zipfile.ZipFile(base) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            if part != name:
                target.writestr(part, source.read(part))
        target.writestr(name, content)
    return path


def _empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def _old_or_protected(path: Path) -> Path:
    path.write_bytes(safety.OLE_CONTAINER + b"\0" * 1000)
    return path


def _text(path: Path) -> Path:
    path.write_text("item,hs_code\n", encoding="utf-8")
    return path


def _other_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return path


def _cut_off(path: Path) -> Path:
    content = bytearray(sound(path).read_bytes())
    content[200:400] = b"\0" * 200
    path.write_bytes(bytes(content))
    return path


def _bad_xml(path: Path) -> Path:
    return with_part(path, SHEET, b"<worksheet><row></worksheet>")


def _document_type(path: Path) -> Path:
    return with_part(path, SHEET, DOCTYPE.encode())


def _document_type_in_utf16(path: Path) -> Path:
    return with_part(path, SHEET, DOCTYPE.replace("?>", ' encoding="utf-16"?>').encode("utf-16"))


def _document_type_across_a_seam(path: Path) -> Path:
    """The sign lies over the border of two chunks."""
    return with_part(path, "xl/extra.xml", b" " * (safety.CHUNK - 4) + b"<!DOCTYPE x>")


def _merged(path: Path) -> Path:
    book = Workbook()
    book.active.title = "items"
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        content = archive.read(SHEET)
    for ending in (b"</sheetData>", b"<sheetData/>"):
        content = content.replace(ending, ending + MERGED)
    return _replaced(path, content)


def _replaced(path: Path, content: bytes) -> Path:
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, part in (parts | {SHEET: content}).items():
            target.writestr(name, part)
    return path


def _last_cell(path: Path) -> Path:
    book = Workbook()
    book.active.title = "items"
    book.active["XFD1048576"] = 1
    book.save(path)
    return path


def _wide_corner(path: Path) -> Path:
    """Within the most rows and the most columns, but 80 million cells."""
    book = Workbook()
    book.active.title = "items"
    book.active["OI199999"] = 1
    book.save(path)
    return path


CASES: tuple[tuple[str, Callable[[Path], Path], str], ...] = (
    ("file-missing", lambda path: path, "case.xlsx"),
    ("file-empty", _empty, "case.xlsx"),
    ("file-protected-or-old", _old_or_protected, "case.xlsx"),
    ("file-not-a-workbook", _text, "case.xlsx"),
    ("file-not-a-workbook", _other_zip, "case.xlsx"),
    ("file-damaged", _cut_off, "case.xlsx"),
    ("file-damaged", _bad_xml, "case.xlsx"),
    ("file-document-type", _document_type, "case.xlsx"),
    ("file-document-type", _document_type_in_utf16, "case.xlsx"),
    ("file-document-type", _document_type_across_a_seam, "case.xlsx"),
    ("sheet-too-far", _last_cell, "items!XFD1048576"),
    ("sheet-too-large", _wide_corner, "items"),
    ("sheet-merged-too-far", _merged, "items"),
)


@pytest.mark.parametrize(("code", "make", "where"), CASES, ids=[f"{code}-{make.__name__}" for code, make, _ in CASES])
def test_file_is_refused_with_a_located_issue(
    code: str, make: Callable[[Path], Path], where: str, tmp_path: Path
) -> None:
    raw, issues = read(make(tmp_path / "case.xlsx"))
    assert raw.grids == ()
    assert [issue.code for issue in issues] == [code]
    assert str(issues[0].at).endswith(where)
    assert all(issues[0].found(language) and issues[0].repair(language) for language in LANGUAGES)


def test_sizes_that_the_file_states_are_not_believed(tmp_path: Path) -> None:
    """A part of 5 MB zeros in a file of a few kB: the inflated bytes are counted."""
    limits = replace(WORKBOOK, inflated_bytes=2_000_000)
    path = with_part(tmp_path / "case.xlsx", "xl/media/bomb.bin", b"\0" * 5_000_000)
    assert path.stat().st_size < 50_000
    issue = safety.file_issue(path, "case.xlsx", limits=limits)
    assert issue is not None and issue.code == "file-too-large"


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    issue = safety.file_issue(sound(tmp_path / "case.xlsx"), "case.xlsx", limits=replace(WORKBOOK, parts=5))
    assert issue is not None and issue.code == "file-too-many-parts"


def test_file_that_cannot_be_opened_is_an_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sound(tmp_path / "case.xlsx")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (issue,) = read(path)[1]
    assert issue.code == "file-unreadable"
    assert "Permission denied" in issue.found("en")


def test_far_out_cells_of_result_sheets_do_not_matter(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "orders"
    book.active["A200001"] = 1
    book.save(tmp_path / "case.xlsx")
    raw, issues = read(tmp_path / "case.xlsx")
    assert issues == ()
    assert [(sheet.name, sheet.values) for sheet in raw.grids] == [("orders", ())]


def test_folder_without_csv_is_an_issue(tmp_path: Path) -> None:
    assert [issue.code for issue in read(tmp_path)[1]] == ["folder-without-csv"]


def test_csv_in_no_known_encoding_is_an_issue(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_bytes(b"\xff\xff\xff\x80")
    (issue,) = read(tmp_path)[1]
    assert (issue.code, str(issue.at)) == ("csv-encoding", "items.csv")


def test_csv_field_beyond_all_measure_is_an_issue(tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text("item\n" + "x" * 200_000, encoding="utf-8")
    (issue,) = read(tmp_path)[1]
    assert (issue.code, str(issue.at)) == ("csv-damaged", "items.csv: 2")


def test_csv_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "WORKBOOK", replace(WORKBOOK, text_bytes=3))
    (tmp_path / "items.csv").write_text("item\n", encoding="utf-8")
    assert [issue.code for issue in read(tmp_path)[1]] == ["survey-file-size"]


def test_files_of_a_folder_pass_one_gate(tmp_path: Path) -> None:
    """What is called CSV and is none: a workbook, a web page, a link, a pipe that nobody writes to, nothing at all."""
    sound(tmp_path / "offers.csv")
    (tmp_path / "items.csv").write_text("<html><table>", encoding="utf-8")
    (tmp_path / "target.txt").write_text("firm\n", encoding="utf-8")
    (tmp_path / "firms.csv").symlink_to(tmp_path / "target.txt")
    os.mkfifo(tmp_path / "stock.csv")
    (tmp_path / "fx.csv").touch()
    found = {str(issue.at): issue.code for issue in read(tmp_path)[1]}
    assert found == {
        "offers.csv": "csv-is-a-workbook",
        "items.csv": "survey-file-markup",
        "firms.csv": "survey-file-link",
        "stock.csv": "survey-file-kind",
        "fx.csv": "file-empty",
    }


def test_files_of_a_folder_share_the_limits_of_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("items", "firms"):
        (tmp_path / f"{name}.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert read(tmp_path)[1] == ()
    for limits, code in (
        (replace(WORKBOOK, text_bytes=12), "survey-file-size"),
        (replace(WORKBOOK, cells=5), "sheet-too-large"),
        (replace(WORKBOOK, parts=1), "file-too-many-parts"),
        (replace(WORKBOOK, rows=1), "sheet-too-far"),
    ):
        monkeypatch.setattr(reading, "WORKBOOK", limits)
        assert {issue.code for issue in read(tmp_path)[1]} == {code}


def test_results_in_a_folder_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_bytes(b"\xff\xff\xff\x80")
    raw, issues = read(tmp_path)
    assert (issues, [(grid.name, grid.values) for grid in raw.grids]) == ((), [("orders", ())])
