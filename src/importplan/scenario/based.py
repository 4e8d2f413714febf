"""A case that rests on others: the file itself, its base, the base of that, as far as settings `base` goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from importplan.basics.issues import Issue
from importplan.parsing.words import is_note
from importplan.scenario.case_file import read
from importplan.scenario.schema.settings import Settings
from importplan.scenario.wording import find_column, find_setting, find_sheet
from importplan.tables.cell import Cell
from importplan.tables.grid import SourceFile


@dataclass(frozen=True)
class Based:
    """The files of a case as read, the base first, with their paths; the faults of the files."""

    files: tuple[SourceFile, ...]
    paths: tuple[Path, ...]
    issues: tuple[Issue, ...]


def read_based(path: Path, base: Path | None = None) -> Based:
    """Read a case with the files that it rests on; nothing is raised for what people hand in.

    Parameters
    ----------
    path
        A workbook or a folder of CSV files.
    base
        Stands for what its settings name as their base.
    """
    files: list[SourceFile] = []
    paths: list[Path] = []
    issues: list[Issue] = []
    at: Path | None = path
    while at is not None:
        raw, faults = read(at)
        files.insert(0, raw)
        paths.insert(0, at)
        issues.extend(faults)
        cell = _base_of(raw)
        at, named = base if len(paths) == 1 and base is not None else None, cell
        if at is None and named is not None:
            at = paths[0].parent / _portable(named.shown)
            if not at.exists():
                issues.append(Issue.error("base-missing", named.at, path=named.shown))
                at = None
        if at is not None and at.resolve() in {known.resolve() for known in paths}:
            known = " → ".join(file.file for file in files)
            issues.append(Issue.error("base-in-a-circle", (named or Cell()).at, path=at.name, files=known))
            at = None
    return Based(tuple(files), tuple(paths), tuple(issues))


def _base_of(raw: SourceFile) -> Cell | None:
    """The cell that names the base of a file; None where it has none. It is found before anything else is read."""
    for grid in raw.grids:
        if is_note(grid.name) or find_sheet(grid.name) != Settings.SHEET:
            continue
        values: int | None = None  # the column under the heading `value`
        for row in range(grid.height):
            for column in grid.said(row):
                name = grid.seen(row, column)
                if not name.fault and find_column(Settings.SHEET, name.shown) == "value":
                    values = column
                elif not name.fault and find_setting(Settings.SHEET, name.shown) == "base" and values is not None:
                    value = grid.seen(row, values)
                    return None if value.blank or value.fault else value
    return None


def _portable(words: str) -> Path:
    """A path as people write it on either system."""
    return Path(PureWindowsPath(words).as_posix())
