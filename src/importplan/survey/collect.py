"""Reads a folder of returned questionnaires."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from importplan.survey.corrections import gather
from importplan.survey.reading.files import files_of, shown_name
from importplan.survey.reading.pool import read_files
from importplan.survey.returns.collected import Collected
from importplan.survey.returns.splits import NOT_SPLIT, Splits
from importplan.survey.understanding.file import FileResult

Progress = Callable[[int, int], None]  # files done, files in all
Cells = dict[tuple[str, ...], tuple[str, ...]]


def collect(
    folder: Path,
    progress: Progress | None = None,
    workers: int | None = None,
    corrected: Sequence[Path] = (),
    splits: Splits = NOT_SPLIT,
) -> Collected:
    """Read every returned file of a folder and its sub-folders.

    Parameters
    ----------
    folder
        Where the returned files are.
    progress
        Called with the number of files done and of all files.
    workers
        How many processes read; as many as there are processors when None.
    corrected
        Rejected-rows workbooks outside the folder whose corrections count too.
    splits
        What the bureau has said of needs that are told by the year or the half-year.
    """
    names = files_of(folder)
    corrections = gather(folder, names, corrected)
    by_name = {name: FileResult(account) for name, account in corrections.workbooks.items()}
    files = [(name, corrections.of(shown_name(name))) for name in names if name not in by_name]
    cells: Cells = {}
    for result in read_files(folder, files, workers or os.cpu_count() or 1, splits=splits):
        by_name[result.file.path] = _lighter(result, cells)
        if progress is not None:
            progress(len(by_name), len(names))
    told = [shown_name(name) for name in names]
    results = [by_name[name] for name in (*told, *sorted(by_name.keys() - set(told)))]
    counts: Counter[str] = Counter()
    for result in results:
        counts.update(dict(result.repairs))
    return Collected(
        tuple(result.file for result in results),
        tuple(one for result in results for one in result.returns),
        tuple(row for result in results for row in result.rejected),
        tuple(row for result in results for row in result.skipped),
        dict(counts),
    )


def _lighter(result: FileResult, cells: Cells) -> FileResult:
    """The result with rows of the empty form kept once for all files: they are most of what is skipped."""
    skipped = tuple(replace(row, cells=cells.setdefault(row.cells, row.cells)) for row in result.skipped)
    return replace(result, skipped=skipped)
