"""Reads one returned file: whatever happens to it, the result is an account of that file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from importplan.assessment.collected import ReadFile
from importplan.basics.issues import Issue, Place
from importplan.surveys.corrections import NO_CORRECTIONS, Corrections, laid_over, noted
from importplan.surveys.reading.workbook import Refused, read_workbook
from importplan.surveys.understand.file import FileResult, understand_file


def read_one(folder: Path, name: str, corrections: Corrections = NO_CORRECTIONS) -> FileResult:
    """The returns of a file of the folder, with its corrections; a file that cannot be read is refused."""
    path = folder / name
    try:
        grids, notes = read_workbook(path, name)
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
        result = understand_file(name, laid_over(grids, corrections), notes, changed)
        return replace(result, returns=noted(result.returns, corrections)) if corrections else result
    except Refused as refused:
        return refused_file(name, refused.issue)
    except Exception as error:  # a damaged file may break the libraries in any way; the others must be read
        return refused_file(
            name, Issue.error("file-damaged", Place(name), message=f"{type(error).__name__}: {error}"[:200])
        )


def refused_file(name: str, issue: Issue) -> FileResult:
    """The account of a file of which nothing was read."""
    return FileResult(ReadFile(name, refused=replace(issue, at=replace(issue.at, file=name))))
