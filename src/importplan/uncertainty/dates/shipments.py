"""What is to be dated: orders of a plan and signed orders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.scenario.scenario import Scenario

SHIPPED, ARRIVED, CLEARED, INSTALLED, ACCEPTED = 1, 2, 3, 4, 5  # values of `Shipments.done`
STAGES = {
    "signed": 0,
    "licence_applied": 0,
    "licensed": 0,
    "shipped": SHIPPED,
    "arrived": ARRIVED,
    "cleared": CLEARED,
    "installed": INSTALLED,
    "accepted": ACCEPTED,
}


@dataclass(frozen=True)
class Shipments:
    """What is to be dated, N rows. Days count from the start of the plan and may lie before it (signed orders)."""

    offer: NDArray[np.int64]  # (N,) position in the scenario
    ordered_day: NDArray[np.float64]  # (N,)
    ready_day: NDArray[np.float64]  # (N,) ready to ship if nothing is stopped
    period: NDArray[np.int64]  # (N,) period of order, for prices and delays; 0 where it lies before the start
    exposed: NDArray[np.bool_]  # (N,) False once the goods have shipped (only transport may still be stopped)
    done: NDArray[np.int64] | None = None  # (N,) last step that is done (SHIPPED … ACCEPTED, 0 none); None: none
    called: bool = False  # call-offs: availability has limited what was called, so what is on by then is no news

    @property
    def steps_done(self) -> NDArray[np.int64]:
        """The last step that is done, 0 where none is, shape (N,)."""
        return np.zeros(len(self.offer), dtype=np.int64) if self.done is None else self.done


def plan_shipments(
    scenario: Scenario, offers: NDArray[np.int64], periods: NDArray[np.int64], called: bool = False
) -> Shipments:
    """Orders of offers, or call-offs, placed on the first days of periods; making and licence run side by side.

    Parameters
    ----------
    scenario
        The planning case.
    offers, periods
        Position of the offer and period of order, one entry for each shipment.
    """
    offers, periods = np.asarray(offers, dtype=np.int64), np.asarray(periods, dtype=np.int64)
    ordered_day = scenario.calendar.first_day_numbers[periods].astype(np.float64)
    wait_days = np.array([max(offer.lead_time_days, offer.licence_days) for offer in scenario.offers], dtype=np.float64)
    return Shipments(
        offer=offers,
        ordered_day=ordered_day,
        ready_day=ordered_day + wait_days[offers],
        period=periods,
        exposed=np.ones(len(offers), dtype=np.bool_),
        called=called,
    )


def signed_shipments(scenario: Scenario) -> Shipments:
    """The sheet `open_orders`, one shipment for each row, shipping on `due` − `transit_days`.

    Where the order day is blank, it lies the lead time before the shipping day.
    """
    calendar, rows = scenario.calendar, scenario.open_orders
    positions = [scenario.offer_index[row.offer] for row in rows]
    terms = [scenario.offers[position] for position in positions]
    ready = [calendar.day_number(row.due) - offer.transit_days for row, offer in zip(rows, terms, strict=True)]
    ordered = [
        ready_day - offer.lead_time_days if row.ordered is None else float(calendar.day_number(row.ordered))
        for row, offer, ready_day in zip(rows, terms, ready, strict=True)
    ]
    ordered_day = np.array(ordered, dtype=np.float64)
    done = np.array([STAGES[row.stage] for row in rows], dtype=np.int64)
    return Shipments(
        offer=np.array(positions, dtype=np.int64),
        ordered_day=ordered_day,
        ready_day=np.array(ready, dtype=np.float64),
        period=np.clip(calendar.of_days(ordered_day), 0, calendar.count - 1),
        exposed=done < SHIPPED,
        done=done,
    )


def order_allowed(scenario: Scenario) -> NDArray[np.bool_]:
    """Whether an offer can be ordered on the first day of each period, shape (offer, T).

    Not before the start plus `procurement_days`, and only while the first day of the period lies in `from` … `to`.
    """
    calendar = scenario.calendar
    days = calendar.first_day_numbers[:-1]
    earliest = [
        max(offer.procurement_days, -np.inf if offer.from_day is None else calendar.day_number(offer.from_day))
        for offer in scenario.offers
    ]
    latest = [np.inf if offer.to_day is None else calendar.day_number(offer.to_day) for offer in scenario.offers]
    allowed: NDArray[np.bool_] = (np.array(earliest)[:, None] <= days) & (days <= np.array(latest)[:, None])
    return allowed.reshape(len(scenario.offers), calendar.count)
