"""Which sampled outages can stop an offer, into which bands they split an order, and when each band is stopped.

With severity σ, 1 − σ of an order ships and the rest waits (planning model, section 2). With the severities
s1 < s2 < … that can hit an offer, its orders have the bands s1, s2 − s1, …, 1 − s_last: band k is stopped by every
outage of severity s_k or more, the last one by none (docs/uncertainty.md).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.closed import Closed, closed
from importplan.scenario.target import split_target

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
SAME = 1e-9  # severities nearer than this are one
BOTH = ("delay", "cancel")


@dataclass(frozen=True)
class Hazards:
    """The outages of some draws, by offer."""

    books: Books
    _known: dict[object, Closed] = field(default_factory=dict, repr=False)

    @cached_property
    def hit(self) -> NDArray[np.bool_]:
        """(target, offer) whether an outage of the target stops the offer, as sheet `risk_targets` names targets."""
        scenario, targets = self.books.scenario, self.books.draws.targets
        named = [(*split_target(target.target), target.tag) for target in targets]
        found = np.zeros((len(targets), len(scenario.offers)), dtype=np.bool_)
        for column, offer in enumerate(scenario.offers):
            tags = scenario.item_of(offer).tags
            traits = {
                "country": (scenario.origin_of(offer),),
                "control": scenario.controllers_of(offer),
                "supplier": (offer.supplier,),
                "lane": (offer.lane,),
                "offer": (offer.offer,),
            }
            found[:, column] = [name in traits[kind] and (not tag or tag in tags) for kind, name, tag in named]
        return found

    @cached_property
    def pattern(self) -> Whole:
        """(offer,) equal for offers that the same targets stop."""
        if not len(self.hit):
            return np.zeros(self.hit.shape[1], dtype=np.int64)
        return np.unique(self.hit.T, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)

    def _outages(self, pattern: int) -> Whole:
        """The outages that stop the offers of a pattern."""
        key = int(np.flatnonzero(self.pattern == pattern)[0])
        targets = self.books.draws.outages.target
        return np.flatnonzero(self.hit[targets, key]) if len(self.hit) else np.zeros(0, dtype=np.int64)

    def bands(self, pattern: int) -> tuple[tuple[float, float], ...]:
        """(share of an order, severity from which on an outage stops it) of each band, the most exposed first."""
        found: list[tuple[float, float]] = []
        reached = 0.0
        for severity in np.unique(self.books.draws.outages.severity[self._outages(pattern)]).tolist():
            if severity > reached + SAME:
                found.append((severity - reached, severity))
                reached = severity
        return (*found, (1.0 - reached, np.inf)) if reached < 1.0 - SAME else tuple(found)

    def closed(
        self,
        pattern: int,
        severity: float,
        effects: tuple[str, ...],
        stops: tuple[str, ...],
        after_day: float = -np.inf,
    ) -> Closed:
        """When outages of these effects and stages are on that stop a band, but for those that began by `after_day`."""
        key = (pattern, severity, effects, stops, after_day)
        if key not in self._known:
            outages, targets = self.books.draws.outages, self.books.draws.targets
            kinds = np.array([kind.effect in effects and kind.stops in stops for kind in targets], dtype=np.bool_)
            mine = self._outages(pattern)
            mine = mine[kinds[outages.target[mine]] & (outages.severity[mine] >= severity - SAME)]
            mine = mine[outages.start_day[mine] > after_day]
            days = outages.start_day[mine], outages.end_day[mine]
            self._known[key] = closed(outages.draw[mine], *days, self.books.draws.count)
        return self._known[key]

    def available(self, offer: int) -> Real:
        """(D, T) share of a booked capacity that can be called in each period: the mean over its days of 1 − the
        largest severity of the outages of making or shipping that are on (section 3, family 11).
        """
        edges = self.books.scenario.calendar.first_day_numbers.astype(np.float64)
        pattern = int(self.pattern[offer])
        stopped = np.zeros((self.books.draws.count, self.books.periods))
        for share, severity in self.bands(pattern):
            times = self.closed(pattern, severity, BOTH, ("making", "shipping"))
            stopped += share * np.diff(times.closed_days_before(edges[:, None]), axis=0).T / np.diff(edges)
        return np.clip(1.0 - stopped, 0.0, 1.0)
