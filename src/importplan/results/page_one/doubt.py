"""Page one, doubt: how bad it gets against other plans, and how sure the figures are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from importplan.evaluation.replay.judged import NAIVE, Judged
from importplan.plan.lines import COST_LINES
from importplan.plan.solution import CALLS_BY_RULE, INTERRUPTED, Reason, Solution
from importplan.results import forms
from importplan.results.forms import in_words
from importplan.results.names import Names
from importplan.results.page_one.exposed import exchange_words, outage_words, untouched_words
from importplan.results.page_one.section import Section
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.comparison import figure, status_words, verdict
from importplan.results.sheets.landed_cost import doubtful_money
from importplan.results.sheets.stress import worst_event_words
from importplan.results.table import Column, Form, Look, Table
from importplan.results.views.agreement import agreement_words
from importplan.results.views.lateness import default_words, sensitive_words
from importplan.results.views.order_lines import order_lines
from importplan.results.views.relief import doubtful_relief_words
from importplan.results.views.ways_out import held_back_words
from importplan.scenario.switched_off import off_words
from importplan.scenario.unused import UNUSED

MONEY = Form(Look.PIECES, lambda names, estimate: names.in_summary_unit(estimate.value))
ON_TIME = Form(Look.SHARE, lambda names, estimate: estimate.value)
TODAYS = "todays_sourcing"  # key of the rule that keeps today's suppliers
NAMED_WAYS = (NAIVE, TODAYS)  # of the simple rules, those that page one always shows
WAYS_SHOWN = 5
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


def risk_section(result: PlanResult, names: Names) -> Section:
    """How bad it gets, against the simple rules."""
    return Section(risk_heading(result, names), risk_table(result, names), risk_sentences(result, names), half=True)


def risk_table(result: PlanResult, names: Names) -> Table[Judged]:
    """This plan and others: cost in money, estimated loss in the mean and in the worst draws, share on time."""
    # The tail is named by its share: the worst 5 %.
    tail = names.word("result.tail_heading", worst=worst_words(result))
    columns: tuple[Column[Judged], ...] = (
        in_words("alternative", way_words, Look.TEXT, span=4),
        Column("cash_cost_summary", "cny", MONEY, figure("money_cny"), span=2),
        Column("shortage_mean_summary", "cny", MONEY, figure("shortage_cny"), span=2),
        Column("shortage_tail_figure", "cny", MONEY, figure("shortage_cvar_cny"), heading=tail, span=2),
        Column("on_time_summary", "share", ON_TIME, figure("fill_rate"), span=2),
    )
    return Table("summary_risk", columns, ways_shown(result), detail="comparison")


def ways_shown(result: PlanResult) -> tuple[Judged, ...]:
    """This plan, the cheapest source, today's suppliers, and of the others the best; all stand on their sheet."""
    own, *others = result.alternatives
    always = [way for way in others if way.key in NAMED_WAYS]
    judged = [way for way in others if way.key not in NAMED_WAYS and way.judgement is not None]
    best = sorted(judged, key=lambda way: way.judgement.cost_cny.value if way.judgement else 0.0)
    shown = {way.key for way in (*always, *best[: WAYS_SHOWN - 1 - len(always)])}
    return (own, *(way for way in others if way.key in shown))


def worst_words(result: PlanResult) -> str:
    """`5%`: the share of the worst draws."""
    return f"{100.0 * (1.0 - result.scenario.settings.risk_level):.3g}%"


def interval_words(result: PlanResult, names: Names) -> str:
    """The 95 % intervals of this plan; empty where nothing is estimated."""
    judgement = result.own.judgement
    if judgement is None or judgement.money_cny.exact:
        return ""
    return names.word(
        "result.intervals_of_plan",
        money=forms.money_words(names, judgement.money_cny),
        loss=forms.money_words(names, judgement.shortage_cny),
        worst=worst_words(result),
        tail=forms.money_words(names, judgement.shortage_cvar_cny),
        rate=forms.share_words(names, judgement.fill_rate),
    )


def risk_sentences(result: PlanResult, names: Names) -> tuple[str, ...]:
    """The verdict, the largest exposures, exchange rates, and a warning where judging was stopped."""
    lines = [verdict(result, names)]
    if lines[0] and result.scenario.limits:
        lines[0] += names.word("result.verdict.unbound")
    lines.append(interval_words(result, names))
    for part in (tail_words, outage_words, worst_event_words, untouched_words, exchange_words):
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
    """The CVaR of the whole cost where it is what the plan makes small."""
    settings, judgement = result.scenario.settings, result.own.judgement
    if judgement is None or settings.goal not in ("min_cvar", "ordered"):
        return ()
    tail = names.in_summary_unit(judgement.cvar_cny.value)
    worst = worst_words(result)
    return (names.word("result.whole_tail", worst=worst, amount=tail),)


def confidence_sentences(result: PlanResult, names: Names) -> tuple[str, ...]:
    """What the prices rest on, the gap, the ledger, rules to be checked, how losses were set."""
    rules, money = doubtful_money(result)
    proof = [gap_words(result.solution, names)]
    if result.agreement is not None:
        proof.append(agreement_words(result.agreement, names))
    lines = [*default_words(result, names), sensitive_words(result, names), both(names, proof)]
    lines.append(both(names, (price_basis(result, names), shortage_basis(result, names))))
    lines.append(held_back_words(result, names, most=HELD_BACK))
    lines.append(signed_words(result.solution, names))
    if result.draws.count < result.draws_asked:
        lines.append(names.word("result.fewer_draws", count=result.draws.count, asked=result.draws_asked))
    if rules:
        lines.append(names.word("result.unverified", count=rules, amount=names.in_summary_unit(money)))
    lines.append(doubtful_relief_words(result, names))
    lines.append(both(names, (input_words(result, names), switched_off_words(result, names))))
    return tuple(line for line in lines if line)


def both(names: Names, parts: Iterable[str]) -> str:
    """Sentences in one line; those that are empty left out."""
    return names.word("result.reason.join").join(part for part in parts if part)


def input_words(result: PlanResult, names: Names) -> str:
    """How many warnings there are on the input, and how much of it is not used."""
    idle = sum(issue.code in UNUSED for issue in result.issues)
    told = {"result.warnings": len(result.issues) - idle, "result.unused": idle}
    return both(names, (names.word(key, count=count) for key, count in told.items() if count))


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
