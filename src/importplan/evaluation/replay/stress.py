"""Stress events on a finished plan, and on the plan that would have been best had one known.

The plan is replayed on the draws of `uncertainty.sampling.stress`: what it decides today stays, what follows in the
event is settled as well as it can be, and audited. An event that may begin in any period is told where it is worst.
The other ways of `comparison` are replayed on the same events: what stock and second sources save is what they lose
more. Planning again from the plan, on the event alone, says what knowing it would have been worth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.open_needs.outcomes import LineOutcome, outcomes
from importplan.evaluation.replay.baselines import replay
from importplan.evaluation.replay.stress_outcome import MOST_OPEN, NOT_IN_TIME, NOT_TOUCHED, Stressed
from importplan.model.search.signing import signed
from importplan.model.search.solve import solve
from importplan.plan.lines import COST_LINES
from importplan.plan.plan import DUST, Plan
from importplan.plan.solution import INTERRUPTED, CostLines, Solution
from importplan.running.clock import Clock, Share
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.stress import StressCourse, courses, stress_draws

Real = NDArray[np.float64]
UNTOUCHED_CNY = 0.005
AGAIN_S = 3.0  # seconds for each event that is planned again, where there are so many
STRESS = Share(0.2, least_s=5.0)  # of the time limit, for what comes after judging


def stress(
    scenario: Scenario,
    landed: LandedTable,
    plan: Plan,
    ways: Mapping[str, Plan] | None = None,
    clock: Clock | None = None,
    tell: Callable[[str], None] = lambda word: None,
    apart: bool = False,
    again: bool = True,
) -> tuple[Stressed, ...]:
    """Every event of a case on a plan: without any first, then by what it costs more, most first.

    Parameters
    ----------
    scenario, landed
        The case, with whole events (`scenario.stress.with_events`), and its landed costs.
    plan
        What was decided.
    ways
        Key → other decisions on the same case, to be replayed on the same events.
    clock
        What time there is: a replay of the plan is begun in any case, planning again only while there is some.
    again
        Whether the case is planned again for each event.

    Returns
    -------
    tuple
        Empty where the case has no events, or its plan could not be replayed in the time.
    """
    if not scenario.events:
        return ()
    time = clock or Clock(scenario.settings.time_limit_s)
    tell("stress")
    possible = courses(scenario)
    found = list(_replayed(scenario, landed, possible, plan, time, apart))
    if not found:
        return ()
    calm, *events = found
    worst: dict[str, Stressed] = {}
    for one in events:
        if one.event not in worst or one.cost_cny > worst[one.event].cost_cny + 1e-6:
            worst[one.event] = one
    ordered = (calm, *sorted(worst.values(), key=lambda one: -one.cost_cny))
    by_day = {(course.event, course.first_day): course for course in possible}
    chosen = tuple(by_day[one.event, one.first] for one in ordered)
    for key, other in (ways or {}).items():
        same = _replayed(scenario, landed, chosen, other, time, apart) if time.left() > 0 else ()
        ordered = (
            tuple(replace(one, others=one.others | {key: row.costs}) for one, row in zip(ordered, same, strict=False))
            or ordered
        )
    if not again:
        return ordered
    found = list(ordered)
    touched = [at for at in range(1, len(found)) if abs(found[at].cost_cny - calm.cost_cny) >= UNTOUCHED_CNY]
    for at in set(range(1, len(found))) - set(touched):
        found[at] = replace(found[at], replanned_status=NOT_TOUCHED)
    wanted = (*touched, 0)  # the course without an event at last: it is the least asked for
    for number, at in enumerate(wanted):
        part = time.part(min(time.left(), max(AGAIN_S, time.left() / (len(wanted) - number))))
        found[at] = _again(scenario, landed, chosen[at], plan, found[at], part, tell, apart)
    return tuple(found)


def _replayed(
    scenario: Scenario, landed: LandedTable, chosen: Sequence[StressCourse], plan: Plan, clock: Clock, apart: bool
) -> Iterator[Stressed]:
    draws = stress_draws(scenario, tuple(chosen))
    settled = replay(scenario, landed, draws, plan, apart, clock.part(max(1.0, clock.left())))
    if settled.found is None:
        return
    ledger = audit(scenario, landed, draws, settled.plan)
    lines = outcomes(Books(scenario, landed, draws), settled.plan)
    paid = ledger.cash.by_draw_cny.sum(axis=1)
    for draw, course in enumerate(chosen):
        yield _stressed(course, by_line(ledger.costs, draw), paid[draw], lines, scenario, draw)


def _stressed(
    course: StressCourse,
    costs: dict[str, float],
    paid: Real,
    lines: tuple[LineOutcome, ...],
    scenario: Scenario,
    draw: int,
) -> Stressed:
    lost = [float(line.waiting[draw] @ line.late_cny + line.open[draw] * line.open_cny) for line in lines]
    worst = int(np.argmax(lost)) if lost and max(lost) > 0.005 else None
    missing = sorted(
        (line for line in lines if line.open[draw] > DUST), key=lambda line: -line.open[draw] * line.open_cny
    )
    waiting = np.zeros(1) if worst is None else lines[worst].waiting[draw]
    return Stressed(
        event=course.event,
        first=course.first_day,
        last=None if course.last is None else course.last.isoformat(),
        costs=costs,
        cash_cny=float(paid.sum()),
        cash_peak_cny=float(np.cumsum(paid).max(initial=0.0)),
        worst_line="" if worst is None else lines[worst].row.line,
        late_periods=int((waiting > DUST).sum()),
        late_units=float(waiting.max(initial=0.0)),
        open={line.row.line: float(line.open[draw]) for line in missing[:MOST_OPEN]},
        open_more=max(0, len(missing) - MOST_OPEN),
    )


def _again(
    scenario: Scenario,
    landed: LandedTable,
    course: StressCourse,
    plan: Plan,
    one: Stressed,
    clock: Clock,
    tell: Callable[[str], None],
    apart: bool,
) -> Stressed:
    """The best plan for one event alone, begun from the plan; limits, budgets and whole pieces hold for it."""
    if clock.left() <= 0:
        return replace(one, replanned_status=NOT_IN_TIME)
    tell("stress_again")
    draws = stress_draws(scenario, (course,))
    settings = replace(scenario.settings, goal="weighted", risk_weight=0.0, risk_limit_cny=None)
    case = scenario.replace(settings=settings)
    solution = solve(case, landed, draws, apart=apart, clock=clock, start=plan)
    solution = signed(case, landed, draws, solution, apart=apart, clock=clock, start=plan)
    if solution.termination.detail == INTERRUPTED:
        raise KeyboardInterrupt
    status = solution.termination.reason.value
    if solution.found is None:
        return replace(one, replanned_status=status)
    costs = by_line(audit(case, landed, draws, solution.plan).costs, 0)
    return replace(one, replanned=costs, replanned_status=status, orders_changed=_changed(plan, solution))


def by_line(costs: CostLines, draw: int) -> dict[str, float]:
    """Cost line → CNY in a draw; lines of nothing left out."""
    amounts = costs.known + costs.by_draw[draw]
    return {line: float(cny) for line, cny in zip(COST_LINES, amounts, strict=True) if abs(cny) > 1e-9}


def _changed(plan: Plan, solution: Solution) -> int:
    before, after = ({(row.option, row.period): row.quantity for row in each.orders} for each in (plan, solution.plan))
    return sum(abs(before.get(key, 0.0) - after.get(key, 0.0)) > DUST for key in {*before, *after})
