"""Page one, doubt: how bad it gets against other plans, and how sure the figures are."""

from __future__ import annotations

from collections import defaultdict

from importplan.evaluation.replay.judged import Judged
from importplan.plan.lines import COST_LINES
from importplan.plan.solution import CALLS_BY_RULE, INTERRUPTED, Reason, Solution
from importplan.results import forms
from importplan.results.forms import in_words
from importplan.results.names import Names
from importplan.results.page_one.exposed import exchange_words, outage_words, untouched_words
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.comparison import figure, status_words, verdict
from importplan.results.sheets.landed_cost import doubtful_money
from importplan.results.table import Column, Look, Table
from importplan.results.views.agreement import agreement_words, contract_words
from importplan.results.views.lateness import default_words, sensitive_words
from importplan.results.views.order_lines import order_lines
from importplan.results.views.relief import doubtful_relief_words
from importplan.results.views.ways_out import held_back_words
from importplan.scenario.switched_off import off_words
from importplan.scenario.unused import UNUSED

HELD_BACK = 3  # limits named on page one; all stand in the notes
BASES = ("contract", "firm_quote", "budget_quote", "past_deal", "estimate")


def risk_heading(result: PlanResult, names: Names) -> str:
    """What the figures of the section were judged on."""
    return names.word(f"result.section.risk_{result.judged_on}", count=result.judging.count)


def way_words(names: Names, row: Judged) -> str:
    """What a way is called, and why it has no figures where it has none."""
    words = names.word(f"result.alternative.{row.key}")
    if row.judgement is not None:
        return words
    status = status_words(names, row)
    return names.word("result.alternative_without_plan", what=words, status=status)


def risk_table(result: PlanResult, names: Names) -> Table[Judged]:
    """This plan and others: cost in money, estimated loss in the mean and in the worst draws, share on time."""
    # The tail is named by its share: the worst 5 %.
    worst = f"{100.0 * (1.0 - result.scenario.settings.risk_level):.3g}%"
    tail = names.word("result.tail_heading", worst=worst)
    money, share = forms.ESTIMATED_MONEY, forms.ESTIMATED_SHARE
    columns: tuple[Column[Judged], ...] = (
        in_words("alternative", way_words, Look.TEXT, span=5),
        Column("cash_cost_summary", "cny", money, figure("money_cny"), span=5),
        Column("shortage_mean_summary", "cny", money, figure("shortage_cny"), span=5),
        Column("shortage_tail_figure", "cny", money, figure("shortage_cvar_cny"), heading=tail, span=5),
        Column("fill_rate", "share", share, figure("fill_rate"), span=4),
    )
    return Table("summary_risk", columns, result.alternatives)


def risk_sentences(result: PlanResult, names: Names) -> tuple[str, ...]:
    """The verdict, the largest exposures, exchange rates, and a warning where judging was stopped."""
    lines = [verdict(result, names)]
    if lines[0] and result.scenario.limits:
        lines[0] += names.word("result.verdict.unbound")
    for part in (tail_words, outage_words, untouched_words, exchange_words):
        lines.extend(part(result, names))
    soft = float(result.own_costs.expected[COST_LINES.index("soft_limits")])
    if soft > 0.005:
        lines.append(names.word("result.soft_limits", amount=names.in_summary_unit(soft)))
    if result.judging_stopped:
        fewer = "same" if result.fresh is None else "fewer"
        key = f"result.judged.{fewer}_{result.judging_stopped}"
        lines.append(names.word(key, count=result.judging.count, asked=result.asked))
    return tuple(line for line in lines if line)


def tail_words(result: PlanResult, names: Names) -> tuple[str, ...]:
    """The CVaR of the whole cost, and that it is what the plan makes small where it is."""
    settings, judgement = result.scenario.settings, result.own.judgement
    if judgement is None:
        return ()
    tail = names.in_summary_unit(judgement.cvar_cny.value)
    worst = f"{100.0 * (1.0 - settings.risk_level):.3g}%"
    key = "result.whole_tail.goal" if settings.goal in ("min_cvar", "ordered") else "result.whole_tail"
    return (names.word(key, worst=worst, amount=tail),)


def confidence_sentences(result: PlanResult, names: Names) -> tuple[str, ...]:
    """What the prices rest on, the gap, the ledger, rules to be checked, how losses were set."""
    rules, money = doubtful_money(result)
    lines = [*default_words(result, names), sensitive_words(result, names)]
    lines += [price_basis(result, names), shortage_basis(result, names), gap_words(result.solution, names)]
    lines.append(held_back_words(result, names, most=HELD_BACK))
    lines.append(signed_words(result.solution, names))
    if result.draws.count < result.draws_asked:
        lines.append(names.word("result.fewer_draws", count=result.draws.count, asked=result.draws_asked))
    if result.agreement is not None:
        lines.append(agreement_words(result.agreement, names))
        lines.extend(contract_words(result.audit, names))
    if rules:
        lines.append(names.word("result.unverified", count=rules, amount=names.in_summary_unit(money)))
    lines.append(doubtful_relief_words(result, names))
    idle = sum(issue.code in UNUSED for issue in result.issues)
    if len(result.issues) > idle:
        lines.append(names.word("result.warnings", count=len(result.issues) - idle))
    if idle:
        lines.append(names.word("result.unused", count=idle))
    lines.append(switched_off_words(result, names))
    return tuple(line for line in lines if line)


def switched_off_words(result: PlanResult, names: Names) -> str:
    """What was switched off in the case, by name; empty where nothing was."""
    rows = off_words(result.scenario, names.language)
    return names.word("result.switched_off", rows=rows) if rows else ""


def gap_words(solution: Solution, names: Names) -> str:
    """How far from the optimum the plan can be, and whether it was stopped by the time limit or by hand."""
    if not solution.gap < 1.0:  # a bound of nothing, or below, proves nothing
        return names.word("result.gap.unknown")
    key = "result.gap.optimal" if solution.gap <= 1e-6 else "result.gap.within"
    if solution.termination.reason is not Reason.STOPPED_WITH_PLAN:
        return names.word(key, gap=solution.gap)
    detail = solution.termination.detail
    why = detail if detail in (INTERRUPTED, CALLS_BY_RULE) else "stopped"
    return names.word(key, gap=solution.gap) + names.word(f"result.gap.{why}")


def signed_words(solution: Solution, names: Names) -> str:
    """What whole pieces add to a plan that was made in parts of them; nothing where it was not."""
    if solution.signed_cny is None or not solution.rounding_cny:
        return ""
    key = "more" if solution.rounding_cny >= 0 else "less"
    change = names.word(f"result.signed.{key}", amount=names.in_summary_unit(abs(solution.rounding_cny)))
    return names.word("result.signed", signed=names.in_summary_unit(solution.signed_cny), change=change)


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
