"""Files that are there whole or not at all, that never replace what was read, and names that one run alone takes."""

from __future__ import annotations

import csv
import io
import os
import secrets
import shutil
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from itertools import count
from pathlib import Path

from importplan.basics.errors import OutputIsInput

WINDOWS = os.name == "nt"
WAITS = (0.05, 0.1, 0.2, 0.4)  # seconds


def put(content: bytes, path: Path) -> None:
    """Write beside, then rename: a full disk or an interrupt leaves nothing half-written and an older file untouched.

    Raises
    ------
    OSError
        Where the file cannot be written; nothing is left behind.
    """
    put_all({path: content})


_waiting: ContextVar[dict[Path, bytes] | None] = ContextVar("files of one command", default=None)


@contextmanager
def together() -> Iterator[None]:
    """What is put within is put at the end, all of it or none of it; nothing where it ends by an exception.

    Raises
    ------
    OSError
        At the end, where one file cannot be written.
    """
    if _waiting.get() is not None:  # the outermost one puts
        yield
        return
    waiting: dict[Path, bytes] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    put_all(waiting)


def put_all(contents: Mapping[Path, bytes]) -> None:
    """Put the files of one command to their places, all of them or none.

    Everything is on the disk before the first rename. Where a rename fails, those before it are taken back.

    Raises
    ------
    OSError
        Where one cannot be written; nothing is left behind, and older files stand as they stood.
    """
    waits = _waiting.get()
    if waits is not None:
        waits |= contents
        return
    # A link is followed, so that it stays a link.
    waiting = [(path.resolve() if path.is_symlink() else path, content) for path, content in contents.items()]
    beside: list[tuple[Path, Path]] = []
    older: list[tuple[Path, Path | None]] = []
    try:
        for path, content in waiting:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.append((_beside(path), path))
            _write(beside[-1][0], content, path)
        for new, path in beside:
            older.append((path, _kept(path) if len(beside) > 1 else None))
            _replace(new, path)
    except BaseException:
        _take_back(older, {path for new, path in beside if not new.exists()} if len(beside) > 1 else set())
        raise
    finally:
        for file in (*(new for new, _ in beside), *(old for _, old in older if old is not None)):
            _remove(file)
    for folder in {path.parent for path, _ in waiting}:
        _settle(folder)


def _replace(new: Path, path: Path) -> None:
    """Windows refuses while a virus scanner or an index looks at one of them, for a moment: it is asked again."""
    for wait in WAITS if WINDOWS else ():
        try:
            new.replace(path)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    new.replace(path)


def _remove(file: Path) -> None:
    with suppress(OSError):
        if WINDOWS:  # which deletes nothing that is read-only
            file.chmod(stat.S_IWRITE)
        file.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    # Not a temporary file of the system: that would be closed to all but its owner, and stay so when renamed.
    return path.with_name(f".importplan-{secrets.token_hex(6)}{path.suffix}")


def _write(file: Path, content: bytes, path: Path) -> None:
    """Write and wait until it is on the disk: a rename may else be there before the content is."""
    with file.open("xb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    with suppress(OSError):
        shutil.copymode(path, file)


def _kept(path: Path) -> Path | None:
    """A copy of the file that is to be replaced; None where there is none."""
    if not path.exists():
        return None
    copy = _beside(path)
    shutil.copy2(path, copy)
    return copy


def _take_back(older: Iterable[tuple[Path, Path | None]], renamed: Iterable[Path]) -> None:
    for path, copy in older:
        if path in renamed:
            with suppress(OSError):
                path.unlink() if copy is None else copy.replace(path)


def _settle(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where a system can be asked for it."""
    flag = getattr(os, "O_DIRECTORY", None)
    if flag is None:
        return  # Windows
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | flag)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def claimed(names: Iterable[Path]) -> Iterator[Path]:
    """The first of these names that is free, taken so that no other run can take it; given back where nothing is put.

    Raises
    ------
    FileExistsError
        Where none of the names is free.
    OSError
        Where no file can be made there.
    """
    path = next((name for name in names if _take(name)), None)
    if path is None:
        raise FileExistsError("none of the names is free")
    try:
        yield path
    finally:
        with suppress(OSError):
            if path.stat().st_size == 0:
                path.unlink()


def _take(path: Path) -> bool:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.open("xb").close()
    except FileExistsError:
        return False
    return True


def numbered_names(path: Path) -> Iterator[Path]:
    """The path itself, then with a number behind its name: `case.xlsx`, `case_2.xlsx` and so on."""
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem}_{number}{path.suffix}")


def refuse_inputs(outputs: Iterable[Path | None], inputs: Iterable[Path | None]) -> None:
    """Raise OutputIsInput where a file that is to be written is one that is read, by whatever name.

    Of a folder that is read, each file in it counts.
    """
    read = [file for path in inputs if path is not None for file in _files(path)]
    for output in outputs:
        if output is not None and output.exists() and any(_same(output, file) for file in read):
            free = next(name for name in numbered_names(output) if not name.exists())
            raise OutputIsInput(output, free)


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from (file for file in path.rglob("*") if file.is_file())
    elif path.exists():
        yield path


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def csv_text(headings: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """Rows under their headings as CSV; lines end with a line feed on every system."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue()
