"""Which items, firms, suppliers and periods a limit speaks of.

`each` makes a limit of its own for every member; `all` makes one limit over all of them together; `group:NAME` one over
the items of a group. Intervals are whole periods: from the one that contains `from` to the one that contains `to`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from importplan.basics.periods import Periods
from importplan.model.case.facts import Facts
from importplan.scenario.scenario import HOME, RESERVE, Scenario
from importplan.scenario.schema.limits import Limit


def interval(calendar: Periods, first: date | None, last: date | None, count: int) -> NDArray[np.int64]:
    """The periods of an interval among 0 … count - 1; a blank end is the last period of the plan, never later."""
    start = 0 if first is None else max(0, calendar.index_of(first))
    end = calendar.count if last is None else min(count, calendar.index_of(last) + 1)
    return np.arange(start, max(start, end))


def items(scenario: Scenario, limit: Limit) -> list[tuple[str, NDArray[np.bool_]]]:
    """Name and mask over the items of every separate limit."""
    count = len(scenario.items)
    if limit.item == "each":
        return [(item.item, mask) for item, mask in zip(scenario.items, np.eye(count, dtype=bool), strict=True)]
    if limit.item == "all":
        return [("all", np.ones(count, dtype=bool))]
    if limit.item.startswith("group:"):
        group = limit.item.removeprefix("group:")
        return [(limit.item, np.array([item.group == group for item in scenario.items], dtype=bool))]
    return [(limit.item, np.array([item.item == limit.item for item in scenario.items], dtype=bool))]


def members(who: str, names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The sets of names (firms, payers, suppliers) that each separate limit speaks of."""
    if who == "each":
        return [(name,) for name in names]
    return [names] if who == "all" else [(who,)]


def countries(scenario: Scenario, who: str) -> list[str]:
    """The countries of origin of a country limit: the one named, else every foreign one (home is no import risk)."""
    if who not in ("each", "all"):
        return [who]
    origins = dict.fromkeys(scenario.origin_of(offer) for offer in scenario.offers)
    return [country for country in origins if country != HOME]


@dataclass(frozen=True)
class Scope:
    """The queues that one separate limit on service speaks of, and the names of its item and firm."""

    item: str
    who: str
    queues: NDArray[np.int64]


def queues(facts: Facts, limit: Limit) -> Iterator[Scope]:
    """The queues of every separate limit on service: by item, firm and priority."""
    firms = np.array([queue.firm for queue in facts.network.queues])
    urgent = np.array([limit.priority in ("all", str(each)) for each in facts.queue_priority], dtype=bool)
    names = tuple(firm.firm for firm in facts.scenario.all_firms)
    for item, mask in items(facts.scenario, limit):
        for who in members(limit.who, names):
            found = np.flatnonzero(mask[facts.queue_item] & np.isin(firms, who) & urgent)
            if len(found):
                yield Scope(item, who[0] if len(who) == 1 else "all", found)


def reserves(facts: Facts, limit: Limit) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """The item's name and the stocks of the reserve that every separate limit on the reserve speaks of."""
    kept = np.array([row.owner == RESERVE for row in facts.network.stocks], dtype=bool)
    for item, mask in items(facts.scenario, limit):
        chosen = np.flatnonzero(kept & mask[facts.stock_item])
        if len(chosen):
            yield item, chosen
