"""Every format that firms send is read to the same answers; what is no return is refused with a remedy."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from returned_form import form, save

from importplan.basics.labels import LANGUAGES, known
from importplan.survey.reading.files import files_of
from importplan.survey.reading.one_file import read_one
from importplan.survey.reading.worker import read_some
from importplan.survey.understanding.file import FileResult

ROWS = [
    ["填报单位", "东莞市甲精密机械有限公司", "所在地市", "东莞"],
    ["设备名称", "季度", "数量", "单位", "单价", "币制"],
    ["五轴，立式加工中心", "2027Q1", "１２台", "台", "1,200,000", "人民币"],
    ["=1+1", "2027年二季度", "3~5", "台", "", ""],
]


def text_of(delimiter: str) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(ROWS)
    return buffer.getvalue()


def summary(found: FileResult) -> list[tuple[object, ...]]:
    return [
        (
            firm.record.text("firm_name"),
            item.record.text("item_name"),
            need.value("quantity"),
            item.record.value("unit_price"),
        )
        for firm in found.returns
        for item in firm.items
        for need in item.needs
    ]


WANTED = [
    ("东莞市甲精密机械有限公司", "五轴，立式加工中心", 12.0, 1_200_000.0),
    ("东莞市甲精密机械有限公司", "=1+1", 4.0, None),
]


@pytest.mark.parametrize("coding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_of_any_coding_and_delimiter_is_read(coding: str, delimiter: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text_of(delimiter).encode(coding))
    assert summary(read_one(tmp_path, "a.csv")) == WANTED


def test_text_kept_from_being_a_formula_is_read_without_its_guard(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(text_of(",").replace("=1+1", "'=1+1"), encoding="utf-8")
    assert summary(read_one(tmp_path, "a.csv")) == WANTED


def test_old_excel_export_that_is_text_is_read_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(text_of("\t").encode("gbk"))
    assert summary(read_one(tmp_path, "a.xls")) == WANTED


def test_place_of_an_answer_in_csv_is_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(text_of(","), encoding="utf-8")
    need = read_one(tmp_path, "a.csv").returns[0].items[0].needs[0]
    assert str(need.answer("quantity").at) == "a.csv: a!C3"


def _ods(path: Path, cells: str) -> Path:
    """An OpenDocument spreadsheet of one sheet; `cells` are its rows as XML."""
    names = "office", "table", "text"
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def _ods_row(*cells: str, times: int = 1) -> str:
    inner = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{times}">{inner}</table:table-row>'


def test_open_document_is_read(tmp_path: Path) -> None:
    cell = '<table:table-cell table:number-columns-repeated="16384"/>'
    empty = f'<table:table-row table:number-rows-repeated="1048000">{cell}</table:table-row>'
    _ods(tmp_path / "a.ods", "".join(_ods_row(*row) for row in ROWS) + empty)
    assert summary(read_one(tmp_path, "a.ods")) == WANTED


def test_hidden_sheets_are_read_and_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.add_worksheet("封面")
        sheet = book.add_worksheet("数据")
        for number, row in enumerate(ROWS):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
        sheet.hide()
    found = read_one(tmp_path, "a.xlsx")
    assert summary(found) == WANTED
    assert [(note.code, note.at.sheet) for note in found.file.notes] == [("survey-counted-unseen", "")]


def test_zeros_and_units_that_only_the_format_shows_are_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["企业全称", "甲", "年营收"])
        sheet.write_number(0, 3, 1.5, book.add_format({"num_format": '0.0"亿元"'}))
        sheet.write_row(1, 0, ["物项名称", "商品编号", "占比", "库存"])
        sheet.write_row(2, 0, ["主轴"])
        sheet.write_number(2, 1, 184661030, book.add_format({"num_format": "0000000000"}))
        sheet.write_number(2, 2, 0.85, book.add_format({"num_format": "0%"}))
        sheet.write_formula(2, 3, "=1/0", None, "#DIV/0!")
    found = read_one(tmp_path, "a.xlsx")
    firm = found.returns[0]
    assert firm.record.value("revenue_cny") == 150_000_000.0
    item = firm.items[0].record
    assert (item.value("hs_code"), item.value("first_share")) == ("0184661030", 0.85)
    assert [(fault.code, fault.question) for row in found.rejected for fault in row.faults] == [
        ("cell-error-value", "stock")
    ]


# What is no return


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("甲.xlsx", b"")


def _link(path: Path) -> None:
    target = path.with_name("target")
    target.mkdir()
    save(target / "x.xlsx", form())
    path.symlink_to(target / "x.xlsx")


def _binary_book(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")


def _wide_ods(path: Path) -> None:
    """A few signs that stand for 17 thousand million cells with a value."""
    repeated = 'table:number-columns-repeated="16384" office:value-type="string"'
    cell = f"<table:table-cell {repeated}><text:p>x</text:p></table:table-cell>"
    _ods(path, f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>')


def _long_csv(path: Path) -> None:
    path.write_text("a,b\n" * 20_002, encoding="utf-8")


def _bytes(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


REFUSED: tuple[tuple[str, Callable[[Path], object], str], ...] = (
    ("a.zip", _zip, "survey-file-archive"),
    ("a.xlsb", _binary_book, "survey-file-binary"),
    ("a.xlsx", _link, "survey-file-link"),
    ("a.pdf", _bytes(b"%PDF-1.7"), "survey-file-kind"),
    ("a.jpg", _bytes(b"\xff\xd8\xff"), "survey-file-kind"),
    ("a.xlsx", _bytes(b""), "file-empty"),
    ("a.xlsx", _bytes(b"PK\x03\x04 cut off"), "file-damaged"),
    ("a.xlsx", _bytes(b"%PDF-1.7"), "file-not-a-workbook"),
    ("a.xls", _bytes(b"<html><table><tr><td>1</td></tr></table></html>"), "survey-file-markup"),
    ("a.csv", _bytes(b"\x80\xff\x00\x01" * 50), "csv-encoding"),
    ("a.csv", _bytes(b"a,b\n" + b"x" * 200_000), "csv-damaged"),
    ("a.csv", _long_csv, "sheet-too-far"),
    ("a.ods", _wide_ods, "sheet-too-far"),
)


@pytest.mark.parametrize(("name", "make", "code"), REFUSED, ids=[f"{name}-{code}" for name, _, code in REFUSED])
def test_what_is_no_return_is_refused_with_a_remedy(
    name: str, make: Callable[[Path], object], code: str, tmp_path: Path
) -> None:
    make(tmp_path / name)
    found = read_one(tmp_path, name)
    assert found.returns == () and found.file.rows == 0
    issue = found.file.refused
    assert issue is not None and (issue.code, issue.at.file) == (code, name)
    assert all(issue.found(language) and issue.repair(language) for language in LANGUAGES)


# The folder


def test_folders_are_walked_without_what_programs_leave_behind(tmp_path: Path) -> None:
    for name in ("b.xlsx", "东莞/a.csv", "东莞/莞城/c.xls", "~$b.xlsx", ".DS_Store", "Thumbs.db", "__MACOSX/._b.xlsx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    outside = tmp_path.with_name(f"{tmp_path.name}-outside")
    outside.mkdir()
    (outside / "x.xlsx").touch()
    (tmp_path / "linked").symlink_to(outside)
    assert files_of(tmp_path) == ("b.xlsx", "linked", "东莞/a.csv", "东莞/莞城/c.xls")
    refused = read_one(tmp_path, "linked").file.refused
    assert refused is not None and refused.code == "survey-file-link"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are text there")
def test_names_of_files_in_gbk_are_read_and_shown_as_meant(tmp_path: Path) -> None:
    """What an archive packed on Windows leaves when it is unpacked elsewhere."""
    save(tmp_path / "a.xlsx", form())
    (tmp_path / "a.xlsx").rename(tmp_path / os.fsdecode("甲公司.xlsx".encode("gbk")))
    (name,) = files_of(tmp_path)
    found = read_one(tmp_path, name)
    assert (found.file.path, found.file.refused) == ("甲公司.xlsx", None)
    assert found.returns[0].items[0].record.at.file == "甲公司.xlsx"


def test_reading_needs_no_solver() -> None:
    """A process that reads files starts in a moment: it must not load what only planning needs."""
    loaded = "any(name.split('.')[0] in ('ortools', 'pandas') for name in sys.modules)"
    code = f"import sys, {read_some.__module__}; print({loaded})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert done.stdout.strip() == "False"


def test_all_faults_and_skips_have_words() -> None:
    for code in ("not_filled_in", "heading", "note", "total", "example", "guide_sheet", "no_question"):
        assert known(f"survey.skipped.{code}")
