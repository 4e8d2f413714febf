"""What a plan is judged at, steadied by a rule of known mean on the same draws (a control variate).

A bad draw is bad for every rule. So the mean of what the plan costs more than the programme's own rule, draw by draw,
has an interval a fraction as wide as that of its cost; with the rule's mean it is a cost again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from call_rules.courses import Courses, costs_of_delayed_calls, costs_of_levels, sampled
from call_rules.lead_time import best_delayed_calls
from call_rules.product import costs_by_draw, courses_of
from call_rules.programme import CallCase, best_calls
from importplan.results.plan_result import PlanResult

UNTIL_DAY = 500.0  # longer than what is called can wait


@dataclass(frozen=True)
class Steadied:
    """A mean cost and half of its 95 % interval."""

    cost_cny: float
    half_cny: float


def costs_of_best(case: CallCase, courses: Courses) -> NDArray[np.float64]:
    """(draws,) what the programme's own rule costs."""
    if case.lead_days:
        return costs_of_delayed_calls(case, best_delayed_calls(case), courses)
    return costs_of_levels(case, best_calls(case), courses)


@cache
def mean_of_best(case: CallCase) -> Steadied:
    """Its mean: the value of the programme; with lead time, where that is only a bound, a long simulation."""
    if not case.lead_days:
        return Steadied(best_calls(case).cost_cny, 0.0)
    return interval(costs_of_best(case, sampled(case.stops, 100_000, 29, UNTIL_DAY)))


def interval(costs: NDArray[np.float64]) -> Steadied:
    """The mean of independent costs."""
    return Steadied(float(costs.mean()), float(1.96 * costs.std() / np.sqrt(len(costs))))


def steadied(case: CallCase, result: PlanResult) -> Steadied:
    """The plan's cost on its fresh draws."""
    assert result.fresh is not None
    more = interval(costs_by_draw(result.own.costs) - costs_of_best(case, courses_of(result.fresh)))
    best = mean_of_best(case)
    return Steadied(best.cost_cny + more.cost_cny, float(np.hypot(best.half_cny, more.half_cny)))
