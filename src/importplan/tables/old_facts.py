"""What a workbook of Excel 97–2003 says beside its values: formats, lines through, hidden rows, columns and sheets."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

import xlrd
from xlrd.book import Book
from xlrd.sheet import Sheet

from importplan.tables.comments import told
from importplan.tables.grid import Area
from importplan.tables.limits import WORKBOOK, Limits
from importplan.tables.old_conditions import conditional_areas
from importplan.tables.sheet_facts import SheetFacts
from importplan.tables.styles import BUILT_IN, Style, telling

_BLANK = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)
_WHITE = (1, 9)  # in the palette
_LONGEST = 80  # signs of a text in a message


def facts_of_old(path: Path, limits: Limits = WORKBOOK) -> dict[str, SheetFacts]:
    """Sheet name → its facts. Raises what the library raises on files that it does not understand."""
    with xlrd.open_workbook(str(path), formatting_info=True, ragged_rows=True, logfile=io.StringIO()) as book:
        styles = {index: _style(book, index) for index in range(len(book.xf_list))}
        found = {sheet.name: _facts(book, sheet, styles, limits) for sheet in book.sheets()}
        for sheet, areas in zip(book.sheets(), conditional_areas(path), strict=False):
            _take_conditions(found[sheet.name], sheet, areas)
        return found


def _take_conditions(facts: SheetFacts, sheet: Sheet, areas: Iterable[Area]) -> None:
    """Values under a condition may look otherwise: whether they do is not reckoned for this format."""
    for (top, left), (bottom, right) in areas:
        for row in range(top, min(bottom + 1, sheet.nrows)):
            for column in range(left, min(right + 1, sheet.row_len(row))):
                if sheet.cell_type(row, column) not in _BLANK:
                    facts.open_looks[row, column] = ""


def _style(book: Book, index: int) -> Style | None:
    look = book.xf_list[index]
    font = book.font_list[look.font_index]
    found = book.format_map.get(look.format_key)
    code = found.format_str if found is not None else ""
    if code in ("", "General"):
        code = BUILT_IN.get(str(look.format_key), "")
    faint = font.colour_index in _WHITE and look.background.fill_pattern == 0
    return telling(code, bool(font.struck_out), faint)


def _facts(book: Book, sheet: Sheet, styles: dict[int, Style | None], limits: Limits) -> SheetFacts:
    facts = SheetFacts(sheet.nrows, sheet.ncols, hidden=sheet.visibility != 0)
    facts.merged = [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells]
    facts.merged_cells = sum((bottom - top) * (right - left) for top, bottom, left, right in sheet.merged_cells)
    facts.hidden_rows = {row for row, look in sheet.rowinfo_map.items() if look.hidden or look.height == 0}
    facts.hidden_columns = {
        column
        for column, look in sheet.colinfo_map.items()
        if (look.hidden or look.width == 0) and column < limits.columns
    }
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            style = styles.get(sheet.cell_xf_index(row, column))
            if style is not None and sheet.cell_type(row, column) not in _BLANK:
                facts.take(style, (row, column))
    facts.comments = told({spot: [note.text] for spot, note in sheet.cell_note_map.items()})
    for (row, column), runs in sheet.rich_text_runlist_map.items():
        _take_runs(book, sheet, facts, (row, column), runs)
    return facts


def _take_runs(book: Book, sheet: Sheet, facts: SheetFacts, spot: tuple[int, int], runs: list[tuple[int, int]]) -> None:
    """A text of which a part is crossed out: runs tell from which sign on which font holds, before them the cell's."""
    words = str(sheet.cell_value(*spot))
    own = bool(book.font_list[book.xf_list[sheet.cell_xf_index(*spot)].font_index].struck_out)
    bounds = [(0, own), *((start, bool(book.font_list[font].struck_out)) for start, font in runs)]
    ends = [*(start for start, _ in bounds[1:]), len(words)]
    struck = {line for (start, line), end in zip(bounds, ends, strict=True) if words[start:end].strip()}
    facts.struck.discard(spot)
    if struck == {True}:
        facts.struck.add(spot)
    elif len(struck) == 2:
        facts.faults[spot] = ("cell-partly-struck", words[:_LONGEST])
