"""How long it takes until a need is served again: the source comes back, or others stand in.

    source back   how long it is stopped + transit + clearance + installation; where an outage cancels what is being
                  made, + lead time
    others        procurement, qualification, licence and lead time, permits, transit, clearance, installation of the
                  quickest offers that are not stopped and together can sell what is lost

How long a source is stopped: as asked, else the longest mean of the risks that hit it, else ASSUMED_MONTHS, which is
told as an assumption.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.assessment.sourcing import Sourcing
from importplan.basics.periods import MONTH_DAYS
from importplan.scenario.scenario import HOME, Scenario
from importplan.scenario.schema.offers import Offer
from importplan.uncertainty.dates.targets import offers_hit
from importplan.uncertainty.sampling.draw_set import OutageTarget

ASSUMED_MONTHS = 6.0


class Stopped(Enum):
    """What the length of a stop rests on."""

    ASKED = "asked"
    RISKS = "risks"
    ASSUMED = "assumed"


@dataclass(frozen=True)
class Recovery:
    """When a need is served again, in days from the stop; infinite where it never is."""

    days: float
    offer: str  # that serves first; blank: the source itself
    stopped_months: float
    rests_on: Stopped
    per_year: float  # how often the source is stopped, by its risks

    @property
    def months(self) -> float | None:
        """In months of 30.4 days."""
        return self.days / MONTH_DAYS if np.isfinite(self.days) else None


@dataclass(frozen=True)
class Recoveries:
    """Recoveries of a case; `asked_months` is how long every stop lasts, None: as the risks say."""

    scenario: Scenario
    sourcing: Sourcing
    asked_months: float | None = None

    def of(self, item: str, offers: Sequence[int], lost_per_year: float) -> Recovery:
        """From a stop of some offers by which so many units a year are lost."""
        months, rests_on, per_year = self._stop(offers)
        source = min((self._back(self.scenario.offers[at], months) for at in offers), default=np.inf)
        days, other = self._others(item, offers, lost_per_year)
        return Recovery(min(source, days), other if days < source else "", months, rests_on, per_year)

    def _stop(self, offers: Sequence[int]) -> tuple[float, Stopped, float]:
        hits = [risk for risk, offer in zip(*np.nonzero(self._hit), strict=True) if int(offer) in set(offers)]
        risks = [self.scenario.risks[at] for at in sorted(set(map(int, hits)))]
        often = sum(risk.starts_per_year * self._probability(risk.risk) for risk in risks)
        if self.asked_months is not None:
            return self.asked_months, Stopped.ASKED, often
        if risks:
            return max(risk.mean_months for risk in risks), Stopped.RISKS, often
        return ASSUMED_MONTHS, Stopped.ASSUMED, 0.0

    def _probability(self, risk: str) -> float:
        """That an outage of a risk hits its likeliest target."""
        return max(row.hit_probability for row in self.scenario.risk_targets if row.risk == risk)

    @cached_property
    def _hit(self) -> NDArray[np.bool_]:
        """(risk, offer) whether a risk hits an offer."""
        scenario = self.scenario
        found = np.zeros((len(scenario.risks), len(scenario.offers)), dtype=bool)
        place = {risk.risk: at for at, risk in enumerate(scenario.risks)}
        targets = [OutageTarget(row.target, row.tag, "", "") for row in scenario.risk_targets]
        for row, hit in zip(scenario.risk_targets, offers_hit(scenario, targets), strict=True):
            found[place[row.risk]] |= hit
        return found

    def risks_of(self, offer: int) -> list[str]:
        """The risks that hit an offer."""
        return [risk.risk for at, risk in enumerate(self.scenario.risks) if self._hit[at, offer]]

    def cancels(self, offer: int) -> bool:
        """Whether a risk that hits an offer cancels what is being made."""
        return any(self._hit[at, offer] and risk.effect == "cancel" for at, risk in enumerate(self.scenario.risks))

    def _back(self, offer: Offer, months: float) -> float:
        again = offer.lead_time_days if self.cancels(self.scenario.offer_index[offer.offer]) else 0.0
        return months * MONTH_DAYS + again + _on_the_way(offer)

    def _others(self, item: str, stopped: Sequence[int], lost_per_year: float) -> tuple[float, str]:
        """Days until others can sell what is lost, and the first of them."""
        able, first = 0.0, ""
        for days, offer in sorted(
            ((self._from_now(offer), offer) for at, offer in enumerate(self.scenario.offers)
             if offer.item == item and at not in stopped), key=lambda each: (each[0], each[1].offer),
        ):  # fmt: skip
            first = first or offer.offer
            able += self.sourcing.yearly_capacity(offer)
            if able >= lost_per_year:
                return days, first
        return np.inf, ""

    def _from_now(self, offer: Offer) -> float:
        """Days from a decision to the first goods of an offer."""
        supplier = self.scenario.supplier_of(offer)
        qualifies = max((row.qualification_months for row in (offer, supplier) if not row.qualified), default=0.0)
        made = max(offer.lead_time_days, offer.licence_days)
        permit = 0.0 if self.scenario.origin_of(offer) == HOME else self.scenario.item_of(offer).permit_days
        ordered = max(offer.procurement_days, qualifies * MONTH_DAYS)
        return ordered + max(made + offer.transit_days, permit) + offer.cleared_in_days + offer.install_days


def _on_the_way(offer: Offer) -> float:
    return offer.transit_days + offer.cleared_in_days + offer.install_days
