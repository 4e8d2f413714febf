"""Price breaks, and limits on who sells and from where, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.price_breaks import PriceBreak
from importplan.scenario.schema.route_inputs import RouteInput
from importplan.scenario.schema.routes import Route
from second_model.hand import FEBRUARY, at_home, case, draws, from_abroad, machine, need, relief
from second_model.hand_cases import HandCase

BY_MEASURE = (machine(whole_units=False, unit="kg"),)


def _steps(*rows: tuple[float, float], offer: str = "h") -> dict[str, Any]:
    return {"price_breaks": tuple(PriceBreak(offer=offer, from_quantity=q, unit_price=price) for q, price in rows)}


def _home(quantity: float, *rows: tuple[float, float], late: float = 1000.0, **changes: Any) -> Scenario:
    """So many are needed of what costs 100 at home, less in larger orders."""
    return case(offers=(at_home(**changes),), demand=(need(quantity, late=late),), **_steps(*rows))


def _abroad(quantity: float, *rows: tuple[float, float], **sheets: Any) -> Scenario:
    """The same from abroad at 10 EUR of 10 CNY with 10 % duty."""
    return case(**({"offers": (from_abroad(),), "demand": (need(quantity),)} | _steps(*rows, offer="e") | sheets))


def _sources(rule: str, value: float, prices: tuple[float, ...], needed: float = 10.0, **changes: Any) -> Scenario:
    """Three suppliers at home prices; a limit on who sells."""
    sellers = ("S", "E", "J")
    offers = tuple(
        at_home(f"o{seller}", supplier=seller, unit_price=price) for seller, price in zip(sellers, prices, strict=False)
    )
    limit = Limit(rule=rule, value=value, **({"measure": "units"} | changes))
    return case(offers=offers, demand=(need(needed),), limits=(limit,))


def _capped(rule: str, value: float, **changes: Any) -> Scenario:
    """Ten are needed; S sells six at 10, E six at 11, J at 20."""
    made = _sources(rule, value, (10.0, 11.0, 20.0), **changes)
    most = (6.0, 6.0, None)
    offers = tuple(replace(row, capacity_per_period=m) for row, m in zip(made.offers, most, strict=True))
    return made.replace(offers=offers)


def _path(value: float, value_to: float | None, **changes: Any) -> Scenario:
    """Ten a year in 2026, 2027, 2028, each due in its December (or January): abroad at 10, at home at 20."""
    lines = tuple(
        need(10.0, date(2026 + n, 12, 1), line=f"L{n}") for n in range(3)
    )  # fmt: skip
    now = from_abroad(unit_price=1.0, duty_rate=0.0)
    limit = Limit(rule="max_import_share", value=value, value_to=value_to, measure="units", **changes)
    made = case(25, offers=(now, at_home(unit_price=20.0)), demand=lines, limits=(limit,))
    settings = replace(made.settings, start=date(2026, 12, 1))
    return made.replace(settings=settings, items=(machine(holding_rate=12.0),))


def _made(measure: str) -> Scenario:
    """Ten needed: from abroad at 10, or assembled from a kit of 1 EUR (its own item) with 30 of local work."""
    kit = machine("K", kind="kit", reference_value_cny=10.0)
    now = from_abroad(unit_price=1.0, duty_rate=0.0)
    kits = from_abroad("k", item="K", unit_price=1.0, duty_rate=0.0)
    route = Route(route="r", item="M", kind="skd", local_cost_cny=30.0, lead_time_days=0.0)
    limit = Limit(rule="max_import_share", item="M", value=0.5, measure=measure)
    accepts = ("machine", "domestic", "skd")
    return case(
        items=(machine(), kit), offers=(now, kits), demand=(need(10.0, accepts=accepts),), routes=(route,),
        route_inputs=(RouteInput(route="r", item="K", quantity=1.0),), limits=(limit,),
    )  # fmt: skip


# The product is run on these in the suite, on all by benchmarks/second_model.py --hand.
QUICK = ("two_steps_past_need", "a_quota_by_value_follows", "least_share_of_each", "a_path_within_a_year")
SOURCE_CASES: tuple[HandCase, ...] = (
    HandCase("all_units_of_a_step", _home(10.0, (5.0, 80.0)), 800.0, "10 at 80, the first five too"),
    HandCase("just_a_step", _home(5.0, (5.0, 80.0)), 400.0, "5 at 80"),
    HandCase("more_than_needed_for_less", _home(9.0, (10.0, 80.0)), 800.0, "10 at 80 below 9 at 100"),
    HandCase("more_costs_more", _home(7.0, (10.0, 80.0)), 700.0, "10 at 80 is above 7 at 100"),
    HandCase("two_steps_past_need", _home(4.0, (5.0, 70.0), (8.0, 40.0)), 320.0, "8 at 40 below 5 at 70, 4 at 100"),
    HandCase("steps_in_any_order", _home(6.0, (8.0, 90.0), (4.0, 95.0)), 570.0, "6 at 95"),
    HandCase("a_step_from_nothing_replaces", _home(3.0, (0.0, 120.0), (4.0, 100.0)), 360.0, "3 at 120 below 4 at 100"),
    HandCase("a_dearer_step", _home(6.0, (4.0, 150.0)), 900.0, "6 at 150 in one month"),
    HandCase(
        "a_dearer_step_in_two_orders",
        case(2, offers=(at_home(),), demand=(need(3.0), need(3.0, FEBRUARY, line="b")), **_steps((4.0, 150.0))), 600.0,
        "three in each month, below the step",
    ),
    HandCase("lots_reach_a_step", _home(5.0, (6.0, 50.0), lot_size=4.0), 400.0, "two lots of 4 at 50"),
    HandCase("lots_stay_below_a_step", _home(4.0, (6.0, 500.0), lot_size=4.0), 400.0, "one lot at 100"),
    HandCase("smallest_order_within_a_step", _home(2.0, (3.0, 90.0), min_order=4.0), 360.0, "4 at 90"),
    HandCase("capacity_bars_a_step", _home(9.0, (10.0, 80.0), capacity_per_period=9.0), 900.0, "10 are not to be had"),
    HandCase("a_fee_beside_a_step", _home(9.0, (10.0, 80.0), order_cost_cny=50.0), 850.0, "800 and one fee"),
    HandCase(
        "a_step_by_measure",
        case(items=BY_MEASURE, offers=(at_home(),), demand=(need(2.5),), **_steps((2.5, 60.0))), 150.0, "2.5 at 60",
    ),
    HandCase(
        "below_a_step_by_measure",
        case(items=BY_MEASURE, offers=(at_home(),), demand=(need(2.0, late=250.0),), **_steps((1.0, 200.0))),
        100 * 0.99999 + 250 * 1.00001, "0.99999 at 100, the rest late at 250; 2 at 200 and 0.99999 of it are dearer",
    ),
    HandCase("duty_follows_a_step", _abroad(10.0, (10.0, 8.0)), 880.0, "10 x 8 EUR x 10 x 1.1"),
    HandCase(
        "over_all_treatments",
        _abroad(4.0, (4.0, 5.0), items=(machine(catalog_ref="x"),), qualifications=(relief(quota_units=2.0),)), 210.0,
        "4 at 50, of which two pay 5 of duty each",
    ),
    HandCase(
        "a_quota_by_value_follows",
        _abroad(4.0, (4.0, 5.0), items=(machine(catalog_ref="x"),), qualifications=(relief(quota_cny=150.0),)), 205.0,
        "3 x 50 within 150, one pays 5",
    ),
    HandCase(
        "a_budget_sees_the_step",
        _home(10.0, (10.0, 80.0)).replace(budgets=(Budget(payer="F", amount_cny=950.0),)), 800.0,
        "904 with 13 % VAT that comes back in February; ten at 100 would not fit",
    ),
    HandCase(
        "a_price_of_draws_moves_the_step",
        _home(10.0, (10.0, 80.0)).replace(**draws({"a": 1.0, "b": 1.0}, ("b", "price", "h", None, 150.0))), 1000.0,
        "800 and 10 x 150 x 0.8 = 1,200",
    ),
    HandCase(
        "a_step_for_two_months",
        _home(3.0, (6.0, 10.0)).replace(
            demand=(need(3.0), need(3.0, FEBRUARY, line="b")), settings=replace(case(2).settings, discount_rate=0.0)),
        60.0, "six in January at 10; nothing is held at cost",
    ),
    HandCase("one_supplier_alone", _capped("max_suppliers", 1.0), 200.0, "J for all ten; 6 of S would leave 4 late"),
    HandCase("two_suppliers", _capped("max_suppliers", 2.0), 104.0, "6 at 10, 4 at 11"),
    HandCase("a_supplier_too_many", _capped("max_suppliers", 1.0, soft_cost_cny=30.0), 134.0, "104 and 30 for one"),
    HandCase("least_share_of_one", _sources("min_supplier_share", 0.3, (10.0, 12.0), who="E"), 106.0, "3 of E at 12"),
    HandCase(
        "least_share_by_value", _sources("min_supplier_share", 0.3, (10.0, 12.0), who="E", measure="value"), 106.0,
        "36 of 106 is 0.34, 24 of 104 only 0.23",
    ),
    HandCase(
        "least_share_missing_at_a_price",
        _sources("min_supplier_share", 0.3, (10.0, 12.0), who="E", soft_cost_cny=1.0), 103.0, "3 units missing at 1",
    ),
    HandCase("least_share_of_each", _capped("min_supplier_share", 0.45), 105.0, "5 and 5: 6 and 4 leave E 0.4"),
    HandCase("least_share_of_each_all", _capped("min_supplier_share", 0.45, who="all"), 105.0, "the same"),
    HandCase("least_share_of_nobody", _sources("min_supplier_share", 1.0, (10.0, 12.0)), 100.0, "S sells all"),
    HandCase("share_of_imports_by_year", _path(1.0, 0.0), 450.0, "10 x 10; 5 x 10 + 5 x 20; 10 x 20"),
    HandCase("one_share_of_imports", _path(0.5, None), 450.0, "15 of 30 from abroad"),
    HandCase(
        "a_path_within_a_year", _path(1.0, 0.2, from_day=date(2027, 1, 1), to_day=date(2027, 12, 31)), 380.0,
        "in 2027 two of ten from abroad: 100, 180, 100",
    ),
    HandCase("a_path_at_a_price", _path(1.0, 0.0, soft_cost_cny=4.0), 360.0, "300, 5 x 4 in 2027, 10 x 4 in 2028"),
    HandCase("made_counts_by_units", _made("units"), 250.0, "5 at 10, 5 made at 10 + 30"),
    HandCase("made_counts_by_value", _made("value"), 190.0, "7 at 10 (70), 3 made at 40: 70 of 70 + 90"),
)  # fmt: skip
