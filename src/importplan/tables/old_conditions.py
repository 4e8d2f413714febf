"""Where looks under a condition apply in a workbook of Excel 97–2003, whose library does not read them.

The areas only, by [MS-XLS] 2.4.56 and 2.4.57: nobody here reckons the conditions.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from xlrd.compdoc import SIGNATURE, CompDoc

from importplan.tables.grid import Area

_STREAMS = ("Workbook", "Book")
_BOUNDSHEET, _CONDFMT, _CONDFMT12, _EOF, _BOF = 0x0085, 0x01B0, 0x0879, 0x000A, 0x0809
_BOUNDS = {_CONDFMT: 4, _CONDFMT12: 16}  # where the area that holds all of a format's stands in its record
_WORKSHEET = 0


def conditional_areas(path: Path) -> list[list[Area]]:
    """Of each worksheet, in order, the areas under a condition. Raises what damaged files make the library raise."""
    content = path.read_bytes()
    if not content.startswith(SIGNATURE):
        return []
    document = CompDoc(content)
    stream = next((found for name in _STREAMS if (found := document.get_named_stream(name))), b"")
    sheets = [
        struct.unpack_from("<I", data)[0]
        for kind, data in _records(stream, 0)
        if kind == _BOUNDSHEET and len(data) > 5 and data[5] == _WORKSHEET
    ]
    return [list(_areas(stream, offset)) for offset in sheets]


def _areas(stream: bytes, offset: int) -> Iterator[Area]:
    for kind, data in _records(stream, offset):
        at = _BOUNDS.get(kind)
        if at is not None and len(data) >= at + 8:
            top, bottom, left, right = struct.unpack_from("<4H", data, at)
            yield (top, left), (bottom, right)


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """The records of a part of the stream from its BOF to its EOF; parts within it (charts) belong to it."""
    depth = 0
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, offset)
        yield kind, stream[offset + 4 : offset + 4 + length]
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        offset += 4 + length
