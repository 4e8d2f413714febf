"""What changed between two editions of a list: rows added, removed and changed, with the columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from importplan.catalog.lists.goods_lists import ListRow

COMPARED = ("row", "section", "name_zh", "name_en", "level", "parent", "codes", "requirement", "sales_requirement",
            "quantity", "expires", "notes")  # fmt: skip
ALIKE = 0.5  # share of a name that is kept where a row was reworded


@dataclass(frozen=True, slots=True)
class Change:
    """One column of a row that is in both editions."""

    before: ListRow
    after: ListRow
    column: str

    @property
    def was(self) -> str:
        """What stood there."""
        return printed(self.before, self.column)

    @property
    def now(self) -> str:
        """What stands there."""
        return printed(self.after, self.column)


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """Rows of the newer edition that are new, rows of the older one that are gone, and what changed in the others."""

    added: tuple[ListRow, ...]
    removed: tuple[ListRow, ...]
    changed: tuple[Change, ...]
    same: int


def compare(older: Mapping[str, ListRow], newer: Mapping[str, ListRow]) -> EditionDifference:
    """The difference of two editions by row number.

    A row is the same row where number and name agree; else where name and codes do, under another number; else where
    the number does and the codes, or half of the name, with it.
    """
    pairs = dict(_pairs(older, newer))
    taken = set(pairs.values())
    changes = [
        Change(older[was], newer[now], column)
        for was, now in pairs.items()
        for column in COMPARED
        if printed(older[was], column) != printed(newer[now], column)
    ]
    touched = {change.after.reference.row for change in changes}
    return EditionDifference(
        added=tuple(row for key, row in newer.items() if key not in taken),
        removed=tuple(row for key, row in older.items() if key not in pairs),
        changed=tuple(changes),
        same=len(pairs) - len(touched),
    )


def _pairs(older: Mapping[str, ListRow], newer: Mapping[str, ListRow]) -> Iterator[tuple[str, str]]:
    left, right = dict(older), dict(newer)
    for key in [key for key in left if key in right and _name(left[key]) == _name(right[key])]:
        yield key, key
        del left[key], right[key]
    by_content: dict[tuple[object, ...], list[str]] = {}
    for key, row in right.items():
        by_content.setdefault((_name(row), row.codes), []).append(key)
    for key, row in list(left.items()):
        same = by_content.get((_name(row), row.codes))
        if same and _name(row):
            found = same.pop(0)
            yield key, found
            del left[key], right[found]
    yield from ((key, key) for key in left if key in right and _alike(left[key], right[key]))


def _alike(before: ListRow, after: ListRow) -> bool:
    """Whether two rows of the same number are one row that was reworded, and not two that took the same place."""
    if before.codes and before.codes == after.codes:
        return True
    return SequenceMatcher(None, _name(before), _name(after)).ratio() >= ALIKE


def _name(row: ListRow) -> str:
    return row.name_zh or row.name_en


def printed(row: ListRow, column: str) -> str:
    """A column of a row as text."""
    if column == "row":
        return row.reference.row
    if column == "codes":
        return ", ".join(str(code) for code in row.codes)
    value = getattr(row, column)
    return "" if value is None or (column == "level" and not value) else str(value)
