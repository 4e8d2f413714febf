"""Page one, advice: the orders to sign and the next steps."""

from __future__ import annotations

from importplan.basics.money import WAN
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.actions import next_actions
from importplan.reports.views.order_lines import order_lines
from importplan.scenario.contract_price import offered_price
from importplan.scenario.schema.offers import Offer

SHOWN = 9  # orders on page one; the others stand in one row
STEPS = 6

ORDERS = (
    Column("number", Form.WHOLE),
    Column("item"),
    Column("quantity", Form.UNITS),
    Column("unit"),
    Column("source"),
    Column("unit_price_words"),
    Column("goods_summary", Form.SUMMARY),
    Column("order_by", Form.DATE),
    Column("usable", Form.DATE),
)


def heading(result: PlanResult, names: Names) -> str:
    """How many orders, for how much, the first to be signed by when."""
    lines = order_lines(result)
    if not lines:
        return names.word("result.section.no_advice")
    amount = names.in_summary_unit(sum(line.price_cny for line in lines))
    first = min(line.dates.order_by for line in lines)
    return names.word("result.section.advice", count=len(lines), amount=amount, first=first)


def table(result: PlanResult, names: Names) -> Table:
    """The first orders by date; the rest in one row, so that the sum agrees."""
    lines = order_lines(result)
    shown = lines if len(lines) <= SHOWN else lines[: SHOWN - 1]
    rows: list[tuple[Cell, ...]] = [
        (
            number,
            names.item(line.item.item),
            line.order.quantity,
            names.unit(line.item.item),
            names.source(line.offer),
            price_words(names, line.offer),
            names.in_summary_unit(line.price_cny),
            line.dates.order_by,
            line.dates.usable,
        )
        for number, line in enumerate(shown, start=1)
    ]
    rest = lines[len(shown) :]
    if rest:
        amount = names.in_summary_unit(sum(line.price_cny for line in rest))
        words = names.word("result.other_orders", count=len(rest))
        last = max(line.dates.usable for line in rest)
        rows.append((None, words, None, None, None, None, amount, min(line.dates.order_by for line in rest), last))
    return Table("summary_orders", ORDERS, tuple(rows))


def price_words(names: Names, offer: Offer) -> str:
    """`25,500 万日元`; `JPY 255,000,000` in English."""
    price = offered_price(offer).amount
    key = "wan" if names.language == "zh" and price >= WAN else "plain"
    scaled = price / WAN if key == "wan" else price
    figure = f"{scaled:,.0f}" if scaled >= 1_000 else f"{scaled:,.4g}"
    currency = offer.currency
    if names.language == "zh":
        currency = names.word("result.price.yuan" if currency == "CNY" else f"currency.{currency}")
    return names.word(f"result.price.{key}", figure=figure, currency=currency)


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


ACTIONS = (
    Column("number", Form.WHOLE),
    Column("action", Form.LONG_TEXT),
    Column("role"),
    Column("by", Form.DATE),
)


def actions_table(result: PlanResult, names: Names) -> Table:
    """The next steps."""
    rows = tuple(
        (number, action.in_words(names), names.word(f"result.role.{action.role}"), action.by)
        for number, action in enumerate(next_actions(result, names, STEPS), start=1)
    )
    return Table("summary_actions", ACTIONS, rows)
