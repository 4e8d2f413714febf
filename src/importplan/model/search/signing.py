"""What is signed is whole: a plan in parts of pieces becomes one in whole pieces near it (planning model, Sharpened).

A case may be planned as if pieces could be divided, where whole ones would take too long or nobody minds. What is
signed of them is whole all the same. Every order goes up or down, and so does the sum of the orders of an offer and
buyer up to every period: a fifth of a unit a quarter becomes one unit in five quarters, never one a quarter. Among the
plans that are left, all of whose hard rows hold, the cheapest is sought; where there is none, the case is planned in
whole pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.model.program.goals import ONE_STAGE
from importplan.model.search.first_plan import LARGE
from importplan.model.search.search_task import Progress
from importplan.model.search.solve import solve
from importplan.plan.plan import DUST, Plan
from importplan.plan.solution import IN_WHOLE, Reason, Solution, Termination
from importplan.running.clock import Clock
from importplan.scenario.counting import in_whole, whole_frameworks, whole_offers
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet

Real = NDArray[np.float64]
EARLY = (0.5, 0.9, 0.0)  # parts of a unit that are rounded up


def signed(
    scenario: Scenario,
    landed: LandedTable,
    draws: DrawSet,
    solution: Solution,
    progress: Progress | None = None,
    apart: bool = False,
    clock: Clock | None = None,
    start: Plan | None = None,
) -> Solution:
    """A solution whose plan can be signed.

    Parameters
    ----------
    scenario, landed, draws, progress, apart, clock, start
        As in `solve`.
    solution : Solution
        Of the case as asked; without a plan, or planned in whole pieces, it is returned as it is.

    Returns
    -------
    Solution
        Objective, bound and gap are those of the case as asked; plan, cost lines, risk and `signed_cny` those of the
        plan in whole pieces. Where pieces have no plan, infeasible, with the wishes that forbid one.
    """
    if solution.found is None or solution.signed_cny is not None or is_whole(scenario, landed, solution.plan):
        return solution
    tell = progress or (lambda word: None)
    tell("sign")
    clock = clock or Clock(scenario.settings.time_limit_s)
    ask = partial(solve, in_whole(scenario), landed, draws, apart=apart, clock=clock)
    best = _nearby(scenario, landed, solution, ask, clock) or ask(progress=tell, start=start)
    if start is not None and scenario.settings.goal in ONE_STAGE and is_whole(scenario, landed, start):
        best = _better(best, ask(keep=start)) or best
    if best.found is not None:
        return _told(solution, best, scenario.settings.goal in ONE_STAGE)
    reason = best.termination.reason
    ended = Termination(reason, IN_WHOLE if reason is Reason.INFEASIBLE else best.termination.detail)
    return replace(best, termination=ended)


def _nearby(
    scenario: Scenario,
    landed: LandedTable,
    solution: Solution,
    ask: Callable[..., Solution],
    clock: Clock,
) -> Solution | None:
    """The best plan in whole pieces near one in parts of them; once there is one, none is sought for long."""
    best: Solution | None = None
    settings = scenario.settings
    # What is planned to start has its inputs on the schedule: rounded alone, orders would not know of it.
    if settings.goal in ONE_STAGE and not solution.plan.starts:
        for plan in _rounded(scenario, landed, solution.plan):
            if clock.left() <= 0 and best:
                break
            best = _better(best, ask(keep=plan))
            if best is not None and best.objective_cny - solution.bound_cny <= settings.gap * abs(best.objective_cny):
                return best
    if solution.size.get("entries", 0) <= LARGE and clock.left() > 0:
        best = _better(best, ask(near=solution.plan))
    return best


def is_whole(scenario: Scenario, landed: LandedTable, plan: Plan) -> bool:
    """Whether a plan orders, books and calls whole pieces."""
    whole = whole_offers(scenario)
    orders = [order.quantity for order in plan.orders if landed.options[order.option].offer in whole]
    booked = [units for supplier, units in plan.bookings.items() if supplier in whole_frameworks(scenario)]
    calls = {landed.options[each.option].offer for each in plan.call_rule} & whole
    in_pieces = {offer.offer for offer in scenario.offers if scenario.item_of(offer).whole_units}
    of_pieces = [landed.options[lane.option].offer in whole for lane in plan.recourse.call_off_lanes]
    called = plan.recourse.call_offs[:, of_pieces]
    parted = bool((np.abs(called - np.round(called)) > DUST).any())
    return all(units == round(units) for units in (*orders, *booked)) and calls <= in_pieces and not parted


def _rounded(scenario: Scenario, landed: LandedTable, plan: Plan) -> Iterator[Plan]:
    """Plans near by, every sum rounded alike: to the nearest, rather up, down."""
    whole = whole_offers(scenario)
    series: dict[tuple[str, str], list[int]] = {}
    for position, order in enumerate(plan.orders):
        option = landed.options[order.option]
        if option.offer in whole:
            series.setdefault((option.offer, option.payer), []).append(position)
    booked = whole_frameworks(scenario) & plan.bookings.keys()
    for early in EARLY:
        units = [order.quantity for order in plan.orders]
        for members in series.values():
            members = sorted(members, key=lambda at: plan.orders[at].period)
            sums = np.floor(np.cumsum([units[at] for at in members]) + early + DUST)
            for at, amount in zip(members, np.diff(sums, prepend=0.0).tolist(), strict=True):
                units[at] = amount
        yield replace(
            plan,
            orders=tuple(
                replace(order, quantity=amount) for order, amount in zip(plan.orders, units, strict=True) if amount > 0
            ),
            bookings=plan.bookings | {name: float(np.ceil(plan.bookings[name] - DUST)) for name in booked},
        )


def _better(best: Solution | None, found: Solution) -> Solution | None:
    if found.found is None:
        return best
    return found if best is None or best.found is None or found.objective_cny < best.objective_cny else best


def _told(asked: Solution, found: Solution, one_stage: bool) -> Solution:
    """The plan in whole pieces, which is one of the case as asked, too: the better of both says how good that gets."""
    told = replace(asked, found=found.found, costs=found.costs, risk=found.risk, signed_cny=found.objective_cny)
    # Under goals in turn a lower expected cost is no better plan of the case as asked.
    if not one_stage or found.objective_cny >= asked.objective_cny:
        return told
    gap = (found.objective_cny - asked.bound_cny) / max(abs(found.objective_cny), 1e-9)
    return replace(told, objective_cny=found.objective_cny, gap=gap)
