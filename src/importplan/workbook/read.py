"""Reads a case, a workbook or a folder of CSV files, into raw sheets with cell addresses."""

from __future__ import annotations

from pathlib import Path

from importplan.basics.issues import Issue
from importplan.scenario.raw import RawCase
from importplan.workbook.csv_folder import read_csv_folder
from importplan.workbook.xlsx import read_xlsx


def read(path: Path) -> tuple[RawCase, tuple[Issue, ...]]:
    """The raw sheets of a case and the faults of its files; nothing is raised for what people hand in."""
    return read_csv_folder(path) if path.is_dir() else read_xlsx(path)
