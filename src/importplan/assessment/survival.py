"""How long a need is served once a source has stopped, against how long it takes until it is served again.

A source is some offers of an item (all of a supplier, of a country …). It stops on the first day of a period, t0. Then

    have(d) = stock + what signed orders bring beyond needs until t0 + workaround
              + what stopped offers have shipped by t0
              + Σ of the other offers  max(signed, share × need)          of what comes and is needed from t0 to d
    short(d) = max(0, need(d) - have(d))

    time to survive   first day on which anything is short, less t0
    time to recover   until the source, or another offer, serves again
    gap               what is short on that day

each for the worst t0 (Simchi-Levi et al. 2015, Identifying Risks and Mitigating Disruptions in the Automotive Supply
Chain, Interfaces 45(5)). With even needs the gap is yearly need ÷ 12 × share × (recover − survive), and the time to
survive stock ÷ monthly supply that is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.assessment.needs import Coming, Needed
from importplan.assessment.recovery import Recoveries, Recovery
from importplan.assessment.sourcing import Sourcing
from importplan.basics.periods import MONTH_DAYS

Real = NDArray[np.float64]
DUST = 1e-6  # units


@dataclass(frozen=True)
class Survival:
    """A need whose source stops on the worst day. Months are of 30.4 days; None: needs last to the end of the plan."""

    item: str
    firm: str  # blank: all firms together, with the reserve
    share: float  # of the need that comes from the source
    survive_months: float | None
    recovery: Recovery
    gap_units: float
    loss_cny: float  # of waiting, from the stop to the recovery
    starts: int  # the period in which the worst stop begins, by the gap

    @property
    def short(self) -> bool:
        """Whether it lasts shorter than it takes to recover."""
        return self.gap_units > DUST


@dataclass(frozen=True)
class Surviving:
    """Stops of sources against needs and stocks of a case."""

    needed: Needed
    coming: Coming
    sourcing: Sourcing
    recoveries: Recoveries
    values: dict[str, float]  # item → CNY of a unit

    def stop(self, item: str, offers: Sequence[int], firm: str = "") -> Survival:
        """What the stop of some offers of an item does; of a firm alone, without what the reserve holds."""
        shares = self.sourcing.shares
        share = float(sum(shares[at] for at in offers))
        need = self.needed.course(item, firm)
        starts = self.needed.starts
        since = need[None, :] - need[starts][:, None]  # (t0, day)
        have = self._there(item, firm, need)[:, None] + self._on_its_way(item, offers, firm)
        for at in self.sourcing.offers(item):
            if at not in offers:
                signed = self._signed(item, firm, at)
                have = have + np.maximum(signed[None, :] - signed[starts][:, None], shares[at] * since)
        day = np.arange(need.size)
        short = np.where(day[None, :] > starts[:, None], np.maximum(since - have, 0.0), 0.0)
        short = np.where(short > DUST, short, 0.0)
        lasts = np.where(short.any(axis=1), short.astype(bool).argmax(axis=1) - 1.0 - starts, np.inf)
        recovery = self.recoveries.of(item, offers, share * self.needed.per_year(item, firm))
        back = np.minimum(starts + np.ceil(recovery.days).astype(np.int64), need.size - 1)
        gap = np.where(np.isfinite(recovery.days), short[np.arange(len(starts)), back], short[:, -1])
        inside = day[None, :] <= back[:, None]
        late = self.needed.late_cny_per_day(item, self.values[item], firm)
        loss = (short * inside).sum(axis=1) * late
        least = float(lasts.min(initial=np.inf))
        return Survival(
            item=item,
            firm=firm,
            share=share,
            survive_months=least / MONTH_DAYS if np.isfinite(least) else None,
            recovery=recovery,
            gap_units=float(gap.max(initial=0.0)),
            loss_cny=float(loss.max(initial=0.0)),
            starts=int(gap.argmax()) if gap.any() else int(lasts.argmin()),
        )

    def _there(self, item: str, firm: str, need: Real) -> Real:
        """(t0,) what is there when a source stops, and what workarounds spare at any time."""
        starts = self.needed.starts
        signed = sum((self._signed(item, firm, at) for at in self._offers(item)), np.zeros(need.size))
        beyond = np.maximum(signed - need, 0.0)[starts]
        spared = self.needed.scenario.items[self.needed.scenario.item_index[item]].workaround_limit
        found: Real = self.coming.stock(item, firm) + beyond + spared
        return found

    def _on_its_way(self, item: str, offers: Sequence[int], firm: str) -> Real:
        """(t0, day) what stopped offers had shipped before they stopped, and has come since."""
        starts, found = self.needed.starts, np.zeros((len(self.needed.starts), self.needed.days + 1))
        for order in self.coming.signed(item, firm):
            row = self.needed.scenario.open_orders[order]
            if self.needed.scenario.offer_index[row.offer] not in offers:
                continue
            serves = self.coming.serve_day[order]
            shipped = (self.coming.ship_day[order] <= starts) & (serves > starts)
            comes = np.arange(found.shape[1]) > serves
            found += shipped[:, None] * comes[None, :] * row.quantity
        return found

    def _signed(self, item: str, firm: str, offer: int) -> Real:
        """(day,) cumulative units of the signed orders of an offer."""
        return self._arriving.get((item, firm, offer), np.zeros(self.needed.days + 1))

    @cached_property
    def _arriving(self) -> dict[tuple[str, str, int], Real]:
        scenario, found = self.needed.scenario, dict[tuple[str, str, int], Real]()
        day = np.arange(self.needed.days + 1)
        for order, row in enumerate(scenario.open_orders):
            offer = scenario.offer_index[row.offer]
            comes = (day > self.coming.serve_day[order]) * row.quantity
            for firm in ("", scenario.owner_of(row)):
                key = scenario.offers[offer].item, firm, offer
                found[key] = found.get(key, np.zeros(day.size)) + comes
        return found

    def _offers(self, item: str) -> list[int]:
        return [at for at, offer in enumerate(self.needed.scenario.offers) if offer.item == item]
