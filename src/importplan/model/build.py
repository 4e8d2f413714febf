"""From a case and its draws to the frame with every constraint family in it: the table of contents of the model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.landed.table import LandedTable
from importplan.model.draft import Draft
from importplan.model.facts import Facts
from importplan.model.families import FAMILIES
from importplan.model.families.capacity import asked
from importplan.model.frame import Frame, unit_of_money
from importplan.model.network import Network
from importplan.model.nodes import seen
from importplan.model.states import states
from importplan.model.trade import Trade, trade
from importplan.model.variables import BOOK, LOT, ORDER, QUALIFY_OFFER, QUALIFY_SUPPLIER
from importplan.plan.plan import Plan
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.draw_set import DrawSet
from importplan.uncertainty.sample import nominal
from importplan.uncertainty.timeline import availability


def build(
    scenario: Scenario,
    landed: LandedTable,
    draws: DrawSet,
    merge: bool = True,
    keep: Plan | None = None,
    loose: bool = False,
    by_rule: bool = True,
    network: Network | None = None,
) -> Frame:
    """The frame with all families.

    `merge` lets draws that look alike share columns, else the extensive form; `keep` holds a plan's decisions of
    today, so that only what follows is decided; `loose` is the smaller program of `loosened`, for a bound; without
    `by_rule` draws share columns only where that changes nothing (`states`). `network` stands in place of the case's
    own stocks, flows and queues.
    """
    facts = Facts(scenario, landed, draws, network)
    no_outage = nominal(scenario)
    calls = trade(facts, "framework", no_outage)
    if calls.purchases.count:
        nodes = seen(facts, availability(scenario, draws))
    else:
        nodes = np.zeros((facts.periods, draws.count), dtype=np.int64)
    draft = Draft(draws.count, unit_of_money(facts))
    only = None if keep is None else frozenset((order.option, order.period) for order in keep.orders)
    orders = trade(facts, "order", no_outage, only)
    held = None if keep is None else _units_of(keep, orders)
    shared = states(facts, orders, calls, merge, by_rule)
    frame = Frame(facts, draft, orders, calls, shared, no_outage, held, nodes, loose)
    for add in FAMILIES.values():
        add(frame)
    if keep is not None:
        _hold(frame, keep)
    return frame


def _units_of(plan: Plan, orders: Trade) -> NDArray[np.float64]:
    purchases = orders.purchases
    quantity = {(order.option, order.period): order.quantity for order in plan.orders}
    rows = purchases.decided
    keys = zip(purchases.option[rows].tolist(), purchases.period[rows].tolist(), strict=True)
    return np.array([quantity[key] for key in keys], dtype=np.float64)


def _hold(frame: Frame, plan: Plan) -> None:
    """Hold what makes up a plan, and that its orders are placed; call-offs stay free."""
    scenario, draft = frame.facts.scenario, frame.draft
    said = {
        ORDER: draft.upper_of(draft.names[ORDER]),
        QUALIFY_SUPPLIER: np.isin(asked(scenario.suppliers), plan.qualified_suppliers).astype(float),
        QUALIFY_OFFER: np.isin(asked(scenario.offers), plan.qualified_offers).astype(float),
        BOOK: np.array([plan.bookings.get(row.supplier, 0.0) for row in scenario.suppliers]),
    }
    for variable in draft.chosen:
        draft.fix(draft.names[variable], said[variable])
    draft.fix(draft.names[LOT], np.ones(len(draft.names[LOT])))
