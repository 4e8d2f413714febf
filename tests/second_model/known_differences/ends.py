"""Budgets and limits: where they end, and what they count until then."""

from __future__ import annotations

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.limits import Limit
from second_model.hand import FEBRUARY, JANUARY, at_home, case, draws, framework, from_abroad, need, settings
from second_model.known_differences.difference import Difference


def _no_last_period() -> Scenario:
    """90 and their VAT are paid within the plan, all VAT comes back, 10 are due a year later: 95 are enough."""
    offer = at_home(deposit_share=0.3, shipment_share=0.6, retention_share=0.1, warranty_months=12.0)
    return case(3, offers=(offer,), demand=(need(1.0),), budgets=(Budget(payer="F", amount_cny=95.0),))


def _taxed_after_the_plan() -> Scenario:
    """One comes in January or, in one draw of two, after the plan: its tax of 24.3 is 12.15 in the mean, of 15.

    It is bought for 110 and late for 1,000 in one draw of two.
    """
    limit = Limit(rule="max_tax", value=15.0, who="all", within="mean")
    given = draws({"a": 1.0, "b": 1.0}, ("b", "delay_days", "e", None, 40.0))
    return case(offers=(from_abroad(),), demand=(need(1.0),), limits=(limit,), **given)


def _reserve_in_between() -> Scenario:
    """The reserve would pay 113 in January and get 100 and the VAT back in February; it has 50.

    The firm has no money in January, when alone the machine can be ordered. So it goes without: 1,000.
    """
    firm = (
        Budget(payer="F", to_day=JANUARY, amount_cny=0.0),
        Budget(payer="F", from_day=FEBRUARY, to_day=FEBRUARY, amount_cny=100.0),
    )
    return case(
        settings=settings(2, owner="bureau"),
        offers=(at_home(to_day=JANUARY),),
        demand=(need(1.0, FEBRUARY, firm="F"),),
        budgets=(Budget(payer=RESERVE, to_day=FEBRUARY, amount_cny=50.0), *firm),
    )


def _booking_cost_of_january() -> Scenario:
    """One a month is needed; booking it costs 1 a month, and no more than 1 may be spent on that in January."""
    offer = at_home(unit_price=10.0, contract="framework")
    lines = (need(1.0, line="a"), need(1.0, FEBRUARY, line="b"))
    limit = Limit(rule="max_booking_cost", value=1.0, from_day=JANUARY, to_day=JANUARY)
    return framework(case(2, offers=(offer,), demand=lines, limits=(limit,)))


def _nobody_can_hold() -> Scenario:
    """All that is sold is tied to its user, and the reserve must hold one: there is no plan."""
    limit = Limit(rule="min_reserve", item="M", who=RESERVE, value=1.0)
    return case(
        settings=settings(owner="bureau"),
        offers=(at_home(end_user="named"),),
        demand=(need(1.0, firm="F"),),
        limits=(limit,),
    )


ENDS = (
    Difference(
        "blank_to", _no_last_period(), 100.0, "a budget without a last period counts what falls due after the plan"
    ),
    Difference(
        "tax_blank_to", _taxed_after_the_plan(), 610.0, "a limit without a last period counts taxes after the plan"
    ),
    Difference(
        "reserve_cash", _reserve_in_between(), 1000.0, "the reserve's cash is looked at only when its budget ends"
    ),
    Difference("booking_cost_interval", _booking_cost_of_january(), 22.0, "max_booking_cost ignores its interval"),
    Difference("nobody_can_hold", _nobody_can_hold(), None, "a floor that nobody can hold is dropped"),
)
