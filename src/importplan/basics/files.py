"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def put(content: bytes, path: Path) -> None:
    """Write beside, then rename: a full disk or an interrupt leaves nothing half-written and an older file untouched.

    Raises
    ------
    OSError
        Where the file cannot be written; nothing is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    beside = Path(name)
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
