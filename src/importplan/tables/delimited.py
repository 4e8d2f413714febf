"""CSV files as grids, in the coding that their bytes prove; commas, semicolons, tabs, bars between the cells."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from importplan.basics.errors import rejected
from importplan.basics.issues import Place
from importplan.tables.coding import Decoded, NoCoding, decoded
from importplan.tables.grid import Grid
from importplan.tables.limits import WORKBOOK, Limits

_DELIMITERS = ",\t;，|"
_TELLS_DELIMITER = "sep="  # a first line that some programs write for others
_SAMPLE_LINES = 20
_SAMPLE_SIGNS = 1_000_000
_KEPT_TEXT = re.compile(
    r'(?m)(^|[,;])"?\t'
)  # tabs that keep a cell text, as `csv_folder` writes them, and part nothing
_GUARDED = ("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠", "''")  # text that was kept from being a formula


def read_delimited(path: Path, file: str, sheet: str, limits: Limits = WORKBOOK, whole: bool = False) -> Grid:
    """The only grid of a CSV file; rows are counted as spreadsheet programs show them.

    Parameters
    ----------
    path, file, sheet
        The file, and how messages call it and its grid.
    limits
        A longer or wider file is refused; so is one of more bytes.
    whole
        Refuse a file that ends within a quotation, or has text behind one: it was cut off or is not what it seems.

    Raises
    ------
    InputRejected
        The file is too large, in no coding for certain, or its quotation marks do not match.
    """
    if path.stat().st_size > limits.text_bytes:
        raise rejected("file-too-large", Place(file), allowed=limits.text_bytes // 1_000_000)
    found = _decoded(path.read_bytes(), file)
    text, delimiter = found.text, _delimiter(found.text)
    if (cells := text.count(delimiter)) > limits.cells:  # before a row of all of them is made
        raise rejected("sheet-too-large", Place(file), cells=cells, allowed=limits.cells)
    rows: list[tuple[str | None, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=whole):
            rows.append(tuple(_cell(cell) for cell in row[: limits.columns + 1]))
            if len(rows) > limits.rows or len(row) > limits.columns:
                at = Place(file, cell=str(len(rows)))
                raise rejected("sheet-too-far", at, rows=limits.rows, columns=limits.columns)
    except csv.Error as error:
        at = Place(file, cell=str(len(rows) + 1))
        raise rejected("csv-damaged", at, message=error) from error
    coding = found.coding if found.told else ""
    return Grid(file, sheet, tuple(rows), coding=coding, semicolons=delimiter == ";")


def _decoded(content: bytes, file: str) -> Decoded:
    try:
        return decoded(content)
    except NoCoding as fault:
        raise rejected("csv-cut" if fault.cut else "csv-encoding", Place(file)) from fault


def _delimiter(text: str) -> str:
    """The sign that the file names itself, else the one that stands in most of the first lines, and most often."""
    sample = [_KEPT_TEXT.sub(r"\1", line) for line in text[:_SAMPLE_SIGNS].splitlines()[:_SAMPLE_LINES]]
    told = sample[0].casefold().removeprefix(_TELLS_DELIMITER) if sample else ""
    if len(told) == 1 and len(sample[0]) > 1:
        return told

    def standing(sign: str) -> tuple[int, int]:
        return sum(sign in line for line in sample), sum(line.count(sign) for line in sample)

    return max(_DELIMITERS, key=standing)


def _cell(words: str) -> str | None:
    words = words.removeprefix("\t")  # it kept the cell text where a spreadsheet program had made it a number or a day
    plain = words[1:] if words.startswith(_GUARDED) else words
    return plain if plain.strip() else None
