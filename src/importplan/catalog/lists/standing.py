"""How far a row of an official list can be relied on: is it in force on a day, is the list whole, when was it read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from importplan.basics.labels import Language, text
from importplan.catalog.lists.goods_lists import Edition, GoodsList, GoodsLists, Reference

# Reasons why a reference exempts nothing on a day.
BARS = ("list_unknown", "edition_unknown", "not_yet", "repealed", "older_edition_kept", "row_expired", "row_missing")
# Reasons to look again before money rests on it.
DOUBTS = ("row_not_in_hand", "no_rows", "incomplete", "illustrative", "unverified", "stale")


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing to know about a row or an edition on a day: one of `BARS` or `DOUBTS`. Nothing to say: no standing."""

    code: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def bars(self) -> bool:
        """Whether nothing can be exempted by it on the day."""
        return self.code in BARS

    def words(self, language: Language) -> str:
        """The standing in words."""
        return text(f"standing.{self.code}", language, **self.values)


def row_standings(
    lists: GoodsLists, reference: Reference, day: date, *, approved: date | None = None, seen_on: date | None = None
) -> tuple[Standing, ...]:
    """What is to be known about a row on a day; empty where it is in force, in hand, whole and fresh.

    Parameters
    ----------
    lists, reference
        The lists, and the row of one of them.
    day
        The day of arrival.
    approved
        The day on which the buyer's project was approved: a transition clause may keep an older edition for it.
    seen_on
        The day of the decision, on which a list read long ago is stale; None: staleness is not looked at.

    Returns
    -------
    tuple of Standing
        Those that bar first.
    """
    return tuple(sorted(_of_row(lists, reference, day, approved, seen_on), key=lambda standing: not standing.bars))


def _of_row(
    lists: GoodsLists, reference: Reference, day: date, approved: date | None, seen_on: date | None
) -> Iterator[Standing]:
    entry = lists.by_key.get(reference.list_key)
    if entry is None:
        yield Standing("list_unknown", {"list": reference.list_key})
        return
    edition = entry.edition(reference.edition)
    if edition is None:
        known = ", ".join(each.key for each in entry.editions)
        yield Standing("edition_unknown", {"edition": reference.edition, "known": known})
        return
    yield from _of_edition(entry, edition, day, approved, seen_on, lists.stale_after_months)
    row = edition.rows.get(reference.row)
    if row is None:
        whole = edition.rows_in_hand == "complete"
        yield Standing("row_missing" if whole else "row_not_in_hand", {"row": reference.row, "edition": edition.key})
    elif row.expires is not None and row.expires < day:
        yield Standing("row_expired", {"row": reference.row, "until": row.expires.isoformat()})
    if row is not None and row.confidence == "unverified":
        yield Standing("unverified", {"what": str(reference)})


def edition_standings(
    lists: GoodsLists,
    entry: GoodsList,
    edition: Edition,
    day: date,
    *,
    approved: date | None = None,
    seen_on: date | None = None,
) -> tuple[Standing, ...]:
    """What is to be known about an edition on a day, as `row_standings` says it of a row."""
    return tuple(_of_edition(entry, edition, day, approved, seen_on, lists.stale_after_months))


def _of_edition(
    entry: GoodsList, edition: Edition, day: date, approved: date | None, seen_on: date | None, months: int | None
) -> Iterator[Standing]:
    present = entry.on(day, approved)
    if present is not edition and day < edition.valid_from:
        yield Standing("not_yet", {"edition": edition.key, "from": edition.valid_from.isoformat()})
    elif present is not edition and edition.in_force(day):
        yield Standing("older_edition_kept", {"edition": edition.key, "now": present.key if present else "-"})
    elif present is not edition:
        until = edition.valid_to.isoformat() if edition.valid_to else "-"
        yield Standing("repealed", {"edition": edition.key, "until": until, "now": present.key if present else "-"})
    if edition.rows_in_hand != "complete":
        code = {"some": "incomplete", "illustrative": "illustrative", "none": "no_rows"}[edition.rows_in_hand]
        yield Standing(code, {"edition": edition.key, "rows": len(edition.rows)})
    if edition.confidence == "unverified":
        yield Standing("unverified", {"what": f"{entry.key}/{edition.key}"})
    if seen_on is not None and months is not None and is_stale(edition.read_on, seen_on, months):
        read_on = edition.read_on.isoformat() if edition.read_on else "-"
        yield Standing("stale", {"edition": edition.key, "read_on": read_on, "months": months})


def is_stale(read_on: date | None, seen_on: date, months: int) -> bool:
    """Whether what was read on a day lies more than so many months back; what was never read always does."""
    if read_on is None:
        return True
    whole = (seen_on.year - read_on.year) * 12 + seen_on.month - read_on.month - (seen_on.day < read_on.day)
    return whole > months or (whole == months and seen_on.day != read_on.day)
