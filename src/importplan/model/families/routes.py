"""Routes. make <= most x open; waiting = waiting before + make - start; start <= inputs there.  Guide: `routes`.

The plan decides today which routes are opened and how many units are to start when, for whom. In each draw what starts
is the smaller of planned and there (`starting`). A program cannot say "the smaller of" without a yes or no in every
draw; it says that what waits is no more than what is missing of the inputs against the schedule without outages, on
which what is planned has its inputs. So where nothing is late all starts as planned, and elsewhere the optimum is a
bound: the plan is settled as it starts (`search.solve`).

Owns planned starts, opened routes and what waits to start, with the cost of opening and of local work.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.network import Flow
from importplan.model.case.starting import determined, failures, missing, on_schedule, openings, slots, untouched
from importplan.model.families.fallbacks import link
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index, Key
from importplan.model.program.variables import FLOW, MAKE, OPEN_ROUTE, ORDER, WAITS_TO_START

Mask = NDArray[np.bool_]


def add(frame: Frame) -> None:
    """Add what may be opened, planned and started on routes."""
    facts, draft, network = frame.facts, frame.draft, frame.facts.network
    flows = [network.flows[position] for position in network.on_routes]
    ids = [(lane.route, lane.firm) for lane in network.start_lanes]
    opened, may = openings(facts), slots(facts, frame.common.times)
    make = draft.columns(MAKE, may.most.shape, (ids, None), upper=may.most, whole=may.whole[:, None])
    names = [each.route for each in opened]
    route = draft.columns(OPEN_ROUTE, (len(opened),), (names,), upper=1.0, whole=True)
    draft.known_cost("route_opening", route, [each.cost_cny * facts.discount[each.period] for each in opened])
    if not flows:
        return
    link(frame)
    discount = facts.discount[None, : facts.periods]
    local = np.array([flow.local_cny for flow in flows])[:, None] * discount
    draft.known_cost("local_value", make, local)
    draft.draw_cost("local_value", frame.every_draw, make[:, :, None], -local[:, :, None])
    start = draft.names[FLOW][network.on_routes]
    draft.draw_cost("local_value", frame.every_draw, start, local[:, :, None])
    _capacity(frame, flows, make, start, may.capacity)
    waits = _waiting(frame, flows, ids, make, start)
    if frame.held is None:
        _only_if_opened(frame, ids, make, [names.index(flow.route) for flow in flows], may.most)
        _planned_inputs(frame, flows, make)
        _wait_for_inputs(frame, flows, ids, waits)


def _only_if_opened(
    frame: Frame, ids: list[tuple[str, str]], make: Index, route: list[int], most: NDArray[np.float64]
) -> None:
    rows = frame.draft.rows("open_route", make.shape, (ids, None), upper=0.0)
    frame.draft.entries(rows, make, 1.0)
    frame.draft.entries(rows, frame.draft.names[OPEN_ROUTE][route][:, None], -most)


def _capacity(frame: Frame, flows: list[Flow], make: Index, start: Index, capacity: NDArray[np.float64]) -> None:
    """What is planned, and what starts, of a route for all who need it within its capacity."""
    for name in dict.fromkeys(flow.route for flow in flows):
        mine = np.flatnonzero([flow.route == name for flow in flows])
        if not np.isfinite(capacity[mine[0]]).all():
            continue
        rows = frame.draft.rows("route_capacity", (frame.facts.periods,), part=(name,), upper=capacity[mine[0]])
        frame.draft.entries(rows, make[mine], 1.0)
        if flows[mine[0]].takes:
            draw = frame.states.representatives(flows[mine[0]].source, 0)
            upper = np.repeat(capacity[mine[0]][:, None], len(draw), axis=1)
            rows = frame.draft.rows("route_capacity", upper.shape, (None, draw), (name, "draw"), upper=upper)
            frame.draft.entries(rows, start[mine][:, :, draw], 1.0)


def _waiting(frame: Frame, flows: list[Flow], ids: list[tuple[str, str]], make: Index, start: Index) -> list[Index]:
    """waiting = waiting before + planned - started, (T, course) by flow; nothing waits without inputs."""
    found, shape, proven = [], (frame.facts.periods,), ~failures(frame.facts)
    for number, (flow, name) in enumerate(zip(flows, ids, strict=True)):
        draw = frame.states.representatives(flow.source, 0)
        most = np.inf if flow.takes else 0.0
        waits = frame.draft.columns(WAITS_TO_START, (*shape, len(draw)), (None, draw), name, upper=most)
        rows = frame.draft.rows("waits_to_start", waits.shape, (None, draw), name, lower=0.0, upper=0.0)
        frame.draft.entries(rows, waits, 1.0)
        frame.draft.entries(rows[1:], waits[:-1], -1.0)
        frame.draft.entries(rows, make[number][:, None], -1.0 * proven[number, draw])
        frame.draft.entries(rows, start[number][:, draw], 1.0)
        found.append(waits)
    return found


def _planned_inputs(frame: Frame, flows: list[Flow], make: Index) -> None:
    """What is planned has its inputs on the schedule without outages: units x planned so far <= there by then."""
    facts, trade = frame.facts, frame.orders
    alone, (shares, beside) = untouched(facts, frame.calls), on_schedule(facts, trade)
    holding = trade.holding[trade.purchases.decided]
    up_to = np.tri(facts.periods)
    for stock in sorted({stock for flow in flows for stock, _ in flow.takes if alone[stock]}):
        name: Key = facts.network.stock_ids[stock]
        rows = frame.draft.rows("planned_inputs", (facts.periods,), part=name, upper=beside[stock])
        mine = np.flatnonzero(holding == stock)
        frame.draft.entries(rows[None], frame.draft.names[ORDER][mine][:, None], -shares[mine])
        for number, flow in enumerate(flows):
            for taken, units in flow.takes:
                if taken == stock:
                    frame.draft.entries(rows[:, None], make[number][None], units * up_to)


def _wait_for_inputs(frame: Frame, flows: list[Flow], ids: list[tuple[str, str]], waits: list[Index]) -> None:
    """What waits <= what is missing of its inputs against the schedule (+ what waited before, for a capacity)."""
    facts, trade, draft = frame.facts, frame.orders, frame.draft
    fixed, holding = determined(facts, frame.calls), trade.holding[trade.purchases.decided]
    limited = {row.route for row in facts.scenario.routes if row.capacity_per_period is not None}
    for number, (flow, name) in enumerate(zip(flows, ids, strict=True)):
        if not fixed[number] or not flow.takes:
            continue
        draw = frame.states.representatives(flow.source, 0)
        mine = np.flatnonzero(np.isin(holding, [stock for stock, _ in flow.takes]))
        late, signed = missing(facts, trade, mine)
        units = dict(flow.takes)
        upper = sum(signed[stock][:, draw] / each for stock, each in flow.takes)
        rows = draft.rows("waits_for_inputs", (facts.periods, len(draw)), (None, draw), name, upper=upper)
        draft.entries(rows, waits[number], 1.0)
        if flow.route in limited:
            for other, each in enumerate(flows):
                if each.route == flow.route:
                    draft.entries(rows[1:], waits[other][:-1], -1.0)
        each_unit = np.array([units[int(stock)] for stock in holding[mine]])[:, None, None]
        column = draft.names[ORDER][mine][:, None, None]
        draft.entries(rows[None], column, -late[:, :, draw] / each_unit)
