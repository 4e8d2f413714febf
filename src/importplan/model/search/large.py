"""A case that falls into many blocks: what the simple rules make of it at once, then column generation.

Where a plan may be in parts of what is signed in whole pieces, a large case is planned in whole pieces at once: blocks
are small, and searching them in whole pieces is as quick. What is found is a plan of the case as task, too; its bound
is that of rounds without whole units, which holds for parts of pieces.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.program.basis import Basis
from importplan.model.program.build import basis_of, frame_of
from importplan.model.program.goals import Stage, stages
from importplan.model.search.at_bound import at_bound
from importplan.model.search.first_plan import quick_plan
from importplan.model.search.generation.generate import generate, worth_generating
from importplan.model.search.rounds import StageRun, without_solving
from importplan.model.search.search_task import SearchTask
from importplan.model.search.stages import Found, bounded, solution_of
from importplan.plan.road import SEARCH_ENDED, Road
from importplan.plan.solution import INTERRUPTED, Reason, Solution, Termination
from importplan.running.clock import READING, SETTLING, Clock
from importplan.scenario.counting import may_be_rounded
from importplan.solvers.program import SolverAnswer

Real = NDArray[np.float64]
DOUBT = 0.05  # gap above which a simple rule may be better


@dataclass(frozen=True)
class Large:
    """A case that is worth taking apart, to be planned in whole pieces. `in_parts`: as asked it need not be."""

    task: SearchTask
    basis: Basis
    in_parts: bool

    @classmethod
    def of(cls, task: SearchTask, clock: Clock) -> Large | None:
        """The case where it is large; None where one program is the quicker road."""
        if not task.merge:
            return None
        whole = task.in_whole()
        task.tell("build")
        with clock.stage("build"):
            basis = _basis(whole, None)
            return cls(whole, basis, may_be_rounded(task.case.scenario)) if worth_generating(basis) else None

    def solve(self, clock: Clock) -> Solution | None:
        """The best plan found in the time there is; None where there was none of any kind."""
        self.task.tell("solve")
        with clock.stage("solve"):
            quick = _quick(self.basis, clock) if clock.short else None
            if quick is not None and quick.plan.termination.detail == INTERRUPTED:
                return self._told(quick.bounded(-np.inf))
            own = clock.keeping(READING) if clock.short else clock
            found = generate(self.basis, own, self.in_parts, however_late=True, known=quick is not None)
            interrupted = found.termination.detail == INTERRUPTED
            if found.found is None and not interrupted and own.before(SETTLING) > 0:
                return None
            doubtful = found.gap > DOUBT and clock.left() > 0
            if quick is None and (found.found is None or doubtful):
                quick = _quick(self.basis, clock)
            if quick is not None and found.objective_cny > quick.plan.objective_cny:
                return self._told(quick.bounded(found.bound_cny, found.termination.detail))
        # There is no time for a second search of a large case: that a bound may bind is told.
        return self._told(replace(found, at_bound=at_bound(self.basis, found, lambda _times: None)))

    def solve_called(self, called: Real, clock: Clock) -> Solution:
        """The best plan where (call, D) is called, and nothing else."""
        return self._told(generate(_basis(self.task, called), clock, self.in_parts))

    def _told(self, solution: Solution) -> Solution:
        signed = self.in_parts and solution.found is not None
        return replace(solution, signed_cny=solution.objective_cny if signed else None)


def _basis(task: SearchTask, called: Real | None) -> Basis:
    case = task.case
    return basis_of(case.scenario, case.landed, case.draws, called=called)


@dataclass(frozen=True)
class _Quick:
    """The best of the simple rules, and the frame on which it was settled."""

    plan: Solution
    run: StageRun
    stage: Stage

    def bounded(self, bound_cny: float, detail: str = "") -> Solution:
        """With a bound known from elsewhere, or else one that takes no solving; why the search has ended."""
        if not np.isfinite(bound_cny):
            bound_cny = without_solving(self.run, self.stage) * self.run.frame.draft.money
        ended = Termination(Reason.STOPPED_WITH_PLAN, detail or self.plan.termination.detail)
        asked = self.run.frame.facts.scenario.settings.gap
        return bounded(replace(self.plan, termination=ended), min(bound_cny, self.plan.objective_cny), asked)


def _quick(basis: Basis, clock: Clock) -> _Quick | None:
    """Nothing bought, or the best of the simple rules, without a bound; None where no rule will do."""
    frame = frame_of(basis)
    stage = stages(frame)[0]
    plan = quick_plan(frame, stage, clock)
    if plan is None:
        return None
    run = StageRun(frame, clock, apart=False)
    ended = Termination(Reason.STOPPED_WITH_PLAN, INTERRUPTED if plan.interrupted else "")
    road = Road(plan.road, SEARCH_ENDED)
    answer = SolverAnswer(ended, plan.objective, -np.inf, plan.values, road=road)
    return _Quick(solution_of(frame, Found(answer, plan.values), answer), run, stage)
