"""Stress events on a plan, by hand: two periods without the only supplier, with and without stock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.table import LandedTable
from importplan.evaluation.replay.stress import stress
from importplan.evaluation.replay.stress_outcome import Stressed
from importplan.plan.plan import Plan, PlannedOrder
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.events import Event
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.suppliers import Supplier
from importplan.scenario.stress import with_events
from importplan.uncertainty.sampling.stress import courses, stress_draws

LATE = 100_000.0  # CNY for each unit and period
STOP = Event(event="STOP", target="supplier:S", from_day=date(2027, 1, 1), to_day=date(2027, 6, 30))


def case(*events: Event, **changes: Any) -> Scenario:
    """Four units are needed in 2027Q1 from a German supplier who ships on the day of the order; nothing is taxed."""
    terms: dict[str, Any] = {"duty_rate": 0.0, "duty_rate_source": "by hand", "incoterm": "CIF", "deposit_share": 1.0}
    terms |= {"shipment_share": 0.0, "deposit_refund_share": 1.0, "price_basis": "contract"}
    found = Scenario(
        settings=Settings(
            start=date(2027, 1, 1), periods=6, draws=1, gap=0.0, discount_rate=0.0, open_need_share=1.0, risk_weight=0.0
        ),
        items=(Item(item="M", hs_code="84571010", reference_value_cny=800_000.0, holding_rate=0.0),),
        suppliers=(Supplier(supplier="S", country="DE"), Supplier(supplier="T", country="JP")),
        offers=(Offer(offer="O", supplier="S", item="M", unit_price=100_000.0, currency="EUR", **terms),),
        demand=(Demand(line="L", item="M", period=date(2027, 1, 1), quantity=4.0, shortage_cost_cny=LATE),),
        fx=(ExchangeRate(currency="EUR", cny_per_unit=8.0, volatility=0.0),),
        events=events,
    )
    return found.replace(**changes)


def priced(scenario: Scenario) -> tuple[Scenario, LandedTable]:
    return scenario, price(scenario, load())


def stressed(scenario: Scenario, units: float = 4.0, **more: Any) -> tuple[Stressed, ...]:
    """The plan orders `units` in the first period."""
    return stress(*priced(scenario), Plan((PlannedOrder(0, 0, units),), (), (), {}), **more)


def test_two_periods_of_the_only_supplier_cost_their_delay() -> None:
    """4 units wait at the end of Q1 and of Q2 and are served in Q3: 4 x 2 x 100,000."""
    calm, stopped = stressed(case(STOP), again=False)
    assert calm.event == "" and calm.loss_cny == 0.0 and calm.worst_line == ""
    assert stopped.loss_cny == pytest.approx(4 * 2 * LATE)
    assert stopped.cost_cny - calm.cost_cny == pytest.approx(4 * 2 * LATE)
    assert (stopped.worst_line, stopped.late_periods, stopped.late_units, stopped.open) == ("L", 2, 4.0, {})


def test_what_is_in_hand_takes_its_part_off() -> None:
    """Three in stock serve three at once: one waits two periods; the way that holds none loses 600,000 more."""
    scenario = case(STOP, stock=(Stock(item="M", quantity=3.0),))
    bare = case(STOP)
    _, stopped = stressed(scenario, 1.0, again=False)
    assert stopped.loss_cny == pytest.approx(1 * 2 * LATE)
    assert stressed(bare, 4.0, again=False)[1].loss_cny - stopped.loss_cny == pytest.approx(600_000.0)


def test_an_event_to_the_end_leaves_the_need_open_and_a_second_source_would_not() -> None:
    """Lost for good: six periods late and 4 units open; had one known, another source costs 100,000 a unit more."""
    ever = replace(STOP, to_day=None, effect="cancel")
    scenario = case(ever)
    dear = replace(scenario.offers[0], offer="P", supplier="T", unit_price=112_500.0)
    scenario = scenario.replace(offers=(*scenario.offers, dear))
    calm, stopped = stressed(scenario)
    assert stopped.open == {"L": 4.0} and stopped.late_periods == 6
    assert stopped.loss_cny == pytest.approx(4 * 6 * LATE + 4 * 900_000.0)  # at the dearest landed cost
    assert sum(stopped.replanned.values()) == pytest.approx(4 * 900_000.0 + stopped.replanned.get("vat", 0.0))
    assert calm.foreseen_cny == pytest.approx(0.0) and stopped.orders_changed == 2


def test_an_event_without_a_day_is_told_where_it_is_worst() -> None:
    """A month of a supplier who ships at once hurts only in the first period, in which the order ships."""
    found = courses(case(Event(event="M", target="supplier:S", months=3.0)))
    assert [course.first for course in found[1:]] == [case().calendar.first_day(period) for period in range(6)]
    _, worst = stressed(case(Event(event="M", target="supplier:S", months=6.0)), again=False)
    assert worst.first == "2027-01-01" and worst.loss_cny == pytest.approx(4 * 2 * LATE)


def test_a_currency_rises_in_the_periods_of_its_event() -> None:
    rise = Event(event="FX", target="currency:EUR", from_day=date(2027, 4, 1), to_day=date(2027, 9, 30), severity=0.25)
    scenario = case(rise)
    draws = stress_draws(scenario, courses(scenario))
    assert draws.fx_factor_of("EUR")[1].tolist() == [1.0, 1.25, 1.25, 1.0, 1.0, 1.0]
    assert np.all(draws.fx_factor_of("EUR")[0] == 1.0)
    calm, risen = stressed(case(replace(rise, from_day=None, to_day=None)), again=False)
    assert risen.cost_cny - calm.cost_cny == pytest.approx(0.25 * 4 * 800_000.0)


def test_the_library_is_filled_in_where_it_touches_the_case() -> None:
    """German goods: the Dutch stop hits nothing and is told where it is asked for, not where the whole library is."""
    library = load().stress_events
    assert all(hit.source for event in library.values() for hit in event.targets)
    found, told = with_events(case(), library, ("library",))
    assert {row.event for row in found.events} == {"DE-STOP", "SUEZ-CLOSED", "PORT-CLOSED", "FX-RISE"} and not told
    assert {row.target for row in found.events} == {"country:DE", "currency:EUR"}
    assert with_events(found, library, ("library",)) == (found, ())
    _, told = with_events(case(), library, ("NL-LICENCE", "JP-QUAK"))
    assert {issue.code for issue in told} == {"event-hits-nothing", "event-unknown"}
    dated, _ = with_events(case(Event(event="DE-STOP", from_day=date(2027, 7, 1))), library)
    assert [(row.target, row.from_day, row.months) for row in dated.events] == [("country:DE", date(2027, 7, 1), 2.0)]
    each, _ = with_events(case(), library, ("sources",))
    assert [row.target for row in each.events] == ["supplier:S"]
