"""From a case and its draws to the frame with every constraint family in it: the table of contents of the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.model.case.calling import Calling, calling
from importplan.model.case.dated_purchases import Trade, fallbacks, trade
from importplan.model.case.facts import Facts
from importplan.model.case.network import Network
from importplan.model.case.of_use import calls_of_use, orders_of_use
from importplan.model.case.purchases import steps_of, units_ordered
from importplan.model.case.seen_so_far import seen
from importplan.model.case.starting import determined, openings, ordered_instead, planned_on, starts
from importplan.model.case.states import States, states
from importplan.model.families import FAMILIES, diversification, framework, other_limits, storage
from importplan.model.families.capacity import asked
from importplan.model.families.quota import left_to_calls
from importplan.model.program.basis import Basis, Common
from importplan.model.program.blocks import Piece, gathered, piece
from importplan.model.program.draft import Draft
from importplan.model.program.frame import Frame
from importplan.model.program.variables import (
    BOOK,
    CALL,
    FALLBACK,
    FLOW,
    INSTEAD,
    LOT,
    MAKE,
    OPEN_ROUTE,
    ORDER,
    QUALIFY_OFFER,
    QUALIFY_SUPPLIER,
    Variable,
)
from importplan.plan.call_rule import ways_of
from importplan.plan.plan import Plan
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.dates.timeline import availability
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.sample import nominal

DATES = 1_500_000  # shipments x draws that are dated at one time: some 60 bytes each


def build(
    scenario: Scenario,
    landed: LandedTable,
    draws: DrawSet,
    merge: bool = True,
    keep: Plan | None = None,
    loose: bool = False,
    by_rule: bool = True,
    network: Network | None = None,
    times: float = 1.0,
    called: NDArray[np.float64] | None = None,
) -> Frame:
    """The frame with all families.

    `merge` lets draws that look alike share columns, else the extensive form; `keep` holds a plan's decisions of
    today, so that only what follows is decided, and under sampled draws calls by its rule, none without one; `called`
    (call, D) holds what is called, and nothing else; `loose` is the smaller program of `loosened`, for a bound; without
    `by_rule` draws share columns only where that changes nothing (`states`). `network` stands in place of the case's
    own stocks, flows and queues; orders and calls may be `times` the most that can be of use.
    """
    basis = basis_of(scenario, landed, draws, merge, keep, loose, by_rule, network, times, called=called)
    return frame_of(basis, keep)


def frame_of(basis: Basis, keep: Plan | None = None) -> Frame:
    """The frame of a case, or of a part of one, with all families."""
    given = {each.name: getattr(basis, each.name) for each in fields(Basis)}
    frame = Frame(**given, draft=Draft(basis.draws.count, basis.common.money))
    for add in FAMILIES.values():
        add(frame)
    called = basis.called
    if keep is not None:
        _hold(frame, keep)
        _start(frame, keep)
        if not basis.draws.given and frame.calls.purchases.count:
            calls = calling_of(frame, keep, ways_of(keep.call_rule))
            called = calls.course(calls.levels(keep.call_rule)).called
    if called is not None and len(called):
        frame.draft.fix(frame.draft.names[CALL], called)
    return frame


def calling_of(frame: Frame, plan: Plan, ways: Sequence[int]) -> Calling:
    """What the calls of a plan depend on; `ways` are the options that call, in their order."""
    return calling(frame.facts, frame.orders, frame.calls, frame.fallbacks, plan, ways, left_to_calls(frame, plan))


def called_in(basis: Basis, plan: Plan) -> NDArray[np.float64]:
    """(call, D) what is called in the draws on which a plan was settled."""
    lane = {way.option: at for at, way in enumerate(plan.recourse.call_off_lanes)}
    purchases = basis.calls.purchases
    found = np.zeros((purchases.count, basis.draws.count))
    for row, (option, period) in enumerate(zip(purchases.option.tolist(), purchases.period.tolist(), strict=True)):
        if option in lane:
            found[row] = plan.recourse.call_offs[:, lane[option], period]
    return found


def basis_of(
    scenario: Scenario,
    landed: LandedTable,
    draws: DrawSet,
    merge: bool = True,
    keep: Plan | None = None,
    loose: bool = False,
    by_rule: bool = True,
    network: Network | None = None,
    times: float = 1.0,
    gives_way: bool = False,
    called: NDArray[np.float64] | None = None,
    strict: bool = False,
) -> Basis:
    """What the program of a case is written from, given as to `build`; `blocks` takes it apart.

    With `gives_way` budgets are overrun where what is held leaves nothing else; `strict` says exactly what starts on
    routes (`families.routes`).
    """
    facts = Facts(scenario, landed, draws, network)
    no_outage = nominal(facts.scenario)
    calls, instead = trade(facts, "framework", no_outage), fallbacks(facts, no_outage)
    only = None if keep is None else steps_of(scenario, landed, keep.orders)
    orders = trade(facts, "order", no_outage, only)
    whole = Piece(facts, orders, calls, instead, no_outage)
    held = None
    if keep is None:
        shared, most = _states_and_use(whole, merge, by_rule, times)
    else:
        held = units_ordered(scenario, landed, orders.purchases, keep.orders)[orders.purchases.decided]
        shared, most = states(facts, orders, calls, merge, by_rule, instead), held
    common = Common(
        money=unit_of_money(facts),
        bookable=framework.bookable(facts, calls, {} if keep is None else keep.bookings) * times,
        booked_whole=framework.booked_whole(facts.scenario),
        states=shared,
        nodes=_nodes(facts, calls, called is not None or (keep is not None and not draws.given)),
        available=framework.callable_shares(facts, calls),
        rooms=storage.rooms(facts, shared, orders, calls, most, calls_of_use(facts, calls) * times),
        sellers=diversification.sellers(facts, orders, calls),
        times=times,
        unheld=other_limits.unheld(facts),
    )
    return Basis(facts, orders, calls, instead, no_outage, held, most, common, loose, gives_way, called, strict)


def _states_and_use(whole: Piece, merge: bool, by_rule: bool, times: float) -> tuple[States, NDArray[np.float64]]:
    """Which draws share columns, and (order,) what can be of use of each order at most, `times` as much.

    In a large case group by group: the dates of all its purchases in all draws never stand side by side.
    """
    facts, purchases = whole.facts, whole.orders.purchases
    dates = len(whole.orders.shipments.offer) * facts.draws.count
    if not merge or dates <= DATES:
        shared = states(facts, whole.orders, whole.calls, merge, by_rule, whole.fallbacks)
        return shared, orders_of_use(facts, whole.orders, times)
    most = np.zeros(len(purchases.decided))
    label = np.zeros((len(facts.network.stocks), facts.periods, facts.draws.count), dtype=np.int64)
    merged, alike = (np.zeros(len(label), dtype=bool) for _ in range(2))
    item_of = purchases.item[purchases.decided]
    for names in gathered(whole, max(1, len(facts.scenario.items) * DATES // dates)):
        part = piece(facts, whole.no_outage, names)
        own = states(part.facts, part.orders, part.calls, merge, by_rule, part.fallbacks)
        mine = np.array([facts.scenario.item_index[name] for name in names], dtype=np.int64)
        stocks = np.flatnonzero(np.isin(facts.stock_item, mine))
        label[stocks], merged[stocks], alike[stocks] = own.label, own.merged, own.by_rule
        most[np.isin(item_of, mine)] = orders_of_use(part.facts, part.orders, times)
    return States(label, merged, alike), most


def _nodes(facts: Facts, calls: Trade, apart: bool) -> NDArray[np.int64]:
    if apart:
        return np.broadcast_to(np.arange(facts.draws.count), (facts.periods, facts.draws.count))
    if calls.purchases.count:
        return seen(facts, availability(facts.scenario, facts.draws))
    return np.zeros((facts.periods, facts.draws.count), dtype=np.int64)


def unit_of_money(facts: Facts) -> float:
    """A power of ten near the typical value of a unit of demand, in CNY."""
    values = facts.landed.reference_value_cny
    worth = values[values > 0]
    return float(10.0 ** np.floor(np.log10(np.median(worth)))) if len(worth) else 1.0


def _make_of(frame: Frame, plan: Plan) -> NDArray[np.float64]:
    return planned_on(frame.facts, plan.starts)


def _start(frame: Frame, plan: Plan) -> None:
    """Start on routes what a plan starts, wherever that follows from what it decides."""
    if not plan.starts:
        return
    assert frame.held is not None
    fixed = np.flatnonzero(determined(frame.facts, frame.calls))
    started = starts(frame.facts, frame.orders, frame.held, _make_of(frame, plan))
    for number in fixed.tolist():
        frame.draft.fix(frame.draft.names[FLOW][frame.facts.network.on_routes[number]], started[number])


def decided(frame: Frame, plan: Plan) -> dict[Variable, NDArray[np.float64]]:
    """What a plan decides, as values of the columns of today; orders that have no column are left out."""
    scenario, purchases = frame.facts.scenario, frame.orders.purchases
    said = {
        ORDER: units_ordered(scenario, frame.facts.landed, purchases, plan.orders)[purchases.decided],
        QUALIFY_SUPPLIER: np.isin(asked(scenario.suppliers), plan.qualified_suppliers).astype(float),
        QUALIFY_OFFER: np.isin(asked(scenario.offers), plan.qualified_offers).astype(float),
        BOOK: np.array([plan.bookings.get(row.supplier, 0.0) for row in scenario.suppliers]),
        MAKE: _make_of(frame, plan),
        OPEN_ROUTE: np.isin([each.route for each in openings(frame.facts)], plan.opened_routes).astype(float),
    }
    return {variable: said[variable] for variable in frame.draft.chosen}


def _hold(frame: Frame, plan: Plan) -> None:
    """Hold what makes up a plan, and that its orders are placed; calls of given draws stay free."""
    draft = frame.draft
    for variable, values in (decided(frame, plan) | {ORDER: draft.upper_of(draft.names[ORDER])}).items():
        draft.fix(draft.names[variable], values)
    draft.fix(draft.names[LOT], np.ones(len(draft.names[LOT])))
    instead = ordered_instead(frame.facts, plan)
    draft.fix(draft.names[FALLBACK], instead)
    draft.fix(draft.names[INSTEAD], (instead[draft.about[INSTEAD]] > 0.0).astype(float))
