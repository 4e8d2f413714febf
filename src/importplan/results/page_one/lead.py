"""The advice in one sentence: what to sign with whom by when, the cash it takes, and how bad it gets."""

from __future__ import annotations

from importplan.evaluation.open_needs.why import Outcome
from importplan.results.names import Names
from importplan.results.page_one import doubt
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.cash import cash_by_year
from importplan.results.views.open_needs import needs_left
from importplan.results.views.order_lines import OrderLine, order_lines
from importplan.results.views.reserve import reserve_rows

NAMED = 2  # contracts of the sentence


def lead(result: PlanResult, names: Names) -> str:
    """One sentence; empty where there is no plan."""
    if not result.has_plan:
        return ""
    parts = [advised(result, names), cash_words(result, names), worst_words(result, names), open_words(result, names)]
    return names.word("result.lead", parts=names.word("result.lead.join").join(part for part in parts if part))


def advised(result: PlanResult, names: Names) -> str:
    """What to sign first, or what to hold; that nothing is bought."""
    lines = sorted(order_lines(result), key=lambda line: line.dates.latest.day)
    if not lines and result.solution.plan.starts:
        return names.word("result.lead.make", count=len(result.solution.plan.opened_routes))
    if not lines:
        return names.word("result.lead.nothing")
    held = [row for row in reserve_rows(result) if row.new > 0] if result.scenario.settings.owner == "bureau" else []
    if held:
        amount = names.in_summary_unit(sum(row.money_cny for row in held))
        return names.word("result.lead.reserve", count=len(held), amount=amount, first=lines[0].dates.latest.day)
    first = names.word("result.lead.and").join(_contract(names, line) for line in lines[:NAMED])
    rest = names.word("result.lead.others", count=len(lines) - NAMED) if len(lines) > NAMED else ""
    amount = names.in_summary_unit(sum(line.price_cny for line in lines))
    return names.word("result.lead.sign", first=first, rest=rest, amount=amount)


def _contract(names: Names, line: OrderLine) -> str:
    return names.word(
        "result.lead.contract",
        day=line.dates.latest.day,
        supplier=names.supplier(line.offer.supplier),
        quantity=line.order.quantity,
        unit=names.unit(line.item.item),
        item=names.item(line.item.item),
    )


def cash_words(result: PlanResult, names: Names) -> str:
    """The year that takes most money, against its budget where it has one."""
    year = max(cash_by_year(result), key=lambda row: row.out_cny, default=None)
    if year is None or year.out_cny <= 0:
        return ""
    key = "result.lead.cash" if year.budget_cny is None else "result.lead.cash_budget"
    scaled = names.in_summary_unit
    budget = 0.0 if year.budget_cny is None else year.budget_cny
    return names.word(key, year=year.year, out=scaled(year.out_cny), net=scaled(year.spent_cny), budget=scaled(budget))


def worst_words(result: PlanResult, names: Names) -> str:
    """The estimated loss of the worst draws."""
    judgement = result.own.judgement
    if judgement is None:
        return ""
    worst = doubt.worst_words(result)
    return names.word("result.lead.worst", worst=worst, loss=names.in_summary_unit(judgement.shortage_cvar_cny.value))


def open_words(result: PlanResult, names: Names) -> str:
    """How many needs are not bought, and how many late."""
    kinds = [need.kind for need in needs_left(result) if need.kind is not Outcome.AT_RISK]
    late = sum(kind is Outcome.LATE for kind in kinds)
    if not kinds:
        return names.word("result.lead.all_served")
    return names.word("result.lead.open", open=len(kinds) - late, late=late)
