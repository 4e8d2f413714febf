"""From column values back to a plan and its cost lines."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from importplan.model.case import payments
from importplan.model.case.network import FlowKind
from importplan.model.case.queue_shares import split_queues
from importplan.model.families import capacity, fallbacks
from importplan.model.program.draft import LINE, PURCHASES, WAITING
from importplan.model.program.frame import Frame
from importplan.model.program.variables import (
    BACKLOG,
    BEYOND,
    BOOK,
    CALL,
    CALLED_BEYOND,
    FALLBACK,
    FLOW,
    FORGONE,
    LOST,
    MAKE,
    ORDER,
    QUALIFY_OFFER,
    QUALIFY_SUPPLIER,
    REEXPORT,
    SERVED,
    STOCK,
    WORKAROUND,
    Variable,
)
from importplan.plan.lines import COST_LINES
from importplan.plan.plan import CallOffLane, Plan, PlannedOrder, PlannedStart, QuotaPart, Recourse, SubstituteLane
from importplan.plan.solution import CostLines

Real = NDArray[np.float64]
NOTHING = 1e-7  # units below this are the solver's dust


def read_plan(frame: Frame, values: Real) -> Plan:
    """The plan that column values stand for. Orders by item, offer, payer, period."""
    scenario, purchases = frame.facts.scenario, frame.orders.purchases
    chosen = _chosen(frame, values)
    amount = values[frame.draft.names[ORDER][chosen]]
    rows = purchases.decided[chosen]
    # Of an order at a step of its price another step may hold a solver's dust.
    units: dict[tuple[int, int], float] = {}
    for row, quantity in zip(rows, amount.tolist(), strict=True):
        key = int(purchases.option[row]), int(purchases.period[row])
        units[key] = units.get(key, 0.0) + quantity
    orders = tuple(PlannedOrder(*key, quantity) for key, quantity in units.items())
    booked = values[frame.draft.names[BOOK]]
    return Plan(
        orders=orders,
        qualified_suppliers=capacity.qualified(frame, QUALIFY_SUPPLIER, values),
        qualified_offers=capacity.qualified(frame, QUALIFY_OFFER, values),
        bookings={
            row.supplier: float(units) for row, units in zip(scenario.suppliers, booked, strict=True) if units > NOTHING
        },
        opened_routes=tuple(dict.fromkeys(start.route for start in _planned(frame, values))),
        starts=tuple(_planned(frame, values)),
        recourse=_recourse(frame, values, rows),
    )


def _planned(frame: Frame, values: Real) -> Iterator[PlannedStart]:
    """What is to start on routes, by route, taker, period. A route on which nothing starts is not opened."""
    make = values[frame.draft.names[MAKE]]
    for number, lane in enumerate(frame.facts.network.start_lanes):
        for period in np.flatnonzero(make[number] > NOTHING).tolist():
            yield PlannedStart(lane.route, lane.firm, period, float(make[number, period]))


def _chosen(frame: Frame, values: Real) -> NDArray[np.int64]:
    purchases = frame.orders.purchases
    order = values[frame.draft.names[ORDER]]
    chosen = np.flatnonzero(order > NOTHING)
    rows = purchases.decided[chosen]
    keys = (purchases.period[rows], purchases.option[rows], purchases.offer[rows], purchases.item[rows])
    return chosen[np.lexsort(keys)]


def _recourse(frame: Frame, values: Real, rows: NDArray[np.int64]) -> Recourse:
    facts, names = frame.facts, frame.draft.names

    def by_draw(variable: Variable) -> Real:
        return np.maximum(values[names[variable]], 0.0).transpose(2, 0, 1)

    lost = np.zeros((frame.draws.count, len(facts.network.queues), facts.periods))
    lost[:, [p for p, queue in enumerate(facts.network.queues) if queue.lost_after_periods is not None]] = by_draw(LOST)
    relief = np.zeros_like(lost)
    relief[:, facts.relieved_queues] = by_draw(WORKAROUND)
    relief[:, facts.relieved_queues[frame.draft.about[FORGONE]]] -= by_draw(FORGONE)
    relief = np.maximum(relief, 0.0)  # the solver's dust
    waiting = split_queues(facts, by_draw(BACKLOG), lost, relief)
    options, calls = _calls(frame, values)
    parts, beyond = _beyond_quota(frame, values, rows, options)
    return Recourse(
        holdings=facts.network.stocks,
        stock=by_draw(STOCK),
        tiers=facts.needs.tiers,
        demand=waiting.demand,
        backlog=waiting.backlog,
        lost=waiting.lost,
        workaround=waiting.workaround,
        release_lanes=facts.network.release_lanes,
        release=by_draw(FLOW)[:, facts.network.of_kind(FlowKind.RELEASE)],
        call_off_lanes=options,
        call_offs=calls,
        quota_parts=parts,
        beyond_quota=beyond,
        start_lanes=facts.network.start_lanes,
        starts=by_draw(FLOW)[:, facts.network.on_routes],
        clearance_lanes=facts.clearance_lanes,
        cleared=np.concatenate(
            [by_draw(FLOW)[:, facts.network.of_kind(FlowKind.CLEARANCE)], by_draw(REEXPORT)], axis=1
        ),
        substitute_lanes=facts.network.substitute_lanes,
        substituted=_substituted(frame, by_draw(SERVED)),
    )


def _substituted(frame: Frame, served: Real) -> Real:
    """(D, lane, T) demand that substitutes serve, of what (D, service, T) each stock serves of queues of several."""
    network = frame.facts.network
    place = {lane: number for number, lane in enumerate(network.substitute_lanes)}
    found = np.zeros((frame.draws.count, len(place), frame.facts.periods))
    for number, service in enumerate(network.shared_services):
        stock, queue = network.stocks[service.stock], network.queues[service.queue]
        lane = place.get(SubstituteLane(queue.firm, stock.item, queue.item))
        if lane is not None:
            found[:, lane] += served[:, number]
    return found


def _calls(frame: Frame, values: Real) -> tuple[tuple[CallOffLane, ...], Real]:
    """Call-offs by lane (option): (D, lane, T)."""
    purchases = frame.calls.purchases
    options, lane = np.unique(purchases.option, return_inverse=True)
    amount = np.zeros((frame.draws.count, len(options), frame.facts.periods))
    if purchases.count:
        called = np.maximum(values[frame.draft.names[CALL]], 0.0)
        amount[:, lane, purchases.period] = called.T
    return tuple(CallOffLane(int(option)) for option in options), amount


def _beyond_quota(
    frame: Frame, values: Real, rows: NDArray[np.int64], lanes: tuple[CallOffLane, ...]
) -> tuple[tuple[QuotaPart, ...], Real]:
    """What was taxed beyond a quota, for orders of the plan, signed ones and calls."""
    draft, purchases = frame.draft, frame.orders.purchases
    amount = np.maximum(values[draft.names[BEYOND]], 0.0)
    order_of = {int(row): position for position, row in enumerate(rows)}
    signed_first = int(np.isnan(purchases.signed).sum())
    parts, kept = [], []
    seen: dict[int, int] = {}
    for position, row in enumerate(draft.about[BEYOND][0].tolist()):
        band = seen[row] = seen.get(row, -1) + 1
        if row >= signed_first:
            parts.append(QuotaPart(None, row - signed_first, band))
        elif row in order_of:
            parts.append(QuotaPart(order_of[row], None, band))
        else:
            continue
        kept.append(position)
    called, of_calls = _called_beyond(frame, values, lanes)
    return (*parts, *called), np.concatenate([amount[kept], of_calls]).T


def _called_beyond(frame: Frame, values: Real, lanes: tuple[CallOffLane, ...]) -> tuple[tuple[QuotaPart, ...], Real]:
    """The parts of calls, and (part, D) their units."""
    purchases, lane_of = frame.calls.purchases, {lane.option: number for number, lane in enumerate(lanes)}
    parts, seen = [], dict[int, int]()
    for row in frame.draft.about[CALLED_BEYOND][0].tolist():
        seen[row] = seen.get(row, -1) + 1
        call = lane_of[int(purchases.option[row])], int(purchases.period[row])
        parts.append(QuotaPart(None, None, seen[row], call))
    return tuple(parts), np.maximum(values[frame.draft.names[CALLED_BEYOND]], 0.0)


def cost_lines(frame: Frame, plan: Plan, values: Real) -> CostLines:
    """Cost by line: purchases line by line for what was bought, everything else from the columns."""
    draft = frame.draft
    known, by_draw = draft.known_constant.copy(), draft.draw_constant.copy()
    for line, position in LINE.items():
        if line not in (PURCHASES, WAITING):
            known[position] += draft.known_coefficients(position) @ values
            by_draw[:, position] += draft.draw_coefficients(position) @ values
    _add_orders(frame, values, known, by_draw)
    _add_calls(frame, values, by_draw)
    if frame.fallbacks.purchases.count:
        by_draw += np.tensordot(values[draft.names[FALLBACK]], fallbacks.costs(frame), axes=1)
    _add_waiting(frame, plan.recourse, by_draw)
    return CostLines(known, by_draw, frame.draws.weights)


def _add_orders(frame: Frame, values: Real, known: Real, by_draw: Real) -> None:
    trade = frame.orders
    chosen = _chosen(frame, values)
    if len(chosen):
        rows, units = trade.purchases.decided[chosen], values[frame.draft.names[ORDER][chosen]]
        planned = payments.costs(frame.facts, trade.purchases, rows, trade.planned, frame.no_outage)
        in_draws = payments.costs(frame.facts, trade.purchases, rows, trade.dating, frame.draws)
        known += np.tensordot(units, planned[:, 0], axes=1)
        by_draw += np.tensordot(units, in_draws - planned, axes=1)


def _add_calls(frame: Frame, values: Real, by_draw: Real) -> None:
    trade = frame.calls
    step = max(1, 4_000_000 // (frame.draws.count * len(COST_LINES)))
    for first in range(0, trade.purchases.count, step):
        rows = np.arange(first, min(first + step, trade.purchases.count))
        units = values[frame.draft.names[CALL][rows]]
        in_draws = payments.costs(frame.facts, trade.purchases, rows, trade.dating, frame.draws)
        by_draw += np.einsum("nd,ndl->dl", units, in_draws)


def _add_waiting(frame: Frame, recourse: Recourse, by_draw: Real) -> None:
    discount = frame.facts.discount[: frame.facts.periods]
    for position, tier in enumerate(recourse.tiers):
        late = recourse.backlog[:, position] - recourse.workaround[:, position]
        by_draw[:, LINE[f"shortage_{tier.priority}"]] += late @ discount * tier.shortage_cost_cny
