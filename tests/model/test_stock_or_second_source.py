"""Tomlin (2006): at equal availability, rare long outages move a plan from stock to the second source.

Tomlin, B. (2006), On the value of mitigation and contingency strategies for managing supply chain disruption risks,
Management Science 52(5), doi:10.1287/mnsc.1060.0515. Here by enumeration: one machine is needed in each of four
quarters, a foreign maker sells at 60 and is stopped a quarter of the time, one at home sells at 100 and never stops.
Stock costs 25 a quarter, a machine that is late 170. Either the stop lasts one quarter and may fall on any of the four,
or it lasts all four and comes in one of four draws: each quarter is stopped with probability 1/4 in both.
"""

from __future__ import annotations

from datetime import date
from itertools import product

import numpy as np
import pytest
from hand_cases import Planned, courses, holding, home_offer, need, planned, settings, tiny

from importplan.basics.periods import add_months
from importplan.scenario.scenario import Scenario

START = date(2027, 1, 1)
QUARTERS = [add_months(START, 3 * quarter) for quarter in range(6)]
NEEDED = (1, 2, 3, 4)
HOME, ABROAD, HOLD, LATE = 100.0, 60.0, 25.0, 170.0
SHORT = np.array([[quarter == stopped for quarter in range(6)] for stopped in NEEDED])
LONG = np.array([[draw == 0 and quarter in NEEDED for quarter in range(6)] for draw in range(4)])


def case(stopped: np.ndarray) -> Scenario:
    """The case with the stopped quarters (draw, quarter)."""
    names = [f"D{draw}" for draw in range(len(stopped))]
    values = [
        (names[draw], "availability", "supplier:J", QUARTERS[quarter], 0.0) for draw, quarter in np.argwhere(stopped)
    ]
    return tiny(
        settings=settings(periods=6),
        items=(holding(HOLD),),
        offers=(home_offer(unit_price=HOME), home_offer("f", ABROAD, supplier="J", origin="JP")),
        demand=tuple(need(QUARTERS[quarter], 1.0, f"L{quarter}", shortage_cost_cny=LATE) for quarter in NEEDED),
        **courses(dict.fromkeys(names, 1.0), *values),
    )


def by_enumeration(stopped: np.ndarray) -> tuple[float, int]:
    """The least expected cost over all plans of up to four machines from either maker, and those from home."""
    best = (np.inf, -1)
    counts = [plan for plan in product(range(5), repeat=5) if sum(plan) <= 4]
    abroad, home = np.array(counts), [plan for plan in product((0, 1), repeat=5) if sum(plan) <= 4 and plan[0] == 0]
    for local in home:
        cost = expected_cost(abroad, np.array(local), stopped)
        best = min(best, (float(cost.min()), sum(local)))
    return best


def expected_cost(abroad: np.ndarray, local: np.ndarray, stopped: np.ndarray) -> np.ndarray:
    """Expected cost of many plans: (plan, quarter) ordered abroad, (quarter,) ordered at home."""
    total = abroad.sum(axis=1) * ABROAD + local.sum() * HOME
    total = total.astype(float)
    for draw in stopped:
        waiting = np.zeros(len(abroad))  # ordered, but the maker is stopped
        level = np.zeros(len(abroad))  # stock less what is late
        for quarter in range(6):
            waiting = waiting + (abroad[:, quarter] if quarter < 5 else 0.0)
            if not draw[quarter]:
                level, waiting = level + waiting, np.zeros(len(abroad))
            level = level + (local[quarter] if quarter < 5 else 0.0) - (quarter in NEEDED)
            total += (np.maximum(level, 0.0) * HOLD + np.maximum(-level, 0.0) * LATE) / len(stopped)
    return total


def from_home(found: Planned) -> float:
    """Machines bought from the second source."""
    return sum(quantity for (offer, _, _), quantity in found.bought.items() if offer == "h")


def most_stock(found: Planned) -> float:
    """Expected stock at the ends of quarters, summed."""
    return float((found.draws.weights @ found.plan.recourse.stock.sum(axis=1)).sum())


@pytest.mark.parametrize("stopped", [SHORT, LONG], ids=["short", "long"])
def test_the_plan_is_the_best_of_all_plans(stopped: np.ndarray) -> None:
    found = planned(case(stopped))
    cost, _ = by_enumeration(stopped)
    assert found.objective == pytest.approx(cost)


def test_availability_is_the_same() -> None:
    assert SHORT.mean(axis=0).tolist() == LONG.mean(axis=0).tolist() == [0.0, 0.25, 0.25, 0.25, 0.25, 0.0]


def test_long_rare_outages_move_the_plan_from_stock_to_the_second_source() -> None:
    short, long = planned(case(SHORT)), planned(case(LONG))
    # Every machine from abroad, a quarter ahead: 4 x 60, held over the end of Q1 for sure and over three more ends with
    # probability 3/4 each.
    assert short.objective == pytest.approx(240.0 + 25.0 * (1.0 + 3 * 0.75))
    assert from_home(short) == 0.0
    # Stock for the whole outage would be held for up to four quarters: one ahead, three from home.
    assert long.objective == pytest.approx(60.0 + 25.0 + 3 * 100.0)
    assert from_home(long) == 3.0
    assert most_stock(short) == pytest.approx(3.25)
    assert most_stock(long) == pytest.approx(1.0)
    assert (from_home(short), from_home(long)) == (by_enumeration(SHORT)[1], by_enumeration(LONG)[1])
