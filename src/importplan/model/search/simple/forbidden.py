"""Why a simple rule buys nothing at all: the cell of the workbook that forbids the largest need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from importplan.model.search.simple.course import Course, Way
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.suppliers import Supplier


def forbidding_cell(course: Course, room: Sequence[float], missing: Mapping[tuple[str, str], float]) -> str:
    """The cell that forbids the largest need by worth; blank where nothing is needed.

    Parameters
    ----------
    course
        The course without outages.
    room
        (row,) what is left of every row.
    missing
        (item, owner) → units that are needed and not bought.
    """
    if not missing:
        return ""
    facts = course.frame.facts
    scenario, worth = facts.scenario, facts.landed.reference_value_cny
    item, owner = max(missing, key=lambda who: (missing[who] * worth[scenario.item_index[who[0]]], who))
    ways = [
        way
        for stock, row in enumerate(facts.network.stocks)
        if (row.owner, row.item) == (owner, item)
        for way in course.ways.get(stock, ())
    ]
    if not ways:
        return _no_way(scenario, item)
    return _full(course, room, min(ways, key=lambda way: (way.cost, way.name)))


def _no_way(scenario: Scenario, item: str) -> str:
    """Nobody can deliver the item: its first offer is closed or too late, or it has none."""
    offers = sorted((row for row in scenario.offers if row.item == item), key=lambda row: row.offer)
    if not offers:
        return _cell(scenario.items[scenario.item_index[item]], "item")
    row = offers[0]
    if row.to_day is not None:
        return _cell(row, "to")
    return _cell(row, "from" if row.from_day is not None else "lead_time_days")


def _full(course: Course, room: Sequence[float], way: Way) -> str:
    """The row that leaves no room for any purchase of a way."""
    for purchase in way.purchases:
        for column in (purchase.column, *purchase.switches):
            for row, value in course.takes.get(column, ()):
                if value > 0 and room[row] < value:
                    for wish in course.frame.draft.repairable:
                        if row in wish.rows:
                            return wish.place or f"{wish.rule}: {wish.who}"
    offer, supplier = way.offer, course.frame.facts.scenario.supplier_of(way.offer)
    if not offer.qualified:
        return _cell(offer, "qualification_months")
    if not supplier.qualified:
        return _cell(supplier, "qualification_months")
    return _cell(offer, "lead_time_days")


def _cell(row: Item | Offer | Supplier, key: str) -> str:
    """Where a value stands in the workbook; by sheet, id and column where there is no workbook."""
    named = type(row).id_column()
    name = "" if named is None else f" {getattr(row, named.attribute)}"
    return str(row.cell(key)) or f"{type(row).SHEET}{name}: {key}"
