"""Sheet `comparison` (方案比较): this plan and others on the same draws: cost, expected loss, how bad it gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from importplan.basics.money import LEAST_CNY
from importplan.evaluation.replay.estimates import Estimate, Judgement
from importplan.evaluation.replay.judged import NAIVE, THIS_PLAN, Judged
from importplan.plan.lines import COST_LINES, NOTIONAL_LINES
from importplan.plan.solution import CostLines
from importplan.results import forms
from importplan.results.chart import Chart
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Form, Look, Reader, Table, Unit

NEGLIGIBLE = 0.1  # in the unit of summaries: a difference that nobody decides on
MEASURES: tuple[str, ...] = ("money_cny", "shortage_cny", "shortage_cvar_cny", "cvar_cny")  # of a judgement
ALTERNATIVE = forms.worded("result.alternative")


def estimate_of(judgement: Judgement, measure: str) -> Estimate:
    """A figure of a judgement by its name."""
    found: Estimate = getattr(judgement, measure)
    return found


def by_line(costs: CostLines | None) -> dict[str, float]:
    """Cost line → expected CNY, discounted."""
    return {} if costs is None else dict(zip(COST_LINES, costs.expected.tolist(), strict=True))


def figure(measure: str) -> Callable[[Judged], Estimate | None]:
    """A figure of an alternative; None where it has no plan."""
    return lambda row: None if row.judgement is None else estimate_of(row.judgement, measure)


def status_words(names: Names, row: Judged) -> str:
    """That it was replayed, or why there is no plan."""
    if row.forbidden:
        return names.word("result.alternative_forbidden", place=row.forbidden)
    return names.word("result.replayed" if row.judgement else f"result.reason_end.{row.termination.reason.value}")


def told(key: str, unit: Unit, form: Form, measure: str) -> Column[Judged]:
    """A figure for people; machines read it with its interval, in `judgement`."""
    of = figure(measure)
    return Column(key, unit, form, lambda row: (found := of(row)) and found.value, reader=Reader.PEOPLE)


COLUMNS: tuple[Column[Judged], ...] = (
    Column("alternative", "", ALTERNATIVE.wrapped, lambda row: row.key, known_as="key"),
    told("cash_cost_cny", "cny", forms.YUAN, "money_cny"),
    told("shortage_mean_cny", "cny", forms.YUAN, "shortage_cny"),
    told("shortage_tail_cny", "cny", forms.YUAN, "shortage_cvar_cny"),
    told("draw_tail_cny", "cny", forms.YUAN, "cvar_cny"),
    told("open_needs_cny", "cny", forms.YUAN, "open_needs_cny"),
    told("fill_rate", "share", forms.SHARE, "fill_rate"),
    in_words("orders_number", lambda names, row: len(row.orders) if row.judgement else None, Look.WHOLE),
    in_words("solve_status", status_words),
    for_machines("status", lambda row: row.termination.reason),
    for_machines("forbidden", lambda row: row.forbidden),
    for_machines("objective_cny", lambda row: row.objective_cny),
    for_machines("orders", lambda row: len(row.orders)),
    for_machines("costs", lambda row: by_line(row.costs)),
    for_machines("judgement", lambda row: row.judgement),
)


def comparison_table(result: PlanResult) -> Table[Judged]:
    """One row for each alternative."""
    return Table("comparison", COLUMNS, result.alternatives)


@dataclass(frozen=True)
class Interval:
    """A figure of an alternative that is an estimate."""

    alternative: str
    measure: str
    found: Estimate


INTERVALS: tuple[Column[Interval], ...] = (
    Column("alternative", "", ALTERNATIVE.wrapped, lambda row: row.alternative),
    Column("figure", "", forms.worded("result.figure").wrapped, lambda row: row.measure),
    Column("value_cny", "cny", forms.YUAN, lambda row: row.found.value),
    Column("low_cny", "cny", forms.YUAN, lambda row: row.found.low),
    Column("high_cny", "cny", forms.YUAN, lambda row: row.found.high),
)


def intervals_table(result: PlanResult) -> Table[Interval]:
    """The 95 % interval of every figure in CNY; empty where the draws are the truth."""
    found = (
        Interval(entry.key, measure, estimate_of(entry.judgement, measure))
        for entry in result.alternatives
        for measure in MEASURES
        if entry.judgement is not None
    )
    return Table("intervals", INTERVALS, tuple(row for row in found if not row.found.exact), quiet=True)


@dataclass(frozen=True)
class LineOfAll:
    """A cost line of every alternative that has a plan."""

    line: str
    amounts: Mapping[str, float]

    @property
    def nature(self) -> str:
        """Whether it is paid or an estimate."""
        return "estimate" if self.line in NOTIONAL_LINES else "cash"


def lines_table(result: PlanResult, names: Names) -> Table[LineOfAll]:
    """Expected cost by line, one column for each alternative that has a plan."""
    costs = {entry.key: by_line(entry.costs) for entry in result.alternatives if entry.costs is not None}
    columns: tuple[Column[LineOfAll], ...] = (
        Column("cost_line", "", forms.worded("result.cost"), lambda row: row.line),
        Column("nature", "", forms.NATURE, lambda row: row.nature),
        *(_of_alternative(names, key) for key in costs),
    )
    rows = (LineOfAll(line, {key: lines[line] for key, lines in costs.items()}) for line in COST_LINES)
    told = [row for row in rows if max(map(abs, row.amounts.values()), default=0.0) >= LEAST_CNY]
    return Table("comparison_lines", columns, told)


def _of_alternative(names: Names, key: str) -> Column[LineOfAll]:
    heading = names.word("result.in_yuan", what=names.word(f"result.alternative.{key}"))
    return Column(key, "cny", forms.YUAN, lambda row: row.amounts[key], heading=heading)


def verdict(result: PlanResult, names: Names) -> str:
    """What the plan pays more than the cheapest sources and what that takes off the worst case; empty if not known."""
    by_key = {entry.key: entry.judgement for entry in result.alternatives}
    own, other = by_key.get(THIS_PLAN), by_key.get(NAIVE)
    if own is None or other is None:
        return ""
    more = names.in_summary_unit(own.money_cny.value - other.money_cny.value)
    mean = names.in_summary_unit(other.shortage_cny.value - own.shortage_cny.value)
    less = names.in_summary_unit(other.shortage_cvar_cny.value - own.shortage_cvar_cny.value)
    if max(abs(more), abs(mean), abs(less)) < NEGLIGIBLE:
        return names.word("result.verdict.same")
    pays = _change(names, ("more", "less", "money_same"), more)
    mean_words = _change(names, ("mean_less", "mean_more", "mean_same"), mean)
    tail_words = _change(names, ("tail_less", "tail_more", "tail_same"), less)
    return names.word("result.verdict", pays=pays, mean=mean_words, tail=tail_words)


def _change(names: Names, keys: tuple[str, str, str], amount: float) -> str:
    """Words for a positive, a negative, or no difference worth naming."""
    if abs(amount) < 0.5:  # nothing is left of it without decimals
        return names.word(f"result.verdict.{keys[2]}")
    return names.word(f"result.verdict.{keys[0 if amount > 0 else 1]}", amount=abs(amount))


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """The verdict, the alternatives with a chart, intervals, and cost lines side by side."""
    yield names.word(f"result.about.comparison_{result.judged_on}", count=result.judging.count)
    words = verdict(result, names)
    if words:
        yield words
    table = comparison_table(result)
    yield table
    values = ("cash_cost_cny", "shortage_mean_cny", "shortage_tail_cny")
    yield Chart(names.word("result.chart.comparison"), table, "alternative", values)
    yield intervals_table(result)
    yield lines_table(result, names)


SHEET = ResultSheet("comparison", blocks, freeze=1)
