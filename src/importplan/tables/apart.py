"""A file read in a process of its own, where a parser that aborts, hangs or eats memory costs nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar, cast

from importplan.basics.errors import InputRejected, NotStarted, ProcessEnded, TookTooLong, rejected
from importplan.basics.issues import Issue, Place
from importplan.running.executor import LocalProcesses
from importplan.tables.damage import damage_told
from importplan.tables.limits import BYTES_OF_A_PROCESS

Result = TypeVar("Result")


def apart(read: Callable[..., Result], *arguments: object, file: str, seconds: float) -> Result:
    """What `read` gives for the arguments; the function and all of them are sent to the process.

    Raises InputRejected as `read` does, and where the process crashes or does not end in time.
    """
    with LocalProcesses(1, seconds, prepare) as processes:
        try:
            result, issues = processes.submit(_told, read, arguments, file).result()
        except NotStarted:
            raise
        except ProcessEnded as error:
            raise rejected(ended_code(error), Place(file), seconds=seconds) from error
    if issues:
        raise InputRejected(issues)
    return cast(Result, result)


def _told(read: Callable[..., object], arguments: tuple[object, ...], file: str) -> tuple[object, tuple[Issue, ...]]:
    """What was read, or the issues why it was not."""
    try:
        with damage_told(file):
            return read(*arguments), ()
    except InputRejected as refused:
        return None, refused.issues


def ended_code(error: ProcessEnded) -> str:
    """The code of the issue of a file at which a process ended."""
    return "survey-file-too-long" if isinstance(error, TookTooLong) else "survey-file-crash"


def prepare() -> None:
    """What a process does before it reads files from outside: it bounds its memory and keeps quiet.

    Where the system can, more memory than a sound file ever needs ends the process and not the machine. A parser that
    aborts prints pages about itself; what happened is told as the issue of the file.
    """
    with suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (BYTES_OF_A_PROCESS, BYTES_OF_A_PROCESS))
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
