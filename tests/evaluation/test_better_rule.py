"""A rule that does better on the draws that judge is the plan, where it keeps every limit; else it is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_cases import catalog, home_offer, import_offer, need, settings, tiny

from importplan.customs.cost.landed_cost import price
from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.replay.better import BestOfJudged, best_of_judged
from importplan.evaluation.replay.in_time import judge_in_time
from importplan.evaluation.replay.judged import THIS_PLAN
from importplan.model.search import solve as searching
from importplan.model.search.solve import solve
from importplan.pipeline import plan as pipeline
from importplan.pipeline.plan import plan_case, to_json
from importplan.plan.plan import Plan
from importplan.plan.road import Road
from importplan.plan.solution import Solution
from importplan.running.clock import Clock
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.limits import Limit
from importplan.uncertainty.sampling.sample import sample

NOTHING = Plan((), (), (), {})
IMPORTS = (home_offer(), import_offer(unit_price=1.0))


def judged_beside(case: Scenario, plan: Plan, clock: Clock | None = None) -> tuple[Solution, BestOfJudged]:
    """A plan that is held, judged beside the rules on its own draws."""
    landed = price(case, catalog())
    draws = sample(case, base_rate=landed.base_rate)
    held = solve(case, landed, draws, keep=plan)
    looked = judge_in_time(case, landed, lambda count: draws, draws.count, held, (), lambda word: None, Clock(60.0))
    found = best_of_judged(case, landed, draws, held, looked, (), clock or Clock(60.0), apart=False)
    assert audit(case, landed, draws, found.solution.plan).violations == ()
    return held, found


def test_a_rule_that_does_better_is_the_plan() -> None:
    """Nothing bought leaves two units late; any rule buys them at 100, and that is the plan and its figures."""
    case = tiny(offers=(home_offer(),), demand=(need(shortage_cost_cny=900.0),))
    held, found = judged_beside(case, NOTHING)
    assert held.objective_cny > found.solution.objective_cny == pytest.approx(200.0)
    assert found.solution.road == Road("simple_rule", "better_beside")
    assert found.solution.bound_cny <= found.solution.objective_cny
    (told,) = found.issues
    assert (told.code, told.values["less"]) == ("rule-taken", pytest.approx(held.objective_cny - 200.0))
    own, *others = found.looked.verdict.alternatives
    assert own.key == THIS_PLAN
    assert own.objective_cny == pytest.approx(200.0)
    assert all(way.objective_cny >= own.objective_cny - 1e-6 for way in others)


def test_a_plan_that_no_rule_beats_stands() -> None:
    case = tiny(offers=(home_offer(),), demand=(need(shortage_cost_cny=900.0),))
    landed = price(case, catalog())
    best = solve(case, landed, sample(case, base_rate=landed.base_rate))
    held, found = judged_beside(case, best.plan)
    assert found.solution is held
    assert found.issues == ()


def test_a_rule_that_breaks_a_limit_is_told_and_not_taken() -> None:
    """Abroad is cheaper, and nothing may come from there: replays do not ask, the plan must."""
    case = tiny(
        offers=IMPORTS, limits=(Limit(rule="max_import_share", value=0.0),), demand=(need(shortage_cost_cny=900.0),)
    )
    landed = price(case, catalog())
    best = solve(case, landed, sample(case, base_rate=landed.base_rate))
    held, found = judged_beside(case, best.plan)
    assert found.solution is held
    assert {issue.code for issue in found.issues} == {"rule-not-allowed"}


def test_risk_beyond_its_limit_is_no_better() -> None:
    case = tiny(offers=(home_offer(),), demand=(need(shortage_cost_cny=900.0),))
    risky = replace(case, settings=settings(goal="cvar_limit", risk_limit_cny=1e6))
    held, found = judged_beside(risky, NOTHING)
    assert found.solution.objective_cny < held.objective_cny
    ordered = replace(case, settings=settings(goal="ordered"))
    held, found = judged_beside(ordered, NOTHING)
    assert found.solution is held  # several figures: none is taken


def test_what_is_taken_is_what_the_result_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that ends with nothing bought: orders, ledger, page and JSON are those of the rule."""
    case = tiny(offers=(home_offer(),), demand=(need(shortage_cost_cny=900.0),))

    def bad(*given: object, **named: object) -> Solution:
        return searching.solve(given[0], given[1], given[2], keep=NOTHING)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "solve", bad)
    result = plan_case(case)
    assert [order.quantity for order in result.solution.plan.orders] == [2.0]
    assert result.agreement is not None
    assert result.agreement.agrees
    assert result.own.objective_cny == pytest.approx(result.solution.objective_cny)
    said = to_json(result)
    assert said["road"] == {"key": "simple_rule", "why": "better_beside"}
    assert "rule-taken" in [note["code"] for note in said["notes"]]
