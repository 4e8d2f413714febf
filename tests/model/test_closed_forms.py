"""Stock sizes that have a closed form: the newsvendor, and stock against an outage of exponential length.

newsvendor   the least Q with P(demand <= Q) >= (p - c) / p: price c, p for each unit short, nothing for what is
             left (Arrow, Harris and Marschak 1951)
outage       one unit a period is needed, and called for c unless the source is still out; a unit of stock costs b
             more at the start and is used in its turn in any case. The k-th is worth it while P(out k periods or
             more) (p - c) > b: with P = exp(-k / m) that is k < m ln((p - c) / b)
"""

from __future__ import annotations

from datetime import date
from math import ceil, exp, floor, log

import pytest
from hand_cases import Q1, courses, home_offer, need, planned, settings, tiny, with_supplier

QUARTERS = [date(2027 + number // 4, 1 + 3 * (number % 4), 1) for number in range(8)]


@pytest.mark.parametrize(("price", "short"), [(10.0, 40.0), (30.0, 45.0), (10.0, 105.0)])
def test_a_stock_for_uncertain_demand_is_that_of_the_newsvendor(price: float, short: float) -> None:
    """Demand is 1 to 10, each as likely; it is lost after the quarter in which it comes."""
    draws = {f"d{units}": 0.1 for units in range(1, 11)}
    values = [(f"d{units}", "demand", "L1", None, float(units)) for units in range(1, 11)]
    found = planned(
        tiny(
            offers=(home_offer(unit_price=price, to_day=Q1),),
            demand=(need(Q1, 10.0, shortage_cost_cny=short, lost_after_periods=1),),
            **courses(draws, *values),
        )
    )
    assert found.bought["h", "firm", 0] == pytest.approx(ceil(10 * (short - price) / short - 1e-9))


@pytest.mark.parametrize(("mean", "premium"), [(2.0, 20.0), (2.0, 50.0), (4.0, 20.0)])
def test_a_stock_against_an_outage_covers_it_up_to_the_logarithm_of_what_it_saves(mean: float, premium: float) -> None:
    """A source is out for the first k quarters or more with exp(-k / m); a unit short costs 200, one called 100."""
    longer = [exp(-k / mean) for k in range(9)] + [0.0]
    draws = {f"d{k}": longer[k] - longer[k + 1] for k in range(9)}
    values = [
        (f"d{k}", "availability", "k", quarter, 0.0 if number < k else 1.0)
        for k in range(9)
        for number, quarter in enumerate(QUARTERS)
    ]
    case = tiny(
        settings=settings(periods=8),
        offers=(
            home_offer(unit_price=100.0 + premium, to_day=Q1),
            home_offer("k", 100.0, supplier="J", contract="framework"),
        ),
        demand=tuple(
            need(quarter, 1.0, f"L{number}", shortage_cost_cny=200.0, lost_after_periods=1)
            for number, quarter in enumerate(QUARTERS)
        ),
        **courses(draws, *values),
    )
    found = planned(with_supplier(case, "J", booking_cost_cny=0.0))
    assert found.bought["h", "firm", 0] == pytest.approx(floor(mean * log(100.0 / premium)))
