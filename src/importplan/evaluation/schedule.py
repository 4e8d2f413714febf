"""Real dates of planned orders on the schedule without outages: what to start, sign and expect by which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from importplan.evaluation.deals import deals
from importplan.landed.table import LandedTable
from importplan.plan.plan import Plan
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sample import nominal


@dataclass(frozen=True, slots=True)
class OrderDates:
    """Dates of one order of a plan, in the order of `Plan.orders`."""

    start_by: date  # tender, approval or negotiation begins
    order_by: date  # contract signed
    licence_by: date | None  # export licence expected; None where none is needed
    ship: date
    port: date
    usable: date  # cleared and installed
    accepted: date


def order_dates(scenario: Scenario, landed: LandedTable, plan: Plan) -> tuple[OrderDates, ...]:
    """Dates of every order of a plan, if nothing is stopped."""
    calendar = scenario.calendar
    found = []
    for deal in deals(scenario, landed, nominal(scenario), plan):
        if deal.kind != "order":
            continue
        order_by, band = calendar.first_day(deal.period), deal.bands[0]
        offer = deal.offer
        found.append(
            OrderDates(
                start_by=order_by - timedelta(days=int(offer.procurement_days)),
                order_by=order_by,
                licence_by=order_by + timedelta(days=int(offer.licence_days)) if offer.licence_days else None,
                ship=calendar.day(band.ship_day[0]),
                port=calendar.day(band.port_day[0]),
                usable=calendar.day(band.serve_day[0]),
                accepted=calendar.day(band.accept_day[0]),
            )
        )
    return tuple(found)
