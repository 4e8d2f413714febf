"""Annexes as PDF with text: the ruled tables of each page. Scans without text are refused."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pdfplumber

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.basics.labels import Language, text
from importplan.catalog.annexes.grid import Cell, GridRow, Table
from importplan.catalog.annexes.line import REMARK, SECTION_MARKS

MOST_PAGES = 2_000
NEAR = 2.0  # points: rules closer than this are one
TAIL = 2_048  # bytes in which the end mark of a whole file stands
STRUCTURE = ("pdfminer.pdfdocument", "pdfminer.pdfparser", "pdfminer.pdfpage")
START, END = b"%PDF-", b"%%EOF"


def tables(path: Path, language: Language) -> tuple[Table, ...]:
    """The tables of all pages in order; one at the top of a page may go on the one before."""
    at = Place(path.name)
    content = path.read_bytes()
    if not content.lstrip()[:1024].startswith(START) or END not in content[-TAIL:]:
        raise InputRejected((Issue.error("file-damaged", at, message=text("annex.pdf_cut", language)),))
    with _listening() as complaints:
        found = _of_file(path, language)
    if complaints:
        raise InputRejected((Issue.error("file-damaged", at, message=complaints[0]),))
    return found


@contextmanager
def _listening() -> Iterator[list[str]]:
    """What the library logs about the structure of a file: objects it could not find are rows that would be lost."""
    complaints: list[str] = []
    loud = logging.getLogger("pdfminer")
    keep = logging.Handler()
    keep.emit = lambda record: complaints.append(record.getMessage()) if record.name in STRUCTURE else None  # type: ignore[method-assign]
    before = loud.propagate
    loud.addHandler(keep)
    loud.propagate = False
    try:
        yield complaints
    finally:
        loud.removeHandler(keep)
        loud.propagate = before


def _of_file(path: Path, language: Language) -> tuple[Table, ...]:
    at = Place(path.name)
    found: list[Table] = []
    letters = 0
    with pdfplumber.open(path) as document:
        if len(document.pages) > MOST_PAGES:
            raise InputRejected((Issue.error("annex-too-many-pages", at, allowed=MOST_PAGES),))
        for number, page in enumerate(document.pages, start=1):
            letters += len(page.chars)
            if page.images and not page.chars:
                place = Place(path.name, text("annex.place.page_only", language, page=number))
                raise InputRejected((Issue.error("annex-scanned", place),))
            found += _of_page(page, number, language)
            page.close()
    if not letters:
        raise InputRejected((Issue.error("annex-scanned", at),))
    return tuple(found)


def _of_page(page: Any, number: int, language: Language) -> list[Table]:
    ruled = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    lines = page.extract_text_lines(return_chars=False)
    found, top = [], 0.0
    for order, table in enumerate(ruled, start=1):
        before = _marked(lines, top, table.bbox[1])
        name = text("annex.place.page", language, page=number, number=order)
        found.append(Table(name, _rows(table), before, joins=order == 1 and not before))
        top = table.bbox[3]
    below = _marked(lines, top, page.height)
    return [*found, Table("", (), below)] if below else found


def _marked(lines: list[Any], top: float, bottom: float) -> tuple[str, ...]:
    """The headings of sections and the remarks between two heights; page numbers and running heads are left out."""
    between = [str(line["text"]).strip() for line in lines if top <= line["top"] < bottom]
    return tuple(words for words in between if any(mark.match(words) for mark in (*SECTION_MARKS, REMARK)))


def _rows(table: Any) -> tuple[GridRow, ...]:
    """The cells by their position between the rules, so that a merged cell fills all that it spans."""
    boxes = [
        (box, words or "")
        for row, texts in zip(table.rows, table.extract(), strict=True)
        for box, words in zip(row.cells, texts, strict=True)
        if box is not None
    ]
    columns = _edges([box[0] for box, _ in boxes])
    heights = _edges([box[1] for box, _ in boxes])
    grid = [[Cell() for _ in columns] for _ in heights]
    for (left, top, right, bottom), words in boxes:
        first_row, first_column = _index(heights, top), _index(columns, left)
        for row in range(first_row, _index(heights, bottom - NEAR) + 1):
            for column in range(first_column, _index(columns, right - NEAR) + 1):
                grid[row][column] = Cell(words.strip(), row > first_row, column > first_column)
    return tuple(GridRow(number, tuple(cells)) for number, cells in enumerate(grid, start=1))


def _edges(places: list[float]) -> list[float]:
    """The rules, each once."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > NEAR:
            found.append(place)
    return found


def _index(edges: list[float], place: float) -> int:
    return max(bisect_right(edges, place + NEAR / 2) - 1, 0)
