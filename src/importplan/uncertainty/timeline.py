"""When what is ordered ships, arrives, serves and is accepted, in every draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Shipments:
    """What is to be dated, N rows. Days count from the start of the plan and may lie before it (signed orders)."""

    offer: NDArray[np.int64]  # (N,) position in the scenario
    ordered_day: NDArray[np.float64]  # (N,)
    ready_day: NDArray[np.float64]  # (N,) ready to ship if nothing is stopped
    period: NDArray[np.int64]  # (N,) period of order, for prices and delays; 0 where it lies before the start
    exposed: NDArray[np.bool_]  # (N,) False once the goods have shipped (only transport may still be stopped)


@dataclass(frozen=True)
class Timeline:
    """Dates of consignments: M parts of shipments that move together, in D draws. All days count from the start."""

    shipment: NDArray[np.int64]  # (M,) row of `Shipments`
    share: NDArray[np.float64]  # (M,) part of the shipment; the parts of a shipment add up to 1
    lost: NDArray[np.bool_]  # (M, D) cancelled before it shipped
    ship_day: NDArray[np.float64]  # (M, D)
    port_day: NDArray[np.float64]  # (M, D) arrival at the Chinese port: the day of the taxes
    serve_day: NDArray[np.float64]  # (M, D) cleared and installed
    accept_day: NDArray[np.float64]  # (M, D)
