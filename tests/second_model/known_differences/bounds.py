"""Bounds that nobody asked for."""

from __future__ import annotations

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.suppliers import Supplier
from second_model.hand import JANUARY, at_home, case, draws, framework, from_abroad, machine, need
from second_model.known_differences.difference import Difference


def _lots(*limits: Limit) -> Scenario:
    """Three are needed, at least seven are sold, in lots of five: order ten at 10."""
    return case(offers=(at_home(unit_price=10.0, min_order=7.0, lot_size=5.0),), demand=(need(3.0),), limits=limits)


def _many() -> Scenario:
    """50,000 kg under a framework at 1, booked at 0.001: 50,050."""
    offer = at_home(unit_price=1.0, contract="framework")
    scenario = case(
        items=(machine(whole_units=False),),
        offers=(offer,),
        demand=(need(50_000.0, late=100.0),),
        limits=(Limit(rule="min_suppliers", value=1.0),),
    )
    return framework(scenario, cost=0.001)


def _small_order() -> Scenario:
    """9,995 of 10,000 are there; the other five cost 1 each, and 1 for the order."""
    return case(
        items=(machine(whole_units=False),),
        offers=(at_home(unit_price=1.0, order_cost_cny=1.0),),
        demand=(need(10_000.0, late=100.0),),
        stock=(Stock(item="M", quantity=9_995.0),),
    )


def _nobody_sells() -> Scenario:
    """A supplier without offers may be named in a draw; three are bought at 10."""
    scenario = case(offers=(at_home(unit_price=10.0),), demand=(need(3.0),))
    suppliers = (*scenario.suppliers, Supplier(supplier="idle", country="DE"))
    return scenario.replace(suppliers=suppliers, **draws({"w": 1.0}, ("w", "availability", "idle", None, 0.5)))


def _called_too_late() -> Scenario:
    """What is called from E comes after the plan, so only S can sell: two suppliers are not to be had, all ten wait."""
    late = from_abroad(unit_price=0.1, contract="framework", lead_time_days=31.0)
    limit = Limit(rule="min_suppliers", value=2.0)
    return framework(case(offers=(at_home(), late), demand=(need(10.0),), limits=(limit,)), "E")


def _called_beyond_use() -> Scenario:
    """Ten are needed in January; abroad they cost 10 at once, at home 1 and come in February; abroad at most 0.4.

    No more than ten of home can be of use: booked for two months at 0.25 (5) and called (10). They allow 20/3 from
    abroad (66.67); 10/3 are late (3,333.33).
    """
    now = from_abroad(unit_price=1.0, duty_rate=0.0)
    later = at_home(unit_price=1.0, contract="framework", lead_time_days=31.0, to_day=JANUARY)
    limit = Limit(rule="max_country_share", value=0.4, measure="units")
    scenario = case(2, items=(machine(whole_units=False),), offers=(now, later), demand=(need(10.0),), limits=(limit,))
    return framework(scenario, cost=0.25)


BOUNDS = (
    Difference("min_order_lot", _lots(), 100.0, "the largest order is the need, rounded to lots, below the smallest"),
    Difference("min_order_lot_hard", _lots(Limit(rule="min_fill_rate", value=1.0)), 100.0, "the same: no plan at all"),
    Difference("many_units", _many(), 50_050.0, "min_suppliers bounds what is called at 10,000 units"),
    Difference("small_order_fee", _small_order(), 6.0, "an order is at least a thousandth of the largest"),
    Difference("called_beyond_use", _called_beyond_use(), 3_415.0, "calls are not bounded by what can be of use"),
    Difference("called_too_late", _called_too_late(), 10_000.0, "calls that come after the plan fill shares"),
    Difference("supplier_without_offer", _nobody_sells(), 30.0, "a case that names an idle supplier is refused"),
)
