"""What is signed is whole, worked by hand, and near the plan in parts in random cases."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hand_cases import (
    Q1,
    Q2,
    Q3,
    Q4,
    Planned,
    home_offer,
    machine,
    need,
    planned,
    settings,
    tiny,
    with_supplier,
)
from pytest import MonkeyPatch
from random_cases import random_case

from importplan.evaluation.agreement import agreement
from importplan.evaluation.ledger.audit import audit
from importplan.model.search.generation import generate
from importplan.model.search.signing import signed
from importplan.model.search.solve import solve
from importplan.parsing.units import counts_pieces
from importplan.plan.solution import IN_WHOLE, Reason, Solution
from importplan.scenario.counting import in_whole
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk

PARTS = machine(whole_units=False)  # 台, planned as if it could be divided
ALL_YEAR = Limit(rule="min_fill_rate", item="all", who="all", value=1.0)


def both(case: Scenario) -> tuple[Planned, Solution]:
    """The case as asked and what can be signed of it; the ledger agrees with the second."""
    found = planned(case)
    told = signed(found.scenario, found.landed, found.draws, found.solution)
    if told.costs is not None:
        assert agreement(told.costs, audit(found.scenario, found.landed, found.draws, told.plan, signed=True)).agrees
    return found, told


def units(solution: Solution) -> list[float]:
    return [order.quantity for order in solution.plan.orders]


def fifths(**changes: Any) -> Scenario:
    """A fifth of a machine every quarter, at 100 CNY a machine; one that is late costs 150 CNY a quarter."""
    quarters = enumerate((Q1, Q2, Q3, Q4))
    lines = tuple(need(day, 0.2, line=f"L{at}", shortage_cost_cny=150.0) for at, day in quarters)
    return tiny(**({"items": (PARTS,), "demand": lines} | changes))


def test_a_fifth_a_quarter_is_one_a_year_and_never_one_a_quarter() -> None:
    """As asked 4 x 20 CNY; signed one machine at once for 100 CNY: without one, 300 CNY for 2 late."""
    found, told = both(fifths())
    assert sum(units(found.solution)) == pytest.approx(0.8)
    assert units(told) == [1.0] and told.plan.orders[0].period == 0
    assert (told.objective_cny, told.bound_cny) == (pytest.approx(80.0), pytest.approx(80.0))
    assert (told.signed_cny, told.rounding_cny) == (pytest.approx(100.0), pytest.approx(20.0))


def test_what_is_measured_is_signed_as_it_was_planned() -> None:
    found = planned(fifths(items=(replace(PARTS, unit="kg"),)))
    assert signed(found.scenario, found.landed, found.draws, found.solution) is found.solution


def test_what_is_whole_already_stays() -> None:
    found = planned(tiny(items=(PARTS,)))
    assert signed(found.scenario, found.landed, found.draws, found.solution) is found.solution


def test_a_budget_holds_and_a_need_that_must_be_met_is_met() -> None:
    """1.5 machines are needed, 100 CNY each once their VAT is back: 190 CNY buy one, a hard fill rate asks for two."""
    half = {"items": (PARTS,), "demand": (need(Q2, 1.5, shortage_cost_cny=1000.0),)}
    assert units(both(tiny(**half))[1]) == [2.0]
    assert units(both(tiny(**half, budgets=(Budget(payer="all", amount_cny=190.0),)))[1]) == [1.0]
    assert sum(units(both(tiny(**half, limits=(ALL_YEAR,)))[1])) == 2.0


def test_where_whole_pieces_have_no_plan_the_wish_that_forbids_it_is_named() -> None:
    half = (need(Q2, 1.5, shortage_cost_cny=1000.0),)
    case = tiny(items=(PARTS,), demand=half, limits=(ALL_YEAR,), budgets=(Budget(payer="all", amount_cny=190.0),))
    found, told = both(case)
    assert found.solution.found is not None
    assert told.found is None
    assert (told.termination.reason, told.termination.detail) == (Reason.INFEASIBLE, IN_WHOLE)
    assert {repair.rule for way in told.ways_out for repair in way.repairs} == {"budget", "min_fill_rate"}


def test_what_cannot_be_rounded_near_by_is_planned_in_whole_pieces() -> None:
    """Half from each of two makers, who may sell no more than half of it: a need of one machine cannot be split, so
    it is not met where it need not be, and two are bought where one must be there."""
    share = Limit(rule="max_supplier_share", item="M", who="each", value=0.5)
    offers = (home_offer("h"), home_offer("g", supplier="J"))
    case = tiny(items=(PARTS,), offers=offers, demand=(need(Q2, 1.0, shortage_cost_cny=1000.0),), limits=(share,))
    found, told = both(case)
    assert units(found.solution) == pytest.approx([0.5, 0.5])
    assert units(told) == [1.0, 1.0]


def test_bookings_are_whole() -> None:
    """1.5 units of capacity at 1 CNY a quarter over four quarters: 6 CNY; two are booked: 8 CNY."""
    case = tiny(
        items=(PARTS,),
        offers=(home_offer(contract="framework"),),
        demand=(need(Q1, 1.5, shortage_cost_cny=1000.0),),
    )
    found, told = both(with_supplier(case, "H", booking_cost_cny=1.0))
    assert found.plan.bookings == {"H": pytest.approx(1.5)}
    assert told.plan.bookings == {"H": 2.0}


@pytest.mark.parametrize(("items", "whole"), [(1, True), (2, False)], ids=["in one piece", "by blocks, in parts"])
def test_a_share_that_is_stopped_makes_no_booking_half(items: int, whole: bool, monkeypatch: MonkeyPatch) -> None:
    """A third of what is booked is stopped: 1.5 machines at 5 CNY would let one be called, two are what can be signed.

    One for 100 + 2 x 5 CNY, and each of the others for 100 CNY.
    """
    monkeypatch.setattr(generate, "WORTH_BLOCKS", 0)
    monkeypatch.setattr(generate, "FEWEST_BLOCKS", 2)
    names = ["M", *(f"N{number}" for number in range(1, items))]
    case = tiny(
        settings=settings(draws=2, gap=1e-4),
        items=tuple(machine(name, whole_units=whole) for name in names),
        offers=(
            home_offer("k", supplier="J", contract="framework"),
            *(home_offer(f"h{name}", item=name) for name in names[1:]),
        ),
        demand=tuple(need(Q2, 1.0, f"L{name}", item=name) for name in names),
        risks=(Risk(risk="R", active_until=Q4, starts_per_year=0.0),),
        risk_targets=(RiskTarget(risk="R", target="supplier:J", severity=1.0 / 3.0),),
    )
    _, told = both(with_supplier(case, "J", booking_cost_cny=5.0, booking_from=Q2, booking_to=Q2))
    assert told.plan.bookings == {"J": 2.0}
    assert told.plan_cny == pytest.approx(100.0 * items + 10.0)


def test_the_auditor_notices_what_is_signed_in_parts() -> None:
    found = planned(fifths())
    noticed = audit(found.scenario, found.landed, found.draws, found.plan, signed=True).violations
    assert {violation.family for violation in noticed} == {"whole_units"}
    assert not audit(found.scenario, found.landed, found.draws, found.plan).violations


@pytest.mark.parametrize(
    ("unit", "counts"), [("台", True), ("套", True), ("件", True), ("箱", True), ("pcs", True), ("kg", False),
                         ("KG", False), ("吨", False), ("米", False), ("m", False), ("L", False), ("升", False)]
)  # fmt: skip
def test_units_count_or_measure(unit: str, counts: bool) -> None:
    assert counts_pieces(unit) == counts


@pytest.mark.parametrize("seed", range(1, 40, 3))
def test_random_cases_are_signed_near_the_plan_in_parts(seed: int) -> None:
    case = random_case(seed)
    case = case.replace(
        items=tuple(replace(item, whole_units=False) for item in case.items),
        demand=tuple(replace(row, quantity=row.quantity * 0.7) for row in case.demand),
    )
    found, told = both(case)
    if found.solution.found is None or told is found.solution:
        return
    if told.found is None:
        assert told.termination.detail == IN_WHOLE and told.ways_out
        return
    assert told.signed_cny is not None and told.signed_cny >= told.bound_cny - 1e-6 * abs(told.bound_cny)
    asked, sure = (sums(found, plan) for plan in (found.plan, told.plan))
    near = all(np.abs(sure[key] - asked[key]).max() < 1.0 + 1e-6 for key in asked.keys() | sure.keys())
    whole = signed(found.scenario, found.landed, found.draws, replace(told, signed_cny=None))
    if not near:  # none is: it was planned anew in whole pieces
        assert solve(in_whole(case), found.landed, found.draws, near=found.plan).found is None
    assert whole.plan.orders == told.plan.orders  # nothing is left to be rounded


def sums(found: Planned, plan: Any) -> dict[tuple[str, str], Any]:
    """(offer, payer) → units ordered up to each period."""
    total: dict[tuple[str, str], Any] = defaultdict(lambda: np.zeros(found.scenario.calendar.count))
    for order in plan.orders:
        option = found.landed.options[order.option]
        total[option.offer, option.payer][order.period :] += order.quantity
    return total
