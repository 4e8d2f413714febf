"""What a person has confirmed of an item: `items.catalog_ref`, taken apart.

Several entries are separated by `;`. `list/edition/row` names a row of a list. `优于 list/edition/row`
(`better than …`) and `不属于 list/edition/row` (`not …`) say that a person compared the item with a row of a not-exempt
list and found it better, or other goods. Other words confirm a row or a list of goods that is not in hand here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from importplan.catalog.lists.goods_lists import GoodsLists, Reference

_ENTRY = re.compile(r"[;；\n]")
_BETTER = re.compile(r"^(优于|不属于|better than\b|not\b)\s*[:：]?\s*", re.IGNORECASE)
_YEAR = re.compile(r"^(19|20)\d\d")
_EDITION = re.compile(r"((?:19|20)\d\d)\s*年?\s*版|\b((?:19|20)\d\d)\s+edition", re.IGNORECASE)
PARTS = 3  # list / edition / row


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The entries by kind."""

    rows: tuple[Reference, ...]
    better_than: tuple[Reference, ...]  # or other goods than that row
    words: tuple[str, ...]
    unreadable: tuple[str, ...]  # meant as a reference, but there is no such list or a part is missing

    @property
    def is_blank(self) -> bool:
        """Whether nobody has confirmed anything."""
        return not (self.rows or self.better_than or self.words or self.unreadable)

    def of_list(self, key: str) -> tuple[Reference, ...]:
        """The rows named of one list."""
        return tuple(row for row in self.rows if row.list_key == key)

    def editions_in_words(self) -> tuple[str, ...]:
        """Editions of which the words speak: 2021 年版, 2021 edition."""
        return tuple(found[1] or found[2] for entry in self.words for found in _EDITION.finditer(entry))


def read_confirmation(words: str, lists: GoodsLists) -> Confirmation:
    """Take `catalog_ref` apart."""
    rows: list[Reference] = []
    better: list[Reference] = []
    free, unreadable = [], []
    for entry in (part.strip() for part in _ENTRY.split(words)):
        if not entry:
            continue
        bare = _BETTER.sub("", entry)
        reference = lists.refer(bare)
        if reference is not None and reference.edition and reference.row:
            (rows if bare == entry else better).append(reference)
        elif bare != entry or _is_meant(bare, lists):
            unreadable.append(entry)
        else:
            free.append(entry)
    return Confirmation(tuple(rows), tuple(better), tuple(free), tuple(unreadable))


def _is_meant(entry: str, lists: GoodsLists) -> bool:
    """Whether words were meant as a reference: they begin with a list, or have a year as the middle of three parts."""
    parts = [part.strip() for part in entry.split("/", PARTS - 1)]
    return len(parts) > 1 and (
        lists.find(parts[0]) is not None or (len(parts) == PARTS and bool(_YEAR.match(parts[1])))
    )
