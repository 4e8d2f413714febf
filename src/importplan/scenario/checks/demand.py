"""Demand lines can be planned: whose, when, how many, and what lateness costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from importplan.basics.issues import Issue
from importplan.scenario.scenario import Scenario


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
        if line.period < start:
            yield Issue.warning("demand-overdue", line.cell("period"), day=line.period, start=start)
        if line.period >= end:
            last = end - timedelta(days=1)
            at = line.cell("period")
            yield Issue.warning("demand-outside-horizon", at, day=line.period, start=start, last=last)


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
