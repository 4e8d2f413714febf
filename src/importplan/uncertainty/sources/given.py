"""The workbook's own draws (sheets `draws`, `draw_values`): they are the truth, nothing is sampled.

What a draw does not give keeps its base value: the quantity of a line that comes with probability 0.5 or more, full
availability, the offer's price, the base rate, no delay, no refusal. A value without a period holds in all periods of
the plan; one with a period goes before it.

- `availability` v stops the share 1 − v of what would ship in the period (an outage of effect `delay`, stage
  `shipping`, severity 1 − v, from the period's first day to the next one's). Where several values hit one offer, the
  smallest one decides.
- `price` and `delay_days` go by the period of order, `fx` (CNY per unit) by the period of payment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, has_errors
from importplan.scenario.contract_price import offered_price
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.base_course import base_course
from importplan.uncertainty.sampling.draw_set import DrawSet, Outages, OutageTarget
from importplan.uncertainty.sources.given_entries import Entries, read_entries

MOST_LEVELS = 100  # an order is split into one band for each different availability


def draw_set(scenario: Scenario, base_rate: Mapping[str, float]) -> DrawSet:
    """The draws as the workbook gives them. Raises InputRejected with every fault of the two sheets."""
    issues: list[Issue] = []
    weights = np.array([row.weight for row in scenario.draws], dtype=np.float64)
    if weights.sum() <= 0.0:
        issues.append(Issue.error("draw-weights-zero", scenario.draws[0].cell("weight")))
        weights = np.ones(len(weights))
    draws = base_course(scenario, tuple(row.draw for row in scenario.draws), weights / weights.sum())
    for what, put in VALUES:
        entries = read_entries(scenario, what, issues)
        if len(entries.draw):
            draws = put(draws, scenario, entries, base_rate, issues)
    issues.extend(_unfirm_lines(scenario))
    if has_errors(tuple(issues)):
        raise InputRejected(tuple(issues))
    return replace(draws, given=True, notes=draws.notes + tuple(issues))


Put = Callable[[DrawSet, Scenario, Entries, Mapping[str, float], list[Issue]], DrawSet]


def _demand(
    draws: DrawSet, _scenario: Scenario, entries: Entries, _base_rate: Mapping[str, float], _issues: list[Issue]
) -> DrawSet:
    demand = draws.demand.copy()
    demand[entries.draw, entries.column] = entries.value
    return replace(draws, demand=demand)


def _availability(
    draws: DrawSet, scenario: Scenario, entries: Entries, _base_rate: Mapping[str, float], issues: list[Issue]
) -> DrawSet:
    value = entries.value
    levels = len(np.unique(value))
    if levels > MOST_LEVELS:
        value = np.round(value, 2)
        issues.append(Issue.warning("draw-availability-rounded", entries.rows[0].place, levels=levels))
    shape = (draws.count, len(entries.names), scenario.settings.periods)
    severity = 1.0 - entries.spread(value, np.ones(shape))
    draw, target, period = np.nonzero(severity > 0.0)
    edges = scenario.calendar.first_day_numbers.astype(np.float64)
    outages = Outages(
        draw=draw.astype(np.int64),
        target=target.astype(np.int64),
        start_day=edges[period],
        end_day=edges[period + 1],
        # Twelve decimals: 1 − 0.9 and 0.1 are one level, not two.
        severity=np.round(severity[draw, target, period], 12),
    )
    targets = tuple(OutageTarget(name, "", "delay", "shipping") for name in entries.names)
    return replace(draws, targets=targets, outages=outages)


def _price(
    draws: DrawSet, scenario: Scenario, entries: Entries, _base_rate: Mapping[str, float], issues: list[Issue]
) -> DrawSet:
    base = np.array([offered_price(offer).amount for offer in scenario.offers], dtype=np.float64)[entries.column]
    for number in np.flatnonzero((base == 0.0) & (entries.value != 0.0)):
        row = entries.rows[number]
        issues.append(Issue.error("draw-price-no-base", row.cell("value"), id=row.id, value=row.value))
    factor = np.divide(entries.value, base, out=np.ones_like(base), where=base != 0.0)
    shape = (draws.count, len(scenario.offers), scenario.settings.periods)
    return replace(draws, price_factor=entries.spread(factor, np.ones(shape)))


def _exchange_rate(
    draws: DrawSet, scenario: Scenario, entries: Entries, base_rate: Mapping[str, float], issues: list[Issue]
) -> DrawSet:
    rates = {row.currency: row.cny_per_unit for row in scenario.fx}
    rates.update({scenario.settings.base_currency: 1.0, **base_rate})
    base = np.array([rates.get(name, np.nan) for name in draws.currencies], dtype=np.float64)[entries.column]
    for number in np.flatnonzero(np.isnan(base)):
        row = entries.rows[number]
        issues.append(Issue.error("draw-fx-no-base", row.cell("id"), currency=row.id))
    return replace(draws, fx_factor=entries.spread(entries.value / base, draws.fx_factor))


def _delay(
    draws: DrawSet, scenario: Scenario, entries: Entries, _base_rate: Mapping[str, float], _issues: list[Issue]
) -> DrawSet:
    shape = (draws.count, len(scenario.offers), scenario.settings.periods)
    return replace(draws, delay_days=entries.spread(entries.value, np.zeros(shape)))


VALUES: tuple[tuple[str, Put], ...] = (
    ("demand", _demand),
    ("availability", _availability),
    ("price", _price),
    ("fx", _exchange_rate),
    ("delay_days", _delay),
)


def _unfirm_lines(scenario: Scenario) -> tuple[Issue, ...]:
    """A warning where a line that may not come is not given by every draw: it is not sampled."""
    told: dict[str, set[str]] = {}
    for row in scenario.draw_values:
        if row.what == "demand":
            told.setdefault(row.id, set()).add(row.draw)
    lines = [
        line.line
        for line in scenario.demand
        if 0.0 < scenario.probability_of(line) < 1.0 and len(told.get(line.line, ())) < len(scenario.draws)
    ]
    return (Issue.warning("draw-demand-not-sampled", lines=", ".join(lines)),) if lines else ()
