"""Comments at the cells of a sheet (批注): notes and threads of a workbook, without the remarks of a check."""

from __future__ import annotations

import posixpath
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence

from importplan.basics.addresses import position
from importplan.tables.clean import visible
from importplan.tables.xml_stream import local, parse

MARKS = ("importplan 核对：", "importplan check:")  # with which a remark of a check begins
MOST, LONGEST = 2_000, 500  # comments of one sheet, signs of one
_SHADOW = "[Threaded comment]"  # what older programs show in place of a thread
Spot = tuple[int, int]


def comments_of(archive: zipfile.ZipFile, sheet: str) -> dict[Spot, str]:
    """Row and column from 0 → what people have written at the cells of a sheet (a part of the archive).

    Raises as `xml_stream.parse`.
    """
    present = {name.casefold(): name for name in archive.namelist()}
    folder, name = posixpath.split(sheet)
    relations = present.get(f"{folder}/_rels/{name}.rels".casefold())
    if relations is None:
        return {}
    targets = _Targets()
    with archive.open(relations) as stream:
        parse(stream, targets.start)
    notes, threads = _Look("comment"), _Look("threadedComment")
    for kind, target in targets.found:
        part = present.get(_resolved(folder, target).casefold())
        look = {"comments": notes, "threadedComment": threads}.get(kind)
        if part is not None and look is not None:
            with archive.open(part) as stream:
                parse(stream, look.start, look.end, look.text)
    return told({**notes.found, **threads.found})


def told(found: Mapping[Spot, Sequence[str]]) -> dict[Spot, str]:
    """What people have said at each cell: answers of a thread behind one another, nothing of ours, no shadows."""
    words = {spot: " / ".join(filter(None, map(of_person, said))) for spot, said in found.items()}
    kept = {spot: one[:LONGEST] for spot, one in words.items() if one and not one.startswith(_SHADOW)}
    return dict(sorted(kept.items())[:MOST])


def of_person(words: str) -> str:
    """What stands in a comment above the remarks of a check."""
    at = min((found for mark in MARKS if (found := words.find(mark)) >= 0), default=len(words))
    return visible(words[:at]).strip()


def _resolved(folder: str, target: str) -> str:
    return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


class _Targets:
    """The relations of a sheet: the last word of the kind, and where they lead."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str]] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            self.found.append((attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")))


class _Look:
    """A pass through a part of comments: the words of each element `name` by its cell."""

    def __init__(self, name: str) -> None:
        self.found: dict[Spot, list[str]] = defaultdict(list)
        self._name, self._spot, self._within, self._aside = name, (0, 0), False, False
        self._words: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = local(tag)
        if name == self._name:
            row, column = position(attributes.get("ref", ""))
            self._spot, self._words = (row - 1, column - 1), []
        elif name in ("t", "text"):
            # Words of a thread stand in `text` itself, those of a note in `t` below it.
            self._within = name == "t" or self._name == "threadedComment"
        elif name == "rPh":
            self._aside = True

    def text(self, words: str) -> None:
        """Words of an element."""
        if self._within and not self._aside and len(self._words) < LONGEST:
            self._words.append(words)

    def end(self, tag: str) -> None:
        """An element ends."""
        name = local(tag)
        if name in ("t", "text"):
            self._within = False
        elif name == "rPh":
            self._aside = False
        elif name == self._name and self._spot[0] >= 0 and self._spot[1] >= 0:
            self.found[self._spot].append("".join(self._words))
