"""Dividing scarce goods: priority before fairness, leximin against every other division, sums, prices by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from importplan.allocation.rule import Division, Request, divide


def given(requests: list[Request], available: float, whole: bool = True) -> list[float]:
    return list(divide(requests, available, whole).given)


def test_a_priority_gets_nothing_before_every_higher_one_has_all() -> None:
    requests = [Request("A", 2, 5.0), Request("B", 1, 4.0), Request("C", 1, 3.0)]
    assert given(requests, 9.0) == [2.0, 4.0, 3.0]
    assert given(requests, 7.0) == [0.0, 4.0, 3.0]
    assert given(requests, 3.0)[0] == 0.0


def test_the_next_unit_goes_to_the_smallest_share() -> None:
    # 10, 4 and 2 asked, 8 there: one each (0.1, 0.25, 0.5), then 10 to 0.3, 4 to 0.5, 10 to 0.5.
    requests = [Request("A", 2, 10.0), Request("B", 2, 4.0), Request("C", 2, 2.0)]
    assert given(requests, 8.0) == [5.0, 2.0, 1.0]
    assert given(requests, 1.0) == [0.0, 0.0, 1.0]  # the share that rises most
    assert given(requests, 16.0) == [10.0, 4.0, 2.0]


def test_of_equal_requests_the_older_need_comes_first_then_a_lot_that_can_be_drawn_again() -> None:
    older = [Request("A", 2, 3.0, since=2), Request("B", 2, 3.0, since=1)]
    assert given(older, 1.0) == [0.0, 1.0]
    same = [Request(name, 2, 1.0) for name in "ABCDEFGH"]
    first = divide(same, 3.0, True, "7|spindle").given
    assert first == divide(same, 3.0, True, "7|spindle").given
    assert len({divide(same, 3.0, True, str(seed)).given for seed in range(20)}) > 5
    backwards = divide(same[::-1], 3.0, True, "7|spindle").given
    assert backwards[::-1] == first  # whatever the order of rows


def test_goods_that_divide_give_everybody_the_same_share() -> None:
    requests = [Request("A", 2, 10.0), Request("B", 2, 5.0)]
    assert given(requests, 6.0, whole=False) == pytest.approx([4.0, 2.0])


def test_losses_decide_nothing_and_their_price_is_told() -> None:
    requests = [
        Request("A", 2, 4.0, loss_cny=100.0),
        Request("B", 2, 4.0, loss_cny=1.0),
        Request("C", 1, 2.0, loss_cny=10.0),
    ]
    division = divide(requests, 6.0, True)
    assert division.given == (2.0, 2.0, 2.0)
    assert division.loss_cny == 2 * 100 + 2 * 1
    assert division.price_of_fairness_cny == 202 - 4 * 1  # all four to A
    assert division.price_of_priorities_cny == 0.0
    urgent = divide([*requests[:2], Request("C", 1, 6.0, loss_cny=10.0)], 6.0, True)
    assert urgent.price_of_priorities_cny == (4 * 100 + 4 * 1) - (4 * 10 + 4 * 1)
    assert (
        divide([Request(each.firm, each.priority, each.quantity) for each in requests], 6.0, True).given
        == division.given
    )


def _leximin_key(division: Division, parts: tuple[float, ...]) -> list[float]:
    return sorted(part / request.quantity for request, part in zip(division.requests, parts, strict=True))


def test_no_other_division_is_fairer() -> None:
    draw = np.random.default_rng(3)
    for _ in range(60):
        asked = draw.integers(1, 6, size=3)
        available = int(draw.integers(0, asked.sum() + 1))
        division = divide([Request(name, 2, float(q)) for name, q in zip("ABC", asked, strict=True)], available, True)
        assert sum(division.given) == available
        others = product(*(range(q + 1) for q in asked))
        best = max(_leximin_key(division, parts) for parts in others if sum(parts) == available)
        assert _leximin_key(division, division.given) == pytest.approx(best)


def test_invariants_of_large_divisions() -> None:
    draw = np.random.default_rng(5)
    for whole in (True, False):
        requests = [
            Request(f"F{at}", int(draw.integers(1, 4)), float(draw.integers(1, 4000)), loss_cny=float(draw.random()))
            for at in range(300)
        ]
        asked = sum(request.quantity for request in requests)
        for available in (0.0, 1.0, 0.3 * asked, 0.7 * asked, asked + 5.0):
            division = divide(requests, available, whole)
            parts = np.array(division.given)
            wanted = np.array([request.quantity for request in requests])
            priority = np.array([request.priority for request in requests])
            assert division.total == pytest.approx(min(division.available, asked))
            assert ((parts >= 0) & (parts <= wanted + 1e-9)).all()
            for high in (1, 2):
                open_high = (wanted - parts)[priority == high].sum() > 1e-6
                assert not (open_high and parts[priority > high].sum() > 1e-6)
            if whole:
                assert (parts == np.round(parts)).all()
            for level in (1, 2, 3):  # nobody could give a unit to one of a smaller share and still be no worse than it
                mine = priority == level
                short = mine & (parts < wanted - 1e-9)
                if whole and short.any():
                    lowest = (parts / wanted)[short].min()
                    assert ((parts - 1.0) / wanted <= lowest + 1e-9)[mine].all()
