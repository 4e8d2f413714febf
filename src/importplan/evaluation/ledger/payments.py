"""Every payment for what is bought: how much, in which period, at which exchange rate, as which cost and which cash.

    price          share of each milestone × goods × units, at the rate of the contract (planning model, 3.7)
    freight …      on shipment; duty, import VAT, agency, local cost on arrival; installation, training when it serves
    what is lost   the deposit, less what comes back of it; nothing else is paid

Amounts are at base exchange rates, with the price of the draw; `rate` is the draw's rate over the base rate. Import tax
is in `taxes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.scenario.scenario import RESERVE
from importplan.evaluation.ledger.parts import Parts
from importplan.evaluation.ledger.purchases import MILESTONES
from importplan.evaluation.ledger.rates import contract_rate, market_rate
from importplan.landed.table import CHARGE_INDEX, Charge
from importplan.scenario.schema.firms import Firm

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
LATER = ("LC-usance", "OA")  # what is due on shipment is paid some days later
CREDIT = ("LC-sight", "LC-usance")  # it is paid out of a letter of credit


@dataclass(frozen=True)
class Payment:
    """A kind of payment of B parts in D draws; negative is money that comes in."""

    cost: str | None  # cost line; None: cash only
    cash: str  # cash line
    amount: Real  # (B, D) CNY at base rates
    period: Whole  # (B, D) or (B, 1) of the table
    rate: Real | None = None  # (B, D) rate of the draw over the base rate; None: 1

    @property
    def paid(self) -> Real:
        """(B, D) CNY at the rate of the draw."""
        return self.amount if self.rate is None else self.amount * self.rate


def payments(books: Books, parts: Parts) -> Iterator[Payment]:
    """All that is paid for some parts, import tax apart."""
    yield from _price(books, parts)
    yield from _credit(books, parts)
    shipped, arrived = books.period_of(parts.ship_day), parts.arrived
    serves = books.period_of(parts.serve_day)
    granted = books.in_table(books.scenario.calendar.of_days(parts.accept_day) + 1)
    for charge, when in (
        (Charge.FREIGHT, shipped),
        (Charge.INSURANCE, shipped),
        (Charge.AGENCY, arrived),
        (Charge.LOCAL, arrived),
        (Charge.INSTALL, serves),
        (Charge.TRAINING, serves),
        (Charge.SUBSIDY, granted),
    ):
        amount = parts.unit_cny(CHARGE_INDEX[charge]) * parts.arriving
        if not amount.any():
            continue
        if charge.ad_valorem:
            yield Payment(charge.value, charge.value, amount * parts.price, when, market_rate(books, parts, when))
        else:
            yield Payment(charge.value, charge.value, amount, when)


@dataclass(frozen=True)
class Due:
    """When an instalment is paid: so many whole months after the month of a day, but not before another day."""

    day: Real  # (B, D) or (B, 1)
    months: Real | float = 0.0  # (B, 1)
    earliest_day: Real | None = None

    def period(self, books: Books, later_months: Real | float = 0.0) -> Whole:
        """The period of the table in which it is paid, or in which something is that follows months later."""
        paid = books.months_after(self.day, self.months + later_months)
        return paid if self.earliest_day is None else np.maximum(paid, books.months_after(self.earliest_day, later_months))


def instalments(parts: Parts) -> tuple[Due, ...]:
    """When each of MILESTONES is paid: a retention when the warranty ends, but not before acceptance."""
    offers = [purchase.offer for purchase in parts.purchases]
    credit_days = parts.number(offer.lc_days if offer.payment in LATER else 0.0 for offer in offers)
    starts = np.array([[offer.warranty_from] for offer in offers])
    began = np.select([starts == "shipment", starts == "arrival"], [parts.ship_day, parts.port_day], parts.accept_day)
    warranty = parts.number(offer.warranty_months or 0.0 for offer in offers)
    return (
        Due(parts.number(purchase.ordered_day for purchase in parts.purchases)),
        Due(parts.ship_day + credit_days),
        Due(parts.accept_day),
        Due(began, warranty, parts.accept_day),
    )


def _price(books: Books, parts: Parts) -> Iterator[Payment]:
    """The price by instalments, with the VAT of what is bought in China; of what is lost the deposit alone."""
    goods = parts.unit_cny(CHARGE_INDEX[Charge.GOODS]) * parts.price
    shares = np.array([purchase.due for purchase in parts.purchases])[:, :, None]  # (B, milestone, 1)
    for number, (line, due) in enumerate(zip(MILESTONES, instalments(parts), strict=True)):
        units = shares[:, number] * parts.arriving
        if units.any():
            when = due.period(books)
            rate = contract_rate(books, parts, when)
            yield Payment("goods", line, goods * units, when, rate)
            yield from _home_vat(books, parts, units, line, due, rate)
    if parts.lost.any():
        yield from _lost(books, parts, goods, shares[:, 0])


def _lost(books: Books, parts: Parts, goods: Real, share: Real) -> Iterator[Payment]:
    """Of what is lost the deposit is gone, less the share of it that comes back.

    What was paid before the start is no payment of the plan any more: the price is less by it, and what does not come
    back stands among the instalments lost.
    """
    gone = parts.units - parts.arriving
    kept = parts.number(1.0 - purchase.offer.refund_share for purchase in parts.purchases)
    paid = parts.number(purchase.paid_share for purchase in parts.purchases)
    due = instalments(parts)[0]
    when = due.period(books)
    rate = contract_rate(books, parts, when)
    yield Payment("instalments_lost", "deposit", goods * gone * (share + paid) * kept, when, rate)
    yield Payment("goods", "deposit", -goods * gone * paid, when, rate)
    yield from _home_vat(books, parts, gone * share * kept, "deposit", due, rate)


def _home_vat(books: Books, parts: Parts, units: Real, line: str, due: Due, rate: Real | None) -> Iterator[Payment]:
    """VAT of what is bought in China, paid with an instalment; back some months later where it is deducted."""
    if not parts.domestic.any():
        return
    home = np.where(parts.domestic, units * parts.price, 0.0)
    cost, cash = (parts.unit_cny(CHARGE_INDEX[charge]) * home for charge in (Charge.VAT_COST, Charge.VAT_CASH))
    when = due.period(books)
    yield Payment("vat_cost", line, cost, when, rate)
    yield Payment(None, line, cash, when, rate)
    yield Payment(None, "vat_recovered", -cash, due.period(books, recovery_months(books, parts)), rate)


def recovery_months(books: Books, parts: Parts) -> Real:
    """(B, 1) months after which deductible VAT comes back; the reserve is like a firm that says nothing."""
    months = {firm.firm: firm.recovery_months for firm in books.scenario.all_firms}
    usual = Firm(firm=RESERVE).recovery_months
    return parts.number(months.get(purchase.payer, usual) for purchase in parts.purchases)


def _credit(books: Books, parts: Parts) -> Iterator[Payment]:
    """A letter of credit over what is due on shipment: its fee and margin when it is opened, with the order.

    The margin comes back when the credit pays, at the rate of the day on which it was left.
    """
    under = [purchase.offer.payment in CREDIT for purchase in parts.purchases]
    if not any(under):
        return
    _, shipment, *_ = instalments(parts)
    opened = instalments(parts)[0].period(books)
    rate = market_rate(books, parts, opened)
    shares = parts.number(p.due[1] if credit else 0.0 for p, credit in zip(parts.purchases, under, strict=True))
    value = parts.unit_cny(CHARGE_INDEX[Charge.GOODS]) * parts.price * parts.units * shares
    fee = parts.number(purchase.offer.lc_fee_share for purchase in parts.purchases)
    margin = parts.number(purchase.offer.lc_deposit_share for purchase in parts.purchases)
    yield Payment("bank_fees", "bank_fees", value * fee, opened, rate)
    yield Payment(None, "lc_margin", value * margin, opened, rate)
    yield Payment(None, "lc_margin", -value * margin, shipment.period(books), rate)
