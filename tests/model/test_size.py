"""A case that is too large for all draws is planned on as many as there is time for."""

from __future__ import annotations

import pytest
from hand_cases import Q1, Q2, catalog, import_offer, machine, need, settings, tiny

from importplan.customs.cost.landed_cost import price
from importplan.model.case import size
from importplan.model.case.size import draws_in_time
from importplan.model.program import draws_planned
from importplan.model.program.build import basis_of
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.risk_targets import RiskTarget
from importplan.scenario.schema.risks import Risk
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.sample import sample


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


def outages() -> Scenario:
    """Two machines from abroad under outages that end: of 300 draws a stock has some dozen states in each period."""
    return tiny(
        settings=settings(periods=6),
        items=(machine("M"), machine("N")),
        offers=tuple(import_offer(f"e{item}", item=item, lead_time_days=60.0) for item in "MN"),
        demand=(need(Q1, 1.0, "1", item="M"), need(Q2, 1.0, "2", item="N")),
        risks=(Risk(risk="R", what="controls", starts_per_year=0.8, mean_months=3.0),),
        risk_targets=(RiskTarget(risk="R", target="country:DE"),),
    )


@pytest.mark.parametrize("enough", [0.0, 150.0, 1e9])
def test_draws_that_share_columns_are_counted_once(monkeypatch: pytest.MonkeyPatch, enough: float) -> None:
    """As many as have no more states in all than there is time for; ten at least, at most all that are asked for."""
    case = outages()
    landed = price(case, catalog())

    def drawn(count: int) -> DrawSet:
        return sample(case, count=count, base_rate=landed.base_rate)

    def count(draws: int) -> int:
        return int(basis_of(case, landed, drawn(draws)).states.count.sum())

    monkeypatch.setattr(size, "MODEST", 0.0)
    monkeypatch.setattr(draws_planned, "PLANNED", enough / 60.0)
    found = draws_planned.planned_draws(case, landed, drawn, 300, 60.0)
    assert 10 <= found <= 300
    assert found == 10 or count(found) <= enough
    assert found == 300 or count(found + 1) > enough
    assert (found > 60) == (enough > 0)  # 12 columns a draw would leave 12 of 150


def test_draws_of_stocks_that_remember_are_counted_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    case = outages().replace(settings=settings(periods=6, terminal_value_share=0.5))
    landed = price(case, catalog())
    monkeypatch.setattr(size, "MODEST", 0.0)
    monkeypatch.setattr(draws_planned, "PLANNED", 4.0)
    assert draws_planned.planned_draws(case, landed, lambda count: sample(case, count=count), 300, 60.0) == 20
