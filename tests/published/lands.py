"""LandS: capacity bought before demand is known (Louveaux and Smeers 1988).

Four suppliers sell capacity under a framework; after demand is seen, goods are called off within what was booked.
Published: optimum 381.8533 at bookings (2.667, 4, 3.333, 2); the mean of the three problems with known demand 380.1667.
"""

from __future__ import annotations

from domestic_case import ALL_ON_TIME, START, plain_item, plain_offer, plain_settings

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.suppliers import Supplier

OPTIMUM = 381 + 64 / 75  # printed 381.8533
BOOKINGS = {"s1": 8 / 3, "s2": 4.0, "s3": 10 / 3, "s4": 2.0}
WAIT_AND_SEE = 380 + 1 / 6  # printed 380.1667

BOOKING_COST = {"s1": 10.0, "s2": 7.0, "s3": 16.0, "s4": 6.0}
UNIT_COST = {
    "s1": (40.0, 24.0, 4.0),
    "s2": (45.0, 27.0, 4.5),
    "s3": (32.0, 19.2, 3.2),
    "s4": (55.0, 33.0, 5.5),
}
ITEMS = ("mode1", "mode2", "mode3")
DEMAND = (5.0, 3.0, 2.0)
FIRST_DEMAND = {"low": (3.0, 0.3), "middle": (5.0, 0.4), "high": (7.0, 0.3)}  # draw → demand of mode1, probability


def lands() -> Scenario:
    """The case as a plan of one period with three draws."""
    return Scenario(
        settings=plain_settings("LandS"),
        items=tuple(plain_item(item) for item in ITEMS),
        demand=tuple(
            Demand(line=f"need-{item}", item=item, period=START, quantity=quantity)
            for item, quantity in zip(ITEMS, DEMAND, strict=True)
        ),
        suppliers=tuple(
            Supplier(supplier=name, country="CN", booking_cost_cny=cost) for name, cost in BOOKING_COST.items()
        ),
        offers=tuple(
            plain_offer(f"{supplier}-{item}", supplier, item, cost, contract="framework")
            for supplier, costs in UNIT_COST.items()
            for item, cost in zip(ITEMS, costs, strict=True)
        ),
        limits=(
            ALL_ON_TIME,
            Limit(rule="min_booked_capacity", item="all", who="all", value=12.0),
            Limit(rule="max_booking_cost", item="all", who="all", value=120.0),
        ),
        draws=tuple(Draw(draw=name, weight=weight) for name, (_, weight) in FIRST_DEMAND.items()),
        draw_values=tuple(
            DrawValue(draw=name, what="demand", id="need-mode1", value=quantity)
            for name, (quantity, _) in FIRST_DEMAND.items()
        ),
    )


def known_demand(draw: str) -> Scenario:
    """The case with one draw only: demand is known before capacity is booked."""
    whole = lands()
    return whole.replace(
        draws=(Draw(draw=draw),), draw_values=tuple(value for value in whole.draw_values if value.draw == draw)
    )
