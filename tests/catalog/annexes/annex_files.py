"""One annex of list 2, written in each format as ministries publish it: with all that makes such tables hard to read.

The content is made up. What each format does to it: two header rows with merged cells; sections over the whole width;
the equipment, its number, and parts merged downwards; several codes in a cell with 、；and line breaks, full-width
digits, dots, `ex`, 部分; terms as a year, a day, a number of years, none; in the PDF the header repeated on each page,
a row broken over two pages, and the merged equipment going on from the page before; a remark below the table.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
from openpyxl import Workbook
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

TITLE = "重大技术装备和产品进口关键零部件、原材料商品目录（试验件，内容均为虚构）"
HEADINGS = (
    "序号",
    "装备名称",
    "一级部件",
    "二级部件",
    "三级部件",
    "技术规格要求",
    "单机用量",
    "税则号列（供参考）",
    "免税执行年限",
)
REMARK = "注：1. 税则号列供参考，以海关归类为准。"
WIDTH = len(HEADINGS)

Row = tuple[str, ...]
Area = tuple[int, int, int, int]  # merged: first row, first column, last row, last column, from 0

# Rows as printed; what a merged cell covers is blank. A row of one text is a section over the whole width.
BODY: tuple[Row, ...] = (
    ("一、高档数控机床",),
    ("1", "五轴联动加工中心", "主轴系统", "主轴轴承", "", "内径≥100mm，精度等级不低于P4", "2套/台",
     "8482.8000、ex8482.1020", "2027年"),
    ("", "", "", "电主轴", "定子", "额定转速≥18000r/min，\n功率≥30kW", "1个/台",
     "８５０３．００９０", "至2026-12-31"),
    ("", "", "", "", "转子", "", "1个/台", "8503\n0090", "长期"),
    ("", "", "光栅尺", "", "", "测量步距≤0.1μm", "3-5根/台", "90318090（部分）；9031.9000", ""),
    ("2", "精密数控磨床", "滚珠丝杠副", "", "", "精度等级P1\n及以上", "", "84834090", "2年"),
    ("二、工程机械",),
    ("（一）液压件",),
    ("1", "大型液压挖掘机", "主泵", "", "", "额定压力≥35MPa，\n排量≥200ml/r", "2台/台",
     "84136022,84136032", "2027年"),
    ("", "", "多路阀", "", "", "额定压力≥35MPa", "1台/台", "8481.2010 8481.2020", "2027年"),
)  # fmt: skip
MERGED: tuple[Area, ...] = (
    (1, 0, 4, 0), (1, 1, 4, 1),  # number and equipment over four rows
    (1, 2, 3, 2),  # 主轴系统 over three
    (2, 3, 3, 3),  # 电主轴 over two
    (2, 5, 3, 5),  # one requirement for stator and rotor
    (8, 0, 9, 0), (8, 1, 9, 1),
)  # fmt: skip

TOOLS, HYDRAULICS = "一、高档数控机床", "二、工程机械 （一）液压件"
SPINDLE = "额定转速≥18000r/min，功率≥30kW"
FIVE_AXES, EXCAVATOR = "五轴联动加工中心", "大型液压挖掘机"
PUMP = "额定压力≥35MPa，排量≥200ml/r"

# row, level, parent, name, codes, requirement, quantity, expires, section
EXPECTED = (
    ("一1.1", 1, FIVE_AXES, "主轴系统", "", "", "", "", TOOLS),
    ("一1.1.1", 2, "一1.1", "主轴轴承", "84828000 ex84821020", "内径≥100mm，精度等级不低于P4", "2套/台", "2027-12-31",
     TOOLS),
    ("一1.1.2", 2, "一1.1", "电主轴", "", "", "", "", TOOLS),
    ("一1.1.2.1", 3, "一1.1.2", "定子", "85030090", SPINDLE, "1个/台", "2026-12-31", TOOLS),
    ("一1.1.2.2", 3, "一1.1.2", "转子", "85030090", SPINDLE, "1个/台", "", TOOLS),
    ("一1.2", 1, FIVE_AXES, "光栅尺", "ex90318090 90319000", "测量步距≤0.1μm", "3-5根/台", "", TOOLS),
    ("一2.1", 1, "精密数控磨床", "滚珠丝杠副", "84834090", "精度等级P1及以上", "", "2027-02-28", TOOLS),
    ("二(一)1.1", 1, EXCAVATOR, "主泵", "84136022 84136032", PUMP, "2台/台", "2027-12-31", HYDRAULICS),
    ("二(一)1.2", 1, EXCAVATOR, "多路阀", "84812010 84812020", "额定压力≥35MPa", "1台/台", "2027-12-31", HYDRAULICS),
)  # fmt: skip


def wide(row: Row) -> Row:
    """A row over all columns."""
    return (*row, *[""] * (WIDTH - len(row)))


def write_xlsx(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "目录二"
    sheet.append([TITLE])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=WIDTH)
    # Two rows of headings: 部件 over its three levels, all others merged downwards.
    sheet.append([*HEADINGS[:2], "部件", "", "", *HEADINGS[5:]])
    sheet.append(["", "", *HEADINGS[2:5], "", "", "", ""])
    sheet.merge_cells(start_row=2, start_column=3, end_row=2, end_column=5)
    for column in (1, 2, 6, 7, 8, 9):
        sheet.merge_cells(start_row=2, start_column=column, end_row=3, end_column=column)
    for row in BODY:
        sheet.append(list(wide(row)))
        if len(row) == 1:
            sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=WIDTH)
    sheet["H9"] = 84834090  # a number, as Excel makes of a code that is typed in
    for top, left, bottom, right in MERGED:
        sheet.merge_cells(start_row=top + 4, start_column=left + 1, end_row=bottom + 4, end_column=right + 1)
    sheet.append([REMARK])
    book.save(path)


def write_csv(path: Path, coding: str = "gb18030") -> None:
    """A CSV has no merged cells: the covered ones are blank, but the requirement that two rows share is repeated."""
    with path.open("w", encoding=coding, newline="") as file:
        writer = csv.writer(file)
        writer.writerow([TITLE])
        writer.writerow(HEADINGS)
        for index, row in enumerate(BODY):
            cells = list(wide(row))
            if index == 3:
                cells[5] = BODY[2][5]
            writer.writerow(cells)
        writer.writerow([REMARK])


def write_docx(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=0, cols=WIDTH)
    table.style = "Table Grid"
    for row in (HEADINGS, *BODY):
        cells = table.add_row().cells
        if len(row) == 1:
            cells[0].merge(cells[-1]).text = row[0]
            continue
        for cell, words in zip(cells, row, strict=True):
            cell.text = words
    for top, left, bottom, right in MERGED:
        words = table.cell(top + 1, left).text
        table.cell(top + 1, left).merge(table.cell(bottom + 1, right)).text = words
    document.add_paragraph(REMARK)
    document.save(str(path))


def write_pdf(path: Path) -> None:
    """Three pages with the header repeated; the pages break inside merged cells and inside a row."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=8, leading=10, wordWrap="CJK")
    widths = (30, 80, 70, 70, 60, 150, 60, 110, 90)

    def table(rows: Sequence[Row], merged: Sequence[Area]) -> Table:
        data = [[Paragraph(words.replace("\n", "<br/>"), style) for words in wide(row)] for row in (HEADINGS, *rows)]
        spans: list[tuple[object, ...]] = [
            ("SPAN", (left, top + 1), (right, bottom + 1)) for top, left, bottom, right in merged
        ]
        spans += [("SPAN", (0, at), (-1, at)) for at, row in enumerate(rows, start=1) if len(row) == 1]
        made = Table(data, colWidths=widths)
        made.setStyle(
            TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP"), *spans])
        )
        return made

    pump = BODY[8]
    torn = pump[5].split("\n")
    first, second = (*pump[:5], torn[0], *pump[6:]), ("", "", "", "", "", torn[1], "", "", "")
    rotor = list(BODY[3])
    rotor[5] = BODY[2][5]  # its merged requirement is printed again on the new page, as word processors do
    parts = [
        # The first page ends after the stator: number, equipment, 主轴系统 and 电主轴 go on overleaf as blank cells.
        table(BODY[:3], [(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2)]),
        PageBreak(),
        table((tuple(rotor), *BODY[4:8], first), [(0, 0, 1, 0), (0, 1, 1, 1)]),
        PageBreak(),
        table((second, BODY[9]), []),
        Spacer(1, 10),
        Paragraph(REMARK, style),
    ]
    document = SimpleDocTemplate(str(path), pagesize=landscape(A4), leftMargin=30, rightMargin=30)
    document.build([Paragraph(TITLE, style), Spacer(1, 10), *parts])


WRITERS: dict[str, Callable[[Path], None]] = {
    ".xlsx": write_xlsx,
    ".csv": write_csv,
    ".docx": write_docx,
    ".pdf": write_pdf,
}
