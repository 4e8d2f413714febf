"""For every imported item the rows of the lists that may mean it, and how the references already filled in stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from importplan.catalog.lists.goods_lists import Reference
from importplan.catalog.lists.matching import Goods, Matcher, RowProposal
from importplan.catalog.load import Catalog
from importplan.customs.relief.confirmation import read_confirmation
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import DOMESTIC

# proposed: not confirmed. hint: a row not in force on arrival. filled: items.catalog_ref names it. better: it says that
# the item is better than that row. not_in_hand: it names a row not in hand. words: other words. unreadable: no row.
Standing = Literal["proposed", "hint", "filled", "better", "other", "not_in_hand", "words", "unreadable"]


@dataclass(frozen=True, slots=True)
class ListRowOfItem:
    """One row of a list beside one item."""

    item: Item
    day: date  # the first day on which the item can arrive: it decides on the edition
    standing: Standing
    filled: str  # as written in items.catalog_ref
    proposal: RowProposal | None  # None where no row is in hand


def list_rows(scenario: Scenario, catalog: Catalog) -> tuple[ListRowOfItem, ...]:
    """References that are filled in first, then proposals, in the order of the items. Nothing proposed exempts."""
    changes = catalog.change_days()
    days = {item.item: day for item in scenario.items if (day := first_arrival(scenario, item)) is not None}
    matchers = {bisect_right(changes, day): Matcher(catalog, day) for day in days.values()}
    found: list[ListRowOfItem] = []
    for item in scenario.items:
        if item.item in days:
            day = days[item.item]
            found.extend(_of_item(item, day, catalog, matchers[bisect_right(changes, day)]))
    return tuple(found)


def first_arrival(scenario: Scenario, item: Item) -> date | None:
    """The start of the plan and the shortest lead time of the item's foreign offers; None when all are domestic."""
    offers = [offer for offer in scenario.offers if offer.item == item.item and offer.incoterm != DOMESTIC]
    leads = [offer.lead_time_days for offer in offers]
    return scenario.calendar.first_day(0) + timedelta(days=min(leads)) if leads else None


def _of_item(item: Item, day: date, catalog: Catalog, matcher: Matcher) -> Iterator[ListRowOfItem]:
    goods = Goods(item.name_zh, item.name_en, item.hs_code, item.kind, item.spec)
    said = read_confirmation(item.catalog_ref, catalog.goods_lists)
    named: list[tuple[Standing, Reference]] = [("filled", row) for row in said.rows]
    named += [("better", row) for row in said.better_than]
    named += [("other", row) for row in said.other_than]
    for standing, reference in named:
        checked = matcher.check(goods, reference)
        yield ListRowOfItem(item, day, standing if checked else "not_in_hand", str(reference), checked)
    for words in said.words:
        yield ListRowOfItem(item, day, "words", words, None)
    for words in said.unreadable:
        yield ListRowOfItem(item, day, "unreadable", words, None)
    known = {reference for _, reference in named}
    for proposal in matcher.propose([goods])[0]:
        if proposal.row.reference not in known:
            yield ListRowOfItem(item, day, "proposed" if proposal.in_force else "hint", "", proposal)
