"""Sheet `risk` (风险评估): how bad it gets, on the draws that the plan is judged on, beside the in-sample figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.replay.estimates import BUT_OPEN, MONEY, OPEN, SHORTAGE, Estimate, of_lines
from importplan.plan.lines import COST_LINES, NOTIONAL_LINES
from importplan.plan.solution import CostLines
from importplan.results import forms
from importplan.results.chart import Chart
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.comparison import MEASURES as JUDGED
from importplan.results.sheets.comparison import estimate_of
from importplan.results.table import Column, Look, Table
from importplan.results.views.controls import controls_table
from importplan.results.views.exposure import exposure_table
from importplan.results.views.tail import histogram, quantile, tail_mean, tail_weights

Real = NDArray[np.float64]
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
BINS_SHOWN = 20


@dataclass(frozen=True)
class Tested:
    """A figure of this plan on the draws that it is judged on, and on those that made it."""

    measure: str
    found: Estimate
    in_sample: float


TESTED: tuple[Column[Tested], ...] = (
    Column("figure", "", forms.worded("result.figure").wrapped, lambda row: row.measure),
    Column("value_cny", "cny", forms.YUAN, lambda row: row.found.value),
    Column("low_cny", "cny", forms.YUAN, lambda row: None if row.found.exact else row.found.low),
    Column("high_cny", "cny", forms.YUAN, lambda row: None if row.found.exact else row.found.high),
    Column("in_sample_cny", "cny", forms.YUAN, lambda row: row.in_sample),
    Column("difference_cny", "cny", forms.YUAN, lambda row: row.found.value - row.in_sample),
)


def tested_table(result: PlanResult) -> Table[Tested]:
    """This plan on fresh draws with intervals, beside its figures on the draws that made it."""
    judgement, before = result.own.judgement, result.in_sample
    assert judgement is not None
    assert before is not None
    measures = (*JUDGED[:3], "cost_cny", "cvar_cny", "open_needs_cny")
    rows = (Tested(each, estimate_of(judgement, each), estimate_of(before, each).value) for each in measures)
    return Table("tested", TESTED, tuple(rows))


@dataclass(frozen=True)
class Measured:
    """One measure of four costs over the draws."""

    measure: str
    share: float | None  # of a quantile
    draw: float  # cost of a draw, as in the objective but for open needs
    cash: float  # money paid
    shortage: float  # estimated loss
    still_open: float  # price of open needs


def measure_words(names: Names, row: Measured) -> str:
    """What is measured."""
    values = {} if row.share is None else {"share": 100.0 * row.share}
    return names.word(f"result.measure.{row.measure}", **values)


MEASURES: tuple[Column[Measured], ...] = (
    in_words("measure", measure_words),
    Column("measured_draw_cny", "cny", forms.YUAN, lambda row: row.draw),
    Column("measured_cash_cny", "cny", forms.YUAN, lambda row: row.cash),
    Column("measured_shortage_cny", "cny", forms.YUAN, lambda row: row.shortage),
    Column("measured_open_cny", "cny", forms.YUAN, lambda row: row.still_open),
    for_machines("measure", lambda row: row.measure),
    for_machines("share", lambda row: row.share),
)


def drawn(costs: CostLines) -> Real:
    """(D,) cost of a draw without what is known now and without open needs."""
    found: Real = costs.by_draw[:, list(BUT_OPEN)].sum(axis=1)
    return found


def measures_table(result: PlanResult) -> Table[Measured]:
    """Mean, tail mean and quantiles of: cost of a draw, money paid, estimated loss, open needs."""
    costs, level = result.own_costs, result.scenario.settings.risk_level
    weights = costs.weights
    kinds = (drawn(costs), *(of_lines(costs, lines) for lines in (MONEY, SHORTAGE, OPEN)))
    measures: list[tuple[str, float | None, Callable[[Real], float]]] = [
        ("mean", None, lambda values: float(weights @ values)),
        ("cvar", None, lambda values: tail_mean(values, weights, level)),
        ("least", None, lambda values: float(values.min())),
        *(("quantile", share, partial(quantile, weights=weights, share=share)) for share in QUANTILES),
        ("most", None, lambda values: float(values.max())),
    ]
    rows = (Measured(key, share, *(measure(values) for values in kinds)) for key, share, measure in measures)
    return Table("measures", MEASURES, tuple(rows))


@dataclass(frozen=True)
class ExpectedLine:
    """A line of the expected costs, and what the worst draws make of it."""

    line: str
    known: float
    by_draw: float
    expected: float
    tail: float

    @property
    def nature(self) -> str:
        """Whether it is paid or an estimate."""
        return "estimate" if self.line in NOTIONAL_LINES else "cash"


LINES: tuple[Column[ExpectedLine], ...] = (
    Column("cost_line", "", forms.worded("result.cost"), lambda row: row.line),
    Column("nature", "", forms.NATURE, lambda row: row.nature),
    Column("known_cny", "cny", forms.YUAN, lambda row: row.known, total=True),
    Column("by_draw_mean_cny", "cny", forms.YUAN, lambda row: row.by_draw, total=True),
    Column("expected_cny", "cny", forms.YUAN, lambda row: row.expected, total=True),
    Column("tail_cny", "cny", forms.YUAN, lambda row: row.tail, total=True),
)


def cost_table(result: PlanResult) -> Table[ExpectedLine]:
    """Expected cost by line, and the same in the worst draws: which lines make the tail."""
    costs = result.own_costs
    inside = tail_weights(drawn(costs), costs.weights, result.scenario.settings.risk_level)
    amounts = (costs.known, costs.weights @ costs.by_draw, costs.expected, costs.known + inside @ costs.by_draw)
    lines = zip(COST_LINES, *(each.tolist() for each in amounts), strict=True)
    rows = (ExpectedLine(*line) for line in lines if max(map(abs, line[1:])) >= 0.005)
    return Table("costs", LINES, tuple(rows))


@dataclass(frozen=True)
class Bin:
    """Draws whose cost lies between two amounts, as a share of those judged on and of those that made the plan."""

    low_cny: float
    high_cny: float
    share: float
    in_sample: float


IN_SAMPLE = "bin_share_in_sample"
BINS: tuple[Column[Bin], ...] = (
    Column("bin_from", "cny", forms.SUMMARY, lambda row: row.low_cny),
    Column("bin_to", "cny", forms.SUMMARY, lambda row: row.high_cny),
    Column("bin_share", "share", forms.SHARE, lambda row: row.share, total=True),
    Column(IN_SAMPLE, "share", forms.SHARE, lambda row: row.in_sample, total=True),
    in_words("bin_label", lambda names, row: label(names, row), Look.TEXT),
)


def label(names: Names, row: Bin) -> str:
    """The middle of a bin in the unit of summaries; a nothing below zero is a nothing."""
    return f"{round((names.in_summary_unit(row.low_cny) + names.in_summary_unit(row.high_cny)) / 2):,}"


def histogram_table(result: PlanResult) -> Table[Bin]:
    """How the cost of a draw is spread over the draws it is judged on, and over those that made the plan."""
    costs, made = result.own_costs, result.solution.costs
    assert made is not None
    both = np.concatenate((drawn(costs), drawn(made)))
    bins = 1 if np.ptp(both) < 0.01 else BINS_SHOWN
    span = (float(both.min()), float(both.max()))
    borders, heights = histogram(drawn(costs), costs.weights, bins, span)
    _, before = histogram(drawn(made), made.weights, bins, span)
    rows = (Bin(*map(float, each)) for each in zip(borders[:-1], borders[1:], heights, before, strict=True))
    same = result.fresh is None or result.judging.given  # the same draws
    columns = tuple(column for column in BINS if not (same and column.key == IN_SAMPLE))
    return Table("histogram", columns, tuple(rows))


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """Figures, spread, what makes the tail, what outages touch, goods that hang on controlling states."""
    level, count, made = result.scenario.settings.risk_level, result.judging.count, result.draws.count
    yield names.word(f"result.about.risk_{result.judged_on}", count=count, made=made, level=level, worst=1.0 - level)
    yield tested_table(result)
    yield measures_table(result)
    yield cost_table(result)
    yield exposure_table(result)
    yield controls_table(result)
    spread = histogram_table(result)
    yield spread
    if len(spread.rows) > 1:
        shares = tuple(column.key for column in spread.columns if column.key.startswith("bin_share"))
        yield Chart(names.word("result.chart.draws"), spread, "bin_label", shares)


SHEET = ResultSheet("risk", blocks, freeze=1)
