"""Page one, advice: the orders to sign, what is not bought or late and why, and the next steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from importplan.basics.money import WAN
from importplan.evaluation.open_needs.why import OpenNeed, Outcome
from importplan.results import forms
from importplan.results.forms import in_words
from importplan.results.names import Names
from importplan.results.page_one.next_steps import Action, next_actions
from importplan.results.page_one.section import Section
from importplan.results.page_one.shortened import Rest, alone, shortened, together
from importplan.results.plan_result import PlanResult
from importplan.results.table import NUMBER, Column, Form, Leads, Look, Table
from importplan.results.views.open_needs import needs_left, outcome_words, short_words
from importplan.results.views.order_lines import OrderLine, order_lines
from importplan.scenario.contract_price import offered_price
from importplan.scenario.schema.offers import Offer

SHOWN = 9  # orders on page one; the others stand in one row
NEEDS_SHOWN = 6  # needs that are open or late, alike
STEPS = 5


def heading(result: PlanResult, names: Names) -> str:
    """How many orders, for how much, the first to be signed by when."""
    lines = order_lines(result)
    if not lines:
        left = [need for need in needs_left(result) if need.kind is not Outcome.AT_RISK]
        return names.word("result.section.nothing_bought" if left else "result.section.no_advice", count=len(left))
    amount = names.in_summary_unit(sum(line.price_cny for line in lines))
    first = min(line.dates.latest.day for line in lines)
    return names.word("result.section.advice", count=len(lines), amount=amount, first=first)


def price_words(names: Names, offer: Offer) -> str:
    """`25,500 万日元`; `JPY 255,000,000` in English."""
    return amount_words(names, offer.currency, offered_price(offer).amount)


def amount_words(names: Names, currency: str, price: float) -> str:
    """A price in its currency, in words."""
    key = "wan" if names.language == "zh" and price >= WAN else "plain"
    scaled = price / WAN if key == "wan" else price
    figure = f"{scaled:,.0f}" if scaled >= 1_000 else f"{scaled:,.4g}"
    if names.language == "zh":
        currency = names.word("result.price.yuan" if currency == "CNY" else f"currency.{currency}")
    return names.word(f"result.price.{key}", figure=figure, currency=currency)


Line = OrderLine | Rest[OrderLine]


def item_words(names: Names, row: Line) -> str:
    """The item; how many orders stand together in the last row."""
    if isinstance(row, Rest):
        return names.word("result.other_orders", count=len(row.rows))
    return names.item(row.item.item)


def _most(days: Iterable[int | None]) -> int | None:
    return max((each for each in days if each is not None), default=None)


def quantity_words(names: Names, row: Line) -> str | None:
    """`2 台`."""
    if isinstance(row, Rest):
        return None
    return names.word("result.quantity", quantity=row.order.quantity, unit=names.unit(row.item.item))


PRICE = Form(Look.FIGURE, price_words)
SOURCE = Form(Look.TEXT, forms.SOURCE.tell)
ORDERS: tuple[Column[Line], ...] = (
    Column("number", "count", forms.WHOLE, alone(lambda row: row.number), leads=Leads("orders")),
    in_words("item", item_words, Look.TEXT, span=4),
    in_words("quantity", quantity_words, Look.FIGURE, span=2),
    Column("source", "", SOURCE, alone(lambda row: row.offer.offer), span=4),
    Column("unit_price_words", "", PRICE, alone(lambda row: row.offer), span=3),
    Column("goods_summary", "cny", forms.SUMMARY, together(sum, lambda row: row.price_cny), span=2),
    Column("latest_by", "", forms.DATE, together(min, lambda row: row.dates.latest.day), span=2),
    Column("needed_by", "", forms.DATE, alone(lambda row: row.dates.latest.needed), span=2),
    Column("usable", "", forms.DATE, together(max, lambda row: row.dates.usable), span=2),
    Column("late_days", "days", forms.WHOLE, together(_most, lambda row: row.late_days), span=2),
)


def table(result: PlanResult) -> Table[Line]:
    """The first orders by date; the rest in one row, so that the sum agrees."""
    return Table("summary_orders", ORDERS, shortened(order_lines(result), SHOWN), detail="orders")


def sentences(result: PlanResult, names: Names) -> tuple[str, ...]:
    """Framework bookings and qualifications, where there are any."""
    plan = result.solution.plan
    booked = [
        names.word("result.booked", supplier=names.supplier(supplier), units=units)
        for supplier, units in plan.bookings.items()
        if units > 0
    ]
    qualified = [names.supplier(supplier) for supplier in plan.qualified_suppliers]
    for offer in plan.qualified_offers:
        qualified.append(names.source(result.scenario.offers[result.scenario.offer_index[offer]]))
    if qualified:
        booked.append(names.word("result.qualified", who=names.word("result.list_join").join(qualified)))
    return tuple(booked)


def unserved(result: PlanResult, names: Names) -> Section | None:
    """The needs that are not bought or late, and why; None where all is bought in time.

    What outages alone may keep open stands on its sheet.
    """
    found = tuple(need for need in needs_left(result) if need.kind is not Outcome.AT_RISK)
    if not found:
        return None
    late = sum(need.kind is Outcome.LATE for need in found)
    heading = names.word("result.section.open_needs", open=len(found) - late, late=late)
    return Section(heading, Table("summary_open_needs", NEEDS, shortened(found, NEEDS_SHOWN), detail="open_needs"))


def need_words(names: Names, row: Need) -> str:
    """The item of a need and its line; how many needs stand together in the last row."""
    if isinstance(row, Rest):
        return names.word("result.other_needs", count=len(row.rows))
    line = row.outcome.row
    return names.word("result.need_of", item=names.item(line.item), line=line.line)


def need_quantity(names: Names, row: Need) -> str | None:
    """How much is needed."""
    if isinstance(row, Rest):
        return None
    line = row.outcome.row
    return names.word("result.quantity", quantity=line.quantity, unit=names.unit(line.item))


def told(words: Callable[[Names, OpenNeed], str]) -> Callable[[Names, Need], str | None]:
    """Words that only a single need has."""
    return lambda names, row: None if isinstance(row, Rest) else words(names, row)


Need = OpenNeed | Rest[OpenNeed]
NEEDS: tuple[Column[Need], ...] = (
    in_words("item", need_words, Look.TEXT, span=6),
    in_words("quantity", need_quantity, Look.FIGURE, span=2),
    Column("needed_by", "", forms.DATE, together(min, lambda row: row.outcome.row.period.last), span=2),
    in_words("need_outcome", told(outcome_words), Look.TEXT, span=3),
    in_words("why_open", told(short_words), Look.TEXT, span=11),
)


def actions_table(result: PlanResult, names: Names) -> Table[Action]:
    """The next steps."""
    return Table("summary_actions", ACTIONS, next_actions(result, names, STEPS), detail="calendar")


ACTIONS: tuple[Column[Action], ...] = (
    NUMBER,
    in_words("action", lambda names, row: row.in_words(names), span=19),
    Column("role", "", forms.worded("result.role"), lambda row: row.role, span=2),
    Column("by", "", forms.DATE, lambda row: row.by, span=2),
)
