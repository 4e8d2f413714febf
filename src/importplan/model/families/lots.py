"""Lots. least x lot <= order <= most x lot; one step of the price; order = lot_size x a whole number.  Guide: `lots`.

Owns the yes/no of an order per offer, payer, period and step of its price (over all treatments), with its fixed cost
and its clearance. All units of an order pay the price of the step that it reaches.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from importplan.model.case import payments
from importplan.model.case.dated_purchases import step_id
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index, Key
from importplan.model.program.variables import LOT, LOTS, ORDER
from importplan.scenario.schema.offers import Offer
from importplan.solvers.program import WHOLE_WITHIN

TOLD_APART = 100.0 * WHOLE_WITHIN  # of the most of an order: with room for what a solver's row may be off


def add(frame: Frame) -> None:
    """Add lots where an offer has a smallest order, a lot size, or a cost per order."""
    scenario, draft, trade = frame.facts.scenario, frame.draft, frame.orders
    rows = trade.purchases.decided
    order = draft.names[ORDER]
    group, first = groups(frame)
    offers = [scenario.offers[position] for position in trade.purchases.offer[rows[first]]]
    least = np.maximum([offer.min_order for offer in offers], trade.purchases.from_units[rows[first]])
    stepped = (trade.purchases.step[rows[first]] > 0) | np.isfinite(trade.purchases.below_units[rows[first]])
    size = np.array([offer.lot_size or 0.0 for offer in offers])
    fixed = np.array([offer.order_cost_cny + offer.clearance_fee_cny for offer in offers])
    most = np.zeros(len(first))
    # The most of a free order is that of any treatment; where a plan is held, all of its treatments together.
    together = np.maximum if frame.held is None else np.add
    together.at(most, group, draft.upper_of(order))
    if frame.held is None:
        most = np.minimum(most, [_capacity(frame, offer) for offer in offers])
    placed = np.flatnonzero((most > 0) & ((least > 0) | (fixed > 0) | stepped))
    least = np.maximum(least, _smallest(frame, rows[first], most))
    placed_ids = partial(_ids, frame, rows[first][placed])
    lot = draft.columns(LOT, (len(placed),), (placed_ids,), upper=1.0, whole=True)
    draft.about[LOT] = rows[first][placed]
    _link(frame, group, placed, lot, order, most, least)
    _one_step(frame, lot)
    multiple = np.flatnonzero((most > 0) & (size > 0))
    multiple_ids = partial(_ids, frame, rows[first][multiple])
    times = draft.columns(LOTS, (len(multiple),), (multiple_ids,), whole=True)
    equal = draft.rows("lot_size", (len(multiple),), (multiple_ids,), lower=0.0, upper=0.0)
    _sum_of(frame, group, multiple, equal, order)
    draft.entries(equal, times, -size[multiple])
    _costs(frame, draft.about[LOT], lot)


def _ids(frame: Frame, rows: Index) -> list[Key]:
    """Offer, payer, period and later step of purchases: what one order is placed for, whatever its treatments."""
    facts, purchases = frame.facts, frame.orders.purchases
    options = [facts.terms.option_id(int(option)) for option in purchases.option[rows]]
    periods, steps = purchases.period[rows].tolist(), purchases.step[rows].tolist()
    return [(*option[:2], t, *step_id(step)) for option, t, step in zip(options, periods, steps, strict=True)]


def groups(frame: Frame) -> tuple[Index, Index]:
    """Orders of one offer, payer, period and step belong together: (group of each order, first order of each)."""
    purchases = frame.orders.purchases
    rows = purchases.decided
    keys = np.stack([purchases.offer[rows], purchases.payer[rows], purchases.period[rows], purchases.step[rows]])
    _, first, group = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    return group.reshape(-1), first


def _sum_of(frame: Frame, group: Index, chosen: Index, rows: Index, order: Index) -> None:
    row_of = np.full(int(group.max(initial=-1)) + 1, -1, dtype=np.int64)
    row_of[chosen] = rows
    mine = row_of[group] >= 0
    frame.draft.entries(row_of[group][mine], order[mine], 1.0)


def _one_step(frame: Frame, lot: Index) -> None:
    """An order is at one step of its price."""
    purchases, rows = frame.orders.purchases, frame.draft.about[LOT]
    keys = np.stack([purchases.offer[rows], purchases.payer[rows], purchases.period[rows]])
    _, first, order, count = np.unique(keys, axis=1, return_index=True, return_inverse=True, return_counts=True)
    several = np.flatnonzero(count > 1)
    ids = [key[:3] for key in _ids(frame, rows[first[several]])]
    row_of = np.full(len(count), -1, dtype=np.int64)
    row_of[several] = frame.draft.rows("price_step", (len(several),), (ids,), upper=1.0)
    at = row_of[order.reshape(-1)]
    frame.draft.entries(at[at >= 0], lot[at >= 0], 1.0)


def _smallest(frame: Frame, rows: Index, most: NDArray[np.float64]) -> NDArray[np.float64]:
    """An order that is placed has something in it: one unit where units are whole, else the least a solver tells apart.

    A solver holds an order of less than its tolerance x the most for none at all: for one without its fee. And a plan
    under a limit on risk would place empty orders, whose clearance falls away in bad draws.
    """
    whole = np.array([item.whole_units for item in frame.facts.scenario.items], dtype=bool)
    return np.where(whole[frame.orders.purchases.item[rows]], np.minimum(1.0, most), TOLD_APART * most)


def _link(
    frame: Frame,
    group: Index,
    placed: Index,
    lot: Index,
    order: Index,
    most: NDArray[np.float64],
    least: NDArray[np.float64],
) -> None:
    draft = frame.draft
    purchases = draft.about[LOT]
    only_if = draft.rows("lot", (len(placed),), (partial(_ids, frame, purchases),), upper=0.0)
    _sum_of(frame, group, placed, only_if, order)
    draft.entries(only_if, lot, -most[placed])
    _note_capacities(frame, only_if)
    smallest = np.flatnonzero(least[placed] > 0)
    smallest_ids = partial(_ids, frame, purchases[smallest])
    at_least = draft.rows("min_order", (len(smallest),), (smallest_ids,), lower=0.0)
    _sum_of(frame, group, placed[smallest], at_least, order)
    draft.entries(at_least, lot[smallest], -least[placed[smallest]])


def _capacity(frame: Frame, offer: Offer) -> float:
    """Units per period that an offer and its supplier can sell at most: the tightest factor of a lot."""
    both = (offer.capacity_per_period, frame.facts.scenario.supplier_of(offer).capacity_per_period)
    return min((each for each in both if each is not None), default=np.inf)


def _note_capacities(frame: Frame, rows: Index) -> None:
    """A capacity that gives way gives way in the lots of its offers too."""
    scenario, purchases = frame.facts.scenario, frame.orders.purchases
    offer = purchases.offer[frame.draft.about[LOT]]
    for position in np.unique(offer):
        row = scenario.offers[position]
        for terms in (row, scenario.supplier_of(row)):
            if terms.capacity_per_period is not None:
                frame.note_capacity(terms, rows[offer == position])


def _costs(frame: Frame, rows: Index, lot: Index) -> None:
    facts, draft, trade = frame.facts, frame.draft, frame.orders
    offer, period = trade.purchases.offer[rows], trade.purchases.period[rows]
    fee = np.array([row.order_cost_cny for row in facts.scenario.offers])
    draft.known_cost("order_cost", lot, fee[offer] * facts.discount[period])
    planned = payments.shipment_costs(facts, trade.purchases, rows, trade.planned, frame.no_outage)
    in_draws = payments.shipment_costs(facts, trade.purchases, rows, trade.dating, frame.draws)
    draft.known_cost("clearance", lot, planned[:, 0])
    draft.draw_cost("clearance", frame.every_draw[None, :], lot[:, None], in_draws - planned)
