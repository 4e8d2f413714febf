"""The recommended orders: what to sign, with whom, by which day, under which tax treatment, and why."""

from __future__ import annotations

from importplan.plan.lines import INSTALMENTS
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.order_lines import OrderLine, order_lines
from importplan.reports.views.reasons import reason
from importplan.reports.views.relief import Relief, relief_of_orders
from importplan.scenario.contract_price import instalments, offered_price
from importplan.scenario.schema.offers import Offer

COLUMNS = (
    Column("number", Form.WHOLE),
    Column("item"),
    Column("model", Form.LONG_TEXT),
    Column("maker_origin", Form.LONG_TEXT),
    Column("quantity", Form.UNITS),
    Column("currency"),
    Column("unit_price", Form.MONEY),
    Column("amount", Form.MONEY),
    Column("amount_cny", Form.YUAN, total=True),
    Column("price_basis"),
    Column("incoterm"),
    Column("payment", Form.LONG_TEXT),
    Column("start_by", Form.DATE),
    Column("order_by", Form.DATE),
    Column("licence_by", Form.DATE),
    Column("ship", Form.DATE),
    Column("port", Form.DATE),
    Column("usable", Form.DATE),
    Column("tax_treatment", Form.LONG_TEXT),
    Column("duty_cny", Form.YUAN, total=True),
    Column("vat_cash_cny", Form.YUAN, total=True),
    Column("landed_cost_cny", Form.YUAN, total=True),
    Column("reason", Form.LONG_TEXT),
    Column("supplier", Form.LONG_TEXT),
    Column("buyer", Form.LONG_TEXT),
    Column("unit"),
    Column("accepted", Form.DATE),
    Column("quote_valid_to", Form.DATE),
    Column("beyond_quota", Form.UNITS),
    Column("relief_tax_cny", Form.YUAN, total=True),
    Column("relief_cost_cny", Form.YUAN, total=True),
    Column("relief_cash_cny", Form.YUAN, total=True),
    Column("offer_id"),
    Column("item_id"),
)


def orders_table(result: PlanResult, names: Names) -> Table:
    """The recommended orders, by the latest day on which procurement must start."""
    reliefs = relief_of_orders(result)
    rows = (
        _row(result, names, number, line, reliefs.get(line.position))
        for number, line in enumerate(order_lines(result), start=1)
    )
    return Table("orders", COLUMNS, tuple(rows))


def _row(result: PlanResult, names: Names, number: int, line: OrderLine, relief: Relief | None) -> tuple[Cell, ...]:
    offer, dates = line.offer, line.dates
    maker = names.word("result.maker_origin", maker=names.maker(offer), origin=names.country(line.origin))
    goods: tuple[Cell, ...] = (
        number, names.item(line.item.item), offer.model, maker, line.order.quantity, offer.currency,
        offered_price(offer).amount, line.price, line.price_cny, names.choice("offers.price_basis", offer.price_basis),
        names.choice("offers.incoterm", offer.incoterm),
        payment_words(names, offer),
    )  # fmt: skip
    days: tuple[Cell, ...] = (
        dates.start_by, dates.order_by, dates.licence_by, dates.ship, dates.port,
        dates.usable,
    )  # fmt: skip
    money: tuple[Cell, ...] = (
        names.regime(line.option), line.duty_cny, line.vat_cash_cny, line.landed_cost_cny, reason(result, names, line),
    )  # fmt: skip
    recourse = result.solution.plan.recourse
    parts = [number for number, part in enumerate(recourse.quota_parts) if part.order == line.position]
    beyond = float(result.draws.weights @ recourse.beyond_quota[:, parts].sum(axis=1))
    more: tuple[Cell, ...] = (
        names.supplier(offer.supplier), names.firm(line.option.payer), names.unit(line.item.item), dates.accepted,
        offer.quote_valid_to, beyond or None,
        *((relief.tax_cny, relief.cost_cny, relief.cash_cny) if relief else (None, None, None)),
        offer.offer, line.item.item,
    )  # fmt: skip
    return goods + days + money + more


def payment_words(names: Names, offer: Offer) -> str:
    """The instalments of a contract in words."""
    months, due = offer.warranty_months or 0.0, zip(INSTALMENTS, instalments(offer).shares, strict=True)
    words = [names.word(f"result.payment.{key}", share=share, months=months) for key, share in due if share > 0]
    return names.word("result.payment.join").join(words)


SIGNED = (
    Column("contract_no"),
    Column("item"),
    Column("maker_origin", Form.LONG_TEXT),
    Column("buyer", Form.LONG_TEXT),
    Column("quantity", Form.UNITS),
    Column("stage"),
    Column("due", Form.DATE),
    Column("paid_share", Form.SHARE),
    Column("order_id"),
)


def signed_table(result: PlanResult, names: Names) -> Table:
    """Signed orders, which the plan takes as given."""
    scenario, rows = result.scenario, []
    for row in scenario.open_orders:
        offer = scenario.offers[scenario.offer_index[row.offer]]
        origin = names.country(scenario.origin_of(offer))
        rows.append(
            (
                row.contract_no,
                names.item(offer.item),
                names.word("result.maker_origin", maker=names.maker(offer), origin=origin),
                names.firm(scenario.owner_of(row)),
                row.quantity,
                names.choice("open_orders.stage", row.stage),
                row.due,
                row.paid_share,
                row.order,
            )
        )
    return Table("signed", SIGNED, tuple(rows))


BOOKED = (
    Column("supplier", Form.LONG_TEXT),
    Column("booked", Form.UNITS),
    Column("booking_cost_cny", Form.YUAN),
    Column("called_mean", Form.UNITS),
    Column("called_worst", Form.UNITS),
    Column("supplier_id"),
)


def framework_table(result: PlanResult, names: Names) -> Table:
    """Booked framework capacity and what is called of it over the whole horizon, in the mean and at most."""
    plan, scenario = result.solution.plan, result.scenario
    rows: list[tuple[Cell, ...]] = []
    for supplier, units in plan.bookings.items():
        if units <= 0:
            continue
        offers = {offer.offer for offer in scenario.offers if offer.supplier == supplier}
        lanes = [
            position
            for position, lane in enumerate(plan.recourse.call_off_lanes)
            if result.landed.options[lane.option].offer in offers
        ]
        called = plan.recourse.call_offs[:, lanes, :].sum(axis=(1, 2))
        price = scenario.suppliers[scenario.supplier_index[supplier]].booking_cost_cny
        mean = float(result.draws.weights @ called)
        rows.append((names.supplier(supplier), units, price, mean, float(called.max()), supplier))
    return Table("framework", BOOKED, tuple(rows))
