"""A case with the remarks of a check written into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from importplan.basics.files import put
from importplan.basics.issues import Issue, Place
from importplan.basics.labels import Language
from importplan.documents.marked.write import from_csv, marked
from importplan.scenario.case_file import read
from importplan.scenario.checks.peers import Doubt
from importplan.scenario.overriding import ARROW
from importplan.tables.damage import damage_told


def ending_of(case: Path) -> str:
    """The ending that the marked file needs: that of the case; of a folder of CSV files `.xlsx`."""
    return ".xlsx" if case.is_dir() else case.suffix.lower()


def write_marked(
    case: Path, issues: Sequence[Issue], language: Language, path: Path, calls: Sequence[Doubt] = ()
) -> bool:
    """Write a case with a remark at each cell that an issue speaks of, and sheets of all remarks and of `calls`.

    A workbook stays byte by byte what it was but for the remarks; a folder of CSV files becomes a workbook with a sheet
    for each. What is written is a case: mended there and checked again, it loses the remarks that are settled.
    Nothing is written, and False told, where the file cannot be read at all.

    Raises
    ------
    InputRejected
        A part that holds no values is damaged: the case can be read, but nothing can be put beside it.
    OSError
        Where it cannot be written.
    """
    found, _ = read(case)
    if not found.grids:
        return False
    content = from_csv(found, language) if case.is_dir() else case.read_bytes()
    with damage_told(case.name):
        written = marked(content, [_of_file(issue, case) for issue in issues], language, calls)
    put(written, path)
    return True


def _of_file(issue: Issue, case: Path) -> Issue:
    """An issue as the file itself can show it: what stands in its base has no cell here."""
    elsewhere = case.is_file() and issue.at.sheet and issue.at.file.split(ARROW)[0] not in ("", case.name)
    return replace(issue, at=Place(str(issue.at))) if elsewhere else issue
