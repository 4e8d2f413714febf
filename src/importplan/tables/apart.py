"""A file read in a process of its own, where a parser that aborts, hangs or eats memory costs nothing else."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TypeVar

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place, rejected
from importplan.tables.limits import BYTES_OF_A_PROCESS

Result = TypeVar("Result")


def apart(read: Callable[..., Result], *arguments: object, file: str, seconds: float) -> Result:
    """What `read` gives for the arguments; the function and all of them are sent to the process.

    Raises InputRejected as `read` does, and where the process crashes or does not end in time.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, read, arguments, file), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise rejected("survey-file-too-long", Place(file), seconds=seconds)
        result, issues = ours.recv()
    except (EOFError, OSError):
        raise rejected("survey-file-crash", Place(file), seconds=seconds) from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if issues:
        raise InputRejected(issues)
    found: Result = result
    return found


def _work(connection: Connection, read: Callable[..., object], arguments: tuple[object, ...], file: str) -> None:
    limit_memory()
    be_quiet()
    try:
        connection.send((read(*arguments), ()))
    except InputRejected as refused:
        connection.send((None, refused.issues))
    except BaseException as fault:  # a damaged file may break the libraries in any way, panics included
        connection.send((None, (damaged(fault, file),)))


def damaged(fault: BaseException, file: str) -> Issue:
    """The issue of a file that broke a library."""
    return Issue.error("file-damaged", Place(file), message=f"{type(fault).__name__}: {fault}"[:200])


def be_quiet() -> None:
    """A parser that aborts prints pages about itself; what happened is told as the issue of the file."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def limit_memory() -> None:
    """Where the system can, more memory than a sound file ever needs ends the process and not the machine."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (BYTES_OF_A_PROCESS, BYTES_OF_A_PROCESS))
