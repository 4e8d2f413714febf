"""Needs for parts from machines in use, arriving and needed, by hand; the auditor counts them again by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from importplan.basics.spans import TimeSpan
from importplan.evaluation.ledger.audit import audit
from importplan.pipeline.case import in_memory
from importplan.pipeline.plan import plan_case
from importplan.results.machine_record import record
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.installed_base import InstalledBase
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier
from importplan.scenario.schema.usage import Usage
from importplan.scenario.spares import with_spares
from importplan.uncertainty.sampling.sample import sample


def offer(item: str, **more: Any) -> Offer:
    given: dict[str, Any] = {
        "offer": f"o{item}", "supplier": "A", "item": item, "unit_price": 100.0, "currency": "CNY",
        "incoterm": "domestic", "price_includes_vat": False,
    }  # fmt: skip
    return Offer(**(given | more))


def case(**sheets: Any) -> Scenario:
    """Two years by quarters; firm F runs 10 machines M, each of which uses up one part P a year."""
    given: dict[str, Any] = {
        "settings": Settings(start=date(2027, 1, 1), periods=8, draws=4, gap=0.0, open_need_share=1.0),
        "firms": (Firm(firm="F"), Firm(firm="G")),
        "items": (
            Item(item="M", hs_code="84571010", reference_value_cny=100.0),
            Item(item="P", hs_code="84833000", kind="part", unit="件", reference_value_cny=100.0),
        ),
        "suppliers": (Supplier(supplier="A", country="CN"),),
        "offers": (offer("M"), offer("P")),
        "installed_base": (InstalledBase(firm="F", item="M", quantity=10.0),),
        "usage": (Usage(machine="M", item="P", quantity_per_year=1.0),),
    }
    return Scenario(**(given | sheets))


def needs(scenario: Scenario, firm: str = "F") -> list[float]:
    """Units of P by quarter."""
    found = [0.0] * scenario.calendar.count
    for line in with_spares(scenario).demand:
        if line.derived and line.firm == firm:
            found[scenario.period_due(line)] += line.quantity
    return found


def codes(scenario: Scenario) -> dict[str, dict[str, object]]:
    return {issue.code: dict(issue.values) for issue in in_memory(scenario).issues}


def need(quantity: float, quarter: int, **more: Any) -> Demand:
    first = 3 * quarter - 2
    return Demand(
        line=f"N{quarter}", item="M", firm="F", period=TimeSpan.of_months(2027, first, 3), quantity=quantity, **more
    )


def test_ten_machines_use_up_two_and_a_half_a_quarter_in_whole_units_when_they_are_grown() -> None:
    assert needs(case()) == [2.0, 3.0, 2.0, 3.0, 2.0, 3.0, 2.0, 3.0]


def test_what_is_measured_is_not_made_whole() -> None:
    items = (case().items[0], replace(case().items[1], unit="kg", whole_units=False))
    assert needs(case(items=items)) == [2.5] * 8


def test_life_in_hours_goes_by_the_hours_of_the_machine_else_by_those_of_the_others() -> None:
    usage = (Usage(machine="M", item="P", life_hours=1000.0),)
    base = (
        InstalledBase(firm="F", item="M", quantity=2.0, hours_per_year=4000.0),
        InstalledBase(firm="G", item="M", quantity=1.0),
    )
    scenario = case(usage=usage, installed_base=base)
    assert needs(scenario) == [2.0] * 8  # 2 × 4000 ÷ 1000 ÷ 4
    assert needs(scenario, "G") == [1.0] * 8
    unknown = case(usage=usage)
    assert needs(unknown) == [0.0] * 8
    assert codes(unknown)["usage-without-hours"]["machines"] == 10.0


def test_machines_put_to_use_within_the_plan_use_parts_from_their_day_on() -> None:
    # 36 machines from 16 February 2027: 44 of the 90 days of the first quarter, 9 a quarter then.
    base = (InstalledBase(firm="F", item="M", quantity=36.0, commissioned=date(2027, 2, 16)),)
    grown = np.floor(np.cumsum([9.0 * 44 / 90] + [9.0] * 7))
    assert needs(case(installed_base=base)) == np.diff(grown, prepend=0.0).tolist()


def test_signed_and_listed_machines_are_the_same_and_needs_count_beyond_them() -> None:
    # 8 signed for the second quarter, 12 needed from the third on: 8 × 1/4 from Q2, 12 × 1/4 from Q3.
    signed = OpenOrder(order="O", offer="oM", firm="F", quantity=8.0, due=date(2027, 4, 1))
    sheets: dict[str, Any] = {"installed_base": (), "open_orders": (signed,), "demand": (need(12.0, 3),)}
    assert needs(case(**sheets)) == [0.0, 2.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0]
    listed = InstalledBase(firm="F", item="M", quantity=8.0, commissioned=date(2027, 4, 1))
    assert needs(case(**(sheets | {"installed_base": (listed,)}))) == [0.0, 2.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0]


def test_a_need_that_the_firm_states_stands_and_is_told() -> None:
    own = Demand(line="own", item="P", firm="F", period=TimeSpan.of_months(2027, 1, 3), quantity=7.0)
    scenario = case(demand=(own,))
    assert needs(scenario) == [0.0] * 8
    told = codes(scenario)["spares-stated"]
    assert (told["stated"], told["derived"], told["firms_zh"]) == (7.0, 20.0, "F")
    assert "spares-derived" not in codes(scenario)


def test_parts_come_in_the_draws_in_which_their_machine_comes() -> None:
    scenario = with_spares(case(installed_base=(), demand=(need(4.0, 1, firmness=0.5),)))
    drawn = sample(scenario, count=40).demand
    machine = drawn[:, 0] > 0.0
    assert 5 < machine.sum() < 35
    assert (drawn[:, 1:] == np.where(machine, 1.0, 0.0)[:, None]).all()
    assert {line.firmness for line in scenario.demand if line.derived} == {0.5}


def test_what_does_not_act_is_told() -> None:
    told = codes(case(usage=(Usage(machine="P", item="M", quantity_per_year=1.0, life_hours=10.0, critical=True),)))
    assert {"usage-without-machines", "usage-both-rates", "usage-critical-without-cost"} <= told.keys()
    assert told["installed-without-usage"]["machines"] == 10.0
    assert codes(case())["spares-derived"]["units"] == 20.0


def test_critical_parts_are_urgent_at_their_own_cost() -> None:
    usage = (Usage(machine="M", item="P", quantity_per_year=1.0, critical=True, shortage_cost_cny=5000.0),)
    lines = [line for line in with_spares(case(usage=usage)).demand if line.derived]
    assert {(line.priority, line.shortage_cost_cny) for line in lines} == {(1, 5000.0)}


def test_a_plan_buys_them_shows_where_they_come_from_and_writes_none_of_them() -> None:
    result = plan_case(case())
    assert result.solution.plan is not None and not result.audit.violations
    assert sum(line.quantity for line in result.scenario.demand) == 20.0
    assert result.scenario.rows("demand") == ()
    told = record(result)["sheets"] if "sheets" in record(result) else record(result)
    assert told  # the record is made
    assert in_memory(result.scenario).scenario == in_memory(case()).scenario  # derived once, however often it is read


@pytest.mark.parametrize("spoil", ["missing", "more"])
def test_the_auditor_sees_needs_that_machines_do_not_have(spoil: str) -> None:
    result = plan_case(case())
    demand = result.scenario.demand
    wrong = demand[1:] if spoil == "missing" else (replace(demand[0], quantity=5.0), *demand[1:])
    scenario = result.scenario.replace(demand=wrong)
    found = audit(scenario, result.landed, sample(scenario), result.solution.plan)
    assert ("spares", "F", "P") in {violation.about for violation in found.violations}
