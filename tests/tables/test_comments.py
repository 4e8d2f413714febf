"""Comments of people at cells are kept with their cells; remarks of a check and shadows of threads are not theirs."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlsxwriter
import xlwt
from test_looks_of_other_formats import ods
from xlwt.CompoundDoc import XlsDoc

from importplan.tables import old_facts
from importplan.tables.comments import LONGEST, MOST, told
from importplan.tables.grid import Grid
from importplan.tables.kinds import read_any

THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="B2" id="{1}"><text>数量为两年合计</text></threadedComment>'
    '<threadedComment ref="B2" id="{2}" parentId="{1}"><text>已确认</text></threadedComment></ThreadedComments>'
)
KIND = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"


def grid_of(path: Path) -> Grid:
    return read_any(path, path.name).grids[0]


def workbook(path: Path, comments: dict[str, str]) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("需求")
    sheet.write_row(0, 0, ["物项", "数量"])
    sheet.write_row(1, 0, ["主轴", 4])
    for cell, words in comments.items():
        sheet.write_comment(cell, words)
    book.close()


def with_thread(path: Path) -> None:
    """As Excel 365 writes it: the thread beside its shadow in the notes of older programs."""
    workbook(path, {"B2": "[Threaded comment]\n\nYour version of Excel allows you to read this …"})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/_rels/sheet1.xml.rels"
    more = f'<Relationship Id="t1" Type="{KIND}" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    parts[name] = parts[name].replace(b"</Relationships>", more.encode())
    parts["xl/threadedComments/threadedComment1.xml"] = THREAD.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, content)


def test_notes_and_threads_of_a_workbook(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"B2": "张工:\n含安装", "A1": "全称"})
    assert grid_of(tmp_path / "a.xlsx").comments == {(0, 0): "全称", (1, 1): "张工:\n含安装"}
    with_thread(tmp_path / "b.xlsx")
    assert grid_of(tmp_path / "b.xlsx").comments == {(1, 1): "数量为两年合计 / 已确认"}


def test_remarks_of_a_check_are_not_of_people(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", {"B2": "importplan 核对： 错误\n…", "A2": "已取消\n\nimportplan check: warning"})
    assert grid_of(tmp_path / "a.xlsx").comments == {(1, 0): "已取消"}


def test_comments_of_open_document_are_no_part_of_the_value(tmp_path: Path) -> None:
    note = "<office:annotation><text:p>数量为</text:p><text:p>两年合计</text:p></office:annotation>"
    cell = f'<table:table-cell office:value-type="float" office:value="4">{note}<text:p>4</text:p></table:table-cell>'
    ods(tmp_path / "a.ods", f'<table:table table:name="需求"><table:table-row>{cell}</table:table-row></table:table>')
    found = grid_of(tmp_path / "a.ods")
    assert (found.cell(0, 0).value, found.comments) == (4.0, {(0, 0): "数量为两年合计"})


def test_an_old_workbook_tells_what_stands_under_a_condition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its conditions are not reckoned: each value in their areas is told, blank cells are not."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("需求")
    sheet.write(1, 1, 4)
    sheet.write(4, 1, 5)
    content = book.get_biff_data()
    area = struct.pack("<4H", 1, 3, 0, 2)
    record = struct.pack("<4H", 0x01B0, 22, 1, 0) + area + struct.pack("<H", 1) + area
    assert content[-4:] == struct.pack("<2H", 0x000A, 0)
    XlsDoc().save(str(tmp_path / "a.xls"), content[:-4] + record + content[-4:])
    assert grid_of(tmp_path / "a.xls").open_looks == {(1, 1): ""}

    def noted(*arguments: Any, **options: Any) -> Any:
        opened = real(*arguments, **options)
        opened.sheets()[0].cell_note_map[1, 1] = SimpleNamespace(text="含安装")
        return opened

    real = old_facts.xlrd.open_workbook
    monkeypatch.setattr(old_facts.xlrd, "open_workbook", noted)
    assert old_facts.facts_of_old(tmp_path / "a.xls")["需求"].comments == {(1, 1): "含安装"}


def test_there_is_an_end_to_comments() -> None:
    found = told({(row, 0): ["x" * 10_000] for row in range(MOST + 5)})
    assert len(found) == MOST and {len(words) for words in found.values()} == {LONGEST}
