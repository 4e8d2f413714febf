"""How bad it gets, on the draws that the plan is judged on: figures beside the in-sample ones, cost lines, spread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.estimates import MONEY, SHORTAGE, of_lines
from importplan.plan.lines import COST_LINES, NOTIONAL_LINES
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.comparison import MEASURES as JUDGED
from importplan.reports.views.comparison import estimate_of
from importplan.reports.views.tail import histogram, quantile, tail_mean, tail_weights

Real = NDArray[np.float64]
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
BINS_SHOWN = 20

TESTED = (
    Column("figure", Form.LONG_TEXT),
    Column("value_cny", Form.YUAN),
    Column("low_cny", Form.YUAN),
    Column("high_cny", Form.YUAN),
    Column("in_sample_cny", Form.YUAN),
    Column("difference_cny", Form.YUAN),
)


def tested_table(result: PlanResult, names: Names) -> Table:
    """This plan on fresh draws with intervals, beside its figures on the draws that made it."""
    judgement, before = result.own.judgement, result.in_sample
    assert judgement is not None
    assert before is not None
    rows: list[tuple[Cell, ...]] = []
    for measure in (*JUDGED[:3], "cost_cny", "cvar_cny"):
        found, known = estimate_of(judgement, measure), estimate_of(before, measure)
        interval: tuple[Cell, Cell] = (None, None) if found.exact else (found.low, found.high)
        words = names.word(f"result.figure.{measure}")
        rows.append((words, found.value, *interval, known.value, found.value - known.value))
    return Table("tested", TESTED, tuple(rows))


MEASURED = ("draw", "cash", "shortage")
MEASURES = (Column("measure", Form.LONG_TEXT), *(Column(f"measured_{kind}_cny", Form.YUAN) for kind in MEASURED))


def measures_table(result: PlanResult, names: Names) -> Table:
    """Mean, tail mean and quantiles of: cost of a draw (as in the objective), money paid, estimated loss."""
    costs, level = result.own_costs, result.scenario.settings.risk_level
    weights = costs.weights
    kinds = (costs.of_draws, of_lines(costs, MONEY), of_lines(costs, SHORTAGE))
    measures: list[tuple[str, Callable[[Real], float]]] = [
        (names.word("result.measure.mean"), lambda values: float(weights @ values)),
        (names.word("result.measure.cvar"), lambda values: tail_mean(values, weights, level)),
        (names.word("result.measure.least"), lambda values: float(values.min())),
    ]
    for share in QUANTILES:
        words = names.word("result.measure.quantile", share=100.0 * share)
        measures.append((words, partial(quantile, weights=weights, share=share)))
    measures.append((names.word("result.measure.most"), lambda values: float(values.max())))
    rows: list[tuple[Cell, ...]] = [(words, *(measure(values) for values in kinds)) for words, measure in measures]
    return Table("measures", MEASURES, tuple(rows))


LINES = (
    Column("cost_line"),
    Column("nature"),
    Column("known_cny", Form.YUAN, total=True),
    Column("by_draw_mean_cny", Form.YUAN, total=True),
    Column("expected_cny", Form.YUAN, total=True),
    Column("tail_cny", Form.YUAN, total=True),
)


def cost_table(result: PlanResult, names: Names) -> Table:
    """Expected cost by line, and the same in the worst draws: which lines make the tail."""
    costs = result.own_costs
    inside = tail_weights(costs.of_draws, costs.weights, result.scenario.settings.risk_level)
    mean, tail = costs.weights @ costs.by_draw, costs.known + inside @ costs.by_draw
    rows: list[tuple[Cell, ...]] = []
    for position, line in enumerate(COST_LINES):
        amounts = (costs.known[position], mean[position], costs.expected[position], tail[position])
        if max(abs(amount) for amount in amounts) < 0.005:
            continue
        nature = "estimate" if line in NOTIONAL_LINES else "cash"
        values = tuple(float(amount) for amount in amounts)
        rows.append((names.word(f"result.cost.{line}"), names.word(f"result.nature.{nature}"), *values))
    return Table("costs", LINES, tuple(rows))


FRESH_BINS = (
    Column("bin_from", Form.SUMMARY),
    Column("bin_to", Form.SUMMARY),
    Column("bin_share", Form.SHARE, total=True),
    Column("bin_share_in_sample", Form.SHARE, total=True),
    Column("bin_label"),
)


def histogram_table(result: PlanResult, names: Names) -> Table:
    """How the cost of a draw is spread over the draws it is judged on, and over those that made the plan."""
    costs, made = result.own_costs, result.solution.costs
    assert made is not None
    both = np.concatenate((costs.of_draws, made.of_draws))
    bins = 1 if np.ptp(both) < 0.01 else BINS_SHOWN
    span = (float(both.min()), float(both.max()))
    borders, heights = histogram(costs.of_draws, costs.weights, bins, span)
    _, before = histogram(made.of_draws, made.weights, bins, span)
    scaled = [names.in_summary_unit(float(border)) for border in borders]
    rows: list[tuple[Cell, ...]] = [
        (low, high, float(height), float(in_sample), f"{(low + high) / 2:,.0f}")
        for low, high, height, in_sample in zip(scaled[:-1], scaled[1:], heights, before, strict=True)
    ]
    if result.fresh is None or result.judging.given:  # the same draws
        columns = tuple(column for column in FRESH_BINS if column.key != "bin_share_in_sample")
        return Table("histogram", columns, tuple((*row[:3], row[4]) for row in rows))
    return Table("histogram", FRESH_BINS, tuple(rows))
