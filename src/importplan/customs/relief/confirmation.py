"""What `items.catalog_ref` names: rows of lists, and nothing else.

Several entries are separated by `;`. `list/edition/row` names a row of a list. `优于 list/edition/row` says that the
item was compared with a row of a not-exempt list and is better (`better than …`); `不属于 list/edition/row`, that it is
other goods (`not …`). Other words name no row: they relieve nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from importplan.catalog.lists.goods_lists import GoodsLists, Reference

_ENTRY = re.compile(r"[;；\n]")
_BETTER = re.compile(r"^(优于|better than\b)\s*[:：]?\s*", re.IGNORECASE)
_OTHER = re.compile(r"^(不属于|not\b)\s*[:：]?\s*", re.IGNORECASE)
_YEAR = re.compile(r"^(19|20)\d\d")
PARTS = 3  # list / edition / row


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The entries by kind."""

    rows: tuple[Reference, ...]
    better_than: tuple[Reference, ...]
    other_than: tuple[Reference, ...]  # other goods than that row
    words: tuple[str, ...]  # name no row
    unreadable: tuple[str, ...]  # meant as a reference, but there is no such list or a part is missing

    def of_list(self, key: str) -> tuple[Reference, ...]:
        """The rows named of one list."""
        return tuple(row for row in self.rows if row.list_key == key)


def read_confirmation(words: str, lists: GoodsLists) -> Confirmation:
    """Take `catalog_ref` apart."""
    rows: list[Reference] = []
    better: list[Reference] = []
    other: list[Reference] = []
    free, unreadable = [], []
    for entry in _entries(words):
        bare, kept = entry, rows
        for pattern, said in ((_BETTER, better), (_OTHER, other)):
            if pattern.match(entry):
                bare, kept = pattern.sub("", entry), said
        reference = lists.refer(bare)
        if reference is not None and reference.edition and reference.row:
            kept.append(reference)
        elif (kept is not rows and "/" in bare) or _is_meant(bare, lists):
            unreadable.append(entry)
        else:
            free.append(entry)
    return Confirmation(tuple(rows), tuple(better), tuple(other), tuple(free), tuple(unreadable))


def references_in(words: str, lists: GoodsLists) -> tuple[Reference, ...]:
    """The rows that a basis names, each as an entry of its own."""
    found = (lists.refer(entry) for entry in _entries(words))
    return tuple(reference for reference in found if reference and reference.edition and reference.row)


def _entries(words: str) -> Iterator[str]:
    return (entry for part in _ENTRY.split(words) if (entry := part.strip()))


def _is_meant(entry: str, lists: GoodsLists) -> bool:
    """Whether words were meant as a reference: they begin with a list, or have a year as the middle of three parts."""
    parts = [part.strip() for part in entry.split("/", PARTS - 1)]
    return len(parts) > 1 and (
        lists.find(parts[0]) is not None or (len(parts) == PARTS and bool(_YEAR.match(parts[1])))
    )
