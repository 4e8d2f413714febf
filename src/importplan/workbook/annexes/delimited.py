"""Annexes as CSV: UTF-8 with or without a mark, or GBK; comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.basics.labels import Language
from importplan.catalog.annexes.grid import Cell, GridRow, Table

CODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = (",", "\t", ";")


def tables(path: Path, language: Language) -> tuple[Table, ...]:
    """The file as one table. A quotation that is never closed means a file cut off, and is refused with its line."""
    text = _decoded(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows = []
    begin = 1
    try:
        for line in reader:
            rows.append(GridRow(begin, tuple(Cell(words.replace("\r\n", "\n").strip()) for words in line)))
            begin = reader.line_num + 1
    except csv.Error as error:
        at = Place(path.name, cell=str(begin))
        raise InputRejected((Issue.error("annex-csv", at, message=error),)) from error
    return (Table("", tuple(rows)),)


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    for coding in CODINGS:
        try:
            return content.decode(coding)
        except UnicodeDecodeError:
            continue
    raise InputRejected((Issue.error("annex-coding", Place(path.name)),))


def _delimiter(text: str) -> str:
    """The sign that stands most often in the first lines."""
    head = "\n".join(text.splitlines()[:20])
    return max(DELIMITERS, key=head.count)
