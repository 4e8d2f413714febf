"""Goods that are declared under a relief: planned orders, signed orders, and what is in stock under supervision.

Amounts are those of documents, to the fen: the traced lines of the shipment with its relief and without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from importplan.basics.money import exact
from importplan.catalog.rules.regimes import Regime
from importplan.customs.cost import trace
from importplan.customs.cost.amounts import unit_amounts
from importplan.customs.cost.charge_kind import Milestone
from importplan.customs.cost.pricing import Pricing, gather, with_signed
from importplan.customs.cost.rules import TAXES, levies, paid_at
from importplan.customs.cost.rules.duty import DUTY
from importplan.customs.cost.signed import options_of_signed
from importplan.customs.cost.table import ChargeLine, LandedOption
from importplan.customs.cost.terms import CUSTOMS_VALUE
from importplan.customs.relief.verdict import Verdict
from importplan.customs.relief.worth import granted_row
from importplan.evaluation.schedule import OrderDates
from importplan.results.plan_result import PlanResult, once
from importplan.results.views.order_lines import at_price_of, order_lines
from importplan.results.views.within_quota import AskedRelief, QuotaLine, lines, within
from importplan.scenario.contract_price import ContractPrice
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.qualifications import Qualification
from importplan.uncertainty.dates.shipments import CLEARED, STAGES

PLANNED, SIGNED = "planned_order", "signed_order"
VAT = tuple(kind.key for kind in paid_at(Milestone.IMPORT_VAT))
DEDUCTIBLE = tuple(kind.key for kind in TAXES if kind.deductible)
ZERO = Decimal(0)


@dataclass(frozen=True)
class Declared:
    """A shipment that its certificate frees on the day of arrival, or would free once a planned one is granted."""

    kind: str  # PLANNED or SIGNED
    number: int  # of the order as in the sheet `orders`, or of the row of `open_orders`
    reference: str  # contract number or order id; empty for a planned order
    payer: str
    item: Item
    offer: Offer
    price: ContractPrice  # of a signed order: as signed
    quantity: float  # exempt: within the quotas of its certificate
    ordered: float  # all of the order; what is more than `quantity` is declared as taxed
    position: int  # of the order in the plan, or of the row of `open_orders`
    certificate: int  # position in `qualifications`
    regime: Regime
    dates: OrderDates
    verdict: Verdict
    basis: str  # the paper on which the relief of the item rests, blank where a row in hand is named
    ordinary: tuple[ChargeLine, ...]
    relieved: tuple[ChargeLine, ...]
    unrounded_relieved_cny: float  # 减免税额 before any line is rounded

    def amount(self, charge: str, relieved: bool = True) -> Decimal:
        """One charge with the relief, or without it."""
        lines = self.relieved if relieved else self.ordinary
        return sum((line.amount_cny for line in lines if line.charge == charge), ZERO)

    def freed(self, charges: Iterable[str]) -> Decimal:
        """What is not levied of some charges."""
        return sum((self.amount(charge, relieved=False) - self.amount(charge) for charge in charges), ZERO)

    @property
    def customs_value_cny(self) -> Decimal:
        """完税价格."""
        return self.amount(CUSTOMS_VALUE)

    @property
    def duty_relieved_cny(self) -> Decimal:
        """Duty that is not levied."""
        return self.freed((DUTY.key,))

    @property
    def vat_relieved_cny(self) -> Decimal:
        """Import VAT that is not levied."""
        return self.freed(VAT)

    @property
    def tax_relieved_cny(self) -> Decimal:
        """减免税额: of the taxes, those that documents name; no other charge is relieved."""
        return self.freed(charge.key for charge in TAXES)

    @property
    def cost_relieved_cny(self) -> Decimal:
        """What of it is cost: all but deductible VAT."""
        return self.tax_relieved_cny - self.freed(DEDUCTIBLE)

    @property
    def frees(self) -> tuple[str, ...]:
        """The charges that are freed."""
        return self.verdict.treatment.frees if self.verdict.treatment else ()

    @property
    def is_spread(self) -> bool:
        """Whether import VAT is paid over years: what a transfer then makes up is not on record."""
        return self.verdict.treatment is not None and bool(self.verdict.treatment.vat_instalments)

    def qualification(self, scenario: Scenario) -> Qualification:
        """The row of the certificate."""
        return scenario.qualifications[self.certificate]


@once
def declared(result: PlanResult) -> tuple[Declared, ...]:
    """Planned orders in the order of the sheet `orders`, then signed ones: what of them is exempt within the quotas."""
    return tuple(entry for entry in _exempt(result)[0] if entry.quantity)


def quota_lines(result: PlanResult) -> tuple[QuotaLine, ...]:
    """Quota, used and left of every certificate with a quota and every year in which goods arrive under it."""
    return _exempt(result)[1]


@once
def _exempt(result: PlanResult) -> tuple[tuple[Declared, ...], tuple[QuotaLine, ...]]:
    held = result.scenario.qualifications
    if not held:
        return (), ()
    rows = tuple(granted_row(row, result.catalog) for row in held)
    granting = gather(result.scenario.replace(qualifications=rows), result.catalog)
    shipments = (*_planned(result, granting), *_signed(result, granting))
    asked = [_asked(result, each) for each in shipments]
    usd_cny = exact(result.landed.base_rate.get("USD", 1.0))
    exempt = within(asked, rows, usd_cny)
    found = tuple(each.of(quantity) for each, quantity in zip(shipments, exempt, strict=True))
    return found, tuple(lines(asked, exempt, rows, usd_cny))


@dataclass(frozen=True)
class _Shipment:
    """A shipment that asks for relief, in full, and how it is declared in part."""

    pricing: Pricing
    option: LandedOption
    offer: Offer
    ordered: float
    dates: OrderDates
    source: tuple[str, int, str]
    position: int

    def of(self, quantity: float) -> Declared:
        """So much of it."""
        return _of(self, quantity)


def _asked(result: PlanResult, shipment: _Shipment) -> AskedRelief:
    kind, whole = shipment.source[0], shipment.of(shipment.ordered)
    row = result.scenario.open_orders[shipment.position] if kind == SIGNED else None
    return AskedRelief(
        certificate=whole.certificate,
        year=shipment.dates.port.year,
        quantity=shipment.ordered,
        whole=bool(whole.item.whole_units),
        fixed=row is not None and STAGES[row.stage] >= CLEARED,
        value_cny=lambda units: shipment.of(units).customs_value_cny,
        cost_cny=float(whole.cost_relieved_cny),
        tax_cny=float(whole.tax_relieved_cny),
    )


def _planned(result: PlanResult, granting: Pricing) -> Iterator[_Shipment]:
    for number, line in enumerate(order_lines(result), start=1):
        own = line.option
        # The relief that an order uses; of one that is taxed on arrival, those that are only planned.
        others = (result.landed.options[at] for at in result.landed.planned_reliefs(own))
        candidates = (*((own,) if own.qualification is not None else ()), *others)
        usable = (option for option in candidates if _is_relieved(granting, option, line.dates))
        for option in islice(usable, 1):
            source = (PLANNED, number, "")
            own_price = at_price_of(granting, line)
            yield _Shipment(own_price, option, line.offer, line.order.quantity, line.dates, source, line.position)


def _is_relieved(pricing: Pricing, option: LandedOption, dates: OrderDates) -> bool:
    """Whether taxes are freed or spread on arrival; bonded goods and repairs have procedures of their own."""
    at = pricing.arrivals.position(pricing.scenario.calendar.index_of(dates.port))
    if option.qualification is None or not pricing.relieved(option, at):
        return False
    version = pricing.judgements.of(option.offer, option.qualification).at(at).treatment
    return version is not None and bool(version.frees or version.vat_instalments)


def _signed(result: PlanResult, granting: Pricing) -> Iterator[_Shipment]:
    orders, options = result.scenario.open_orders, result.landed.options
    chosen = options_of_signed(result.scenario, options, orders)
    for number, (row, dates, at) in enumerate(zip(orders, result.signed, chosen, strict=True), start=1):
        option = options[at]
        if option.qualification is None:
            continue
        pricing = with_signed(granting, row)
        if not _is_relieved(pricing, option, dates):
            continue  # barred: the notes say why
        source = (SIGNED, number, row.contract_no or row.order)
        yield _Shipment(pricing, option, pricing.scenario.offers[0], row.quantity, dates, source, number - 1)


def _of(shipment: _Shipment, quantity: float) -> Declared:
    pricing, option, offer, dates = shipment.pricing, shipment.option, shipment.offer, shipment.dates
    kind, number, reference = shipment.source
    certificate = option.qualification
    if certificate is None:
        raise ValueError(f"{offer.offer}: bought without a relief")
    scenario = pricing.scenario
    period = scenario.calendar.index_of(dates.port)
    taxed = replace(option, regime="ordinary", qualification=None, status="")
    at = pricing.arrivals.position(period)
    verdict = pricing.judgements.of(offer.offer, certificate).at(at)
    regime = pricing.catalog.regime(scenario.qualifications[certificate].regime)
    if regime is None:
        raise ValueError(f"{offer.offer}: a relief without a regime")
    return Declared(
        kind=kind,
        number=number,
        reference=reference,
        payer=option.payer,
        item=scenario.item_of(offer),
        offer=offer,
        price=pricing.quotes[scenario.offer_index[offer.offer]].price,
        quantity=quantity,
        ordered=shipment.ordered,
        position=shipment.position,
        certificate=certificate,
        regime=regime,
        dates=dates,
        verdict=verdict,
        basis=pricing.judgements.consent(offer.offer, certificate).confirmed_basis,
        ordinary=trace.of_option(pricing, taxed, period, quantity),
        relieved=trace.of_option(pricing, option, period, quantity),
        unrounded_relieved_cny=(_unit_taxes(pricing, taxed, at) - _unit_taxes(pricing, option, at)) * quantity,
    )


def _unit_taxes(pricing: Pricing, option: LandedOption, period: int) -> float:
    """CNY of taxes per unit, unrounded, as the model has them."""
    terms = pricing.terms(option, period, pricing.relieved(option, period))
    amounts = unit_amounts(terms, levies(terms))
    return sum(amounts.get(charge.key, 0.0) for charge in TAXES)
