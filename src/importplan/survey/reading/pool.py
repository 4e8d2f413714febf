"""Several processes that read files: each failure costs one file, and is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path

from importplan.basics.errors import NotStarted, ProcessEnded
from importplan.basics.issues import Issue, Place
from importplan.running.executor import LocalProcesses
from importplan.survey.reading import worker
from importplan.survey.reading.files import shown_name
from importplan.survey.reading.limits import RETURNED
from importplan.survey.reading.one_file import refused_file
from importplan.survey.reading.worker import File
from importplan.survey.returns.splits import NOT_SPLIT, Splits
from importplan.survey.understanding.file import FileResult
from importplan.tables.apart import ended_code, prepare

CHUNK = 16  # files read in one call: the way to a process and back is long beside a small file


def read_files(
    folder: Path,
    files: Sequence[File],
    workers: int,
    seconds: float = RETURNED.seconds,
    splits: Splits = NOT_SPLIT,
) -> Iterator[FileResult]:
    """The result of each file, as they are done. Files of a call that fails are read once more, each by itself."""
    chunks = [files[start : start + CHUNK] for start in range(0, len(files), CHUNK)]
    with LocalProcesses(workers, seconds, prepare) as processes:
        at_work: dict[Future[list[FileResult]], Sequence[File]] = {}
        while chunks or at_work:
            at_work |= {processes.submit(worker.read_some, folder, chunk, splits): chunk for chunk in chunks}
            chunks = []
            for future in wait(at_work, return_when=FIRST_COMPLETED).done:
                chunk = at_work.pop(future)
                try:
                    yield from future.result()
                except NotStarted:
                    raise
                except ProcessEnded as error:
                    if len(chunk) == 1:
                        yield _refused(chunk[0], error, seconds)
                    else:
                        chunks += [[file] for file in chunk]


def _refused(file: File, error: ProcessEnded, seconds: float) -> FileResult:
    name = shown_name(file[0])
    return refused_file(name, Issue.error(ended_code(error), Place(name), seconds=seconds))
