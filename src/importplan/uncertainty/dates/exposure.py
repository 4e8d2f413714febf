"""What can stop an offer, in which draws and days: offers hit by the same targets share one exposure.

A severity below 1 stops a part of an order. The parts are nested: with the severities s1 < s2 < … that can hit the
offer, the bands of an order are s1, s2 − s1, …, and the rest 1 − s_last. Band k waits for every outage of severity s_k
or more, the rest for none. So an outage of severity s_j stops the bands 1 … j, which add up to s_j: 1 − s_j of the
order ships. Of two outages at once the more severe one decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.scenario.scenario import Scenario
from importplan.uncertainty.dates.closures import Closures, union
from importplan.uncertainty.dates.targets import offers_hit
from importplan.uncertainty.sampling.draw_set import DrawSet, Outages

SMALLEST_SHARE = 1e-9


@dataclass(frozen=True, slots=True)
class SeverityBand:
    """A part of an order that moves together: stopped by outages of `severity` or more."""

    share: float
    severity: float


@dataclass(frozen=True)
class OutageExposure:
    """The outages that can hit a group of offers."""

    offers: NDArray[np.int64]
    draws: DrawSet
    outages: Outages  # only those of this group

    @cached_property
    def bands(self) -> tuple[SeverityBand, ...]:
        """The parts of an order, first those that are stopped most easily; one band where nothing can hit."""
        severities = [float(value) for value in np.unique(self.outages.severity) if value > SMALLEST_SHARE]
        found, reached = [], 0.0
        for severity in severities:
            if severity - reached > SMALLEST_SHARE:
                found.append(SeverityBand(severity - reached, severity))
                reached = severity
        if 1.0 - reached > SMALLEST_SHARE:
            found.append(SeverityBand(1.0 - reached, np.inf))
        return tuple(found)

    def closures(
        self, severity: float, effects: tuple[str, ...], stops: tuple[str, ...], after_day: float = -np.inf
    ) -> Closures:
        """When outages of these effects and stages with at least this severity are on, as a union by draw.

        But for those that began by `after_day`.
        """
        outages = self.outages
        kinds = np.array(
            [kind.effect in effects and kind.stops in stops for kind in self.draws.targets], dtype=np.bool_
        )
        chosen = np.flatnonzero(outages.severity >= severity - SMALLEST_SHARE)
        chosen = chosen[kinds[outages.target[chosen]] & (outages.start_day[chosen] > after_day)]
        return union(outages.draw[chosen], outages.start_day[chosen], outages.end_day[chosen], self.draws.count)


def exposures(scenario: Scenario, draws: DrawSet) -> Iterator[OutageExposure]:
    """The groups of offers that the same targets hit. Every offer is in exactly one."""
    if not scenario.offers:
        return
    hit = offers_hit(scenario, draws.targets)
    patterns, group = np.unique(hit.T, axis=0, return_inverse=True)
    outages = draws.outages
    for position, pattern in enumerate(patterns):
        chosen = pattern[outages.target] if len(draws.targets) else np.zeros(0, dtype=np.bool_)
        own = Outages(
            draw=outages.draw[chosen],
            target=outages.target[chosen],
            start_day=outages.start_day[chosen],
            end_day=outages.end_day[chosen],
            severity=outages.severity[chosen],
        )
        yield OutageExposure(np.flatnonzero(group.reshape(-1) == position), draws, own)
