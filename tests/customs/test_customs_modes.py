"""Customs modes of offers: what they change in days, fee and buyers, and what has to be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from landed_cases import tiny

from importplan.basics.errors import InputRejected
from importplan.basics.labels import LANGUAGES
from importplan.catalog.load import Catalog, load
from importplan.customs.cost import trace
from importplan.customs.cost.landed_cost import price
from importplan.customs.declaring.modes import with_modes
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.uncertainty.dates.timeline import date_shipments, plan_shipments
from importplan.uncertainty.sampling.sample import nominal

CATALOG = load()
TWO = (Firm(firm="F", aeo=True), Firm(firm="G"))


def case(mode: str, **offer: object) -> Scenario:
    """One offer that clears in 3 days for 500 CNY in the standard mode."""
    terms = {"clearance_days": 3.0, "clearance_cost_cny": 500.0, "customs_mode": mode}
    return tiny({"offer": terms | offer})


def codes(scenario: Scenario, catalog: Catalog = CATALOG) -> list[str]:
    """The notes of a case, or the faults that stop it."""
    try:
        found = price(scenario, catalog).notes
    except InputRejected as rejected:
        found = rejected.issues
    for issue in found:
        assert all(issue.found(language) and issue.repair(language) for language in LANGUAGES)
    return [issue.code for issue in found if issue.code.startswith("customs-mode")]


def needed(firm: str) -> Demand:
    """A machine for a firm."""
    return Demand(line=f"L{firm}", firm=firm, item="M", period=date(2026, 7, 1), quantity=1.0)


def test_standard_changes_nothing_at_all() -> None:
    scenario = case("standard")
    assert with_modes(scenario, CATALOG) is scenario
    assert codes(scenario) == []


@pytest.mark.parametrize(
    ("mode", "days"),
    [
        ("advance", 2.0),
        ("提前申报", 2.0),
        ("green_channel", 3 - 2 - 0.0561),  # 2 days less, and (0.57 % - 2.44 %) x 3 days of checks
        ("aeo", 3 - 0.0561),
        ("bonded", 3.0),
    ],
)
def test_a_mode_changes_the_days_and_can_be_applied_twice(mode: str, days: float) -> None:
    once = with_modes(case(mode).replace(firms=TWO), CATALOG)
    assert once.offers[0].cleared_in_days == pytest.approx(days)
    assert with_modes(once, CATALOG).offers[0].cleared_in_days == pytest.approx(days)
    assert once.offers[0].clearance_days == 3.0  # what the workbook says stays


def test_clearing_takes_no_less_than_no_time() -> None:
    assert with_modes(case("advance", clearance_days=0.5), CATALOG).offers[0].cleared_in_days == 0.0


def test_goods_serve_earlier_by_the_days_of_the_mode() -> None:
    served = []
    for mode in ("standard", "advance"):
        scenario = with_modes(case(mode), CATALOG)
        shipments = plan_shipments(scenario, np.array([0]), np.array([0]))
        served.append(float(date_shipments(scenario, shipments, nominal(scenario)).serve_day[0, 0]))
    assert served[0] - served[1] == pytest.approx(1.0)


def test_a_fee_of_the_mode_comes_on_top() -> None:
    modes = dict(CATALOG.clearance.modes)
    modes["advance"] = replace(modes["advance"], fee_cny=Decimal(250))
    catalog = replace(CATALOG, clearance=replace(CATALOG.clearance, modes=modes))
    scenario = case("advance")
    assert with_modes(scenario, catalog).offers[0].clearance_fee_cny == 750.0
    clearance = next(
        line for line in trace.lines(scenario, catalog, price(scenario, catalog), 0, 0) if line.charge == "clearance"
    )
    assert (clearance.amount_cny, clearance.confidence) == (Decimal("750.00"), "unverified")
    assert "advance" in clearance.source


def test_a_mode_for_certified_firms_is_no_way_to_buy_for_others() -> None:
    scenario = case("aeo").replace(firms=TWO)
    assert {option.payer for option in price(scenario, CATALOG).options} == {"F"}


def test_a_firm_that_is_left_without_a_source_is_a_fault_and_with_one_a_note() -> None:
    alone = case("aeo").replace(firms=TWO, demand=(needed("G"),))
    assert "customs-mode-no-source" in codes(alone)
    second = replace(alone.offers[0], offer="P", customs_mode="standard")
    assert codes(alone.replace(offers=(*alone.offers, second))) == ["customs-mode-closed", "customs-mode-assumed"]


def test_a_signed_order_of_a_firm_that_is_not_certified_is_a_fault() -> None:
    order = OpenOrder(order="K1", offer="O", firm="G", quantity=1.0, due=date(2026, 6, 1))
    assert "customs-mode-signed" in codes(case("aeo").replace(firms=TWO, open_orders=(order,)))


@pytest.mark.parametrize(
    ("mode", "offer", "code"),
    [
        ("by_air_drop", {}, "customs-mode-unknown"),
        ("advance", {"incoterm": "DDP"}, "customs-mode-without-customs"),
        ("two_step", {}, "customs-mode-assumed"),
    ],
)
def test_what_is_wrong_or_assumed_is_said(mode: str, offer: dict[str, object], code: str) -> None:
    assert codes(case(mode, **offer)) == [code]


def test_a_mode_is_not_used_before_its_first_day() -> None:
    modes = dict(CATALOG.clearance.modes)
    modes["two_step"] = replace(modes["two_step"], from_day=date(2030, 1, 1))
    catalog = replace(CATALOG, clearance=replace(CATALOG.clearance, modes=modes))
    assert codes(case("two_step"), catalog) == ["customs-mode-not-in-force"]
