"""PDF with text: the ruled tables of each page, with the lines between them. Scans without text are refused."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pdfplumber

from importplan.basics.errors import rejected
from importplan.basics.issues import Place
from importplan.basics.labels import Language, text
from importplan.tables.clean import whole_signs
from importplan.tables.grid import Grid, covered_by

MOST_PAGES = 2_000
NEAR = 2.0  # points: rules closer than this are one
CELL = 12.0  # points: signs further apart do not touch
OVER, MANY = 0.4, 3  # share of a sign that another covers; pairs on a page
TAIL = 2_048  # bytes in which the end mark of a whole file stands
STRUCTURE = ("pdfminer.pdfdocument", "pdfminer.pdfparser", "pdfminer.pdfpage")
START, END = b"%PDF-", b"%%EOF"
Kept = Callable[[str], bool]


def read_pdf(path: Path, language: Language, kept: Kept) -> tuple[Grid, ...]:
    """The tables of all pages in order; one at the top of a page may go on the one before.

    `kept` tells a line between tables that says something from page numbers and running heads.
    """
    at = Place(path.name)
    content = path.read_bytes()
    if not content.lstrip()[:1024].startswith(START) or END not in content[-TAIL:]:
        raise rejected("file-damaged", at, message=text("annex.pdf_cut", language))
    with _listening() as complaints:
        found = _of_file(path, language, kept)
    if complaints:
        raise rejected("file-damaged", at, message=complaints[0])
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


def _of_file(path: Path, language: Language, kept: Kept) -> tuple[Grid, ...]:
    at = Place(path.name)
    found: list[Grid] = []
    letters = 0
    with pdfplumber.open(path) as document:
        if len(document.pages) > MOST_PAGES:
            raise rejected("annex-too-many-pages", at, allowed=MOST_PAGES)
        for number, page in enumerate(document.pages, start=1):
            letters += len(page.chars)
            if page.images and not page.chars:
                place = Place(path.name, text("annex.place.page_only", language, page=number))
                raise rejected("annex-scanned", place)
            if _overprinted(page.chars) >= MANY:
                raise rejected(
                    "annex-overprinted", Place(path.name, text("annex.place.page_only", language, page=number))
                )
            found += _of_page(path.name, page, number, language, kept)
            page.close()
    if not letters:
        raise rejected("annex-scanned", at)
    return tuple(found)


def _overprinted(letters: list[Any]) -> int:
    """How many pairs of different signs stand on one another: rows too low for their text, which nobody can read.

    A sign printed twice (fake bold) is no such pair. Signs are compared with those in the cells around their own.
    """
    cells: dict[tuple[int, int], list[Any]] = {}
    found = 0
    for letter in letters:
        if not letter["text"].strip():
            continue
        column, row = int(letter["x0"] // CELL), int(letter["top"] // CELL)
        around = ((column + across, row + down) for across in (-1, 0, 1) for down in (-1, 0, 1))
        found += sum(_covers(letter, other) for spot in around for other in cells.get(spot, ()))
        cells.setdefault((column, row), []).append(letter)
    return found


def _covers(one: Any, other: Any) -> bool:
    if one["text"] == other["text"]:
        return False
    wide = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
    high = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    smaller = min((each["x1"] - each["x0"]) * (each["bottom"] - each["top"]) for each in (one, other))
    return bool(wide > 0 and high > 0 and wide * high > OVER * smaller)


def _of_page(file: str, page: Any, number: int, language: Language, kept: Kept) -> list[Grid]:
    ruled = sorted(page.find_tables(), key=lambda table: table.bbox[1])
    lines = page.extract_text_lines(return_chars=False)
    found, top = [], 0.0
    for order, table in enumerate(ruled, start=1):
        before = _between(lines, top, table.bbox[1], kept)
        name = text("annex.place.page", language, page=number, number=order)
        found.append(_grid(file, name, table, before, joins=order == 1 and not before))
        top = table.bbox[3]
    below = _between(lines, top, page.height, kept)
    return [*found, Grid(file, "", (), before=below)] if below else found


def _between(lines: list[Any], top: float, bottom: float, kept: Kept) -> tuple[str, ...]:
    """The lines between two heights that say something."""
    between = (whole_signs(str(line["text"])).strip() for line in lines if top <= line["top"] < bottom)
    return tuple(words for words in between if kept(words))


def _grid(file: str, name: str, table: Any, before: tuple[str, ...], joins: bool) -> Grid:
    """The cells by their position between the rules, so that a merged cell fills all that it spans."""
    boxes = [
        (box, whole_signs(words or ""))
        for row, texts in zip(table.rows, table.extract(), strict=True)
        for box, words in zip(row.cells, texts, strict=True)
        if box is not None
    ]
    columns = _edges([box[0] for box, _ in boxes])
    heights = _edges([box[1] for box, _ in boxes])
    values: list[list[str | None]] = [[None] * len(columns) for _ in heights]
    areas = []
    for (left, top, right, bottom), words in boxes:
        first = _index(heights, top), _index(columns, left)
        areas.append((first, (_index(heights, bottom - NEAR), _index(columns, right - NEAR))))
        values[first[0]][first[1]] = words.strip()
    covered = {spot: first for spot, first in covered_by(areas, len(heights), len(columns)).items() if spot != first}
    return Grid(file, name, tuple(map(tuple, values)), covered=covered, before=before, joins=joins)


def _edges(places: list[float]) -> list[float]:
    """The rules, each once."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > NEAR:
            found.append(place)
    return found


def _index(edges: list[float], place: float) -> int:
    return max(bisect_right(edges, place + NEAR / 2) - 1, 0)
