"""Sheet `orders` (采购订单建议): what to sign, with whom, by when, under which tax treatment, and why; then terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from importplan.basics.money import LEAST_CNY
from importplan.customs.cost.table import LandedOption
from importplan.plan.call_rule import OutageState
from importplan.plan.lines import INSTALMENTS
from importplan.results import forms
from importplan.results.forms import for_machines
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet, first_rows_printed
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Form, Leads, Look, Reader, Table
from importplan.results.views.open_needs import late_words
from importplan.results.views.order_lines import OrderLine, SignedLine, order_lines, signed_lines
from importplan.results.views.order_terms import terms_table
from importplan.results.views.permits import permits_table
from importplan.results.views.reasons import price_words, reason
from importplan.results.views.relief import ReliefEffect, relief_of_orders
from importplan.results.views.warranty import warranty_table
from importplan.scenario.contract_price import instalments, offered_price
from importplan.scenario.schema.offers import Offer

MOST_PRINTED = 30  # orders, the next ones: all of a large case with their terms would fill hundreds of pages


@dataclass(frozen=True)
class Advice:
    """A planned order and what speaks for it."""

    line: OrderLine
    relief: ReliefEffect | None
    beyond_quota: float | None  # expected units that a quota leaves taxed
    reason: str


def maker_words(names: Names, offer: Offer) -> str:
    """`KAPP / 德国`."""
    origin = names.country(names.scenario.origin_of(offer))
    return names.word("result.maker_origin", maker=names.maker(offer), origin=origin)


def payment_words(names: Names, offer: Offer) -> str:
    """The instalments of a contract in words."""
    months, due = offer.warranty_months or 0.0, zip(INSTALMENTS, instalments(offer).shares, strict=True)
    words = [names.word(f"result.payment.{key}", share=share, months=months) for key, share in due if share > 0]
    return names.word("result.payment.join").join(words)


MAKER = Form(Look.LONG_TEXT, maker_words)
PAYMENT = Form(Look.LONG_TEXT, payment_words)
PRICE_CELL = Leads("input:offers", by="offer_id", at="unit_price")
COLUMNS: tuple[Column[Advice], ...] = (
    # What a planner reads first stands on one screen: what, by when, and why; then all that the contract says.
    Column("number", "count", forms.WHOLE, lambda row: row.line.number, leads=Leads("landed_orders")),
    Column("item", "", forms.ITEM, lambda row: row.line.item.item),
    Column("quantity", "goods", forms.UNITS, lambda row: row.line.order.quantity),
    Column("maker_origin", "", MAKER, lambda row: row.line.offer, reader=Reader.PEOPLE),
    Column("amount_cny", "cny", forms.YUAN, lambda row: row.line.price_cny, total=True),
    Column("latest_by", "", forms.DATE, lambda row: row.line.dates.latest.day),
    Column("needed_by", "", forms.DATE, lambda row: row.line.dates.latest.needed),
    Column("usable", "", forms.DATE, lambda row: row.line.dates.usable),
    Column("late_days", "days", forms.WHOLE, lambda row: row.line.late_days),
    Column("reason", "", forms.LONG, lambda row: row.reason),
    Column("start_by", "", forms.DATE, lambda row: row.line.dates.start_by),
    Column("order_by", "", forms.DATE, lambda row: row.line.dates.order_by),
    Column("slack_days", "days", forms.WHOLE, lambda row: row.line.dates.latest.slack_days),
    Column("model", "", forms.LONG, lambda row: row.line.offer.model),
    Column("currency", "", forms.TEXT, lambda row: row.line.offer.currency),
    Column("unit_price", "currency", forms.MONEY, lambda row: offered_price(row.line.offer).amount, leads=PRICE_CELL),
    Column("amount", "currency", forms.MONEY, lambda row: row.line.price),
    Column("price_basis", "", forms.choice("offers.price_basis"), lambda row: row.line.offer.price_basis),
    Column("incoterm", "", forms.choice("offers.incoterm"), lambda row: row.line.offer.incoterm),
    Column("payment", "", PAYMENT, lambda row: row.line.offer, reader=Reader.PEOPLE),
    Column("licence_by", "", forms.DATE, lambda row: row.line.dates.licence_by),
    Column("ship", "", forms.DATE, lambda row: row.line.dates.ship),
    Column("port", "", forms.DATE, lambda row: row.line.dates.port),
    Column("tax_treatment", "", forms.TREATMENT, lambda row: row.line.option, reader=Reader.PEOPLE),
    Column("duty_cny", "cny", forms.YUAN, lambda row: row.line.duty_cny, total=True),
    Column("vat_cash_cny", "cny", forms.YUAN, lambda row: row.line.vat_cash_cny, total=True),
    Column("landed_cost_cny", "cny", forms.YUAN, lambda row: row.line.landed_cost_cny, total=True),
    Column("supplier", "", forms.SUPPLIER, lambda row: row.line.offer.supplier),
    Column("buyer", "", forms.FIRM, lambda row: row.line.option.payer, known_as="payer"),
    Column("unit", "", forms.UNIT, lambda row: row.line.item.item, reader=Reader.PEOPLE),
    Column("accepted", "", forms.DATE, lambda row: row.line.dates.accepted),
    Column("quote_valid_to", "", forms.DATE, lambda row: row.line.offer.quote_valid_to),
    Column("latest_set_by", "", forms.worded("result.latest"), lambda row: row.line.dates.latest.set_by),
    Column("moved_cash_cny", "cny", forms.YUAN, lambda row: row.line.dates.latest.moved_cash_cny or None),
    Column("moved_budget_cny", "cny", forms.YUAN, lambda row: row.line.dates.latest.moved_budget_cny or None),
    Column("more_tax_cny", "cny", forms.YUAN, lambda row: _worth_telling(row.line.dates.latest.more_tax_cny)),
    Column("quota_year", "", forms.WHOLE, lambda row: row.line.dates.latest.quota_year),
    Column("beyond_quota", "goods", forms.UNITS, lambda row: row.beyond_quota),
    Column("relief_tax_cny", "cny", forms.YUAN, lambda row: row.relief and row.relief.tax_cny, total=True),
    Column("relief_cost_cny", "cny", forms.YUAN, lambda row: row.relief and row.relief.cost_cny, total=True),
    Column("relief_cash_cny", "cny", forms.YUAN, lambda row: row.relief and row.relief.cash_cny, total=True),
    Column("offer_id", "", forms.TEXT, lambda row: row.line.offer.offer, known_as="offer", leads=Leads("input:offers")),
    Column("item_id", "", forms.TEXT, lambda row: row.line.item.item, reader=Reader.PEOPLE),
    for_machines("origin", lambda row: row.line.origin),
    for_machines("regime", lambda row: row.line.option.regime),
    for_machines("status", lambda row: row.line.option.status),
    for_machines("period", lambda row: row.line.order.period),
)


def orders_table(result: PlanResult, names: Names) -> Table[Advice]:
    """The recommended orders, by the latest day on which procurement must start."""
    reliefs = relief_of_orders(result)
    rows = tuple(
        Advice(line, reliefs.get(line.position), _beyond_quota(result, line), _why(result, names, line))
        for line in order_lines(result)
    )
    return Table("orders", COLUMNS, rows)


def _worth_telling(amount: float) -> float | None:
    return amount if abs(amount) >= LEAST_CNY else None


def _why(result: PlanResult, names: Names, line: OrderLine) -> str:
    """Why this offer, at which step of its price, and why so late where it serves a need after its day."""
    parts = (reason(result, names, line), price_words(result, names, line), late_words(result, names, line))
    return names.word("result.reason.join").join(part for part in parts if part)


def _beyond_quota(result: PlanResult, line: OrderLine) -> float | None:
    recourse = result.solution.plan.recourse
    parts = [number for number, part in enumerate(recourse.quota_parts) if part.order == line.position]
    return float(result.draws.weights @ recourse.beyond_quota[:, parts].sum(axis=1)) or None


SIGNED: tuple[Column[SignedLine], ...] = (
    Column("contract_no", "", forms.TEXT, lambda row: row.order.contract_no),
    Column("item", "", forms.ITEM, lambda row: row.offer.item),
    Column("maker_origin", "", MAKER, lambda row: row.offer, reader=Reader.PEOPLE),
    Column("buyer", "", forms.FIRM, lambda row: row.owner),
    Column("quantity", "goods", forms.UNITS, lambda row: row.order.quantity),
    Column("stage", "", forms.choice("open_orders.stage"), lambda row: row.order.stage),
    Column("due", "", forms.DATE, lambda row: row.order.due),
    Column("paid_share", "share", forms.SHARE, lambda row: row.order.paid_share),
    Column("order_id", "", forms.TEXT, lambda row: row.order.order),
)


def signed_table(result: PlanResult) -> Table[SignedLine]:
    """Signed orders, which the plan takes as given."""
    return Table("signed", SIGNED, signed_lines(result), quiet=True)


@dataclass(frozen=True)
class Framework:
    """Booked capacity of a supplier and what is called of it over the whole horizon."""

    supplier: str
    booked: float
    price_cny: float | None
    called_mean: float
    called_worst: float


BOOKED: tuple[Column[Framework], ...] = (
    Column("supplier", "", forms.SUPPLIER, lambda row: row.supplier),
    Column("booked", "goods", forms.UNITS, lambda row: row.booked),
    Column("booking_cost_cny", "cny", forms.YUAN, lambda row: row.price_cny),
    Column("called_mean", "goods", forms.UNITS, lambda row: row.called_mean),
    Column("called_worst", "goods", forms.UNITS, lambda row: row.called_worst),
    Column("supplier_id", "", forms.TEXT, lambda row: row.supplier, reader=Reader.PEOPLE),
)


def framework_table(result: PlanResult) -> Table[Framework]:
    """One row for each supplier whose capacity is booked."""
    booked = result.solution.plan.bookings.items()
    rows = tuple(_framework(result, supplier, units) for supplier, units in booked if units > 0)
    return Table("framework", BOOKED, rows, quiet=True)


def _framework(result: PlanResult, supplier: str, units: float) -> Framework:
    scenario, recourse, options = result.scenario, result.solution.plan.recourse, result.landed.options
    offers = {offer.offer for offer in scenario.offers if offer.supplier == supplier}
    lanes = [at for at, lane in enumerate(recourse.call_off_lanes) if options[lane.option].offer in offers]
    called = recourse.call_offs[:, lanes, :].sum(axis=(1, 2))
    price = scenario.suppliers[scenario.supplier_index[supplier]].booking_cost_cny
    return Framework(supplier, units, price, float(result.draws.weights @ called), float(called.max()))


@dataclass(frozen=True)
class CallStep:
    """Up to which position to call in some periods in a row, by what is seen of the supplier; None: do not call."""

    option: LandedOption
    offer: Offer
    first: date
    last: date
    levels: tuple[float | None, ...]  # by `OutageState`


CALLS: tuple[Column[CallStep], ...] = (
    Column("item", "", forms.ITEM, lambda row: row.offer.item),
    Column("maker_origin", "", MAKER, lambda row: row.offer, reader=Reader.PEOPLE),
    Column("buyer", "", forms.FIRM, lambda row: row.option.payer),
    Column("tax_treatment", "", forms.TREATMENT, lambda row: row.option, reader=Reader.PEOPLE),
    Column("call_from", "", forms.DATE, lambda row: row.first),
    Column("call_to", "", forms.DATE, lambda row: row.last),
    Column("level_open", "goods", forms.UNITS, lambda row: row.levels[0]),
    Column("level_begun", "goods", forms.UNITS, lambda row: row.levels[1]),
    Column("level_on", "goods", forms.UNITS, lambda row: row.levels[2]),
    Column("offer_id", "", forms.TEXT, lambda row: row.offer.offer),
    for_machines("regime", lambda row: row.option.regime),
)


def call_table(result: PlanResult) -> Table[CallStep]:
    """The rule that calls follow: periods in a row with the same levels are one row, in the order of calling."""
    return Table("call_rule", CALLS, tuple(_steps(result)), quiet=True)


def _steps(result: PlanResult) -> Iterator[CallStep]:
    scenario, options, calendar = result.scenario, result.landed.options, result.scenario.calendar
    levels: dict[int, dict[int, dict[OutageState, float]]] = {}
    for each in result.solution.plan.call_rule:
        levels.setdefault(each.option, {}).setdefault(each.period, {})[each.seen] = each.level
    for option, by_period in levels.items():
        told = {period: tuple(found.get(seen) for seen in OutageState) for period, found in by_period.items()}
        offer = scenario.offers[scenario.offer_index[options[option].offer]]
        first = before = min(told)
        for period in (*sorted(told)[1:], None):
            if period is None or period != before + 1 or told[period] != told[first]:
                days = calendar.first_day(first), calendar.first_day(before)
                yield CallStep(options[option], offer, *days, told[first])
                first = period if period is not None else first
            before = period if period is not None else before


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """Orders, frameworks and signed orders, what is printed on top; then terms, permits and warranty."""
    yield names.word("result.about.orders")
    orders = tuple(first_rows_printed(names, orders_table(result, names), MOST_PRINTED))
    rule = call_table(result)
    others: list[Block] = [framework_table(result), rule, *[names.word("result.about.call_rule")][: len(rule.rows)]]
    others.append(signed_table(result))
    yield from (*others, *orders) if len(orders) > 1 else (*orders, *others)
    yield terms_table(result)
    yield permits_table(result)
    spent = warranty_table(result)
    yield spent
    if spent.rows:
        yield names.word("result.about.warranty")


SHEET = ResultSheet("orders", blocks)
