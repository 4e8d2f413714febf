"""What may be missing: by demand tier and period the probability, the mean and the worst of what is late."""

from __future__ import annotations

import numpy as np

from importplan.plan.plan import Recourse
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table

SMALLEST = 1e-6  # units; less is rounding of the solver

SUMMARY = (
    Column("item"),
    Column("firm", Form.LONG_TEXT),
    Column("priority", Form.WHOLE),
    Column("demand_mean", Form.UNITS),
    Column("on_time_share", Form.SHARE),
    Column("late_probability", Form.SHARE),
    Column("late_unit_periods", Form.UNITS),
    Column("lost_mean", Form.UNITS),
    Column("workaround_mean", Form.UNITS),
    Column("shortage_unit_cost", Form.YUAN),
    Column("shortage_mean_cny", Form.YUAN, total=True),
    Column("item_id"),
)
DETAIL = (
    Column("item"),
    Column("firm", Form.LONG_TEXT),
    Column("priority", Form.WHOLE),
    Column("period"),
    Column("demand_mean", Form.UNITS),
    Column("late_probability", Form.SHARE),
    Column("backlog_mean", Form.UNITS),
    Column("backlog_worst", Form.UNITS),
    Column("workaround_mean", Form.UNITS),
    Column("lost_mean", Form.UNITS),
    Column("item_id"),
)


def late_now(recourse: Recourse) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """(D, tier, T) what is due in a period and not served in it; a tier serves what has waited longest first."""
    return np.minimum(recourse.backlog, recourse.demand)


def on_time_share(recourse: Recourse, weights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """Share of expected demand served in its own period; 1 where nothing is asked for."""
    due = float(weights @ recourse.demand.sum(axis=(1, 2)))
    late = float(weights @ late_now(recourse).sum(axis=(1, 2)))
    return 1.0 - late / due if due > 0 else 1.0


def shortage_summary(result: PlanResult, names: Names) -> Table:
    """One row for each demand tier over the whole horizon; losses as in the cost lines: discounted estimates."""
    recourse, weights = result.solution.plan.recourse, result.draws.weights
    late, calendar = late_now(recourse), result.scenario.calendar
    discount = calendar.discount(np.arange(calendar.count), result.scenario.settings.discount_rate)
    rows: list[tuple[Cell, ...]] = []
    for position, tier in enumerate(recourse.tiers):
        backlog = recourse.backlog[:, position, :]
        due = float(weights @ recourse.demand[:, position, :].sum(axis=1))
        open_late = np.maximum(backlog - recourse.workaround[:, position, :], 0.0) @ discount
        rows.append(
            (
                names.item(tier.item),
                names.firm(tier.firm),
                tier.priority,
                due,
                1.0 - float(weights @ late[:, position, :].sum(axis=1)) / due if due > 0 else 1.0,
                float(weights @ (backlog > SMALLEST).any(axis=1)),
                float(weights @ backlog.sum(axis=1)),
                float(weights @ recourse.lost[:, position, :].sum(axis=1)),
                float(weights @ recourse.workaround[:, position, :].sum(axis=1)),
                tier.shortage_cost_cny,
                float(weights @ open_late) * tier.shortage_cost_cny,
                tier.item,
            )
        )
    return Table("shortage_summary", SUMMARY, tuple(rows))


def shortage_table(result: PlanResult, names: Names) -> Table:
    """One row for each tier and period in which something is due or may be late."""
    recourse, weights = result.solution.plan.recourse, result.draws.weights
    mean = {
        name: np.tensordot(weights, values, axes=1)
        for name, values in (
            ("demand", recourse.demand), ("probability", (recourse.backlog > SMALLEST).astype(np.float64)),
            ("backlog", recourse.backlog), ("workaround", recourse.workaround), ("lost", recourse.lost),
        )
    }  # fmt: skip
    worst = recourse.backlog.max(axis=0)
    rows: list[tuple[Cell, ...]] = []
    for position, period in np.argwhere((mean["demand"] > SMALLEST) | (worst > SMALLEST)):
        tier = recourse.tiers[position]
        at = (position, period)
        rows.append(
            (
                names.item(tier.item),
                names.firm(tier.firm),
                tier.priority,
                names.period(int(period)),
                float(mean["demand"][at]),
                float(mean["probability"][at]),
                float(mean["backlog"][at]),
                float(worst[at]),
                float(mean["workaround"][at]),
                float(mean["lost"][at]),
                tier.item,
            )
        )
    return Table("shortage", DETAIL, tuple(rows))
