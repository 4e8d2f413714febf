"""Real dates of planned and signed orders on the schedule without outages: what to start and expect by which day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from importplan.customs.cost.table import LandedTable
from importplan.evaluation.latest import Latest, latest_days
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

    start_by: date  # tender, approval or negotiation begins, so that it can be signed on the latest day
    order_by: date  # contract signed as planned: the day from which cash, budgets and draws count
    latest: Latest  # the last day on which it can be signed, and what would move
    licence_by: date | None  # export licence expected; None where none is needed or it is there
    ship: date
    port: date
    released: date  # by customs
    usable: date  # cleared and installed
    accepted: date


def order_dates(scenario: Scenario, landed: LandedTable, plan: Plan) -> tuple[OrderDates, ...]:
    """Dates of every order of a plan, if nothing is stopped."""
    books = _calm(scenario, landed)
    return _dates(books, orders(books, enumerate(plan.orders)), latest_days(books, plan))


def signed_dates(scenario: Scenario, landed: LandedTable) -> tuple[OrderDates, ...]:
    """Dates of every signed order, if nothing is stopped; the order day is that of making where the sheet has none."""
    books = _calm(scenario, landed)
    bought = list(signed(books))
    day = scenario.calendar.day
    return _dates(books, bought, tuple(Latest(day(purchase.ordered_day), 0, None, "signed") for purchase in bought))


def _calm(scenario: Scenario, landed: LandedTable) -> Books:
    return Books(scenario, landed, nominal(scenario), schedule=True)


def _dates(books: Books, bought: Iterable[Purchase], latest: tuple[Latest, ...]) -> tuple[OrderDates, ...]:
    """Without outages a purchase is one part."""
    rows = ((some, row) for some in parts(Hazards(books), bought) for row in range(len(some.bands)))
    return tuple(_of(books, some, row, last) for (some, row), last in zip(rows, latest, strict=True))


def _of(books: Books, some: Parts, row: int, latest: Latest) -> OrderDates:
    day, purchase = books.scenario.calendar.day, some.purchases[row]
    offer = purchase.offer
    order_by = day(purchase.ordered_day)
    licensed = not offer.licence_days or not purchase.licence_open
    install_days = offer.install_days if purchase.step < INSTALLED else 0.0
    return OrderDates(
        start_by=latest.day - timedelta(days=int(0.0 if purchase.kind == SIGNED else offer.procurement_days)),
        order_by=order_by,
        latest=latest,
        licence_by=None if licensed else order_by + timedelta(days=int(offer.licence_days)),
        ship=day(some.ship_day[row, 0]),
        port=day(some.port_day[row, 0]),
        released=day(some.serve_day[row, 0] - install_days),
        usable=day(some.serve_day[row, 0]),
        accepted=day(some.accept_day[row, 0]),
    )
