"""A damaged file may break the libraries in any way; it must not break us, and who handed it in is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place


def damaged(fault: BaseException, file: str) -> Issue:
    """The issue of a file that broke a library."""
    return Issue.error("file-damaged", Place(file), message=f"{type(fault).__name__}: {fault}"[:200])


@contextmanager
def damage_told(file: str) -> Iterator[None]:
    """Make an InputRejected of whatever a library raises, panics included; memory that runs out is another matter."""
    try:
        yield
    except (InputRejected, MemoryError, ModuleNotFoundError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as fault:
        raise InputRejected((damaged(fault, file),)) from fault
