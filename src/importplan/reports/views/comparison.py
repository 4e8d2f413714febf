"""This plan against others on the same draws: what it costs, what delays are expected to cost, how bad it gets."""

from __future__ import annotations

from importplan.evaluation.estimates import Estimate, Judgement
from importplan.evaluation.judged import NAIVE, THIS_PLAN
from importplan.plan.lines import COST_LINES, NOTIONAL_LINES
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table

NEGLIGIBLE = 0.1  # in the unit of summaries: a difference that nobody decides on
MEASURES: tuple[str, ...] = ("money_cny", "shortage_cny", "shortage_cvar_cny", "cvar_cny")  # of a judgement
HEADINGS: dict[str, str] = {
    "money_cny": "cash_cost_cny",
    "shortage_cny": "shortage_mean_cny",
    "shortage_cvar_cny": "shortage_tail_cny",
    "cvar_cny": "draw_tail_cny",
}
COLUMNS = (
    Column("alternative", Form.LONG_TEXT),
    *(Column(HEADINGS[measure], Form.YUAN) for measure in MEASURES),
    Column("fill_rate", Form.SHARE),
    Column("orders_number", Form.WHOLE),
    Column("solve_status", Form.LONG_TEXT),
)


def estimate_of(judgement: Judgement, measure: str) -> Estimate:
    """A figure of a judgement by its name."""
    found: Estimate = getattr(judgement, measure)
    return found


def comparison_table(result: PlanResult, names: Names) -> Table:
    """One row for each alternative."""
    rows: list[tuple[Cell, ...]] = []
    for entry in result.alternatives:
        words = names.word(f"result.alternative.{entry.key}")
        status = names.word(f"result.reason_end.{entry.termination.reason.value}")
        figures: tuple[Cell, ...] = (None,) * (len(MEASURES) + 2)
        if entry.judgement is not None:
            values = (estimate_of(entry.judgement, measure).value for measure in MEASURES)
            figures = (*values, entry.judgement.fill_rate.value, len(entry.orders))
            status = names.word("result.replayed")
        rows.append((words, *figures, status))
    return Table("comparison", COLUMNS, tuple(rows))


INTERVALS = (
    Column("alternative", Form.LONG_TEXT),
    Column("figure", Form.LONG_TEXT),
    Column("value_cny", Form.YUAN),
    Column("low_cny", Form.YUAN),
    Column("high_cny", Form.YUAN),
)


def intervals_table(result: PlanResult, names: Names) -> Table:
    """The 95 % interval of every figure in CNY; empty where the draws are the truth."""
    rows: list[tuple[Cell, ...]] = []
    for entry in result.alternatives:
        for measure in MEASURES if entry.judgement is not None else ():
            assert entry.judgement is not None
            found = estimate_of(entry.judgement, measure)
            if not found.exact:
                words = names.word(f"result.alternative.{entry.key}"), names.word(f"result.figure.{measure}")
                rows.append((*words, found.value, found.low, found.high))
    return Table("intervals", INTERVALS, tuple(rows))


def lines_table(result: PlanResult, names: Names) -> Table:
    """Expected cost by line, one column for each alternative that has a plan."""
    with_plan = [(entry.key, entry.costs) for entry in result.alternatives if entry.costs is not None]
    headings = [names.word("result.in_yuan", what=names.word(f"result.alternative.{key}")) for key, _ in with_plan]
    columns = (
        Column("cost_line"),
        Column("nature"),
        *(Column(key, Form.YUAN, heading=head) for (key, _), head in zip(with_plan, headings, strict=True)),
    )
    rows: list[tuple[Cell, ...]] = []
    for position, line in enumerate(COST_LINES):
        amounts = tuple(float(costs.expected[position]) for _, costs in with_plan)
        if amounts and max(abs(amount) for amount in amounts) >= 0.005:
            nature = "estimate" if line in NOTIONAL_LINES else "cash"
            words = (names.word(f"result.cost.{line}"), names.word(f"result.nature.{nature}"))
            rows.append((*words, *amounts))
    return Table("comparison_lines", columns, tuple(rows))


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
