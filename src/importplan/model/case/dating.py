"""Dates as periods: when consignments ship, arrive, serve and are paid for, in every draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.basics.periods import Periods
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.dates.shipments import Shipments
from importplan.uncertainty.dates.timeline import Timeline, date_shipments
from importplan.uncertainty.sampling.draw_set import DrawSet

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Dating:
    """M consignments in D draws. Periods before the start count as 0; those after the horizon go on counting."""

    shipment: Whole  # (M,)
    share: NDArray[np.float64]  # (M,)
    lost: NDArray[np.bool_]  # (M, D)
    ship_day: NDArray[np.float64]  # (M, D)
    ship: Whole  # (M, D) periods, as all below
    port: Whole
    serve: Whole
    accept: Whole
    port_day: NDArray[np.float64]
    accept_day: NDArray[np.float64]

    def consignments_of(self, shipments: Whole) -> tuple[Whole, Whole]:
        """For rows of shipments: (position in `shipments`, consignment) of every part."""
        order = np.argsort(self.shipment, kind="stable")
        first = np.searchsorted(self.shipment[order], shipments, side="left")
        last = np.searchsorted(self.shipment[order], shipments, side="right")
        counts = last - first
        position = np.repeat(np.arange(len(shipments)), counts)
        offset = np.arange(len(position)) - np.repeat(np.cumsum(counts) - counts, counts)
        return position, order[np.repeat(first, counts) + offset]


def date(scenario: Scenario, shipments: Shipments, draws: DrawSet) -> Dating:
    """Date all shipments in all draws."""
    found: Timeline = date_shipments(scenario, shipments, draws)
    calendar: Periods = scenario.calendar

    def period(days: NDArray[np.float64]) -> Whole:
        return np.maximum(calendar.of_days(days), 0)

    return Dating(
        shipment=found.shipment,
        share=found.share,
        lost=found.lost,
        ship_day=found.ship_day,
        ship=period(found.ship_day),
        port=period(found.port_day),
        serve=period(found.serve_day),
        accept=period(found.accept_day),
        port_day=found.port_day,
        accept_day=found.accept_day,
    )
