"""Goals that look at the worst draws: they mean the whole cost, what is known included."""

from __future__ import annotations

from importplan.scenario.scenario import Scenario
from second_model.hand import case, draws, need, settings
from second_model.known_differences.difference import Difference


def _bought_or_late(goal: str) -> Scenario:
    """One is needed in one draw of two. Bought it costs 100 in both; late it costs 80 in one.

    The worst whole cost is 100 if it is bought and 80 if not; so it is not bought, for 40 in the mean.
    """
    given = draws({"a": 1.0, "b": 1.0}, ("b", "demand", "L", None, 0.0))
    return case(settings=settings(goal=goal, risk_level=1.0), demand=(need(1.0, late=80.0),), **given)


GOALS = (
    Difference("min_cvar", _bought_or_late("min_cvar"), 40.0, "min_cvar leaves the cost known now out of the CVaR"),
    Difference("ordered", _bought_or_late("ordered"), 40.0, "ordered leaves the cost known now out of the CVaR"),
)
