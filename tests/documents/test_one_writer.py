"""One writer of workbooks: nobody else opens one, sets paper up, or brings colours and fonts of its own."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from importplan.documents.excel.book import Book, lossless, no_formula, span, write_value

SOURCE = Path(__file__).parents[2] / "src" / "importplan"
OURS = ("documents", "survey")
MEANT_FOR = {
    r"xlsxwriter\.Workbook\(": "documents/excel/book.py",
    r"\.set_(paper|margins|landscape|portrait|header|footer)\(": "documents/excel/paper.py",
    r"\"#[0-9A-Fa-f]{6}\"": "documents/excel/palette.py",
    r"Microsoft YaHei": "documents/excel/palette.py",
}
DRAWN = {"documents/html/source_flows.py"}  # pages and pictures, no workbooks


def test_what_every_workbook_shares_stands_once() -> None:
    files = {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in SOURCE.rglob("*.py")}
    for pattern, home in MEANT_FOR.items():
        homes = {name for name, words in files.items() if name.startswith(OURS) and re.search(pattern, words)}
        assert homes - DRAWN == {home}, pattern


def test_csv_is_written_in_one_place() -> None:
    homes = [path for path in SOURCE.rglob("*.py") if "csv.writer(" in path.read_text("utf-8")]
    assert homes == [SOURCE / "basics" / "files.py"]


WRITES = (
    r"\.write_(text|bytes)\(|os\.replace|shutil\.(copy|move)|\.rename\(|open\([^)]*[\"'][wxa]b?[\"']"
    r"|os\.open\((?!os\.devnull)"
)


def test_a_file_is_written_in_one_place() -> None:
    """But for a pipe, and for a secret that its owner alone may read."""
    files = {path.relative_to(SOURCE).as_posix(): path.read_text("utf-8") for path in SOURCE.rglob("*.py")}
    homes = {name for name, words in files.items() if re.search(WRITES, words)}
    assert homes == {"basics/files.py", "running/worker.py", "pipeline/survey_report.py"}


def test_values_are_written_as_they_are(tmp_path: Path) -> None:
    """Text is no formula and no link and has no signs that a file cannot hold; a number keeps its last digit."""
    book, written = Book("en"), ("=1+1", "https://example.org", "a\x0bb", "007", 0.1 + 0.2, 2, date(2027, 1, 1), None)
    sheet = book.sheet("values")
    for column, value in enumerate(written):
        write_value(sheet, 0, column, lossless(value), book.boxed())
    span(sheet, 1, 0, 1, "=2+2", book.boxed())
    book.save(tmp_path / "values.xlsx")
    read = load_workbook(tmp_path / "values.xlsx")["values"]
    told = ["=1+1", "https://example.org", "ab", "007", "0.30000000000000004", 2]
    assert [cell.value for cell in read[1]][:6] == told
    assert (read["A1"].data_type, read["A2"].data_type, read["B1"].hyperlink) == ("s", "s", None)
    assert read["H1"].value is None


def test_a_format_is_made_once_and_each_workbook_has_its_own() -> None:
    book = Book("zh")
    assert book.boxed(bold=True) is book.boxed(bold=True)
    assert book.boxed(bold=True) is not book.boxed(italic=True)
    assert Book("zh").boxed(bold=True) is not book.boxed(bold=True)


def test_the_name_of_a_chart_is_no_formula(tmp_path: Path) -> None:
    """Of its title and of its series: a heading may be the name of an item."""
    assert no_formula("=cmd|' /C calc'!A0").startswith(" =")
    assert no_formula("五轴\x0b") == "五轴"
    source = (SOURCE / "documents" / "excel" / "chart_drawing.py").read_text("utf-8")
    own = source.count('"name": book.font') + source.count('"name": [sheet_name, ')  # a cell is no formula
    assert source.count('"name": no_formula(') == source.count('"name": ') - own
    others = [path.name for path in SOURCE.rglob("*.py") if "add_chart(" in path.read_text("utf-8")]
    assert others == ["chart_drawing.py"]
