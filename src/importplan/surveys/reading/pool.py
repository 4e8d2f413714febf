"""Several processes that read files: each failure costs one file, and is told."""

from __future__ import annotations

import multiprocessing
import time
from collections import deque
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path

from importplan.basics.issues import Issue, Place
from importplan.surveys.corrections import Corrections
from importplan.surveys.reading.files import shown_name
from importplan.surveys.reading.limits import RETURNED
from importplan.surveys.reading.one_file import refused_file
from importplan.surveys.reading.worker import work
from importplan.surveys.understand.file import FileResult

CHUNK = 16  # files sent at once: the way to a process and back is long beside a small file
SECONDS_TO_START = 180.0
File = tuple[str, Corrections]  # path within the folder
_LOOK = 0.5  # seconds between looks at the clock


class _Reader:
    """A process, the files that it has before it, and since when it has been at the first of them."""

    def __init__(self, folder: Path) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self.connection: Connection = ours
        self.process = context.Process(target=work, args=(theirs, folder), daemon=True)
        self.process.start()
        theirs.close()
        self.waiting: deque[File] = deque()
        self.ready = False
        self.since = time.monotonic()

    def take(self, files: Sequence[File]) -> None:
        """Give it files."""
        self.waiting.extend(files)
        self.since = time.monotonic()
        self.connection.send(list(files))

    def is_late(self, seconds: float) -> bool:
        """Whether it has been at one file for too long, or does not even start."""
        limit = seconds if self.ready else SECONDS_TO_START
        return bool(self.waiting or not self.ready) and time.monotonic() - self.since > limit

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.process.kill()
        self.process.join()
        self.connection.close()


class Pool:
    """Reads files in so many processes; `results` are in the order in which they are done."""

    def __init__(self, folder: Path, files: Sequence[File], workers: int, seconds: float = RETURNED.seconds) -> None:
        self._folder, self._seconds = folder, seconds
        self._left = deque(files[start : start + CHUNK] for start in range(0, len(files), CHUNK))
        self._readers: list[_Reader] = []
        self._workers = min(workers, len(self._left))

    def results(self) -> Iterator[FileResult]:
        """The result of each file. The processes end with the iteration, however that ends."""
        try:
            self._readers = [_Reader(self._folder) for _ in range(self._workers)]
            while self._readers:
                waited = wait([reader.connection for reader in self._readers], _LOOK)
                for reader in list(self._readers):
                    if reader.connection in waited:
                        yield from self._received(reader)
                    elif reader.is_late(self._seconds):
                        yield from self._failed(reader, "survey-file-too-long")
        finally:
            for reader in self._readers:
                reader.end()

    def _received(self, reader: _Reader) -> Iterator[FileResult]:
        try:
            result = reader.connection.recv()
        except (EOFError, OSError):
            yield from self._failed(reader, "survey-file-crash")
            return
        reader.since = time.monotonic()
        if result is None:
            reader.ready = True
        else:
            reader.waiting.popleft()
            yield result
        if not reader.waiting:
            self._give(reader)

    def _give(self, reader: _Reader) -> None:
        if self._left:
            reader.take(self._left.popleft())
        else:
            self._readers.remove(reader)
            reader.end()

    def _failed(self, reader: _Reader, code: str) -> Iterator[FileResult]:
        """The file at hand is refused; what waits behind it goes to a new process."""
        self._readers.remove(reader)
        reader.end()
        if not reader.ready:
            raise RuntimeError("a process that reads files does not start")
        name = shown_name(reader.waiting.popleft()[0])
        if reader.waiting:
            self._left.appendleft(list(reader.waiting))
        if self._left:
            self._readers.append(_Reader(self._folder))
        yield refused_file(name, Issue.error(code, Place(name), seconds=self._seconds))
