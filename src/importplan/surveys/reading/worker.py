"""A process that reads returned files one after the other and sends what each comes to.

A hostile file may make a parser abort, hang or eat memory; in a process of its own it costs nothing but itself.
"""

from __future__ import annotations

from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from importplan.surveys.reading import sending as sending
from importplan.surveys.reading.one_file import read_one
from importplan.tables.apart import be_quiet, limit_memory


def work(connection: Connection, folder: Path) -> None:
    """Receive lists of files (path within the folder, corrections), send a result for each; an empty list ends it."""
    limit_memory()
    be_quiet()
    connection.send(None)  # ready
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while files := connection.recv():
            for name, corrections in files:
                connection.send(read_one(folder, name, corrections))
