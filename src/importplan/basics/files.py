"""Files that are there whole or not at all."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Iterable
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
    # Not a temporary file of the system: that would be closed to all but its owner, and stay so when renamed.
    beside = path.with_name(f".{path.stem}-{secrets.token_hex(4)}{path.suffix}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def csv_text(headings: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """Rows under their headings as CSV; lines end with a line feed on every system."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return out.getvalue()
