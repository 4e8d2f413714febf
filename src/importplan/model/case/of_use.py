"""What can be of use at most: a bound on every order and every call by itself, derived from the needs of the draws."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.dated_purchases import Trade
from importplan.model.case.facts import Facts
from importplan.model.case.limit_subjects import reserves

Real = NDArray[np.float64]


def most_of_use(facts: Facts, trade: Trade) -> Real:
    """(decided purchase,) units that no sensible purchase exceeds; 0 for one that serves nobody in the plan.

    More than the whole demand that a stock can come to serve never helps, unless only a part of a purchase ships in
    some draw: then up to that over the smallest part. Floors of the reserve come on top. What serves only after the end
    is bounded alike: no more can be open then.
    """
    rows = trade.purchases.decided
    most = facts.network.needed(facts.due.sum(axis=2)).max(axis=0, initial=0.0) + _floors(facts)
    smallest = np.ones(int(trade.purchases.shipment.max(initial=-1)) + 1)
    np.minimum.at(smallest, trade.dating.shipment, np.where(trade.dating.share > 0, trade.dating.share, 1.0))
    holding = trade.holding[rows]
    useful = np.where(holding >= 0, most[np.maximum(holding, 0)], 0.0) / smallest[trade.purchases.shipment[rows]]
    return np.where(_serves(facts, trade)[rows], useful, 0.0)


def orders_of_use(facts: Facts, trade: Trade) -> Real:
    """(order,) the same up to the next lot and the smallest order."""
    useful = most_of_use(facts, trade)
    offers = [facts.scenario.offers[offer] for offer in trade.purchases.offer[trade.purchases.decided]]
    lot = np.array([offer.lot_size or 1.0 for offer in offers])
    least = np.array([offer.min_order for offer in offers])
    in_lots = np.array([offer.lot_size is not None for offer in offers], dtype=bool)
    least = np.where(in_lots, np.ceil(least / lot - 1e-9) * lot, least)
    return np.where(useful > 0, np.maximum(np.ceil(useful / lot - 1e-9) * lot, least), 0.0)


def _floors(facts: Facts) -> Real:
    """(stock,) the largest floor that a stock of the reserve may have to keep by itself."""
    found = np.zeros(len(facts.network.stocks))
    for limit in facts.scenario.reserve_floors:
        for _, stocks in reserves(facts, limit):
            found[stocks] = np.maximum(found[stocks], limit.value)
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
