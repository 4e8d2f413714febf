"""CSV files as grids: UTF-8 with or without a mark, GBK, UTF-16; commas, semicolons, tabs, bars between the cells."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from importplan.basics.errors import rejected
from importplan.basics.issues import Place
from importplan.tables.grid import Grid
from importplan.tables.limits import WORKBOOK, Limits

_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_CODINGS = ("utf-8", "gb18030")  # of a file without a mark; the second is what Excel in China saves as CSV
_DELIMITERS = ",\t;，|"
_TELLS_DELIMITER = "sep="  # a first line that some programs write for others
_SAMPLE_LINES = 20
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
        The file is too large, in no known coding, or its quotation marks do not match.
    """
    if path.stat().st_size > limits.text_bytes:
        raise rejected("file-too-large", Place(file), allowed=limits.text_bytes // 1_000_000)
    text = _decoded(path.read_bytes(), file)
    rows: list[tuple[str | None, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=whole):
            rows.append(tuple(_cell(cell) for cell in row[: limits.columns + 1]))
            if len(rows) > limits.rows or len(row) > limits.columns:
                at = Place(file, cell=str(len(rows)))
                raise rejected("sheet-too-far", at, rows=limits.rows, columns=limits.columns)
    except csv.Error as error:
        at = Place(file, cell=str(len(rows) + 1))
        raise rejected("csv-damaged", at, message=error) from error
    return Grid(file, sheet, tuple(rows))


def _decoded(content: bytes, file: str) -> str:
    """The text in the coding that fits. Bytes that no text holds are refused, not replaced."""
    marked = next((coding for mark, coding in _MARKS if content.startswith(mark)), "")
    for coding in (marked,) if marked else _CODINGS:
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise rejected("csv-encoding", Place(file))


def _delimiter(text: str) -> str:
    """The sign that the file names itself, else the one that stands in most of the first lines, and most often."""
    sample = text.splitlines()[:_SAMPLE_LINES]
    told = sample[0].casefold().removeprefix(_TELLS_DELIMITER) if sample else ""
    if len(told) == 1 and len(sample[0]) > 1:
        return told

    def standing(sign: str) -> tuple[int, int]:
        return sum(sign in line for line in sample), sum(line.count(sign) for line in sample)

    return max(_DELIMITERS, key=standing)


def _cell(words: str) -> str | None:
    plain = words[1:] if words.startswith(_GUARDED) else words
    return plain if plain.strip() else None
