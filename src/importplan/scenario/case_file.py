"""Reads a case, a workbook or a folder of CSV or Parquet files, as grids whose cells know their addresses."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.parsing.words import is_note
from importplan.scenario.schema import RESULT_SHEETS
from importplan.scenario.wording import find_sheet
from importplan.tables.apart import apart
from importplan.tables.grid import Grid, SourceFile
from importplan.tables.kinds import read_text
from importplan.tables.limits import WORKBOOK, Limits
from importplan.tables.workbook import read_xlsx

CSV, PARQUET = ".csv", ".parquet"
ENDINGS = (CSV, PARQUET)  # of the files of a folder that are sheets


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
    """The files of a folder, each as a sheet; together they pass the limits of a workbook."""
    files = sheets_in(folder)
    if not files:
        return SourceFile(folder.name), (Issue.error("folder-without-csv", Place(folder.name)),)
    if len(files) > WORKBOOK.parts:
        parts = Issue.error("file-too-many-parts", Place(folder.name), parts=len(files), allowed=WORKBOOK.parts)
        return SourceFile(folder.name), (parts,)
    grids: list[Grid] = []
    issues: list[Issue] = []
    left = WORKBOOK
    typed: list[Path] = []
    for path in files:
        if not _is_input(path.stem):
            grids.append(Grid(path.name, path.stem, ()))
            continue
        if path.suffix.lower() == PARQUET:
            typed.append(path)
            continue
        try:
            grid = read_text(path, path.name, left)
        except InputRejected as refused:
            issues += refused.issues
            continue
        grids.append(grid)
        read = sum(map(len, grid.values))
        left = replace(left, text_bytes=left.text_bytes - path.stat().st_size, cells=left.cells - read)
    if typed:
        found, faults = _parquet(folder, typed, left)
        grids += found
        issues += faults
    return SourceFile(folder.name, tuple(grids)), tuple(issues)


def sheets_in(folder: Path) -> list[Path]:
    """The files of a folder that are its sheets, in the order of their names."""
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS and not path.name.startswith("."))


def _parquet(folder: Path, files: Sequence[Path], left: Limits) -> tuple[list[Grid], Sequence[Issue]]:
    """The grids of Parquet files, read in a process of their own."""
    if find_spec("pyarrow") is None:
        return [], (Issue.error("parquet-not-installed", Place(folder.name)),)
    reader = importlib.import_module("importplan.tables.parquet")  # of an extra: loaded only when a file asks for it
    try:
        found: tuple[list[Grid], list[Issue]] = apart(
            reader.read_all,
            [(path, path.name, path.stem) for path in files],
            left,
            file=folder.name,
            seconds=left.seconds,
        )
    except InputRejected as refused:
        return [], refused.issues
    return found
