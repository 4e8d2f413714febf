"""Whether loaded catalogs agree with themselves: parents exist, editions follow one another, codes are in the tariff.

What a single file can have wrong the loader says; this looks at what only shows between rows and files.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from importplan.basics.issues import Issue, Place
from importplan.catalog.lists.goods_lists import Edition, GoodsList, GoodsLists, ListRow
from importplan.catalog.load import Catalog

LEVELS = (0, 1, 2, 3)


def coherence(catalog: Catalog) -> Iterator[Issue]:
    """The faults between rows and files of the official lists."""
    lists = catalog.goods_lists
    for regime in catalog.regimes.values():
        for key in (regime.goods_list, *regime.not_exempt_lists):
            if key and key not in lists.by_key:
                at = Place(f"regimes/cn/{regime.key}.toml")
                yield Issue.error("regime-list-unknown", at, list=key, known=", ".join(lists.by_key))
    for entry in lists.by_key.values():
        if entry.under and entry.under not in lists.by_key:
            yield Issue.error("list-under-unknown", Place(f"goods_lists/{entry.key}/list.toml"), list=entry.under)
        yield from order(entry)
        for edition in entry.editions:
            yield from rows(lists, entry, edition)


def order(entry: GoodsList) -> Iterator[Issue]:
    """Editions follow one another without a gap or an overlap, and each ends after it begins."""
    for edition in entry.editions:
        if edition.valid_to is not None and edition.valid_to < edition.valid_from:
            yield Issue.error("edition-ends-before-it-begins", place(entry.key, edition.key), edition=edition.key)
        for clause in edition.transitions:
            if entry.edition(clause.keeps) is None:
                yield Issue.error("edition-kept-unknown", place(entry.key, edition.key), edition=clause.keeps)
    for older, newer in pairwise(entry.editions):
        yield from follows(entry.key, older, newer)


def follows(list_key: str, older: Edition, newer: Edition) -> Iterator[Issue]:
    """The fault between two neighbouring editions."""
    values = {"older": older.key, "newer": newer.key, "from": newer.valid_from.isoformat()}
    at = place(list_key, newer.key)
    if older.valid_to is None or older.valid_to >= newer.valid_from:
        until = older.valid_to.isoformat() if older.valid_to else "-"
        yield Issue.error("editions-overlap", at, until=until, before=_before(newer), **values)
    elif older.valid_to + timedelta(days=1) < newer.valid_from:
        yield Issue.warning("editions-gap", at, until=older.valid_to.isoformat(), before=_before(newer), **values)


def _before(edition: Edition) -> str:
    return (edition.valid_from - timedelta(days=1)).isoformat()


def rows(lists: GoodsLists, entry: GoodsList, edition: Edition) -> Iterator[Issue]:
    """The faults of the rows of an edition, each at its line of the table."""
    for line, row in enumerate(edition.rows.values(), start=2):
        at = Place(f"goods_lists/{entry.key}/{edition.key}.csv", cell=str(line))
        yield from row_faults(lists, entry, edition, row, at)


def row_faults(lists: GoodsLists, entry: GoodsList, edition: Edition, row: ListRow, at: Place) -> Iterator[Issue]:
    """The faults of one row among the others: expiry, level, parent."""
    number = row.reference.row
    if row.expires is not None and row.expires < edition.valid_from:
        values = {"row": number, "until": row.expires.isoformat(), "from": edition.valid_from.isoformat()}
        yield Issue.error("row-expires-before-edition", at, **values)
    if row.level not in LEVELS:
        yield Issue.error("row-level", at, row=number, level=row.level)
    if row.parent and _parent_level(lists, entry, edition, row) is None:
        issue = Issue.error if row.level > 1 else Issue.warning
        yield issue("row-parent-unknown", at, row=number, parent=row.parent)
    elif row.level > 1 and _parent_level(lists, entry, edition, row) != row.level - 1:
        yield Issue.error("row-level-gap", at, row=number, level=row.level, parent=row.parent or "-")


def _parent_level(lists: GoodsLists, entry: GoodsList, edition: Edition, row: ListRow) -> int | None:
    """The level of the row above: 0 for equipment of the list above; None where it is not in hand."""
    if row.parent in edition.rows and row.parent != row.reference.row:
        return edition.rows[row.parent].level
    above = lists.by_key.get(entry.under)
    same = above.edition(edition.key) if above else None
    if same is not None and (row.parent in same.rows or any(row.parent == e.name_zh for e in same.rows.values())):
        return 0
    return None


def place(list_key: str, edition: str) -> Place:
    """The file that says from when to when an edition is in force."""
    return Place(f"goods_lists/{list_key}/{edition}.toml")
