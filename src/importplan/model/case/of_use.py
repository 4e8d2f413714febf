"""What can be of use at most: a bound on every order and every call by itself, derived from the needs of the draws."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.dated_purchases import Trade
from importplan.model.case.facts import Facts
from importplan.model.case.limit_subjects import items
from importplan.scenario.contract_price import REACHED
from importplan.scenario.limit_rules import About
from importplan.scenario.scenario import RESERVE

Real = NDArray[np.float64]
ROUNDING = 1e-9  # lots: what division leaves of a whole number
SHORT = 1e-5  # of what the next step of a price asks: what is sold by measure stays so much below


def most_of_use(facts: Facts, trade: Trade) -> Real:
    """(decided purchase,) the most units of one order or call that can be of use in some draw; 0 where none are.

    Of use is the whole demand that its stock can come to serve, and what the reserve has to hold of the item, over the
    smallest part of it that ships in some draw. What serves only after the end is bounded alike: no more can be open
    then.
    """
    rows = trade.purchases.decided
    stock = np.maximum(trade.holding[rows], 0)
    needed = facts.network.needed(facts.due.sum(axis=2)).max(axis=0, initial=0.0)
    smallest = np.ones(int(trade.purchases.shipment.max(initial=-1)) + 1)
    np.minimum.at(smallest, trade.dating.shipment, np.where(trade.dating.share > 0, trade.dating.share, 1.0))
    useful = needed[stock] / smallest[trade.purchases.shipment[rows]] + _kept(facts, trade, smallest)
    return np.where((trade.holding[rows] >= 0) & _serves(facts, trade)[rows], useful, 0.0)


def orders_of_use(facts: Facts, trade: Trade, times: float = 1.0) -> Real:
    """(order,) the same up to what is sold: the smallest order, the next lot, a whole unit; `times` as large.

    An order at a step of the price is smaller than the next step asks. A step beyond what is of use is offered up to
    its smallest order, and only where that costs less, by its price, than what is of use at the price of its own size.
    """
    useful = most_of_use(facts, trade)
    rows = trade.purchases.decided
    offers = [facts.scenario.offers[offer] for offer in trade.purchases.offer[rows]]
    whole = np.array([row.whole_units for row in facts.scenario.items], dtype=float)[trade.purchases.item[rows]]
    lot = np.where([offer.lot_size is not None for offer in offers], [offer.lot_size or 1.0 for offer in offers], whole)
    sold = np.maximum(useful, [offer.min_order for offer in offers])

    def in_lots(units: Real) -> Real:
        return np.where(lot > 0, np.ceil(units / np.where(lot > 0, lot, 1.0) - ROUNDING) * lot, units)

    most = np.where(useful > 0, in_lots(sold), 0.0) * times
    return _at_steps(trade, most, in_lots, lot) if facts.scenario.price_breaks else most


def _at_steps(trade: Trade, most: Real, in_lots: Callable[[Real], Real], lot: Real) -> Real:
    """(order,) the most of each at the step of its price, where `most` (order,) is of use at any."""
    rows, purchases = trade.purchases.decided, trade.purchases
    begins, ends, ratio = purchases.from_units[rows], purchases.below_units[rows], purchases.price_ratio[rows]
    keys = np.stack([purchases.option[rows], purchases.period[rows]])
    _, way = np.unique(keys, axis=1, return_inverse=True)
    own = (begins <= most * (1.0 + REACHED)) & (most < ends * (1.0 - SHORT))
    at_own = np.full(int(way.max(initial=-1)) + 1, np.inf)
    at_own[way.reshape(-1)[own]] = (most * ratio)[own]
    paid = at_own[way.reshape(-1)]  # for what is of use, in units at the price of the offer
    least = in_lots(begins)
    beyond = begins > most * (1.0 + REACHED)
    found = np.where(beyond, np.where((least * ratio < paid) & (most > 0), least, 0.0), most)
    last = np.isinf(ends)
    below = np.where(last, 0.0, ends)
    shorter = np.where(
        lot > 0, (np.ceil(below / np.where(lot > 0, lot, 1.0) - ROUNDING) - 1.0) * lot, below * (1 - SHORT)
    )
    found = np.where(last, found, np.minimum(found, shorter))
    return np.where(found < begins * (1.0 - REACHED), 0.0, found)


def calls_of_use(facts: Facts, calls: Trade) -> Real:
    """(call,) the most units of one call that can be of use in some draw, up to a whole unit."""
    useful = most_of_use(facts, calls)
    whole = np.array([row.whole_units for row in facts.scenario.items], dtype=bool)[calls.purchases.item]
    return np.where(whole, np.ceil(useful - ROUNDING), useful)


def _kept(facts: Facts, trade: Trade, smallest: Real) -> Real:
    """(purchase,) units that let the reserve keep its largest floor of the item: in every draw, or in their mean."""
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


def tempting(facts: Facts) -> NDArray[np.bool_]:
    """(option,) whether more of it could pay though nobody needs it: its item is under a limit on the mix of what is
    bought, or is worth no less at the end than the option costs.
    """
    scenario = facts.scenario
    mixed = np.zeros(len(scenario.items), dtype=bool)
    for limit in scenario.limits:
        if limit.kind.about is About.PURCHASES:
            for _, mask in items(scenario, limit):
                mixed |= mask
    worth = scenario.settings.terminal_value_share * facts.landed.reference_value_cny[facts.terms.option_item]
    cheap = facts.landed.cost_cny().min(axis=1) <= worth
    found: NDArray[np.bool_] = mixed[facts.terms.option_item] | (cheap & (worth > 0))
    return found


def at_once(facts: Facts, trade: Trade) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(purchase,) number of what is bought at once of an offer for a payer in a period, and the numbers of which more
    treatments than one could be bought beyond use.
    """
    purchases, rows = trade.purchases, trade.purchases.decided
    keys = np.stack([purchases.offer[rows], purchases.payer[rows], purchases.period[rows]])
    group = np.unique(keys, axis=1, return_inverse=True)[1].reshape(-1)
    options = np.unique(np.stack([group, purchases.option[rows]]), axis=1)[0]
    several = np.bincount(options, minlength=int(group.max(initial=-1)) + 1) > 1
    tempts = np.zeros(len(several), dtype=bool)
    tempts[group[tempting(facts)[purchases.option[rows]]]] = True
    return group, np.flatnonzero(several & tempts)
