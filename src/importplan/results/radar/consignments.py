"""What of a case is still to be declared: signed orders, planned orders, and offers where there is no plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from importplan.basics.issues import Place
from importplan.customs.cost.quote import is_imported
from importplan.customs.cost.table import LandedTable
from importplan.evaluation.schedule import OrderDates
from importplan.plan.plan import Plan
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.uncertainty.dates.shipments import CLEARED, STAGES


class Source(Enum):
    """Where goods come from."""

    SIGNED = "signed_order"
    PLANNED = "planned_order"
    OFFER = "offer"


@dataclass(frozen=True)
class Consignment:
    """Goods that one payer declares on one day.

    `certificate` is the row of `qualifications` of a planned order; a signed one names its relief itself, and of an
    offer each side takes the cheapest way.
    """

    source: Source
    number: int  # row of `open_orders`, number of a planned order, or of the offer
    reference: str
    payer: str
    payers: int  # firms that the line stands for: of offers, those that pay alike
    offer: Offer
    item: Item
    quantity: float
    day: date
    at: Place
    order: OpenOrder | None = None
    certificate: int | None = None

    @property
    def decided(self) -> bool:
        """Whether tax was assessed before: a new rule does not reach it."""
        return self.order is not None and STAGES[self.order.stage] >= CLEARED

    @property
    def declared(self) -> bool:
        """Whether the buyer declares the goods."""
        return is_imported(self.offer)


def signed_orders(scenario: Scenario, dates: Sequence[OrderDates], today: date) -> Iterator[Consignment]:
    """All signed orders at the day of their port, never before today."""
    for number, (row, when) in enumerate(zip(scenario.open_orders, dates, strict=True), start=1):
        offer = scenario.offers[scenario.offer_index[row.offer]]
        yield Consignment(
            source=Source.SIGNED,
            number=number,
            reference=row.contract_no or row.order,
            payer=scenario.owner_of(row),
            payers=1,
            offer=offer,
            item=scenario.item_of(offer),
            quantity=row.quantity,
            day=max(when.port, today),
            at=row.cell("order"),
            order=row,
        )


def planned_orders(
    scenario: Scenario, landed: LandedTable, plan: Plan, dates: Sequence[OrderDates], today: date
) -> Iterator[Consignment]:
    """All orders of a plan, numbered as its sheet `orders` has them: by the day on which procurement starts."""
    by_day = sorted(range(len(plan.orders)), key=lambda at: (dates[at].start_by, dates[at].order_by, at))
    for number, at in enumerate(by_day, start=1):
        order = plan.orders[at]
        option = landed.options[order.option]
        offer = scenario.offers[scenario.offer_index[option.offer]]
        yield Consignment(
            source=Source.PLANNED,
            number=number,
            reference="",
            payer=option.payer,
            payers=1,
            offer=offer,
            item=scenario.item_of(offer),
            quantity=order.quantity,
            day=max(dates[at].port, today),
            at=offer.cell("offer"),
            certificate=option.qualification,
        )


def offers(scenario: Scenario, payers: Iterable[tuple[str, str, int]], days: Sequence[date]) -> Iterator[Consignment]:
    """One unit of every offer for each kind of payer on each day. `payers` are offer, payer, how many pay alike."""
    for name, payer, alike in payers:
        position = scenario.offer_index[name]
        offer = scenario.offers[position]
        for day in days:
            yield Consignment(
                source=Source.OFFER,
                number=position + 1,
                reference=name,
                payer=payer,
                payers=alike,
                offer=offer,
                item=scenario.item_of(offer),
                quantity=1.0,
                day=day,
                at=offer.cell("offer"),
            )
