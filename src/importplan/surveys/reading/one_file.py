"""Reads one returned file: whatever happens to it, the result is an account of that file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from importplan.assessment.collected import ReadFile
from importplan.basics.issues import Issue, Place
from importplan.surveys.corrections import NO_CORRECTIONS, Corrections, laid_over, noted
from importplan.surveys.reading.files import shown_name
from importplan.surveys.reading.grid import Grid
from importplan.surveys.reading.kinds import Kind, kind_of
from importplan.surveys.reading.open_document import read_open_document
from importplan.surveys.reading.parsed import parse
from importplan.surveys.reading.refused import Refused
from importplan.surveys.reading.text_table import read_text_table
from importplan.surveys.reading.workbook import read_workbook
from importplan.surveys.understand.file import FileResult, understand_file


def read_one(folder: Path, name: str, corrections: Corrections = NO_CORRECTIONS) -> FileResult:
    """The returns of a file of the folder, with its corrections; a file that cannot be read is refused."""
    path, name = folder / name, shown_name(name)
    try:
        grids, notes, version = grids_of(path, name)
        result = understand_file(name, laid_over(grids, corrections), notes, version, _changed(path))
        return replace(result, returns=noted(result.returns, corrections)) if corrections else result
    except Refused as refused:
        return refused_file(name, refused.issue)
    except MemoryError:
        return refused_file(name, Issue.error("survey-file-memory", Place(name)))
    except Exception as error:  # a damaged file may break the libraries in any way; the others must be read
        message = f"{type(error).__name__}: {error}"[:200]
        return refused_file(name, Issue.error("file-damaged", Place(name), message=message))


def grids_of(path: Path, name: str) -> tuple[list[Grid], list[Issue], str]:
    """The sheets of a file of any kind, what was let pass, and the version of the form it names. Raises Refused."""
    kind = kind_of(path, name)
    if kind is Kind.WORKBOOK:
        return read_workbook(path, name)
    if kind is Kind.OPEN_DOCUMENT:
        return read_open_document(path, name), [], ""
    if kind is Kind.TEXT:
        return [read_text_table(path, name)], [], ""
    return parse(path, name, {}), [], ""  # .xls: its formats and error values are not told


def _changed(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()


def refused_file(name: str, issue: Issue) -> FileResult:
    """The account of a file of which nothing was read."""
    return FileResult(ReadFile(name, refused=issue))
