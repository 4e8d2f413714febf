"""Six readings that would each overturn a decision (users' verdict, section 0); each fails on the naive reading."""

from datetime import date

import pytest
from hand_cases import Q1, Q2, Q3, Q4, courses, home_offer, import_offer, machine, need, planned, settings, tiny

from importplan.customs.cost.rules import CHARGE_INDEX
from importplan.customs.cost.rules.vat import VAT_CASH
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.stock import Stock


def test_one_a_stop_hits_what_is_still_being_built() -> None:
    """Ordered in Q1, 300 days in the making, stopped from Q2 to Q4 of the plan: it ships only when the stop is over.

    The stop lies after the order and before shipment (day 300): a check on the order day would let it arrive in time.
    Stopped in Q2, Q3 and Q4 (days 90 to 364), it ships on day 365 and misses Q4, where it was due: one quarter late.
    """
    offer = import_offer(lead_time_days=300.0)
    stop = courses(
        {"stopped": 1.0},
        *(("stopped", "availability", "country:DE", quarter, 0.0) for quarter in (Q2, Q3, Q4)),
    )
    case = tiny(offers=(offer,), demand=(need(Q4, 1.0, shortage_cost_cny=30.0),), **stop)
    found = planned(case.replace(settings=settings(periods=8)))
    assert found.line("shortage_2") == pytest.approx(30.0)


def test_two_deductible_vat_is_cash_and_no_saving() -> None:
    """10 EUR at 10: the VAT of 14.3 stands in cash, and landed cost is 110 with or without it."""
    found = planned(tiny(offers=(import_offer(),), demand=(need(quantity=1.0),)))
    assert found.objective == pytest.approx(110.0)
    assert found.landed.unit_cny[0, CHARGE_INDEX[VAT_CASH], 0] == pytest.approx(14.3)
    assert found.landed.cost_cny()[0, 0] == pytest.approx(110.0)


def test_three_a_domestic_price_with_vat_is_compared_without_it() -> None:
    """113 with VAT is 100 without: cheaper than 9.5 EUR x 10 + 10 % duty = 104.5. Compared as printed it would lose."""
    offers = (home_offer(unit_price=113.0, price_includes_vat=True), import_offer(unit_price=9.5))
    found = planned(tiny(offers=offers, demand=(need(quantity=1.0),)))
    assert found.bought == {("h", "firm", 1): 1.0}
    assert found.objective == pytest.approx(100.0)


def pool(offer: Offer) -> dict[str, object]:
    """A bureau with two firms and a reserve; one of the firms, nobody knows which, needs a machine in Q3."""
    firms = (Firm(firm="A"), Firm(firm="B"))
    either = courses(
        {"a": 0.5, "b": 0.5}, *((draw, "demand", line, None, float(draw == line)) for draw in "ab" for line in "ab")
    )
    lines = tuple(need(Q3, 1.0, name, firm=name.upper(), shortage_cost_cny=900.0) for name in "ab")
    plan = settings(owner="bureau", periods=3)
    return {"firms": firms, "demand": lines, "offers": (offer,), "settings": plan, **either}


def test_four_a_controlled_machine_is_bought_for_the_firm_that_signed() -> None:
    """Free goods: one machine in reserve serves whoever needs it (110). Named goods: each firm needs its own (220)."""
    free = planned(tiny(**pool(import_offer(lead_time_days=200.0))))
    assert free.bought == {("e", RESERVE, 0): 1.0}
    assert free.objective == pytest.approx(110.0)
    named = planned(tiny(**pool(import_offer(lead_time_days=200.0, end_user="named"))))
    assert named.bought == {("e", "A", 0): 1.0, ("e", "B", 0): 1.0}
    assert named.objective == pytest.approx(220.0)


@pytest.mark.parametrize(("share", "late"), [(1.0, 20.0), (0.5, 0.0)])
def test_five_a_taker_pays_the_reserve_out_of_its_budget(share: float, late: float) -> None:
    """A machine worth 100 in reserve, a firm with a budget of 60: at half price it takes it.

    At full price the budget pays for 0.6 of it (what follows in a draw is not rounded): 0.4 x 50 = 20 of shortage. Were
    releases free, nobody would be short.
    """
    case = tiny(
        settings=settings(owner="bureau", periods=2),
        firms=(Firm(firm="F"),),
        items=(machine(),),
        offers=(home_offer(unit_price=1000.0),),
        demand=(need(Q2, 1.0, firm="F"),),
        stock=(Stock(item="M", quantity=1.0, owner=RESERVE),),
        reserve_terms=(ReserveTerms(item="M", release_price_share=share),),
        budgets=(Budget(payer="F", from_day=Q1, to_day=date(2027, 4, 1), amount_cny=60.0),),
    )
    assert planned(case).line("shortage_2") == pytest.approx(late)


def test_six_arrived_is_not_usable_and_the_last_tenth_waits_for_acceptance() -> None:
    """At the port on day 10, installed 100 days later (Q2), accepted another 100 days later (day 210: Q3).

    Due in Q1 the machine is late by one quarter (60) although it has arrived; 10 % of 100 is paid in Q3.
    """
    offer = import_offer(transit_days=10.0, install_days=100.0, acceptance_days=100.0)
    found = planned(tiny(offers=(offer,), demand=(need(Q1, 1.0, shortage_cost_cny=60.0),)))
    assert found.line("shortage_2") == pytest.approx(60.0)
    assert found.ledger is not None
    cash = found.ledger.cash
    last = cash.plan_cny.sum(axis=0)[cash.lines.index("acceptance")]
    assert last[:4].round(9).tolist() == [0.0, 0.0, 10.0, 0.0]
