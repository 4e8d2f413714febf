"""Why a need is not bought or late, by hand: what forbids it and by how much, or from which probability buying pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hand_cases import Q1, Q2, Q3, Q4, Planned, courses, home_offer, machine, need, planned, settings, tiny

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.open_needs.ranking import ranked, tail
from importplan.evaluation.open_needs.why import OpenNeed, Outcome, Why, open_needs
from importplan.plan.risk import envelope
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.limits import Limit

PRICED = settings(open_need_share=1.2)


def told(found: Planned) -> tuple[OpenNeed, ...]:
    """What a plan leaves open or serves late, and why."""
    assert found.ledger is not None
    assert found.solution.costs is not None
    books = Books(found.scenario, found.landed, found.draws)
    return open_needs(books, found.plan, found.solution.costs, found.ledger.cash)


def only(**sheets: Any) -> OpenNeed:
    """The one need of a case that is told."""
    (row,) = told(planned(tiny(**({"settings": PRICED} | sheets))))
    return row


def test_nothing_is_told_of_needs_that_are_served_in_time() -> None:
    assert told(planned(tiny(settings=PRICED))) == ()


def test_a_budget_forbids_with_its_cell_and_what_is_missing() -> None:
    """Two machines at 100, and 13 of VAT on each, which comes back a month later, in the same quarter: 200 needed."""
    row = only(budgets=(Budget(payer="all", amount_cny=150.0),), demand=(need(Q4),))
    assert (row.kind, row.why) == (Outcome.NOT_BOUGHT, Why.FORBIDDEN)
    assert row.missing is not None
    assert (row.missing.rule, row.missing.in_cny) == ("budget", True)
    # One is bought and one is open: the second needs 100 of which 50 are left.
    assert row.outcome.mean(row.outcome.open) == pytest.approx(1.0)
    assert row.outcome.priced_cny == pytest.approx(120.0)
    assert row.missing.amount == pytest.approx(50.0)


def test_a_capacity_forbids() -> None:
    """One is sold a quarter, and only in Q4; two are needed then."""
    offer = home_offer(capacity_per_period=1.0, from_day=Q4)
    row = only(offers=(offer,), demand=(need(Q4),))
    assert row.missing is not None
    assert (row.missing.rule, row.missing.who, row.missing.amount) == ("capacity", "h", 1.0)


def test_a_limit_forbids() -> None:
    """Foreign goods at most none of what is bought, by value, and nobody sells at home: two at 100 are too much."""
    limit = Limit(rule="max_import_share", value=0.0)
    row = only(offers=(home_offer(origin="DE"),), limits=(limit,), demand=(need(Q4),))
    assert row.missing is not None
    assert (row.missing.rule, row.missing.amount) == ("max_import_share", pytest.approx(200.0))


def test_a_date_makes_it_late() -> None:
    """Needed in Q1, usable 100 days after the order: from Q2 on."""
    row = only(offers=(home_offer(lead_time_days=100.0),), demand=(need(Q1),))
    assert (row.kind, row.why, row.served) == (Outcome.LATE, Why.DATE, Q2)
    assert row.usable == date(2027, 4, 11)


def test_a_budget_of_one_interval_makes_it_late() -> None:
    """Needed in Q2, but money comes in Q3: the order is there and would have to be signed earlier."""
    rows = (
        Budget(payer="all", from_day=Q1, to_day=Q2, amount_cny=60.0),
        Budget(payer="all", from_day=Q3, to_day=Q4, amount_cny=500.0),
    )
    row = only(budgets=rows)
    assert (row.kind, row.why, row.served) == (Outcome.LATE, Why.FORBIDDEN, Q3)
    assert row.missing is not None
    assert (row.missing.first, row.missing.amount) == (Q1, pytest.approx(140.0))


def test_what_comes_after_the_end_says_what_keeps_it_from_coming_sooner() -> None:
    """Only an order in Q4 can be paid (30 % down, the rest after the plan); it takes 100 days."""
    offer = home_offer(lead_time_days=100.0, deposit_share=0.3)
    rows = (
        Budget(payer="all", from_day=Q1, to_day=Q3, amount_cny=0.0),
        Budget(payer="all", from_day=Q4, to_day=Q4, amount_cny=100.0),
    )
    row = only(offers=(offer,), budgets=rows, demand=(need(Q3),))
    assert (row.kind, row.why) == (Outcome.AFTER_END, Why.FORBIDDEN)
    assert row.outcome.priced_cny == 0.0


@pytest.mark.parametrize("share", [0.0, 1.2])
def test_the_probability_from_which_buying_pays(share: float) -> None:
    """Needed in Q4 with 30 %: late 50 and open 1.2 x 100 spare 170 a unit that costs 100: from 10/17 on."""
    wished = need(Q4, quantity=1.0, firmness=0.3)
    case = tiny(settings=settings(open_need_share=share, draws=400), demand=(wished,))
    (row,) = told(planned(case))
    assert (row.kind, row.why, row.probability) == (Outcome.NOT_BOUGHT, Why.NOT_WORTH, 0.3)
    assert row.pays_from == pytest.approx(100.0 / (50.0 + share * 100.0))
    if share:  # and so it is: the sampled share of draws in which it comes decides
        for probability, bought in ((0.5, False), (0.68, True)):
            there = planned(case.replace(demand=(replace(wished, firmness=probability),)))
            assert bool(there.bought) is bought


def test_nobody_sells_it() -> None:
    other = home_offer(item="N")
    row = only(items=(machine(), machine("N")), offers=(other,), demand=(need(Q4),))
    assert (row.why, row.offer) == (Why.NO_OFFER, "")


def test_lines_of_one_tier_are_told_apart() -> None:
    """One is there, two lines want one each: the first is served, the second is open."""
    offer = home_offer(capacity_per_period=1.0, to_day=Q1)
    lines = (need(Q2, 1.0, line="later"), need(Q1, 1.0, line="first"))
    row = only(offers=(offer,), demand=lines)
    assert row.outcome.row.line == "later"


def test_a_part_that_is_never_bought_is_told() -> None:
    """Four are needed, and money is for three: one is open, though most of the line is served in time."""
    row = only(budgets=(Budget(payer="all", amount_cny=350.0),), demand=(need(Q4, 4.0),))
    assert (row.kind, row.why, row.outcome.mean(row.outcome.open)) == (Outcome.NOT_BOUGHT, Why.FORBIDDEN, 1.0)


def test_what_a_refusal_alone_leaves_open_is_a_risk() -> None:
    """Ordered in time; in a tenth of the draws the licence is refused and nobody else sells it."""
    offer = home_offer(licence_refusal=0.1, licence_days=1.0, deposit_refund_share=1.0)
    case = tiny(settings=settings(open_need_share=1.2, draws=60), offers=(offer,), demand=(need(Q4),))
    (row,) = told(planned(case))
    assert (row.kind, row.why) == (Outcome.AT_RISK, Why.OUTAGE)


def test_equals_stand_in_their_order_whatever_the_last_digits_say() -> None:
    values = np.array([3.0, 5.0 - 1e-9, 5.0, -np.inf, 5.0 - 2e-9, -np.inf, 4.0])
    assert ranked(values, 1e-8).tolist() == [1, 2, 4, 6, 0, 3, 5]
    assert ranked(values, 0.0).tolist() == [2, 1, 4, 6, 0, 3, 5]


def test_draws_that_cost_the_same_share_the_tail() -> None:
    """The worst 30 %: all of the dearest draw (10 %), and 20 of the 60 % that cost the same; as CVaR where none do."""
    weights = np.array([0.2, 0.1, 0.4, 0.3, 0.0])
    costs = np.array([7.0, 9.0, 7.0 + 1e-9, 1.0, 99.0])
    assert tail(costs, weights, 0.7) == pytest.approx([2.0 / 9, 3.0 / 9, 4.0 / 9, 0.0, 0.0])
    apart = np.array([6.0, 9.0, 7.0, 1.0, 99.0])
    for level in (0.0, 0.35, 0.7, 0.95, 1.0):
        assert tail(apart, weights, level) == pytest.approx(envelope(apart, weights, level))
    assert tail(np.array([5.0, 5.0, 1.0]), np.array([0.3, 0.1, 0.6]), 1.0) == pytest.approx([0.75, 0.25, 0.0])


@pytest.mark.parametrize("seed", range(6))
def test_the_last_digits_of_a_result_change_no_reason(seed: int) -> None:
    """The tail is half of each of two draws that cost alike; were it one of them by chance, buying would pay there."""
    found = planned(even())
    assert found.ledger is not None
    books = Books(found.scenario, found.landed, found.draws)
    plain = open_needs(books, found.plan, found.ledger.costs, found.ledger.cash)
    assert found.ledger.costs.of_draws[0] == pytest.approx(found.ledger.costs.of_draws[1])
    chance = np.random.default_rng(seed)

    def shaken(values: np.ndarray) -> np.ndarray:
        return values * (1.0 + 1e-10 * chance.standard_normal(values.shape))

    course = found.plan.recourse
    plan = replace(found.plan, recourse=replace(course, backlog=shaken(course.backlog), demand=shaken(course.demand)))
    costs = replace(found.ledger.costs, by_draw=shaken(found.ledger.costs.by_draw))
    again = open_needs(books, plan, costs, found.ledger.cash)
    assert [summary(row) for row in again] == [summary(row) for row in plain]
    assert [(row.kind, row.why) for row in plain] == [(Outcome.NOT_BOUGHT, Why.NOT_WORTH)] * 2
    assert [row.pays_from for row in plain] == pytest.approx([0.5 * 100.0 / 85.0] * 2)


def summary(row: OpenNeed) -> tuple[object, ...]:
    pays = None if row.pays_from is None else round(row.pays_from, 6)
    return row.outcome.row.line, row.kind, row.why, row.offer, row.usable, row.served, pays


def even() -> Scenario:
    """Two machines of two kinds at 100 each, each needed in one of two draws: late and open they cost 170 there. With a
    tail of half of each draw a unit spares 85; with all of it in one draw, 161.50 there.
    """
    return tiny(
        settings=settings(open_need_share=1.2, risk_weight=0.9, risk_level=0.5),
        items=(machine(), machine("N")),
        offers=(home_offer(), home_offer("n", item="N")),
        demand=(need(Q4, 0.0, line="L1"), need(Q4, 0.0, line="L2", item="N")),
        **courses({"one": 1.0, "other": 1.0}, ("one", "demand", "L1", None, 2.0), ("other", "demand", "L2", None, 2.0)),
    )
