"""guangdong_machine_tools: the need of the region as in its README, what may be pooled, what the reserve then holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.table import LandedTable
from importplan.model.search.solve import solve
from importplan.pipeline.case import fx_reference, read_case
from importplan.plan.solution import Solution
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.uncertainty.sampling.sample import sample

CASE = Path(__file__).parents[2] / "scenarios" / "guangdong_machine_tools" / "guangdong_machine_tools"
CITIES = {"广州", "深圳", "佛山", "东莞", "中山", "江门", "珠海"}
YEARS = 3
PARTS_OF_THE_TURN = ("LINEAR-SCALE", "MOTOR-SPINDLE")


@cache
def shipped() -> Scenario:
    return read_case(CASE)


def parts_only(case: Scenario) -> Scenario:
    """Scales and spindles alone: quick to solve, and the money of the reserve is theirs."""
    offers = tuple(offer for offer in case.offers if offer.item in PARTS_OF_THE_TURN)
    sellers = {offer.supplier for offer in offers}
    kept = {
        name: tuple(row for row in getattr(case, name) if row.item in PARTS_OF_THE_TURN)
        for name in ("items", "demand", "stock", "limits", "reserve_terms")
    }
    named = {f"supplier:{seller}" for seller in sellers}
    targets = tuple(
        row for row in case.risk_targets if row.target.startswith(("country", "lane")) or row.target in named
    )
    return case.replace(
        settings=replace(case.settings, draws=20, gap=0.002, time_limit_s=30.0),
        offers=offers,
        suppliers=tuple(row for row in case.suppliers if row.supplier in sellers),
        open_orders=(),
        risk_targets=targets,
        **kept,
    )


def planned(case: Scenario) -> tuple[LandedTable, Solution]:
    catalog = load()
    landed = price(case, catalog)
    draws = sample(case, fx_reference=fx_reference(catalog), base_rate=landed.base_rate)
    return landed, solve(case, landed, draws)


@cache
def parts_plan() -> tuple[LandedTable, Solution]:
    return planned(parts_only(shipped()))


def test_it_is_the_size_that_the_readme_says() -> None:
    case = shipped()
    assert {firm.city for firm in case.firms} == CITIES
    assert (len(case.firms), len(case.items), len(case.offers)) == (38, 30, 100)
    assert {line.firm for line in case.demand} == {firm.firm for firm in case.firms}
    assert all("示例" in firm.name for firm in case.firms)
    origins = {case.origin_of(offer) for offer in case.offers}
    assert origins == {"JP", "DE", "IT", "NL", "CH", "GB", "ES", "TW", "SE", "CN"}


@pytest.mark.parametrize(
    ("items", "a_year"),
    [
        ({"LINEAR-SCALE", "ANGLE-ENCODER"}, 900),
        ({"MOTOR-SPINDLE"}, 160),
        ({"BALL-SCREW", "LINEAR-GUIDE"}, 8_000),
        ({"CNC-5X", "CNC-STD"}, 1_200),
        ({"FIVE-AXIS-V", "FIVE-AXIS-G"}, 45),
        ({"HARD-TURNING"}, 6),
    ],
)
def test_demand_adds_up_to_the_need_of_the_region(items: set[str], a_year: int) -> None:
    total = sum(line.quantity for line in shipped().demand if line.item in items)
    assert total == YEARS * a_year


def test_money_of_the_reserve_is_eighty_million_and_revolves() -> None:
    """One row over all three years: a reserve keeps its budget at the end of every period."""
    case = shipped()
    (row,) = (row for row in case.budgets if row.payer == RESERVE)
    assert row.amount_cny == 80e6
    assert (row.from_day, case.calendar.index_of(row.to_day)) == (case.settings.start, case.settings.periods - 1)


def test_netherlands_and_japan_tighten_together_and_germany_sometimes() -> None:
    case = shipped()
    hits = {row.target: row.hit_probability for row in case.risk_targets if row.risk == "SHOCK"}
    assert hits == {"country:NL": 1.0, "country:JP": 1.0, "country:DE": 0.4}
    assert {row.tag for row in case.risk_targets if row.risk == "SHOCK"} == {"管制"}
    shock = next(risk for risk in case.risks if risk.risk == "SHOCK")
    assert (shock.starts_per_year, shock.mean_months) == (0.15, 9.0)


def test_no_machine_can_be_pooled() -> None:
    """A named user cannot be changed, so the reserve is no payer of any machine."""
    case = shipped()
    landed = price(case, load())
    machines = {item.item for item in case.items if item.kind == "machine"}
    pooled = {o.offer for o in landed.options if o.payer == RESERVE}
    assert pooled
    assert not {offer.offer for offer in case.offers if offer.item in machines} & pooled


def test_rates_that_the_tariff_lacks_are_given_with_a_source() -> None:
    case = shipped()
    given = [offer for offer in case.offers if offer.duty_rate is not None]
    assert {case.item_of(offer).hs_code for offer in given} == {"84669310", "84663000"}
    assert all("须关务" in offer.duty_rate_source for offer in given)


def test_reserve_holds_parts_between_arrival_and_use() -> None:
    """Space of the reserve is cheaper than the firms', so what protects them waits there."""
    landed, solution = parts_plan()
    bought = Counter[str]()
    for order in solution.plan.orders:
        option = landed.options[order.option]
        if option.payer == RESERVE:
            bought[option.offer.split("@")[0]] += int(order.quantity)
    assert all(bought[item] > 0 for item in PARTS_OF_THE_TURN)
    recourse = solution.plan.recourse
    kept = [position for position, row in enumerate(recourse.holdings) if row.owner == RESERVE]
    assert recourse.stock[:, kept].mean(axis=0).max() > 10


def test_money_for_qualifying_the_domestic_spindle_beats_stock_until_it_costs_too_much() -> None:
    """15 a quarter at 106,000 against 149,000 yuan abroad save some 0.6 m a quarter: worth 2 m, never worth 50 m."""
    _, solution = parts_plan()
    assert "HAOZHI" in solution.plan.qualified_suppliers
    case = parts_only(shipped())
    dear = case.replace(
        suppliers=tuple(
            replace(row, qualification_cost_cny=50e6) if row.supplier == "HAOZHI" else row for row in case.suppliers
        )
    )
    _, without = planned(dear)
    assert "HAOZHI" not in without.plan.qualified_suppliers
