"""Substitutes by hand: a higher specification serves a lower one where its firm accepts it and it is cheaper."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest
from hand_cases import Q1, Q2, Q3, Planned, courses, holding, home_offer, machine, need, planned, settings, tiny
from random_cases import random_case, with_substitutes
from test_blocks import reassembled, twice
from test_generation import basis

from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.settling.settled import settled
from importplan.evaluation.settling.telling import told
from importplan.model.search.simple.course import Course
from importplan.model.search.simple.plans import simple_plans
from importplan.plan.plan import Recourse
from importplan.plan.settlement import Settlement
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.substitutes import Substitute
from importplan.scenario.substitutes import substitutions

HIGHER = ("higher",)


def case(price: float = 140.0, ratio: float = 1.0, accepts: tuple[str, ...] = HIGHER, **sheets: Any) -> Scenario:
    """Two machines M in Q2, late at 50 CNY a quarter for three quarters, or HI in their place."""
    given = {
        "items": (machine(), machine("HI")),
        "demand": (need(accepts=accepts),),
        "offers": (home_offer("hi", price, item="HI"),),
        "substitutes": (Substitute(item="HI", serves="M", ratio=ratio),),
    }
    return tiny(**(given | sheets))


def bought(found: Planned) -> dict[str, float]:
    total: dict[str, float] = {}
    for (offer, _, _), units in found.bought.items():
        total[offer] = total.get(offer, 0.0) + units
    return total


@pytest.mark.parametrize(
    ("asked", "cost", "units"),
    [
        (case(140.0), 280.0, {"hi": 2.0}),  # 140 instead of 150 for three quarters late
        (case(160.0), 300.0, {}),  # to be late is cheaper
        (case(140.0, accepts=()), 300.0, {}),  # nobody accepts it
        (case(140.0, accepts=("高配替代",)), 280.0, {"hi": 2.0}),
        (case(140.0, accepts=("lower",)), 300.0, {}),  # it is no lower specification
        (case(250.0, ratio=2.0), 250.0, {"hi": 1.0}),  # one is worth two
        (case(70.0, ratio=0.5, accepts=("lower",)), 280.0, {"hi": 4.0}),  # two are worth one
        (case(70.0, ratio=0.5), 300.0, {}),
    ],
)
def test_a_substitute_serves_where_it_is_accepted_and_cheaper_than_to_be_late(
    asked: Scenario, cost: float, units: dict[str, float]
) -> None:
    found = planned(asked)
    assert (found.objective, bought(found)) == (pytest.approx(cost), units)


def test_the_asked_item_is_bought_where_it_is_cheaper_and_the_other_where_it_runs_out() -> None:
    """One M a quarter at 100, in Q2 alone; the other one is a HI at 140."""
    own = home_offer("m", 100.0, capacity_per_period=1.0, from_day=Q2, to_day=Q2)
    found = planned(case(offers=(own, home_offer("hi", 140.0, item="HI"))))
    assert (found.objective, bought(found)) == (pytest.approx(240.0), {"m": 1.0, "hi": 1.0})
    assert found.plan.recourse.substituted.sum(axis=2).tolist() == [[1.0]]


def test_every_line_of_a_firm_has_to_accept_it() -> None:
    lines = (need(accepts=HIGHER), need(Q3, 1.0, line="b"))
    found = planned(case(demand=lines))
    assert bought(found) == {}
    both = planned(case(demand=tuple(replace(line, accepts=HIGHER) for line in lines)))
    assert bought(both) == {"hi": 2.0}  # in Q2; for Q3 two quarters late cost 100


def test_what_is_there_serves_its_own_need_before_it_is_bought_twice() -> None:
    """Three HI in stock: one for its own line, two for M; the third HI would be worth nothing."""
    there = (Stock(item="HI", quantity=3.0),)
    lines = (need(accepts=HIGHER), need(Q2, 1.0, line="own", item="HI", shortage_cost_cny=80.0))
    assert planned(case(stock=there, demand=lines, offers=())).objective == pytest.approx(0.0)
    short = planned(case(stock=(Stock(item="HI", quantity=1.0),), demand=lines, offers=()))
    assert short.objective == pytest.approx(2 * 150.0)  # the dearer need keeps its own


def test_a_substitute_is_stored_as_what_it_is_until_it_serves() -> None:
    """Bought in Q1, the only quarter, at 140, and held for a quarter at 10 CNY as HI."""
    dear = replace(holding(10.0), item="HI")
    found = planned(case(120.0, items=(machine(), dear), offers=(home_offer("hi", 120.0, item="HI", to_day=Q1),)))
    assert found.objective == pytest.approx(2 * 130.0)


def test_the_reserve_holds_and_releases_what_serves_in_place() -> None:
    firms = (Firm(firm="F", vat_deductible=False), Firm(firm="G", vat_deductible=False))
    lines = (need(firm="F", accepts=HIGHER, quantity=1.0), need(line="g", firm="G", accepts=HIGHER, quantity=1.0))
    there = (Stock(item="HI", quantity=2.0, owner=RESERVE),)
    found = planned(case(settings=settings(owner="bureau"), firms=firms, demand=lines, stock=there, offers=()))
    assert found.objective == pytest.approx(0.0)
    assert found.plan.recourse.release.sum() == pytest.approx(2.0)


def test_in_each_draw_what_is_missing_is_served_in_place() -> None:
    """The M of draw b never comes; a HI in stock serves there."""
    drawn = courses({"a": 0.5, "b": 0.5}, ("b", "availability", "m", None, 0.0))
    own = home_offer("m", 10.0)
    found = planned(case(offers=(own,), stock=(Stock(item="HI", quantity=2.0),), **drawn))
    assert found.by_draw("shortage_2") == pytest.approx([0.0, 0.0])


def test_rivals_take_a_substitute_where_nobody_sells_what_is_asked() -> None:
    found = planned(case())
    rule = simple_plans(Course.of(found.scenario, found.landed))["cheapest_source"]
    assert planned(found.scenario, keep=rule.plan).objective == pytest.approx(280.0)


# --- what is told, and what breaks it --------------------------------------------------------------------------------


def spoilt(found: Planned, scenario: Scenario | None = None, **recourse: Any) -> set[str]:
    plan = replace(found.plan, recourse=replace(found.plan.recourse, **recourse))
    return {each.family for each in audit(scenario or found.scenario, found.landed, found.draws, plan).violations}


def test_the_auditor_finds_who_is_served_with_what_he_does_not_take() -> None:
    found = planned(case())
    lines = (need(accepts=("machine",)),)
    assert "accepts" in spoilt(found, found.scenario.replace(demand=lines))
    assert "balance" in spoilt(
        found, found.scenario.replace(substitutes=(Substitute(item="HI", serves="M", ratio=2.0),))
    )
    served = found.plan.recourse.substituted
    assert spoilt(found, substituted=served * 0.5) == {"balance"}
    assert "unknown" in spoilt(found, found.scenario.replace(substitutes=()))
    early = np.roll(served, -1, axis=2)
    assert "substitutes" in spoilt(found, substituted=early)


@pytest.mark.parametrize("seed", range(4))
def test_a_settlement_tells_what_substitutes_serve(seed: int) -> None:
    """Random cases: whole is union of parts, and the course comes back from the rows that are told."""
    drawn = with_substitutes(twice(random_case(seed)), Random(seed))
    assert substitutions(drawn)
    found = planned(drawn)
    reassembled(basis(drawn))
    if found.solution.found is None:
        return
    books = Books(found.scenario, found.landed, found.draws)
    back = settled(books, replace(found.plan, recourse=Recourse.none()), Settlement(told(books, found.plan), {}, ()))
    for name in ("stock", "backlog", "substituted"):
        assert getattr(back.recourse, name).sum() == pytest.approx(getattr(found.plan.recourse, name).sum(), abs=1e-5)


def test_items_that_serve_each_other_are_one_part() -> None:
    assert reassembled(basis(case(budgets=()))) == [("M", "HI")]
