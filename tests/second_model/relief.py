"""Reliefs from tax: which certificate a firm may ask to use for an offer, and when it is in force."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.qualifications import Qualification
from second_model.parts import Part
from second_model.timeline import Timeline

FREES_VAT = {
    "encouraged_project": False,
    "major_equipment": True,
}  # the two regimes that this model knows; both free duty
IN_HAND = ("held", "applied")  # planned is priced as taxed
NEEDED_KIND = {"encouraged_project": "machine", "major_equipment": "part"}


@dataclass(frozen=True)
class Relief:
    """One row of `qualifications`."""

    row: Qualification

    @property
    def frees_vat(self) -> bool:
        """Whether import VAT is free, too."""
        return FREES_VAT[self.row.regime]

    def in_force(self, timeline: Timeline, part: Part) -> bool:
        """Whether goods that arrive at the port in this part are freed: in a period that the relief covers whole."""
        period = timeline.period_of(part.port)
        first, last = timeline.first_day(period), timeline.first_day(period + 1) - 1.0
        begins, ends = self.row.valid_from, self.row.valid_to
        begun = begins is None or begins <= timeline.date_of(first)
        return begun and (ends is None or timeline.date_of(last) <= ends)

    def quota_year(self, timeline: Timeline, part: Part) -> int | None:
        """Which quota an arrival uses: that of its year, or the one of the whole certificate."""
        return timeline.year_of(part.port) if self.row.quota_scope == "year" else None

    @property
    def limited(self) -> bool:
        """Whether there is a quota at all."""
        return self.row.quota_units is not None or self.row.quota_cny is not None


def reliefs(scenario: Scenario, offer: Offer, buyer: str) -> list[Relief]:
    """What a buyer may ask for when it buys from an offer; the reserve has no certificate."""
    item = scenario.item_of(offer)
    if buyer == RESERVE or offer.incoterm in ("domestic", "DDP"):
        return []
    return [
        Relief(row)
        for row in scenario.qualifications
        if row.firm == buyer
        and row.item in ("", item.item)
        and row.status in IN_HAND
        and NEEDED_KIND[row.regime] == item.kind
        and (item.catalog_ref or getattr(row, "confirmed_by", ""))
    ]
