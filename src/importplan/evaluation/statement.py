"""The statement of deals: every payment, when it is due, and what it is for. Plain arithmetic over parts and draws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.parts import LATER, MILESTONES, Parts
from importplan.landed.charge_kind import ChargeKind, Milestone
from importplan.landed.rules import CHARGE_INDEX, CHARGES, TAXES, paid_at
from importplan.landed.rules.goods import GOODS
from importplan.landed.table import LandedTable
from importplan.plan.lines import VAT_RECOVERED
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.draw_set import DrawSet

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
WITH_PRICE, VAT, CARRIAGE = map(paid_at, (Milestone.INSTALMENTS, Milestone.IMPORT_VAT, Milestone.SHIPMENT))
BORDER = tuple(kind for kind in TAXES if kind.milestone is Milestone.ARRIVAL)
PLANT = tuple(kind for kind in CHARGES if kind not in (*WITH_PRICE, *CARRIAGE, *TAXES))


@dataclass(frozen=True)
class Entry:
    """A kind of payment of every part in every draw, (B, D): CNY at base rates, period, the draw's rate over base."""

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

    def rate(self, parts: Parts, period: Whole) -> Real:
        """(B, D) the draw's exchange rate over the base rate; 1 for CNY and locked rates."""
        factors = self.draws.fx_factor
        if not factors.shape[1]:
            return np.ones(parts.shape)
        # Beyond the plan the rate stays at its last value.
        when = np.minimum(period, factors.shape[2] - 1)
        found: Real = factors[np.arange(self.draws.count)[None, :], parts.currency[:, None], when]
        return np.where(parts.currency[:, None] < 0, 1.0, found)

    def contract_rate(self, parts: Parts, period: Whole) -> Real:
        """The rate of a payment to the seller over the base rate: the locked share of its currency keeps its rate."""
        found = self.rate(parts, period)
        # One row a currency; where the sheet has several, the first with a locked rate stands.
        for row in reversed(self.scenario.fx):
            if row.locked_rate is not None:
                fixed = row.locked_share * row.locked_rate / self.landed.base_rate[row.currency]
                mine = np.array([deal.offer.currency == row.currency and not deal.locked for deal in parts.deals])
                found[mine] = fixed + (1.0 - row.locked_share) * self.rate(parts, period)[mine]
        return found

    def unit(self, parts: Parts, charge: ChargeKind, period: Whole, option: Whole | None = None) -> Real:
        """(B, D) CNY per unit of a charge for goods that arrive in `period`, at the deal's price."""
        which = parts.option if option is None else option
        each: Real = self.landed.unit_cny[which[:, None], CHARGE_INDEX[charge], period]
        return each * parts.price if charge.ad_valorem else each

    def recovery_months(self, parts: Parts) -> Real:
        """(B, 1) months until the payer of each part gets deductible VAT back."""
        months = {firm.firm: firm.recovery_months for firm in self.scenario.all_firms}
        return parts.term(lambda deal: months.get(deal.terms.payer, 1.0))


def statement(books: Books, parts: Parts) -> Iterator[Entry]:
    """Every payment of some parts of deals."""
    yield from _contract(books, parts)
    yield from _credit(books, parts)
    yield from _carriage(books, parts)
    yield from _border(books, parts)
    yield from _plant(books, parts)


def _contract(books: Books, parts: Parts) -> Iterator[Entry]:
    """The price by instalments, with the VAT of a purchase in China; and what a lost part has cost."""
    arrived, domestic = books.periods_of(parts.port_day), parts.domestic
    for charge in WITH_PRICE:
        yield from _price(books, parts, charge.cost_line, books.unit(parts, charge, arrived) * parts.units)
    if not domestic.any():
        return
    back = np.clip(
        books.scenario.calendar.of_months_after(parts.port_day, books.recovery_months(parts)), 0, books.last_period
    )
    for charge in VAT:
        value = books.unit(parts, charge, arrived) * parts.units * domestic
        yield from _price(books, parts, charge.cost_line, value)
        if charge.deductible:
            yield Entry(None, VAT_RECOVERED, np.where(parts.lost, 0.0, -value), back, books.rate(parts, back))


def _price(books: Books, parts: Parts, line: str | None, value: Real) -> Iterator[Entry]:
    """A charge that follows the instalments of the contract."""
    when = _milestones(books, parts)
    for milestone in MILESTONES:
        due = parts.term(lambda deal, name=milestone: deal.due[name])  # type: ignore[misc]
        if due.any():
            amount = np.where(parts.lost, 0.0, value * due)
            yield Entry(line, milestone, amount, when[milestone], books.contract_rate(parts, when[milestone]))
    if not parts.lost.any():
        return
    gone, paid = np.where(parts.lost, value, 0.0), parts.term(lambda deal: deal.paid)
    kept = parts.term(lambda deal: (deal.due["deposit"] + deal.paid) * (1.0 - deal.offer.refund_share))
    rate = books.contract_rate(parts, when["deposit"])
    yield Entry("instalments_lost" if line else None, "deposit", gone * kept, when["deposit"], rate)
    yield Entry(line, "deposit", -gone * paid, when["deposit"], rate)


def _milestones(books: Books, parts: Parts) -> dict[str, Whole]:
    """Milestone → (B, D) the period in which its instalment is due."""
    wait = parts.term(lambda deal: deal.offer.lc_days if deal.offer.payment in LATER else 0.0)
    months = parts.term(lambda deal: deal.offer.warranty_months or 0.0)
    begins = [deal.offer.warranty_from for deal in parts.deals]
    days = {"shipment": parts.ship_day, "arrival": parts.port_day, "acceptance": parts.accept_day}
    began = np.stack([days[begin][position] for position, begin in enumerate(begins)])
    accepted = books.periods_of(parts.accept_day)
    end_of_warranty = np.maximum(books.scenario.calendar.of_months_after(began, months), accepted)
    return {
        "deposit": np.broadcast_to(parts.period, parts.shape),
        "shipment": books.periods_of(parts.ship_day + wait),
        "acceptance": accepted,
        "retention": np.minimum(end_of_warranty, books.last_period),
    }


def _credit(books: Books, parts: Parts) -> Iterator[Entry]:
    """A letter of credit on what is due on shipment: its fee, and its margin out and back."""
    opens = np.array([[deal.offer.payment.startswith("LC") and deal.kind != "signed"] for deal in parts.deals])
    if not opens.any():
        return
    opened = np.broadcast_to(parts.period, parts.shape)
    wait = parts.term(lambda deal: deal.offer.lc_days if deal.offer.payment == "LC-usance" else 0.0)
    goods = books.unit(parts, GOODS, books.periods_of(parts.port_day)) * parts.units
    covered = goods * parts.term(lambda deal: deal.due["shipment"]) * opens
    rate = books.rate(parts, opened)
    yield Entry("bank_fees", "bank_fees", covered * parts.term(lambda deal: deal.offer.lc_fee_share), opened, rate)
    margin = np.where(parts.lost, 0.0, covered * parts.term(lambda deal: deal.offer.lc_deposit_share))
    yield Entry(None, "lc_margin", margin, opened, rate)
    yield Entry(None, "lc_margin", -margin, books.periods_of(parts.ship_day + wait), rate)


def _carriage(books: Books, parts: Parts) -> Iterator[Entry]:
    """Freight and insurance when the goods leave."""
    arrived, left = books.periods_of(parts.port_day), books.periods_of(parts.ship_day)
    units, rate = parts.arriving, books.rate(parts, left)
    for charge in CARRIAGE:
        yield Entry(charge.cost_line, charge.cash_line, books.unit(parts, charge, arrived) * units, left, rate)


def _border(books: Books, parts: Parts) -> Iterator[Entry]:
    """Duty and import VAT when the goods arrive; deductible VAT comes back; nothing of it for what is bought here."""
    arrived = books.periods_of(parts.port_day)
    units, rate = np.where(parts.domestic, 0.0, parts.arriving), books.rate(parts, arrived)
    ordinary = books.landed.ordinary[parts.option]
    amounts = {charge: books.unit(parts, charge, arrived) * units for charge in TAXES}
    yield from taxes(books, parts, amounts)
    decided = books.landed.timing.decision_day[parts.option][:, None]
    if np.isnan(decided).all():
        return
    # Cash that customs keep for freed tax from arrival until the pending application is decided.
    freed = sum(books.unit(parts, charge, arrived, ordinary) * units - amounts[charge] for charge in TAXES)
    share = books.landed.timing.guarantee_share[parts.option][:, None]
    held = np.where(parts.port_day < decided, freed * share, 0.0)
    back = np.broadcast_to(books.periods_of(np.nan_to_num(decided)), parts.shape)
    yield Entry(None, "tax_guarantee", held, arrived, rate)
    yield Entry(None, "tax_guarantee", -held, back, rate)


def taxes(books: Books, parts: Parts, amounts: dict[ChargeKind, Real]) -> Iterator[Entry]:
    """Amounts of taxes on the days they are due; deductible VAT comes back."""
    arrived = books.periods_of(parts.port_day)
    rate = books.rate(parts, arrived)
    for charge in BORDER:
        yield Entry(charge.cost_line, charge.cash_line, amounts[charge], arrived, rate)
    for share, due, back in _vat_instalments(books, parts):
        for charge in VAT:
            yield Entry(charge.cost_line, charge.cash_line, amounts[charge] * share, due, rate)
            if charge.deductible:
                yield Entry(None, VAT_RECOVERED, -amounts[charge] * share, back, rate)


def _vat_instalments(books: Books, parts: Parts) -> Iterator[tuple[Real, Whole, Whole]]:
    """Share, period, and period of deduction of every instalment of the import VAT."""
    timing, calendar, arrived = books.landed.timing, books.scenario.calendar, books.periods_of(parts.port_day)
    months = books.recovery_months(parts)
    first = timing.first_import_day[parts.option][:, None]
    start = np.where(np.isnan(first), parts.port_day, np.minimum(first, parts.port_day))
    at_once = calendar.of_months_after(parts.port_day, months)
    for number in range(timing.vat_share.shape[2]):
        share, due, back = timing.vat_share[parts.option[:, None], arrived, number], arrived, at_once
        if not share.any():
            continue
        if number:
            due = np.maximum(due, calendar.of_months_after(start, 12.0 * number))
            back = np.maximum(back, calendar.of_months_after(start, 12.0 * number + months))
        yield share, np.clip(due, 0, books.last_period), np.clip(back, 0, books.last_period)


def _plant(books: Books, parts: Parts) -> Iterator[Entry]:
    """Every other charge at its milestone: agency and local cost, installation and training, a grant, on their days."""
    arrived, units = books.periods_of(parts.port_day), parts.arriving
    days = {
        Milestone.ARRIVAL: parts.port_day,
        Milestone.INSTALLATION: parts.serve_day,
        Milestone.ACCEPTANCE: parts.accept_day,
    }
    for charge in PLANT:
        period = np.minimum(books.periods_of(days[charge.milestone]) + charge.periods_after, books.last_period)
        rate = books.rate(parts, period) if charge.ad_valorem else np.ones(parts.shape)
        value = books.unit(parts, charge, arrived) * units
        yield Entry(charge.cost_line, charge.cash_line, value, period, rate)
