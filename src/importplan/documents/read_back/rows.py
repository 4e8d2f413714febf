"""The plain rows of a result's sheets `plan` and `settlement`, and of a settlement beside it."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

from importplan.basics.addresses import letter
from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.basics.labels import accepted
from importplan.documents.read_back.cells import Sheets
from importplan.scenario.wording import find_sheet

MOST_BYTES = 600_000_000  # of a settlement beside a workbook, inflated


def sheet_of(sheets: Sheets, key: str, file: str) -> str:
    """What a sheet is called in a workbook. Raises InputRejected where it is not there."""
    for name in sheets:
        if find_sheet(name) == key:
            return name
    raise InputRejected((Issue.error("verify-sheet-missing", Place(file), sheet=key),))


def rows(sheets: Sheets, key: str, columns: tuple[str, ...], file: str) -> Iterator[tuple[Place, dict[str, object]]]:
    """Every row of a sheet with its place, by column; cells below no known heading are refused."""
    name = sheet_of(sheets, key, file)
    words = {word: column for column in columns for word in accepted(f"result.carried.{key}.{column}")}
    headings = {at: words.get(str(cell.value)) for (row, at), cell in sheets[name].items() if row == 1}
    found: dict[int, dict[str, object]] = {}
    for (row, at), cell in sheets[name].items():
        if row > 1:
            column = headings.get(at)
            if column is None:
                place = Place(file, name, f"{letter(at - 1)}{row}")
                raise InputRejected((Issue.error("verify-cell-without-heading", place),))
            found.setdefault(row, {})[column] = cell.value
    for row in sorted(found):
        yield Place(file, name, str(row)), found[row]


def read_beside(path: Path) -> bytes:
    """The rows of a settlement beside a workbook. Raises InputRejected where the file is gone or no such file."""
    try:
        with gzip.open(path) as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, EOFError) as fault:
        raise InputRejected((Issue.error("verify-settlement-missing", Place(path.name), message=fault),)) from fault
    if len(content) > MOST_BYTES:
        raise InputRejected((Issue.error("file-too-large", Place(path.name), allowed=MOST_BYTES // 1_000_000),))
    return content


def parsed(content: bytes) -> Iterator[list[str]]:
    """The rows of a settlement as text, without their headings."""
    reader = csv.reader(io.StringIO(content.decode(), newline=""))
    next(reader, None)
    yield from reader
