"""The rule by which a reserve treats draws alike never calls a case infeasible that has a plan."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hand_cases import Q1, catalog, import_offer, need, planned, settings, tiny

from importplan.customs.cost.landed_cost import price
from importplan.model.program.build import build
from importplan.model.program.goals import stages
from importplan.model.search import one_piece
from importplan.plan.solution import Reason
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.stock import Stock
from importplan.solvers.program import SolverSettings
from importplan.solvers.solve import solve
from importplan.uncertainty.sampling.sample import sample


def one_unit_for_two(risk_limit_cny: float | None) -> Scenario:
    """One quarter, one unit in the reserve, firms A and B that need one each; late costs A 10 and B 1.

    Each may be late by half a unit in the mean. In the second of two equal draws the euro is dear: what is due on a
    signed order that comes after the horizon then costs more. Nothing else can be bought in time.
    """
    return tiny(
        settings=settings(
            owner="bureau", periods=1, goal="cvar_limit", risk_level=0.5, risk_limit_cny=risk_limit_cny, draws=2
        ),
        firms=(Firm(firm="A"), Firm(firm="B")),
        offers=(import_offer(lead_time_days=400.0),),
        open_orders=(
            OpenOrder(order="S", offer="e", firm="A", quantity=1.0, ordered=date(2026, 10, 1), due=date(2028, 6, 1)),
        ),
        demand=(
            need(Q1, 1.0, line="a", firm="A", shortage_cost_cny=10.0),
            need(Q1, 1.0, line="b", firm="B", shortage_cost_cny=1.0),
        ),
        stock=(Stock(item="M", quantity=1.0, owner=RESERVE),),
        limits=(Limit(rule="max_shortage", who="each", item="all", value=0.5, within="mean"),),
        draws=(Draw(draw="calm"), Draw(draw="dear")),
        draw_values=(DrawValue(draw="dear", what="fx", id="EUR", period=None, value=10.5),),
    )


def reason_under_the_rule(case: Scenario) -> Reason:
    """How the program ends in which draws that look alike to the reserve share their columns."""
    landed = price(case, catalog())
    frame = build(case, landed, sample(case, base_rate=landed.base_rate))
    assert not frame.states.exact
    (stage,) = stages(frame)
    return solve(frame.draft.program(stage.coefficients, stage.constant), SolverSettings()).termination.reason


@pytest.fixture
def ruled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a case with so many draws and stocks that the rule stands."""
    monkeypatch.setattr(one_piece, "FEW_APART", 0)


@pytest.mark.usefixtures("ruled")
def test_where_the_rule_leaves_no_plan_draws_are_told_apart() -> None:
    """110 CNY are due on the signed order, with its duty 5.5 more in the dear draw.

    By the rule half a unit goes to each firm in both draws: 5.5 late, and 5.5 + 5.5 = 11 in the dear draw, which is the
    CVaR of the worst half. With a share a for A in the dear draw and 1 - a in the calm one, late units are the same in
    the mean, and the draws cost 15.5 - 9 a and 1 + 9 a: 8.25 both at a = 0.80556. So a limit of 9 has a plan.
    """
    case = one_unit_for_two(9.0)
    assert reason_under_the_rule(case) is Reason.INFEASIBLE
    found = planned(case)
    assert found.solution.termination.reason is Reason.OPTIMAL
    assert not found.solution.shared_by_rule
    assert found.solution.risk is not None
    assert found.solution.risk.cvar_cny <= 9.0 + 1e-6
    assert found.objective == pytest.approx(110.0 + 8.25)
    late = found.plan.recourse.backlog[:, :, 0]
    assert late.mean(axis=0) == pytest.approx([0.5, 0.5])
    assert not np.allclose(late[0], late[1])


@pytest.mark.usefixtures("ruled")
def test_where_the_rule_has_a_plan_it_stays() -> None:
    """And is never called the optimum of the case."""
    found = planned(one_unit_for_two(11.5))
    assert found.solution.shared_by_rule
    assert found.solution.termination.reason is Reason.GAP_REACHED
    assert found.plan.recourse.backlog[:, :, 0] == pytest.approx(np.full((2, 2), 0.5))


def test_in_a_small_case_draws_are_told_apart_at_once() -> None:
    found = planned(one_unit_for_two(11.5))
    assert not found.solution.shared_by_rule
    assert found.solution.termination.reason is Reason.OPTIMAL


@pytest.mark.usefixtures("ruled")
def test_what_has_no_plan_at_all_is_infeasible() -> None:
    """8 is less than 8.25, the least there is."""
    found = planned(one_unit_for_two(8.0))
    assert found.solution.termination.reason is Reason.INFEASIBLE
    assert not found.solution.shared_by_rule
    assert found.solution.ways_out
