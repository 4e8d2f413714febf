"""What a yuan or a unit more of a wish of the case is worth: a budget, a capacity, a limit."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.plan.solution import Repair


@dataclass(frozen=True, slots=True)
class LimitPrice:
    """A wish that holds the case back, and what giving way by a little spares of the goal.

    `wish.amount` is the step: a million CNY, or one unit.
    """

    wish: Repair
    price_cny: float  # of the first yuan or unit, from the duals of the relaxed program
    step_cny: float  # of the whole step, the relaxed program solved again with it
