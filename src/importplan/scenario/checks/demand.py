"""Demand lines can be planned: whose, when, how many, and what lateness costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from importplan.basics.issues import Issue
from importplan.basics.spans import TimeSpan
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand

NAMED = 8  # cells that are named where many say the same


def several_firms_are_named(scenario: Scenario) -> Iterator[Issue]:
    """A blank firm means the only one; where there are several it means nobody."""
    count = len(scenario.all_firms)
    if count < 2:
        return
    for line in scenario.demand:
        if not line.firm:
            yield Issue.error("firm-needed", line.cell("firm"), count=count)
    for machines in scenario.installed_base:
        if not machines.firm:
            yield Issue.error("firm-needed-installed", machines.cell("firm"), count=count)


def demand_lies_in_the_plan(scenario: Scenario) -> Iterator[Issue]:
    """What is overdue at the start counts in the first period, what is due after the plan not at all; both are told."""
    start, end = scenario.settings.start, scenario.calendar.end
    for line in scenario.demand:
        if line.period.last < start:
            yield Issue.warning("demand-overdue", line.cell("period"), day=str(line.period), start=start)
        if line.period.last >= end:
            last = end - timedelta(days=1)
            at = line.cell("period")
            yield Issue.warning("demand-outside-horizon", at, day=str(line.period), start=start, last=last)


def needs_are_of_one_period(scenario: Scenario) -> Iterator[Issue]:
    """A need longer than a period counts in the last one that it touches; one that is due within a period may wait.

    A day that begins a period stands for the period: so needs are written by those who know the periods of the plan.
    """
    calendar = scenario.calendar
    within: list[tuple[Demand, TimeSpan, int]] = []
    for line in scenario.demand:
        need = line.period
        touched = calendar.touched(need.first, need.last)
        first_day, last_day = calendar.whole_days(touched)
        if touched[-1] < 0 or touched[-1] >= calendar.count:
            continue
        if len(touched) > 1:
            whole = (first_day, last_day) == (need.first, need.last)
            values = {"need": str(need), "first": calendar.label(touched[0]), "taken": calendar.label(touched[-1])}
            code = "demand-longer-than-period" if whole else "demand-across-periods"
            yield Issue.warning(code, line.cell("period"), **values)
        elif need.last != last_day and TimeSpan.on(first_day) != need:
            within.append((line, need, touched[0]))
    if within:
        line, need, period = within[0]
        last = str(calendar.whole_days(range(period, period + 1))[1])
        values = {"need": str(need), "taken": calendar.label(period), "last": last}
        cells = ", ".join(row.cell("period").cell for row, *_ in within[:NAMED]) + ("…" if len(within) > NAMED else "")
        yield Issue.warning("demand-within-period", line.cell("period"), count=len(within), cells=cells, **values)


def demand_quantities_rise(scenario: Scenario) -> Iterator[Issue]:
    """Low, likely and high quantity in this order; both bounds or none."""
    for line in scenario.demand:
        low, high = line.quantity_low, line.quantity_high
        if line.quantity == 0.0 and not high:
            yield Issue.warning("demand-zero", line.cell("quantity"))
        if (low is None) != (high is None):
            yield Issue.error("demand-quantity-half", line.cell("quantity_low" if low is None else "quantity_high"))
        elif low is not None and high is not None and not low <= line.quantity <= high:
            values = {"low": f"{low:g}", "quantity": f"{line.quantity:g}", "high": f"{high:g}"}
            yield Issue.error("demand-quantity-order", line.cell("quantity"), **values)


def urgent_demand_has_a_cost(scenario: Scenario) -> Iterator[Issue]:
    """The default cost of lateness decides the plan; for what is urgent somebody should have thought about it."""
    for line in scenario.demand:
        if line.priority == 1 and line.shortage_cost_cny is None:
            yield Issue.warning("demand-urgent-without-cost", line.cell("shortage_cost_cny"))
