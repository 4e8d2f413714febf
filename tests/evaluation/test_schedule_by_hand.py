"""Dates of orders, worked by hand: what has to be started, signed, licensed, shipped and accepted by which day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hand_cases import Q2, Q3, Planned, import_offer, need, planned, tiny

from importplan.evaluation.latest import Latest
from importplan.evaluation.schedule import OrderDates, order_dates, signed_dates
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.open_orders import OpenOrder

TERMS: dict[str, Any] = {
    "procurement_days": 20.0, "licence_days": 45.0, "lead_time_days": 40.0, "transit_days": 30.0, "clearance_days": 5.0,
    "install_days": 10.0, "acceptance_days": 15.0,
}  # fmt: skip


def ordered(**changes: Any) -> OrderDates:
    """The dates of the one order of a machine that is needed in 2027Q3; it is placed in 2027Q2."""
    offer = import_offer(from_day=Q2, to_day=Q2, **(TERMS | changes))
    found = planned(tiny(offers=(offer,), demand=(need(Q3, 1.0, shortage_cost_cny=500.0),)))
    (dates,) = order_dates(found.scenario, found.landed, found.plan)
    return dates


def test_every_date_of_an_order_follows_from_its_days() -> None:
    """Signed on 1 April; the licence takes 45 days, longer than making it, so it ships on 16 May: 30 days at sea, 5 at
    customs, 10 to install, 15 to accept. It can be ordered until that day; tender 20 days before."""
    assert ordered() == OrderDates(
        start_by=date(2027, 3, 12),
        order_by=date(2027, 4, 1),
        latest=Latest(date(2027, 4, 1), 0, date(2027, 9, 30), "offer"),
        licence_by=date(2027, 5, 16),
        ship=date(2027, 5, 16),
        port=date(2027, 6, 15),
        released=date(2027, 6, 20),
        usable=date(2027, 6, 30),
        accepted=date(2027, 7, 15),
    )


def test_the_licence_is_expected_before_the_goods_where_making_takes_longer() -> None:
    dates = ordered(lead_time_days=60.0)
    assert (dates.licence_by, dates.ship) == (date(2027, 5, 16), date(2027, 5, 31))


def test_what_needs_no_licence_has_no_day_for_it() -> None:
    assert ordered(licence_days=0.0).licence_by is None


def signed(stage: str, **changes: Any) -> tuple[Planned, OrderDates]:
    """The dates of an order signed on 2026-12-01, due on 2027-02-10; nothing else is needed."""
    row = OpenOrder(
        order="OO", offer="e", firm="F", quantity=1.0, ordered=date(2026, 12, 1), due=date(2027, 2, 10), stage=stage
    )
    found = planned(of_signed(replace(row, **changes)))
    (dates,) = signed_dates(found.scenario, found.landed)
    return found, dates


def of_signed(row: OpenOrder) -> Scenario:
    """A case with one signed order that meets the demand."""
    return tiny(
        firms=(Firm(firm="F"),),
        offers=(import_offer(**TERMS),),
        open_orders=(row,),
        demand=(need(Q2, 1.0, firm="F"),),
    )


@pytest.mark.parametrize(
    ("stage", "licence"),
    [("signed", date(2027, 1, 15)), ("licence_applied", date(2027, 1, 15)), ("licensed", None), ("shipped", None)],
)
def test_a_licence_of_a_signed_order_is_waited_for_until_it_is_there(stage: str, licence: date | None) -> None:
    """45 days after the day it was signed."""
    assert signed(stage)[1].licence_by == licence


def test_dates_of_a_signed_order_count_back_from_the_day_it_is_due() -> None:
    """Due at the port on 10 February, so it ships 30 days before; 5 days at customs, 10 to install, 15 to accept. There
    is nothing to tender any more."""
    assert signed("licensed")[1] == OrderDates(
        start_by=date(2026, 12, 1),
        order_by=date(2026, 12, 1),
        latest=Latest(date(2026, 12, 1), 0, None, "signed"),
        licence_by=None,
        ship=date(2027, 1, 11),
        port=date(2027, 2, 10),
        released=date(2027, 2, 15),
        usable=date(2027, 2, 25),
        accepted=date(2027, 3, 12),
    )


def test_an_order_without_a_day_was_signed_when_making_began() -> None:
    """40 days before it ships on 11 January."""
    assert signed("licensed", ordered=None)[1].order_by == date(2026, 12, 2)


def test_what_is_installed_was_released_on_the_day_it_is_usable() -> None:
    dates = signed("installed", due=date(2026, 12, 20))[1]
    assert dates.released == dates.usable
