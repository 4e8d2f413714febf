"""What would change the advice: assumptions with the value at which it tips, those nearest to it first.

    loss of being late   this plan against the cheapest source: below, the cheapest wins (evaluation/replay/break_even)
    a price              an order against the next offer that is there in time: landed cost grows with the price
    a probability        a need that does not pay: from which probability buying does (evaluation/open_needs)
    a budget             a need that a budget forbids: the amount that lets it be bought

Everything else stays as it is; what a firm would do by planning anew is not in it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from importplan.customs.cost.rules import CHARGE_INDEX, CHARGES
from importplan.evaluation.open_needs.why import Outcome, Why
from importplan.results import forms
from importplan.results.forms import in_words
from importplan.results.names import Names
from importplan.results.page_one.advice import amount_words
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.cash import label_of
from importplan.results.table import Column, Look, Table
from importplan.results.views.lateness import basis_words, unit_words, whose
from importplan.results.views.open_needs import needs_left
from importplan.results.views.order_lines import OrderLine, arrival_period, order_lines
from importplan.results.views.reasons import can_be_ordered, days_to_use
from importplan.scenario.contract_price import offered_price
from importplan.scenario.schema.offers import Offer

SHOWN = 4
FAR = math.log(3.0)  # a value that has to become three times as large or small is no doubt of this plan
"""Distances are logarithms of tipping value over value now: twice as much is as far as half."""


@dataclass(frozen=True)
class TippingPoint:
    """An assumption, its value now, the value from which another plan is better, and what that plan does."""

    what: str
    now: str
    tips: str
    then: str
    ratio: float  # tipping value over value now

    @property
    def distance(self) -> float:
        """How far it is from tipping."""
        return abs(math.log(self.ratio))


COLUMNS: tuple[Column[TippingPoint], ...] = (
    in_words("assumption", lambda names, row: row.what, Look.TEXT, span=9),
    in_words("value_now", lambda names, row: row.now, Look.FIGURE, span=3),
    in_words("tips_at", lambda names, row: row.tips, Look.FIGURE, span=3),
    Column("change_to_tip", "share", forms.SHARE, lambda row: row.ratio - 1.0, span=2),
    in_words("then", lambda names, row: row.then, Look.TEXT, span=7),
)


def table(result: PlanResult, names: Names) -> Table[TippingPoint]:
    """The assumptions nearest to tipping."""
    found = [*losses(result, names), *prices(result, names), *probabilities(result, names), *budgets(result, names)]
    near = (row for row in found if row.ratio > 0.0 and row.distance <= FAR)
    return Table("summary_changes", COLUMNS, tuple(sorted(near, key=lambda row: row.distance))[:SHOWN])


def losses(result: PlanResult, names: Names) -> Iterator[TippingPoint]:
    """Losses of being late below which the cheapest source would do as well."""
    for entry in result.break_evens:
        if entry.assumed_cny >= entry.break_even_cny > 0.0:
            yield TippingPoint(
                names.word(
                    "result.change.loss",
                    what=whose(result, names, entry.firm, entry.item),
                    unit=unit_words(result, names, entry.item),
                    basis=basis_words(result, names, entry),
                ),
                money(names, entry.assumed_cny),
                money(names, entry.break_even_cny),
                names.word("result.change.cheapest"),
                entry.break_even_cny / entry.assumed_cny,
            )


def prices(result: PlanResult, names: Names) -> Iterator[TippingPoint]:
    """Prices above which the next offer that is there in time is cheaper to land; the nearest of every offer."""
    nearest: dict[str, tuple[float, OrderLine, Offer]] = {}
    for line in order_lines(result):
        found = _next(result, line)
        if found is not None and (line.offer.offer not in nearest or found[0] < nearest[line.offer.offer][0]):
            nearest[line.offer.offer] = (found[0], line, found[1])
    for ratio, line, other in nearest.values():
        price = offered_price(line.offer).amount
        yield TippingPoint(
            names.word("result.change.price", source=names.source(line.offer), item=names.item(line.item.item)),
            amount_words(names, line.offer.currency, price),
            amount_words(names, line.offer.currency, price * ratio),
            names.word("result.change.other_source", source=names.source(other)),
            ratio,
        )


def _next(result: PlanResult, line: OrderLine) -> tuple[float, Offer] | None:
    """Price at which the cheapest other offer that comes in time is as cheap, over the price now; and that offer."""
    landed, arrival = result.landed, arrival_period(result, line.dates)
    cost = landed.cost_cny()[:, arrival]
    moving = [CHARGE_INDEX[charge] for charge in CHARGES if charge.ad_valorem and not charge.deductible]
    share = float(landed.unit_cny[line.order.option, moving, arrival].sum())
    own = float(cost[line.order.option]) + share * (line.price_ratio - 1.0)
    share *= line.price_ratio
    best: tuple[float, Offer] | None = None
    for offer in result.scenario.offers:
        positions = landed.positions.get((offer.offer, line.option.payer))
        if offer.offer == line.offer.offer or offer.item != line.item.item or positions is None:
            continue
        if not (can_be_ordered(result, line, offer) and _in_time(result, line, offer) and _usable(result, offer)):
            continue
        other = float(cost[positions].min())
        if other > own and (best is None or other < best[0]):
            best = other, offer
    if best is None or share <= 0.0:
        return None
    return 1.0 + (best[0] - own) / share, best[1]


def _in_time(result: PlanResult, line: OrderLine, offer: Offer) -> bool:
    needed = max(line.dates.latest.needed or line.dates.usable, line.dates.usable)
    return days_to_use(offer) <= (needed - line.dates.order_by).days


def _usable(result: PlanResult, offer: Offer) -> bool:
    """Whether goods of an offer may be bought without a qualification that the plan does not make."""
    plan, supplier = result.solution.plan, result.scenario.supplier_of(offer)
    supplied = supplier.qualified or supplier.supplier in plan.qualified_suppliers
    return supplied and (offer.qualified or offer.offer in plan.qualified_offers)


def probabilities(result: PlanResult, names: Names) -> Iterator[TippingPoint]:
    """Needs that would be bought if they were more likely."""
    for need in needs_left(result):
        pays = need.pays_from
        if need.why is Why.NOT_WORTH and need.kind is Outcome.NOT_BOUGHT and pays is not None and 0.0 < pays <= 1.0:
            yield TippingPoint(
                names.word(
                    "result.change.probability", item=names.item(need.outcome.row.item), line=need.outcome.row.line
                ),
                names.word("result.change.share", value=need.probability),
                names.word("result.change.share", value=pays),
                names.word("result.change.buy", source=names.source(names.offer(need.offer))),
                pays / need.probability,
            )


def budgets(result: PlanResult, names: Names) -> Iterator[TippingPoint]:
    """Budgets that keep a need from being bought, and the amount that would let it; the nearest of every budget."""
    rows = {str(row.cell("amount_cny")): row for row in result.scenario.budgets}
    told: set[str] = set()
    for need in sorted(needs_left(result), key=lambda need: 0.0 if need.missing is None else need.missing.amount):
        missing = need.missing
        if missing is None or missing.rule != "budget" or missing.place in told or missing.place not in rows:
            continue
        told.add(missing.place)
        amount = rows[missing.place].amount_cny
        if amount > 0.0:
            yield TippingPoint(
                names.word("result.change.budget", budget=label_of(names, rows[missing.place])),
                money(names, amount),
                money(names, amount + missing.amount),
                names.word("result.change.buy", source=names.source(names.offer(need.offer))),
                1.0 + missing.amount / amount,
            )


def money(names: Names, cny: float) -> str:
    """CNY in the unit of summaries, in words."""
    return names.word("result.change.money", amount=names.in_summary_unit(cny))
