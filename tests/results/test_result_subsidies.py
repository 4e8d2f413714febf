"""Awards on the sheet of sources: who gets them, and what they would make of the price difference."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from result_fixtures import planned

from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.rules.goods import GOODS
from importplan.results.plan_result import PlanResult
from importplan.results.views import subsidies
from importplan.results.views.order_lines import OrderLine, order_lines
from importplan.results.views.subsidies import award_years_table, subsidies_table
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


def test_planned_awards_are_capped_by_thing_and_by_recipient_and_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """Orders of 20 million each: 30 % is 6, the cap of a unit 5. Two of 2027 make 10, of which the year allows 8."""
    result = with_home(subsidy="guangdong_first_unit")
    home, (line, *_) = result.scenario.offers[-1], order_lines(planned())
    award = result.catalog.subsidies.awards["guangdong_first_unit"]
    capped = replace(award, cap_firm_year_cny=Decimal(8_000_000), paid_after_days=90)
    book = replace(result.catalog.subsidies, awards=result.catalog.subsidies.awards | {award.key: capped})
    result = replace(result, catalog=replace(result.catalog, subsidies=book))
    lines = [_accepted(line, home, day, 1.0) for day in (date(2027, 3, 1), date(2027, 9, 1), date(2028, 1, 2))]
    monkeypatch.setattr(subsidies, "order_lines", lambda asked: lines)
    table = award_years_table(result)
    assert table.values("award_year") == (2027, 2028)
    assert table.values("award_each_cny") == (10_000_000.0, 5_000_000.0)
    assert table.values("award_in_year_cny") == (8_000_000.0, 5_000_000.0)
    assert table.values("award_paid_by") == (date(2027, 11, 30), date(2028, 4, 1))


def test_units_of_one_order_have_a_cap_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two and a half units of 8 million: 2.4 million each, 1.2 for the half; the rule says nothing of the day."""
    result = with_home(subsidy="guangdong_first_unit")
    (line, *_) = order_lines(planned())
    lines = [_accepted(line, result.scenario.offers[-1], date(2027, 3, 1), 2.5, 20_000_000.0)]
    monkeypatch.setattr(subsidies, "order_lines", lambda asked: lines)
    table = award_years_table(result)
    assert table.values("award_in_year_cny") == (6_000_000.0,)
    assert table.values("award_paid_by") == (None,)


def _accepted(line: OrderLine, offer: Offer, day: date, units: float, goods: float = 20_000_000.0) -> OrderLine:
    order, dates = replace(line.order, quantity=units), replace(line.dates, accepted=day)
    return replace(line, offer=offer, order=order, dates=dates, charges=line.charges | {GOODS: goods})
