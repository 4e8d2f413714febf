"""From plans of all blocks to one plan of the case, with its cost lines: the parts are read back one by one."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.program.basis import Basis
from importplan.model.program.frame import Frame
from importplan.model.program.read_back import cost_lines, read_plan
from importplan.model.search.generation.blocks import Frames
from importplan.model.search.generation.groups import Chosen
from importplan.model.search.generation.master import Master
from importplan.plan.plan import CallOffLane, ClearanceLane, Plan, PlannedOrder, QuotaPart, Recourse
from importplan.plan.solution import CostLines

Real = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class GatheredPlan:
    """One plan, what it costs, and how large the programs of its blocks are together."""

    plan: Plan
    costs: CostLines
    size: dict[str, int]


@dataclass(frozen=True)
class _Part:
    """The plan of a part of the case, and where its options, stocks, tiers and signed orders stand in the whole."""

    plan: Plan
    options: Whole
    stocks: Whole
    tiers: Whole
    signed: Whole


def gathered(frames: Frames, master: Master, chosen: Chosen) -> GatheredPlan:
    """Read every block's plan back and put them together."""
    basis, x0 = frames.basis, chosen.x0.copy()
    whole = _Whole(basis)
    apart = frames.of(())  # its columns are the first of x0
    known_to_all = apart.draft.columns_count
    nothing, alone, _ = _read(basis, (), apart, x0[:known_to_all])
    known, by_draw = alone.known.copy(), alone.by_draw.copy()
    size: dict[str, int] = {}
    for plan in chosen.plans:
        block = master.blocks[plan.block]
        part, costs, of_part = _read(basis, block.items, frames.of(block.items), block.in_part(plan.values, x0))
        # What only several parts have in common (room in a store) counts in the first of them.
        x0[block.joint[block.joint >= known_to_all]] = 0.0
        whole.add(part)
        known += costs.known - alone.known
        by_draw += costs.by_draw - alone.by_draw
        size = {key: size.get(key, 0) + count for key, count in of_part.items()}
    return GatheredPlan(whole.plan(nothing.plan), replace(alone, known=known, by_draw=by_draw), size)


def _read(basis: Basis, items: tuple[str, ...], frame: Frame, values: Real) -> tuple[_Part, CostLines, dict[str, int]]:
    facts, kept = basis.facts, frozenset(items)
    chosen = np.array([row.item in kept for row in facts.scenario.items], dtype=bool)
    offers = {row.offer for row in facts.scenario.offers if row.item in kept}
    plan = read_plan(frame, values)
    part = _Part(
        plan,
        options=np.flatnonzero(chosen[facts.terms.option_item]),
        stocks=np.flatnonzero(chosen[facts.stock_item]),
        tiers=_positions([tier.item in kept for tier in facts.needs.tiers]),
        signed=_positions([row.offer in offers for row in facts.scenario.open_orders]),
    )
    return part, cost_lines(frame, plan, values), frame.draft.size


def _positions(chosen: list[bool]) -> Whole:
    return np.flatnonzero(np.array(chosen, dtype=bool)).astype(np.int64)


class _Whole:
    """The plan of the case, part by part: what follows in draws is put in its place at once, and let go of."""

    def __init__(self, basis: Basis) -> None:
        self._basis, facts, draws = basis, basis.facts, basis.draws.count
        network, tiers = facts.network, facts.needs.tiers
        self._lane_of = {(lane.holding, lane.firm): number for number, lane in enumerate(network.release_lanes)}
        self._made = {lane: number for number, lane in enumerate(network.start_lanes)}
        self._parts: list[_Part] = []
        self._stock = np.zeros((draws, len(network.stocks), facts.periods))
        self._demand, self._backlog, self._lost, self._workaround = (
            np.zeros((draws, len(tiers), facts.periods)) for _ in range(4)
        )
        self._release = np.zeros((draws, len(self._lane_of), facts.periods))
        self._starts = np.zeros((draws, len(self._made), facts.periods))
        self._out = {(lane.holding, lane.option): number for number, lane in enumerate(facts.clearance_lanes)}
        self._cleared = np.zeros((draws, len(self._out), facts.periods))
        self._swaps = {lane: number for number, lane in enumerate(facts.network.substitute_lanes)}
        self._substituted = np.zeros((draws, len(self._swaps), facts.periods))

    def add(self, part: _Part) -> None:
        """One part more."""
        own = part.plan.recourse
        self._stock[:, part.stocks] = own.stock
        self._demand[:, part.tiers], self._backlog[:, part.tiers] = own.demand, own.backlog
        self._lost[:, part.tiers], self._workaround[:, part.tiers] = own.lost, own.workaround
        at = [self._lane_of[int(part.stocks[lane.holding]), lane.firm] for lane in own.release_lanes]
        self._release[:, at] = own.release
        self._starts[:, [self._made[lane] for lane in own.start_lanes]] = own.starts
        self._cleared[:, [self._out[_whole_lane(part, lane)] for lane in own.clearance_lanes]] = own.cleared
        self._substituted[:, [self._swaps[lane] for lane in own.substitute_lanes]] = own.substituted
        kept = Recourse.none()
        kept = replace(
            kept,
            call_off_lanes=own.call_off_lanes,
            call_offs=own.call_offs,
            quota_parts=own.quota_parts,
            beyond_quota=own.beyond_quota,
        )
        self._parts.append(replace(part, plan=replace(part.plan, recourse=kept)))

    def plan(self, nothing: Plan) -> Plan:
        """All parts together; `nothing` is what belongs to none."""
        parts = self._parts
        orders = [
            (number, position, replace(order, option=int(part.options[order.option])))
            for number, part in enumerate(parts)
            for position, order in enumerate(part.plan.orders)
        ]
        orders.sort(key=lambda each: _place(self._basis, each[2]))
        order_of = {(number, position): at for at, (number, position, _) in enumerate(orders)}
        return Plan(
            orders=tuple(order for _, _, order in orders),
            qualified_suppliers=nothing.qualified_suppliers,
            qualified_offers=self._qualified(),
            bookings=nothing.bookings,
            opened_routes=tuple(sorted(route for part in parts for route in part.plan.opened_routes)),
            starts=tuple(
                sorted(
                    (start for part in parts for start in part.plan.starts),
                    key=lambda start: (start.route, start.firm, start.period),
                )
            ),
            recourse=self._recourse(order_of),
        )

    def _qualified(self) -> tuple[str, ...]:
        found = {offer for part in self._parts for offer in part.plan.qualified_offers}
        return tuple(row.offer for row in self._basis.facts.scenario.offers if row.offer in found)

    def _recourse(self, order_of: dict[tuple[int, int], int]) -> Recourse:
        facts, draws, parts = self._basis.facts, self._basis.draws.count, self._parts
        options = sorted({int(p.options[lane.option]) for p in parts for lane in p.plan.recourse.call_off_lanes})
        calls = np.zeros((draws, len(options), facts.periods))
        quota: list[tuple[QuotaPart, Real]] = []
        for number, part in enumerate(parts):
            own = part.plan.recourse
            calls[:, [options.index(int(part.options[lane.option])) for lane in own.call_off_lanes]] = own.call_offs
            for row, amount in zip(own.quota_parts, own.beyond_quota.T, strict=True):
                order = None if row.order is None else order_of[number, row.order]
                signed = None if row.signed is None else int(part.signed[row.signed])
                call = row.call and (
                    options.index(int(part.options[own.call_off_lanes[row.call[0]].option])),
                    row.call[1],
                )
                quota.append((QuotaPart(order, signed, row.band, call), amount))
        return Recourse(
            holdings=facts.network.stocks,
            stock=self._stock,
            tiers=facts.needs.tiers,
            demand=self._demand,
            backlog=self._backlog,
            lost=self._lost,
            workaround=self._workaround,
            release_lanes=facts.network.release_lanes,
            release=self._release,
            call_off_lanes=tuple(CallOffLane(option) for option in options),
            call_offs=calls,
            quota_parts=tuple(row for row, _ in quota),
            beyond_quota=np.stack([amount for _, amount in quota], axis=1) if quota else np.zeros((draws, 0)),
            start_lanes=facts.network.start_lanes,
            starts=self._starts,
            clearance_lanes=facts.clearance_lanes,
            cleared=self._cleared,
            substitute_lanes=facts.network.substitute_lanes,
            substituted=self._substituted,
        )


def _place(basis: Basis, order: PlannedOrder) -> tuple[int, int, int, int]:
    """Orders stand by item, offer, option, period."""
    facts = basis.facts
    offer = facts.scenario.offer_index[facts.landed.options[order.option].offer]
    return int(facts.terms.option_item[order.option]), offer, order.option, order.period


def _whole_lane(part: _Part, lane: ClearanceLane) -> tuple[int, int | None]:
    """A way out of bond of a part in the numbers of the whole."""
    return int(part.stocks[lane.holding]), None if lane.option is None else int(part.options[lane.option])
