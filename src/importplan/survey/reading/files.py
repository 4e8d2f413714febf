"""Which files of a folder are returns: all of it and its sub-folders, without what programs leave behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_LEFT_BEHIND = {"thumbs.db", "desktop.ini", "__macosx"}
_TEMPORARY = ("~$", ".", "~lock")


def files_of(folder: Path) -> tuple[str, ...]:
    """Paths within the folder, with `/`, in order. Folders that are links are told as files, and refused as links."""
    return tuple(sorted(_walk(folder)))


def shown_name(name: str) -> str:
    """A path as people read it. Names in GBK, as archives packed on Windows leave them elsewhere, are decoded."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def _walk(folder: Path) -> Iterator[str]:
    for root, folders, files in os.walk(folder, followlinks=False):
        within = Path(root).relative_to(folder)
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        folders[:] = [name for name in folders if not _is_left_behind(name) and name not in links]
        for name in (*files, *links):
            if not _is_left_behind(name):
                yield (within / name).as_posix()


def _is_left_behind(name: str) -> bool:
    return name.startswith(_TEMPORARY) or name.casefold() in _LEFT_BEHIND
