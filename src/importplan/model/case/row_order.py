"""One order of rows for every case: the program is written in it, whatever the order of the sheets.

A search stops at a gap, and among plans that are equally good it takes the one it meets first. Were columns and rows to
stand as people sort their sheets, the same case sorted again would get other orders. So a case is put in order by what
its rows say (their id, else all of their cells), is solved so, and its plan is told in the order of the sheets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.model.case.case_network import network_of
from importplan.model.case.needs import Needs
from importplan.plan.plan import ClearanceLane, Plan, PlannedOrder, QuotaPart, Recourse, ReleaseLane
from importplan.plan.solution import CostLines, Solution
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.column import Row
from importplan.uncertainty.sampling.draw_set import DrawSet

Whole = NDArray[np.int64]
LEFT = frozenset({"draw_values", "off"})  # many rows, which the draws hold already; rows of all sheets, switched off


@dataclass(frozen=True)
class RowOrder:
    """A case in order, and the case as given. The arrays say where what stands in order was given."""

    scenario: Scenario
    landed: LandedTable
    draws: DrawSet
    given: tuple[Scenario, LandedTable]
    moved: bool  # whether anything was given in another order
    options: Whole
    lines: Whole
    signed: Whole
    draw: Whole

    def held(self, plan: Plan) -> Plan:
        """A plan of the case as given, of the case in order; without what follows in draws."""
        if not self.moved:
            return plan
        place = _inverse(self.options)
        orders = (replace(order, option=int(place[order.option])) for order in plan.orders)
        ordered = tuple(sorted(orders, key=_standing(self.scenario, self.landed)))
        rule = tuple(replace(each, option=int(place[each.option])) for each in plan.call_rule)
        return replace(plan, orders=ordered, call_rule=rule, recourse=Recourse.none())

    def told(self, solution: Solution) -> Solution:
        """A solution of the case in order, of the case as given."""
        if not self.moved or solution.found is None or solution.costs is None:
            return solution
        costs, back = solution.costs, _inverse(self.draw)
        told = CostLines(costs.known, costs.by_draw[back], costs.weights[back])
        return replace(solution, found=self._told(solution.found), costs=told)

    def _told(self, plan: Plan) -> Plan:
        scenario, landed = self.given
        orders = [replace(order, option=int(self.options[order.option])) for order in plan.orders]
        standing = _standing(scenario, landed)
        places = sorted(range(len(orders)), key=lambda at: standing(orders[at]))
        number = {old: new for new, old in enumerate(places)}
        return replace(
            plan,
            orders=tuple(orders[at] for at in places),
            qualified_suppliers=tuple(sorted(plan.qualified_suppliers, key=scenario.supplier_index.__getitem__)),
            qualified_offers=tuple(sorted(plan.qualified_offers, key=scenario.offer_index.__getitem__)),
            bookings=dict(sorted(plan.bookings.items(), key=lambda pair: scenario.supplier_index[pair[0]])),
            call_rule=tuple(replace(each, option=int(self.options[each.option])) for each in plan.call_rule),
            recourse=self._course(plan.recourse, number),
        )

    def _course(self, course: Recourse, number: dict[int, int]) -> Recourse:
        """What follows in every draw; `number` gives the place of each order of the plan."""
        scenario, landed = self.given
        needs = Needs(scenario, landed)
        network = network_of(scenario, landed, needs)
        lines = {line: at for at, line in enumerate(self.lines.tolist())}
        tiers, held = needs.tiers, course.holdings
        released = [(held[lane.holding], lane.firm) for lane in course.release_lanes]
        holding = {stock: at for at, stock in enumerate(network.stocks)}
        lanes = [replace(lane, option=int(self.options[lane.option])) for lane in course.call_off_lanes]
        back = _inverse(self.draw)

        def by_draw(values: Any, places: Sequence[int]) -> Any:
            return values[np.ix_(back, np.array(places, dtype=np.int64))]

        stocks = _places(held, network.stocks)
        wanted = [min(lines[at] for at in tier.lines) for tier in tiers]
        waiting = _places([min(tier.lines) for tier in course.tiers], wanted)
        flows = _places(released, [(network.stocks[lane.holding], lane.firm) for lane in network.release_lanes])
        out = [(held[lane.holding], lane.taker, self._option(lane.option)) for lane in course.clearance_lanes]
        ways = sorted(range(len(out)), key=lambda at: (out[at][2] is None, holding[out[at][0]], out[at][2] or 0))
        calls = sorted(range(len(lanes)), key=lambda at: lanes[at].option)
        parts = [self._part(part, number, _inverse(np.array(calls, dtype=np.int64))) for part in course.quota_parts]
        taxed = sorted(range(len(parts)), key=lambda at: _sorting(parts[at]))
        return Recourse(
            holdings=network.stocks,
            stock=by_draw(course.stock, stocks),
            tiers=tiers,
            demand=by_draw(course.demand, waiting),
            backlog=by_draw(course.backlog, waiting),
            lost=by_draw(course.lost, waiting),
            workaround=by_draw(course.workaround, waiting),
            release_lanes=tuple(ReleaseLane(holding[stock], firm) for stock, firm in (released[at] for at in flows)),
            release=by_draw(course.release, flows),
            call_off_lanes=tuple(lanes[at] for at in calls),
            call_offs=by_draw(course.call_offs, calls),
            quota_parts=tuple(parts[at] for at in taxed),
            beyond_quota=by_draw(course.beyond_quota, taxed),
            start_lanes=course.start_lanes,
            starts=course.starts[back],
            clearance_lanes=tuple(ClearanceLane(holding[out[at][0]], *out[at][1:]) for at in ways),
            cleared=by_draw(course.cleared, ways),
            substitute_lanes=network.substitute_lanes,
            substituted=by_draw(course.substituted, _places(course.substitute_lanes, network.substitute_lanes)),
        )

    def _option(self, option: int | None) -> int | None:
        return None if option is None else int(self.options[option])

    def _part(self, part: QuotaPart, number: dict[int, int], lane: Whole) -> QuotaPart:
        return replace(
            part,
            order=None if part.order is None else number[part.order],
            signed=None if part.signed is None else int(self.signed[part.signed]),
            call=None if part.call is None else (int(lane[part.call[0]]), part.call[1]),
        )


def in_order(scenario: Scenario, landed: LandedTable, draws: DrawSet) -> RowOrder:
    """The case in order."""
    places = {each.name: _sorted(getattr(scenario, each.name)) for each in _sheets()}
    draw = _sorted_ids(draws.ids) if draws.given else np.arange(draws.count)
    rows = {name: tuple(getattr(scenario, name)[at] for at in order) for name, order in places.items() if _moves(order)}
    ordered = scenario.replace(**rows)
    options = _options(ordered, landed, _inverse(places["qualifications"]))
    moved = bool(rows) or _moves(draw) or _moves(options)
    return RowOrder(
        scenario=ordered if moved else scenario,
        landed=_landed(landed, options, places) if moved else landed,
        draws=_draws(draws, draw, places["offers"], places["demand"]) if moved else draws,
        given=(scenario, landed),
        moved=moved,
        options=options,
        lines=places["demand"],
        signed=places["open_orders"],
        draw=draw,
    )


def _moves(places: Whole) -> bool:
    return bool(np.any(places[1:] < places[:-1]))


def _sheets() -> list[Any]:
    return [each for each in fields(Scenario) if each.name not in ("settings", *LEFT)]


def _sorted(rows: Sequence[Row]) -> Whole:
    """Places of the rows by their id, else by all that they say."""
    if len(rows) < 2:
        return np.arange(len(rows))
    named = type(rows[0]).id_column()
    if named is not None:
        ids = [getattr(row, named.attribute) for row in rows]
        if len(set(ids)) == len(ids):
            return _sorted_ids(ids)
    return _sorted_ids([repr(row) for row in rows])  # neither place nor columns are part of it


def _sorted_ids(ids: Sequence[str]) -> Whole:
    return np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)


def _inverse(places: Whole) -> Whole:
    back = np.empty_like(places)
    back[places] = np.arange(len(places))
    return back


def _options(scenario: Scenario, landed: LandedTable, certificate: Whole) -> Whole:
    """Places of the options by offer, payer and certificate, the ordinary one first."""

    def standing(at: int) -> tuple[int, int, int]:
        option = landed.options[at]
        under = -1 if option.qualification is None else int(certificate[option.qualification])
        firm = scenario.firm_index.get(option.payer, len(scenario.all_firms))
        return scenario.offer_index[option.offer], firm, under

    return np.array(sorted(range(len(landed.options)), key=standing), dtype=np.int64)


def _landed(landed: LandedTable, options: Whole, places: dict[str, Whole]) -> LandedTable:
    certificate, place = _inverse(places["qualifications"]), _inverse(options)
    found = [landed.options[at] for at in options]
    return replace(
        landed,
        options=tuple(
            each if each.qualification is None else replace(each, qualification=int(certificate[each.qualification]))
            for each in found
        ),
        ordinary=place[landed.ordinary[options]],
        unit_cny=landed.unit_cny[options],
        customs_value_cny=landed.customs_value_cny[options],
        planned=landed.planned[options],
        reference_value_cny=landed.reference_value_cny[places["items"]],
        timing=landed.timing.of(options),
    )


def _draws(draws: DrawSet, draw: Whole, offers: Whole, lines: Whole) -> DrawSet:
    targets = np.array(sorted(range(len(draws.targets)), key=lambda at: repr(draws.targets[at])), dtype=np.int64)
    groups = _sorted_ids(draws.licence_groups)
    out = draws.outages
    drawn, hit = _inverse(draw)[out.draw], _inverse(targets)[out.target]
    order = np.lexsort((out.severity, out.end_day, out.start_day, hit, drawn))
    given = draws.of(offers, lines)
    price, delay = (None if each is None else each[draw] for each in (given.price_factor, given.delay_days))
    return replace(
        given,
        ids=tuple(draws.ids[at] for at in draw),
        weights=draws.weights[draw],
        targets=tuple(draws.targets[at] for at in targets),
        outages=replace(
            out,
            draw=drawn[order],
            target=hit[order],
            start_day=out.start_day[order],
            end_day=out.end_day[order],
            severity=out.severity[order],
        ),
        licence_groups=tuple(draws.licence_groups[at] for at in groups),
        refused=draws.refused[np.ix_(draw, groups)],
        failed=draws.failed[draw],
        fx_factor=draws.fx_factor[draw],
        demand=given.demand[draw],
        price_factor=price,
        delay_days=delay,
    )


def _standing(scenario: Scenario, landed: LandedTable) -> Callable[[PlannedOrder], tuple[int, ...]]:
    """Where an order stands in a plan: by item, offer, payer, period."""

    def standing(order: PlannedOrder) -> tuple[int, ...]:
        offer = scenario.offer_index[landed.options[order.option].offer]
        return scenario.item_index[scenario.offers[offer].item], offer, order.option, order.period

    return standing


def _places(found: Sequence[Any], wanted: Sequence[Any]) -> list[int]:
    place = {each: at for at, each in enumerate(found)}
    return [place[each] for each in wanted]


def _sorting(part: QuotaPart) -> tuple[bool, bool, int, tuple[int, int], int]:
    return part.order is None, part.call is not None, part.order or part.signed or 0, part.call or (0, 0), part.band
