"""When money of a purchase moves, where its terms and not its dates alone say so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.model.case.dating import Dating
from importplan.model.case.purchases import payers_of
from importplan.model.case.terms import OfferTerms
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.offers import WARRANTY_FROM

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True)
class DueDates:
    """Periods in which instalments are due and VAT comes back."""

    scenario: Scenario
    landed: LandedTable
    terms: OfferTerms

    @cached_property
    def _warranty_months(self) -> Real:
        return np.array([offer.warranty_months or 0.0 for offer in self.scenario.offers], dtype=np.float64)

    @cached_property
    def _warranty_from(self) -> Whole:
        # (offer,) 0 shipment, 1 arrival, 2 acceptance
        return np.array([WARRANTY_FROM.index(offer.warranty_from) for offer in self.scenario.offers], dtype=np.int64)

    @cached_property
    def _recovery_months(self) -> Real:
        months = [firm.recovery_months for firm in self.scenario.all_firms]
        return np.array([*months, 1.0][: len(payers_of(self.scenario))], dtype=np.float64)

    def shipment_payment(self, offer: Whole, dating: Dating, consignment: Whole) -> Whole:
        """(part, D) period in which what is due on shipment is paid: usance and open account pay later."""
        days = self.terms.credit_terms[2][offer][:, None]
        return np.maximum(self.scenario.calendar.of_days(dating.ship_day[consignment] + days), 0)

    def retention(self, offer: Whole, dating: Dating, consignment: Whole) -> Whole:
        """(part, D) period in which the warranty ends and the retained share is paid, never before acceptance."""
        months = self._warranty_months[offer][:, None]
        days = np.stack([dating.ship_day[consignment], dating.port_day[consignment], dating.accept_day[consignment]])
        began = np.take_along_axis(days, self._warranty_from[offer][None, :, None], axis=0)[0]
        found = self.scenario.calendar.of_months_after(began, months)
        return np.maximum(found, dating.accept[consignment])

    def recovery_months(self, payer: Whole) -> Real:
        """(part,) months until deductible VAT comes back."""
        found: Real = self._recovery_months[payer]
        return found

    def decision(self, option: Whole, port_day: Real) -> Whole:
        """(part, D) period in which a pending application is decided, never before arrival."""
        day = self.landed.timing.decision_day[option][:, None]
        return np.maximum(self.scenario.calendar.of_days(np.maximum(np.nan_to_num(day), port_day)), 0)

    def recovery(self, payer: Whole, dating: Dating, consignment: Whole) -> Whole:
        """(part, D) period in which deductible VAT comes back; below 0 it came back before the plan."""
        months = self._recovery_months[payer][:, None]
        found: Whole = self.scenario.calendar.of_months_after(dating.port_day[consignment], months)
        return found
