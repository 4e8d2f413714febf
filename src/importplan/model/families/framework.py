"""Framework. sum of calls[supplier, t] <= available[t] x book[supplier], in each draw.  Guide: `framework`.

Owns booked capacity (paid per unit and period, called or not) and call-offs, which depend on what has been seen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.case import payments
from importplan.model.case.dated_purchases import Trade
from importplan.model.case.facts import Facts
from importplan.model.case.of_use import most_of_use
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index
from importplan.model.program.variables import BOOK, CALL, FRAMEWORK
from importplan.plan.lines import COST_LINES
from importplan.uncertainty.dates.timeline import availability


def add(frame: Frame) -> None:
    """Add booking, call-offs and their limits."""
    _booking(frame)
    if frame.calls.purchases.count:
        _call_columns(frame)
        _call_costs(frame)
        _within_booking(frame)


def _booking(frame: Frame) -> None:
    facts, draft, scenario = frame.facts, frame.draft, frame.facts.scenario
    suppliers = scenario.suppliers
    offered = np.array([row.booking_cost_cny is not None for row in suppliers], dtype=bool)
    most = np.array([np.inf if row.booking_max is None else row.booking_max for row in suppliers])
    most = np.where(offered, np.minimum(most, frame.common.bookable), 0.0)
    names = [row.supplier for row in suppliers]
    book = draft.columns(BOOK, (len(suppliers),), (names,), upper=most)
    for position, row in enumerate(suppliers):
        if row.booking_cost_cny is not None:
            first, last = facts.booking_periods(position)
            cost = row.booking_cost_cny * facts.discount[first:last].sum()
            draft.known_cost("booking", book[position], cost)
    least = [position for position, row in enumerate(suppliers) if offered[position] and row.booking_min > 0]
    signed = draft.columns(FRAMEWORK, (len(least),), ([names[p] for p in least],), upper=1.0, whole=True)
    for column, position in zip(signed, least, strict=True):
        row = suppliers[position]
        rows = draft.rows("booking", (2,), part=(row.supplier,), lower=[0.0, -np.inf], upper=[np.inf, 0.0])
        draft.entries(rows, book[position], 1.0)
        draft.entries(rows, column, [-row.booking_min, -most[position]])


def bookable(facts: Facts, calls: Trade) -> NDArray[np.float64]:
    """(supplier,) units per period that can be of use at most: all that may be called, were as little of it available
    as in any draw; the smallest booking and what limits ask for, at least.
    """
    scenario, found = facts.scenario, np.zeros(len(facts.scenario.suppliers))
    asked = sum(limit.value for limit in scenario.limits if limit.rule == "min_booked_capacity")
    of_use, shares = most_of_use(facts, calls), callable_shares(facts, calls)
    supplier = np.array([scenario.offers[offer].supplier for offer in calls.purchases.offer])
    for position, row in enumerate(scenario.suppliers):
        mine, share = np.flatnonzero(supplier == row.supplier), shares.get(row.supplier)
        if share is not None:
            together = np.bincount(calls.purchases.period[mine], weights=of_use[mine], minlength=facts.periods)
            needed = np.divide(together[:, None], share, out=np.zeros(share.shape), where=share > 0)
            found[position] = np.ceil(needed.max(initial=0.0) - 1e-9)
        found[position] = max(found[position], row.booking_min, asked)
    return found


def _call_columns(frame: Frame) -> None:
    """One column per way to call, period and distinguishable past; draws that look alike share it: (call, D)."""
    purchases, draft = frame.calls.purchases, frame.draft
    labels = frame.common.nodes[purchases.period]
    counts = labels.max(axis=1) + 1
    first = np.cumsum(counts) - counts
    of_use = np.repeat(most_of_use(frame.facts, frame.calls) * frame.common.times, counts)
    made = draft.columns(CALL, (int(counts.sum()),), upper=of_use)
    draft.place(CALL, made[first[:, None] + labels], (lambda: frame.call_ids,))


def _call_costs(frame: Frame) -> None:
    facts, draft, trade = frame.facts, frame.draft, frame.calls
    rows = np.arange(trade.purchases.count)
    step = max(1, 4_000_000 // (frame.draws.count * len(COST_LINES)))
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        in_draws = payments.costs(facts, trade.purchases, part, trade.dating, frame.draws).sum(axis=2)
        draft.draw_cost("purchases", frame.every_draw[None, :], draft.names[CALL][part], in_draws)


def callable_shares(facts: Facts, calls: Trade) -> dict[str, NDArray[np.float64]]:
    """Supplier → (T, D) share of what is booked that can be called at best, over its offers that are called."""
    shares, scenario = _callable(facts, calls), facts.scenario
    found: dict[str, NDArray[np.float64]] = {}
    for offer, share in shares.items():
        supplier = scenario.offers[offer].supplier
        found[supplier] = np.maximum(found[supplier], share) if supplier in found else share
    return found


def _callable(facts: Facts, calls: Trade) -> dict[int, NDArray[np.float64]]:
    """Offer that is called → (T, D) share of what is booked that can be called; nothing outside of the framework."""
    available, scenario = availability(facts.scenario, facts.draws), facts.scenario
    found = {}
    for offer in np.unique(calls.purchases.offer).tolist():
        first, last = facts.booking_periods(scenario.supplier_index[scenario.offers[offer].supplier])
        window = np.zeros(facts.periods)
        window[first:last] = 1.0
        found[offer] = available[:, offer, :].T * window[:, None]
    return found


def _within_booking(frame: Frame) -> None:
    """All calls of a supplier within the best share of its offers; those of an offer within its own."""
    scenario, purchases = frame.facts.scenario, frame.calls.purchases
    shares = _callable(frame.facts, frame.calls)
    supplier = np.array([scenario.offers[offer].supplier for offer in purchases.offer])
    for name in scenario.supplier_index:
        mine = np.flatnonzero(supplier == name)
        if not len(mine):
            continue
        _limit(frame, mine, name, frame.common.available[name], "all")
        for offer in np.unique(purchases.offer[mine]).tolist():
            if (shares[offer] < frame.common.available[name]).any():
                of_offer = mine[purchases.offer[mine] == offer]
                _limit(frame, of_offer, name, shares[offer], scenario.offers[offer].offer)


def _limit(frame: Frame, calls: Index, supplier: str, share: NDArray[np.float64], who: str) -> None:
    """Calls of these lanes in each period and draw within a share of what is booked."""
    draft, book = frame.draft, frame.draft.names[BOOK][frame.facts.scenario.supplier_index[supplier]]
    rows = draft.rows("framework", share.shape, part=(supplier, who), upper=0.0)
    draft.entries(rows[frame.calls.purchases.period[calls]], draft.names[CALL][calls], 1.0)
    draft.entries(rows, book, -share)
