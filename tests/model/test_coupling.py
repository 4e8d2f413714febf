"""What joins stocks and draws, asked directly: which stocks stand in a budget, and whether risk counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hand_cases import Q1, catalog, home_offer, machine, need, settings, tiny

from importplan.customs.cost.landed_cost import price
from importplan.model.case.coupling import blocks, in_budgets, in_mean, least_share, relief_in_budgets, risk_counts
from importplan.model.case.facts import Facts
from importplan.model.program.build import build
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock
from importplan.uncertainty.sampling.sample import sample


def facts_of(case: Scenario) -> Facts:
    landed = price(case, catalog())
    return build(case, landed, sample(case, base_rate=landed.base_rate)).facts


def named(facts: Facts, stocks: Any) -> list[tuple[str, str]]:
    """Owner and item of stocks that a mask marks."""
    return [(row.owner, row.item) for row, marked in zip(facts.network.stocks, stocks, strict=True) if marked]


def two_firms(**sheets: Any) -> Scenario:
    """F needs M and N, G needs M; F and G have a site each, that of G is free of rent."""
    given: dict[str, Any] = {
        "firms": (Firm(firm="F"), Firm(firm="G")),
        "items": (machine(volume_m3=1.0), machine("N", volume_m3=1.0)),
        "offers": (home_offer(), home_offer("n", item="N")),
        "demand": (need(line="A", firm="F"), need(line="B", item="N", firm="F"), need(line="C", firm="G")),
        "sites": (Site(site="f", owner="F", cost_cny_per_m3_month=2.0), Site(site="g", owner="G")),
    }
    return tiny(**(given | sheets))


def test_stocks_in_a_store_with_rent_stand_in_the_budgets_of_who_owns_it() -> None:
    """The rent of F is cash of F; that of G is none."""
    both = (Budget(payer="F", amount_cny=900.0), Budget(payer="G", amount_cny=900.0))
    facts = facts_of(two_firms(budgets=both))
    assert named(facts, in_budgets(facts, "plan")) == [("F", "M"), ("F", "N")]
    assert not in_budgets(facts, "each_draw").any()


@pytest.mark.parametrize(("payer", "marked"), [("F", 2), ("G", 0), ("all", 2)])
def test_a_budget_of_somebody_else_does_not_count(payer: str, marked: int) -> None:
    facts = facts_of(two_firms(budgets=(Budget(payer=payer, amount_cny=900.0, within="each_draw"),)))
    assert in_budgets(facts, "each_draw").sum() == marked
    assert not in_budgets(facts, "plan").any()


def test_stocks_whose_want_can_be_relieved_for_money_stand_in_budgets() -> None:
    """Workaround of M costs, of N nothing; F has a budget, G has none."""
    items = (
        machine(workaround_cost_cny=5.0, workaround_limit=1.0),
        machine("N", workaround_cost_cny=0.0, workaround_limit=1.0),
    )
    facts = facts_of(two_firms(items=items, sites=(), budgets=(Budget(payer="F", amount_cny=900.0),)))
    assert named(facts, in_budgets(facts, "plan")) == [("F", "M")]
    assert relief_in_budgets(facts, "plan").sum() == 1


@pytest.mark.parametrize("payer", ["F", RESERVE])
def test_a_release_stands_in_the_budget_of_who_pays_and_of_who_is_paid(payer: str) -> None:
    case = two_firms(
        settings=settings(owner="bureau"),
        sites=(),
        stock=(Stock(item="M", quantity=1.0, owner=RESERVE),),
        demand=(need(firm="F"),),
        budgets=(Budget(payer=payer, amount_cny=900.0),),
    )
    facts = facts_of(case)
    assert sorted(named(facts, in_budgets(facts, "plan"))) == [("F", "M"), (RESERVE, "M")]


def test_limits_in_the_mean_and_urgent_demand_of_the_ordered_goal_add_up_draws() -> None:
    plain = two_firms()
    assert not in_mean(facts_of(plain)).any()
    limited = facts_of(
        plain.replace(limits=(Limit(rule="min_fill_rate", item="N", who="F", value=0.5, within="mean"),))
    )
    assert named(limited, in_mean(limited)) == [("F", "N")]
    each = facts_of(plain.replace(limits=(Limit(rule="min_fill_rate", item="N", value=0.5, within="each_draw"),)))
    assert not in_mean(each).any()
    urgent = (need(line="A", firm="F", priority=1), need(line="C", firm="G"))
    ordered = facts_of(two_firms(demand=urgent, settings=settings(goal="ordered")))
    assert named(ordered, in_mean(ordered)) == [("F", "M")]


def joined(case: Scenario, room: bool = True) -> int:
    """How many blocks the stocks of a case fall into, where every stock is merged."""
    facts = facts_of(case)
    return len(np.unique(blocks(facts, np.ones(len(facts.network.stocks), dtype=bool), room)))


def test_stocks_are_joined_by_what_they_share_within_a_draw() -> None:
    """Three stocks: F's M and N, and G's M. A site that may be full joins what lies there; relief joins an item."""
    assert joined(two_firms()) == 3
    full = two_firms(sites=(Site(site="f", owner="F", capacity_m3=1.0),))
    assert joined(full) == 2
    assert joined(full, room=False) == 3
    relief = (machine(workaround_cost_cny=5.0, workaround_limit=1.0), machine("N"))
    assert joined(two_firms(items=relief, sites=())) == 2  # both stocks of M
    limit = Limit(rule="max_shortage", item="all", who="all", value=1.0, within="each_draw", to_day=Q1)
    assert joined(two_firms(limits=(limit,))) == 1
    assert joined(two_firms(limits=(replace(limit, within="mean"),))) == 3


@pytest.mark.parametrize(
    ("changes", "counts", "share"),
    [
        ({"risk_weight": 0.0, "risk_level": 0.9}, False, 1.0),
        ({"risk_weight": 0.25, "risk_level": 0.9}, True, 0.75),
        ({"risk_weight": 0.25, "risk_level": 0.0}, False, 0.75),  # CVaR of level 0 is the mean
        ({"risk_weight": 0.0, "risk_level": 0.9, "risk_limit_cny": 1.0}, True, 1.0),
        ({"goal": "cvar_limit", "risk_weight": 0.5, "risk_level": 0.9}, False, 1.0),
        ({"goal": "cvar_limit", "risk_level": 0.9, "risk_limit_cny": 1.0}, True, 1.0),
        ({"goal": "min_cvar", "risk_weight": 0.0, "risk_level": 0.9}, True, 0.0),
        ({"goal": "ordered", "risk_weight": 0.0, "risk_level": 0.9}, True, 0.0),
    ],
)
def test_whether_risk_counts_and_what_a_yuan_more_adds_at_least(
    changes: dict[str, Any], counts: bool, share: float
) -> None:
    given = settings(**changes)
    assert risk_counts(given) is counts
    assert least_share(given) == share
