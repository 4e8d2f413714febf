"""The path from imports to home-made: which route opens when, what starts, what it saves, what is still imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from importplan.customs.cost.reference_value import landed_costs
from importplan.results.plan_result import PlanResult, once
from importplan.results.views.order_lines import order_lines
from importplan.scenario.routes import Making, first_start, makings, opening_period
from importplan.scenario.scenario import HOME
from importplan.uncertainty.dates.shipments import order_allowed


@dataclass(frozen=True)
class RouteStep:
    """A route for a firm in need: what the plan makes of it, and what a unit costs against the cheapest bought."""

    making: Making
    opened: bool
    opens_on: date
    proven_on: date | None  # the first day on which anything may start; None: not within the plan
    opening_cny: float
    planned: float  # units
    first_start: date | None
    started: float  # units, in the mean
    success: float  # probability
    made_unit_cny: float | None  # inputs and local work; None where nobody sells an input
    bought_offer: str  # the cheapest that can be ordered; empty: none
    bought_unit_cny: float | None

    @property
    def saved_unit_cny(self) -> float | None:
        """What a unit made costs less than a unit bought."""
        if self.made_unit_cny is None or self.bought_unit_cny is None:
            return None
        return self.bought_unit_cny - self.made_unit_cny

    @property
    def pays_from(self) -> float | None:
        """Units from which opening is paid back; None: never, or nothing is bought to compare with."""
        saved = self.saved_unit_cny
        return None if saved is None or saved <= 0 else self.opening_cny / saved


@dataclass(frozen=True)
class StartStep:
    """What starts on a route in a period: planned, and over the planning draws."""

    making: Making
    period: int
    planned: float
    mean: float
    least: float
    most: float
    serves: int  # the period in which it serves; T: after the plan


@dataclass(frozen=True)
class SupplyYear:
    """What is ordered and made in a year, of items with routes and what these use; undiscounted, base prices."""

    year: int
    imported_cny: float  # customs value of goods of foreign origin
    home_cny: float  # goods bought in China, and local work as planned

    @property
    def imported_share(self) -> float | None:
        """Share of imported value; None where nothing is ordered or made."""
        total = self.imported_cny + self.home_cny
        return self.imported_cny / total if total > 0 else None


@dataclass(frozen=True)
class Independence:
    """What the routes of a plan cost more than buying what they make, and how far dependence falls by them.

    Over the whole plan, undiscounted, at base prices and rates. Without the routes the planned units are bought from
    the cheapest offer, and what was ordered for their inputs is not.
    """

    extra_cny: float  # opening + units x (cost of a unit made - cost of a unit bought)
    share_without: float  # of imported value
    share_with: float

    @property
    def points(self) -> float:
        """Percentage points of dependence less."""
        return 100.0 * (self.share_without - self.share_with)

    @property
    def point_cny(self) -> float | None:
        """What a percentage point costs: the subsidy that makes up for it; negative: none is needed, it saves."""
        return self.extra_cny / self.points if self.points > 1e-9 else None


@once
def independence(result: PlanResult) -> tuple[Independence, ...]:
    """One row where routes are used and all that they make and use is sold by somebody."""
    used = [step for step in route_steps(result) if step.planned > 0]
    if not used or any(step.made_unit_cny is None or step.bought_unit_cny is None for step in used):
        return ()
    scenario, landed = result.scenario, result.landed
    extra = sum(step.planned * -(step.saved_unit_cny or 0.0) for step in used)
    extra += sum({step.making.route.route: step.opening_cny for step in used if step.opened}.values())
    years = supply_years(result)
    imported, home = sum(year.imported_cny for year in years), sum(year.home_cny for year in years)
    dependent, at_home = imported, home - sum(step.planned * step.making.route.local_cost_cny for step in used)
    needs: dict[str, float] = {}
    for step in used:
        for item, units in step.making.inputs:
            needs[item] = needs.get(item, 0.0) + units * step.planned
    lines = [line for line in order_lines(result) if line.offer.item in needs]
    ordered: dict[str, float] = {}
    for line in lines:
        ordered[line.offer.item] = ordered.get(line.offer.item, 0.0) + line.order.quantity
    for line in lines:
        value = line.customs_value_cny * min(1.0, needs[line.offer.item] / ordered[line.offer.item])
        if line.origin == HOME:
            at_home -= value
        else:
            dependent -= value
    for step in used:
        offer = scenario.offers[scenario.offer_index[step.bought_offer]]
        option = next(at for at, each in enumerate(landed.options) if each.offer == offer.offer)
        value = step.planned * float(landed.customs_value_cny[option])
        if scenario.origin_of(offer) == HOME:
            at_home += value
        else:
            dependent += value
    if imported + home <= 0.0 or dependent + at_home <= 0.0:
        return ()
    return (Independence(extra, dependent / (dependent + at_home), imported / (imported + home)),)


@once
def route_steps(result: PlanResult) -> tuple[RouteStep, ...]:
    """Every route that may be used, by route and firm in need."""
    scenario, plan, calendar = result.scenario, result.solution.plan, result.scenario.calendar
    costs = _costs(result)
    sold: dict[str, list[tuple[float, str]]] = {}
    for offer, allowed in zip(scenario.offers, order_allowed(scenario), strict=True):
        if allowed.any() and offer.offer in costs:
            sold.setdefault(offer.item, []).append((costs[offer.offer], offer.offer))
    found = []
    lanes = {(lane.route, lane.firm): number for number, lane in enumerate(plan.recourse.start_lanes)}
    for making in makings(scenario):
        route, opened = making.route, opening_period(scenario, making.route) or 0
        proven = first_start(scenario, route)
        mine = [start for start in plan.starts if (start.route, start.firm) == making.key]
        inputs = [(units, min(sold[item])[0] if item in sold else None) for item, units in making.inputs]
        known = all(cost is not None for _, cost in inputs)
        made = route.local_cost_cny + sum(units * (cost or 0.0) for units, cost in inputs) if known else None
        bought = min(sold[route.item]) if route.item in sold else None
        lane = lanes.get(making.key)
        started = 0.0 if lane is None else float(result.draws.weights @ plan.recourse.starts[:, lane].sum(axis=1))
        found.append(
            RouteStep(
                making=making,
                opened=route.route in plan.opened_routes,
                opens_on=calendar.first_day(opened),
                proven_on=calendar.first_day(proven) if proven < calendar.count else None,
                opening_cny=route.opening_cost_cny,
                planned=sum(start.quantity for start in mine),
                first_start=min((calendar.first_day(start.period) for start in mine), default=None),
                started=started,
                success=route.success_probability,
                made_unit_cny=made,
                bought_offer=bought[1] if bought else "",
                bought_unit_cny=bought[0] if bought else None,
            )
        )
    return tuple(found)


def _costs(result: PlanResult) -> dict[str, float]:
    """Offer → CNY per unit landed, taxed, at base prices and rates."""
    return landed_costs(result.landed.options, result.landed.unit_cny)


@once
def start_steps(result: PlanResult) -> tuple[StartStep, ...]:
    """What is planned or starts in any draw, by period, route and firm."""
    plan, calendar, weights = result.solution.plan, result.scenario.calendar, result.draws.weights
    lanes = {(lane.route, lane.firm): number for number, lane in enumerate(plan.recourse.start_lanes)}
    found = []
    for making in makings(result.scenario):
        planned = np.zeros(calendar.count)
        for start in plan.starts:
            if (start.route, start.firm) == making.key:
                planned[start.period] += start.quantity
        units = plan.recourse.starts[:, lanes[making.key]]
        serves = calendar.of_days(calendar.first_day_numbers[:-1] + making.route.lead_time_days)
        for period in np.flatnonzero((planned > 0) | (units > 0).any(axis=0)).tolist():
            here = units[:, period]
            figures = float(weights @ here), float(here.min()), float(here.max())
            found.append(StartStep(making, period, float(planned[period]), *figures, int(serves[period])))
    return tuple(sorted(found, key=lambda step: (step.period, *step.making.key)))


@once
def supply_years(result: PlanResult) -> tuple[SupplyYear, ...]:
    """Imported and home value of what is ordered and made, by year of the order or start."""
    scenario, plan, calendar = result.scenario, result.solution.plan, result.scenario.calendar
    made = makings(scenario)
    items = {making.route.item for making in made} | {item for making in made for item, _ in making.inputs}
    imported: dict[int, float] = {}
    home: dict[int, float] = {}
    for line in order_lines(result):
        if line.offer.item in items:
            into = home if line.origin == HOME else imported
            year = calendar.first_day(line.order.period).year
            into[year] = into.get(year, 0.0) + line.customs_value_cny
    local = {making.key: making.route.local_cost_cny for making in made}
    for start in plan.starts:
        year = calendar.first_day(start.period).year
        home[year] = home.get(year, 0.0) + start.quantity * local[start.route, start.firm]
    years = range(calendar.start.year, calendar.first_day(calendar.count - 1).year + 1)
    found = (SupplyYear(year, imported.get(year, 0.0), home.get(year, 0.0)) for year in years)
    return tuple(row for row in found if row.imported_share is not None) if made else ()
