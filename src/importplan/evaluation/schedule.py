"""Real dates of planned and signed orders on the schedule without outages: what to start and expect by which day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from importplan.customs.cost.table import LandedTable
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.parts import Parts, parts
from importplan.evaluation.ledger.purchases import INSTALLED, SIGNED, Purchase, orders, signed
from importplan.plan.plan import Plan
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.sample import nominal


@dataclass(frozen=True, slots=True)
class OrderDates:
    """Dates of one order of a plan, in the order of `Plan.orders`, or of a signed one, in that of the sheet."""

    start_by: date  # tender, approval or negotiation begins
    order_by: date  # contract signed
    licence_by: date | None  # export licence expected; None where none is needed or it is there
    ship: date
    port: date
    released: date  # by customs
    usable: date  # cleared and installed
    accepted: date


def order_dates(scenario: Scenario, landed: LandedTable, plan: Plan) -> tuple[OrderDates, ...]:
    """Dates of every order of a plan, if nothing is stopped."""
    books = _calm(scenario, landed)
    return _dates(books, orders(books, enumerate(plan.orders)))


def signed_dates(scenario: Scenario, landed: LandedTable) -> tuple[OrderDates, ...]:
    """Dates of every signed order, if nothing is stopped; the order day is that of making where the sheet has none."""
    books = _calm(scenario, landed)
    return _dates(books, signed(books))


def _calm(scenario: Scenario, landed: LandedTable) -> Books:
    return Books(scenario, landed, nominal(scenario), schedule=True)


def _dates(books: Books, bought: Iterable[Purchase]) -> tuple[OrderDates, ...]:
    """Without outages a purchase is one part."""
    return tuple(_of(books, some, row) for some in parts(Hazards(books), bought) for row in range(len(some.bands)))


def _of(books: Books, some: Parts, row: int) -> OrderDates:
    day, purchase = books.scenario.calendar.day, some.purchases[row]
    offer = purchase.offer
    order_by = day(purchase.ordered_day)
    licensed = not offer.licence_days or not purchase.licence_open
    install_days = offer.install_days if purchase.step < INSTALLED else 0.0
    return OrderDates(
        start_by=order_by - timedelta(days=int(0.0 if purchase.kind == SIGNED else offer.procurement_days)),
        order_by=order_by,
        licence_by=None if licensed else order_by + timedelta(days=int(offer.licence_days)),
        ship=day(some.ship_day[row, 0]),
        port=day(some.port_day[row, 0]),
        released=day(some.serve_day[row, 0] - install_days),
        usable=day(some.serve_day[row, 0]),
        accepted=day(some.accept_day[row, 0]),
    )
