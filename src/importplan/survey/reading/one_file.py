"""Reads one returned file: whatever happens to it, the result is an account of that file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.survey.corrections import NO_CORRECTIONS, Corrections, laid_over, noted
from importplan.survey.questions import VERSION_NAME
from importplan.survey.reading.files import shown_name
from importplan.survey.reading.limits import RETURNED
from importplan.survey.returns.collected import ReadFile
from importplan.survey.returns.splits import NOT_SPLIT, Splits
from importplan.survey.understanding.file import FileResult, understand_file
from importplan.tables.damage import damaged
from importplan.tables.kinds import read_any


def read_one(
    folder: Path, name: str, corrections: Corrections = NO_CORRECTIONS, splits: Splits = NOT_SPLIT
) -> FileResult:
    """The returns of a file of the folder, with its corrections; a file that cannot be read is refused."""
    path, name = folder / name, shown_name(name)
    try:
        found = read_any(path, name, RETURNED)
        grids = laid_over(found.grids, corrections)
        # Macros are never run and links to other files never followed; the stored values are read.
        notes = [Issue.warning(f"survey-{brought}", Place(name)) for brought in found.brings]
        version = found.names.get(VERSION_NAME, "")
        result = understand_file(name, grids, notes, version, _changed(path), splits, frozenset(corrections))
        return replace(result, returns=noted(result.returns, corrections)) if corrections else result
    except InputRejected as refused:
        return refused_file(name, refused.issues[0])
    except MemoryError:
        return refused_file(name, Issue.error("survey-file-memory", Place(name)))
    except Exception as fault:  # a damaged file may break the libraries in any way; the others must be read
        return refused_file(name, damaged(fault, name))


def _changed(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


def refused_file(name: str, issue: Issue) -> FileResult:
    """The account of a file of which nothing was read."""
    return FileResult(ReadFile(name, refused=issue))
