"""Steps of planned and signed orders: start, sign, licence, ship, arrive, install, accept, warranty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from importplan.evaluation.schedule import OrderDates
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.views.order_lines import order_lines
from importplan.results.views.steps.step import Step
from importplan.results.views.warranty import warranty_days
from importplan.scenario.contract_price import instalments, opens_credit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.uncertainty.dates.shipments import ACCEPTED, ARRIVED, CLEARED, INSTALLED, SHIPPED, STAGES


@dataclass(frozen=True)
class Bought:
    """A planned or signed order as the calendar sees it."""

    label: str  # number as in the sheet `orders`, or the contract
    key: str
    offer: Offer
    payer: str
    quantity: float
    dates: OrderDates
    done: int | None  # last step done of a signed order; None: still to be signed
    domestic: bool
    signed: OpenOrder | None = None

    @property
    def basis(self) -> str:
        """On what its days rest."""
        return "schedule" if self.signed is None else "contract"

    def is_open(self, step: int) -> bool:
        """Whether a step is still to come."""
        return self.done is None or self.done < step

    def goods(self, names: Names) -> str:
        """What is bought, in words."""
        item = self.offer.item
        return names.word("result.goods", item=names.item(item), quantity=self.quantity, unit=names.unit(item))


def bought(result: PlanResult, names: Names) -> Iterator[Bought]:
    """All planned orders, then all signed ones."""
    for number, line in enumerate(order_lines(result), start=1):
        option = line.option
        key = f"{option.offer}|{option.payer}|{option.regime}|{option.qualification}|{line.order.period}"
        label = names.word("result.lot.planned_order", number=number, reference="")
        yield Bought(label, key, line.offer, option.payer, line.order.quantity, line.dates, None, option.domestic)
    scenario = result.scenario
    for row, dates in zip(scenario.open_orders, result.signed, strict=True):
        offer = scenario.offers[scenario.offer_index[row.offer]]
        label = names.word("result.lot.signed_order", number="", reference=row.contract_no or row.order)
        domestic, payer = offer.incoterm in ("domestic", "DDP"), scenario.owner_of(row)
        yield Bought(label, row.order, offer, payer, row.quantity, dates, STAGES[row.stage], domestic, row)


def steps(result: PlanResult, names: Names) -> Iterator[Step]:
    """The steps of all orders."""
    for order in bought(result, names):
        for day, role, kind in (*_before_signing(order), *_on_the_way(order)):
            yield _step(names, order, day, role, kind)


def _step(names: Names, order: Bought, day: date, role: str, kind: str) -> Step:
    offer = order.offer
    words = names.word(
        f"result.action.{kind}",
        goods=order.goods(names),
        source=names.source(offer),
        share=instalments(offer).deposit,
        until=offer.quote_valid_to or "",
        latest=order.dates.latest.day,
        start_latest=order.dates.start_by,
        port=offer.lane,
    )
    return Step(day, role, kind, words, order.label, order.basis, f"{kind}|{order.key}")


def _before_signing(order: Bought) -> Iterator[tuple[date, str, str]]:
    offer, dates = order.offer, order.dates
    if order.done is None:
        if offer.procurement_days > 0:
            yield dates.order_by - timedelta(days=int(offer.procurement_days)), "purchase", "start"
        if offer.quote_valid_to is not None and offer.quote_valid_to < dates.order_by:
            yield offer.quote_valid_to, "purchase", "renew_quote"
        if instalments(offer).deposit > 0 and offer.refund_share < 1:
            yield dates.order_by, "finance", "guarantee"
        yield dates.order_by, "purchase", "sign"
        if dates.latest.slack_days > 0:
            yield dates.latest.day, "purchase", "sign_latest"
        if dates.licence_by is not None:
            yield dates.order_by, "purchase", "apply_licence"
        if opens_credit(offer):
            yield dates.order_by, "finance", "open_credit"
    if dates.licence_by is not None:
        yield dates.licence_by, "purchase", "licence"


def _on_the_way(order: Bought) -> Iterator[tuple[date, str, str]]:
    dates = order.dates
    if order.is_open(SHIPPED):
        yield dates.ship, "purchase", "ship"
    if order.is_open(ARRIVED) and not order.domestic:
        yield dates.port, "customs", "arrive"
    if order.is_open(CLEARED) and not order.domestic:
        yield dates.released, "customs", "release"
    if order.is_open(INSTALLED):
        yield dates.usable, "technical", "install"
    if order.is_open(ACCEPTED):
        yield dates.accepted, "technical", "accept"
    warranty = warranty_days(order.offer, dates.ship, dates.port, dates.accepted)
    if warranty is not None:
        yield warranty[1], "technical", "warranty_end"
