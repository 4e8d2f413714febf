"""The same annex in every format gives the same rows; files that are not whole are refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from annex_files import BODY, EXPECTED, HEADINGS, REMARK, WRITERS, write_csv, write_docx, write_pdf, write_xlsx
from openpyxl import load_workbook
from PIL import Image
from reportlab.pdfgen import canvas

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Severity
from importplan.catalog.annexes import read as reading
from importplan.catalog.annexes.read import read_annex
from importplan.catalog.annexes.take_in import TakenIn, Wanted, take_in
from importplan.catalog.lists.edition_files import write_edition
from importplan.catalog.load import load

CATALOG = load()


def taken(path: Path, **wanted: Any) -> TakenIn:
    return take_in(read_annex(path), CATALOG, Wanted("清单二", "2025", date(2026, 11, 24), **wanted))


def printed(found: TakenIn) -> tuple[tuple[object, ...], ...]:
    return tuple(
        (
            row.reference.row,
            row.level,
            row.parent,
            row.name_zh,
            " ".join(str(code) for code in row.codes),
            row.requirement,
            row.quantity,
            row.expires.isoformat() if row.expires else "",
            row.section,
        )
        for row in found.edition.rows.values()
    )


def errors(found: TakenIn) -> list[tuple[str, str, str]]:
    return [(issue.code, issue.at.sheet, issue.at.cell) for issue in found.issues if issue.severity is Severity.ERROR]


def refusals(path: Path) -> list[tuple[str, str]]:
    with pytest.raises(InputRejected) as rejected:
        read_annex(path)
    for issue in rejected.value.issues:
        assert issue.found("zh") and issue.repair("zh") and issue.found("en") and issue.repair("en")
    return [(issue.code, str(issue.at)) for issue in rejected.value.issues]


@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_gives_the_same_rows(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"annex{kind}"
    WRITERS[kind](path)
    found = taken(path)
    assert errors(found) == []
    assert printed(found) == EXPECTED
    assert found.remarks == (REMARK,)
    assert all(row.source.startswith(f"annex{kind}") for row in found.edition.rows.values())
    assert found.edition.sections == ("一、高档数控机床", "二、工程机械 （一）液压件")


def test_the_old_format_of_excel_gives_the_same_rows_too() -> None:
    """annex.xls is annex.xlsx as LibreOffice saves it in the format of Excel 97."""
    found = taken(Path(__file__).with_name("annex.xls"))
    assert errors(found) == []
    assert printed(found) == EXPECTED


def test_an_old_workbook_on_which_the_library_panics_is_refused(tmp_path: Path) -> None:
    content = Path(__file__).with_name("annex.xls").read_bytes()
    (tmp_path / "annex.xls").write_bytes(content[:-65])
    (tmp_path / "short.xls").write_bytes(content[:1000])
    assert refusals(tmp_path / "annex.xls") == [("file-damaged", "annex.xls")]
    assert refusals(tmp_path / "short.xls") == [("file-damaged", "short.xls")]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_csv_may_be_in_each_of_the_usual_codings(coding: str, tmp_path: Path) -> None:
    write_csv(tmp_path / "annex.csv", coding)
    assert printed(taken(tmp_path / "annex.csv")) == EXPECTED


def test_the_equipment_of_list_1_is_named_by_its_row_where_it_is_in_hand(tmp_path: Path) -> None:
    """The parts of 精密数控磨床 stand under row 7 of list 1; other equipment is named as printed, with a warning."""
    (tmp_path / "one.csv").write_text("序号,名称,技术规格要求\n7,精密数控磨床,圆度≤0.3μm\n", encoding="utf-8")
    one = take_in(read_annex(tmp_path / "one.csv"), CATALOG, Wanted("清单一", "2025", date(2026, 11, 24)))
    write_edition(tmp_path / "own", one.entry.key, one.edition)
    write_xlsx(tmp_path / "annex.xlsx")
    wanted = Wanted("清单二", "2025", date(2026, 11, 24))
    found = take_in(read_annex(tmp_path / "annex.xlsx"), load(own=tmp_path / "own"), wanted)
    assert found.edition.rows["一2.1"].parent == "7"
    unknown = {issue.values["parent"] for issue in found.issues if issue.code == "row-parent-unknown"}
    assert unknown == {"五轴联动加工中心", "大型液压挖掘机"}


def test_a_table_that_goes_on_without_headings_and_a_heading_between_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一、轴承")
    first = document.add_table(rows=2, cols=3)
    for cell, words in zip(first._cells, ("序号", "商品名称", "税则号列", "1", "主轴轴承", "84828000"), strict=True):
        cell.text = words
    document.add_paragraph("二、丝杠")
    second = document.add_table(rows=2, cols=3)
    for cell, words in zip(second._cells, ("序号", "商品名称", "税则号列", "2", "丝杠", "84834090"), strict=True):
        cell.text = words
    third = document.add_table(rows=1, cols=3)
    for cell, words in zip(third._cells, ("3", "螺母", "84834090"), strict=True):
        cell.text = words
    document.save(str(tmp_path / "annex.docx"))
    found = taken(tmp_path / "annex.docx")
    assert [(row.reference.row, row.section) for row in found.edition.rows.values()] == [
        ("1", "一、轴承"),
        ("2", "二、丝杠"),
        ("3", "二、丝杠"),
    ]


def test_a_pdf_without_an_end_is_refused(tmp_path: Path) -> None:
    write_pdf(tmp_path / "annex.pdf")
    content = (tmp_path / "annex.pdf").read_bytes()
    (tmp_path / "annex.pdf").write_bytes(content[: len(content) // 2])
    assert refusals(tmp_path / "annex.pdf") == [("file-damaged", "annex.pdf")]


def test_a_pdf_that_lacks_an_object_is_refused(tmp_path: Path) -> None:
    """An entry of the table of objects is spoilt: what stood in that object would be lost without a word."""
    write_pdf(tmp_path / "annex.pdf")
    content = (tmp_path / "annex.pdf").read_bytes()
    spoilt = content.replace(b" 00000 n", b" 0x000 n", 3)
    assert spoilt != content
    (tmp_path / "annex.pdf").write_bytes(spoilt)
    assert refusals(tmp_path / "annex.pdf") == [("file-damaged", "annex.pdf")]


@pytest.mark.parametrize(("kind", "writer"), [(".xlsx", write_xlsx), (".docx", write_docx)])
def test_a_zip_file_cut_off_is_refused(kind: str, writer: Any, tmp_path: Path) -> None:
    path = tmp_path / f"annex{kind}"
    writer(path)
    path.write_bytes(path.read_bytes()[:-200])
    assert refusals(path) == [("annex-not-whole", f"annex{kind}")]


def test_a_workbook_that_is_called_a_document_is_refused(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "annex.docx")
    assert refusals(tmp_path / "annex.docx") == [("annex-not-whole", "annex.docx")]


def test_a_scan_is_refused_with_its_page(tmp_path: Path) -> None:
    Image.new("RGB", (50, 50), "white").save(tmp_path / "page.png")
    page = canvas.Canvas(str(tmp_path / "annex.pdf"))
    page.drawString(50, 700, "1")
    page.showPage()
    page.drawImage(str(tmp_path / "page.png"), 0, 0, 500, 700)
    page.save()
    assert refusals(tmp_path / "annex.pdf") == [("annex-scanned", "annex.pdf: 第 2 页")]


def test_a_csv_cut_off_inside_a_quotation_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "annex.csv").write_text('序号,商品名称,税则号列\n1,轴承,8482\n2,"丝杠\n3,导轨,', encoding="utf-8")
    assert refusals(tmp_path / "annex.csv") == [("csv-damaged", "annex.csv: 3")]


def test_other_kinds_and_missing_and_empty_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "annex.csv").write_bytes(b"")
    assert refusals(tmp_path / "annex.csv") == [("file-empty", "annex.csv")]
    assert refusals(tmp_path / "no.pdf") == [("file-missing", "no.pdf")]
    (tmp_path / "annex.doc").write_bytes(b"x")
    assert refusals(tmp_path / "annex.doc") == [("annex-kind", "annex.doc")]


def test_a_missing_extra_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named {name!r}", name="pdfplumber")

    write_pdf(tmp_path / "annex.pdf")
    monkeypatch.setattr(reading.importlib, "import_module", missing)
    assert refusals(tmp_path / "annex.pdf") == [("annex-extra-missing", "annex.pdf")]


def test_a_missing_column_is_refused_at_the_headings_and_can_be_named(tmp_path: Path) -> None:
    """The codes stand under a heading that nobody knows: refused at its row, taken where its meaning is said."""
    write_xlsx(tmp_path / "annex.xlsx")
    book = load_workbook(tmp_path / "annex.xlsx")
    book["目录二"]["H2"] = "税目"
    book.save(tmp_path / "annex.xlsx")
    assert errors(taken(tmp_path / "annex.xlsx")) == [("annex-column-missing", "目录二", "2")]
    assert printed(taken(tmp_path / "annex.xlsx", headings={"税 目": "codes"})) == EXPECTED


def test_a_cell_that_shows_an_error_is_refused_at_its_place(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "annex.xlsx")
    book = load_workbook(tmp_path / "annex.xlsx")
    book["目录二"]["H8"] = "#REF!"
    book["目录二"]["H8"].data_type = "e"
    book.save(tmp_path / "annex.xlsx")
    assert refusals(tmp_path / "annex.xlsx") == [("cell-error-value", "annex.xlsx: 目录二!H8")]


def test_every_cell_of_the_table_is_in_the_rows(tmp_path: Path) -> None:
    """Nothing is lost: every row with a code is found again, and an unknown column stands in the notes."""
    lines = [",".join((*HEADINGS, "口岸"))]
    lines += [
        ",".join(f'"{words}"' for words in (*row, *[""] * (len(HEADINGS) - len(row)), "黄埔")) for row in BODY[1:6]
    ]
    (tmp_path / "annex.csv").write_text("\n".join(lines), encoding="utf-8")
    found = taken(tmp_path / "annex.csv")
    rows = [row for row in found.edition.rows.values() if row.codes]
    assert len(rows) == 5
    assert all(row.notes == "口岸: 黄埔" for row in rows)
    assert [issue.code for issue in found.issues if "heading" in issue.code] == ["annex-heading-unknown"]


def test_text_printed_over_other_text_is_refused_with_its_page(tmp_path: Path) -> None:
    """Rows too low for their lines, which stand on one another; a sign printed twice (fake bold) is not refused."""
    page = canvas.Canvas(str(tmp_path / "annex.pdf"))
    for shift in (0, 0.3):
        page.drawString(50 + shift, 700, "5 axes or more")  # bold by printing twice
    page.showPage()
    page.drawString(50, 700, "5 axes or more")
    page.drawString(50, 703, "0.005 mm at most")
    page.save()
    assert refusals(tmp_path / "annex.pdf") == [("annex-overprinted", "annex.pdf: 第 2 页")]
