"""What a person sees of an annex and a reader of values does not: told, or refused with its cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
import xlsxwriter
from docx.oxml import OxmlElement

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Severity
from importplan.catalog.annexes.read import read_annex
from importplan.catalog.annexes.take_in import TakenIn, Wanted, take_in
from importplan.catalog.load import load

CATALOG = load()
HEADINGS = ("序号", "一级部件", "装备名称", "税则号列", "技术规格要求", "单机用量", "免税执行年限")


def taken(path: Path, change: Any) -> TakenIn:
    book = xlsxwriter.Workbook(str(path / "annex.xlsx"), {"default_date_format": 'm"月"d"日"'})
    sheet = book.add_worksheet("附件")
    sheet.write_row(0, 0, HEADINGS)
    sheet.write_row(1, 0, ("1", "数控系统", "五轴联动加工中心", "85371019", "", "1套/台"))
    sheet.write_row(2, 0, ("2", "光栅尺", "五轴联动加工中心", "90314920", "", "1套/台"))
    change(book, sheet)
    book.close()
    return take_in(read_annex(path / "annex.xlsx"), CATALOG, Wanted("清单二", "2025", date(2026, 11, 24)))


def told(found: TakenIn) -> dict[str, Issue]:
    return {issue.code: issue for issue in found.issues if not issue.code.startswith(("annex-parent", "annex-code-"))}


def errors(found: TakenIn) -> list[tuple[str, str]]:
    return [(issue.code, issue.at.cell) for issue in found.issues if issue.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("change", "cells"),
    [
        (lambda book, sheet: sheet.set_row(2, None, None, {"hidden": True}), "附件!3:3"),
        (lambda book, sheet: sheet.set_column(3, 3, None, None, {"hidden": True}), "附件!D:D"),
        (lambda book, sheet: sheet.hide(), "附件"),
    ],
)
def test_what_is_hidden_is_taken_in_and_told(tmp_path: Path, change: Any, cells: str) -> None:
    def with_cover(book: Any, sheet: Any) -> None:
        change(book, sheet)
        book.add_worksheet("封面").activate()

    found = taken(tmp_path, with_cover)
    assert list(found.edition.rows) == ["1", "2"]
    assert told(found)["annex-counted-unseen"].values["cells"] == cells
    assert errors(found) == []


def test_nothing_is_told_where_all_is_seen(tmp_path: Path) -> None:
    found = taken(tmp_path, lambda book, sheet: sheet.set_row(7, None, None, {"hidden": True}))
    assert not {"annex-counted-unseen", "signs-dropped", "annex-struck-out"} & told(found).keys()


def test_a_number_that_became_a_day_is_told_as_it_was_typed(tmp_path: Path) -> None:
    found = taken(tmp_path, lambda book, sheet: sheet.write_datetime(2, 0, date(2027, 1, 2)))
    assert errors(found) == [("annex-number-became-date", "A3")]
    assert told(found)["annex-number-became-date"].values["typed"] == "1-2"


def test_a_row_that_is_crossed_out_is_a_fault(tmp_path: Path) -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet.write_string(2, 1, "光栅尺", book.add_format({"font_strikeout": True}))

    assert errors(taken(tmp_path, change)) == [("annex-struck-out", "B3")]


def test_a_code_of_which_a_part_is_crossed_out_is_refused(tmp_path: Path) -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet.write_rich_string(2, 3, book.add_format({"font_strikeout": True}), "90314920", "90314990")

    with pytest.raises(InputRejected) as refused:
        taken(tmp_path, change)
    assert [(issue.code, issue.at.cell) for issue in refused.value.issues] == [("cell-partly-struck", "D3")]


def test_zeros_that_a_format_adds_belong_to_the_code(tmp_path: Path) -> None:
    def change(book: Any, sheet: Any) -> None:
        sheet.write_number(2, 3, 1012100, book.add_format({"num_format": "00000000"}))

    found = taken(tmp_path, change)
    assert [str(code) for code in found.edition.rows["2"].codes] == ["01012100"]


def test_signs_that_nobody_sees_are_dropped_and_told(tmp_path: Path) -> None:
    found = taken(tmp_path, lambda book, sheet: sheet.write_string(2, 3, "9031\u200b4920"))
    assert [str(code) for code in found.edition.rows["2"].codes] == ["90314920"]
    assert told(found)["signs-dropped"].values["cells"] == "附件!D3"


def word(path: Path, change: Any) -> Path:
    document = docx.Document()
    table = document.add_table(rows=0, cols=len(HEADINGS))
    for line in (HEADINGS, ("1", "数控系统", "五轴联动加工中心", "85371019", "", "1套/台", "")):
        for cell, words in zip(table.add_row().cells, line, strict=True):
            cell.text = words
    change(table.rows[1].cells[3].paragraphs[0])
    document.save(str(path / "annex.docx"))
    return path / "annex.docx"


def test_a_crossed_out_cell_of_a_word_table_is_a_fault(tmp_path: Path) -> None:
    def change(paragraph: Any) -> None:
        paragraph.runs[0].font.strike = True

    found = take_in(read_annex(word(tmp_path, change)), CATALOG, Wanted("清单二", "2025", date(2026, 11, 24)))
    assert [issue.code for issue in found.issues if issue.severity is Severity.ERROR] == ["annex-struck-out"]


def partly(paragraph: Any) -> None:
    paragraph.add_run("90").font.strike = True


def inserted(paragraph: Any) -> None:
    run = paragraph.add_run("90")._r
    mark = OxmlElement("w:ins")
    paragraph._p.append(mark)
    mark.append(run)


@pytest.mark.parametrize(("change", "code"), [(partly, "cell-partly-struck"), (inserted, "cell-tracked-change")])
def test_a_code_that_is_changed_in_part_is_refused(tmp_path: Path, change: Any, code: str) -> None:
    with pytest.raises(InputRejected) as refused:
        read_annex(word(tmp_path, change))
    assert [(issue.code, issue.at.cell) for issue in refused.value.issues] == [(code, "D2")]


def test_hidden_text_of_a_word_table_is_told(tmp_path: Path) -> None:
    def change(paragraph: Any) -> None:
        paragraph.runs[0].font.hidden = True

    found = take_in(read_annex(word(tmp_path, change)), CATALOG, Wanted("清单二", "2025", date(2026, 11, 24)))
    assert "annex-counted-unseen" in told(found)
