"""Values that nobody can mean are told before they are planned; what only limits may be as large as one likes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from importplan.basics.issues import Severity
from importplan.scenario.checks.magnitudes import MOST, prices_are_of_one_plan, values_are_within_reason
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.risks import Risk
from importplan.scenario.schema.settings import Settings

START = date(2027, 1, 1)


def case(time_limit_s: float = 60.0, **sheets: Any) -> Scenario:
    return Scenario(Settings(start=START, time_limit_s=time_limit_s), **sheets)


def need(quantity: float = 2.0, **changes: Any) -> tuple[Demand, ...]:
    return (Demand(line="L1", item="M", period=START, quantity=quantity, **changes),)


def offer(**changes: Any) -> tuple[Offer, ...]:
    given: dict[str, Any] = {"unit_price": 100.0, "currency": "CNY", "incoterm": "domestic"}
    return (Offer(**({"offer": "h", "supplier": "H", "item": "M"} | given | changes)),)


def outage(starts_per_year: float) -> tuple[Risk, ...]:
    return (Risk(risk="R", starts_per_year=starts_per_year, mean_months=1.0),)


@pytest.mark.parametrize(
    ("wrong", "value"),
    [
        (case(demand=need(1e11)), 1e11),
        (case(demand=need(shortage_cost_cny=1e13)), 1e13),
        (case(risks=outage(1e6)), 1e6),
        (case(offers=offer(lead_time_days=1e9)), 1e9),
        (case(offers=offer(unit_price=1e13)), 1e13),
    ],
)
def test_what_is_beyond_reason_is_told(wrong: Scenario, value: float) -> None:
    assert [(issue.code, issue.values["value"]) for issue in values_are_within_reason(wrong)] == [
        ("value-beyond-reason", value)
    ]


def test_what_may_be_meant_is_not() -> None:
    """A hundred million units, an outage a week, a capacity that is none, and all the time in the world."""
    large = case(
        time_limit_s=1e9,
        demand=need(1e8),
        offers=offer(lead_time_days=36_525.0, capacity_per_period=1e15),
        risks=outage(52.0),
    )
    assert not list(values_are_within_reason(large))


def test_a_billion_units_are_told_and_no_error() -> None:
    """They are planned: held against values by hand up to ten billion, alone and beside dear machines."""
    told = list(values_are_within_reason(case(demand=need(1e9))))
    assert [(issue.code, issue.severity) for issue in told] == [("value-very-large", Severity.WARNING)]


@pytest.mark.parametrize(
    ("cheap", "dear", "lost"),
    [(1e-6, 1e-6, ""), (1e-3, 5e5, ""), (1e-5, 5e6, "cheap"), (1e-8, 1e-8, "cheap dear")],
)
def test_a_price_is_told_apart_from_nothing_beside_the_others(cheap: float, dear: float, lost: str) -> None:
    """1e-5 beside 5 million was bought four times over and called optimal."""
    offers = tuple(
        Offer(offer=name, supplier="H", item="M", unit_price=price, currency="EUR", incoterm="CIF")
        for name, price in (("cheap", cheap), ("dear", dear))
    )
    found = list(prices_are_of_one_plan(case(offers=offers, fx=(ExchangeRate(currency="EUR", cny_per_unit=7.5),))))
    assert {issue.values["offer"] for issue in found} == (
        ({"cheap", "dear"} if dear < 1 else {"cheap"}) if lost else set()
    )


def test_every_unit_of_the_table_is_a_unit_of_some_column() -> None:
    assert set(MOST) <= {spec.unit for schema in SHEETS for spec in schema.specs()}
