"""What would have to be true for an order to pay, worked by hand, and proved by planning nothing anew at that value."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hand_cases import Q1, Q2, catalog, courses, home_offer, machine, need, planned, tiny
from route_cases import one_kit, route

from importplan.customs.cost.landed_cost import price
from importplan.evaluation.replay.baselines import replay
from importplan.evaluation.replay.forgoing import forgo_each
from importplan.evaluation.replay.forgone import Forgone
from importplan.model.search.limit_prices import limit_prices
from importplan.pipeline.plan import plan_case, write_result
from importplan.pipeline.read_back import read_back
from importplan.pipeline.settings import RunSettings
from importplan.plan.limit_price import LimitPrice
from importplan.running.clock import Clock
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.uncertainty.sampling.sample import sample


def parts(case: Scenario) -> dict[str, Forgone]:
    """Source → what doing without it costs; every part was tried."""
    found = planned(case)
    forgone, untried = forgo_each(case, found.landed, found.draws, found.plan, Clock(60.0))
    assert untried == 0
    return {each.source: each for each in forgone}


def cost_of(case: Scenario, keep: Any) -> float:
    """The mean cost of a plan that is kept, in a case with other values."""
    landed = price(case, catalog())
    costs = replay(case, landed, sample(case, base_rate=landed.base_rate), keep).costs
    assert costs is not None
    return float(costs.expected.sum())


def newsvendor(unit_price: float = 100.0, weight: float = 1.0, late: float = 125.0) -> Scenario:
    """One machine is asked for in Q2 in `weight` of 4 courses; late it costs 125 a quarter for three of them."""
    lines = courses({"calm": 4.0 - weight, "asked": weight}, ("calm", "demand", "L1", None, 0.0))
    offers = (home_offer(unit_price=unit_price, to_day=Q1),)
    return tiny(offers=offers, demand=(need(Q2, 1.0, shortage_cost_cny=late),), **lines)


def test_a_newsvendor_pays_from_cost_over_loss() -> None:
    """A unit costs 100 and spares 375 where it is asked for: it pays from a probability of 100 / 375, which is 0.267.

    At 1/2 it is worth 187.5 - 100 = 87.5, so the price may be 187.5, or being late cost 100 / 187.5 of what it does.
    """
    found = parts(newsvendor(weight=2.0))["h"]
    assert found.pays_from == pytest.approx(100.0 / 375.0)
    assert (found.pays_in, found.worth_cny) == (pytest.approx(0.5), pytest.approx(87.5))
    assert found.price_ratio == pytest.approx(1.875)
    assert found.late_ratio == pytest.approx(100.0 / 187.5)


@pytest.mark.parametrize("what", ["price", "late", "probability"])
def test_at_the_break_even_both_ways_cost_the_same(what: str) -> None:
    """Exactly, by recomputation with that one value changed."""
    case = newsvendor(weight=2.0)
    plan, found = planned(case).plan, parts(case)["h"]
    assert found.price_ratio and found.late_ratio and found.pays_from
    at = {
        "price": newsvendor(100.0 * found.price_ratio, 2.0),
        "late": newsvendor(100.0, 2.0, 125.0 * found.late_ratio),
        "probability": newsvendor(100.0, 4.0 * found.pays_from),
    }[what]
    without = replace(plan, orders=())
    assert cost_of(at, plan) == pytest.approx(cost_of(at, without), rel=1e-9)
    assert cost_of(case, plan) < cost_of(case, without) - 1.0


def two_sources(second_price: float = 120.0) -> Scenario:
    """Two machines in Q2; the first maker (100) sells one, the second (120) as many as one likes."""
    offers = (home_offer(capacity_per_period=1.0), home_offer("j", second_price, supplier="J", from_day=Q2))
    offers = (replace(offers[0], from_day=Q2), offers[1])
    return tiny(offers=offers, demand=(need(Q2, 2.0),))


def test_what_a_full_maker_cannot_sell_is_late_instead() -> None:
    """The first maker sells one and no more: without the second a unit is late for three quarters, which costs 150."""
    found = parts(two_sources())["j"]
    assert found.worth_cny == pytest.approx(150.0 - 120.0)
    assert found.price_ratio == pytest.approx(150.0 / 120.0)


def test_a_premium_pays_up_to_what_outages_of_the_other_source_cost() -> None:
    """The cheap maker (100) is stopped in half of the courses until Q3: a quarter late, 50. So 125 is what is worth it.

    The other one asks for 110: in the mean it spares 15; in half of the courses 40, in the others it costs 10 in vain.
    """
    stop = courses({"calm": 1.0, "stop": 1.0}, ("stop", "availability", "supplier:H", Q2, 0.0))
    offers = (home_offer(from_day=Q2), home_offer("j", 110.0, supplier="J", from_day=Q2))
    found = parts(tiny(offers=offers, demand=(need(Q2, 1.0),), **stop))["j"]
    assert (found.instead, found.pays_in) == ("h", pytest.approx(0.5))
    assert found.price_ratio == pytest.approx(125.0 / 110.0)
    assert found.pays_from == pytest.approx(10.0 / 50.0)


def test_a_second_source_without_another_pays_up_to_the_loss() -> None:
    """The first maker delivers in Q1 only, to one need; the second to another in Q3 alone: 50 a quarter, for two."""
    offers = (home_offer(to_day=Q1), home_offer("j", 90.0, supplier="J", from_day=Q2))
    case = tiny(
        offers=offers,
        items=(machine(holding_rate=4.0),),
        demand=(need(Q1, 2.0, "L1"), need(Q2, 1.0, "L2")),
    )
    found = parts(case)["j"]
    assert (found.kind, found.instead) == ("second_source", "")
    assert found.price_ratio == pytest.approx(150.0 / 90.0)


def test_a_route_pays_up_to_what_opening_may_cost() -> None:
    """Machines are sold by nobody; two late for three quarters cost 300. Kits at 60 and 20 of work: 160, opening 40.

    So opening may cost 300 - 160 = 140; the kits are not bought without it.
    """
    case = tiny(
        items=(machine(), machine("K")),
        offers=(home_offer("k", 60.0, item="K"),),
        demand=(need(accepts=("machine", "skd")),),
        routes=(route(opening_cost_cny=40.0),),
        route_inputs=(one_kit(),),
    )
    found = parts(case)["kits"]
    assert (found.kind, found.worth_cny) == ("route", pytest.approx(100.0))
    assert found.price_ratio == pytest.approx(140.0 / 40.0)


def limits(case: Scenario) -> tuple[LimitPrice, ...] | None:
    """Prices of the limits of a case."""
    landed = price(case, catalog())
    return limit_prices(case, landed, sample(case, base_rate=landed.base_rate), Clock(60.0))


def dear(budget: float) -> Scenario:
    """Four machines at a million each in Q2, three million late for the year; whoever has less buys fewer."""
    offers = (home_offer(unit_price=1e6),)
    lines = (need(Q2, 4.0, shortage_cost_cny=1e6),)
    budgets = (Budget(payer="firm", amount_cny=budget),)
    return tiny(offers=offers, demand=lines, budgets=budgets)


def test_the_next_million_of_a_budget() -> None:
    """A machine spares 3,000,000 for 1,000,000: each yuan is worth 2 while fewer than four are bought."""
    (found,) = limits(dear(2e6)) or ()
    rate = found.price_cny
    assert found.wish.rule == "budget"
    assert found.step_cny == pytest.approx(1e6 * rate)
    assert rate == pytest.approx(2.0, rel=1e-6)
    assert limits(dear(9e6)) == ()


def test_the_next_million_is_worth_no_more_than_what_is_left_to_buy() -> None:
    """Half a machine is left: half a million buys all that is of use, and spares a million."""
    (found,) = limits(dear(3.5e6)) or ()
    assert found.price_cny == pytest.approx(2.0, rel=1e-6)
    assert found.step_cny == pytest.approx(1e6, rel=1e-6)


def test_a_goal_of_several_stages_has_no_one_price() -> None:
    """It is said, not made up."""
    case = dear(2e6)
    assert limits(case.replace(settings=replace(case.settings, goal="ordered"))) is None


def test_what_pays_is_carried_and_read_back(tmp_path: Path) -> None:
    """The sheet is in the workbook, and a result is recomputed from it with the same figures."""
    case = dear(2e6)
    made = plan_case(case, RunSettings(language="en"), break_even=True)
    assert made.what_pays is not None and made.what_pays.parts and made.what_pays.limits
    write_result(made, tmp_path / "plan.xlsx")
    assert read_back(tmp_path / "plan.xlsx").result.what_pays == made.what_pays
    assert plan_case(case).what_pays is None
