"""Writes a case as a folder of CSV files (`settings.csv`, `items.csv` and so on), for version control."""

from __future__ import annotations

from pathlib import Path

from importplan.basics.files import csv_text, put_all
from importplan.scenario.scenario import Scenario
from importplan.scenario.to_rows import Plain, SheetTable, to_tables
from importplan.tables.clean import clean_text

FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
GUARD = "'"  # before text that a spreadsheet would take for a formula


def _guarded(value: Plain) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return repr(value) if isinstance(value, float) else str(value)
    words = clean_text(value)
    return GUARD + words if words.startswith((*FORMULA_SIGNS, GUARD)) else words


def write(scenario: Scenario, folder: Path) -> None:
    """Write a case as a new folder of CSV files with English keys, all of them or none.

    Raises
    ------
    FileExistsError
        The folder exists and holds something: a case of people is never overwritten.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is there already and is not empty")
    put_all({folder / f"{table.key}.csv": _csv(table).encode() for table in to_tables(scenario, "en")})


def _csv(table: SheetTable) -> str:
    return csv_text(table.keys, ([_guarded(value) for value in row] for row in table.rows))
