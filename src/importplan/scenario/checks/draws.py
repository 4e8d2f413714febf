"""Draws that the workbook brings itself: weights and what their values speak of."""

from __future__ import annotations

import math
from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.basics.spans import TimeSpan
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.target import split_target


def draw_weights_are_usable(scenario: Scenario) -> Iterator[Issue]:
    """Weights are scaled to 1, and said so when they add up to something else than 1 or their number."""
    if not scenario.draws:
        if scenario.draw_values:
            yield Issue.warning("draw-values-without-draws", scenario.draw_values[0].cell("draw"))
        return
    total = math.fsum(draw.weight for draw in scenario.draws)
    at = scenario.draws[0].cell("weight")
    if total <= 0.0:
        yield Issue.error("draw-weights-zero", at)
    elif not math.isclose(total, 1.0, rel_tol=1e-6) and any(draw.weight != 1.0 for draw in scenario.draws):
        yield Issue.warning("draws-normalised", at, total=total)


def draw_values_speak_of_something(scenario: Scenario) -> Iterator[Issue]:
    """The id of a value exists for what it says; a supplier that offers nothing may be named, which acts on nothing."""
    offers = {offer.offer for offer in scenario.offers}
    currencies = {offer.currency for offer in scenario.offers} | {rate.currency for rate in scenario.fx}
    currencies |= {order.currency for order in scenario.open_orders if order.currency}
    known = {
        "demand": {line.line for line in scenario.demand},
        "price": offers,
        "delay_days": offers,
        "fx": currencies,
        "availability": _sources(scenario),
    }
    idle = scenario.supplier_index.keys() - {offer.supplier for offer in scenario.offers}
    for row in scenario.draw_values:
        name = split_target(row.id)[1] if row.what == "availability" else row.id
        if name not in known[row.what]:
            yield Issue.error("draw-value-unknown-id", row.cell("id"), what=row.what, id=row.id)
        elif row.what == "availability" and name in idle:
            yield Issue.warning("draw-value-no-offer", row.cell("id"), id=row.id)


def draw_values_are_of_one_period(scenario: Scenario) -> Iterator[Issue]:
    """A value holds in every period that has a day of what was written, wholly; told once for all where that is more.

    A day that begins a period stands for the period.
    """
    calendar = scenario.calendar
    found: dict[str, list[DrawValue]] = {}
    for row in scenario.draw_values:
        if row.period is None or row.what == "demand":
            continue
        touched = calendar.touched(row.period.first, row.period.last)
        whole = calendar.whole_days(touched) == (row.period.first, row.period.last)
        if not whole and TimeSpan.on(calendar.first_day(touched[0])) != row.period:
            found.setdefault("draw-value-cuts-period", []).append(row)
        elif len(touched) > 1:
            found.setdefault("draw-value-longer-than-period", []).append(row)
    for code, rows in found.items():
        period = rows[0].period
        assert period is not None
        touched = calendar.touched(period.first, period.last)
        values = {"period": str(period), "first": calendar.label(touched[0]), "last": calendar.label(touched[-1])}
        yield Issue.warning(code, rows[0].cell("period"), count=len(rows), **values)


def _sources(scenario: Scenario) -> set[str]:
    suppliers = scenario.supplier_index
    names = {offer.offer for offer in scenario.offers} | set(suppliers)
    names |= {offer.lane for offer in scenario.offers if offer.lane}
    known = [offer for offer in scenario.offers if offer.supplier in suppliers]
    names |= {state for offer in known for state in scenario.controllers_of(offer)}
    return names | {scenario.origin_of(offer) for offer in known}
