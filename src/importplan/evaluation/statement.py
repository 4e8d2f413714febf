"""The statement of a deal: every payment, when it is due, and what it is for. Plain arithmetic, one deal at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.deals import Band, Deal
from importplan.landed.table import CHARGE_INDEX, Charge, LandedTable
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.draw_set import DrawSet

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
CUSTOMS = {
    Charge.DUTY: ("duty", "duty"),
    Charge.EXTRA_DUTY: ("extra_duty", "duty"),
    Charge.VAT_COST: ("vat_cost", "vat"),
    Charge.VAT_CASH: (None, "vat"),
}


@dataclass(frozen=True)
class Entry:
    """A payment in every draw: CNY at base rates, its period, and the draw's rate over the base rate."""

    cost: str | None
    cash: str
    amount: Real
    period: Whole
    rate: Real


@dataclass(frozen=True)
class Books:
    """What a statement is written from."""

    scenario: Scenario
    landed: LandedTable
    draws: DrawSet

    @property
    def last_period(self) -> int:
        """The last period of the landed-cost table."""
        return int(self.landed.unit_cny.shape[2]) - 1

    def periods_of(self, days: Real) -> Whole:
        """The period of each day; what lies before the start counts as the first period."""
        return np.clip(self.scenario.calendar.of_days(days), 0, self.last_period)

    def rate(self, deal: Deal, period: Whole) -> Real:
        """The draw's exchange rate over the base rate; 1 for CNY and locked rates."""
        currency = deal.offer.currency
        if deal.locked or currency not in self.draws.currencies:
            return np.ones(self.draws.count)
        factors = self.draws.fx_factor[:, self.draws.currencies.index(currency), :]
        # Beyond the plan the rate stays at its last value.
        found: Real = factors[np.arange(self.draws.count), np.minimum(period, factors.shape[1] - 1)]
        return found

    def contract_rate(self, deal: Deal, period: Whole) -> Real:
        """The rate of a payment to the seller over the base rate: the locked share of its currency keeps its rate."""
        market = self.rate(deal, period)
        for row in self.scenario.fx:
            if row.currency == deal.offer.currency and row.locked_rate is not None and not deal.locked:
                fixed = row.locked_share * row.locked_rate / self.landed.base_rate[row.currency]
                return fixed + (1.0 - row.locked_share) * market
        return market

    def unit(self, deal: Deal, charge: Charge, period: Whole) -> Real:
        """CNY per unit of a charge for goods that arrive in `period`, at the deal's price."""
        each: Real = self.landed.unit_cny[deal.option, CHARGE_INDEX[charge], period]
        return each * deal.price if charge.ad_valorem else each


def statement(books: Books, deal: Deal) -> Iterator[Entry]:
    """Every payment of a deal."""
    for band in deal.bands:
        yield from _contract(books, deal, band)
        yield from _credit(books, deal, band)
        yield from _carriage(books, deal, band)
        if not deal.terms.domestic:
            yield from _border(books, deal, band)
        yield from _plant(books, deal, band)


def _contract(books: Books, deal: Deal, band: Band) -> Iterator[Entry]:
    """The price by instalments, with the VAT of a purchase in China; and what a lost band has cost."""
    arrived = books.periods_of(band.port_day)
    quantity = deal.quantity * band.share
    signed_day = np.full(books.draws.count, deal.period, dtype=np.int64)
    wait = deal.offer.lc_days if deal.offer.payment in ("LC-usance", "OA") else 0.0
    months = deal.offer.warranty_months or 0.0
    warranty_start = {"shipment": band.ship_day, "arrival": band.port_day, "acceptance": band.accept_day}[
        deal.offer.warranty_from
    ]
    accepted = books.periods_of(band.accept_day)
    end_of_warranty = np.maximum(books.scenario.calendar.of_months_after(warranty_start, months), accepted)
    when = {
        "deposit": signed_day,
        "shipment": books.periods_of(band.ship_day + wait),
        "acceptance": accepted,
        "retention": np.minimum(end_of_warranty, books.last_period),
    }
    parts: list[tuple[Charge, str | None]] = [(Charge.GOODS, "goods")]
    if deal.terms.domestic:
        parts += [(Charge.VAT_COST, "vat_cost"), (Charge.VAT_CASH, None)]
    for charge, line in parts:
        value = books.unit(deal, charge, arrived) * quantity
        for milestone, share in deal.due.items():
            amount = np.where(band.lost, 0.0, value * share)
            yield Entry(line, milestone, amount, when[milestone], books.contract_rate(deal, when[milestone]))
        gone = np.where(band.lost, value, 0.0)
        kept_by_seller = gone * (deal.due["deposit"] + deal.paid) * (1.0 - deal.offer.refund_share)
        rate = books.contract_rate(deal, signed_day)
        yield Entry("instalments_lost" if line else None, "deposit", kept_by_seller, signed_day, rate)
        yield Entry(line, "deposit", -gone * deal.paid, signed_day, rate)
        if charge is Charge.VAT_CASH:
            back = recovered(books, deal, band)
            yield Entry(None, "vat_recovered", np.where(band.lost, 0.0, -value), back, books.rate(deal, back))


def _credit(books: Books, deal: Deal, band: Band) -> Iterator[Entry]:
    """A letter of credit on what is due on shipment: its fee, and its margin out and back."""
    if not deal.offer.payment.startswith("LC") or deal.kind == "signed":
        return
    opened = np.full(books.draws.count, deal.period, dtype=np.int64)
    wait = deal.offer.lc_days if deal.offer.payment == "LC-usance" else 0.0
    goods = books.unit(deal, Charge.GOODS, books.periods_of(band.port_day)) * deal.quantity * band.share
    covered, rate = goods * deal.due["shipment"], books.rate(deal, opened)
    yield Entry("bank_fees", "bank_fees", covered * deal.offer.lc_fee_share, opened, rate)
    margin = np.where(band.lost, 0.0, covered * deal.offer.lc_deposit_share)
    yield Entry(None, "lc_margin", margin, opened, rate)
    yield Entry(None, "lc_margin", -margin, books.periods_of(band.ship_day + wait), rate)


def _carriage(books: Books, deal: Deal, band: Band) -> Iterator[Entry]:
    """Freight and insurance when the goods leave."""
    arrived, left = books.periods_of(band.port_day), books.periods_of(band.ship_day)
    units = np.where(band.lost, 0.0, deal.quantity * band.share)
    for charge in (Charge.FREIGHT, Charge.INSURANCE):
        amount = books.unit(deal, charge, arrived) * units
        yield Entry(charge.value, charge.value, amount, left, books.rate(deal, left))


def _border(books: Books, deal: Deal, band: Band) -> Iterator[Entry]:
    """Duty and import VAT when the goods arrive; deductible VAT comes back."""
    arrived = books.periods_of(band.port_day)
    units = np.where(band.lost, 0.0, deal.quantity * band.share)
    rate, tax_freed = books.rate(deal, arrived), np.zeros(books.draws.count)
    ordinary = replace(deal, option=int(books.landed.ordinary[deal.option]))
    for charge, (line, cash) in CUSTOMS.items():
        amount = books.unit(deal, charge, arrived) * units
        tax_freed += books.unit(ordinary, charge, arrived) * units - amount
        if cash == "duty":
            yield Entry(line, cash, amount, arrived, rate)
            continue
        for share, due, back in vat_instalments(books, deal, band):
            yield Entry(line, cash, amount * share, due, rate)
            if charge is Charge.VAT_CASH:
                yield Entry(None, "vat_recovered", -amount * share, back, rate)
    yield from _guarantee(books, deal, band, tax_freed, rate)


def vat_instalments(books: Books, deal: Deal, band: Band) -> Iterator[tuple[Real, Whole, Whole]]:
    """Share, period, and period of deduction of every instalment of the import VAT."""
    timing, calendar, arrived = books.landed.timing, books.scenario.calendar, books.periods_of(band.port_day)
    months = {firm.firm: firm.recovery_months for firm in books.scenario.all_firms}.get(deal.terms.payer, 1.0)
    first = float(timing.first_import_day[deal.option])
    start = band.port_day if np.isnan(first) else np.minimum(first, band.port_day)
    back_at_once = calendar.of_months_after(band.port_day, months)
    for number, share in enumerate(timing.vat_share[deal.option, arrived].T):
        due, back = arrived, back_at_once
        if number:
            due = np.maximum(due, calendar.of_months_after(start, 12.0 * number))
            back = np.maximum(back, calendar.of_months_after(start, 12.0 * number + months))
        yield share, np.clip(due, 0, books.last_period), np.clip(back, 0, books.last_period)


def _guarantee(books: Books, deal: Deal, band: Band, tax_freed: Real, rate: Real) -> Iterator[Entry]:
    """Cash that customs keep for freed tax from arrival until the pending application is decided."""
    decided = float(books.landed.timing.decision_day[deal.option])
    if np.isnan(decided):
        return
    held = np.where(band.port_day < decided, tax_freed * books.landed.timing.guarantee_share[deal.option], 0.0)
    yield Entry(None, "tax_guarantee", held, books.periods_of(band.port_day), rate)
    yield Entry(None, "tax_guarantee", -held, np.full(len(held), books.periods_of(np.array(decided))), rate)


def _plant(books: Books, deal: Deal, band: Band) -> Iterator[Entry]:
    """Agency and local cost on arrival, installation and training when installed, a grant a period after acceptance."""
    arrived, installed = books.periods_of(band.port_day), books.periods_of(band.serve_day)
    units = np.where(band.lost, 0.0, deal.quantity * band.share)
    fees = (
        (Charge.AGENCY, arrived),
        (Charge.LOCAL, arrived),
        (Charge.INSTALL, installed),
        (Charge.TRAINING, installed),
        (Charge.SUBSIDY, np.minimum(books.periods_of(band.accept_day) + 1, books.last_period)),
    )
    for charge, period in fees:
        rate = books.rate(deal, period) if charge.ad_valorem else np.ones(books.draws.count)
        yield Entry(charge.value, charge.value, books.unit(deal, charge, arrived) * units, period, rate)


def recovered(books: Books, deal: Deal, band: Band) -> Whole:
    """The period in which the deductible VAT of a band comes back."""
    months = {firm.firm: firm.recovery_months for firm in books.scenario.all_firms}.get(deal.terms.payer, 1.0)
    found = books.scenario.calendar.of_months_after(band.port_day, months)
    return np.clip(found, 0, books.last_period)
