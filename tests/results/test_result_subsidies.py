"""Awards on the sheet of sources: who gets them, and what they would make of the price difference."""

from __future__ import annotations

from dataclasses import replace

import pytest
from result_fixtures import planned

from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.results.plan_result import PlanResult
from importplan.results.views.subsidies import subsidies_table
from importplan.scenario.schema.offers import Offer

HOME = Offer(
    offer="CN1",
    supplier="S1",
    item="GRINDER",
    unit_price=20_000_000.0,
    currency="CNY",
    incoterm="domestic",
    price_includes_vat=False,
    origin="CN",
)


def with_home(**terms: object) -> PlanResult:
    """The tiny case with a domestic grinder of 20 million that names an award."""
    result = planned()
    supplier = result.scenario.suppliers[0].supplier
    home = replace(HOME, supplier=supplier, **terms)  # type: ignore[arg-type]
    scenario = result.scenario.replace(offers=(*result.scenario.offers, home))
    return replace(result, scenario=scenario, landed=price(scenario, load()))


def test_a_makers_award_is_its_cap_and_what_is_left_of_the_price_difference() -> None:
    result = with_home(subsidy="guangdong_first_unit")
    table = subsidies_table(result)
    ((each,), (cost,), (cheapest,), (gap,), (after,)) = (
        table.values(key)
        for key in ("award_unit_cny", "unit_cost_cny", "cheapest_import_cny", "price_gap_cny", "gap_after_award_cny")
    )
    assert each == 5_000_000.0  # 30 % would be 6 million
    assert cost == 20_000_000.0
    assert gap == pytest.approx(20_000_000.0 - float(cheapest))  # type: ignore[arg-type]
    assert after == pytest.approx(float(gap) - 5_000_000.0)  # type: ignore[arg-type]


def test_a_grant_is_in_the_cost_already_and_not_taken_off_twice() -> None:
    result = with_home(subsidy="tianjin_showcase", subsidy_status="granted", subsidy_cny=1_000_000.0)
    table = subsidies_table(result)
    assert table.values("unit_cost_cny") == (19_000_000.0,)
    assert table.values("gap_after_award_cny") == table.values("price_gap_cny")


def test_where_no_rule_is_named_there_is_no_table() -> None:
    result = planned()
    assert subsidies_table(result).rows == ()
