"""Reads a case, a workbook or a folder of CSV files, as grids whose cells know their addresses."""

from __future__ import annotations

from pathlib import Path

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.parsing.words import is_note
from importplan.scenario.schema import RESULT_SHEETS
from importplan.scenario.wording import find_sheet
from importplan.tables.delimited import read_delimited
from importplan.tables.grid import Grid, SourceFile
from importplan.tables.limits import LONG_CSV
from importplan.tables.workbook import read_xlsx


def read(path: Path) -> tuple[SourceFile, tuple[Issue, ...]]:
    """The sheets of a case and the faults of its files; nothing is raised for what people hand in.

    Notes and results are passed on by name only.
    """
    if path.is_dir():
        return _folder(path)
    try:
        return read_xlsx(path, path.name, wanted=_is_input), ()
    except InputRejected as refused:
        return SourceFile(path.name), refused.issues


def _is_input(name: str) -> bool:
    return not is_note(name) and find_sheet(name) not in RESULT_SHEETS


def _folder(folder: Path) -> tuple[SourceFile, tuple[Issue, ...]]:
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv" and not path.name.startswith("."))
    if not files:
        return SourceFile(folder.name), (Issue.error("folder-without-csv", Place(folder.name)),)
    grids: list[Grid] = []
    issues: list[Issue] = []
    for path in files:
        try:
            grids.append(read_delimited(path, path.name, path.stem, LONG_CSV))
        except InputRejected as refused:
            issues += refused.issues
    return SourceFile(folder.name, tuple(grids)), tuple(issues)
