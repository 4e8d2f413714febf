"""Reads a folder of returned questionnaires."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from importplan.assessment.collected import Collected
from importplan.surveys.corrections import gather
from importplan.surveys.reading.one_file import read_one
from importplan.surveys.understand.file import FileResult

Progress = Callable[[int, int], None]  # files done, files in all


def collect(folder: Path, progress: Progress | None = None, workers: int | None = None) -> Collected:
    """Read every returned file of a folder and its sub-folders.

    Parameters
    ----------
    folder
        Where the returned files are.
    progress
        Called with the number of files done and of all files.
    workers
        How many processes read; as many as there are processors when None.
    """
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.xlsx"))
    corrections = gather(folder, names)
    results = []
    for done, name in enumerate(names, start=1):
        if name in corrections.workbooks:
            results.append(FileResult(corrections.workbooks[name]))
        else:
            results.append(read_one(folder, name, corrections.of(name)))
        if progress is not None:
            progress(done, len(names))
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
