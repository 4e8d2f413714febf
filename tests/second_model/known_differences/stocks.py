"""Stocks whose draws share columns by rule."""

from __future__ import annotations

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.stock import Stock
from second_model.hand import at_home, case, draws, machine, need, settings
from second_model.known_differences.difference import Difference


def _released_for_the_worst() -> Scenario:
    """The reserve has one M, of which it keeps half in the mean; a firm needs one, late for 10.

    In the draw that is the worst since K is late for 100 it is released, in the other one it is kept: the worst is 100.
    """
    held = Stock(item="M", quantity=1.0, owner=RESERVE)
    return case(
        settings=settings(owner="bureau", risk_weight=1.0, risk_level=0.5),
        items=(machine(), machine("K")),
        offers=(at_home(unit_price=1000.0), at_home("k", item="K", unit_price=1000.0)),
        stock=(held,),
        demand=(need(1.0, late=10.0), need(1.0, late=100.0, line="K", item="K")),
        limits=(Limit(rule="min_reserve", item="M", who=RESERVE, value=0.5, within="mean"),),
        **draws({"a": 1.0, "b": 1.0}, ("b", "demand", "K", None, 0.0)),
    )


STOCKS = (
    Difference("released", _released_for_the_worst(), 100.0, "releases share draws by rule (told: shared_by_rule)"),
)
