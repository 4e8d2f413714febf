"""Stocks that cost nothing in the product."""

from __future__ import annotations

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock
from second_model.hand import FEBRUARY, at_home, case, machine, need
from second_model.known_differences.difference import Difference


def _not_needed() -> Scenario:
    """A part N that nobody needs lies there for three months, at 12 % of 100 a year: 3."""
    part = machine("N", holding_rate=0.12)
    offer = at_home("n", item="N")
    return case(
        3, items=(machine(), part), offers=(at_home(), offer), stock=(Stock(item="N", quantity=1.0),), demand=()
    ).replace(demand=(need(0.0),))


def _bonded_store() -> Scenario:
    """One of 2 m³ is kept in January and needed in February; a bonded store takes 1 per m³ and month: 2."""
    return case(
        2,
        items=(machine(volume_m3=2.0),),
        sites=(Site(site="b", kind="bonded", cost_cny_per_m3_month=1.0, owner="F"),),
        stock=(Stock(item="M", quantity=1.0, site="b"),),
        demand=(need(1.0, FEBRUARY),),
    )


STOCKS = (
    Difference("not_needed", _not_needed(), 3.0, "stock of an item that its owner does not need is kept for nothing"),
    Difference("bonded_store", _bonded_store(), 2.0, "a bonded site has neither rent nor room"),
)
