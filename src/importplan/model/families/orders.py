"""Orders. 0 <= order[offer, payer, treatment, period] <= what could ever be of use.  Guide: `orders`.

Owns the order columns and their costs: known now on the schedule without outages, and the difference in each draw.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.case import payments
from importplan.model.case.dated_purchases import Trade
from importplan.model.case.facts import Facts
from importplan.model.program.draft import PURCHASES
from importplan.model.program.frame import Frame
from importplan.model.program.variables import ORDER
from importplan.plan.lines import COST_INDEX, COST_LINES
from importplan.scenario.scenario import RESERVE

CHUNK = 4_000_000  # numbers in one array of purchase x draw x cost line


def add(frame: Frame) -> None:
    """Add the order columns and what they cost."""
    trade, draft = frame.orders, frame.draft
    rows = trade.purchases.decided
    whole = np.array([item.whole_units for item in frame.facts.scenario.items], dtype=bool)[trade.purchases.item[rows]]
    columns = draft.columns(ORDER, (len(rows),), (lambda: frame.order_ids,), upper=frame.most, whole=whole)
    step = max(1, CHUNK // (frame.draws.count * len(COST_LINES)))
    for first in range(0, len(rows), step):
        part, column = rows[first : first + step], columns[first : first + step]
        planned = payments.costs(frame.facts, trade.purchases, part, trade.planned, frame.no_outage)
        in_draws = payments.costs(frame.facts, trade.purchases, part, trade.dating, frame.draws)
        draft.known_cost(PURCHASES, column, planned[:, 0].sum(axis=1))
        difference = in_draws.sum(axis=2) - planned.sum(axis=2)
        draft.draw_cost(PURCHASES, frame.every_draw[None, :], column[:, None], difference)
    _signed(frame)


def _signed(frame: Frame) -> None:
    """Signed orders cost what is still due on them, in every plan."""
    trade, draft = frame.orders, frame.draft
    rows = np.flatnonzero(~np.isnan(trade.purchases.signed))
    if len(rows):
        units = trade.purchases.signed[rows]
        planned = payments.costs(frame.facts, trade.purchases, rows, trade.planned, frame.no_outage)
        in_draws = payments.costs(frame.facts, trade.purchases, rows, trade.dating, frame.draws)
        draft.known_constant += np.tensordot(units, planned[:, 0], axes=1)
        draft.draw_constant += np.tensordot(units, in_draws - planned, axes=1)
        # A shipment is cleared once, however many units it holds.
        placed, line = rows[units > 0.0], COST_INDEX["clearance"]
        planned = payments.shipment_costs(frame.facts, trade.purchases, placed, trade.planned, frame.no_outage)
        in_draws = payments.shipment_costs(frame.facts, trade.purchases, placed, trade.dating, frame.draws)
        draft.known_constant[line] += planned.sum()
        draft.draw_constant[:, line] += (in_draws - planned).sum(axis=0)


def most_useful(facts: Facts, trade: Trade) -> NDArray[np.float64]:
    """(order,) an upper bound that no sensible order exceeds.

    More than the whole demand that a stock can come to serve never helps, unless only a part of an order ships in some
    draw: then up to that over the smallest part. Smallest lots and floors of the reserve come on top. What serves only
    after the end is bounded alike: no more can be open then.
    """
    rows = trade.purchases.decided
    most = facts.network.needed(facts.due.sum(axis=2)).max(axis=0, initial=0.0)
    reserved = np.array([row.owner == RESERVE for row in facts.network.stocks], dtype=bool)
    most[reserved] += max((limit.value for limit in facts.scenario.reserve_floors), default=0.0)
    smallest = np.ones(int(trade.purchases.shipment.max(initial=-1)) + 1)
    np.minimum.at(smallest, trade.dating.shipment, np.where(trade.dating.share > 0, trade.dating.share, 1.0))
    holding = trade.holding[rows]
    useful = np.where(holding >= 0, most[np.maximum(holding, 0)], 0.0) / smallest[trade.purchases.shipment[rows]]
    offers = [facts.scenario.offers[offer] for offer in trade.purchases.offer[rows]]
    lot = np.array([offer.lot_size or 1.0 for offer in offers])
    least = np.array([offer.min_order for offer in offers])
    of_use = _serves(facts, trade)[rows]
    bound = np.where(useful > 0, np.maximum(np.ceil(useful / lot - 1e-9) * lot, least), 0.0)
    return np.where(of_use, bound, 0.0)


def _serves(facts: Facts, trade: Trade) -> NDArray[np.bool_]:
    """(purchase,) whether any part of it serves in any draw or on the schedule without outages.

    After the horizon it is of use to what is open at its end, where that costs something.
    """
    if facts.scenario.settings.open_need_share > 0:
        return np.ones(len(trade.purchases.shipment), dtype=bool)
    inside = np.zeros(int(trade.purchases.shipment.max(initial=-1)) + 1, dtype=bool)
    for dating in (trade.dating, trade.planned):
        np.logical_or.at(inside, dating.shipment, (dating.serve < facts.periods).any(axis=1))
    return inside[trade.purchases.shipment]
