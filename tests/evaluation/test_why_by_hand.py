"""Why a need is not bought or late, by hand: what forbids it and by how much, or from which probability buying pays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hand_cases import Q1, Q2, Q3, Q4, Planned, home_offer, machine, need, planned, settings, tiny

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.open_needs.why import OpenNeed, Outcome, Why, open_needs
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
