"""Column generation: blocks of items answer prices, a master puts plans together; beside the case in one piece."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from bonded_cases import in_bond
from hand_cases import Q1, Q2, catalog, home_offer, machine, need, settings, tiny
from random_cases import FEATURES, JOINTS, joined_case, random_case
from test_blocks import twice

from importplan.basics.errors import SolverFailed
from importplan.customs.cost.landed_cost import price
from importplan.evaluation.agreement import agreement
from importplan.evaluation.ledger.audit import audit
from importplan.model.program.basis import Basis
from importplan.model.program.blocks import components
from importplan.model.program.build import basis_of, frame_of
from importplan.model.program.goals import program_of, stages, tail_weight
from importplan.model.search import first_plan
from importplan.model.search.generation import blocks
from importplan.model.search.generation import generate as generation
from importplan.model.search.generation.allotted import allotted, fitted
from importplan.model.search.generation.blocks import Frames, ItemBlock, Joint, written
from importplan.model.search.generation.by_simple_rule import SimpleStart
from importplan.model.search.generation.crew import Threads
from importplan.model.search.generation.generate import generate
from importplan.model.search.generation.groups import Chosen
from importplan.model.search.generation.master import BlockPlan, Master, Mixture
from importplan.model.search.generation.rounds import Rounds
from importplan.model.search.signing import signed
from importplan.model.search.simple.course import Course
from importplan.model.search.simple.plans import first_plans
from importplan.model.search.solve import solve as plan_it
from importplan.plan.plan import Plan
from importplan.plan.solution import INTERRUPTED, Reason, Solution
from importplan.running.clock import Clock
from importplan.scenario.counting import in_whole
from importplan.scenario.limit_rules import LimitUnit
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.stock import Stock
from importplan.solvers.from_basis import solve_from_basis
from importplan.solvers.program import SolverSettings
from importplan.solvers.solve import solve
from importplan.uncertainty.sampling.sample import sample


def basis(case: Scenario, draws: int | None = None) -> Basis:
    landed = price(case, catalog())
    return basis_of(case, landed, sample(case, count=draws, base_rate=landed.base_rate))


def asked(case: Scenario) -> Scenario:
    """To the end, under the goals that are one sum."""
    goal = case.settings.goal if case.settings.goal in ("weighted", "cvar_limit") else "weighted"
    limits = tuple(limit for limit in case.limits if limit.kind.unit is not LimitUnit.INDEX)
    return case.replace(settings=replace(case.settings, goal=goal, gap=1e-6, time_limit_s=20.0), limits=limits)


def in_one_piece(whole: Basis) -> float | None:
    """The optimum of the whole program, in units of its money; None where it has none."""
    frame = frame_of(whole)
    answer = solve(program_of(frame, stages(frame)[0]), SolverSettings(gap=0.0, time_limit_s=30.0))
    return None if answer.values is None else answer.objective


CASES = (
    [("random", seed) for seed in range(0, 2 * len(FEATURES), 2)]
    + [("joined", seed) for seed in range(len(JOINTS))]
    + [("bonded", 9), ("bonded", 10)]
)
MAKERS = {"random": random_case, "joined": joined_case, "bonded": in_bond}


@pytest.mark.parametrize(("kind", "seed"), CASES)
def test_the_optimum_lies_between_bound_and_plan(kind: str, seed: int) -> None:
    """Every family in turn, with each item a second time; the auditor finds every rule kept and the cost as told."""
    case = asked(twice(MAKERS[kind](seed)))
    whole = basis(case)
    best, found = in_one_piece(whole), generate(whole, Clock(20.0), crew=Threads(1))
    if best is None:
        assert found.found is None
        return
    assert found is not None and found.costs is not None
    money = whole.common.money
    room = 1e-6 * max(1.0, abs(best)) * money
    assert found.bound_cny <= best * money + room
    assert best * money <= found.objective_cny + room
    assert found.objective_cny <= best * money + 1e-3 * abs(best) * money
    # These calls may see more than a rule would (`by_rule` makes one of them).
    ledger = audit(case, whole.facts.landed, whole.draws, found.plan)
    broken = tuple(each for each in ledger.violations if each.family != "call_rule")
    told = agreement(found.costs, replace(ledger, violations=broken))
    assert told.agrees, told


# --- by hand ------------------------------------------------------------------------------------------------------


def two_firms(amount: float, everybody: float = 1e9) -> Scenario:
    """Two firms need two machines of 100 yuan each at once; the first has a budget, both have one together."""
    return tiny(
        firms=(Firm(firm="A", name="A", city="广州"), Firm(firm="B", name="B", city="广州")),
        items=(machine("M"), machine("N")),
        offers=(home_offer("m", item="M", capacity_per_period=50.0), home_offer("n", item="N")),
        demand=(
            need(Q1, 2.0, "L1", firm="A", item="M", shortage_cost_cny=500.0),
            need(Q1, 2.0, "L2", firm="B", item="M", shortage_cost_cny=500.0),
            need(Q2, 2.0, "L3", firm="A", item="N", shortage_cost_cny=900.0),
        ),
        budgets=(Budget(payer="A", amount_cny=amount), Budget(payer="all", amount_cny=everybody)),
    )


def bought(whole: Basis, plan: Plan) -> dict[tuple[str, str], float]:
    """Units by payer and offer."""
    found: dict[tuple[str, str], float] = {}
    for order in plan.orders:
        option = whole.facts.landed.options[order.option]
        found[option.payer, option.offer] = found.get((option.payer, option.offer), 0.0) + order.quantity
    return found


def test_who_has_too_little_buys_what_is_missed_most() -> None:
    """By hand: A has 350 yuan for four machines of 100 (VAT comes on top: 113 in cash), so for three.

    N is missed at 900 yuan a period, M at 500: A buys both N, and one M. B has no budget and buys both M.
    """
    whole = basis(two_firms(350.0), draws=2)
    found = generate(whole, Clock(20.0))
    assert found is not None
    assert bought(whole, found.plan) == {("A", "m"): 1.0, ("A", "n"): 2.0, ("B", "m"): 2.0}


def test_nobody_is_released_more_than_it_can_pay_for() -> None:
    """Two machines worth 100 in reserve, two firms that want one each; F has 60 yuan, G has no budget.

    F can pay for 0.6 of one (what follows in a draw is not rounded) and is late with 0.4.
    """
    case = tiny(
        settings=settings(owner="bureau", periods=2, draws=2),
        firms=(Firm(firm="F"), Firm(firm="G")),
        offers=(home_offer(unit_price=1000.0),),
        demand=(need(Q2, 1.0, "L1", firm="F"), need(Q2, 1.0, "L2", firm="G")),
        stock=(Stock(item="M", quantity=2.0, owner=RESERVE),),
        reserve_terms=(ReserveTerms(item="M", release_price_share=1.0),),
        budgets=(Budget(payer="F", amount_cny=60.0),),
    )
    whole = basis(case)
    found = generate(whole, Clock(20.0))
    assert found is not None
    released = found.plan.recourse.release.sum(axis=2)
    by_firm = {lane.firm: released[:, number] for number, lane in enumerate(found.plan.recourse.release_lanes)}
    value = whole.facts.network.flows[0].price_cny
    assert by_firm["F"] == pytest.approx([60.0 / value] * 2)
    assert by_firm["G"] == pytest.approx([1.0, 1.0])


def test_a_budget_that_nothing_keeps_leaves_no_plan() -> None:
    """What is signed costs more than there is: the ways out stay taken however dear they become."""
    assert generate(basis(two_firms(-10.0)), Clock(20.0)).found is None


def many_payers() -> Scenario:
    """A dozen firms, each with a budget of its own that does not reach for all it needs, of five items."""
    firms = [f"F{number}" for number in range(12)]
    items = "MNKLR"
    return tiny(
        settings=settings(periods=3, gap=1e-6),
        firms=tuple(Firm(firm=name, name=name, city="广州") for name in firms),
        items=tuple(machine(item) for item in items),
        offers=tuple(
            home_offer(item.lower(), item=item, capacity_per_period=14.0 + at) for at, item in enumerate(items)
        ),
        demand=tuple(
            need(
                (Q1, Q2)[(place + at) % 2],
                float(1 + (place + at) % 3),
                f"L{place}{item}",
                firm=name,
                item=item,
                shortage_cost_cny=100.0 + 17.0 * ((7 * place + 3 * at) % 11),
            )
            for place, name in enumerate(firms)
            for at, item in enumerate(items)
        ),
        budgets=tuple(Budget(payer=name, amount_cny=150.0 + 45.0 * place) for place, name in enumerate(firms)),
    )


def overrun(case: Scenario) -> tuple[Rounds, Mixture]:
    """Blocks that have answered as if nobody had a budget, and what the master makes of it."""
    whole = basis(case, draws=4)
    frames = Frames(whole)
    parts = [written(frames.of(items), items) for items in components(whole)]
    joint = Joint.of(written(frames.of(()), ()), parts)
    of_items = [ItemBlock.of(part, joint) for part in parts]
    level, weights = case.settings.risk_level, whole.draws.weights
    rounds = Rounds(
        Master(joint, of_items, tail_weight(case.settings), np.inf, weights, level, 100.0), Clock(20.0), 0.0, Threads(1)
    )
    rounds.ask(rounds.master.neutral())
    return rounds, rounds.master.solve(rounds.left())


@pytest.mark.parametrize("whole", [False, True])
def test_plans_within_allotments_keep_every_budget_at_once(whole: bool) -> None:
    """All blocks together spend several times what there is; what they decide within allotments of that is a plan."""
    rounds, mixture = overrun(many_payers())
    assert not mixture.fits
    plans = allotted(rounds, mixture, mixture.x0, whole)
    assert plans is not None
    assert np.isfinite(rounds.master.objective(plans, mixture.x0))
    counted = np.concatenate([p.values[b.program.whole] for p, b in zip(plans, rounds.master.blocks, strict=True)])
    assert not whole or counted == pytest.approx(np.round(counted), abs=1e-9)


def test_a_mixture_that_fits_is_found_by_allotments_and_stands_within_its_own() -> None:
    """Answers within allotments of a mixture that is a plan are no worse at its tail."""
    rounds, mixture = overrun(many_payers())
    mixture = fitted(rounds, mixture, 1e-4, 0.0)
    assert mixture.fits and rounds.near(mixture.objective, 1e-4)
    plans = allotted(rounds, mixture, mixture.x0, whole=False)
    assert plans is not None

    def counts(plans: tuple[BlockPlan, ...]) -> float:
        return sum(plan.cost + float(plan.by_draw @ mixture.prices.tail) for plan in plans)

    assert counts(plans) <= counts(mixture.plans) + 1e-4 * abs(counts(mixture.plans))


def test_many_payers_with_tight_budgets_are_planned_like_in_one_piece() -> None:
    case = many_payers()
    whole = basis(case, draws=4)
    best, found = in_one_piece(whole), generate(whole, Clock(20.0))
    assert best is not None and found.costs is not None
    best *= whole.common.money
    assert found.bound_cny <= best * (1 + 1e-6)
    assert best * (1 - 1e-6) <= found.objective_cny <= best * 1.005
    told = agreement(found.costs, audit(case, whole.facts.landed, whole.draws, found.plan))
    assert told.agrees, told


@pytest.mark.parametrize(
    ("ends", "error", "detail"),
    [
        ("relaxed", KeyboardInterrupt(), INTERRUPTED),
        ("relaxed", SolverFailed("no"), "no"),
        ("searched", KeyboardInterrupt(), INTERRUPTED),
    ],
)
def test_no_search_ends_without_a_plan(
    monkeypatch: pytest.MonkeyPatch, ends: str, error: BaseException, detail: str
) -> None:
    """Stopped before anything is known: nothing bought. Stopped once prices have settled: what allotments gave."""

    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(Rounds, ends, broken)
    found = generate(basis(many_payers(), draws=4), Clock(20.0))
    assert found.termination.reason.has_plan and found.termination.detail == detail
    assert bool(found.plan.orders) == (ends == "searched")


@pytest.mark.parametrize("seconds", [0.3, 0.5, 1.0])
def test_short_of_time_there_is_a_plan(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """`solve` with hardly any time: of many payers it has a plan and a bound all the same."""
    monkeypatch.setattr(generation, "FEWEST_BLOCKS", 2)
    monkeypatch.setattr(generation, "WORTH_BLOCKS", 0)
    case = many_payers()
    landed = price(case, catalog())
    found = plan_it(case, landed, sample(case, count=4, base_rate=landed.base_rate), clock=Clock(seconds))
    assert found.termination.reason.has_plan and np.isfinite(found.bound_cny)


@pytest.mark.parametrize("case", [many_payers(), two_firms(3.0), asked(twice(random_case(0)))])
def test_however_late_no_simple_rule_is_better(monkeypatch: pytest.MonkeyPatch, case: Scenario) -> None:
    """The clock stands still at its end: nothing is searched, and each rule, settled by itself on all draws in one
    program, is at least as dear."""
    monkeypatch.setattr(generation, "FEWEST_BLOCKS", 2)
    monkeypatch.setattr(generation, "WORTH_BLOCKS", 0)
    landed = price(case, catalog())
    draws = sample(case, count=4, base_rate=landed.base_rate)
    whole = basis_of(in_whole(case), landed, draws)
    frame = frame_of(whole)
    program = program_of(frame, stages(frame)[0])
    rules = [
        first_plan._settled(frame, program, simple.decisions, 20.0).objective * whole.common.money
        for _, simple in first_plans(Course.of(in_whole(case), landed))
    ]
    assert np.isfinite(rules).sum() > 1
    late = generate(whole, Clock(0.0, now=lambda: 0.0), however_late=True, simple=SimpleStart(whole))
    assert late.objective_cny == pytest.approx(min(rules), rel=1e-6)
    ended = plan_it(case, landed, draws, clock=Clock(0.0, now=lambda: 0.0))
    assert ended.objective_cny <= min(rules) * (1 + 1e-6)
    assert audit(case, landed, draws, ended.plan).violations == ()


# --- what ends a search ------------------------------------------------------------------------------------------


def large() -> Scenario:
    return asked(twice(random_case(0)))


def test_the_same_plan_whatever_the_number_of_threads() -> None:
    one, two = (generate(basis(large()), Clock(20.0), crew=Threads(count)) for count in (1, 2))
    assert one is not None and two is not None
    assert (one.plan.orders, one.objective_cny, one.bound_cny) == (two.plan.orders, two.objective_cny, two.bound_cny)


@pytest.mark.parametrize(("error", "detail"), [(KeyboardInterrupt(), INTERRUPTED), (SolverFailed("no"), "no")])
def test_what_was_found_stands_whatever_ends_the_search(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, detail: str
) -> None:
    """While groups are searched the plan chosen before them is known already."""

    def broken(rounds: Rounds, chosen: Chosen, seed: int) -> Chosen:
        raise error

    monkeypatch.setattr(generation, "improved", broken)
    found = generate(basis(large()), Clock(20.0))
    assert found is not None
    assert found.termination.detail == detail
    assert found.termination.reason.has_plan


def test_a_case_of_many_items_is_planned_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """`solve` takes the road where a case is large enough, and says so."""
    monkeypatch.setattr(generation, "FEWEST_BLOCKS", 2)
    monkeypatch.setattr(generation, "WORTH_BLOCKS", 0)
    case = large().replace(suppliers=tuple(replace(row, booking_cost_cny=None) for row in large().suppliers))
    landed = price(case, catalog())
    found: Solution = plan_it(case, landed, sample(case, base_rate=landed.base_rate))
    assert found.road is not None and found.road.key == "generation"
    assert found.termination.reason in (Reason.GAP_REACHED, Reason.STOPPED_WITH_PLAN)


@pytest.mark.parametrize(("seed", "part"), [(0, 0.0), (0, 0.5), (20, 0.0), (25, 0.5), (32, 0.0)])
def test_calls_that_are_given_are_given_to_every_block(seed: int, part: float) -> None:
    """As in one piece, items without any calls beside those that are called."""
    case = asked(twice(random_case(seed)))
    landed = price(case, catalog())
    draws = sample(case, base_rate=landed.base_rate)
    free = basis_of(case, landed, draws)
    assert free.calls.purchases.count and len(set(free.calls.purchases.item.tolist())) < len(case.items)
    called = np.full((free.calls.purchases.count, draws.count), part)
    given = basis_of(case, landed, draws, called=called)
    best, found = in_one_piece(given), generate(given, Clock(20.0), crew=Threads(1))
    if best is None:
        assert found.found is None
        return
    assert found.bound_cny <= best * given.common.money * (1 + 1e-6) <= found.objective_cny * (1 + 2e-6)


@pytest.mark.parametrize("seed", range(0, 24, 3))
def test_what_is_signed_whole_is_planned_whole_at_once(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """The optimum in parts of pieces lies above the bound, the signed plan above that; nothing is left to sign."""
    monkeypatch.setattr(generation, "FEWEST_BLOCKS", 2)
    monkeypatch.setattr(generation, "WORTH_BLOCKS", 0)
    case = asked(twice(random_case(seed)))
    parts = case.replace(
        items=tuple(replace(item, unit="台", whole_units=False) for item in case.items),
        offers=tuple(row for row in case.offers if row.contract != "framework"),
    )
    landed = price(parts, catalog())
    draws = sample(parts, count=6, base_rate=landed.base_rate)
    best, found = in_one_piece(basis(parts, 6)), plan_it(parts, landed, draws, clock=Clock(20.0))
    if best is None or found.found is None:
        return
    money = basis(parts, 6).common.money
    if found.road is None or found.road.key != "generation":
        return
    assert all(order.quantity == round(order.quantity) for order in found.plan.orders)
    assert found.bound_cny <= best * money * (1 + 1e-6) + 1e-3 <= found.objective_cny * (1 + 1e-6) + 2e-3
    assert found.signed_cny == found.objective_cny
    assert signed(parts, landed, draws, found) is found


def test_frames_that_are_not_kept_are_written_again_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = basis(twice(joined_case(1)))
    kept = generate(whole, Clock(20.0), crew=Threads(1))
    monkeypatch.setattr(blocks, "KEPT", 0)
    again = generate(whole, Clock(20.0), crew=Threads(1))
    assert kept.found is not None and again.plan.orders == kept.plan.orders
    assert again.costs is not None and kept.costs is not None
    assert (again.costs.known == kept.costs.known).all() and (again.costs.by_draw == kept.costs.by_draw).all()


def test_a_program_solved_from_the_last_basis_answers_like_one_from_nothing() -> None:
    frame = frame_of(basis(large()))
    program = program_of(frame, stages(frame)[0]).relaxed()
    last, random = None, np.random.default_rng(1)
    for _ in range(3):
        costs = program.objective * random.uniform(0.5, 2.0, len(program.objective))
        afresh = solve(replace(program, objective=costs, offset=0.0), SolverSettings())
        found = solve_from_basis(replace(program, objective=costs, offset=0.0), SolverSettings(), last)
        assert found.objective == pytest.approx(afresh.objective, rel=1e-6)
        last = found.basis
        assert last is not None
