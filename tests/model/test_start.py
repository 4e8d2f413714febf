"""A search that begins from a plan finds no worse one; where the case has moved, what fits of it is taken and told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hand_cases import catalog, planned
from random_cases import random_case
from test_calling_by_hand import risky
from test_generation import asked, many_payers, two_firms
from test_roads import lots, poorer

from importplan.basics.errors import InputRejected
from importplan.customs.cost.landed_cost import price
from importplan.evaluation.ledger.audit import audit
from importplan.model.search import first_plan, rounds
from importplan.model.search.generation import generate as generation
from importplan.model.search.solve import solve
from importplan.pipeline.plan import plan_case, to_json, write_result
from importplan.pipeline.settings import RunSettings
from importplan.pipeline.start import plan_in
from importplan.plan.plan import Plan
from importplan.plan.plan_file import FiledOrder, PlanFile, bind_what_fits, filed
from importplan.plan.solution import Reason, Solution, Termination
from importplan.running.clock import Clock
from importplan.scenario.scenario import Scenario
from importplan.solvers.program import SolverAnswer
from importplan.uncertainty.sampling.sample import sample

Patch = pytest.MonkeyPatch
NOTHING = Plan((), (), (), {})


def begun(case: Scenario, start: Plan | None, clock: Clock | None = None, count: int | None = None) -> Solution:
    """A case planned from a plan, audited."""
    landed = price(case, catalog())
    draws = sample(case, count=count, base_rate=landed.base_rate)
    found = solve(case, landed, draws, clock=clock or Clock(20.0), start=start)
    assert audit(case, landed, draws, found.plan).violations == ()
    return found


def lazy(patch: Patch) -> None:
    """Nothing is searched."""
    stopped = SolverAnswer(Termination(Reason.STOPPED_WITHOUT_PLAN), float("inf"), -float("inf"))
    patch.setattr(rounds, "solve_stage", lambda *given: stopped)
    patch.setattr(first_plan, "_searched", lambda *given: iter(()))


def test_a_good_start_stands_where_nothing_is_searched(monkeypatch: Patch) -> None:
    """Its cost is told; the simple rules alone are dearer."""
    best = planned(lots())
    lazy(monkeypatch)
    without, found = begun(lots(), None), begun(lots(), best.plan)
    assert found.objective_cny == pytest.approx(best.objective)
    assert without.objective_cny > found.objective_cny + 1.0
    assert found.start is not None
    assert found.start.objective_cny == pytest.approx(best.objective)
    assert found.plan.orders == best.plan.orders


def test_a_bad_start_is_only_a_start() -> None:
    best, found = planned(lots()), begun(lots(), NOTHING)
    assert found.objective_cny == pytest.approx(best.objective)
    assert found.start is not None
    assert found.start.objective_cny is not None
    assert found.start.objective_cny > best.objective


def test_what_a_smaller_budget_leaves_of_a_start_is_bought_and_the_budget_is_named(monkeypatch: Patch) -> None:
    """Six machines are 230 and 388; 500 pay for four, and 118 are missing in both draws."""
    start = planned(lots()).plan
    lazy(monkeypatch)
    found = begun(poorer(), start)
    assert found.start is not None
    assert found.start.objective_cny == float("inf")
    assert {each.rule for each in found.start.broken} == {"budget"}
    assert sum(order.quantity for order in found.plan.orders) >= 4.0


@pytest.mark.parametrize("seed", [1, 5, 9])
def test_in_a_random_case_what_is_found_is_never_worse_than_its_start(seed: int, monkeypatch: Patch) -> None:
    """A start found with a loose gap, or on half of the draws; nothing is searched after it."""
    case = asked(random_case(seed))
    start = begun(case, None, count=2)
    lazy(monkeypatch)
    found = begun(case, start.plan, count=4)
    told = found.start
    assert told is not None
    assert told.objective_cny is not None
    assert found.objective_cny <= told.objective_cny * (1.0 + 1e-7)


@pytest.mark.parametrize("case", [many_payers(), two_firms(3.0)])
def test_a_large_case_goes_on_from_its_start_however_little_time_there_is(case: Scenario, monkeypatch: Patch) -> None:
    monkeypatch.setattr(generation, "FEWEST_BLOCKS", 2)
    monkeypatch.setattr(generation, "WORTH_BLOCKS", 0)
    first = begun(case, None, count=4)
    again = begun(case, first.plan, Clock(0.0, now=lambda: 0.0), count=4)
    assert again.start is not None
    assert again.start.objective_cny == pytest.approx(first.objective_cny, rel=1e-6)
    assert again.objective_cny <= first.objective_cny * (1.0 + 1e-6)


def test_a_rule_for_calls_is_never_worse_than_that_of_the_start() -> None:
    first = begun(risky(), None, count=20)
    again = begun(risky(), first.plan, Clock(0.0, now=lambda: 0.0), count=20)
    assert first.plan.call_rule
    assert again.start is not None
    assert again.start.objective_cny == pytest.approx(first.objective_cny)
    assert again.objective_cny <= first.objective_cny * (1.0 + 1e-9)


# --- from files ------------------------------------------------------------------------------------------------------


def test_what_a_case_does_not_know_is_told_at_its_row_and_the_rest_is_bound() -> None:
    best = planned(lots())
    file = filed(best.plan, best.scenario, best.landed)
    moved = FiledOrder("h2", file.orders[0].payer, "gone", "G-1", date(2027, 1, 20), 1.0)
    odd = PlanFile(orders=(*file.orders, replace(file.orders[0], id="x"), replace(moved, treatment="ordinary"), moved))
    plan, issues = bind_what_fits(odd, best.scenario, best.landed)
    assert {issue.code for issue in issues} == {"plan-offer-gone", "plan-treatment-gone", "plan-period-not-first-day"}
    assert sum(order.quantity for order in plan.orders) == sum(order.quantity for order in best.plan.orders) + 2.0
    same, nothing = bind_what_fits(file, best.scenario, best.landed)
    assert (same.orders, same.bookings, nothing) == (best.plan.orders, best.plan.bookings, ())


def test_a_result_and_its_json_are_the_same_start_and_what_comes_of_it_is_told(tmp_path: Path) -> None:
    case = lots()
    first = plan_case(case, RunSettings(time_limit_s=5.0))
    write_result(first, tmp_path / "r.xlsx")
    (tmp_path / "r.json").write_text(json.dumps(to_json(first), ensure_ascii=False), encoding="utf-8")
    start = plan_in(tmp_path / "r.json")
    assert start == plan_in(tmp_path / "r.xlsx") == filed(first.solution.plan, first.scenario, first.landed)
    again = plan_case(case, RunSettings(time_limit_s=5.0), start=start)
    (told,) = [issue for issue in again.issues if issue.code == "start-kept"]
    assert told.values["start"] == pytest.approx(first.solution.plan_cny)
    assert told.values["found"] == pytest.approx(again.solution.plan_cny)
    assert "start-kept" in [note["code"] for note in to_json(again)["notes"]]
    broke = plan_case(poorer(), RunSettings(time_limit_s=5.0), start=start)
    assert [issue.code for issue in broke.issues if issue.code.startswith("start")] == [
        "start-not-allowed", "start-breaks",
    ]  # fmt: skip
    assert np.isfinite(broke.solution.objective_cny)


@pytest.mark.parametrize(
    ("content", "code"),
    [("{", "start-unreadable"), ('{"plan": 3}', "start-without-plan"), ("{}", "start-without-plan")],
)
def test_a_file_that_is_no_plan_is_told(content: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputRejected) as rejected:
        plan_in(tmp_path / "r.json")
    assert [issue.code for issue in rejected.value.issues] == [code]
