"""Figures far from their peers are asked about, with their cell and the money that they move; others are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from importplan.basics.issues import Issue
from importplan.basics.peers import far_from_peers
from importplan.scenario.checks.peers import NAMED, figures_fit_their_peers, worth_a_call
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier

DAY = date(2027, 4, 1)


def case(needs: list[float], prices: list[float], reference: float | None = None) -> Scenario:
    """One item; a firm for each need, an offer in yuan for each price."""
    return Scenario(
        Settings(start=date(2027, 1, 1)),
        items=(Item(item="I", hs_code="84571010", reference_value_cny=reference),),
        firms=tuple(Firm(firm=f"F{number}") for number in range(len(needs))),
        demand=tuple(
            Demand(line=f"L{number}", firm=f"F{number}", item="I", period=DAY, quantity=quantity)
            for number, quantity in enumerate(needs)
        ),
        suppliers=(Supplier(supplier="S", country="DE"),),
        offers=tuple(
            Offer(offer=f"O{number}", supplier="S", item="I", unit_price=price, currency="CNY")
            for number, price in enumerate(prices)
        ),
    )


def found(*told: object) -> list[Issue]:
    return list(figures_fit_their_peers(case(*told)))  # type: ignore[arg-type]


def test_figures_like_their_peers_pass() -> None:
    assert found([2.0, 3.0, 4.0, 5.0, 8.0], [100.0, 120.0, 90.0], 110.0) == []
    assert found([2.0, 300.0], [100.0, 5000.0]) == []  # of two nobody knows which is odd
    assert found([1.0] * 6 + [4.0], [], 110.0) == []  # counted goods: ln 4 ∕ ln 1.5 = 3.4
    assert [issue.values["said"] for issue in found([1.0] * 6 + [5.0], [], 110.0)] == [5.0]


def test_a_need_far_from_that_of_other_firms() -> None:
    """Median of 2, 3, 4, 5, 400 is 4: 396 units × 110."""
    (issue,) = found([2.0, 3.0, 4.0, 5.0, 400.0], [], 110.0)
    assert issue.code == "need-far-from-peers"
    assert (issue.values["firm"], issue.values["usual"]) == ("F4", pytest.approx(4.0))
    assert issue.values["cny"] == pytest.approx(396 * 110)


def test_the_money_of_a_price_is_that_of_all_that_is_needed() -> None:
    """10 units needed; one offer in three is ten times beyond both others (105 in the middle): 1,895 × 10."""
    (issue,) = found([10.0], [100.0, 110.0, 2000.0])
    assert (issue.code, issue.values["offer"]) == ("price-far-from-peers", "O2")
    assert issue.values["cny"] == pytest.approx((2000 - 105) * 10)
    (issue,) = found([10.0], [100.0], 600.0)
    assert (issue.code, issue.values["cny"]) == ("price-far-from-reference", 5000.0)


def test_those_that_move_most_money_come_first_and_the_rest_is_counted() -> None:
    needs = [1.0] * 60 + [1000.0 + number for number in range(NAMED + 5)]
    told = found(needs, [], 10.0)
    moved = [issue.values["cny"] for issue in told[:NAMED]]
    assert moved == sorted(moved, reverse=True) and len(told) == NAMED + 1
    assert (told[-1].code, told[-1].values["count"]) == ("figures-far-more", 5)


def test_one_owner_is_no_peer_of_itself() -> None:
    assert far_from_peers([1.0, 1.0, 20.0], ["a", "a", "b"]) == [(2, 1.0)]
    assert far_from_peers([1.0, 20.0, 20.0], ["a", "b", "b"]) == [(0, 20.0)]
    assert far_from_peers([1.0] * 4 + [1.2] * 4, list("abcdefgh")) == []


def test_a_need_far_from_that_of_the_case_before_is_asked_about_where_that_is_given() -> None:
    """Of 4 a year before, 30 is more than five times it; a machine must be ten times beyond. Others are as before."""
    now, before = case([30.0, 5.0], [], 100.0), case([4.0, 5.0], [], 100.0)
    parts = {"items": (replace(now.items[0], kind="part"),)}
    assert worth_a_call(now, before) == worth_a_call(now.replace(**parts)) == ()
    (doubt,) = worth_a_call(now.replace(**parts), before)
    assert (doubt.issue.code, doubt.moves_cny) == ("need-far-from-before", 2600.0)
    assert {key: doubt.issue.values[key] for key in ("firm", "said", "usual")} == {"firm": "F0", "said": 30, "usual": 4}
    assert worth_a_call(now.replace(**parts), case([6.0], [], 100.0)) == ()  # five times: not beyond


def test_a_figure_is_asked_about_once_and_the_largest_sum_first() -> None:
    now, before = case([2.0, 3.0, 4.0, 5.0, 400.0], [100.0, 110.0, 2000.0]), case([2.0, 3.0, 4.0, 5.0, 1.0], [])
    parts = {"items": (replace(now.items[0], kind="part"),)}
    codes = [doubt.issue.code for doubt in worth_a_call(now.replace(**parts), before)]
    assert sorted(codes) == ["need-far-from-peers", "price-far-from-peers"]
    moved = [doubt.moves_cny for doubt in worth_a_call(now.replace(**parts), before)]
    assert moved == sorted(moved, reverse=True)
