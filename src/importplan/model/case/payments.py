"""What a purchase costs and when it is paid, per unit ordered, on any set of draws.

One payment = one amount of one charge at one milestone. Costs are the discounted payments; cash is the same payments
undiscounted, with deductible VAT going out and coming back. Goods and their VAT in China follow the instalments of the
contract; freight and insurance are due on shipment; duty, import VAT, agency and local cost on arrival at the port;
installation and training when the goods are installed. Of a lost consignment only the deposit has been paid, less what
is refunded. What a stage of a signed order says is done has been paid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.charge_kind import Milestone
from importplan.customs.cost.rules import CHARGES, TAXES, paid_at
from importplan.customs.cost.rules.goods import GOODS
from importplan.model.case.dating import Dating
from importplan.model.case.facts import Facts
from importplan.model.case.purchases import Purchases
from importplan.plan.lines import COST_INDEX, COST_LINES, INSTALMENTS, VAT_RECOVERED
from importplan.uncertainty.dates.shipments import ACCEPTED, CLEARED, INSTALLED, SHIPPED
from importplan.uncertainty.sampling.draw_set import DrawSet

Amounts = NDArray[np.float64]  # (part, D)
Spans = NDArray[np.int64]  # (part, D)
DONE = {  # the step of a signed order with which the charges of a milestone are behind it
    Milestone.SHIPMENT: SHIPPED,
    Milestone.ARRIVAL: CLEARED,
    Milestone.INSTALLATION: INSTALLED,
    Milestone.ACCEPTANCE: ACCEPTED,
}
WITH_PRICE, VAT = paid_at(Milestone.INSTALMENTS), paid_at(Milestone.IMPORT_VAT)


@dataclass(frozen=True)
class Payment:
    """One amount per part of a purchase and draw, CNY per unit ordered at base rates, and the period it is paid in.

    `rate_factor` turns it into the amount at the draw's exchange rate. `cost` is its cost line (None: cash only).
    """

    cost: str | None
    cash: str
    amount: Amounts
    period: Spans
    rate_factor: Amounts


@dataclass(frozen=True)
class PaymentParts:
    """The parts (consignments) of some purchases in some draws: everything that a payment needs."""

    position: NDArray[np.int64]  # (part,) position in the asked rows
    row: NDArray[np.int64]  # (part,) purchase
    consignment: NDArray[np.int64]  # (part,)
    share: Amounts  # (part, 1)
    lost: NDArray[np.bool_]  # (part, D)
    price: Amounts  # (part, D) multiple of the offer's price in CNY at base rates


def parts_of(
    facts: Facts, purchases: Purchases, rows: NDArray[np.int64], dating: Dating, draws: DrawSet
) -> PaymentParts:
    """The parts of purchases `rows`; a refused licence loses the whole order."""
    position, consignment = dating.consignments_of(purchases.shipment[rows])
    row = rows[position]
    return PaymentParts(
        position=position,
        row=row,
        consignment=consignment,
        share=dating.share[consignment][:, None],
        lost=dating.lost[consignment] | facts.terms.refusals(purchases, row, draws),
        price=purchases.price(row, draws),
    )


def payments(
    facts: Facts, purchases: Purchases, parts: PaymentParts, dating: Dating, draws: DrawSet
) -> Iterator[Payment]:
    """All payments of the parts, per unit of the whole purchase."""
    yield from _instalments(facts, purchases, parts, dating, draws)
    yield from _credit(facts, purchases, parts, dating, draws)
    yield from _on_the_way(facts, purchases, parts, dating, draws)
    yield from _import_vat(facts, purchases, parts, dating, draws)
    yield from _guarantee(facts, purchases, parts, dating, draws)


def _instalments(
    facts: Facts, purchases: Purchases, parts: PaymentParts, dating: Dating, draws: DrawSet
) -> Iterator[Payment]:
    """Goods (and, bought in China, their VAT) by milestone; what a lost consignment still costs."""
    row, consignment = parts.row, parts.consignment
    order = np.broadcast_to(purchases.period[row][:, None], parts.lost.shape)
    offer, dates, accept = purchases.offer[row], facts.dates, dating.accept[consignment]
    shipped, retained = (find(offer, dating, consignment) for find in (dates.shipment_payment, dates.retention))
    kept = np.where(parts.lost, 0.0, 1.0)
    refund = facts.terms.refund_share[offer][:, None]
    shares = (purchases.deposit, purchases.on_shipment, purchases.on_acceptance, purchases.retention)
    periods = (order, shipped, accept, retained)
    for charge in (*WITH_PRICE, *VAT):
        cost = charge.cost_line
        unit = (
            facts.terms.charge_at(purchases.option[row], charge, dating.port[consignment]) * parts.price * parts.share
        )
        if charge in VAT:
            unit = unit * facts.terms.domestic[purchases.option[row]][:, None]
        if not unit.any():
            continue
        for name, share, period in zip(INSTALMENTS, shares, periods, strict=True):
            amount = unit * share[row][:, None]
            if amount.any():
                yield _payment(facts, purchases, parts, draws, cost, name, amount * kept, period, contract=True)
        if parts.lost.any():
            paid = unit * (purchases.deposit + purchases.paid)[row][:, None] * (1.0 - kept)
            back = unit * purchases.paid[row][:, None] * (1.0 - kept)
            lost_cost = "instalments_lost" if cost else None
            kept_by_seller = paid * (1.0 - refund)
            yield _payment(facts, purchases, parts, draws, lost_cost, "deposit", kept_by_seller, order, contract=True)
            # What was paid before the start is spent either way: only its refund moves money now.
            yield _payment(facts, purchases, parts, draws, cost, "deposit", -back, order, contract=True)
        if charge.deductible:
            back_in = facts.dates.recovery(purchases.payer[row], dating, consignment)
            still = np.where(back_in < 0, 0.0, unit * kept)
            yield _payment(facts, purchases, parts, draws, None, VAT_RECOVERED, -still, np.maximum(back_in, 0))


def _credit(
    facts: Facts, purchases: Purchases, parts: PaymentParts, dating: Dating, draws: DrawSet
) -> Iterator[Payment]:
    """A letter of credit over what is due on shipment: margin out when it is opened and back when it pays, and its fee.

    It is opened when the order is placed; those of signed orders are open already.
    """
    row, consignment = parts.row, parts.consignment
    offer = purchases.offer[row]
    margin, fee, _ = facts.terms.credit_terms
    decided = np.isnan(purchases.signed[row])
    covered = facts.terms.charge_at(purchases.option[row], GOODS, dating.port[consignment]) * parts.price * parts.share
    covered = covered * (purchases.on_shipment[row] * decided)[:, None]
    opened = np.broadcast_to(purchases.period[row][:, None], parts.lost.shape)
    if (fee[offer] > 0).any():
        amount = covered * fee[offer][:, None]
        yield _payment(facts, purchases, parts, draws, "bank_fees", "bank_fees", amount, opened)
    if (margin[offer] > 0).any():
        held = covered * margin[offer][:, None] * ~parts.lost
        paid = facts.dates.shipment_payment(offer, dating, consignment)
        yield _payment(facts, purchases, parts, draws, None, "lc_margin", held, opened)
        yield _payment(facts, purchases, parts, draws, None, "lc_margin", -held, paid, paid=opened)


def _on_the_way(
    facts: Facts, purchases: Purchases, parts: PaymentParts, dating: Dating, draws: DrawSet
) -> Iterator[Payment]:
    """Everything that falls due once goods move; nothing of it for lost consignments, nor what a stage says is done."""
    row, consignment = parts.row, parts.consignment
    kept = np.where(parts.lost, 0.0, 1.0) * parts.share
    port = dating.port[consignment]
    due = {
        Milestone.SHIPMENT: dating.ship[consignment],
        Milestone.ARRIVAL: port,
        Milestone.INSTALLATION: dating.serve[consignment],
        Milestone.ACCEPTANCE: dating.accept[consignment],
    }
    for charge in (kind for kind in CHARGES if kind not in (*WITH_PRICE, *VAT)):
        unit = facts.terms.charge_at(purchases.option[row], charge, port) * kept
        if not charge.periods_after:
            unit = unit * (purchases.done[row] < DONE[charge.milestone])[:, None]
        if charge.ad_valorem:
            unit = unit * parts.price
        if unit.any():
            lines, period = (charge.cost_line, charge.cash_line), due[charge.milestone] + charge.periods_after
            yield _payment(facts, purchases, parts, draws, *lines, unit, period, fixed=not charge.ad_valorem)


def _import_vat(
    facts: Facts, purchases: Purchases, parts: PaymentParts, dating: Dating, draws: DrawSet
) -> Iterator[Payment]:
    """Import VAT, at once or in instalments; what is deductible comes back after each of them.

    Of what is cleared the first has been paid, and whatever was due or came back before the plan.
    """
    row, consignment = parts.row, parts.consignment
    option, port, port_day = purchases.option[row], dating.port[consignment], dating.port_day[consignment]
    kept = np.where(parts.lost | facts.terms.domestic[option][:, None], 0.0, parts.share) * parts.price
    calendar, timing = facts.scenario.calendar, facts.landed.timing
    cleared = (purchases.done[row] >= CLEARED)[:, None]
    began = timing.began(option, port_day)
    for charge in VAT:
        whole = facts.terms.charge_at(option, charge, port) * kept
        for number in range(timing.instalments):
            unit = whole * facts.terms.vat_share(option, port, number)
            if not unit.any():
                continue
            due = timing.due_period(calendar, number, began, port_day)
            lines = (charge.cost_line, charge.cash_line)
            owed = np.where(cleared & ((due < 0) | (number == 0)), 0.0, unit)
            yield _payment(facts, purchases, parts, draws, *lines, owed, np.maximum(due, 0), paid=port)
            if charge.deductible:
                months = facts.dates.recovery_months(purchases.payer[row])[:, None]
                back = timing.back_period(calendar, number, began, port_day, months)
                still = np.where(cleared & (back < 0), 0.0, unit)
                yield _payment(
                    facts, purchases, parts, draws, None, VAT_RECOVERED, -still, np.maximum(back, 0), paid=port
                )


def _guarantee(
    facts: Facts, purchases: Purchases, parts: PaymentParts, dating: Dating, draws: DrawSet
) -> Iterator[Payment]:
    """Cash left with customs for the tax that a pending application would free, until it is decided."""
    row, consignment = parts.row, parts.consignment
    option, port, port_day = purchases.option[row], dating.port[consignment], dating.port_day[consignment]
    waits = facts.landed.timing.pending(option, port_day) & ~parts.lost
    if not waits.any():
        return
    ordinary, charge_at = facts.landed.ordinary[option], facts.terms.charge_at
    tax = sum(charge_at(ordinary, charge, port) - charge_at(option, charge, port) for charge in TAXES)
    held = tax * facts.landed.timing.guarantee_share[option][:, None] * waits * parts.share * parts.price
    decided = facts.dates.decision(option, port_day)
    left = held * (purchases.done[row] < CLEARED)[:, None]
    yield _payment(facts, purchases, parts, draws, None, "tax_guarantee", left, port)
    yield _payment(facts, purchases, parts, draws, None, "tax_guarantee", -held, decided, paid=port)


def _payment(
    facts: Facts,
    purchases: Purchases,
    parts: PaymentParts,
    draws: DrawSet,
    cost: str | None,
    cash: str,
    amount: Amounts,
    period: Spans,
    fixed: bool = False,
    contract: bool = False,
    paid: Spans | None = None,
) -> Payment:
    # Money that comes back is the amount that was paid: it keeps the rate of the day of payment.
    currency = purchases.currency[parts.row]
    rate = facts.terms.contract_rate_factor if contract else facts.terms.rate_factor
    factor = np.ones_like(amount) if fixed else rate(currency, period if paid is None else paid, draws)
    return Payment(cost, cash, amount, period, factor)


def costs(
    facts: Facts, purchases: Purchases, rows: NDArray[np.int64], dating: Dating, draws: DrawSet
) -> NDArray[np.float64]:
    """Discounted cost per unit ordered, (row, D, cost line); exchange-rate differences are a line of their own."""
    parts = parts_of(facts, purchases, rows, dating, draws)
    total = np.zeros((len(rows), draws.count, len(COST_LINES)))
    for payment in payments(facts, purchases, parts, dating, draws):
        if payment.cost is None:
            continue
        value = payment.amount * facts.discount_of(payment.period)
        np.add.at(total[:, :, COST_INDEX[payment.cost]], parts.position, value)
        np.add.at(total[:, :, COST_INDEX["exchange_rate"]], parts.position, value * (payment.rate_factor - 1.0))
    return total


def cash(
    facts: Facts, purchases: Purchases, rows: NDArray[np.int64], dating: Dating, draws: DrawSet, line: str | None = None
) -> NDArray[np.float64]:
    """Cash out per unit ordered by period, shape (row, D, P); of one cash line, or of all."""
    parts = parts_of(facts, purchases, rows, dating, draws)
    total = np.zeros((len(rows), draws.count, facts.last_period + 1))
    draw = np.broadcast_to(np.arange(draws.count), parts.lost.shape)
    position = np.broadcast_to(parts.position[:, None], parts.lost.shape)
    for payment in payments(facts, purchases, parts, dating, draws):
        if line is None or payment.cash == line:
            period = np.minimum(payment.period, facts.last_period)
            np.add.at(total, (position, draw, period), payment.amount * payment.rate_factor)
    return total


def clearance_fee(facts: Facts, purchases: Purchases, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """(row,) CNY for clearing a shipment; nothing where it is cleared."""
    return np.where(purchases.done[rows] < CLEARED, facts.terms.clearance_cny[purchases.offer[rows]], 0.0)


def shipment_costs(
    facts: Facts, purchases: Purchases, rows: NDArray[np.int64], dating: Dating, draws: DrawSet
) -> NDArray[np.float64]:
    """Discounted clearance per order placed or signed, (row, D): paid as the parts arrive, not for what is lost."""
    parts = parts_of(facts, purchases, rows, dating, draws)
    fee = clearance_fee(facts, purchases, parts.row)[:, None] * parts.share * ~parts.lost
    value = fee * facts.discount_of(dating.port[parts.consignment])
    total = np.zeros((len(rows), draws.count))
    np.add.at(total, parts.position, value)
    return total
