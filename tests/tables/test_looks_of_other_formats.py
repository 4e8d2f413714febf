"""Workbooks of Excel 97 and OpenDocument say the same beside their values as those of today."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwt

from importplan.basics.addresses import letter
from importplan.basics.errors import InputRejected
from importplan.tables import old_facts
from importplan.tables.grid import Grid
from importplan.tables.kinds import read_any

SPACES = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "style", "table", "text")}
SPACES |= {"number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"}
SPACES |= {"fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"}
FORMATS = {
    "dozen": '0"打"', "zeros": "00000000", "wan": '0.0"万元"', "percent": "0%", "literal": '0.0"%"', "thousands": "0,",
    "prefix": '"S-"000', "month": 'yyyy"年"m"月"', "red": "0;[Red]0", "nothing": ";;;", "euro": "[$€-407]0.00",
}  # fmt: skip
CELLS: tuple[tuple[int, int, Any, str], ...] = (
    (1, 0, 2, "dozen"), (1, 1, 1012100, "zeros"), (1, 2, 2.5, "wan"), (1, 3, 0.5, "percent"), (1, 4, 0.5, "literal"),
    (1, 5, 5000, "thousands"), (2, 0, 7, "prefix"), (2, 1, date(2027, 3, 1), "month"), (2, 2, -5, "red"),
    (2, 3, 5, "nothing"), (2, 4, 12, "euro"), (3, 0, "gone", "struck"), (3, 1, "pale", "white"), (3, 2, "plain", ""),
)  # fmt: skip
SHOWN = [
    ["2打", "01012100", "2.5万元", "50%", "0.5%", "5"],
    ["S-007", "2027-03", "-5", "5", "€12.00", "x"],
    ["gone", "pale", "plain", "", "", "x"],
]


def new(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("数据")
    looks = {name: book.add_format({"num_format": code}) for name, code in FORMATS.items()}
    looks |= {"struck": book.add_format({"font_strikeout": True}), "white": book.add_format({"font_color": "#FFFFFF"})}
    for row, column, value, look in CELLS:
        write = sheet.write_datetime if isinstance(value, date) else sheet.write
        write(row, column, value, looks.get(look))
    sheet.write(0, 0, "head")
    sheet.merge_range(2, 5, 3, 5, "x")
    sheet.set_row(3, None, None, {"hidden": True})
    sheet.set_column(4, 4, None, None, {"hidden": True})
    sheet.write_rich_string(4, 0, looks["struck"], "1", "5")
    book.add_worksheet("藏").hide()
    book.close()


def old(path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("数据")
    looks = {name: xlwt.easyxf(num_format_str=code) for name, code in FORMATS.items()}
    looks |= {"struck": xlwt.easyxf("font: struck_out on"), "white": xlwt.easyxf("font: colour white")}
    for row, column, value, look in CELLS:
        sheet.write(row, column, value, looks.get(look, xlwt.Style.default_style))
    sheet.write(0, 0, "head")
    sheet.write_merge(2, 3, 5, 5, "x")
    sheet.row(3).hidden = True
    sheet.col(4).hidden = True
    sheet.write_rich_text(4, 0, (("1", xlwt.easyfont("struck_out on")), ("5", xlwt.easyfont(""))))
    book.add_sheet("藏").visibility = 1
    book.save(str(path))


def _number(words: str = "", digits: int = 1, decimals: int = 0, before: str = "", more: str = "") -> str:
    text = "".join(f"<number:text>{part}</number:text>" for part in (words,) if part)
    front = f"<number:text>{before}</number:text>" if before else ""
    places = f'number:decimal-places="{decimals}" number:min-integer-digits="{digits}"'
    return f"{front}<number:number {places} {more}/>{text}"


DATA_STYLES = {
    "dozen": ("number", _number("打")),
    "zeros": ("number", _number(digits=8)),
    "wan": ("number", _number("万元", decimals=1)),
    "percent": ("percentage", _number("%")),
    "literal": ("number", _number("%", decimals=1)),
    "thousands": ("number", _number(more='number:display-factor="1000"')),
    "prefix": ("number", _number(digits=3, before="S-")),
    "month": (
        "date",
        '<number:year number:style="long"/><number:text>年</number:text><number:month/><number:text>月</number:text>',
    ),
    "above": ("number", _number()),
    "red": (
        "number",
        f'<style:text-properties fo:color="#ff0000"/>{_number()}'
        '<style:map style:condition="value()&gt;=0" style:apply-style-name="above"/>',
    ),
    "nothing": ("number", "<number:text/>"),
    "euro": ("currency", "<number:currency-symbol>€</number:currency-symbol>" + _number(decimals=2)),
}


def ods(path: Path, rows: str, styles: str = "") -> None:
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in SPACES.items())
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{rows}</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)


def ods_cell(value: Any, look: str = "", more: str = "") -> str:
    kind, stored = "string", ""
    if isinstance(value, date):
        kind, stored = "date", f'office:date-value="{value}"'
    elif isinstance(value, int | float):
        kind = "percentage" if look == "percent" else "float"
        stored = f'office:value="{value}"'
    style = f'table:style-name="{look}"' if look else ""
    about = f'{style} {more} office:value-type="{kind}" {stored}'
    return f"<table:table-cell {about}><text:p>{value}</text:p></table:table-cell>"


def open_document(path: Path) -> None:
    styles = "".join(
        f'<number:{kind}-style style:name="N{name}">{inside}</number:{kind}-style>'.replace('"above"/>', '"Nabove"/>')
        + f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="N{name}"/>'
        for name, (kind, inside) in DATA_STYLES.items()
    )
    line, white = 'style:text-line-through-style="solid"', 'fo:color="#ffffff"'
    for name, family, look in (("struck", "table-cell", line), ("white", "table-cell", white), ("run", "text", line)):
        styles += (
            f'<style:style style:name="{name}" style:family="{family}"><style:text-properties {look}/></style:style>'
        )
    gone = '<style:table-properties table:display="false"/>'
    styles += f'<style:style style:name="away" style:family="table">{gone}</style:style>'
    lines = {row: {column: ods_cell(value, look) for at, column, value, look in CELLS if at == row} for row in range(4)}
    lines[0][0] = ods_cell("head")
    lines[2][5] = ods_cell("x", more='table:number-rows-spanned="2"')
    span = '<text:p><text:span text:style-name="run">1</text:span>5</text:p>'
    lines[4] = {0: f'<table:table-cell office:value-type="string">{span}</table:table-cell>'}
    blank = "<table:table-cell/>"
    rows = "".join(
        f"<table:table-row {'table:visibility=' + chr(34) + 'collapse' + chr(34) if row == 3 else ''}>"
        + "".join(cells.get(column, blank) for column in range(6))
        + "</table:table-row>"
        for row, cells in lines.items()
    )
    columns = (
        '<table:table-column table:number-columns-repeated="4"/><table:table-column table:visibility="collapse"/>'
        "<table:table-column/>"
    )
    away = f"<table:table-row>{ods_cell('x')}</table:table-row>"
    ods(
        path,
        f'<table:table table:name="数据">{columns}{rows}</table:table>'
        f'<table:table table:name="藏" table:style-name="away">{away}</table:table>',
        styles,
    )


@pytest.mark.parametrize(("kind", "write"), [("xlsx", new), ("xls", old), ("ods", open_document)])
def test_all_formats_say_the_same(tmp_path: Path, kind: str, write: Any) -> None:
    write(tmp_path / f"a.{kind}")
    grid, away = read_any(tmp_path / f"a.{kind}", "a").grids
    assert [[grid.seen(row, column).shown for column in range(6)] for row in (1, 2, 3)] == SHOWN
    assert grid.cell(2, 1).parts_of_day == "ym"
    assert (grid.struck, grid.hidden_rows, grid.hidden_columns & set(range(6))) == ({(3, 0)}, {3}, {4})
    assert {(row, column) for row, column, *_ in CELLS if grid.is_faint(row, column)} == {(2, 3), (3, 1)}
    assert grid.merged_over(3, 5) == ((2, 5), (3, 5))
    assert {spot: code for spot, (code, _) in grid.faults.items()} == {(4, 0): "cell-partly-struck"}
    assert (grid.hidden, away.hidden) == (False, True)


def test_rows_that_stand_for_many_look_alike(tmp_path: Path) -> None:
    style = '<number:number-style style:name="N"><number:number/><number:text>打</number:text></number:number-style>'
    style += '<style:style style:name="c" style:family="table-cell" style:data-style-name="N"/>'
    column = '<table:table-column table:default-cell-style-name="c"/>'
    row = f'<table:table-row table:number-rows-repeated="3">{ods_cell(2)}</table:table-row>'
    ods(tmp_path / "a.ods", f'<table:table table:name="a">{column}{row}</table:table>', style)
    grid: Grid = read_any(tmp_path / "a.ods", "a").grids[0]
    assert [grid.cell(line, 0).shown for line in range(3)] == ["2打"] * 3


def test_a_few_signs_that_stand_for_millions_of_looks_are_refused(tmp_path: Path) -> None:
    white = '<style:text-properties fo:color="#ffffff"/>'
    style = f'<style:style style:name="c" style:family="table-cell">{white}</style:style>'
    cell = ods_cell(2, "c", 'table:number-columns-repeated="40"')
    row = f'<table:table-row table:number-rows-repeated="100000">{cell}</table:table-row>'
    ods(tmp_path / "a.ods", f'<table:table table:name="a">{row}</table:table>', style)
    with pytest.raises(InputRejected) as refused:
        read_any(tmp_path / "a.ods", "a")
    assert [issue.code for issue in refused.value.issues] == ["sheet-too-large"]


def test_looks_that_cannot_be_told_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise AssertionError("odd record")

    old(tmp_path / "a.xls")
    assert read_any(tmp_path / "a.xls", "a").brings == ()
    monkeypatch.setattr(old_facts, "facts_of_old", broken)
    found = read_any(tmp_path / "a.xls", "a")
    assert found.brings == ("looks-unknown",)
    assert found.grids[0].cell(1, 0).value == 2


def test_conditions_of_a_document_are_tried_as_those_of_a_workbook(tmp_path: Path) -> None:
    """As LibreOffice writes them; the name of the style is the one people see. What has to be calculated is told."""
    style = (
        '<number:number-style style:name="N1"><number:number number:min-integer-digits="1"/>'
        "<number:text>打</number:text></number:number-style>"
        '<style:style style:name="Dozens_5f_1" style:display-name="Dozens_1" '
        'style:family="table-cell" style:data-style-name="N1"/>'
    )
    values = {
        "&gt;1000": "b", "=20": "a", "!=20": "b", "&lt;=20": "a", "between(10,30)": "a", "not-between(10,30)": "b",
        "formula-is([.$A1]&gt;1000)": "b", "formula-is(TRUE())": "ab", "formula-is(SUM([.A1:.A2])&gt;1)": "open",
        "duplicate": "open",
    }  # fmt: skip
    rows = "".join(
        f"<table:table-row>{ods_cell(value, more=f'table:number-columns-repeated={chr(34)}{len(values)}{chr(34)}')}"
        "</table:table-row>"
        for value in (20, 30000)
    )
    rules = "".join(
        f'<calcext:conditional-format calcext:target-range-address="a.{letter(at)}1:a.{letter(at)}2">'
        '<calcext:condition calcext:apply-style-name="Dozens_1" '
        f'calcext:value="{words.replace(".$A", f".${letter(at)}")}" '
        f'calcext:base-cell-address="a.{letter(at)}1"/></calcext:conditional-format>'
        for at, words in enumerate(values)
    )
    table = f'<table:table table:name="a">{rows}<calcext:conditional-formats>{rules}</calcext:conditional-formats>'
    ods(tmp_path / "a.ods", f"{table}</table:table>", style)
    grid = read_any(tmp_path / "a.ods", "a").grids[0]
    held = {
        words: "".join(name for name, row in (("a", 0), ("b", 1)) if grid.cell(row, at).shown.endswith("打"))
        or "open" * ((0, at) in grid.open_looks and (1, at) in grid.open_looks)
        for at, words in enumerate(values)
    }
    assert held == values
