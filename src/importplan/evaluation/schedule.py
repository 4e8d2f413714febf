"""Real dates of planned and signed orders on the schedule without outages: what to start and expect by which day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from importplan.evaluation.deals import Deal, deals
from importplan.landed.table import LandedTable
from importplan.plan.plan import Plan
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sample import nominal
from importplan.uncertainty.shipments import INSTALLED, STAGES

LICENCE_OPEN = ("signed", "licence_applied")  # stages of a signed order


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
    calendar = scenario.calendar
    return tuple(
        _dates(scenario, deal, calendar.first_day(deal.period), deal.offer.procurement_days, deal.offer.install_days)
        for deal in _of_kind(scenario, landed, plan, "order")
    )


def signed_dates(scenario: Scenario, landed: LandedTable, plan: Plan) -> tuple[OrderDates, ...]:
    """Dates of every signed order, if nothing is stopped; the order day is that of making where the sheet has none."""
    found = []
    for deal in _of_kind(scenario, landed, plan, "signed"):
        row = scenario.open_orders[deal.position]
        install_days = deal.offer.install_days if STAGES[row.stage] < INSTALLED else 0.0
        shipped = scenario.calendar.day(deal.bands[0].ship_day[0])
        order_by = row.ordered or shipped - timedelta(days=int(deal.offer.lead_time_days))
        dates = _dates(scenario, deal, order_by, 0.0, install_days, licensed=row.stage not in LICENCE_OPEN)
        found.append(dates)
    return tuple(found)


def _of_kind(scenario: Scenario, landed: LandedTable, plan: Plan, kind: str) -> Iterator[Deal]:
    return (deal for deal in deals(scenario, landed, nominal(scenario), plan) if deal.kind == kind)


def _dates(
    scenario: Scenario, deal: Deal, order_by: date, procurement: float, install: float, licensed: bool = False
) -> OrderDates:
    day, band, licence_days = scenario.calendar.day, deal.bands[0], deal.offer.licence_days
    return OrderDates(
        start_by=order_by - timedelta(days=int(procurement)),
        order_by=order_by,
        licence_by=order_by + timedelta(days=int(licence_days)) if licence_days and not licensed else None,
        ship=day(band.ship_day[0]),
        port=day(band.port_day[0]),
        released=day(band.serve_day[0] - install),
        usable=day(band.serve_day[0]),
        accepted=day(band.accept_day[0]),
    )
