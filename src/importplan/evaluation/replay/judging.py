"""A plan and its alternatives replayed on draws that did not make them, and judged there.

A plan looks better on the draws it was made on than on others (Kleywegt, Shapiro and Homem-de-Mello 2002,
doi:10.1137/S1052623499363220, section 3: the sampled optimum leans low); so it is replayed on fresh ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from importplan.catalog.rules.clearance import ClearanceMode
from importplan.customs.cost.table import LandedTable
from importplan.evaluation.clearance.worth import ClearanceWorth, clearance_worth
from importplan.evaluation.replay.baselines import replay
from importplan.evaluation.replay.break_even import BreakEven, break_even
from importplan.evaluation.replay.judged import NAIVE, THIS_PLAN, Alternative, Awaited, Judged, JudgedPlans, judged
from importplan.plan.plan import Plan
from importplan.plan.solution import Reason, Termination
from importplan.running.clock import Clock
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet

LIKE_THE_LAST = 1.5  # times as long as the last replay took the next one may take, whatever the others' share


def judge_all(
    scenario: Scenario,
    landed: LandedTable,
    draws: DrawSet,
    ways: Sequence[Alternative | Awaited],
    modes: Iterable[ClearanceMode] = (),
    clock: Clock | None = None,
    apart: bool = False,
) -> JudgedPlans:
    """Replay plans on draws and judge each; exact where the workbook gives the draws.

    Parameters
    ----------
    scenario, landed, draws
        The case, and draws that need not be those that made any plan.
    ways
        The plan itself as `THIS_PLAN`, then what the naive rules order. One without a plan is told as it is; one
        that is awaited is worked out when its turn comes.
    modes
        Customs modes whose worth to the plan is asked.
    clock : Clock, optional
        Each replay gets its share of what is left; once that is less than the last one took, no other is begun. Without
        it each has the time limit of the settings.
    apart : bool
        As in `solve`. Ctrl-C is raised as KeyboardInterrupt either way.
    """
    found: list[Judged] = []
    break_evens: tuple[BreakEven, ...] = ()
    own: Plan | None = None
    known: dict[str, object] = {}
    clearance, whole, took = ClearanceWorth(), True, 0.0
    for position, given in enumerate(ways):
        late = clock is not None and bool(found) and clock.left() <= took
        if isinstance(given, Awaited) and late:
            found.append(Judged(given.key, Termination(Reason.STOPPED_WITHOUT_PLAN), float("inf")))
            whole = False
            continue
        way = given.make() if isinstance(given, Awaited) else given
        if way.solution.found is None:
            found.append(judged(scenario, landed, way, draws.given))
            continue
        same = next((key for key, decided in known.items() if decided == _decided(way.solution.plan)), None)
        if same is not None:
            # Two rules that decide the same have the same figures.
            found.append(replace(next(row for row in found if row.key == same), key=way.key))
            continue
        if late:
            found.append(Judged(way.key, Termination(Reason.STOPPED_WITHOUT_PLAN), float("inf")))
            whole = False
            continue
        known[way.key] = _decided(way.solution.plan)
        share = None if clock is None else clock.part(_share(clock.left(), len(ways) - position, took))
        began = 0.0 if clock is None else clock.left()
        replayed = replay(scenario, landed, draws, way.solution.plan, apart, share)
        found.append(judged(scenario, landed, Alternative(way.key, replayed), draws.given))
        took = 0.0 if clock is None else began - clock.left()
        there = replayed.found
        whole = whole and replayed.termination.reason is not Reason.STOPPED_WITHOUT_PLAN
        if way.key == THIS_PLAN:
            own = there
            if there is not None:
                clearance = clearance_worth(scenario, landed, draws, there, modes)
        if way.key == NAIVE and own is not None and there is not None:
            break_evens = break_even(scenario, landed, draws, own, there, NAIVE)
            own = None
    return JudgedPlans(tuple(found), break_evens, clearance, whole)


def _share(left: float, ways: int, took: float) -> float:
    """Seconds for the next of some ways: an equal part, or what the last one took and half as much again. Few that are
    judged say more than many that are not.
    """
    return max(0.1, left / ways, min(left, LIKE_THE_LAST * took))


def _decided(plan: Plan) -> tuple[object, ...]:
    """What a plan decides today, whatever the order in which it stands."""
    orders = sorted((order.option, order.period, order.quantity) for order in plan.orders)
    return (
        orders,
        sorted(plan.qualified_suppliers),
        sorted(plan.qualified_offers),
        sorted(plan.bookings.items()),
        sorted(plan.opened_routes),
        sorted((start.route, start.firm, start.period, start.quantity) for start in plan.starts),
        plan.call_rule,
    )
