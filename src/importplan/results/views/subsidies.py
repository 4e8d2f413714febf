"""Awards for domestic offers: who gets them, how much a unit may bring, and whether it would make up for the price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from importplan.basics.money import exact
from importplan.catalog.rules.subsidies import Award
from importplan.customs.cost.rules import CHARGE_INDEX
from importplan.customs.cost.rules.goods import GOODS
from importplan.customs.cost.subsidy import expected_cny
from importplan.customs.cost.table import LandedTable
from importplan.results import forms
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Look, Table
from importplan.scenario.scenario import HOME, Scenario
from importplan.scenario.schema.offers import Offer


@dataclass(frozen=True)
class Awarded:
    """A domestic offer with its award; per unit, at the first arrival period, ordinarily taxed."""

    offer: Offer
    award: Award
    each_cny: float | None  # what a unit may bring
    cost_cny: float
    cheapest_cny: float | None  # import

    @property
    def gap_cny(self) -> float | None:
        """What the offer costs more than the cheapest import."""
        return None if self.cheapest_cny is None else self.cost_cny - self.cheapest_cny

    @property
    def gap_after_cny(self) -> float | None:
        """What is left of it after the award, which a buyer to whom it is granted has in the cost already."""
        if self.gap_cny is None or self.each_cny is None:
            return None
        counted = self.award.beneficiary == "buyer" and self.offer.subsidy_status == "granted"
        return self.gap_cny - (0.0 if counted else self.each_cny)


def cap_words(names: Names, row: Awarded) -> str:
    """The cap of an award."""
    if row.award.cap_cny is None:
        return names.word("result.award.no_cap")
    per = names.word(f"result.award.per.{row.award.cap_per}")
    return names.word("result.award.cap", cap=float(row.award.cap_cny), per=per)


STATUS = forms.choice("offers.subsidy_status")
COLUMNS: tuple[Column[Awarded], ...] = (
    Column("item", "", forms.ITEM, lambda row: row.offer.item),
    Column("supplier", "", forms.SUPPLIER, lambda row: row.offer.supplier),
    in_words("award", lambda names, row: row.award.name(names.language)),
    Column("award_to", "", forms.worded("result.award.to"), lambda row: row.award.beneficiary),
    Column("award_status", "", STATUS, lambda row: row.offer.subsidy_status),
    in_words("award_cap", cap_words, Look.TEXT),
    Column("award_unit_cny", "cny", forms.YUAN, lambda row: row.each_cny),
    Column("unit_cost_cny", "cny", forms.YUAN, lambda row: row.cost_cny),
    Column("cheapest_import_cny", "cny", forms.YUAN, lambda row: row.cheapest_cny),
    Column("price_gap_cny", "cny", forms.YUAN, lambda row: row.gap_cny),
    Column("gap_after_award_cny", "cny", forms.YUAN, lambda row: row.gap_after_cny),
    for_machines("offer", lambda row: row.offer.offer),
)


def subsidies_table(result: PlanResult) -> Table[Awarded]:
    """One row for each offer that names a rule."""
    return Table("subsidies", COLUMNS, tuple(_rows(result)), quiet=True)


def _rows(result: PlanResult) -> Iterator[Awarded]:
    scenario, landed = result.scenario, result.landed
    for offer in scenario.offers:
        award = result.catalog.subsidies.award(offer.subsidy) if offer.subsidy else None
        if award is not None:
            granted = offer.subsidy_status == "granted"
            most = offer.subsidy_cny if granted else expected_cny(award, exact(_goods_cny(landed, offer)))
            cost, cheapest = _cost_cny(landed, offer), _cheapest_import_cny(scenario, landed, offer.item)
            yield Awarded(offer, award, None if most is None else float(most), cost, cheapest)


def _goods_cny(landed: LandedTable, offer: Offer) -> float:
    position = _ordinary(landed, offer.offer)
    return round(float(landed.unit_cny[position, CHARGE_INDEX[GOODS], 0]), 2)


def _cost_cny(landed: LandedTable, offer: Offer) -> float:
    return float(landed.cost_cny()[_ordinary(landed, offer.offer), 0])


def _ordinary(landed: LandedTable, offer: str) -> int:
    """The cheapest ordinary option of an offer: where buyers differ it is by the VAT they deduct."""
    cost = landed.cost_cny()[:, 0]
    found = [int(position) for position in set(landed.ordinary) if landed.options[position].offer == offer]
    return min(found, key=lambda position: (float(cost[position]), position))


def _cheapest_import_cny(scenario: Scenario, landed: LandedTable, item: str) -> float | None:
    costs = [
        _cost_cny(landed, offer)
        for offer in scenario.offers
        if offer.item == item and scenario.origin_of(offer) != HOME
    ]
    return min(costs, default=None)
