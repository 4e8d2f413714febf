"""Awards for domestic offers: who gets them, how much a unit may bring, and whether it would make up for the price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from importplan.basics.money import exact
from importplan.catalog.rules.subsidies import Award
from importplan.customs.cost.rules import CHARGE_INDEX
from importplan.customs.cost.rules.goods import GOODS
from importplan.customs.cost.subsidy import award_cny, expected_cny, within_the_year_cny
from importplan.customs.cost.table import LandedTable
from importplan.results import forms
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Look, Table
from importplan.results.views.order_lines import OrderLine, order_lines
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


@dataclass(frozen=True)
class AwardedYear:
    """What the planned orders that are accepted in a calendar year would bring one recipient under one rule."""

    award: Award
    recipient: str  # of the maker's award the supplier, else the payer
    year: int
    units: float
    each_capped_cny: float  # the sum of what every set, unit, batch or contract brings within its own cap
    awarded_cny: float  # within the cap of the recipient and year too
    paid_by: date | None  # of the last; None where the rule does not say when it pays


def _recipient(names: Names, row: AwardedYear) -> str:
    return names.supplier(row.recipient) if row.award.beneficiary == "maker" else names.firm(row.recipient)


YEAR_COLUMNS: tuple[Column[AwardedYear], ...] = (
    in_words("award", lambda names, row: row.award.name(names.language)),
    in_words("award_recipient", _recipient),
    Column("award_year", "", forms.YEAR, lambda row: row.year),
    Column("award_units", "count", forms.UNITS, lambda row: row.units),
    Column("award_each_cny", "cny", forms.YUAN, lambda row: row.each_capped_cny),
    Column("award_in_year_cny", "cny", forms.YUAN, lambda row: row.awarded_cny),
    Column("award_paid_by", "", forms.DATE, lambda row: row.paid_by),
    for_machines("award_key", lambda row: row.award.key),
)


def award_years_table(result: PlanResult) -> Table[AwardedYear]:
    """Expected awards of the planned orders by rule, recipient and year: what may be talked about with the maker."""
    return Table("award_years", YEAR_COLUMNS, tuple(_years(result)), quiet=True)


def _years(result: PlanResult) -> Iterator[AwardedYear]:
    groups: dict[tuple[str, str, int], list[OrderLine]] = {}
    awards: dict[str, Award] = {}
    for line in order_lines(result):
        award = result.catalog.subsidies.award(line.offer.subsidy) if line.offer.subsidy else None
        if award is not None and award.on_price:
            who = line.offer.supplier if award.beneficiary == "maker" else line.option.payer
            awards[award.key] = award
            groups.setdefault((award.key, who, line.dates.accepted.year), []).append(line)
    for (key, who, year), lines in groups.items():
        award = awards[key]
        brought = [_brought(award, line) for line in lines]
        total = within_the_year_cny(award, brought)
        last = max(line.dates.accepted for line in lines)
        paid = None if award.paid_after_days is None else last + timedelta(days=award.paid_after_days)
        units = sum(line.order.quantity for line in lines)
        yield AwardedYear(award, who, year, units, float(sum(brought, Decimal(0))), float(total), paid)


def _brought(award: Award, line: OrderLine) -> Decimal:
    """What an order brings: each set or unit by itself, a batch or contract as a whole; the price without VAT."""
    goods = exact(round(line.charges[GOODS], 2))
    if award.cap_per not in ("set", "unit"):
        return award_cny(award, (goods,))
    whole, rest = divmod(exact(line.order.quantity), 1)
    each = goods / exact(line.order.quantity)
    return award_cny(award, (each,)) * whole + award_cny(award, (each * rest,))
