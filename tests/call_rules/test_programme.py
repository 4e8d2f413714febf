"""The programmes of this package against closed forms, finer grids, and their own rules on sampled courses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.integrate import quad

from call_rules.cases import BOUNDED, CALLS, HINDSIGHT, MADE_FOR_A_MONTH, NO_CHOICE, bound_cny
from call_rules.courses import costs_of_delayed_calls, costs_of_due_calls, costs_of_levels, sampled
from call_rules.lead_time import best_delayed_calls
from call_rules.outage_law import Stops, period_law
from call_rules.programme import CallCase, best_calls
from call_rules.steadied import UNTIL_DAY, interval

NEVER = Stops(1e-9, 1.0)


def out_on(stops: Stops, day: float) -> float:
    """Starts that last on a day are Poisson: their mean is (1 - exp(-day / mean)) x starts in a mean duration."""
    return float(1.0 - np.exp(-stops.start_rate / stops.end_rate * (1.0 - np.exp(-stops.end_rate * day))))


def test_the_law_of_a_month_has_the_mean_of_the_queue() -> None:
    """The expected share of a month that is out, and how likely the risk is on at its end, in closed form."""
    law = period_law(HINDSIGHT.stops, 31.0, 72)[0]
    assert law.sum() == pytest.approx(1.0)
    assert law[1:].sum() == pytest.approx(out_on(HINDSIGHT.stops, 31.0), rel=1e-4)
    share = quad(lambda day: out_on(HINDSIGHT.stops, day), 0.0, 31.0)[0] / 31.0
    assert law.sum(axis=0) @ np.arange(73) / 72 == pytest.approx(share, rel=1e-3)


def test_one_month_costs_what_cannot_be_called() -> None:
    """A unit booked and needed in one month: 400 x the expected share that is out."""
    case = replace(HINDSIGHT, months=1, booking=1.0)
    share = quad(lambda day: out_on(case.stops, day), 0.0, 31.0)[0] / 31.0
    assert best_calls(case).cost_cny == pytest.approx(400.0 * share, rel=1e-3)


def test_without_outages_all_is_called_when_it_is_due() -> None:
    """12 units at 15 and 4 booked for 12 months at 5; with a month to make nothing but what is booked."""
    case = replace(CALLS[1], stops=NEVER)
    assert best_calls(case).cost_cny == pytest.approx(12 * 15.0 + 4 * 12 * 5.0, abs=1e-4)
    late = replace(MADE_FOR_A_MONTH, stops=NEVER, booking_cost_cny=1.0)
    assert best_delayed_calls(late).cost_cny == pytest.approx(2 * 9 * 1.0, abs=1e-4)


def test_the_first_case_costs_what_the_issue_says() -> None:
    """At least 1,173 by a coarser programme."""
    assert 1_173.0 <= bound_cny(HINDSIGHT) <= 1_180.0


@pytest.mark.parametrize("case", BOUNDED, ids=lambda case: case.name)
def test_a_finer_grid_changes_little(case: CallCase) -> None:
    finer = best_delayed_calls(case, grain=6, halves=90) if case.lead_days else best_calls(case, grain=48)
    assert finer.cost_cny == pytest.approx(bound_cny(case), rel=2e-3)


@pytest.mark.parametrize("case", CALLS, ids=lambda case: case.name)
def test_its_own_rule_attains_the_value(case: CallCase) -> None:
    """On 50,000 courses of exact days. The rule knows how many starts last: the value is a bound that is reached."""
    costs = costs_of_levels(case, best_calls(case), sampled(case.stops, 50_000, 1, UNTIL_DAY))
    assert abs(float(costs.mean()) - bound_cny(case)) <= 1.5 * interval(costs).half_cny


def test_with_lead_time_its_own_rule_costs_little_more() -> None:
    """Two calls that wait at once, and the first days of a month, are taken in favour of the bound: 2 % at most."""
    case = MADE_FOR_A_MONTH
    costs = costs_of_delayed_calls(case, best_delayed_calls(case), sampled(case.stops, 50_000, 1, UNTIL_DAY))
    assert bound_cny(case) <= float(costs.mean()) + interval(costs).half_cny
    assert float(costs.mean()) - interval(costs).half_cny <= 1.02 * bound_cny(case)


@pytest.mark.parametrize("case", BOUNDED, ids=lambda case: case.name)
def test_calling_only_what_is_due_costs_more(case: CallCase) -> None:
    """A rule that anybody can follow, simulated with no programme, never costs less than the bound."""
    costs = costs_of_due_calls(case, sampled(case.stops, 50_000, 2, UNTIL_DAY))
    assert float(costs.mean()) + interval(costs).half_cny >= bound_cny(case)


def test_where_holding_is_prohibitive_calling_what_is_due_is_best() -> None:
    """Two readings that share nothing but the case: a programme, and a rule on sampled courses."""
    due, made = NO_CHOICE
    assert best_calls(due).levels[:-1].max() <= 1.0
    for case, allowed in ((due, 1.0), (made, 1.02)):
        costs = costs_of_due_calls(case, sampled(case.stops, 50_000, 3, UNTIL_DAY))
        assert costs.mean() >= bound_cny(case) - interval(costs).half_cny
        assert costs.mean() <= allowed * bound_cny(case) + interval(costs).half_cny
