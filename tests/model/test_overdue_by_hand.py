"""Needs that were due before the plan: they count in its first period, for everybody who looks at them."""

from __future__ import annotations

from datetime import date

from hand_cases import home_offer, need, planned, settings, tiny

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.open_needs.outcomes import outcomes
from importplan.scenario.checks.lateness import lateness_outweighs_the_price
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.stock import Stock

LAST_YEAR = date(2026, 8, 15)


def test_what_is_overdue_waits_from_the_first_period_on_and_is_then_lost() -> None:
    """Two wait at the end of Q1 and are lost in Q2: 2 x 50, where to buy them costs 8,000."""
    case = tiny(offers=(home_offer(unit_price=4000.0),), demand=(need(LAST_YEAR, lost_after_periods=1),))
    found = planned(case)
    assert found.solution.objective_cny == 100.0
    assert found.plan.recourse.lost[0].sum(axis=0).tolist() == [0.0, 2.0, 0.0, 0.0]
    assert found.ledger.violations == ()


def test_the_reserve_serves_what_is_overdue() -> None:
    """One of two is in the reserve: the other one is bought at 100."""
    case = tiny(
        settings=settings(owner="bureau"),
        firms=(Firm(firm="F"),),
        stock=(Stock(item="M", quantity=1.0, owner=RESERVE),),
        demand=(need(LAST_YEAR, firm="F"),),
    )
    found = planned(case)
    assert found.solution.objective_cny == 100.0
    assert found.ledger.violations == ()


def test_what_is_overdue_and_waits_is_told_of_every_period() -> None:
    found = planned(tiny(offers=(home_offer(unit_price=4000.0),), demand=(need(LAST_YEAR),)))
    (line,) = outcomes(Books(found.scenario, found.landed, found.draws), found.plan)
    assert line.waiting.tolist() == [[2.0, 2.0, 2.0, 2.0]]


def test_lateness_too_cheap_is_told_of_what_is_overdue_too() -> None:
    """Four quarters at 50 are less than 4,000."""
    case = tiny(offers=(home_offer(unit_price=4000.0),), demand=(need(LAST_YEAR),))
    assert [issue.code for issue in lateness_outweighs_the_price(case)] == ["lateness-too-cheap"]
