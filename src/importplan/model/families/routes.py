"""Routes. make <= most x open; waiting = waiting before + make - start; start <= inputs there.  Guide: `routes`.

The plan decides today which routes are opened and how many units are to start when, for whom. In each draw what starts
is the smaller of planned and there (`starting`). A program cannot say "the smaller of" without a yes or no in every
draw; it says that what waits is no more than what is missing of the inputs against the schedule without outages, on
which what is planned has its inputs. So where nothing is late all starts as planned, and elsewhere the optimum is a
bound: the plan is settled as it starts (`search.one_piece`), and where that makes a difference a stricter program says
"the smaller of" exactly.

Owns planned starts, opened routes and what waits to start, with the cost of opening and of local work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.network import Flow
from importplan.model.case.starting import (
    Slots,
    determined,
    failures,
    missing,
    on_schedule,
    openings,
    slots,
    untouched,
)
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index, Key
from importplan.model.program.variables import FLOW, HELD_BY, MAKE, OPEN_ROUTE, ORDER, STOCK, WAITS_TO_START

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
    discount = facts.discount[None, : facts.periods]
    local = np.array([flow.local_cny for flow in flows])[:, None] * discount
    draft.known_cost("local_value", make, local)
    draft.draw_cost("local_value", frame.every_draw, make[:, :, None], -local[:, :, None])
    start = draft.names[FLOW][network.on_routes]
    draft.draw_cost("local_value", frame.every_draw, start, local[:, :, None])
    _capacity(frame, flows, make, start, may.capacity)
    waits = _waiting(frame, flows, ids, make, start)
    if frame.held is None:
        _only_if_opened(frame, ids, make, [names.index(flow.route) for flow in flows], may)
        _planned_inputs(frame, flows, make)
        _wait_for_inputs(frame, flows, ids, waits)
        if frame.strict:
            _no_less_than_can(frame, flows, ids, waits, may)


def _only_if_opened(frame: Frame, ids: list[tuple[str, str]], make: Index, route: list[int], may: Slots) -> None:
    """Nothing on a route that is not opened; over all periods no more than can be of use."""
    opened = frame.draft.names[OPEN_ROUTE][route]
    rows = frame.draft.rows("open_route", make.shape, (ids, None), upper=0.0)
    frame.draft.entries(rows, make, 1.0)
    frame.draft.entries(rows, opened[:, None], -may.most)
    over_plan = frame.draft.rows("open_route", (len(ids),), (ids,), ("plan",), upper=0.0)
    frame.draft.entries(over_plan[:, None], make, 1.0)
    frame.draft.entries(over_plan, opened, -may.of_use)


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


@dataclass(frozen=True)
class _End:
    """What keeps more from starting once it is used up: nothing is left of some columns, each times its units."""

    columns: tuple[tuple[Index, float], ...]  # (T, draw)
    most: float


def _no_less_than_can(
    frame: Frame, flows: list[Flow], ids: list[tuple[str, str]], waits: list[Index], may: Slots
) -> None:
    """In every draw in which an input may be late something keeps more from starting: nothing waits, an input is used
    up once earlier flows and this one have taken, or so is the capacity of the route.

        left <= most x (1 - held_by) for each of them; sum of held_by >= 1
    """
    facts, draft = frame.facts, frame.draft
    fixed = determined(facts, frame.calls)
    for number, (flow, name) in enumerate(zip(flows, ids, strict=True)):
        if not fixed[number] or not flow.takes:
            continue
        every = frame.states.representatives(flow.source, 0)
        late = _may_be_late(frame, [each for each in flows if each.route == flow.route])[every]
        draw = every[late]
        waiting = _End(((waits[number][:, late], 1.0),), float(may.of_use[number]))
        ends = (waiting, *_used_up(frame, flows, number, draw))
        shape = (facts.periods, len(draw))
        held_by = draft.columns(HELD_BY, (len(ends) + 1, *shape), (None, None, draw), name, upper=1.0, whole=True)
        enough = draft.rows("held_by", shape, (None, draw), (*name, "any"), lower=1.0)
        draft.entries(enough[None], held_by, 1.0)
        for at, end in enumerate(ends):
            rows = draft.rows("held_by", shape, (None, draw), (*name, at), upper=end.most)
            draft.entries(rows, held_by[at], end.most)
            for column, units in end.columns:
                draft.entries(rows, column, units)
        _held_by_capacity(frame, flows, number, name, draw, held_by[-1], may)


def _used_up(frame: Frame, flows: list[Flow], number: int, draw: Index) -> Iterator[_End]:
    """Each input of a flow: what is in stock at the end of the period, and what later flows have taken in it."""
    stock, start = frame.draft.names[STOCK], frame.draft.names[FLOW][frame.facts.network.on_routes]
    most = _most_there(frame)
    for taken, _ in flows[number].takes:
        later = (
            (start[other][:, draw], units)
            for other, each in enumerate(flows)
            for used, units in each.takes
            if other > number and used == taken
        )
        yield _End(((stock[taken][:, draw], 1.0), *later), float(most[taken]))


def _held_by_capacity(
    frame: Frame, flows: list[Flow], number: int, name: tuple[str, str], draw: Index, held_by: Index, may: Slots
) -> None:
    """capacity x held_by <= what this flow and earlier ones start on the route; never without a capacity."""
    start, capacity = frame.draft.names[FLOW][frame.facts.network.on_routes], may.capacity[number]
    bounded = np.isfinite(capacity)
    rows = frame.draft.rows("held_by", held_by.shape, (None, draw), (*name, "capacity"), upper=0.0)
    frame.draft.entries(rows, held_by, np.where(bounded, capacity, 1.0)[:, None])
    for other, each in enumerate(flows[: number + 1]):
        if each.route == flows[number].route:
            frame.draft.entries(rows[bounded], start[other][bounded][:, draw], -1.0)


def _may_be_late(frame: Frame, flows: list[Flow]) -> Mask:
    """(D,) whether an input of some flows may come later than on the schedule."""
    holding, inputs = frame.orders.holding[frame.orders.purchases.decided], _inputs(flows)
    orders, signed = missing(frame.facts, frame.orders, np.flatnonzero(np.isin(holding, inputs)))
    found: Mask = np.logical_or((orders > 0).any(axis=(0, 1)), (signed[inputs] > 0).any(axis=(0, 1)))
    return found


def _inputs(flows: list[Flow]) -> list[int]:
    return sorted({stock for flow in flows for stock, _ in flow.takes})


def _most_there(frame: Frame) -> NDArray[np.float64]:
    """(stock,) units that are never exceeded in it: there at the start, signed, and all that may be ordered."""
    facts, trade = frame.facts, frame.orders
    signed = trade.signed_arrivals(facts).sum(axis=1).max(axis=1, initial=0.0)
    found: NDArray[np.float64] = facts.network.opening + signed
    rows = trade.purchases.decided
    kept = trade.holding[rows] >= 0
    np.add.at(found, trade.holding[rows][kept], frame.most[kept])
    return found
