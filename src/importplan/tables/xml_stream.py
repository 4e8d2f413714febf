"""A streaming look through the XML of a file from outside: nothing is kept of it but what the look takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import IO
from xml.parsers.expat import ParserCreate

CHUNK = 1 << 16
Start = Callable[[str, Mapping[str, str]], None]


def parse(
    stream: IO[bytes], start: Start, end: Callable[[str], None] | None = None, text: Callable[[str], None] | None = None
) -> None:
    """Tell each element that begins and ends, and text. Document types are refused, and with them all entities.

    Raises
    ------
    ExpatError
        The XML is damaged.
    ValueError
        It has a document type.
    """
    parser = ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_document_type
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


@lru_cache(maxsize=1_000)
def local(tag: str) -> str:
    """The name of an element without its namespace."""
    return tag.rpartition(":")[2]


def refuse_document_type(*_: object) -> None:
    """Raise ValueError: no file of ours declares one."""
    raise ValueError("document type")
