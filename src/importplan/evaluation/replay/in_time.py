"""Judging in the time there is: a first look at some of the draws, then as many as the time allows.

A plan that was found must not wait for hours to be judged, nor be lost because somebody stops waiting. So all ways are
first replayed on a tenth of the draws; how long that took says how many can be judged in the time that is left. A run
with more draws begins with the draws of a run with fewer, so each look holds the one before it. The first look of a
very large case has as few draws as it can be sure of (`model.size`). What stands is the
largest look that came to its end; its intervals are those of its own number of draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from importplan.catalog.rules.clearance import ClearanceMode
from importplan.customs.cost.table import LandedTable
from importplan.evaluation.replay.baselines import Rivals
from importplan.evaluation.replay.judged import THIS_PLAN, Alternative, Awaited, JudgedPlans
from importplan.evaluation.replay.judging import judge_all
from importplan.model.case.size import REPLAYED, draws_in_time
from importplan.plan.solution import Solution
from importplan.running.clock import OVERTIME, Clock
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet

FRESH_TIMES = 10  # fresh draws for each draw that made the plan
LOOK = 200  # draws: as few are judged at once
LOOK_SHARE = 0.1  # of all draws, in a first look
SURE = 0.7  # of the time left that a larger look is planned for: what the first one took is a guess
TIME, BY_HAND = "time", "interrupted"


@dataclass(frozen=True)
class Looked:
    """What was judged, on which draws (None: nothing in time), of how many asked, and why not on all of them."""

    verdict: JudgedPlans
    draws: DrawSet | None
    asked: int
    stopped: str = ""  # TIME | BY_HAND | empty: all of it was judged


def judge_in_time(
    scenario: Scenario,
    landed: LandedTable,
    draws_of: Callable[[int], DrawSet],
    asked: int,
    solution: Solution,
    modes: Iterable[ClearanceMode],
    tell: Callable[[str], None],
    clock: Clock,
) -> Looked:
    """Judge a plan and its rivals on up to `asked` draws of `draws_of`, in the time that the clock has left.

    A first look is begun as long as there is any, with a little overtime; where there is none, nothing is judged.
    Ctrl-C ends it and keeps what there is.
    """
    own = clock.part(clock.at_least(OVERTIME))
    found = Looked(JudgedPlans(), None, asked, TIME)
    if own.left() <= 0:
        return found
    count = asked if asked <= LOOK else max(LOOK, round(LOOK_SHARE * asked))
    count = draws_in_time(scenario, landed, count, own.left(), REPLAYED)
    if own.left() < replayed_s(solution, count, clock):
        return found

    try:
        tell("rivals")
        ways: tuple[Alternative | Awaited, ...] = (
            Alternative(THIS_PLAN, solution),
            *Rivals(scenario, landed).awaited(),
        )
        while count:
            tell("fresh")
            left, draws = own.left(), draws_of(count)
            count = draws.count  # the workbook's own come all at once
            verdict = judge_all(scenario, landed, draws, ways, tuple(modes), own, apart=True)
            if verdict.whole or (found.draws is None and verdict.alternatives[0].costs is not None):
                found = Looked(verdict, draws, asked, "" if verdict.whole and count >= asked else TIME)
            count = _next(count, asked, took=left - own.left(), left=own.left()) if verdict.whole else 0
    except KeyboardInterrupt:
        return replace(found, stopped=BY_HAND)
    return found


def replayed_s(solution: Solution, count: int, clock: Clock) -> float:
    """Seconds that a replay on so many draws takes at least: its program is built like that which made the plan."""
    made = 1 if solution.costs is None else len(solution.costs.weights)
    return clock.seconds.get("build", 0.0) * min(1.0, count / made)


def _next(count: int, asked: int, took: float, left: float) -> int:
    """How many draws the next look has; 0 where all were judged, or more would not be worth the time."""
    able = min(asked, int(count * SURE * max(left, 0.0) / took))
    return able if able >= min(asked, 2 * count) and able > count else 0
