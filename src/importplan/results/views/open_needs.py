"""Needs that are not bought or late, and why, in words: for their sheet, page one and the orders that serve them."""

from __future__ import annotations

from importplan.basics.periods import MONTH_DAYS
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.open_needs.why import OpenNeed, Outcome, Why, open_needs
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult, once
from importplan.results.views.order_lines import OrderLine
from importplan.results.views.ways_out import repair_words


@once
def needs_left(result: PlanResult) -> tuple[OpenNeed, ...]:
    """The needs that are not bought or late, on the draws that made the plan."""
    books = Books(result.scenario, result.landed, result.draws)
    return open_needs(books, result.solution.plan, result.audit.costs, result.audit.cash)


def short_words(names: Names, need: OpenNeed, at: bool = False) -> str:
    """What forbids it, with its cell where `at`; else why, in one sentence."""
    if need.missing is None:
        return why_words(names, need)
    return repair_words(names, need.missing) + (names.word("result.at_place", place=need.missing.place) if at else "")


def why_words(names: Names, need: OpenNeed) -> str:
    """Why, in one sentence: what forbids it, or from which probability buying pays."""
    source = names.source(names.offer(need.offer)) if need.offer else ""
    values = {"source": source, "usable": need.usable, "probability": need.probability}
    if need.why is Why.FORBIDDEN:
        assert need.missing is not None
        return names.word("result.why.forbidden", what=short_words(names, need, at=True), **values)
    if need.why is Why.NOT_WORTH:
        if need.kind is not Outcome.NOT_BOUGHT:
            return names.word("result.why.late_cheaper", **values)
        pays = need.pays_from
        if pays is None or pays > 1.0 or need.probability >= 1.0:
            return names.word("result.why.never_worth", **values)
        return names.word("result.why.not_worth", pays=pays, **values)
    return names.word(f"result.why.{need.why.value}", **values)


def outcome_words(names: Names, need: OpenNeed) -> str:
    """`未购`, `计划期后到货`, `推迟到2028-04`."""
    return names.word(f"result.outcome.{need.kind.value}", served=need.served)


def late_words(result: PlanResult, names: Names, line: OrderLine) -> str:
    """That an order serves a need late, by how many months, and why; empty where it serves none so."""
    for need in needs_left(result):
        row = need.outcome.row
        same = row.item == line.item.item and need.outcome.tier.firm == line.option.payer
        days = (line.dates.usable - row.period.last).days
        if same and need.kind in (Outcome.LATE, Outcome.AFTER_END) and days > 0 and _serves(result, need, line):
            months = max(1, round(days / MONTH_DAYS))
            return names.word("result.reason.late", line=row.line, months=months, why=short_words(names, need, at=True))
    return ""


def _serves(result: PlanResult, need: OpenNeed, line: OrderLine) -> bool:
    """Whether an order comes in the period in which the need is served, or after the plan."""
    calendar = result.scenario.calendar
    period = calendar.index_of(line.dates.usable)
    return period >= calendar.count if need.served is None else period == calendar.index_of(need.served)
