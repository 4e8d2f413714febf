"""Whether the bounds of use keep a plan from a cheaper one, and by how much: the case once more with twice as much.

No order and no call is larger than what can be of use in some draw (`of_use`). That binds only where buying what nobody
needs could pay: for a limit on the mix of what is bought, or for what goods are worth at the end. Such a case is solved
again with bounds twice as large; a large one only where its plan has an order that large. Bounds are said to bind where
the new plan costs less than any plan within them can. An order below its bound is no proof that none binds: in whole
units the next step may be beyond it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.dated_purchases import Trade
from importplan.model.case.of_use import calls_of_use, tempting
from importplan.model.case.purchases import units_ordered
from importplan.model.program.basis import Basis
from importplan.plan.plan import Plan
from importplan.plan.solution import AtBound, Solution

TIMES = 2.0  # as large as the bounds of use
SMALL = 20_000  # columns: solved again in any case
NEAR = 1e-6  # of a bound: an order that near is as large
CHEAPER = 1e-6  # of the objective: less than this is rounding

Real = NDArray[np.float64]
Mask = NDArray[np.bool_]


def at_bound(basis: Basis, solution: Solution, again: Callable[[float], Solution | None]) -> AtBound | None:
    """What lifting the bounds of use would bring; None where none of them binds.

    `again` solves the case with bounds so many times as large; None where there is no time.
    """
    worth_more = tempting(basis.facts)
    if solution.found is None or not np.isfinite(solution.bound_cny) or not worth_more.any():
        return None
    count = _as_large(basis, solution.found, worth_more)
    if not count and solution.size["columns"] > SMALL:
        return None
    wider = again(TIMES)
    unknown = AtBound(count) if count else None
    if wider is None:
        return unknown
    near = CHEAPER * max(1.0, abs(solution.objective_cny))
    most = solution.objective_cny - wider.bound_cny
    if wider.found is None or wider.objective_cny >= solution.bound_cny - near:
        excluded = wider.bound_cny >= solution.bound_cny - solution.gap * abs(solution.objective_cny) - near
        return None if excluded else unknown
    least = solution.objective_cny - wider.objective_cny
    return AtBound(count, least, max(least, most))


def _as_large(basis: Basis, plan: Plan, worth_more: Mask) -> int:
    """How many orders and calls are as large as can be of use, where more could pay."""
    facts = basis.facts
    ordered = units_ordered(facts.scenario, facts.landed, basis.orders.purchases, plan.orders)
    last = np.isinf(basis.orders.purchases.below_units)  # a step of the price ends for another reason
    found = _near(basis.orders, basis.most, worth_more, np.where(last, ordered, 0.0))
    if basis.calls.purchases.count and plan.recourse.call_offs.size:
        most = plan.recourse.call_offs.max(axis=0)
        lanes = enumerate(plan.recourse.call_off_lanes)
        called = {(lane.option, period): float(most[n, period]) for n, lane in lanes for period in range(facts.periods)}
        calls = basis.calls.purchases
        keys = zip(calls.option.tolist(), calls.period.tolist(), strict=True)
        units = np.array([called.get(key, 0.0) for key in keys])
        found += _near(basis.calls, calls_of_use(facts, basis.calls), worth_more, units)
    return found


def _near(trade: Trade, most: Real, worth_more: Mask, bought: Real) -> int:
    """How many decided purchases come near their most (decided,); `bought` (purchase,)."""
    rows = trade.purchases.decided
    large = (most > 0) & (bought[rows] >= most * (1.0 - NEAR)) & worth_more[trade.purchases.option[rows]]
    return int(large.sum())
