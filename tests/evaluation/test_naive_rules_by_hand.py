"""What the naive rules would order, worked by hand: cheapest source, equal split, no stock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hand_cases import Q2, Q3, catalog, home_offer, import_offer, machine, need, planned, tiny, with_supplier

from importplan.customs.cost.landed_cost import price
from importplan.evaluation.replay.baselines import cheapest_source, equal_split, no_stock
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.limits import Limit

THREE = (home_offer("h"), home_offer("a", 90.0, supplier="E"), home_offer("b", 80.0, supplier="J"))


def split(case: Scenario) -> list[tuple[str, float, str]]:
    """The shares that the rule of the equal split imposes: item, value, measure."""
    rows = equal_split(case, price(case, catalog())).limits
    return [(row.item, row.value, row.measure) for row in rows if row.rule == "max_supplier_share"]


def dear(quantity: float, **changes: Any) -> tuple[Any, ...]:
    """Demand that nobody leaves open."""
    return (need(Q2, quantity, shortage_cost_cny=900.0, **changes),)


@pytest.mark.parametrize(
    ("quantity", "whole", "share"),
    [
        (4.0, True, 0.5),  # 4/3 of a machine each, rounded up to 2 of 4
        (6.0, True, 2.0 / 6.0),  # divides evenly
        (7.0, True, 3.0 / 7.0),
        (4.0, False, 1.0 / 3.0),  # goods that need not be whole are not rounded
        (1.0, True, 1.0),  # one machine cannot be split
    ],
)
def test_an_equal_split_is_an_equal_part_in_whole_units(quantity: float, whole: bool, share: float) -> None:
    """Of three sellers."""
    case = tiny(items=(machine(whole_units=whole),), offers=THREE, demand=dear(quantity))
    assert split(case) == [("M", pytest.approx(share), "units")]


def test_an_equal_split_buys_from_all_of_them() -> None:
    """Six machines, two of each seller, though one is the cheapest of all: 2 x (100 + 90 + 80)."""
    case = tiny(offers=THREE, demand=dear(6.0))
    found = planned(equal_split(case, price(case, catalog())))
    assert found.bought == {("h", "firm", 1): 2.0, ("a", "firm", 1): 2.0, ("b", "firm", 1): 2.0}
    assert found.objective == pytest.approx(540.0)


def test_only_who_may_sell_takes_part_in_an_equal_split() -> None:
    """Of six machines each of three sellers has two. Where one offer is not qualified, or its supplier is not, each of
    two has three. Two offers of one supplier count once."""
    case = tiny(offers=THREE, demand=dear(6.0))
    assert split(case) == [("M", pytest.approx(2.0 / 6.0), "units")]
    offer_out = case.replace(offers=(*THREE[:2], replace(THREE[2], qualified=False)))
    assert split(offer_out) == [("M", 0.5, "units")]
    assert split(with_supplier(case, "J", qualified=False)) == [("M", 0.5, "units")]
    assert split(case.replace(offers=(*THREE[:2], home_offer("h2", 95.0)))) == [("M", 0.5, "units")]


def test_one_seller_or_no_demand_is_not_split() -> None:
    case = tiny(offers=THREE, demand=dear(4.0))
    assert split(case.replace(offers=THREE[:1])) == []
    none = (need(Q2, 0.0),)
    assert split(case.replace(demand=none)) == []
    of_other = tiny(items=(machine("M"), machine("N")), offers=THREE, demand=dear(4.0))
    assert [item for item, _, _ in split(of_other)] == ["M"]


def test_the_cheapest_source_is_the_cheapest_landed() -> None:
    """Imported at 100, with duty 110; at home 105."""
    case = tiny(offers=(home_offer(unit_price=105.0), import_offer()), demand=dear(2.0))
    naive = cheapest_source(case, price(case, catalog()))
    assert planned(naive).bought == {("h", "firm", 1): 2.0}
    dearer = case.replace(offers=(home_offer(unit_price=115.0), import_offer()))
    assert planned(cheapest_source(dearer, price(dearer, catalog()))).bought == {("e", "firm", 1): 2.0}


def test_the_cheapest_source_is_kept_however_late_it_is() -> None:
    """Only from 2027Q3: a quarter late at 900 a machine, which no plan would do. Others are closed before 2027."""
    case = tiny(offers=(home_offer(), home_offer("c", 60.0, supplier="J", from_day=Q3)), demand=dear(2.0))
    naive = cheapest_source(case, price(case, catalog()))
    assert planned(naive).bought == {("c", "firm", 2): 2.0}
    assert [offer.to_day for offer in naive.offers] == [date(2026, 10, 1), None]


def test_each_item_has_a_cheapest_source_of_its_own() -> None:
    case = tiny(
        items=(machine("M"), machine("N")),
        offers=(home_offer(), home_offer("c", 60.0, supplier="J", item="N"), home_offer("d", 70.0, item="N")),
        demand=(*dear(1.0), *dear(1.0, line="L2", item="N")),
    )
    naive = cheapest_source(case, price(case, catalog()))
    assert planned(naive).bought == {("h", "firm", 1): 1.0, ("c", "firm", 1): 1.0}


def test_naive_rules_know_no_rules_of_buying_but_those_of_need() -> None:
    """A limit on the mix of sources, a budget's risk limit and the weight on risk go; a fill rate stays."""
    mix = Limit(rule="max_supplier_share", item="M", value=0.5)
    need_of = Limit(rule="min_fill_rate", item="M", value=0.9)
    soft = Limit(rule="max_country_share", item="M", value=0.5, soft_cost_cny=5.0)
    case = tiny(offers=THREE[:1], demand=dear(2.0), limits=(mix, need_of, soft))
    risky = case.replace(settings=replace(case.settings, goal="min_cvar", risk_weight=0.5, risk_limit_cny=1.0))
    for rule in (cheapest_source, no_stock):
        naive = rule(risky, price(case, catalog()))
        assert [row.rule for row in naive.limits] == ["min_fill_rate", "max_country_share"]
        settings = naive.settings
        assert (settings.goal, settings.risk_weight, settings.risk_limit_cny) == ("weighted", 0.0, None)
