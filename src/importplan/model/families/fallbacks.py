"""Fallbacks. fallback[r, b] = min(sum over t of make[r, b, t], what is left of capacities).  Guide: `fallbacks`.

An instruction fixed today: on the day on which a route is known to have failed, all that was to be made on it is
ordered from the offer that the sheet names, taxed, of whatever size, as far as offer and supplier can make it in that
period: one order, with its fee and its clearance. It arrives, costs and is paid like any order, in those draws alone;
nothing of it is known today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.model.case import payments
from importplan.model.case.dated_purchases import fallback_orders
from importplan.model.case.starting import Slots, name_of, sellers_of, slots
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index
from importplan.model.program.variables import (
    FALLBACK,
    HELD_BY,
    INSTEAD,
    MAKE,
    ORDER,
    QUALIFY_OFFER,
    QUALIFY_SUPPLIER,
)
from importplan.plan.lines import COST_LINES
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.suppliers import Supplier

Real = NDArray[np.float64]
ALMOST_ONE = 1.0 - 1e-6  # a part of a piece that a capacity leaves makes none


def add(frame: Frame) -> None:
    """Add what is ordered where routes fail, and its cost."""
    rows, draft = fallback_orders(frame.facts), frame.draft
    whole = slots(frame.facts).whole[[number for number, _, _ in rows]]
    instead = draft.columns(FALLBACK, (len(rows),), (_ids(frame),), whole=whole)
    placed = with_fee(frame)
    draft.about[INSTEAD] = placed
    ordered = draft.columns(INSTEAD, (len(placed),), ([_ids(frame)[row] for row in placed],), upper=1.0, whole=True)
    if rows:
        cost = costs(frame).sum(axis=2)
        draft.draw_cost("purchases", frame.every_draw[None, :], instead[:, None], cost)
        fee, clearance = fees(frame, placed)
        discount = frame.facts.discount[frame.fallbacks.purchases.period[placed]]
        draft.draw_cost("order_cost", frame.every_draw[None, :], ordered[:, None], fee * discount[:, None])
        draft.draw_cost("clearance", frame.every_draw[None, :], ordered[:, None], clearance)


def with_fee(frame: Frame) -> Index:
    """Fallbacks whose offer has a fee for each order, or for each shipment."""
    offers = [frame.facts.scenario.offers[row] for row in frame.fallbacks.purchases.offer.tolist()]
    return np.flatnonzero([offer.order_cost_cny + offer.clearance_fee_cny > 0.0 for offer in offers])


def fees(frame: Frame, rows: Index) -> tuple[Real, Real]:
    """(fallback, D) CNY of the fee on the day of the order, and discounted CNY of clearing it where it comes."""
    trade, facts = frame.fallbacks, frame.facts
    assert trade.only is not None
    offers = [facts.scenario.offers[row] for row in trade.purchases.offer[rows].tolist()]
    fee = np.array([offer.order_cost_cny for offer in offers])[:, None] * trade.only[rows]
    clearance = payments.shipment_costs(facts, trade.purchases, rows, trade.dating, frame.draws) * trade.only[rows]
    return fee, clearance


def costs(frame: Frame) -> NDArray[np.float64]:
    """(fallback, D, line) discounted CNY of each unit, nothing where its route succeeds."""
    trade = frame.fallbacks
    assert trade.only is not None
    rows = np.arange(trade.purchases.count)
    found: NDArray[np.float64] = payments.costs(frame.facts, trade.purchases, rows, trade.dating, frame.draws)
    assert found.shape == (*trade.only.shape, len(COST_LINES))
    return found * trade.only[:, :, None]


def link(frame: Frame, may: Slots) -> None:
    """All that was to be made is ordered instead, as far as it can be; a fee is paid where that is anything."""
    rows, draft = fallback_orders(frame.facts), frame.draft
    if not rows or frame.held is not None:
        return
    instead, names = draft.names[FALLBACK], _ids(frame)
    limits = [_limits(frame, row) for row in range(len(rows))]
    free = np.array([not limit for limit in limits])
    planned = draft.rows("fallback", (len(rows),), (names,), lower=np.where(free, 0.0, -np.inf), upper=0.0)
    draft.entries(planned, instead, 1.0)
    for row, (number, _, _) in zip(planned, rows, strict=True):
        draft.entries(row, draft.names[MAKE][number], -1.0)
    for row in np.flatnonzero(~free).tolist():
        number = rows[row][0]
        _no_less_than_can(frame, row, number, float(may.of_use[number]), bool(may.whole[number]), limits[row])
    placed = draft.about[INSTEAD]
    most = np.array([may.of_use[rows[row][0]] for row in placed])
    only_if = draft.rows("fallback", (len(placed),), ([names[row] for row in placed],), ("placed",), upper=0.0)
    draft.entries(only_if, instead[placed], 1.0)
    draft.entries(only_if, draft.names[INSTEAD], -most)


@dataclass(frozen=True)
class _Limit:
    """An offer or a supplier that limits what is ordered instead: with a capacity, or not qualified yet."""

    terms: Offer | Supplier
    columns: Index  # orders of the period, and what is ordered instead before this fallback and by it
    qualify: int | None  # the column of its qualification

    @property
    def name(self) -> tuple[str, str]:
        """Sheet and id."""
        return name_of(self.terms)


def _limits(frame: Frame, row: int) -> list[_Limit]:
    scenario, draft, trade = frame.facts.scenario, frame.draft, frame.orders
    decided, mine = trade.purchases.decided, frame.fallbacks.purchases
    offer, period = scenario.offers[mine.offer[row]], mine.period[row]
    found = []
    for terms in sellers_of(scenario, offer.offer):
        sold = [at for at, each in enumerate(scenario.offers) if terms in (each, scenario.supplier_of(each))]
        orders = np.isin(trade.purchases.offer[decided], sold) & (trade.purchases.period[decided] == period)
        before = np.isin(mine.offer[: row + 1], sold) & (mine.period[: row + 1] == period)
        columns = np.concatenate([draft.names[ORDER][orders], draft.names[FALLBACK][: row + 1][before]])
        if terms.capacity_per_period is not None or not terms.qualified:
            found.append(_Limit(terms, columns, _qualified(frame, terms)))
    return found


def _qualified(frame: Frame, terms: Offer | Supplier) -> int | None:
    if terms.qualified:
        return None
    of_offer = isinstance(terms, Offer)
    rows: Sequence[Offer | Supplier] = frame.facts.scenario.offers if of_offer else frame.facts.scenario.suppliers
    place = [name_of(row) for row in rows if not row.qualified].index(name_of(terms))
    return int(frame.draft.names[QUALIFY_OFFER if of_offer else QUALIFY_SUPPLIER][place])


def _no_less_than_can(frame: Frame, row: int, number: int, most: float, whole: bool, limits: Sequence[_Limit]) -> None:
    """What is ordered is the smaller of planned and what can be made, nothing of who is not qualified: one of them
    holds it back.

        planned - fallback <= most x (1 - held_by); capacity - taken <= capacity x (1 - held_by); held_by <= 1 - qualify
    """
    draft, name = frame.draft, ("fallback", *_ids(frame)[row])
    instead, make = draft.names[FALLBACK][row], draft.names[MAKE][number]
    held_by = draft.columns(HELD_BY, (2 * len(limits) + 1,), (None,), name, upper=1.0, whole=True)
    enough = draft.rows("held_by", (1,), (None,), (*name, "any"), lower=1.0)
    draft.entries(enough, held_by, 1.0)
    all_of_it = draft.rows("held_by", (1,), (None,), name, upper=most)
    draft.entries(all_of_it, make, 1.0)
    draft.entries(all_of_it, instead, -1.0)
    draft.entries(all_of_it, held_by[0], most)
    for at, limit in enumerate(limits):
        full, not_qualified = held_by[1 + 2 * at : 3 + 2 * at]
        capacity, part = limit.terms.capacity_per_period, (*name, *limit.name)
        if capacity is not None:
            within = draft.rows("fallback", (1,), (None,), part, upper=capacity)
            draft.entries(within, limit.columns, 1.0)
            frame.note_capacity(limit.terms, within)
            left = draft.rows("held_by", (1,), (None,), part, upper=ALMOST_ONE if whole else 0.0)
            draft.entries(left, limit.columns, -1.0)
            draft.entries(left, full, capacity)
        else:
            draft.fix(np.array([full]), np.zeros(1))
        if limit.qualify is None:
            draft.fix(np.array([not_qualified]), np.zeros(1))
        else:
            only_if = draft.rows("fallback", (1,), (None,), (*part, "qualified"), upper=0.0)
            draft.entries(only_if, instead, 1.0)
            draft.entries(only_if, limit.qualify, -most)
            unless = draft.rows("held_by", (1,), (None,), (*part, "qualified"), upper=1.0)
            draft.entries(unless, not_qualified, 1.0)
            draft.entries(unless, limit.qualify, 1.0)


def _ids(frame: Frame) -> list[tuple[str, str]]:
    """Route and firm of every fallback."""
    lanes = frame.facts.network.start_lanes
    return [(lanes[number].route, lanes[number].firm) for number, _, _ in fallback_orders(frame.facts)]
