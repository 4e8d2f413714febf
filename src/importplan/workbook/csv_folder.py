"""The same case as a folder of CSV files (`settings.csv`, `items.csv` and so on), for version control."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

from importplan.basics.issues import Issue, Place
from importplan.scenario.raw import RawCase, RawCell, RawRow, RawSheet
from importplan.scenario.scenario import Scenario
from importplan.scenario.to_rows import Plain, SheetTable, to_tables
from importplan.untrusted.clean import clean_text

ENCODINGS = ("utf-8-sig", "gb18030")  # with or without a byte-order mark; what Excel in China saves as CSV
MOST_BYTES = 100_000_000
FORMULA_SIGNS = ("=", "+", "-", "@")
GUARD = "'"  # before text that a spreadsheet would take for a formula


def read_csv_folder(folder: Path) -> tuple[RawCase, tuple[Issue, ...]]:
    """The raw sheets of a folder and the faults of its files."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv" and not path.name.startswith("."))
    if not files:
        return RawCase(folder.name, ()), (Issue.error("folder-without-csv", Place(folder.name)),)
    sheets: list[RawSheet] = []
    issues: list[Issue] = []
    for path in files:
        text = _text(path, issues)
        if text is not None:
            sheets.append(_sheet(path, text, issues))
    return RawCase(folder.name, tuple(sheets)), tuple(issues)


def _text(path: Path, issues: list[Issue]) -> str | None:
    at = Place(path.name)
    if path.stat().st_size > MOST_BYTES:
        issues.append(Issue.error("file-too-large", at, allowed=MOST_BYTES // 1_000_000))
        return None
    content = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    issues.append(Issue.error("csv-encoding", at))
    return None


def _sheet(path: Path, text: str, issues: list[Issue]) -> RawSheet:
    """Rows with the number of their first line as an editor shows it, were each row on one line."""
    first_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first_line.count) if first_line else ","
    rows: list[RawRow] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            rows.append(RawRow(number, tuple(RawCell(_unguarded(value) or None) for value in cells)))
    except csv.Error as error:
        issues.append(Issue.error("csv-damaged", Place(path.name, cell=str(len(rows) + 1)), message=error))
    return RawSheet(path.name, path.stem, tuple(rows))


def _unguarded(value: str) -> str:
    guarded = value[:1] == GUARD and value[1:2] in (*FORMULA_SIGNS, GUARD)
    return value[1:] if guarded else value


def _guarded(value: Plain) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return repr(value) if isinstance(value, float) else str(value)
    words = clean_text(value)
    return GUARD + words if words.startswith((*FORMULA_SIGNS, GUARD)) else words


def write(scenario: Scenario, folder: Path) -> None:
    """Write a case as a new folder of CSV files with English keys; written beside and then renamed.

    Raises
    ------
    FileExistsError
        The folder exists and holds something: a case of people is never overwritten.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is there already and is not empty")
    beside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for table in to_tables(scenario, "en"):
        (beside / f"{table.key}.csv").write_text(_csv(table), encoding="utf-8", newline="")
    if folder.exists():
        folder.rmdir()
    beside.rename(folder)


def _csv(table: SheetTable) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.keys)
    writer.writerows([_guarded(value) for value in row] for row in table.rows)
    return buffer.getvalue()
