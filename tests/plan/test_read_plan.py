"""A solved case read back as a plan: orders in order, labels that fit the arrays, bound and gap always there."""

from __future__ import annotations

import pytest
from hand_cases import Q3, home_offer, import_offer, machine, need, planned, tiny, with_settings
from random_cases import FEATURES, random_case

from importplan.plan.plan import PlannedOrder
from importplan.plan.solution import Reason


def test_orders_stand_by_item_offer_payer_and_period() -> None:
    case = tiny(
        items=(machine("N"), machine()),
        offers=(home_offer(capacity_per_period=1.0), home_offer("n", item="N"), import_offer(capacity_per_period=1.0)),
        demand=(need(quantity=3.0, shortage_cost_cny=90.0), need(Q3, 1.0, "L2", item="N", shortage_cost_cny=90.0)),
    )
    found = planned(case)
    places = []
    for order in found.plan.orders:
        offer = case.offer_index[found.landed.options[order.option].offer]
        places.append((case.item_index[case.offers[offer].item], offer, order.period))
    assert places == sorted(places)
    assert len(places) == 4


@pytest.mark.parametrize("seed", range(len(FEATURES)))
def test_arrays_fit_their_labels(seed: int) -> None:
    found = planned(random_case(seed))
    if found.solution.found is None:
        return
    recourse, draws, periods = found.plan.recourse, found.draws.count, found.scenario.settings.periods
    for array, labels in (
        (recourse.stock, recourse.holdings),
        (recourse.backlog, recourse.tiers),
        (recourse.demand, recourse.tiers),
        (recourse.lost, recourse.tiers),
        (recourse.workaround, recourse.tiers),
        (recourse.release, recourse.release_lanes),
        (recourse.call_offs, recourse.call_off_lanes),
    ):
        assert array.shape == (draws, len(labels), periods)
        assert array.min(initial=0.0) >= 0.0
    assert recourse.beyond_quota.shape == (draws, len(recourse.quota_parts))


def test_bound_and_gap_are_there_with_and_without_a_plan() -> None:
    found = planned(tiny()).solution
    assert found.termination.reason is Reason.OPTIMAL
    assert (found.bound_cny, found.gap) == pytest.approx((200.0, 0.0))
    none = planned(with_settings(tiny(offers=()), risk_limit_cny=1.0)).solution
    assert none.termination.reason is Reason.INFEASIBLE
    assert none.gap == float("inf")
    assert none.objective_cny == float("inf")
    assert none.size["columns"] > 0


def test_a_gap_that_is_left_is_said() -> None:
    """With a gap of a half any plan within it will do: the answer says how far it may be from the best."""
    found = planned(with_settings(random_case(7), gap=0.5, goal="weighted")).solution
    assert found.termination.reason in (Reason.OPTIMAL, Reason.GAP_REACHED)
    assert found.gap <= 0.5
    assert found.bound_cny <= found.objective_cny
    assert (found.termination.reason is Reason.OPTIMAL) == (found.gap <= 1e-9)


def test_an_order_has_the_quantity_of_a_contract() -> None:
    """49 lots of 1.27; the sum of their binary neighbours is 62.22999999999999."""
    lots = tiny(
        items=(machine(unit="kg", whole_units=False),),
        offers=(import_offer(lot_size=1.27),),
        demand=(need(quantity=62.23, shortage_cost_cny=1e5),),
    )
    assert [order.quantity for order in planned(lots).plan.orders] == [62.23]
    assert PlannedOrder(0, 0, 49 * 1.27 - 1e-14).quantity == 62.23
    assert PlannedOrder(0, 0, 1_000_000_001.0).quantity == 1_000_000_001.0
