"""How bad it gets: the cost of a draw and its tail, its parts, and what an outage of each target would touch."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.plan.solution import COST_LINES, NOTIONAL_LINES, CostLines
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.tail import histogram, quantile, tail_mean, tail_weights

Real = NDArray[np.float64]
SHORTAGE = tuple(n for n, line in enumerate(COST_LINES) if line.startswith("shortage_"))
CASH_COST = tuple(n for n, line in enumerate(COST_LINES) if line not in NOTIONAL_LINES)
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def cash_cost(costs: CostLines) -> Real:
    """(D,) discounted cost that is paid in money: known now and by draw."""
    found: Real = costs.known[list(CASH_COST)].sum() + costs.by_draw[:, list(CASH_COST)].sum(axis=1)
    return found


def shortage_loss(costs: CostLines) -> Real:
    """(D,) discounted estimated loss of being late."""
    found: Real = costs.known[list(SHORTAGE)].sum() + costs.by_draw[:, list(SHORTAGE)].sum(axis=1)
    return found


MEASURES = (
    Column("measure", Form.LONG_TEXT),
    Column("mean_cny", Form.YUAN),
    Column("cvar_cny", Form.YUAN),
    Column("least_cny", Form.YUAN),
    *(Column(f"quantile_{share}", Form.YUAN) for share in QUANTILES),
    Column("most_cny", Form.YUAN),
)


def measures_table(result: PlanResult, names: Names) -> Table:
    """Mean, tail mean and quantiles of: cost of a draw (as in the objective), money paid, estimated loss."""
    costs = result.solution.costs
    assert costs is not None
    weights, level = costs.weights, result.scenario.settings.risk_level
    rows: list[tuple[Cell, ...]] = []
    for key, values in (("draw", costs.of_draws), ("cash", cash_cost(costs)), ("shortage", shortage_loss(costs))):
        spread = tuple(quantile(values, weights, share) for share in QUANTILES)
        row = (float(weights @ values), tail_mean(values, weights, level), float(values.min()), *spread)
        rows.append((names.word(f"result.measure.{key}"), *row, float(values.max())))
    return Table("measures", MEASURES, tuple(rows))


LINES = (
    Column("cost_line"),
    Column("nature"),
    Column("known_cny", Form.YUAN, total=True),
    Column("by_draw_mean_cny", Form.YUAN, total=True),
    Column("expected_cny", Form.YUAN, total=True),
    Column("tail_cny", Form.YUAN, total=True),
    Column("line_id"),
)


def cost_table(result: PlanResult, names: Names) -> Table:
    """Expected cost by line, and the same in the worst draws: which lines make the tail."""
    costs = result.solution.costs
    assert costs is not None
    inside = tail_weights(costs.of_draws, costs.weights, result.scenario.settings.risk_level)
    mean, tail = costs.weights @ costs.by_draw, costs.known + inside @ costs.by_draw
    rows: list[tuple[Cell, ...]] = []
    for position, line in enumerate(COST_LINES):
        amounts = (costs.known[position], mean[position], costs.expected[position], tail[position])
        if max(abs(amount) for amount in amounts) < 0.005:
            continue
        nature = "estimate" if line in NOTIONAL_LINES else "cash"
        values = tuple(float(amount) for amount in amounts)
        rows.append((names.word(f"result.cost.{line}"), names.word(f"result.nature.{nature}"), *values, line))
    return Table("costs", LINES, tuple(rows))


BINS = (
    Column("bin_from", Form.SUMMARY),
    Column("bin_to", Form.SUMMARY),
    Column("bin_share", Form.SHARE, total=True),
    Column("bin_label"),
)


def histogram_table(result: PlanResult, names: Names) -> Table:
    """How the cost of a draw is spread."""
    costs = result.solution.costs
    assert costs is not None
    values = costs.of_draws
    borders, heights = histogram(values, costs.weights, 1 if np.ptp(values) < 0.01 else 20)
    scaled = [names.in_summary_unit(float(border)) for border in borders]
    rows = tuple(
        (low, high, float(height), f"{(low + high) / 2:,.0f}")
        for low, high, height in zip(scaled[:-1], scaled[1:], heights, strict=True)
    )
    return Table("histogram", BINS, rows)
