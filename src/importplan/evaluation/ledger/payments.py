"""Every payment for what is bought: how much, in which period, at which exchange rate, as which cost and which cash.

    price          share of each milestone × goods × units, at the rate of the contract (planning model, 3.7)
    other charges  CNY per unit on the day of arrival × units, at the milestone of their record; import tax: `taxes`
    what is lost   the deposit, less what comes back of it; nothing else is paid
    credit         fee and margin of a letter of credit with the order, the margin back when it pays

Amounts are at base exchange rates, with the price of the draw; `rate` is the draw's rate over the base rate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.charge_kind import ChargeKind, Milestone
from importplan.customs.cost.rules import CHARGE_INDEX, CHARGES, SHIPMENT_CHARGES, paid_at
from importplan.customs.cost.rules.fixed import CLEARANCE
from importplan.customs.cost.rules.goods import GOODS
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.parts import Parts
from importplan.evaluation.ledger.purchases import ACCEPTED, CLEARED, INSTALLED, MILESTONES, SHIPPED, SIGNED
from importplan.evaluation.ledger.rates import contract_rate, market_rate
from importplan.plan.lines import VAT_RECOVERED
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.offers import Offer

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
LATER = ("LC-usance", "OA")  # what is due on shipment is paid some days later
CREDIT = ("LC-sight", "LC-usance")  # it is paid out of a letter of credit
PRICE, VAT = paid_at(Milestone.INSTALMENTS), paid_at(Milestone.IMPORT_VAT)
BESIDE = tuple(kind for kind in CHARGES if kind not in PRICE and not kind.tax)
STEP_OF = {  # the step of a signed order after which what is due with it has been paid
    Milestone.SHIPMENT: SHIPPED,
    Milestone.ARRIVAL: CLEARED,  # customs and carriers hand over against payment
    Milestone.INSTALLATION: INSTALLED,
    Milestone.ACCEPTANCE: ACCEPTED,
}
DEPOSIT = MILESTONES[0]
LOST = "instalments_lost"
# CNY per shipment of the charges that are due once for an order.
FEES: dict[ChargeKind, Callable[[Offer], float]] = {CLEARANCE: lambda offer: offer.clearance_fee_cny}


@dataclass(frozen=True)
class PaymentKind:
    """A kind of payment of B parts in D draws; negative is money that comes in."""

    cost: str | None  # cost line; None: cash only
    cash: str  # cash line
    amount: Real  # (B, D) CNY at base rates
    period: Whole  # (B, D) or (B, 1), however late
    rate: Real | None = None  # (B, D) rate of the draw over the base rate; None: 1

    @property
    def paid(self) -> Real:
        """(B, D) CNY at the rate of the draw."""
        return self.amount if self.rate is None else self.amount * self.rate


@dataclass(frozen=True)
class Due:
    """When something is paid: so many whole months after the month of a day, but not before another day."""

    day: Real  # (B, D) or (B, 1)
    months: Real | float = 0.0  # (B, 1)
    earliest_day: Real | None = None

    def period(self, books: Books) -> Whole:
        """The period in which it is paid."""
        paid = books.months_after(self.day, self.months)
        return paid if self.earliest_day is None else np.maximum(paid, books.paid_in(self.earliest_day))


def payments(books: Books, parts: Parts) -> Iterator[PaymentKind]:
    """All that is paid for some parts, import tax apart."""
    yield from _price(books, parts)
    yield from _credit(books, parts)
    for kind in BESIDE:
        amount = parts.unit_cny(CHARGE_INDEX[kind]) * parts.arriving
        if not kind.periods_after:
            amount = amount * parts.before(STEP_OF[kind.milestone])
        if amount.any():
            when = _paid(books, parts, kind)
            moves = kind.ad_valorem
            rate = market_rate(books, parts, when) if moves else None
            yield PaymentKind(kind.cost_line, kind.cash_line, amount * parts.price if moves else amount, when, rate)
    for kind in SHIPMENT_CHARGES:
        fee = parts.number(band.share * band.purchase.placed * FEES[kind](band.purchase.offer) for band in parts.bands)
        if fee.any():
            # What never arrives is never cleared, nor what is bought in other draws alone.
            paid = np.where(parts.lost | parts.not_bought, 0.0, fee)
            yield PaymentKind(kind.cost_line, kind.cash_line, paid, _paid(books, parts, kind))


def _paid(books: Books, parts: Parts, kind: ChargeKind) -> Whole:
    """The period in which a charge is paid that goes with no instalment."""
    days = {
        Milestone.SHIPMENT: parts.ship_day,
        Milestone.ARRIVAL: parts.port_day,
        Milestone.INSTALLATION: parts.serve_day,
        Milestone.ACCEPTANCE: parts.accept_day,
    }
    return books.paid_in(days[kind.milestone]) + kind.periods_after


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


def _price(books: Books, parts: Parts) -> Iterator[PaymentKind]:
    """The price, and the VAT of what is bought in China, by instalments; of what is lost the deposit alone."""
    shares = np.array([purchase.due for purchase in parts.purchases])[:, :, None]  # (B, milestone, 1)
    dues = instalments(parts)
    per_unit = dict(_with_instalments(parts))
    for number, line in enumerate(MILESTONES):
        units = shares[:, number] * parts.arriving
        if units.any():
            when = dues[number].period(books)
            rate = contract_rate(books, parts, when)
            for kind, each in per_unit.items():
                yield PaymentKind(kind.cost_line, line, each * units, when, rate)
    for kind, each in per_unit.items():
        if kind.deductible:
            # The invoice comes with the goods: all of the VAT is deducted some months after they arrive. What was to
            # be deducted before the plan has been.
            back = books.scenario.calendar.of_months_after(parts.port_day, recovery_months(books, parts))
            still = np.where(back < 0, 0.0, each * parts.arriving)
            rate = market_rate(books, parts, parts.arrived)
            yield PaymentKind(None, VAT_RECOVERED, -still, np.maximum(back, 0), rate)
    if parts.lost.any():
        for kind, each in per_unit.items():
            yield from _gone(books, parts, kind, each, shares[:, 0], dues[0].period(books))


def _with_instalments(parts: Parts) -> Iterator[tuple[ChargeKind, Real]]:
    """Charges, and (B, D) CNY per unit of each, that are paid with the price."""
    for kind in PRICE:
        yield kind, parts.unit_cny(CHARGE_INDEX[kind]) * parts.price
    if parts.domestic.any():
        for kind in VAT:
            yield kind, np.where(parts.domestic, parts.unit_cny(CHARGE_INDEX[kind]) * parts.price, 0.0)


def _gone(books: Books, parts: Parts, kind: ChargeKind, each: Real, share: Real, when: Whole) -> Iterator[PaymentKind]:
    """Of what is lost the deposit is gone, and its VAT with it, less the share of it that comes back.

    What was paid before the start is no payment of the plan any more: the charge is less by it, and what does not come
    back stands among the instalments lost.
    """
    gone = each * (parts.units - parts.arriving)
    kept = parts.number(1.0 - purchase.offer.refund_share for purchase in parts.purchases)
    paid = parts.number(purchase.paid_share for purchase in parts.purchases)
    rate = contract_rate(books, parts, when)
    yield PaymentKind(None if kind.deductible else LOST, DEPOSIT, gone * (share + paid) * kept, when, rate)
    yield PaymentKind(kind.cost_line, DEPOSIT, -gone * paid, when, rate)


def recovery_months(books: Books, parts: Parts) -> Real:
    """(B, 1) months after which deductible VAT comes back."""
    return parts.number(months_of_recovery(books, purchase.payer) for purchase in parts.purchases)


def months_of_recovery(books: Books, payer: str) -> float:
    """The same of a payer; the reserve is like a firm that says nothing."""
    months = {firm.firm: firm.recovery_months for firm in books.scenario.all_firms}
    return months.get(payer, Firm(firm=RESERVE).recovery_months)


def _credit(books: Books, parts: Parts) -> Iterator[PaymentKind]:
    """A letter of credit over what is due on shipment: its fee and margin when it is opened, with the order.

    The margin comes back when the credit pays, at the rate of the day on which it was left; that of what is lost stays
    with nobody. What banks hold of signed orders the case does not say.
    """

    opened_for = [p.offer.payment in CREDIT and p.kind != SIGNED for p in parts.purchases]

    def part(share_of: str) -> Real:
        """(B, 1) share of the price, 0 where no credit is opened."""
        shares = (purchase.due[1] * getattr(purchase.offer, share_of) for purchase in parts.purchases)
        return parts.number(share if opens else 0.0 for share, opens in zip(shares, opened_for, strict=True))

    fee, margin = part("lc_fee_share"), part("lc_deposit_share")
    if not (fee.any() or margin.any()):
        return
    ordered, shipment, *_ = instalments(parts)
    opened = ordered.period(books)
    rate = market_rate(books, parts, opened)
    goods = parts.unit_cny(CHARGE_INDEX[GOODS]) * parts.price
    yield PaymentKind("bank_fees", "bank_fees", goods * parts.units * fee, opened, rate)
    yield PaymentKind(None, "lc_margin", goods * parts.arriving * margin, opened, rate)
    yield PaymentKind(None, "lc_margin", -goods * parts.arriving * margin, shipment.period(books), rate)
