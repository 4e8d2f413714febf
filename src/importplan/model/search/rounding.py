"""From a plan in parts of machines to one in whole machines: what is rounded off one order is carried to the next.

The optimum without whole units spreads a machine over sellers and periods. Rounded one by one its orders would all
vanish or all be bought; carried along, each stock gets what it got, at most part of a unit earlier or later.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.purchases import units_ordered
from importplan.model.families import capacity
from importplan.model.program.frame import Frame
from importplan.model.program.variables import (
    BOOK,
    LOT,
    MAKE,
    OPEN_ROUTE,
    ORDER,
    QUALIFY_OFFER,
    QUALIFY_SUPPLIER,
    Variable,
)
from importplan.plan.plan import DUST, Plan
from importplan.scenario.counting import whole_frameworks

Real = NDArray[np.float64]
Decisions = dict[Variable, Real]


def decisions(frame: Frame, values: Real, early: float) -> Decisions:
    """Decisions of today in whole units near `values`.

    `early` from 0 to 1 is the part of a unit that is rounded up: 0.5 to the nearest, 0.9 a machine too early rather
    than too late. What is decided in part (a qualification) is decided; what follows is left to the solver.
    """
    draft, whole = frame.draft, frame.draft.whole
    found: Decisions = {}
    for variable in draft.chosen:
        if variable in (MAKE, OPEN_ROUTE):
            continue  # what starts hangs on whole orders of its inputs: that is settled with them
        columns = draft.names[variable]
        found[variable] = np.where(whole[columns], np.ceil(values[columns] - DUST), values[columns])
    return found | {ORDER: _orders(frame, values[draft.names[ORDER]], early)}


def _orders(frame: Frame, units: Real, early: float) -> Real:
    trade = frame.orders
    rows = trade.purchases.decided
    upper = frame.draft.upper_of(frame.draft.names[ORDER])
    found = units.copy()
    whole = np.array([item.whole_units for item in frame.facts.scenario.items], dtype=bool)[trade.purchases.item[rows]]
    holding, period = trade.holding[rows], trade.purchases.period[rows]
    for stock in np.unique(holding[whole]):
        mine = np.flatnonzero((holding == stock) & whole & (units > DUST))
        carried = 0.0
        for order in mine[np.argsort(period[mine], kind="stable")]:
            wanted = units[order] + carried
            offer = frame.facts.scenario.offers[trade.purchases.offer[rows[order]]]
            least = max(offer.min_order, trade.purchases.from_units[rows[order]])
            placed = _placed(wanted, early, offer.lot_size or 1.0, least)
            found[order] = max(0.0, min(placed, np.floor(upper[order])))
            carried = wanted - found[order]
    return np.where(whole & (units <= DUST), 0.0, found)


def _placed(wanted: float, early: float, lot: float, least: float) -> float:
    """Whole lots near what is wanted; no order below the smallest one."""
    placed = float(np.floor(wanted / lot + early + DUST)) * lot
    if 0 < placed < least:
        return least if wanted >= least / 2 else 0.0
    return placed


def of_other_offers(frame: Frame, values: Real) -> NDArray[np.bool_]:
    """(column,) orders and lots in whole units of offers that a payer does not order from in `values`."""
    draft, purchases = frame.draft, frame.orders.purchases
    rows = purchases.decided
    series = purchases.offer * (int(purchases.payer.max(initial=0)) + 1) + purchases.payer
    used = np.unique(series[rows][values[draft.names[ORDER]] > DUST])
    found = np.zeros(draft.columns_count, dtype=bool)
    found[draft.names[ORDER]] = ~np.isin(series[rows], used)
    found[draft.names[LOT]] = ~np.isin(series[draft.about[LOT]], used)
    free: NDArray[np.bool_] = found & draft.whole
    return free


def stay_near(frame: Frame, plan: Plan | None) -> None:
    """Let a program order and book only what a plan in parts of pieces rounds to, and qualify whom it qualifies.

    Every order of a piece is one of the whole numbers beside the plan's, and so is the sum of those of an offer and
    payer, over all treatments, up to every period. What need not be whole is free. Without a plan nothing is asked.
    """
    if plan is None:
        return
    scenario, draft, purchases = frame.facts.scenario, frame.draft, frame.orders.purchases
    rows = purchases.decided
    units = units_ordered(scenario, frame.facts.landed, purchases, plan.orders)[rows]
    pieces = np.array([item.whole_units for item in scenario.items], dtype=bool)[purchases.item[rows]]
    order = draft.names[ORDER]
    low, high = np.floor(units + DUST), np.ceil(units - DUST)
    draft.narrow(order[pieces], low[pieces], high[pieces])
    series = np.stack([purchases.offer[rows], purchases.payer[rows]], axis=1)
    for number, one in enumerate(np.unique(series[pieces & (high > low)], axis=0)):
        mine = np.flatnonzero((series == one).all(axis=1))
        periods = np.unique(purchases.period[rows[mine]])
        up_to = purchases.period[rows[mine]][None, :] <= periods[:, None]
        total = up_to @ units[mine]
        row = draft.rows(
            "signing", (len(periods),), part=(number,), lower=np.floor(total + DUST), upper=np.ceil(total - DUST)
        )
        at, of = np.nonzero(up_to)
        draft.entries(row[at], order[mine[of]], 1.0)
    pieces_alone = whole_frameworks(scenario)
    frameworks = [
        (at, plan.bookings.get(row.supplier, 0.0))
        for at, row in enumerate(scenario.suppliers)
        if row.supplier in pieces_alone
    ]
    if frameworks:
        places, booked = (np.array(values) for values in zip(*frameworks, strict=True))
        draft.narrow(draft.names[BOOK][places], np.floor(booked + DUST), np.ceil(booked - DUST))
    for variable, asked, names in (
        (QUALIFY_SUPPLIER, scenario.suppliers, plan.qualified_suppliers),
        (QUALIFY_OFFER, scenario.offers, plan.qualified_offers),
    ):
        paid = np.isin(capacity.asked(asked), names).astype(float)
        draft.narrow(draft.names[variable], paid, paid)
