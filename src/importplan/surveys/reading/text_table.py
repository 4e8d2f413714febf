"""CSV files into a grid: GBK, UTF-8 or UTF-16, with commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from importplan.basics.issues import Place
from importplan.surveys.reading.grid import Grid
from importplan.surveys.reading.limits import RETURNED
from importplan.surveys.reading.refused import Refused

_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
_DELIMITERS = ",\t;，|"
_SAMPLE_LINES = 20
_GUARDED = ("'=", "'+", "'-", "'@", "''")  # text that was kept from being a formula


def read_text_table(path: Path, file: str) -> Grid:
    """The only sheet of a CSV file, called as the file. Raises Refused."""
    text = _decoded(path.read_bytes(), file)
    sample = text.splitlines()[:_SAMPLE_LINES]
    delimiter = max(_DELIMITERS, key=lambda sign: sum(line.count(sign) for line in sample))
    rows: list[tuple[str | None, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(tuple(_cell(cell) for cell in row[: RETURNED.columns + 1]))
            if len(rows) > RETURNED.rows or len(row) > RETURNED.columns:
                at = Place(file, cell=str(len(rows)))
                raise Refused("sheet-too-far", at, rows=RETURNED.rows, columns=RETURNED.columns)
    except csv.Error as error:
        raise Refused("csv-damaged", Place(file, cell=str(len(rows) + 1)), message=error) from error
    return Grid(file, path.stem, tuple(rows))


def _decoded(content: bytes, file: str) -> str:
    """The text in the coding that fits. Bytes that no text holds are refused, not replaced."""
    coding = next((coding for mark, coding in _MARKS if content.startswith(mark)), "")
    for attempt in (coding,) if coding else ("utf-8", "gb18030"):
        try:
            text = content.decode(attempt)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("csv-encoding", Place(file))


def _cell(words: str) -> str | None:
    plain = words[1:] if words.startswith(_GUARDED) else words
    return plain if plain.strip() else None
