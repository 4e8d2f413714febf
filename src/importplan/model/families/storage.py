"""Storage. sum over sites of space = volume of the stock; space[site] <= capacity_m3.  Guide: `storage`.

An owner stores at the sites it owns, the cheapest with room first; an owner of none has a free one without limit. Where
all that can ever be there fits into the cheapest site, it is stored there: space needs no columns of its own.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.draft import Index
from importplan.model.frame import Frame
from importplan.model.variables import ORDER, SPACE, STOCK
from importplan.scenario.scenario import RESERVE


def add(frame: Frame) -> None:
    """Add the space that stocks take, its limits and its cost."""
    facts, draft = frame.facts, frame.draft
    volume = facts.item_values("volume_m3")[facts.holding_item]
    most = _most(frame)
    for owner in facts.payers:
        sites = facts.sites_of(owner)
        held = np.array([p for p, row in enumerate(facts.holdings) if row.owner == owner and volume[p] > 0], dtype=int)
        if not sites or not len(held):
            continue
        capacity = np.array([np.inf if site.capacity_m3 is None else site.capacity_m3 for site in sites])
        rent = np.array([site.cost_cny_per_m3_month for site in sites]) * facts.scenario.calendar.months
        cheapest = int(rent.argmin())
        if most[held] @ volume[held] <= capacity[cheapest]:
            columns, cost = draft.names[STOCK][held], volume[held] * rent[cheapest]
        else:
            columns, cost = _space(frame, owner, held, volume[held], capacity), rent
        # (column, T, D) what takes room, and (column,) its cost by period: what budgets look at
        draft.stored[owner] = columns, cost
        each = cost[:, None, None] * facts.discount[None, : facts.periods, None]
        draft.draw_cost("storage", frame.every_draw, columns, each)


def _most(frame: Frame) -> NDArray[np.float64]:
    """(stock,) units that are never exceeded: what is there at the start, and all orders, signed and placed at most.

    A firm may be given what the reserve has of its item; call-offs have no bound.
    """
    facts, orders = frame.facts, frame.orders
    own = facts.opening.copy()
    into = orders.holding >= 0
    units = orders.purchases.signed.copy()
    units[orders.purchases.decided] = frame.draft.upper_of(frame.draft.names[ORDER])
    np.add.at(own, orders.holding[into], units[into])
    called = frame.calls.holding[frame.calls.holding >= 0]
    own[called] = np.inf
    found = own.copy()
    reserved = np.array([row.owner == RESERVE for row in facts.holdings], dtype=bool)
    for lane in facts.release_lanes:
        found[facts.holding_index[lane.firm, facts.holdings[lane.holding].item, 0.0]] += own[lane.holding]
    return np.where(reserved, own, found)


def _space(frame: Frame, owner: str, held: Index, volume: NDArray[np.float64], capacity: NDArray[np.float64]) -> Index:
    """(site, T, D) space; draws in which all stocks of the owner are in the same state share it."""
    draft, periods = frame.draft, frame.facts.periods
    sites = [site.site for site in frame.facts.sites_of(owner)]
    space = np.zeros((len(capacity), periods, frame.draws.count), dtype=np.int64)
    for period in range(periods):
        first, label = frame.states.joint(held, period)
        shape, part = (len(capacity), len(first)), (owner, period)
        columns = draft.columns(SPACE, shape, (sites, first), part, upper=capacity[:, None])
        rows = draft.rows("storage", (len(first),), (first,), part, lower=0.0, upper=0.0)
        draft.entries(rows[None], columns, -1.0)
        draft.entries(rows[None], draft.names[STOCK][held, period][:, first], volume[:, None])
        space[:, period] = columns[:, label]
    return space


def fill(frame: Frame, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(column,) values in which space holds what is in stock, the cheapest site first; the dearest what is too much."""
    facts, draft = frame.facts, frame.draft
    volume = facts.item_values("volume_m3")[facts.holding_item]
    found = values.copy()
    for owner, (columns, rent) in draft.stored.items():
        if (owner, 0) in draft.parts(SPACE):
            held = np.array([p for p, row in enumerate(facts.holdings) if row.owner == owner], dtype=np.int64)
            left = np.einsum("h,htd->td", volume[held], values[draft.names[STOCK][held]])
            order = np.argsort(rent, kind="stable")
            for site in order[:-1]:
                found[columns[site]] = np.minimum(left, draft.upper_of(columns[site]))
                left = left - found[columns[site]]
            found[columns[order[-1]]] = left
    return found
