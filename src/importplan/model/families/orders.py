"""Orders. 0 <= order[offer, payer, treatment, period] <= what could ever be of use.  Guide: `orders`.

Owns the order columns and their costs: known now on the schedule without outages, and the difference in each draw.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.case import payments
from importplan.model.case.dated_purchases import Trade
from importplan.model.case.facts import Facts
from importplan.model.case.limit_subjects import items
from importplan.model.program.draft import PURCHASES
from importplan.model.program.frame import Frame
from importplan.model.program.variables import ORDER
from importplan.plan.lines import COST_INDEX, COST_LINES
from importplan.scenario.scenario import RESERVE

ROUNDING = 1e-9  # lots: what division leaves of a whole number
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
    """(order,) the most units of one order that can be of use in some draw, up to the next lot and the smallest order.

    Of use is the whole demand that its stock can come to serve, and what the reserve has to hold of the item, over the
    smallest part of an order that ships in some draw. What serves only after the end is bounded alike: no more can be
    open then. An order that must be larger than that, or comes in lots, is the next size that is sold. The same bounds
    one call-off.
    """
    rows = trade.purchases.decided
    stock = np.maximum(trade.holding[rows], 0)
    needed = facts.network.needed(facts.due.sum(axis=2)).max(axis=0, initial=0.0)
    smallest = np.ones(int(trade.purchases.shipment.max(initial=-1)) + 1)
    np.minimum.at(smallest, trade.dating.shipment, np.where(trade.dating.share > 0, trade.dating.share, 1.0))
    useful = needed[stock] / smallest[trade.purchases.shipment[rows]] + _kept(facts, trade, smallest)
    offers = [facts.scenario.offers[offer] for offer in trade.purchases.offer[rows]]
    whole = np.array([row.whole_units for row in facts.scenario.items], dtype=float)[trade.purchases.item[rows]]
    lot = np.where([offer.lot_size is not None for offer in offers], [offer.lot_size or 1.0 for offer in offers], whole)
    sold = np.maximum(useful, [offer.min_order for offer in offers])
    in_lots = np.ceil(sold / np.where(lot > 0, lot, 1.0) - ROUNDING) * lot
    of_use = (useful > 0) & (trade.holding[rows] >= 0) & _serves(facts, trade)[rows]
    return np.where(of_use, np.where(lot > 0, in_lots, sold), 0.0)


def _kept(facts: Facts, trade: Trade, smallest: NDArray[np.float64]) -> NDArray[np.float64]:
    """(order,) units that let the reserve keep its largest floor of the item: in every draw, or in their mean."""
    purchases, rows = trade.purchases, trade.purchases.decided
    found = np.zeros(len(rows))
    floors = facts.scenario.reserve_floors
    mine = np.array([facts.landed.options[option].payer == RESERVE for option in purchases.option[rows]], dtype=bool)
    if not floors or not mine.any():
        return found
    parts = trade.parts(facts)
    in_mean = np.zeros(len(rows))
    np.add.at(in_mean, parts.position, parts.share * (parts.comes @ facts.draws.weights))
    for limit in floors:
        share = smallest[purchases.shipment[rows]] if limit.in_each_draw else np.where(in_mean > 0, in_mean, np.inf)
        for _, mask in items(facts.scenario, limit):
            asked = mine & mask[purchases.item[rows]]
            found[asked] = np.maximum(found[asked], limit.value / share[asked])
    return found


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
