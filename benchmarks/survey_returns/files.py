"""Forms written as the files that people send: .xlsx, .xls of Excel 97, CSV in GBK or UTF-8."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter
import xlwt

from survey_returns.sheets import Form, Sheet


def write(form: Form, path: Path) -> None:
    """Write by the ending of the path; a CSV file holds the first sheet only."""
    if path.suffix == ".xlsx":
        _xlsx(form, path)
    elif path.suffix == ".xls":
        _xls(form, path)
    else:
        _csv(form.sheets[0], path, "utf-8-sig" if len(path.stem) % 4 == 0 else "gb18030")


def _xlsx(form: Form, path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in form.sheets:
            page = book.add_worksheet(sheet.name)
            covered = _merge_xlsx(sheet, page)
            for row, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    if cell is None or (row, column) in covered:
                        continue
                    if isinstance(cell, date):
                        page.write_datetime(row, column, datetime.combine(cell, time()), day)
                    elif isinstance(cell, str):
                        page.write_string(row, column, cell)
                    else:
                        page.write_number(row, column, cell)  # type: ignore[arg-type]
            if sheet.hidden:
                page.hide()


def _merge_xlsx(sheet: Sheet, page: object) -> set[tuple[int, int]]:
    """Merge ranges and tell the cells that are covered by another one."""
    covered = set()
    for top, left, bottom, right in sheet.merged:
        page.merge_range(top, left, bottom, right, None)  # type: ignore[attr-defined]
        covered |= {
            (row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
            if (row, column) != (top, left)
        }  # fmt: skip
    return covered


def _xls(form: Form, path: Path) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    plain = xlwt.easyxf()
    for sheet in form.sheets:
        page = book.add_sheet(sheet.name)
        merged = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merged}
        covered = {
            (row, column) for (top, left), (bottom, right) in merged.items() for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }  # fmt: skip
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                style = day if isinstance(cell, date) else plain
                if (row, column) in merged:
                    bottom, right = merged[row, column]
                    page.write_merge(row, bottom, column, right, cell, style)
                elif cell is not None and (row, column) not in covered:
                    page.write(row, column, cell, style)
        if sheet.hidden:
            page.visibility = 1
    book.save(str(path))


def _csv(sheet: Sheet, path: Path, coding: str) -> None:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    covered = {
        (row, column) for top, left, bottom, right in sheet.merged for row in range(top, bottom + 1)
        for column in range(left, right + 1) if (row, column) != (top, left)
    }  # fmt: skip
    for row, cells in enumerate(sheet.rows):
        lines.writerow("" if cell is None or (row, column) in covered else cell for column, cell in enumerate(cells))
    path.write_bytes(text.getvalue().encode(coding, errors="replace"))
