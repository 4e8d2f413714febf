"""Dantzig's transport problem: two plants, three markets (Dantzig 1963, Linear Programming and Extensions, 3.3).

A market is an item with one line of demand, a plant a supplier with a capacity over all its offers, the cost of the
way the price of an offer.
"""

from __future__ import annotations

from domestic_case import ALL_ON_TIME, START, plain_item, plain_offer, plain_settings

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.suppliers import Supplier

OPTIMUM = 153.675  # thousand dollars

SUPPLY = {"seattle": 350.0, "san-diego": 600.0}
DEMAND = {"new-york": 325.0, "chicago": 300.0, "topeka": 275.0}
DISTANCE = {  # thousand miles
    ("seattle", "new-york"): 2.5,
    ("seattle", "chicago"): 1.7,
    ("seattle", "topeka"): 1.8,
    ("san-diego", "new-york"): 2.5,
    ("san-diego", "chicago"): 1.8,
    ("san-diego", "topeka"): 1.4,
}
FREIGHT = 0.09  # thousand dollars per case and thousand miles


def dantzig() -> Scenario:
    """The case as a plan of one period."""
    return Scenario(
        settings=plain_settings("Dantzig: transport"),
        items=tuple(plain_item(market) for market in DEMAND),
        demand=tuple(
            Demand(line=f"need-{market}", item=market, period=START, quantity=quantity)
            for market, quantity in DEMAND.items()
        ),
        suppliers=tuple(
            Supplier(supplier=plant, country="CN", capacity_per_period=supply) for plant, supply in SUPPLY.items()
        ),
        offers=tuple(
            plain_offer(f"{plant}-{market}", plant, market, FREIGHT * miles)
            for (plant, market), miles in DISTANCE.items()
        ),
        limits=(ALL_ON_TIME,),
    )
