"""Why a case has no plan: the smallest wishes that have to give way, in amounts.

Every wish of people (budgets, limits, capacities, the risk limit) gets one slack, measured in CNY or units; units weigh
the reference value of their item, so that a yuan of budget and a yuan's worth of goods count alike. The least weighted
slack is the first way out; the others do without one of the kinds of wishes that gave way in it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.program.draft import Repairable
from importplan.model.program.frame import Frame
from importplan.model.program.goals import Stage
from importplan.model.program.variables import GIVES_WAY
from importplan.plan.plan import DUST
from importplan.plan.solution import Repair, WayOut
from importplan.running.clock import Clock
from importplan.solvers import solve as solvers
from importplan.solvers.program import SolverSettings

MOST_WAYS = 3
MOST_SECONDS, LEAST_SECONDS = 30.0, 2.0  # for each of the two solves of a way out


def ways_out(frame: Frame, stage: Stage, clock: Clock) -> tuple[WayOut, ...]:
    """Up to three ways out of an infeasible case, the smallest first; none where no wish of people is to blame."""
    wishes, slack, weights = _giving_way(frame)
    first = _least(frame, slack, weights, np.ones(len(wishes), dtype=bool), clock)
    if first is None:
        return ()
    found = [_way_out(frame, stage, wishes, slack, first, clock)]
    by_cost = np.argsort(-first * weights)
    gave = dict.fromkeys(wishes[position][0].rule for position in by_cost if first[position] > DUST)
    for rule in list(gave)[: MOST_WAYS - 1]:
        if clock.left() < 0:
            break
        others = np.array([wish[0].rule != rule for wish in wishes])
        amounts = _least(frame, slack, weights, others, clock)
        if amounts is not None:
            found.append(_way_out(frame, stage, wishes, slack, amounts, clock))
    return tuple(found)


def smallest_repairs(frame: Frame, clock: Clock) -> tuple[Repair, ...]:
    """The wishes of the smallest way out; none where no wish of people is to blame."""
    wishes, slack, weights = _giving_way(frame)
    first = _least(frame, slack, weights, np.ones(len(wishes), dtype=bool), clock)
    return () if first is None else _repairs(wishes, first)


def _giving_way(frame: Frame) -> tuple[list[list[Repairable]], NDArray[np.int64], NDArray[np.float64]]:
    """Every wish, the column by which it gives way, and what a unit of that weighs."""
    wishes = by_wish(frame.draft.repairable)
    slack = frame.draft.columns(GIVES_WAY, (len(wishes),), (None,))
    for column, wish in zip(slack, wishes, strict=True):
        for part in wish:
            frame.draft.entries(part.rows, column, part.entry)
    return wishes, slack, np.array([_weight(frame, wish[0]) for wish in wishes])


def by_wish(repairable: list[Repairable]) -> list[list[Repairable]]:
    """Rows of one wish give way together: a limit in every draw or period is one wish."""
    groups: dict[tuple[object, ...], list[Repairable]] = {}
    for part in repairable:
        groups.setdefault((part.rule, part.item, part.who, part.first, part.last, part.place), []).append(part)
    return list(groups.values())


def _weight(frame: Frame, wish: Repairable) -> float:
    if wish.in_cny:
        return 1.0 / frame.draft.money
    scenario, values = frame.facts.scenario, frame.facts.landed.reference_value_cny
    own = values[scenario.item_index[wish.item]] if wish.item in scenario.item_index else values.mean()
    return float(max(own, 1.0)) / frame.draft.money


def _least(
    frame: Frame, slack: NDArray[np.int64], weights: NDArray[np.float64], open_: NDArray[np.bool_], clock: Clock
) -> NDArray[np.float64] | None:
    """Amounts of the least weighted relief; None where it does not help."""
    objective = np.zeros(frame.draft.columns_count)
    objective[slack] = weights
    program = frame.draft.program(objective, 0.0)
    program.column_upper[slack[~open_]] = 0.0
    answer = solvers.solve(program, SolverSettings(gap=1e-3, time_limit_s=_seconds(clock)))
    return None if answer.values is None else np.maximum(answer.values[slack], 0.0)


def _way_out(
    frame: Frame,
    stage: Stage,
    wishes: list[list[Repairable]],
    slack: NDArray[np.int64],
    amounts: NDArray[np.float64],
    clock: Clock,
) -> WayOut:
    return WayOut(_repairs(wishes, amounts), _cost_with(frame, stage, slack, amounts, clock))


def _repairs(wishes: list[list[Repairable]], amounts: NDArray[np.float64]) -> tuple[Repair, ...]:
    """What gives way, the largest amount first."""
    return tuple(
        Repair(
            wish[0].rule,
            wish[0].item,
            wish[0].who,
            wish[0].first,
            wish[0].last,
            wish[0].place,
            float(amount),
            wish[0].in_cny,
        )
        for wish, amount in sorted(zip(wishes, amounts, strict=True), key=lambda pair: -pair[1])
        if amount > DUST
    )


def _cost_with(
    frame: Frame, stage: Stage, slack: NDArray[np.int64], amounts: NDArray[np.float64], clock: Clock
) -> float | None:
    """What the best plan costs once the wishes give way by these amounts."""
    objective = np.zeros(frame.draft.columns_count)
    objective[: len(stage.coefficients)] = stage.coefficients
    program = frame.draft.program(objective, stage.constant)
    program.column_upper[slack] = amounts * (1.0 + 1e-6) + 1e-9
    answer = solvers.solve(program, SolverSettings(gap=1e-2, time_limit_s=_seconds(clock)))
    return None if answer.values is None else answer.objective * frame.draft.money


def _seconds(clock: Clock) -> float:
    """Seconds for a solve: what is left, within reason."""
    return min(MOST_SECONDS, max(LEAST_SECONDS, clock.left()))
