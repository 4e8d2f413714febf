"""Framework. sum of calls[supplier, t] <= available[t] x book[supplier], in each draw.  Guide: `framework`.

Owns booked capacity (paid per unit and period, called or not) and call-offs, which depend on what has been seen.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from importplan.model.case import payments
from importplan.model.case.dated_purchases import Trade
from importplan.model.case.facts import Facts
from importplan.model.case.of_use import ROUNDING, calls_of_use
from importplan.model.families.orders import of_use_at_once
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index
from importplan.model.program.variables import BOOK, CALL, FRAMEWORK
from importplan.plan.lines import COST_LINES
from importplan.scenario.counting import planned_whole, whole_frameworks
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.dates.timeline import availability

Real = NDArray[np.float64]


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
    whole = frame.common.booked_whole
    most = np.where(whole, np.floor(most + ROUNDING), most)
    names = [row.supplier for row in suppliers]
    book = draft.columns(BOOK, (len(suppliers),), (names,), upper=most, whole=whole)
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


def booked_whole(scenario: Scenario) -> NDArray[np.bool_]:
    """(supplier,) whether what is booked is whole: all that can be called is planned in whole pieces."""
    whole = whole_frameworks(scenario, planned_whole(scenario))
    return np.array([row.supplier in whole for row in scenario.suppliers], dtype=bool)


def bookable(facts: Facts, calls: Trade, held: Mapping[str, float]) -> Real:
    """(supplier,) units per period beyond which booking more is of no use; not less than what a plan has booked.

    In no period and draw can more be of use than lets all be called that may be: the most of every stock that an offer,
    and all offers together, may serve, over the share of the booking that is available then. The smallest booking and
    what limits ask for are of use, too.
    """
    scenario, shares = facts.scenario, _callable(facts, calls)
    of_use, best = calls_of_use(facts, calls), callable_shares(facts, calls)
    of_offers: dict[str, list[Real]] = {}
    asked = sum(limit.value for limit in scenario.limits if limit.rule == "min_booked_capacity")
    found = np.array([max(row.booking_min, asked, held.get(row.supplier, 0.0)) for row in scenario.suppliers])
    found = np.where(booked_whole(scenario), np.ceil(found - ROUNDING), found)
    for offer, share in shares.items():
        supplier, stocks = scenario.offers[offer].supplier, np.zeros((facts.periods, len(facts.network.stocks)))
        rows = np.flatnonzero((calls.purchases.offer == offer) & (calls.holding >= 0))
        np.maximum.at(stocks, (calls.purchases.period[rows], calls.holding[rows]), of_use[rows])
        of_offers.setdefault(supplier, []).append(stocks)
        position = scenario.supplier_index[supplier]
        found[position] = max(found[position], _booked_for(stocks, share))
    for supplier, each in of_offers.items():
        position = scenario.supplier_index[supplier]
        found[position] = max(found[position], _booked_for(np.maximum.reduce(each), best[supplier]))
    return found


def _booked_for(stocks: Real, share: Real) -> float:
    """What lets all that (T, stock) can use be called in every period and draw in which anything can, (T, D) share."""
    needed = np.divide(stocks.sum(axis=1)[:, None], share, out=np.zeros_like(share), where=share > 0.0)
    return float(np.ceil(needed.max(initial=0.0) - ROUNDING))


def _call_columns(frame: Frame) -> None:
    """One column per way to call, period and distinguishable past; draws that look alike share it: (call, D).

    Under given draws calls of pieces are whole. Under sampled ones a rule calls them, in whole pieces (`calling`), and
    the program that sees more is a bound: a call in parts of pieces makes it no better, and much quicker.
    """
    purchases, draft = frame.calls.purchases, frame.draft
    pieces = np.array([item.whole_units for item in frame.facts.scenario.items], dtype=bool)[purchases.item]
    labels = frame.common.nodes[purchases.period]
    counts = labels.max(axis=1) + 1
    first = np.cumsum(counts) - counts
    of_use = np.repeat(calls_of_use(frame.facts, frame.calls) * frame.common.times, counts)
    whole = np.repeat(pieces & frame.draws.given, counts)
    made = draft.columns(CALL, (int(counts.sum()),), upper=of_use, whole=whole)
    calls = draft.place(CALL, made[first[:, None] + labels], (lambda: frame.call_ids,))
    if frame.held is None and frame.called is None:
        of_use_at_once(frame, frame.calls, "calls", calls, calls_of_use(frame.facts, frame.calls) * frame.common.times)


def _call_costs(frame: Frame) -> None:
    facts, draft, trade = frame.facts, frame.draft, frame.calls
    rows = np.arange(trade.purchases.count)
    step = max(1, 4_000_000 // (frame.draws.count * len(COST_LINES)))
    for start in range(0, len(rows), step):
        part = rows[start : start + step]
        in_draws = payments.costs(facts, trade.purchases, part, trade.dating, frame.draws).sum(axis=2)
        draft.draw_cost("purchases", frame.every_draw[None, :], draft.names[CALL][part], in_draws)


def callable_shares(facts: Facts, calls: Trade) -> dict[str, Real]:
    """Supplier → (T, D) share of what is booked that can be called at best, over its offers that are called."""
    shares, scenario = _callable(facts, calls), facts.scenario
    found: dict[str, Real] = {}
    for offer, share in shares.items():
        supplier = scenario.offers[offer].supplier
        found[supplier] = np.maximum(found[supplier], share) if supplier in found else share
    return found


def _callable(facts: Facts, calls: Trade) -> dict[int, Real]:
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


def _limit(frame: Frame, calls: Index, supplier: str, share: Real, who: str) -> None:
    """Calls of these lanes in each period and draw within a share of what is booked."""
    draft, book = frame.draft, frame.draft.names[BOOK][frame.facts.scenario.supplier_index[supplier]]
    rows = draft.rows("framework", share.shape, part=(supplier, who), upper=0.0)
    draft.entries(rows[frame.calls.purchases.period[calls]], draft.names[CALL][calls], 1.0)
    draft.entries(rows, book, -share)
