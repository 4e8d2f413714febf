"""Draws as arrays: D sampled courses of the world with their weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class OutageTarget:
    """What an outage stops: `country:NL`, `supplier:S1`, `lane:L`, `offer:O1`; only items with `tag` unless empty."""

    target: str
    tag: str
    effect: str  # delay | cancel
    stops: str  # making | shipping | transport


@dataclass(frozen=True)
class Outages:
    """All outages of all draws, one entry each. Days count from the start of the plan; `end_day` is the first free day."""

    draw: NDArray[np.int64]
    target: NDArray[np.int64]  # position in `DrawSet.targets`
    start_day: NDArray[np.float64]
    end_day: NDArray[np.float64]
    severity: NDArray[np.float64]  # share that is stopped, 0 … 1


@dataclass(frozen=True)
class DrawSet:
    """D draws of one scenario. Order of offers, lines, suppliers as in the scenario; T periods."""

    ids: tuple[str, ...]
    weights: NDArray[np.float64]  # (D,) sum 1
    targets: tuple[OutageTarget, ...]
    outages: Outages
    licence_groups: tuple[str, ...]
    refused: NDArray[np.bool_]  # (D, licence group)
    currencies: tuple[str, ...]
    fx_factor: NDArray[np.float64]  # (D, currency, T) multiple of the base rate in force in each period
    demand: NDArray[np.float64]  # (D, demand line) units
    price_factor: NDArray[np.float64] | None  # (D, offer, T) multiple of the unit price, by period of order
    delay_days: NDArray[np.float64] | None  # (D, offer, T) days added before shipping, by period of order
    given: bool  # the workbook's own draws: they are the truth and nothing was sampled

    @property
    def count(self) -> int:
        """How many draws there are (D)."""
        return len(self.weights)
