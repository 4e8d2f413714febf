"""Taxes contract by contract: what each imported order declares, relieved or taxed, to the fen.

A planned order is one contract with all its treatments; signed rows of one contract number and payer are one contract.
What is exempt is what `declared` finds within the quotas: papers, ledger and these pages name the same amounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from importplan.customs.cost import trace
from importplan.customs.cost.pricing import Pricing, gather, with_signed
from importplan.customs.cost.rules import TAXES
from importplan.customs.cost.signed import options_of_signed
from importplan.customs.cost.table import ChargeLine, LandedOption
from importplan.customs.cost.terms import CUSTOMS_VALUE
from importplan.evaluation.schedule import OrderDates
from importplan.results.plan_result import PlanResult, once
from importplan.results.views.declared import PLANNED, SIGNED, Declared, declared
from importplan.results.views.order_lines import at_price_of, order_lines, signed_lines
from importplan.scenario.contract_price import ContractPrice, offered_price, signed_price
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.uncertainty.dates.shipments import ARRIVED, CLEARED, STAGES

NOT_YET = "planned"  # status of a certificate that frees nothing so far
ZERO = Decimal(0)
TAXED = frozenset(kind.key for kind in TAXES)


@dataclass(frozen=True)
class Declaration:
    """Goods of a contract that are declared alike."""

    item: Item
    offer: Offer
    price: ContractPrice
    quantity: float
    entry: Declared | None  # the relief that they use, or would use once it is granted
    relieved: bool  # as the plan counts them
    lines: tuple[ChargeLine, ...]

    def amount(self, charges: Iterable[str]) -> Decimal:
        """The sum of some charges."""
        wanted = set(charges)
        return sum((line.amount_cny for line in self.lines if line.charge in wanted), ZERO)

    @property
    def customs_value_cny(self) -> Decimal:
        """完税价格."""
        return self.amount((CUSTOMS_VALUE,))

    @property
    def tax_cny(self) -> Decimal:
        """Duties and import VAT to pay."""
        return self.amount(TAXED)


@dataclass(frozen=True)
class Contract:
    """One order that comes through customs."""

    kind: str  # PLANNED or SIGNED
    number: int  # of its first line, in the sheet `orders` or `open_orders`
    reference: str  # contract number or order id; empty for a planned one
    payer: str
    dates: OrderDates
    declarations: tuple[Declaration, ...]
    signed: OpenOrder | None  # first row of a signed one

    @property
    def offer(self) -> Offer:
        """The offer that it was bought on."""
        return self.declarations[0].offer

    @property
    def key(self) -> str:
        """The same in every run for the same contract."""
        return self.signed.order if self.signed else f"{self.offer.offer}|{self.payer}|{self.dates.order_by}"

    @property
    def is_open(self) -> bool:
        """Whether it is still to be cleared."""
        return self.signed is None or STAGES[self.signed.stage] < CLEARED

    @property
    def is_in_port(self) -> bool:
        """Whether the goods are there and not cleared."""
        return self.signed is not None and STAGES[self.signed.stage] == ARRIVED

    @property
    def customs_value_cny(self) -> Decimal:
        """完税价格."""
        return sum((each.customs_value_cny for each in self.declarations), ZERO)

    @property
    def tax_cny(self) -> Decimal:
        """Duties and import VAT to pay, as the plan counts them."""
        return sum((each.tax_cny for each in self.declarations), ZERO)

    @property
    def relieved(self) -> tuple[Declared, ...]:
        """The reliefs that it uses."""
        return tuple(each.entry for each in self.declarations if each.entry is not None and each.relieved)

    @property
    def hoped_for(self) -> tuple[Declared, ...]:
        """The reliefs that it would use once they are granted."""
        return tuple(each.entry for each in self.declarations if each.entry is not None and not each.relieved)


@once
def contracts(result: PlanResult) -> tuple[Contract, ...]:
    """Planned ones in the order of the sheet `orders`, then signed ones; what is delivered duty paid is none."""
    pricing = gather(result.scenario, result.catalog)
    entries = {(entry.kind, entry.position): entry for entry in declared(result)}
    found: dict[tuple[object, ...], list[Contract]] = {}
    for key, contract in (*_planned(result, pricing, entries), *_signed(result, pricing, entries)):
        found.setdefault(key, []).append(contract)
    return tuple(_together(parts) for parts in found.values())


Entries = dict[tuple[str, int], Declared]
Keyed = tuple[tuple[object, ...], Contract]


def _planned(result: PlanResult, pricing: Pricing, entries: Entries) -> Iterator[Keyed]:
    landed = result.landed
    for line in order_lines(result):
        option = line.option
        if option.domestic or option.in_bond:
            continue
        taxed = landed.options[int(landed.ordinary[line.order.option])]
        parts = tuple(
            _declarations(
                at_price_of(pricing, line),
                line.offer,
                taxed,
                line.dates,
                offered_price(line.offer),
                line.order.quantity,
                entries.get((PLANNED, line.position)),
            )
        )
        key = (PLANNED, option.offer, option.payer, line.order.period)
        yield key, Contract(PLANNED, line.number, "", option.payer, line.dates, parts, None)


def _signed(result: PlanResult, pricing: Pricing, entries: Entries) -> Iterator[Keyed]:
    options = result.landed.options
    chosen = options_of_signed(result.scenario, options, result.scenario.open_orders)
    for line, at in zip(signed_lines(result), chosen, strict=True):
        if options[at].domestic:
            continue
        own = with_signed(pricing, line.order)
        taxed = options[int(result.landed.ordinary[at])]
        price, entry = signed_price(line.offer, line.order), entries.get((SIGNED, line.number - 1))
        parts = tuple(_declarations(own, line.offer, taxed, line.dates, price, line.order.quantity, entry))
        key = (SIGNED, line.owner, line.reference)
        yield key, Contract(SIGNED, line.number, line.reference, line.owner, line.dates, parts, line.order)


def _declarations(
    pricing: Pricing,
    offer: Offer,
    taxed: LandedOption,
    dates: OrderDates,
    price: ContractPrice,
    ordered: float,
    entry: Declared | None,
) -> Iterator[Declaration]:
    """What is relieved, then what is taxed."""
    item, period = pricing.scenario.item_of(offer), pricing.scenario.calendar.index_of(dates.port)
    relieved = entry is not None and entry.qualification(pricing.scenario).status != NOT_YET
    if entry is not None and relieved:
        yield Declaration(item, offer, price, entry.quantity, entry, True, entry.relieved)
        ordered -= entry.quantity
    if ordered > 0:
        lines = trace.of_option(pricing, taxed, period, ordered)
        yield Declaration(item, offer, price, ordered, None if relieved else entry, False, lines)


def _together(parts: list[Contract]) -> Contract:
    first = parts[0]
    every = tuple(each for part in parts for each in part.declarations)
    return Contract(first.kind, first.number, first.reference, first.payer, first.dates, every, first.signed)
