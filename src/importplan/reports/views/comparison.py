"""This plan against others on the same draws: what it costs, what delays are expected to cost, how bad it gets."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.evaluation.baselines import Alternative
from importplan.plan.solution import COST_LINES, NOTIONAL_LINES
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.risk import cash_cost, shortage_loss
from importplan.reports.views.shortage import on_time_share
from importplan.reports.views.tail import tail_mean

NEGLIGIBLE = 0.1  # in the unit of summaries: a difference that nobody decides on


@dataclass(frozen=True)
class Measured:
    """One alternative in figures (CNY, discounted). None where it has no plan."""

    key: str
    status: str
    cash_cny: float | None = None  # money paid: all lines but estimates
    shortage_cny: float | None = None  # expected estimated loss
    shortage_tail_cny: float | None = None  # its tail mean
    draw_tail_cny: float | None = None  # CVaR of the cost of a draw, with the cost known now
    on_time: float | None = None
    orders: int | None = None


def measured(result: PlanResult) -> tuple[Measured, ...]:
    """Every alternative, this plan first."""
    return tuple(_measure(result, alternative) for alternative in result.alternatives)


def _measure(result: PlanResult, alternative: Alternative) -> Measured:
    solution = alternative.solution
    status = solution.termination.reason.value
    if solution.found is None or solution.costs is None:
        return Measured(alternative.key, status)
    costs, level = solution.costs, result.scenario.settings.risk_level
    loss = shortage_loss(costs)
    return Measured(
        key=alternative.key,
        status=status,
        cash_cny=float(costs.weights @ cash_cost(costs)),
        shortage_cny=float(costs.weights @ loss),
        shortage_tail_cny=tail_mean(loss, costs.weights, level),
        draw_tail_cny=costs.known_cny + tail_mean(costs.of_draws, costs.weights, level),
        on_time=on_time_share(solution.found.recourse, costs.weights),
        orders=len(solution.found.orders),
    )


COLUMNS = (
    Column("alternative", Form.LONG_TEXT),
    Column("cash_cost_cny", Form.YUAN),
    Column("shortage_mean_cny", Form.YUAN),
    Column("shortage_tail_cny", Form.YUAN),
    Column("draw_tail_cny", Form.YUAN),
    Column("on_time_share", Form.SHARE),
    Column("orders_number", Form.WHOLE),
    Column("solve_status"),
)


def comparison_table(result: PlanResult, names: Names) -> Table:
    """One row for each alternative."""
    rows: list[tuple[Cell, ...]] = [
        (
            names.word(f"result.alternative.{entry.key}"),
            entry.cash_cny,
            entry.shortage_cny,
            entry.shortage_tail_cny,
            entry.draw_tail_cny,
            entry.on_time,
            entry.orders,
            names.word(f"result.reason_end.{entry.status}"),
        )
        for entry in measured(result)
    ]
    return Table("comparison", COLUMNS, tuple(rows))


def lines_table(result: PlanResult, names: Names) -> Table:
    """Expected cost by line, one column for each alternative that has a plan."""
    with_plan = [entry for entry in result.alternatives if entry.solution.costs is not None]
    headings = [names.word("result.in_yuan", what=names.word(f"result.alternative.{entry.key}")) for entry in with_plan]
    columns = (
        Column("cost_line"),
        Column("nature"),
        *(Column(entry.key, Form.YUAN, heading=head) for entry, head in zip(with_plan, headings, strict=True)),
        Column("line_id"),
    )
    rows: list[tuple[Cell, ...]] = []
    for position, line in enumerate(COST_LINES):
        amounts = tuple(float(entry.solution.costs.expected[position]) for entry in with_plan if entry.solution.costs)
        if amounts and max(abs(amount) for amount in amounts) >= 0.005:
            nature = "estimate" if line in NOTIONAL_LINES else "cash"
            words = (names.word(f"result.cost.{line}"), names.word(f"result.nature.{nature}"))
            rows.append((*words, *amounts, line))
    return Table("comparison_lines", columns, tuple(rows))


def verdict(result: PlanResult, names: Names) -> str:
    """What the plan pays more than the cheapest sources and what that takes off the worst case; empty if not known."""
    by_key = {entry.key: entry for entry in measured(result)}
    own, other = by_key.get("this_plan"), by_key.get("cheapest_source")
    if own is None or other is None or own.cash_cny is None or other.cash_cny is None:
        return ""
    more = names.in_summary_unit(own.cash_cny - other.cash_cny)
    mean = names.in_summary_unit((other.shortage_cny or 0.0) - (own.shortage_cny or 0.0))
    less = names.in_summary_unit((other.shortage_tail_cny or 0.0) - (own.shortage_tail_cny or 0.0))
    if max(abs(more), abs(mean), abs(less)) < NEGLIGIBLE:
        return names.word("result.verdict.same")
    pays = names.word("result.verdict.more" if more >= 0 else "result.verdict.less", amount=abs(more))
    mean_words = names.word("result.verdict.mean_less" if mean >= 0 else "result.verdict.mean_more", amount=abs(mean))
    tail_words = names.word("result.verdict.tail_less" if less >= 0 else "result.verdict.tail_more", amount=abs(less))
    return names.word("result.verdict", pays=pays, mean=mean_words, tail=tail_words)
