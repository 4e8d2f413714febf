"""Reliefs from tax: which certificate a firm may ask to use for an offer, and when it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.qualifications import Qualification
from second_model.parts import Part
from second_model.timeline import Timeline

FREES_VAT = {
    "encouraged_project": False,
    "major_equipment": True,
}  # the two regimes that this model knows; both free duty
IN_HAND = ("held", "applied")  # planned is priced as taxed
DENYING = ("不予", "待")  # as far as these cases use words
NEEDED_KIND = {"encouraged_project": "machine", "major_equipment": "part"}


@dataclass(frozen=True)
class Relief:
    """One row of `qualifications`, and the day since which somebody has consented to it for an item."""

    row: Qualification
    since: date

    @property
    def frees_vat(self) -> bool:
        """Whether import VAT is free, too."""
        return FREES_VAT[self.row.regime]

    def in_force(self, timeline: Timeline, part: Part) -> bool:
        """Whether goods that arrive at the port in this part are freed."""
        return self.in_force_at(timeline, part.port)

    def in_force_at(self, timeline: Timeline, day: float) -> bool:
        """Whether goods that are cleared on a day are freed: in a period that the relief covers whole."""
        period = timeline.period_of(day)
        first, last = timeline.first_day(period), timeline.first_day(period + 1) - 1.0
        begins, ends = self.row.valid_from, self.row.valid_to
        begun = max(begins or self.since, self.since) <= timeline.date_of(first)
        return begun and (ends is None or timeline.date_of(last) <= ends)

    def quota_year(self, timeline: Timeline, day: float) -> int | None:
        """Which quota is used by what is cleared on a day."""
        return timeline.year_of(day) if self.row.quota_scope == "year" else None

    @property
    def limited(self) -> bool:
        """Whether there is a quota at all."""
        return self.row.quota_units is not None or self.row.quota_cny is not None


def consented(scenario: Scenario, row: Qualification, item: Item) -> date | None:
    """Since when a person has consented that a certificate frees an item; None where nobody has (contract, Consent).

    Consent belongs to one firm and regime, in any of its rows that name the item; that on the item itself holds only
    where one certificate claims the item.
    """
    given = [
        other.confirmed_on
        for other in scenario.qualifications
        if (other.firm, other.regime, other.item) == (row.firm, row.regime, item.item) and _signed(other)
    ]
    claims = [
        other for other in scenario.qualifications if other.item in ("", item.item) and claims_by(scenario, other)
    ]
    if _signed(item) and len(claims) == 1:
        given.append(item.confirmed_on)
    return min((day for day in given if day is not None), default=None)


def claims_by(scenario: Scenario, row: Qualification) -> bool:
    """Whether a row is a certificate; one without number, dates or quota beside one for all items consents only."""
    told = (row.certificate, row.valid_from, row.valid_to, row.quota_units, row.quota_cny, row.quota_usd)
    beside = any((o.firm, o.regime, o.item) == (row.firm, row.regime, "") for o in scenario.qualifications)
    return not (row.item and beside and all(value in ("", None) for value in told))


def _signed(row: Qualification | Item) -> bool:
    """A person, a day and a paper, whose words do not deny."""
    denied = any(word in row.confirmed_basis for word in DENYING)
    return bool(row.confirmed_by and row.confirmed_on and row.confirmed_basis) and not denied


def reliefs(scenario: Scenario, offer: Offer, buyer: str) -> list[Relief]:
    """What a buyer may ask for when it buys from an offer; the reserve has no certificate."""
    item = scenario.item_of(offer)
    if buyer == RESERVE or offer.incoterm in ("domestic", "DDP"):
        return []
    return [
        Relief(row, since)
        for row in scenario.qualifications
        if row.firm == buyer
        and row.item in ("", item.item)
        and row.status in IN_HAND
        and NEEDED_KIND[row.regime] == item.kind
        and claims_by(scenario, row)
        and (since := consented(scenario, row, item)) is not None
    ]
