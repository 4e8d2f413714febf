"""Sheet `break_even` (盈亏平衡点): what would have to be true for each order to pay, and what limits are worth."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.evaluation.replay.forgone import ROUTE, Forgone
from importplan.plan.limit_price import LimitPrice
from importplan.results import forms
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Look, Table
from importplan.results.views.ways_out import about_words, amount_words, rule_words
from importplan.scenario.contract_price import offered_price


def source_words(names: Names, row: Forgone) -> str:
    """The supplier of the offer; the route."""
    return row.source if row.kind == ROUTE else names.source(names.offer(row.source))


def instead_words(names: Names, row: Forgone) -> str:
    """What comes in its place."""
    return names.source(names.offer(row.instead)) if row.instead else names.word("result.break_even.nothing")


def price_words(names: Names, row: Forgone, ratio: float | None = 1.0) -> str:
    """The price of a unit, or what opening a route costs, times a ratio; empty where there is none."""
    if ratio is None:
        return names.word("result.break_even.no_price")
    if row.kind == ROUTE:
        route = next(each for each in names.scenario.routes if each.route == row.source)
        return names.word("result.break_even.price", amount=route.opening_cost_cny * ratio, currency="CNY")
    offer = names.offer(row.source)
    return names.word(
        "result.break_even.price", amount=offered_price(offer).amount * ratio, currency=offer.currency
    )  # fmt: skip


def verdict_words(names: Names, row: Forgone) -> str:
    """What would have to be true, in a sentence."""
    key = "pays" if row.worth_cny > 0.0 else "insures"
    return names.word(f"result.break_even.{key}", price=price_words(names, row, row.price_ratio))


def change(ratio: float | None) -> float | None:
    """How much a value has to change to the ratio."""
    return None if ratio is None else ratio - 1.0


PARTS: tuple[Column[Forgone], ...] = (
    Column("part_kind", "", forms.worded("result.break_even"), lambda row: row.kind),
    Column("item", "", forms.ITEM, lambda row: row.item),
    Column("buyer", "", forms.FIRM, lambda row: row.buyer),
    in_words("part_source", source_words),
    for_machines("source", lambda row: row.source),
    Column("quantity", "goods", forms.UNITS, lambda row: row.units),
    in_words("without_it", instead_words),
    for_machines("instead", lambda row: row.instead),
    in_words("price_now", price_words, Look.FIGURE),
    in_words("price_even", lambda names, row: price_words(names, row, row.price_ratio), Look.FIGURE),
    Column("price_change", "share", forms.SHARE, lambda row: change(row.price_ratio)),
    Column("late_change", "share", forms.SHARE, lambda row: change(row.late_ratio)),
    Column("pays_in", "share", forms.SHARE, lambda row: row.pays_in),
    Column("pays_from", "share", forms.SHARE, lambda row: row.pays_from),
    Column("worth_cny", "cny", forms.YUAN, lambda row: row.worth_cny),
    Column("gained_cny", "cny", forms.YUAN, lambda row: row.gained_cny),
    Column("wasted_cny", "cny", forms.YUAN, lambda row: row.wasted_cny),
    in_words("would_have_to_be", verdict_words),
)
LIMITS: tuple[Column[LimitPrice], ...] = (
    in_words("wish_rule", lambda names, row: rule_words(names, row.wish.rule)),
    for_machines("rule", lambda row: row.wish.rule),
    in_words("wish_about", lambda names, row: about_words(names, row.wish)),
    for_machines("wish_item", lambda row: row.wish.item),
    for_machines("who", lambda row: row.wish.who),
    Column("wish_cell", "", forms.TEXT, lambda row: row.wish.place),
    Column("limit_price_cny", "cny", forms.MONEY, lambda row: row.price_cny),
    in_words("wish_step", lambda names, row: amount_words(names, row.wish), Look.FIGURE),
    for_machines("step", lambda row: row.wish.amount),
    Column("step_worth_cny", "cny", forms.YUAN, lambda row: row.step_cny),
)


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """Parts of the plan, then limits; a result for which it was not asked has no such sheet."""
    found = result.what_pays
    if found is None:
        return
    yield names.word("result.about.break_even", count=result.draws.count)
    if found.untried:
        yield names.word("result.about.break_even_untried", count=found.untried)
    yield Table("break_even", PARTS, found.parts)
    if found.limits is None:
        yield names.word("result.about.limit_prices_none")
        return
    yield names.word("result.about.limit_prices")
    yield Table("limit_prices", LIMITS, found.limits)


SHEET = ResultSheet("break_even", blocks)
