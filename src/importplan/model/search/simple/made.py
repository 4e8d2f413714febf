"""What the simple rules make: on routes that take no inputs, what nobody sells in a form that the firm accepts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.plan.plan import PlannedStart
from importplan.scenario.counting import whole_items
from importplan.scenario.routes import (
    Making,
    accepted_forms,
    capacities,
    first_start,
    form_sold,
    makings,
)
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.dates.shipments import order_allowed
from importplan.uncertainty.sampling.base_course import likely_demand

Real = NDArray[np.float64]


def made_at_home(scenario: Scenario) -> tuple[PlannedStart, ...]:
    """Starts that serve the likely need of every period in it, as late as will do; what is too late, as soon as can be.

    Several routes for one need serve it in the order of their ids.
    """
    forms, found = accepted_forms(scenario), []
    sold = {
        (offer.item, form_sold(scenario, offer))
        for offer, allowed in zip(scenario.offers, order_allowed(scenario), strict=True)
        if allowed.any()
    }
    left: dict[tuple[str, str], Real] = {}
    room: dict[str, Real] = {}
    for making in makings(scenario):
        need = making.taker, making.route.item
        if making.inputs or any((need[1], form) in sold for form in forms[need]):
            continue
        if need not in left:
            left[need] = _due(scenario, *need)
        free = room.setdefault(making.route.route, capacities(scenario, making.route))
        starts = _starts(scenario, making, left[need], free)
        found += [
            PlannedStart(making.route.route, making.taker, period, float(starts[period]))
            for period in np.flatnonzero(starts > 0).tolist()
        ]
    return tuple(found)


def _due(scenario: Scenario, firm: str, item: str) -> Real:
    due = np.zeros(scenario.calendar.count)
    for line, units in zip(scenario.demand, likely_demand(scenario).tolist(), strict=True):
        period = scenario.period_due(line)
        if (scenario.firm_of(line), line.item) == (firm, item) and period < len(due):
            due[period] += units
    return due


def _starts(scenario: Scenario, making: Making, due: Real, free: Real) -> Real:
    """(T,) starts for what is due (T,) within what is free (T,); both are taken from."""
    calendar, starts = scenario.calendar, np.zeros_like(due)
    serves = calendar.of_days(calendar.first_day_numbers[:-1] + making.route.lead_time_days)
    first, whole = first_start(scenario, making.route), making.route.item in whole_items(scenario)
    for period in range(len(due)):
        in_time = [at for at in range(first, len(due)) if serves[at] <= period]
        late = [at for at in range(first, len(due)) if period < serves[at] < len(due)]
        for at in (*reversed(in_time), *late):
            units = min(due[period], np.floor(free[at] + 1e-9) if whole else free[at])
            starts[at] += units
            free[at] -= units
            due[period] -= units
    return starts
