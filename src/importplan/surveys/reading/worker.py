"""A process that reads returned files one after the other and sends what each comes to.

A hostile file may make a parser abort, hang or eat memory; in a process of its own it costs nothing but itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from types import MappingProxyType
from typing import Any

from importplan.surveys.reading.limits import BYTES_OF_A_WORKER
from importplan.surveys.reading.one_file import read_one


def _reduced(mapping: MappingProxyType[str, object]) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    return _read_only, (dict(mapping),)


def _read_only(mapping: dict[str, object]) -> MappingProxyType[str, object]:
    return MappingProxyType(mapping)


# Issues hold read-only mappings, which Python does not send to another process by itself.
ForkingPickler.register(MappingProxyType, _reduced)


def work(connection: Connection, folder: Path) -> None:
    """Receive lists of files (path within the folder, corrections), send a result for each; an empty list ends it."""
    _limit_memory()
    _be_quiet()
    connection.send(None)  # ready
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while files := connection.recv():
            for name, corrections in files:
                connection.send(read_one(folder, name, corrections))


def _be_quiet() -> None:
    """A parser that aborts prints pages about itself; what happened is told as the issue of the file."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _limit_memory() -> None:
    """Where the system can, more memory than a sound file ever needs ends the process and not the machine."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (BYTES_OF_A_WORKER, BYTES_OF_A_WORKER))
