"""Texts of a workbook of which all or a part is crossed out by hand: a reader of values sees both parts as one."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping

from importplan.tables.xml_stream import local, parse

_PART = "xl/sharedstrings.xml"
_LONGEST = 80  # signs of a text in a message


def crossed_texts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Number of a shared text → its words where a part of it is crossed out, nothing where all of it is."""
    part = next((name for name in archive.namelist() if name.casefold() == _PART), None)
    if part is None:
        return {}
    look = _Look()
    with archive.open(part) as stream:
        parse(stream, look.start, look.end, look.text)
    return look.found


class _Look:
    """A pass through the shared texts: runs of one text with and without a line through them."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._number = -1
        self._struck = self._within = self._phonetic = False
        self._words: list[tuple[bool, str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        match local(tag):
            case "si":
                self._number += 1
                self._words = []
            case "r":
                self._struck = False
            case "strike":
                self._struck = attributes.get("val", "1") not in ("0", "false")
            case "rPh":
                self._phonetic = True
            case "t":
                self._within = not self._phonetic

    def text(self, words: str) -> None:
        """Words of an element."""
        if self._within and words.strip():
            self._words.append((self._struck, words.strip()))

    def end(self, tag: str) -> None:
        """An element ends."""
        match local(tag):
            case "t":
                self._within = False
            case "r":
                self._struck = False
            case "rPh":
                self._phonetic = False
            case "si" if any(struck for struck, _ in self._words):
                whole = all(struck for struck, _ in self._words)
                self.found[str(self._number)] = "" if whole else "".join(words for _, words in self._words)[:_LONGEST]
