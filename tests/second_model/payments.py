"""What one unit costs and when it is paid, charge by charge, in CNY of a course: price, customs, taxes, local work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from second_model.courses import HOME_MONEY, Course
from second_model.parts import SIGNED, Part, is_past
from second_model.relief import Relief
from second_model.timeline import Timeline

VAT = 0.13
FREIGHT_IS_OURS = ("EXW", "FCA", "FAS", "FOB")
INSURANCE_IS_OURS = (*FREIGHT_IS_OURS, "CFR", "CPT")
CUSTOMS_ARE_THE_SELLERS = ("DDP", "domestic")


class Payment(NamedTuple):
    """An amount on a day; what it counts for."""

    day: float
    cny: float
    cost: bool = True
    cash: bool = True
    tax: bool = False


@dataclass(frozen=True)
class Deal:
    """Who buys from which offer at which price, and what has been paid before."""

    offer: Offer
    buyer: str
    price: float  # per unit, in `currency`
    currency: str
    relief: Relief | None = None
    is_signed: bool = False
    paid: float = 0.0  # share of the price paid before the plan
    locked: float | None = None  # CNY per unit of the currency, as signed
    stage: str = SIGNED  # how far it has come when the plan begins
    bonded: bool = False  # whether it goes into bond, and owes its taxes until it leaves

    @classmethod
    def new(cls, offer: Offer, buyer: str, price: float, relief: Relief | None, bonded: bool = False) -> Deal:
        """A deal that the plan makes."""
        return cls(offer, buyer, price, offer.currency, relief, bonded=bonded)

    @classmethod
    def signed(cls, offer: Offer, order: OpenOrder, buyer: str, relief: Relief | None) -> Deal:
        """A deal that has been signed, at its own price where it names one."""
        price = offer.unit_price if order.unit_price is None else order.unit_price
        currency = order.currency or offer.currency
        return cls(offer, buyer, price, currency, relief, True, order.paid_share, order.fx_locked_rate, order.stage)

    def is_past(self, stage: str) -> bool:
        """Whether this had been done when the plan began: then it is paid."""
        return is_past(self.stage, stage)

    @property
    def imported(self) -> bool:
        """Whether the buyer declares the goods at customs."""
        return self.offer.incoterm not in CUSTOMS_ARE_THE_SELLERS

    @property
    def freight(self) -> float:
        """Freight per unit that the term leaves to the buyer."""
        return self.price * self.offer.freight_share if self.offer.incoterm in FREIGHT_IS_OURS else 0.0

    @property
    def insurance(self) -> float:
        """Insurance per unit that the term leaves to the buyer: a share of price and freight."""
        ours = self.offer.incoterm in INSURANCE_IS_OURS
        return (self.price + self.freight) * self.offer.insurance_share if ours else 0.0

    @property
    def customs_value(self) -> float:
        """Customs value of a unit in the currency of the price; of goods bought in China the price without VAT.

        What is paid beside the price belongs to it, and tools that the buyer has lent; work in China after import,
        where it stands by itself in the price, does not.
        """
        if not self.imported:
            return self.net_price
        landed = self.price + self.freight + self.insurance
        return landed + self.paid_beside + self._moved * (self.offer.tooling - self.offer.installation_inside)

    @property
    def paid_beside(self) -> float:
        """Royalty, design, commission and packing per unit, which are paid beside the price of what is imported."""
        offer = self.offer
        beside = offer.royalty + offer.design + offer.commission + offer.packing
        return self._moved * beside if self.imported else 0.0

    @property
    def _moved(self) -> float:
        """What is said beside a price moves with it (docs/model.md, Cash): the price of this deal to the quoted one."""
        return self.price / self.offer.unit_price if self.offer.unit_price else 1.0

    @property
    def net_price(self) -> float:
        """The price without the VAT inside it."""
        return self.price / (1.0 + VAT) if self.offer.price_includes_vat else self.price


@dataclass(frozen=True)
class Payments:
    """The payments of one unit of a deal on a course."""

    scenario: Scenario
    deal: Deal
    course: Course

    @property
    def timeline(self) -> Timeline:
        """The timeline of the case."""
        return Timeline.of(self.scenario.settings)

    def of(self, part: Part, freed: bool) -> list[Payment]:
        """All payments for a unit that arrives in a part, taxed or freed."""
        return [*self._seller(part), *self._carriage(part), *self._taxes(part, freed), *self._work(part)]

    def beyond(self, part: Part) -> list[Payment]:
        """What the taxes of a unit come to beyond what they would be freed: the price of a quota used up."""
        taxed, freed = list(self._taxes(part, freed=False)), list(self._taxes(part, freed=True))
        return taxed + [payment._replace(cny=-payment.cny) for payment in freed]

    def quota_value(self, part: Part) -> float:
        """CNY that a unit takes of a quota in value."""
        return self.customs_cny(part.port)

    def customs_cny(self, day: float) -> float:
        """Customs value of a unit in CNY at the rate of a day."""
        return self.deal.customs_value * self._cny(day)

    def on_release(self, day: float, value: float | None, freed: bool) -> list[Payment]:
        """Import taxes of a unit that leaves bond on a day; its customs value may be known in CNY."""
        return list(self._taxes_on(day, self.customs_cny(day) if value is None else value, freed))

    def _cny(self, day: float) -> float:
        return self.course.cny(self.deal.currency, self.timeline.period_of(day))

    def _seller_cny(self, day: float) -> float:
        """The rate of a payment to the seller: as signed, else partly as locked, else of the day."""
        if self.deal.locked is not None:
            return self.deal.locked
        row = next((row for row in self.scenario.fx if row.currency == self.deal.currency), None)
        if row is None or self.deal.currency == HOME_MONEY or row.locked_rate is None:
            return self._cny(day)
        return row.locked_share * row.locked_rate + (1.0 - row.locked_share) * self._cny(day)

    def _instalments(self, part: Part) -> list[tuple[float, float]]:
        """(day, share of the price) in the order of payment, less what has been paid already."""
        offer = self.deal.offer
        later = offer.lc_days if offer.payment in ("LC-usance", "OA") else 0.0
        rest = 1.0 - offer.deposit_share - offer.shipment_share - offer.retention_share
        shares = [
            (part.ordered, offer.deposit_share),
            (part.ships + later, offer.shipment_share),
            (part.accepted, rest),
            (part.released, offer.retention_share),
        ]
        paid, due = self.deal.paid, []
        for day, share in shares:
            covered = min(paid, share)
            paid -= covered
            due.append((day, share - covered))
        return due

    def _seller(self, part: Part) -> Iterator[Payment]:
        due = self._instalments(part)
        for day, share in due:
            yield Payment(day, share * self.deal.net_price * self._seller_cny(day))
        if not self.deal.imported:
            yield from self._vat_at_home(part, due)
        yield from self._credit(part, *due[1])

    def _vat_at_home(self, part: Part, due: list[tuple[float, float]]) -> Iterator[Payment]:
        """VAT is paid with each instalment and deducted as a whole, since the invoice comes with the goods."""
        before = (part.ordered, self.deal.paid)
        for day, share in due:
            yield self._vat_paid(day, VAT * share * self.deal.net_price * self._seller_cny(day), tax=False)
        whole = sum(share * self._seller_cny(day) for day, share in [before, *due])
        yield from self._vat_back(part.port, VAT * self.deal.net_price * whole)

    def _credit(self, part: Part, day: float, share: float) -> Iterator[Payment]:
        """A letter of credit for what is due on shipment; the credit for what has been signed is open already.

        The bank is no seller: what it takes follows the rate of the day, hedged or not.
        """
        offer = self.deal.offer
        if offer.payment.startswith("LC") and not self.deal.is_signed:
            credit = share * self.deal.net_price * self._cny(part.ordered)
            margin = offer.lc_deposit_share * credit
            yield Payment(part.ordered, offer.lc_fee_share * credit)
            yield Payment(part.ordered, margin, cost=False)
            yield Payment(day, -margin, cost=False)

    def _carriage(self, part: Part) -> Iterator[Payment]:
        if self.deal.imported and not self.deal.is_past("shipped"):
            beside = self.deal.freight + self.deal.insurance + self.deal.paid_beside
            yield Payment(part.ships, beside * self._cny(part.ships))

    def _taxes(self, part: Part, freed: bool) -> Iterator[Payment]:
        """Duty and import VAT on the day of arrival; a relief frees the duty, some the VAT as well.

        Of goods that have been cleared before the plan the VAT comes back, and nothing else is left.
        """
        if self.deal.imported and not self.deal.bonded:
            yield from self._taxes_on(part.port, self.customs_cny(part.port), freed)

    def _taxes_on(self, day: float, value: float, freed: bool) -> Iterator[Payment]:
        offer, relief = self.deal.offer, self.deal.relief if freed else None
        duty = 0.0 if relief else value * (offer.duty_rate or 0.0)
        extra = value * offer.extra_duty_rate
        vat = 0.0 if relief and relief.frees_vat else VAT * (value + duty + extra)
        if not self.deal.is_past("cleared"):
            yield Payment(day, duty + extra, tax=True)
            yield self._vat_paid(day, vat, tax=True)
        yield from self._vat_back(day, vat)

    def _vat_paid(self, day: float, cny: float, tax: bool) -> Payment:
        """VAT is cost for who cannot deduct it, else cash only."""
        return Payment(day, cny, cost=self._recovery_months() is None, tax=tax)

    def _vat_back(self, invoiced: float, cny: float) -> Iterator[Payment]:
        """What was to come back before the plan has come back."""
        months = self._recovery_months()
        if months is not None and (day := self.timeline.later_by_months(invoiced, months)) >= 0:
            yield Payment(day, -cny, cost=False)

    def _recovery_months(self) -> float | None:
        """Months until VAT comes back; None where it is not deducted. The reserve deducts like a firm by default."""
        if self.deal.buyer == RESERVE:
            return 1.0
        firm = self.scenario.all_firms[self.scenario.firm_index[self.deal.buyer]]
        return firm.recovery_months if firm.vat_deductible else None

    def _work(self, part: Part) -> Iterator[Payment]:
        offer = self.deal.offer
        if not self.deal.is_past("cleared"):
            yield Payment(part.port, offer.local_cost_cny)
            yield Payment(part.port, offer.agency_fee_share * self.deal.price * self._cny(part.port))
        if not self.deal.is_past("installed"):
            yield Payment(part.serves, offer.install_cost_cny + offer.training_cost_cny)

    def clearance(self, part: Part) -> Payment:
        """What a part of a shipment pays of its clearance, nothing where it has been cleared before the plan."""
        cny = 0.0 if self.deal.is_past("cleared") else self.deal.offer.clearance_cost_cny
        return Payment(part.port, part.share * cny)
