"""A case that is too large for all draws is planned on as many as there is time for."""

from __future__ import annotations

import pytest
from hand_cases import Q1, catalog, machine, need, settings, tiny

from importplan.customs.cost.landed_cost import price
from importplan.model.case import size
from importplan.model.case.size import draws_in_time


@pytest.mark.parametrize(
    ("asked", "seconds", "speed", "expected"),
    [
        (200, 60.0, 1.0, 200),  # 8 x 200 = 1,600: modest for a minute
        (500, 60.0, 1.0, 250),  # 2,000 / 8
        (500, 15.0, 1.0, 62),  # a quarter of a minute: a quarter of it
        (500, 30.0, 100.0, 375),  # 3,000 / 8
        (500, 60.0, 100.0, 500),  # 6,000 / 8 = 750: all of them
    ],
)
def test_as_many_draws_as_there_is_time_for(
    monkeypatch: pytest.MonkeyPatch, asked: int, seconds: float, speed: float, expected: int
) -> None:
    """Two stocks of four periods: 8 a draw."""
    monkeypatch.setattr(size, "MODEST", 2_000.0)
    case = tiny(
        settings=settings(periods=4),
        items=(machine("M"), machine("N")),
        demand=(need(Q1, 1.0, "1", item="M"), need(Q1, 1.0, "2", item="N")),
    )
    assert draws_in_time(case, price(case, catalog()), asked, seconds, speed) == expected


def test_never_fewer_than_ten_draws_nor_more_than_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(size, "MODEST", 1.0)
    case = tiny()
    landed = price(case, catalog())
    assert draws_in_time(case, landed, 200, 0.1, 1.0) == 10
    assert draws_in_time(case, landed, 4, 0.1, 1.0) == 4


def test_in_short_time_something_is_kept_for_what_needs_no_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four periods of one stock: 500 draws a minute; in half a minute 250 less half of 100, in a minute all of them."""
    monkeypatch.setattr(size, "MODEST", 2_000.0)
    case = tiny(settings=settings(periods=4))
    landed = price(case, catalog())
    assert [draws_in_time(case, landed, 500, seconds, 1.0, 100) for seconds in (0.0, 30.0, 60.0)] == [10, 200, 500]
