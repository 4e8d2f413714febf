"""Every road to a plan, and every reason to take it, is met; the solution names the one that found its plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hand_cases import (
    Q1,
    Q2,
    Q3,
    catalog,
    courses,
    home_offer,
    machine,
    need,
    planned,
    settings,
    tiny,
    with_settings,
    with_supplier,
)
from test_loosened import late_machine

from importplan.customs.cost.landed_cost import price
from importplan.evaluation.replay.better import best_of_judged
from importplan.evaluation.replay.in_time import judge_in_time
from importplan.model.search import first_plan, one_piece, rounds
from importplan.model.search import start as beginning
from importplan.model.search.generation import generate
from importplan.model.search.solve import solve
from importplan.plan.plan import Plan
from importplan.plan.road import ROADS, Road
from importplan.plan.solution import Reason, Termination
from importplan.running.clock import Clock
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.suppliers import Supplier
from importplan.solvers.program import SolverAnswer
from importplan.uncertainty.sampling.sample import sample

Patch = pytest.MonkeyPatch


def lots(gap: float = 0.0, whole: bool = True) -> Scenario:
    """Seven or eight machines in three quarters from two sellers by the lot, with a cost of each order."""
    return tiny(
        settings=settings(gap=gap),
        items=(machine(whole_units=whole),),
        offers=(home_offer(order_cost_cny=30.0, lot_size=2.0), home_offer("h2", 97.0, min_order=4.0, lot_size=4.0)),
        demand=(need(Q1, 2.0), need(Q2, 3.0, "L2"), need(Q3, 2.0, "L3")),
        **courses({"a": 1.0, "b": 1.0}, ("b", "demand", "L2", None, 4.0)),
    )


def concentrated() -> Scenario:
    """Ten whole units, four suppliers, none above the limit on concentration."""
    return tiny(
        settings=settings(gap=0.0),
        items=(machine(whole_units=True),),
        suppliers=tuple(Supplier(supplier=f"S{n}", country="CN") for n in range(4)),
        offers=tuple(home_offer(f"o{n}", 100.0 + 10.0 * n, supplier=f"S{n}") for n in range(4)),
        demand=(need(quantity=10.0, shortage_cost_cny=500.0),),
        limits=(Limit(rule="max_hhi", value=0.3, measure="units"),),
    )


def taken(case: Scenario, keep: Plan | None = None, start: Plan | None = None) -> Road | None:
    """The road that the solution of a case names."""
    landed = price(case, catalog())
    solution = solve(case, landed, sample(case, base_rate=landed.base_rate), keep=keep, start=start)
    assert (solution.road is None) == (solution.found is None)
    return solution.road


def helped(patch: Patch) -> None:
    """Any whole column makes a first plan worth its while."""
    patch.setattr(first_plan, "WORTH_A_START", 1)


def ended(patch: Patch) -> None:
    """The search ends without a plan."""
    stopped = SolverAnswer(Termination(Reason.STOPPED_WITHOUT_PLAN), float("inf"), -float("inf"))
    patch.setattr(rounds, "solve_stage", lambda *given: stopped)


def no_rounding(patch: Patch) -> None:
    """Only the course without outages gives a first plan."""
    patch.setattr(first_plan, "EARLY", ())


def no_simple_rule(patch: Patch) -> None:
    """Nothing that is quick keeps what must be kept."""
    patch.setattr(beginning, "first_plans", lambda *given: iter(()))


def _linear(patch: Patch) -> Road | None:
    return taken(replace(lots(whole=False), offers=(home_offer(),)))


def _no_start_needed(patch: Patch) -> Road | None:
    return taken(lots())


def _no_start_found(patch: Patch) -> Road | None:
    helped(patch)
    no_simple_rule(patch)
    patch.setattr(first_plan, "_searched", lambda *given: iter(()))
    return taken(lots())


def _from_a_start(patch: Patch) -> Road | None:
    helped(patch)
    return taken(lots())


def _goals_in_turn(patch: Patch) -> Road | None:
    return taken(with_settings(lots(), goal="min_cvar", risk_level=0.5))


def _rounded(patch: Patch) -> Road | None:
    helped(patch)
    no_simple_rule(patch)
    return taken(lots(gap=0.9))


def _rounded_stands(patch: Patch) -> Road | None:
    helped(patch)
    no_simple_rule(patch)
    patch.setattr(first_plan, "undisturbed", lambda *given: None)
    ended(patch)
    return taken(lots())


def _near_relaxed(patch: Patch) -> Road | None:
    helped(patch)
    no_simple_rule(patch)
    no_rounding(patch)
    return taken(lots(gap=0.9))


def _near_relaxed_stands(patch: Patch) -> Road | None:
    helped(patch)
    no_simple_rule(patch)
    no_rounding(patch)
    patch.setattr(first_plan, "undisturbed", lambda *given: None)
    ended(patch)
    return taken(lots())


def no_search_near(patch: Patch) -> None:
    """There is no time for a search among few offers."""
    patch.setattr(first_plan, "NEAR_S", 0.0)


def _undisturbed(patch: Patch) -> Road | None:
    helped(patch)
    no_simple_rule(patch)
    no_rounding(patch)
    no_search_near(patch)
    return taken(lots(gap=0.9))


def _undisturbed_stands(patch: Patch) -> Road | None:
    helped(patch)
    no_simple_rule(patch)
    no_rounding(patch)
    no_search_near(patch)
    ended(patch)
    return taken(lots())


def worthless() -> Scenario:
    """Machines that cost more than being without them: to buy nothing is the best plan."""
    return replace(lots(), demand=(need(Q1, 2.0, shortage_cost_cny=1.0),), draw_values=())


def _nothing(patch: Patch) -> Road | None:
    helped(patch)
    return taken(worthless())


def _nothing_stands(patch: Patch) -> Road | None:
    helped(patch)
    patch.setattr(first_plan, "_searched", lambda *given: iter(()))
    ended(patch)
    return taken(worthless())


def _simple_rule(patch: Patch) -> Road | None:
    helped(patch)
    return taken(lots(gap=0.9))


def _simple_rule_stands(patch: Patch) -> Road | None:
    ended(patch)
    return taken(lots())


def poorer(gap: float = 0.0) -> Scenario:
    """The same with less money than the best plan of `lots` takes."""
    return replace(lots(gap), budgets=(Budget(payer="all", amount_cny=500.0, within="each_draw"),))


def _start(patch: Patch) -> Road | None:
    helped(patch)
    return taken(lots(gap=0.9), start=planned(lots()).plan)


def _start_stands(patch: Patch) -> Road | None:
    before = planned(lots()).plan
    ended(patch)
    return taken(lots(), start=before)


def _start_mended(patch: Patch) -> Road | None:
    helped(patch)
    no_simple_rule(patch)
    return taken(poorer(gap=0.9), start=planned(lots()).plan)


def _start_mended_stands(patch: Patch) -> Road | None:
    no_simple_rule(patch)
    patch.setattr(first_plan, "_searched", lambda *given: iter(()))
    before = planned(lots()).plan
    ended(patch)
    return taken(poorer(), start=before)


def _rounded_mended(patch: Patch) -> Road | None:
    helped(patch)
    patch.setattr(first_plan, "EARLY", (0.9,))
    no_simple_rule(patch)
    patch.setattr(first_plan, "undisturbed", lambda *given: None)
    return taken(poorer(gap=0.9))


def _rounded_mended_stands(patch: Patch) -> Road | None:
    helped(patch)
    patch.setattr(first_plan, "EARLY", (0.9,))
    no_simple_rule(patch)
    patch.setattr(first_plan, "undisturbed", lambda *given: None)
    ended(patch)
    return taken(poorer())


def _no_time_for_blocks(patch: Patch) -> Road | None:
    patch.setattr(generate, "WORTH_BLOCKS", 0)
    patch.setattr(generate, "FEWEST_BLOCKS", 1)
    patch.setattr(generate, "_taken_apart", lambda *given: None)
    return taken(lots())


def _better_beside(patch: Patch) -> Road | None:
    """Nothing bought, judged beside the rules."""
    case = lots()
    landed = price(case, catalog())
    draws = sample(case, base_rate=landed.base_rate)
    held = solve(case, landed, draws, keep=Plan((), (), (), {}))
    looked = judge_in_time(case, landed, lambda count: draws, 2, held, (), lambda word: None, Clock(9.0))
    return best_of_judged(case, landed, draws, held, looked, (), Clock(9.0), apart=False).solution.road


def _few_draws(patch: Patch) -> Road | None:
    helped(patch)
    no_simple_rule(patch)
    patch.setattr(first_plan, "FEW", 1)
    patch.setattr(first_plan, "MANY", 1)
    patch.setattr(first_plan, "undisturbed", lambda *given: None)
    return taken(with_settings(lots(gap=0.9), time_limit_s=10.0))


def _few_draws_stand(patch: Patch) -> Road | None:
    helped(patch)
    no_simple_rule(patch)
    patch.setattr(first_plan, "FEW", 1)
    patch.setattr(first_plan, "MANY", 1)
    patch.setattr(first_plan, "_searched", lambda *given: iter(()))
    ended(patch)
    return taken(with_settings(lots(), time_limit_s=10.0))


def _loosened(patch: Patch) -> Road | None:
    return taken(late_machine(200.0))


def _loosened_stands(patch: Patch) -> Road | None:
    patch.setattr(one_piece, "suffices", lambda *given: True)
    return taken(late_machine(0.0))


def _generated(patch: Patch) -> Road | None:
    patch.setattr(generate, "WORTH_BLOCKS", 0)
    patch.setattr(generate, "FEWEST_BLOCKS", 1)
    return taken(lots(gap=1e-3))


def _spread(patch: Patch) -> Road | None:
    patch.setattr(rounds, "MOST_CUTS", 1)
    return taken(concentrated())


def _held(patch: Patch) -> Road | None:
    return taken(lots(), keep=planned(lots()).plan)


def _call_rule(patch: Patch) -> Road | None:
    case = tiny(offers=(home_offer("k", 80.0, supplier="J", contract="framework"),))
    return taken(with_supplier(case, "J", booking_cost_cny=1.0))


MET: dict[tuple[str, str], Callable[[Patch], Road | None]] = {
    ("whole", "linear"): _linear,
    ("whole", "no_start_needed"): _no_start_needed,
    ("whole", "no_start_found"): _no_start_found,
    ("whole", "from_a_start"): _from_a_start,
    ("whole", "goals_in_turn"): _goals_in_turn,
    ("relaxed_rounded", "near_enough"): _rounded,
    ("relaxed_rounded", "search_ended"): _rounded_stands,
    ("rounded_mended", "near_enough"): _rounded_mended,
    ("rounded_mended", "search_ended"): _rounded_mended_stands,
    ("near_relaxed", "near_enough"): _near_relaxed,
    ("near_relaxed", "search_ended"): _near_relaxed_stands,
    ("undisturbed", "near_enough"): _undisturbed,
    ("undisturbed", "search_ended"): _undisturbed_stands,
    ("nothing", "near_enough"): _nothing,
    ("nothing", "search_ended"): _nothing_stands,
    ("simple_rule", "near_enough"): _simple_rule,
    ("simple_rule", "search_ended"): _simple_rule_stands,
    ("simple_rule", "no_time_for_blocks"): _no_time_for_blocks,
    ("simple_rule", "better_beside"): _better_beside,
    ("start", "near_enough"): _start,
    ("start", "search_ended"): _start_stands,
    ("start_mended", "near_enough"): _start_mended,
    ("start_mended", "search_ended"): _start_mended_stands,
    ("few_draws", "near_enough"): _few_draws,
    ("few_draws", "search_ended"): _few_draws_stand,
    ("loosened", "near_enough"): _loosened,
    ("loosened", "search_ended"): _loosened_stands,
    ("generation", "large"): _generated,
    ("spread", "time_over"): _spread,
    ("call_rule", "sampled"): _call_rule,
    ("held", "given"): _held,
}


def test_every_road_and_every_reason_has_its_case() -> None:
    assert list(MET) == [(key, why) for key, reasons in ROADS.items() for why in reasons]


@pytest.mark.parametrize(("key", "why"), MET)
def test_the_solution_names_the_road_that_found_its_plan(key: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MET[key, why](monkeypatch) == Road(key, why)


def test_a_case_without_a_plan_names_no_road() -> None:
    assert taken(with_settings(tiny(offers=()), risk_limit_cny=1.0)) is None


def test_a_road_or_a_reason_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="by_luck"):
        Road("whole", "by_luck")
