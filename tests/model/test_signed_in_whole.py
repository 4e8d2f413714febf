"""A case planned in parts of pieces: what is signed, told and verified is whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hand_cases import Q1, Q2, Q3, Q4, home_offer, machine, need, tiny

from importplan.pipeline.plan import plan_case, to_json, write_result
from importplan.pipeline.verify import verify_result
from importplan.plan.plan import Plan
from importplan.results.names import Names
from importplan.results.page_one.without_plan import sections
from importplan.results.plan_result import PlanResult
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.limits import Limit


def fifths() -> PlanResult:
    """A fifth of a machine every quarter: 80 CNY as asked, one machine for 100 CNY when signed."""
    quarters = enumerate((Q1, Q2, Q3, Q4))
    lines = tuple(need(day, 0.2, line=f"L{at}", shortage_cost_cny=150.0) for at, day in quarters)
    return plan_case(tiny(items=(machine(whole_units=False),), demand=lines))


def test_json_tells_both_costs_and_whole_orders() -> None:
    found = to_json(fifths())
    assert [order["quantity"] for order in found["orders"]] == [1.0]
    assert [row["quantity"] for row in found["plan"] if row["kind"] == "order"] == [1.0]
    assert found["objective_cny"] == pytest.approx(80.0)
    assert found["bound_cny"] == pytest.approx(80.0)
    assert found["signed_cny"] == pytest.approx(100.0)
    assert found["rounding_cny"] == pytest.approx(20.0)


def test_the_result_is_verified_and_parts_of_pieces_are_noticed(tmp_path: Path) -> None:
    result = fifths()
    write_result(result, tmp_path / "whole.xlsx")
    assert verify_result(tmp_path / "whole.xlsx").findings == ()
    order = replace(result.solution.plan.orders[0], quantity=0.8)
    plan = Plan((order,), (), (), {}, recourse=result.solution.plan.recourse)
    write_result(replace(result, solution=replace(result.solution, found=plan)), tmp_path / "parts.xlsx")
    told = {(finding.kind, finding.name) for finding in verify_result(tmp_path / "parts.xlsx").findings}
    assert ("rule", "whole_units") in told


def test_page_one_names_what_forbids_whole_pieces() -> None:
    """1.5 machines must be there for 190 CNY: half a machine has no contract."""
    case = tiny(
        items=(machine(whole_units=False),),
        demand=(need(Q2, 1.5),),
        limits=(Limit(rule="min_fill_rate", item="all", who="all", value=1.0),),
        budgets=(Budget(payer="all", amount_cny=190.0),),
    )
    result = plan_case(case)
    found = to_json(result)
    assert (found["status"], found["ways_out"] != []) == ("infeasible", True)
    words = " ".join(str(section) for section in sections(result, Names(result.scenario, result.catalog, "zh")))
    assert "整台" in words


@pytest.mark.parametrize(("unit", "whole"), [("台", True), ("件", True), ("kg", False), ("千克", False), ("米", False)])
def test_a_blank_goes_by_the_unit(unit: str, whole: bool) -> None:
    assert Item(item="M", hs_code="84571010", unit=unit).whole_units is whole
    assert Item(item="M", hs_code="84571010", unit=unit, whole_units=not whole).whole_units is not whole


def test_what_is_sold_in_lots_that_are_no_whole_number_is_signed_in_lots() -> None:
    """62 pieces in lots of 1.27: 49 lots, 62.23 pieces, and nothing is rounded."""
    case = tiny(
        items=(machine(whole_units=False, unit="台"),),
        offers=(home_offer("h", 10.0, lot_size=1.27),),
        demand=(need(Q2, 62.0, shortage_cost_cny=1e4),),
    )
    result = plan_case(case)
    assert [order.quantity for order in result.solution.plan.orders] == [62.23]
    assert result.solution.plan_cny == pytest.approx(622.3)
    assert result.audit.violations == ()
