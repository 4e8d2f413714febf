"""APL1P: two generators booked before demand and availability are known (Infanger 1992); optimum 24,642.32.

A generator is a supplier with a framework, a load segment an item, unserved load what is late in the only period.
"""

from __future__ import annotations

from itertools import product

from domestic_case import START, plain_item, plain_offer, plain_settings

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.suppliers import Supplier

OPTIMUM = 24_642.32  # printed; to the cent

BOOKING_COST = {"g1": 4.0, "g2": 2.5}
UNIT_COST = {"g1": (4.3, 2.0, 0.5), "g2": (8.7, 4.0, 1.0)}
UNSERVED_COST = 10.0
LEAST_BOOKING = 1_000.0
LOAD = {900.0: 0.15, 1_000.0: 0.45, 1_100.0: 0.25, 1_200.0: 0.15}  # of each segment → probability
AVAILABLE = {
    "g1": {1.0: 0.2, 0.9: 0.3, 0.5: 0.4, 0.1: 0.1},
    "g2": {1.0: 0.1, 0.9: 0.2, 0.7: 0.5, 0.1: 0.1, 0.0: 0.1},
}
SEGMENTS = range(3)


def apl1p() -> Scenario:
    """The case as a plan of one period with 1,280 draws."""
    return _without_draws().replace(draws=_draws(), draw_values=_values())


def _outcomes() -> list[tuple[float, ...]]:
    return list(product(AVAILABLE["g1"], AVAILABLE["g2"], LOAD, LOAD, LOAD))


def _draws() -> tuple[Draw, ...]:
    found = []
    for number, (first, second, *loads) in enumerate(_outcomes()):
        weight = AVAILABLE["g1"][first] * AVAILABLE["g2"][second]
        for load in loads:
            weight *= LOAD[load]
        found.append(Draw(draw=f"D{number}", weight=weight))
    return tuple(found)


def _values() -> tuple[DrawValue, ...]:
    found = []
    for number, (first, second, *loads) in enumerate(_outcomes()):
        told = [("availability", "g1", first), ("availability", "g2", second)]
        told += [("demand", f"need-{segment}", load) for segment, load in zip(SEGMENTS, loads, strict=True)]
        found += [DrawValue(draw=f"D{number}", what=what, id=name, value=value) for what, name, value in told]
    return tuple(found)


def _without_draws() -> Scenario:
    return Scenario(
        settings=plain_settings("APL1P"),
        items=tuple(plain_item(f"segment-{segment}") for segment in SEGMENTS),
        demand=tuple(
            Demand(
                line=f"need-{segment}",
                item=f"segment-{segment}",
                period=START,
                quantity=1_000.0,
                shortage_cost_cny=UNSERVED_COST,
            )
            for segment in SEGMENTS
        ),
        suppliers=tuple(
            Supplier(supplier=name, country="CN", booking_cost_cny=cost) for name, cost in BOOKING_COST.items()
        ),
        offers=tuple(
            plain_offer(f"{name}-{segment}", name, f"segment-{segment}", costs[segment], contract="framework")
            for name, costs in UNIT_COST.items()
            for segment in SEGMENTS
        ),
        limits=(Limit(rule="min_booked_capacity", item="all", who="each", value=LEAST_BOOKING),),
    )
