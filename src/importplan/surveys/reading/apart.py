"""One workbook read in a process of its own, where a parser that aborts, hangs or eats memory costs nothing else."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path

from importplan.basics.issues import Issue, Place
from importplan.surveys.reading import sending as sending
from importplan.surveys.reading.grid import Grid
from importplan.surveys.reading.limits import SECONDS_FOR_A_FILE
from importplan.surveys.reading.process_limits import be_quiet, limit_memory
from importplan.surveys.reading.refused import Refused
from importplan.surveys.reading.workbook import read_workbook
from importplan.untrusted.limits import Limits


def read_apart(path: Path, name: str, limits: Limits, seconds: float = SECONDS_FOR_A_FILE) -> list[Grid]:
    """The sheets of a workbook. Raises Refused, also where the process crashes or does not end in time."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_read, args=(theirs, path, name, limits), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise Refused("survey-file-too-long", Place(name), seconds=seconds)
        answer: list[Grid] | Issue = ours.recv()
    except (EOFError, OSError):
        raise Refused("survey-file-crash", Place(name), seconds=seconds) from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if isinstance(answer, Issue):
        raise Refused.because(answer, name)
    return answer


def _read(connection: Connection, path: Path, name: str, limits: Limits) -> None:
    limit_memory()
    be_quiet()
    try:
        grids, _, _ = read_workbook(path, name, limits)
        connection.send(grids)
    except Refused as refused:
        connection.send(refused.issue)
    except Exception as error:  # a damaged file may break the libraries in any way
        message = f"{type(error).__name__}: {error}"[:200]
        connection.send(Issue.error("file-damaged", Place(name), message=message))
