"""Awards for domestic offers: who gets them, how much a unit may bring, and whether it would make up for the price."""

from __future__ import annotations

from importplan.basics.money import exact
from importplan.catalog.subsidies import Award
from importplan.landed.rules import CHARGE_INDEX
from importplan.landed.rules.goods import GOODS
from importplan.landed.subsidy import expected_cny
from importplan.landed.table import LandedTable
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.scenario.scenario import HOME, Scenario
from importplan.scenario.schema.offers import Offer

COLUMNS = (
    Column("item"),
    Column("supplier", Form.LONG_TEXT),
    Column("award", Form.LONG_TEXT),
    Column("award_to"),
    Column("award_status"),
    Column("award_cap"),
    Column("award_unit_cny", Form.YUAN),
    Column("unit_cost_cny", Form.YUAN),
    Column("cheapest_import_cny", Form.YUAN),
    Column("price_gap_cny", Form.YUAN),
    Column("gap_after_award_cny", Form.YUAN),
)


def subsidies_table(result: PlanResult, names: Names) -> Table:
    """One row for each offer that names a rule; per unit, at the first arrival period, ordinarily taxed."""
    rows: list[tuple[Cell, ...]] = []
    for offer in result.scenario.offers:
        award = result.catalog.subsidies.award(offer.subsidy) if offer.subsidy else None
        if award is not None:
            rows.append(_row(result, names, offer, award))
    return Table("subsidies", COLUMNS, tuple(rows))


def _row(result: PlanResult, names: Names, offer: Offer, award: Award) -> tuple[Cell, ...]:
    status, scenario, landed = offer.subsidy_status, result.scenario, result.landed
    price = exact(_goods_cny(landed, offer))
    most = offer.subsidy_cny if status == "granted" else expected_cny(award, price)
    each = None if most is None else float(most)
    cost, cheapest = _cost_cny(landed, offer), _cheapest_import_cny(scenario, landed, offer.item)
    gap = None if cheapest is None else cost - cheapest
    counted = award.beneficiary == "buyer" and status == "granted"  # it is in the cost already
    after = None if gap is None or each is None else gap - (0.0 if counted else each)
    return (
        names.item(offer.item),
        names.supplier(offer.supplier),
        award.name(names.language),
        names.word(f"result.award.to.{award.beneficiary}"),
        names.choice("offers.subsidy_status", status),
        _cap(names, award),
        each,
        cost,
        cheapest,
        gap,
        after,
    )


def _cap(names: Names, award: Award) -> str:
    if award.cap_cny is None:
        return names.word("result.award.no_cap")
    per = names.word(f"result.award.per.{award.cap_per}")
    return names.word("result.award.cap", cap=float(award.cap_cny), per=per)


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
