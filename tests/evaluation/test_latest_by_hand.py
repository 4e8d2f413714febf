"""The last day to sign each order, worked by hand: what it serves, what ends before, and what would move."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hand_cases import Q2, Q3, Q4, catalog, home_offer, import_offer, need, settings, tiny

from importplan.customs.cost.landed_cost import price
from importplan.evaluation.latest import Latest
from importplan.evaluation.schedule import OrderDates, order_dates
from importplan.plan.plan import Plan, PlannedOrder
from importplan.plan.treatments import Treatments
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.stock import Stock

WAY: dict[str, Any] = {"procurement_days": 20.0, "lead_time_days": 45.0, "transit_days": 30.0, "install_days": 15.0}


def dates(
    case: Scenario, *orders: tuple[str, int, float], payer: str = "firm", regime: str = "ordinary"
) -> list[OrderDates]:
    """Dates of orders: offer, period, units."""
    landed = price(case, catalog())
    option = {key[:3]: position for key, position in Treatments(case, landed).option.items()}
    placed = tuple(PlannedOrder(option[offer, payer, regime], period, units) for offer, period, units in orders)
    return list(order_dates(case, landed, Plan(placed, (), (), {})))


def latest(case: Scenario, *orders: tuple[str, int, float], payer: str = "firm") -> list[Latest]:
    return [each.latest for each in dates(case, *orders, payer=payer)]


def test_the_latest_day_is_the_last_that_serves_the_same_quarter() -> None:
    """Signed on 1 April it runs on 30 June; the need is that of July to September: 92 days later, on 2 July, it still
    runs on 30 September. Tender begins 20 days before that."""
    (found,) = dates(tiny(offers=(import_offer(**WAY),), demand=(need(Q3, 1.0),)), ("e", 1, 1.0))
    assert (found.order_by, found.usable) == (date(2027, 4, 1), date(2027, 6, 30))
    assert (found.latest.day, found.latest.slack_days, found.latest.set_by) == (date(2027, 7, 2), 92, "need")
    assert found.start_by == date(2027, 6, 12)
    assert found.latest.needed == date(2027, 9, 30)


def test_an_order_is_told_the_need_of_its_first_unit_and_stock_has_none() -> None:
    """Needs of 1 until 30 June and 2 until 30 September. Signed on 1 July, usable on 29 September: the first order is
    91 days late, the second serves what is needed by then, and nobody needs what the third brings."""
    case = tiny(offers=(import_offer(**WAY),), demand=(need(Q2, 1.0), need(Q3, 2.0)))
    found = latest(case, ("e", 2, 1.0), ("e", 2, 2.0), ("e", 2, 1.0))
    assert [each.needed for each in found] == [date(2027, 6, 30), date(2027, 9, 30), None]


def test_by_months_it_is_not_the_first_day_of_the_month() -> None:
    """210 days before 31 December 2027 is 4 June; planned is 1 June."""
    offer = import_offer(lead_time_days=150.0, transit_days=45.0, install_days=15.0)
    case = tiny(settings=settings(period="month", periods=12), offers=(offer,), demand=(need(date(2027, 12, 1), 1.0),))
    assert latest(case, ("e", 5, 1.0))[0].day == date(2027, 6, 4)


@pytest.mark.parametrize(
    ("ends", "day", "slack", "set_by"),
    [
        ({"quote_valid_to": date(2027, 5, 10)}, date(2027, 5, 10), 39, "quote"),
        ({"quote_valid_to": date(2027, 3, 15)}, date(2027, 3, 15), -17, "quote"),
        ({"to_day": date(2027, 6, 30)}, date(2027, 6, 30), 90, "offer"),
        ({"quote_valid_to": date(2027, 9, 1), "to_day": date(2027, 12, 31)}, date(2027, 7, 2), 92, "need"),
    ],
)
def test_never_after_the_quotation_or_the_offer_ends(ends: dict[str, Any], day: date, slack: int, set_by: str) -> None:
    case = tiny(offers=(import_offer(**WAY, **ends),), demand=(need(Q3, 1.0),))
    (found,) = latest(case, ("e", 1, 1.0))
    assert (found.day, found.slack_days, found.set_by) == (day, slack, set_by)


def test_all_orders_may_be_signed_on_their_latest_day_at_once() -> None:
    """One machine is needed in the second quarter and one in the fourth; two come in the second. Only one can wait."""
    case = tiny(offers=(home_offer("h"), home_offer("i")), demand=(need(Q2, 1.0), need(Q4, 1.0, line="L2")))
    assert [each.day for each in latest(case, ("h", 1, 1.0), ("i", 1, 1.0))] == [date(2027, 6, 30), date(2027, 12, 31)]
    (both,) = latest(case, ("h", 1, 2.0))
    assert both.day == date(2027, 6, 30)


def test_what_is_in_stock_serves_first() -> None:
    case = tiny(stock=(Stock(item="M", quantity=1.0),), demand=(need(Q2, 1.0), need(Q4, 1.0, line="L2")))
    assert latest(case, ("h", 1, 1.0))[0].day == date(2027, 12, 31)


def test_what_no_need_of_the_schedule_asks_for_comes_in_the_period_that_is_planned() -> None:
    """It is there against what draws bring; late goods are needed at once."""
    idle = latest(tiny(demand=(need(Q2, 1.0, firmness="wished"),)), ("h", 0, 1.0))
    late = latest(tiny(demand=(need(Q2, 1.0),)), ("h", 2, 1.0))
    assert (idle[0].day, late[0].day) == (date(2027, 3, 31), date(2027, 9, 30))


def test_the_reserve_serves_its_floor_and_what_firms_lack() -> None:
    """A floor of one machine from July on; a firm that has none of its own needs one in October; the first machine of
    the reserve keeps the floor, the second lets the first go."""
    case = tiny(
        firms=(Firm(firm="F"),),
        demand=(need(Q4, 1.0, firm="F"),),
        reserve_terms=(ReserveTerms(item="M", mode="government"),),
        offers=(home_offer("h"), home_offer("i")),
        limits=(Limit(rule="min_reserve", item="M", value=1.0, from_day=Q3),),
    )
    found = latest(case, ("h", 0, 1.0), ("i", 0, 1.0), payer=RESERVE)
    assert [each.day for each in found] == [date(2027, 9, 30), date(2027, 12, 31)]


def test_cash_moves_with_the_signature_from_one_budget_to_the_next() -> None:
    """100 CNY in the second quarter (its VAT comes back within the quarter) would be paid in the last one. What is
    planned on 1 October and signed on 31 December gets its 13 CNY of VAT back only in the year after."""
    halves = (Budget(payer="all", from_day=date(2027, 1, 1), to_day=date(2027, 6, 30), amount_cny=1e6),
              Budget(payer="all", from_day=Q3, to_day=date(2027, 12, 31), amount_cny=1e6))  # fmt: skip
    case = tiny(demand=(need(Q4, 1.0),), budgets=halves)
    (found,) = latest(case, ("h", 1, 1.0))
    assert found.moved_cash_cny == pytest.approx(100.0)
    assert found.moved_budget_cny == pytest.approx(100.0)
    (within,) = latest(case, ("h", 3, 1.0))
    assert (within.moved_cash_cny, within.moved_budget_cny) == (pytest.approx(13.0), pytest.approx(13.0))


def test_a_later_arrival_may_lose_its_relief_and_its_quota_year() -> None:
    """Relieved until the end of 2027: arriving on 31 March 2028, the machine pays 10 % of 100 CNY, and 13 % of 110."""
    relief = Qualification(
        firm="firm", regime="encouraged_project", certificate="C1", valid_from=date(2027, 1, 1),
        valid_to=date(2027, 12, 31), status="held", quota_units=5.0,
    )  # fmt: skip
    case = tiny(
        settings=settings(periods=6),
        offers=(import_offer(),),
        qualifications=(relief,),
        demand=(need(date(2028, 1, 1), 1.0),),
    )
    (found,) = dates(case, ("e", 3, 1.0), regime="encouraged_project")
    assert found.latest.day == date(2028, 3, 31)
    assert found.latest.quota_year == 2028
    assert found.latest.more_tax_cny == pytest.approx(10.0 + 1.3)  # the relief frees duty, VAT stays: 13 % of 110
