"""When what is ordered ships, arrives, serves and is accepted, in every draw.

    made    = order day + making, resting while `making` is stopped
    ready   = the later of made and order day + licence_days, + delay_days of the draw
    ship    = first day from ready on on which `shipping` is not stopped
    port    = ship + transit, resting while `transport` is stopped
    serve   = the later of port and order day + permit_days, + clearance_days + install_days
    accept  = serve + acceptance_days

An outage of effect `cancel` takes what it stops: an order is lost if the outage is on at any time between the order day
and the day it is made (`making`) or ships (`shipping`, `transport`). What has shipped is never lost.

What is **called** under a framework is not stopped again by what has limited the call (planning model, Sharpened): an
outage of making or shipping that is on on the day of the call does not touch it, one that begins later does, like an
order. Availability that the workbook gives limits calls and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.scenario.scenario import Scenario
from importplan.uncertainty.dates.exposure import OutageExposure, SeverityBand, exposures
from importplan.uncertainty.dates.shipments import (
    ARRIVED,
    CLEARED,
    INSTALLED,
    Shipments,
    order_allowed,
    plan_shipments,
    signed_shipments,
)
from importplan.uncertainty.sampling.draw_set import DrawSet

__all__ = [
    "Shipments",
    "Timeline",
    "availability",
    "date_shipments",
    "order_allowed",
    "plan_shipments",
    "signed_shipments",
    "stopped",
]

START_DAY = 0.0  # the dates of running legs know what was stopped before the plan starts
DELAY, CANCEL = ("delay",), ("cancel",)
UNDIVIDED = (SeverityBand(1.0, np.inf),)


@dataclass(frozen=True)
class Timeline:
    """Dates of consignments: M parts of shipments that move together, in D draws. All days count from the start.

    Parts of a shipment stand together, in the order of the shipments. The days of a lost part are those it would have
    had.
    """

    shipment: NDArray[np.int64]  # (M,) row of `Shipments`
    share: NDArray[np.float64]  # (M,) part of the shipment; the parts of a shipment add up to 1
    lost: NDArray[np.bool_]  # (M, D) cancelled before it shipped
    ship_day: NDArray[np.float64]  # (M, D)
    port_day: NDArray[np.float64]  # (M, D) arrival at the Chinese port: the day of the taxes
    serve_day: NDArray[np.float64]  # (M, D) cleared and installed
    accept_day: NDArray[np.float64]  # (M, D)


@dataclass(frozen=True)
class _Legs:
    """The legs of shipments in days, shape (N, 1) each, as they are without outages."""

    ordered_day: NDArray[np.float64]
    making_days: NDArray[np.float64]
    ready_day: NDArray[np.float64]
    transit_days: NDArray[np.float64]
    permit_day: NDArray[np.float64]  # clearance does not begin before
    clearance_days: NDArray[np.float64]
    install_days: NDArray[np.float64]
    acceptance_days: NDArray[np.float64]
    exposed: NDArray[np.bool_]
    on_the_way: NDArray[np.bool_]  # transport may still be stopped


def date_shipments(scenario: Scenario, shipments: Shipments, draws: DrawSet) -> Timeline:
    """The dates of every part of every shipment in every draw.

    An order that nothing can hit, or only outages of severity 1, is one consignment. With severities below 1 it is
    split into the bands of `exposure.Exposure`; a call-off under given draws, which nothing stops, is not.
    """
    legs = _legs(scenario, shipments)
    groups = list(exposures(scenario, draws))
    group_of = np.zeros(len(scenario.offers), dtype=np.int64)
    for position, group in enumerate(groups):
        group_of[group.offers] = position
    bands_of = [UNDIVIDED if shipments.called and draws.given else group.bands for group in groups]
    bands = np.array([len(each) for each in bands_of], dtype=np.int64)
    parts = bands[group_of[shipments.offer]] if len(shipments.offer) else np.zeros(0, dtype=np.int64)
    first = np.cumsum(parts) - parts
    dates = _empty(shipments, parts, draws.count)
    delay_days = _delay_days(shipments, draws)
    for position, group in enumerate(groups):
        rows = np.flatnonzero(group_of[shipments.offer] == position)
        if len(rows) == 0:
            continue
        for number, band in enumerate(bands_of[position]):
            dates.share[first[rows] + number] = band.share
        heard = _heard_after(shipments, draws)[rows]
        for after_day in np.unique(heard):
            alike = rows[heard == after_day]
            own, own_delay = _rows(legs, alike), delay_days if delay_days is None else delay_days[alike]
            for number, band in enumerate(bands_of[position]):
                _date(dates, first[alike] + number, own, own_delay, group, band, float(after_day))
    return dates


def _heard_after(shipments: Shipments, draws: DrawSet) -> NDArray[np.float64]:
    """(N,) outages of making and shipping that began by this day do not touch a shipment."""
    if not shipments.called:
        return np.full(len(shipments.offer), -np.inf)
    return np.full(len(shipments.offer), np.inf) if draws.given else shipments.ordered_day


def availability(scenario: Scenario, draws: DrawSet) -> NDArray[np.float64]:
    """Share of a booked capacity that can be called, shape (D, offer, T).

    The mean over the time of each period of 1 − the largest severity of the outages of making or shipping that are on.
    """
    edges = scenario.calendar.first_day_numbers.astype(np.float64)
    share = np.ones((draws.count, len(scenario.offers), scenario.calendar.count))
    for group in exposures(scenario, draws):
        stopped = np.zeros((draws.count, scenario.calendar.count))
        for band in group.bands:
            # The mean of the largest severity is the sum of each band times the time it is stopped.
            closures = group.closures(band.severity, (*DELAY, *CANCEL), ("making", "shipping"))
            stopped += band.share * closures.closed_share(edges)
        share[:, group.offers, :] -= stopped[:, None, :]
    return np.clip(share, 0.0, 1.0)


def stopped(scenario: Scenario, draws: DrawSet) -> NDArray[np.bool_]:
    """Whether an outage of making or shipping is on on the first day of a period, shape (D, offer, T)."""
    days = scenario.calendar.first_day_numbers.astype(np.float64)[: scenario.calendar.count, None]
    found = np.zeros((draws.count, len(scenario.offers), scenario.calendar.count), dtype=np.bool_)
    for group in exposures(scenario, draws):
        on = group.closures(0.0, (*DELAY, *CANCEL), ("making", "shipping")).touch(days, days)
        found[:, group.offers, :] = on.T[:, None, :]
    return found


def _legs(scenario: Scenario, shipments: Shipments) -> _Legs:
    offers = scenario.offers

    def term(values: list[float]) -> NDArray[np.float64]:
        return np.array(values, dtype=np.float64)[shipments.offer]

    making = term([offer.lead_time_days for offer in offers])
    licence = term([offer.licence_days for offer in offers])
    # A signed order is being made from the order day to the day the contract ships, where making decides that day.
    span = np.maximum(shipments.ready_day - shipments.ordered_day, 0.0)
    done = shipments.steps_done
    # A domestic purchase needs no import permit.
    permit = term([0.0 if row.incoterm == "domestic" else scenario.item_of(row).permit_days for row in offers])
    clearance = term([offer.cleared_in_days for offer in offers])
    install = term([offer.install_days for offer in offers])
    acceptance = term([offer.acceptance_days for offer in offers])
    return _Legs(
        ordered_day=shipments.ordered_day[:, None],
        making_days=np.where(making >= licence, span, np.minimum(making, span))[:, None],
        ready_day=shipments.ready_day[:, None],
        transit_days=term([offer.transit_days for offer in offers])[:, None],
        permit_day=np.where(done < CLEARED, shipments.ordered_day + permit, -np.inf)[:, None],
        clearance_days=np.where(done < CLEARED, clearance, 0.0)[:, None],
        install_days=np.where(done < INSTALLED, install, 0.0)[:, None],
        acceptance_days=np.where(done <= INSTALLED, acceptance, 0.0)[:, None],
        exposed=shipments.exposed[:, None],
        on_the_way=(done < ARRIVED)[:, None],
    )


def _rows(legs: _Legs, rows: NDArray[np.int64]) -> _Legs:
    return _Legs(*(getattr(legs, name)[rows] for name in _Legs.__dataclass_fields__))


def _empty(shipments: Shipments, parts: NDArray[np.int64], count: int) -> Timeline:
    shipment = np.repeat(np.arange(len(shipments.offer), dtype=np.int64), parts)
    shape = (len(shipment), count)
    return Timeline(
        shipment=shipment,
        share=np.ones(len(shipment)),
        lost=np.zeros(shape, dtype=np.bool_),
        ship_day=np.zeros(shape),
        port_day=np.zeros(shape),
        serve_day=np.zeros(shape),
        accept_day=np.zeros(shape),
    )


def _delay_days(shipments: Shipments, draws: DrawSet) -> NDArray[np.float64] | None:
    if draws.delay_days is None:
        return None
    # Delays go by the period of order: an order signed before the start has none.
    placed = shipments.exposed & (shipments.ordered_day >= START_DAY)
    delays: NDArray[np.float64] = draws.delay_days[:, shipments.offer, shipments.period].T * placed[:, None]
    return delays


def _date(
    dates: Timeline,
    spot: NDArray[np.int64],
    legs: _Legs,
    delay_days: NDArray[np.float64] | None,
    group: OutageExposure,
    band: SeverityBand,
    after_day: float,
) -> None:
    """Write the dates of one band of the shipments of one group, all of which hear of outages after the same day."""
    making = group.closures(band.severity, DELAY, ("making",), after_day)
    made = making.completion_day(legs.ordered_day, legs.making_days, START_DAY)
    ready = np.where(legs.exposed, np.maximum(made, legs.ready_day), legs.ready_day)
    if delay_days is not None:
        ready = ready + delay_days
    shipping = group.closures(band.severity, DELAY, ("shipping",), after_day)
    ship = np.where(legs.exposed, shipping.first_free_day(ready), ready)
    lost = group.closures(band.severity, CANCEL, ("making",), after_day).touch(legs.ordered_day, made)
    lost = lost | group.closures(band.severity, CANCEL, ("shipping",), after_day).touch(legs.ordered_day, ship)
    lost = lost | group.closures(band.severity, CANCEL, ("transport",)).touch(legs.ordered_day, ship)
    transport = group.closures(band.severity, DELAY, ("transport",))
    sailing_days = np.where(legs.on_the_way, legs.transit_days, 0.0)
    voyage = transport.completion_day(ship, sailing_days, START_DAY)
    port = np.where(legs.on_the_way, voyage, ship + legs.transit_days)
    serve = np.maximum(port, legs.permit_day) + legs.clearance_days + legs.install_days
    dates.lost[spot] = lost & legs.exposed
    dates.ship_day[spot] = ship
    dates.port_day[spot] = port
    dates.serve_day[spot] = serve
    dates.accept_day[spot] = serve + legs.acceptance_days
