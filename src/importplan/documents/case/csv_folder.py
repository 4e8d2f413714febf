"""Writes a case as a folder of CSV files (`settings.csv`, `items.csv` and so on), for version control."""

from __future__ import annotations

import shutil
from pathlib import Path

from importplan.basics.files import csv_text
from importplan.scenario.scenario import Scenario
from importplan.scenario.to_rows import Plain, SheetTable, to_tables
from importplan.tables.clean import clean_text

FORMULA_SIGNS = ("=", "+", "-", "@")
GUARD = "'"  # before text that a spreadsheet would take for a formula


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
    return csv_text(table.keys, ([_guarded(value) for value in row] for row in table.rows))
