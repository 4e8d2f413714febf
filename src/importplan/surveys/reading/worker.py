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
from sys import intern
from types import MappingProxyType
from typing import Any

from importplan.assessment.answers import Answer, AnswerValue, Told
from importplan.basics.issues import Place
from importplan.surveys.reading.limits import BYTES_OF_A_WORKER
from importplan.surveys.reading.one_file import read_one

Reduced = tuple[Callable[..., Any], tuple[Any, ...]]
_SHORT = 12  # signs of words that many answers share: 台, 日本, 2027Q1


def _mapping_reduced(mapping: MappingProxyType[str, object]) -> Reduced:
    return _read_only, (dict(mapping),)


def _read_only(mapping: dict[str, object]) -> MappingProxyType[str, object]:
    return MappingProxyType(mapping)


def _place_reduced(place: Place) -> Reduced:
    return _place, (place.file, place.sheet, place.cell)


def _place(file: str, sheet: str, cell: str) -> Place:
    return Place(intern(file), intern(sheet), intern(cell))


def _answer_reduced(answer: Answer) -> Reduced:
    return _answer, (answer.told, answer.value, answer.written, answer.at, answer.understood)


def _answer(told: Told, value: AnswerValue, written: str, at: Place, understood: tuple[str, ...]) -> Answer:
    return Answer(told, _shared(value), intern(written) if len(written) <= _SHORT else written, at, understood)


def _shared(value: AnswerValue) -> AnswerValue:
    return intern(value) if isinstance(value, str) and len(value) <= _SHORT else value


# Issues hold read-only mappings, which Python does not send to another process by itself. Thousands of files say the
# same words and cells: they are kept once.
ForkingPickler.register(MappingProxyType, _mapping_reduced)
ForkingPickler.register(Place, _place_reduced)
ForkingPickler.register(Answer, _answer_reduced)


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
