"""Storage. sum over sites of space = volume of the stock; space[site] <= capacity_m3.  Guide: `storage`.

An owner stores at the sites it owns, the cheapest with room first, goods in bond at their bonded site; an owner of none
has a free one without limit. Where
all that can ever be there fits into the cheapest site, it is stored there: space needs no columns of its own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.dated_purchases import Trade
from importplan.model.case.facts import Facts, Store
from importplan.model.case.starting import slots
from importplan.model.case.states import States
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index
from importplan.model.program.variables import SPACE, STOCK


def add(frame: Frame) -> None:
    """Add the space that stocks take, its limits and its cost."""
    facts, draft = frame.facts, frame.draft
    volume = facts.item_values("volume_m3")[facts.stock_item]
    for store in facts.stores:
        held, rent = store.stocks, store.rent_cny_per_month * facts.scenario.calendar.months
        if (store.owner, store.site) in frame.common.rooms:
            columns, cost = _space(frame, store, volume[held]), rent
        else:
            columns, cost = draft.names[STOCK][held], volume[held] * rent.min()
        # (column, T, D) what takes room, and (column,) its cost by period: what budgets look at
        draft.stored[store.owner, store.site] = columns, cost
        each = cost[:, None, None] * facts.discount[None, : facts.periods, None]
        draft.draw_cost("storage", frame.every_draw, columns, each)


def rooms(
    facts: Facts, states: States, orders: Trade, calls: Trade, most: NDArray[np.float64], called: NDArray[np.float64]
) -> dict[tuple[str, str], tuple[tuple[Index, Index], ...]]:
    """Stores in whose cheapest site not all that can ever be there has room, and the joint states of their stocks.

    `most` and `called` are the most units of each order and each call.
    """
    volume, held = facts.item_values("volume_m3")[facts.stock_item], _most(facts, orders, calls, most, called)
    return {
        (store.owner, store.site): tuple(states.joint(store.stocks, period) for period in range(facts.periods))
        for store in facts.stores
        if not held[store.stocks] @ volume[store.stocks] <= store.capacity_m3[store.rent_cny_per_month.argmin()]
    }


def _most(
    facts: Facts, orders: Trade, calls: Trade, most: NDArray[np.float64], called: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(stock,) units that are never exceeded: what is there, what is signed, all orders, all calls, what flows in."""
    own = facts.network.opening.copy()
    into = orders.holding >= 0
    units = orders.purchases.signed.copy()
    units[orders.purchases.decided] = most
    np.add.at(own, orders.holding[into], units[into])
    arrives = calls.holding >= 0
    np.add.at(own, calls.holding[arrives], called[arrives])
    may, flows = slots(facts).most.sum(axis=1), [facts.network.flows[each] for each in facts.network.on_routes]
    for units, flow in zip(may.tolist(), flows, strict=True):
        # Made of nothing that is bought, or bought where it cannot be made.
        own[flow.gives] += units
    return facts.network.reachable(own)


def _space(frame: Frame, store: Store, volume: NDArray[np.float64]) -> Index:
    """(site, T, D) space; draws in which all stocks of the store are in the same state share it."""
    draft, held = frame.draft, store.stocks
    sites = [site.site for site in store.sites]
    space = np.zeros((len(sites), frame.facts.periods, frame.draws.count), dtype=np.int64)
    for period, (first, label) in enumerate(frame.common.rooms[store.owner, store.site]):
        shape, part = (len(sites), len(first)), (store.owner, store.site, period)
        columns = draft.columns(SPACE, shape, (sites, first), part, upper=store.capacity_m3[:, None])
        rows = draft.rows("storage", (len(first),), (first,), part, lower=0.0, upper=0.0)
        draft.entries(rows[None], columns, -1.0)
        draft.entries(rows[None], draft.names[STOCK][held, period][:, first], volume[:, None])
        space[:, period] = columns[:, label]
    return space
