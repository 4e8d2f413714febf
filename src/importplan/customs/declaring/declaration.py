"""One shipment as it is declared on a day: the day whose rates hold, taxes line by line, and what being late costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from importplan.basics.issues import Issue
from importplan.catalog.load import Catalog
from importplan.catalog.rules.deadlines import Duration, LateFee
from importplan.catalog.rules.rate_days import DeclaredSituation, SmallAmount
from importplan.customs.cost import trace
from importplan.customs.cost.pricing import Pricing, gather, on_day
from importplan.customs.cost.quote import is_imported
from importplan.customs.cost.rules.duty import DUTY
from importplan.customs.cost.table import ChargeLine, LandedOption
from importplan.customs.cost.terms import CUSTOMS_VALUE
from importplan.customs.declaring.alternative import TAX_KEYS, ZERO
from importplan.customs.declaring.alternatives import at_price_breaks
from importplan.customs.declaring.converted import ConvertedAt, converted_at, with_rates
from importplan.customs.declaring.late import LateCharge, late_charge
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer

# Told of the whole case; here only where they hold that day.
OF_OTHER_DAYS = ("rates-carried-on", "provisional-ended", "customs-rate-later")

NONE_STATED: Mapping[str, Decimal] = {}


@dataclass(frozen=True)
class DeclarationDays:
    """The days of a declaration, and the rules that follow from them."""

    situation: DeclaredSituation
    arrived: date  # the transport is declared to have entered; in transit: it reaches the place of destination
    declared: date  # the declaration, or the tax formalities, are done
    payment: Duration  # from the declaration on
    late_fee: LateFee  # of tax that is paid later
    small_amount: SmallAmount

    @property
    def rate_day(self) -> date:
        """The day whose rates hold."""
        return self.situation.day(self.arrived, self.declared)

    @property
    def pay_by(self) -> date:
        """The last day on which the tax is paid in time."""
        return self.payment.after(self.declared)


@dataclass(frozen=True)
class OfferDeclared:
    """An offer declared under one treatment, for all buyers to whom it is the same. Amounts are CNY, to the fen."""

    days: DeclarationDays
    item: Item
    offer: Offer
    payers: tuple[str, ...]
    regime: str  # `ordinary` or the key of a relief
    quantity: float
    lines: tuple[ChargeLine, ...]  # from the customs value to the last tax
    late: LateCharge | None  # None: nothing of the kind is charged here

    def line(self, charge: str) -> ChargeLine | None:
        """The line of a charge, None where it is not levied."""
        return next((line for line in self.lines if line.charge == charge), None)

    def amount(self, charge: str) -> Decimal:
        """The amount of a charge; 0 where it is not levied."""
        line = self.line(charge)
        return line.amount_cny if line else ZERO

    @property
    def customs_value_cny(self) -> Decimal:
        """The customs value (计税价格)."""
        return self.amount(CUSTOMS_VALUE)

    @property
    def tax_cny(self) -> Decimal:
        """Duty, additional duty and VAT."""
        return sum((line.amount_cny for line in self.lines if line.charge in TAX_KEYS), ZERO)

    @property
    def late_fee_a_day_cny(self) -> Decimal:
        """What each day of paying later than `pay_by` costs."""
        return self.days.late_fee.of_a_day(self.tax_cny)

    @property
    def is_small(self) -> bool:
        """Whether its duty lies within the exempt amount; it is told and not taken off."""
        return ZERO < self.amount(DUTY.key) <= self.days.small_amount.duty_cny


@dataclass(frozen=True)
class DeclaredShipment:
    """Every declaration of a shipment, on the same days, and what it rests on."""

    scenario: Scenario
    catalog: Catalog
    days: DeclarationDays
    rates: tuple[ConvertedAt, ...]  # of every foreign currency
    declarations: tuple[OfferDeclared, ...]
    notes: tuple[Issue, ...]


def declaration_days(catalog: Catalog, situation: DeclaredSituation, arrived: date, declared: date) -> DeclarationDays:
    """The days of a declaration with the rules of the catalog."""
    deadlines = catalog.deadlines
    payment = deadlines.spans["tax_payment"]
    return DeclarationDays(situation, arrived, declared, payment, deadlines.late_fee, catalog.rate_days.small_amount)


def declared_shipment(
    scenario: Scenario,
    catalog: Catalog,
    days: DeclarationDays,
    quantity: float,
    customs_rates: Mapping[str, Decimal] = NONE_STATED,
) -> DeclaredShipment:
    """Every offer that the buyer declares, ordinarily and under each relief that is granted in the period of the rates.

    In the order of the offers. Prices become yuan at the customs rate of the month of the day of the rates:
    `customs_rates` where stated, else those on record, else the rate of the case, which is remarked. Raises
    InputRejected as pricing does.
    """
    pricing = gather(at_price_breaks(scenario, quantity), catalog)
    priced = on_day(pricing, days.rate_day)
    rates = converted_at(priced, catalog, days.rate_day, customs_rates)
    priced = with_rates(priced, rates)
    merged: dict[tuple[object, ...], OfferDeclared] = {}
    for found in _every(priced, days, quantity):
        key = (found.offer.offer, found.regime, found.lines)
        seen = merged.get(key)
        merged[key] = found if seen is None else replace(seen, payers=(*seen.payers, *found.payers))
    of_day = priced.problems.notes
    others = (note for note in pricing.problems.notes if note.code not in OF_OTHER_DAYS and note not in of_day)
    return DeclaredShipment(scenario, catalog, days, rates, tuple(merged.values()), (*of_day, *others))


def _every(pricing: Pricing, days: DeclarationDays, quantity: float) -> Iterator[OfferDeclared]:
    scenario = pricing.scenario
    period = pricing.arrivals.position(scenario.calendar.index_of(days.rate_day))
    for option in pricing.options:
        offer = scenario.offers[scenario.offer_index[option.offer]]
        if is_imported(offer) and (option.qualification is None or pricing.relieved(option, period)):
            yield _one(pricing, option, offer, days, period, quantity)


def _one(
    pricing: Pricing, option: LandedOption, offer: Offer, days: DeclarationDays, period: int, quantity: float
) -> OfferDeclared:
    every = trace.of_option(pricing, option, period, quantity)
    lines = tuple(line for line in every if line.charge == CUSTOMS_VALUE or line.charge in TAX_KEYS)
    value = next(line.amount_cny for line in lines if line.charge == CUSTOMS_VALUE)
    catalog, late = pricing.catalog, None
    if days.situation.charged_late:
        rule, free = catalog.clearance.late_declaration, catalog.deadlines.spans["declaration"]
        late = late_charge(rule, free, value, days.arrived, days.declared)
    item = pricing.scenario.item_of(offer)
    return OfferDeclared(days, item, offer, (option.payer,), option.regime, quantity, lines, late)
