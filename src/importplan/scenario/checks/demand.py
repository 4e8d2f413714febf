"""Demand lines can be planned: whose, when, how many, and what lateness costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from importplan.basics.issues import NAMED, Issue, told_once
from importplan.basics.spans import TimeSpan
from importplan.parsing.days import RANGED
from importplan.scenario.as_seen import equal_parts
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand


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
    """A need longer than a period counts in the last one that it touches, which is told once for all of its words."""
    yield from told_once(_needs_of_several_periods(scenario))


def needs_between_two_ends_are_split(scenario: Scenario) -> Iterator[Issue]:
    """How a need that is written from one period to another falls on them somebody has to say; nobody guesses."""
    calendar = scenario.calendar
    for line, touched in _planned(scenario):
        if len(touched) > 1 and RANGED in line.period.repairs:
            parts = equal_parts(line.quantity, len(touched))
            split = ", ".join(f"{calendar.label(at)}: {part:.15g}" for at, part in zip(touched, parts, strict=True))
            taken = calendar.label(touched[-1])
            values = {"need": line.period.words, "quantity": f"{line.quantity:.15g}", "split": split, "taken": taken}
            yield Issue.error("demand-between-ends", line.cell("period"), count=len(touched), **values)


def _needs_of_several_periods(scenario: Scenario) -> Iterator[Issue]:
    calendar = scenario.calendar
    for line, touched in _planned(scenario):
        if len(touched) > 1 and RANGED not in line.period.repairs:
            whole = calendar.whole_days(touched) == (line.period.first, line.period.last)
            code = "demand-longer-than-period" if whole else "demand-across-periods"
            values = {
                "need": str(line.period),
                "first": calendar.label(touched[0]),
                "taken": calendar.label(touched[-1]),
            }
            yield Issue.warning(code, line.cell("period"), **values, also="")


def needs_may_wait_in_their_period(scenario: Scenario) -> Iterator[Issue]:
    """A need that is due within a period is late only after its end.

    A day that begins a period stands for the period: so needs are written by those who know the periods of the plan.
    """
    calendar = scenario.calendar
    within = []
    for line, touched in _planned(scenario):
        first_day, last_day = calendar.whole_days(touched)
        if len(touched) == 1 and line.period.last != last_day and line.period != TimeSpan.on(first_day):
            within.append((line, touched[0], last_day))
    if within:
        line, period, last = within[0]
        cells = ", ".join(row.cell("period").cell for row, *_ in within[:NAMED]) + ("…" if len(within) > NAMED else "")
        values = {"need": str(line.period), "taken": calendar.label(period), "last": str(last), "cells": cells}
        yield Issue.warning("demand-within-period", line.cell("period"), count=len(within), **values)


def _planned(scenario: Scenario) -> Iterator[tuple[Demand, range]]:
    """The needs of the plan, each with the periods that it touches."""
    calendar = scenario.calendar
    for line in scenario.demand:
        touched = calendar.touched(line.period.first, line.period.last)
        if 0 <= touched[-1] < calendar.count:
            yield line, touched


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
        if line.priority == 1 and line.shortage_cost_cny is None and not line.derived:
            yield Issue.warning("demand-urgent-without-cost", line.cell("shortage_cost_cny"))
