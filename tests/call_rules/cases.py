"""Four cases of calls: the one that showed that calls looked ahead, and three in which something else weighs."""

from __future__ import annotations

from functools import cache

from call_rules.lead_time import best_delayed_calls
from call_rules.outage_law import Stops
from call_rules.programme import CallCase, best_calls

HINDSIGHT = CallCase("hindsight", Stops(2.0, 1.5), booking=3.0, shortage_cny=400.0, holding_cny=50.0)

CALLS = (
    HINDSIGHT,
    CallCase(
        "booked and bought at a price", Stops(3.0, 1.5), booking=4.0, shortage_cny=300.0, holding_cny=80.0,
        price_cny=15.0, booking_cost_cny=5.0,
    ),
    CallCase("often, dear to hold", Stops(6.0, 0.5), booking=2.0, shortage_cny=500.0, holding_cny=150.0),
)  # fmt: skip

MADE_FOR_A_MONTH = CallCase(
    "made for a month", Stops(3.0, 1.0), booking=2.0, shortage_cny=400.0, holding_cny=60.0, months=9, lead_days=31.0
)

BOUNDED = (*CALLS, MADE_FOR_A_MONTH)

NEAR = 1.15  # one level for what is free and one for what is out costs some 10 % more than the bound at most

# Who holds a unit for a month pays for 250 months late: nobody calls what is not yet due, and what is due is called at
# once, since it costs nothing. So a plan has no choice, and what it costs can be simulated without it.
PROHIBITIVE_CNY = 100_000.0
NO_CHOICE = (
    CallCase(
        "call what is due", Stops(3.0, 1.5), booking=2.0, shortage_cny=400.0, holding_cny=PROHIBITIVE_CNY, months=4,
    ),
    CallCase(
        "call what is due in a month", Stops(3.0, 1.0), booking=2.0, shortage_cny=400.0, holding_cny=PROHIBITIVE_CNY,
        months=5, lead_days=31.0,
    ),
)  # fmt: skip


@cache
def bound_cny(case: CallCase) -> float:
    """The least expected cost of anybody who does not see the future."""
    return (best_delayed_calls(case) if case.lead_days else best_calls(case)).cost_cny
