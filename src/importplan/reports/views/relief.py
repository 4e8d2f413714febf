"""What tax reliefs are worth in this plan, by regime and status: cost and cash that hang on a certificate."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from importplan.landed.relief import reductions
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.views.order_lines import OrderLine, arrival_period, order_lines


@dataclass(frozen=True)
class ReliefWorth:
    """One regime and status; `cost_cny` never holds deductible VAT, `cash_cny` does."""

    regime: str  # in words, with its status
    status: str  # held | applied | planned
    cost_cny: float
    cash_cny: float


def relief_worth(result: PlanResult, names: Names) -> tuple[ReliefWorth, ...]:
    """Reliefs that planned orders use or, where only planned, could use once granted (quotas apart)."""
    saved = reductions(result.scenario, result.catalog, result.landed)
    beyond = expected_beyond(result)
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for line in order_lines(result):
        for option in _reliefs_of(result, line):
            arrival = arrival_period(result, line.dates)
            row = result.landed.options[option]
            entry = sums[names.regime(row), row.status]
            units = line.order.quantity - beyond.get(line.position, 0.0)
            entry[0] += float(saved.cost_effect_cny[option, arrival]) * units
            entry[1] += float(saved.cash_effect_cny[option, arrival]) * units
    order = ("applied", "planned", "held")
    return tuple(
        ReliefWorth(regime, status, cost, cash)
        for (regime, status), (cost, cash) in sorted(sums.items(), key=lambda entry: order.index(entry[0][1]))
    )


def _reliefs_of(result: PlanResult, line: OrderLine) -> list[int]:
    if line.option.qualification is not None:
        return [line.order.option]
    return [
        position
        for position, option in enumerate(result.landed.options)
        if result.landed.planned[position] and (option.offer, option.payer) == (line.option.offer, line.option.payer)
    ][:1]


def expected_beyond(result: PlanResult) -> dict[int, float]:
    """Position of a planned order → units that a quota is expected to leave taxed."""
    recourse = result.solution.plan.recourse
    mean = result.draws.weights @ recourse.beyond_quota
    found: dict[int, float] = defaultdict(float)
    for part, units in zip(recourse.quota_parts, mean, strict=True):
        if part.order is not None:
            found[part.order] += float(units)
    return dict(found)


def beyond_quota(result: PlanResult) -> tuple[float, float]:
    """Expected units of planned orders that a quota leaves taxed, and the CNY of cost that adds (undiscounted)."""
    lines = {line.position: line for line in order_lines(result)}
    found = expected_beyond(result)
    cost = sum(units * lines[at].relief_cost_cny / lines[at].order.quantity for at, units in found.items())
    return sum(found.values()), cost
