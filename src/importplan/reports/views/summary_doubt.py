"""Page one, doubt: how bad it gets against other plans, and how sure the figures are."""

from __future__ import annotations

import math
from collections import defaultdict

from importplan.plan.solution import COST_LINES, Reason, Solution
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.agreement import agreement
from importplan.reports.views.comparison import measured, verdict
from importplan.reports.views.exposure import exposures, target_words
from importplan.reports.views.landed_cost import doubtful_money
from importplan.reports.views.order_lines import order_lines
from importplan.scenario.unused import unused

RISK = (
    Column("alternative"),
    Column("cash_cost_summary", Form.SUMMARY),
    Column("shortage_mean_summary", Form.SUMMARY),
    Column("shortage_tail_summary", Form.SUMMARY),
    Column("on_time_share", Form.SHARE),
)
BASES = ("contract", "firm_quote", "budget_quote", "past_deal", "estimate")


def risk_table(result: PlanResult, names: Names) -> Table:
    """This plan and others: cost in money, estimated loss in the mean and in the worst draws, share on time."""

    def scaled(amount: float | None) -> float | None:
        return None if amount is None else names.in_summary_unit(amount)

    rows: list[tuple[Cell, ...]] = []
    for entry in measured(result):
        words = names.word(f"result.alternative.{entry.key}")
        if entry.cash_cny is None:
            status = names.word(f"result.reason_end.{entry.status}")
            words = names.word("result.alternative_without_plan", what=words, status=status)
        figures = (scaled(entry.cash_cny), scaled(entry.shortage_cny), scaled(entry.shortage_tail_cny))
        rows.append((words, *figures, entry.on_time))
    return Table("summary_risk", RISK, tuple(rows))


def risk_sentences(result: PlanResult, names: Names) -> tuple[str, ...]:
    """The verdict, the two largest exposures, and on which draws it was judged."""
    lines = [verdict(result, names)]
    worst = sorted(exposures(result), key=lambda entry: -entry.expected_extra_cny)
    for entry in [entry for entry in worst if entry.expected_extra_cny > 0][:2]:
        lines.append(
            names.word(
                "result.exposed",
                target=target_words(names, entry.target.target),
                item=names.item(entry.item),
                share=entry.share or 0.0,
                probability=entry.probability,
                days=round(entry.mean_days),
                loss=names.in_summary_unit(entry.loss_out_cny or 0.0),
                other=names.in_summary_unit(entry.loss_else_cny or 0.0),
            )
        )
    soft = float(result.solution.costs.expected[COST_LINES.index("soft_limits")]) if result.solution.costs else 0.0
    if soft > 0.005:
        lines.append(names.word("result.soft_limits", amount=names.in_summary_unit(soft)))
    lines.append(
        names.word("result.judged.given" if result.draws.given else "result.judged.same", count=result.draws.count)
    )
    return tuple(line for line in lines if line)


def confidence_sentences(result: PlanResult, names: Names) -> tuple[str, ...]:
    """What the prices rest on, the gap, the ledger, rules to be checked, how losses were set."""
    rules, money = doubtful_money(result)
    lines = [price_basis(result, names), shortage_basis(result, names), gap_words(result.solution, names)]
    lines.append(agreement(result).words(names))
    if rules:
        lines.append(names.word("result.unverified", count=rules, amount=names.in_summary_unit(money)))
    if result.issues:
        lines.append(names.word("result.warnings", count=len(result.issues)))
    idle = len(unused(result.scenario))
    if idle:
        lines.append(names.word("result.unused", count=idle))
    return tuple(line for line in lines if line)


def gap_words(solution: Solution, names: Names) -> str:
    """How far from the optimum the plan can be, and whether it was stopped by the time limit."""
    if not math.isfinite(solution.gap):
        return names.word("result.gap.unknown")
    key = "result.gap.optimal" if solution.gap <= 1e-6 else "result.gap.within"
    stopped = solution.termination.reason is Reason.STOPPED_WITH_PLAN
    return names.word(key, gap=solution.gap) + (names.word("result.gap.stopped") if stopped else "")


def price_basis(result: PlanResult, names: Names) -> str:
    """Shares of the goods' value by what their price rests on."""
    value: dict[str, float] = defaultdict(float)
    for line in order_lines(result):
        value[line.offer.price_basis] += line.price_cny
    total = sum(value.values())
    if not total:
        return ""
    parts = [
        names.word(
            "result.price_basis_part", basis=names.choice("offers.price_basis", basis), share=value[basis] / total
        )
        for basis in BASES
        if value[basis]
    ]
    return names.word("result.price_basis", parts=names.word("result.list_join").join(parts))


def shortage_basis(result: PlanResult, names: Names) -> str:
    """How many demand lines have a measured, an estimated or no loss of their own."""
    demand = result.scenario.demand
    blank = sum(1 for line in demand if line.shortage_cost_cny is None)
    measured_lines = sum(
        1 for line in demand if line.shortage_cost_cny is not None and line.shortage_basis == "measured"
    )
    estimated = len(demand) - blank - measured_lines
    return names.word("result.shortage_basis", measured=measured_lines, estimated=estimated, default=blank)
