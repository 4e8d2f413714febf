"""A case that falls into many blocks: what the simple rules make of it at once, then column generation.

Where a plan may be in parts of what is signed in whole pieces, a large case is planned in whole pieces at once: blocks
are small, and searching them in whole pieces is as quick. What is found is a plan of the case as task, too; its bound
is that of rounds without whole units, which holds for parts of pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.program.basis import Basis
from importplan.model.program.build import basis_of
from importplan.model.search.at_bound import at_bound
from importplan.model.search.first_plan import SETTLED_ONCE_S
from importplan.model.search.generation.by_simple_rule import SimpleStart
from importplan.model.search.generation.crew import Crew, Crowd, Threads
from importplan.model.search.generation.generate import generate, worth_generating
from importplan.model.search.one_piece import solve_held
from importplan.model.search.search_task import SearchTask
from importplan.model.search.stages import bounded
from importplan.plan.plan import Plan
from importplan.plan.road import NO_TIME_FOR_BLOCKS, Road
from importplan.plan.solution import INTERRUPTED, Reason, Solution, Termination
from importplan.running.clock import READING, Clock
from importplan.scenario.counting import may_be_rounded

Real = NDArray[np.float64]


NOTHING_BOUGHT = Plan((), (), (), {})
WORKED_OUT = 5.0  # times as long as it took to build the case it takes to work out a rule and to settle it


@dataclass(frozen=True)
class Large:
    """A case that is worth taking apart, to be planned in whole pieces. `in_parts`: as asked it need not be."""

    task: SearchTask
    basis: Basis
    simple: SimpleStart
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
            if not worth_generating(basis):
                return None
            return cls(whole, basis, SimpleStart(basis, task.start), may_be_rounded(task.case.scenario))

    def solve(self, clock: Clock, whole: Clock) -> Solution | None:
        """The best plan found in the time there is; None where there was none of any kind.

        `whole` has the time for calls, too, which simple rules bring with them.
        """
        self.task.tell("solve")
        with clock.stage("solve"):
            own = clock.keeping(READING) if clock.short else clock
            found = generate(self.basis, own, self.in_parts, self._crew, however_late=True, simple=self.simple)
            if found.found is None and found.termination.detail != INTERRUPTED:
                return self._simply(whole)
        # There is no time for a second search of a large case: that a bound may bind is told.
        return self._told(replace(found, at_bound=at_bound(self.basis, found, lambda _times: None)))

    def _simply(self, clock: Clock) -> Solution | None:
        """The best of the simple rules, each settled in one program, its calls by its rule: where blocks cannot be
        written in the time there is. None where none can be bought.
        """
        best: Solution | None = None
        took, built = 0.0, clock.seconds.get("build", 0.0)
        plans = self._plain_first(clock.left() < WORKED_OUT * built)
        while best is None or clock.left() > took:
            plan, began = next(plans, None), clock.left()
            if plan is None:
                break
            found = solve_held(self.task, plan, clock.part(SETTLED_ONCE_S if best is None else began))
            took = max(began - clock.left(), WORKED_OUT * built if plan is NOTHING_BOUGHT else 0.0)
            if found.found is not None and (best is None or found.objective_cny < best.objective_cny):
                best = found
        if best is None:
            return None
        told = replace(
            best,
            termination=Termination(Reason.STOPPED_WITH_PLAN),
            road=Road("simple_rule", NO_TIME_FOR_BLOCKS),
        )
        return self._told(bounded(told, -np.inf, self.task.case.scenario.settings.gap))

    def _plain_first(self, hurried: bool) -> Iterator[Plan]:
        """Nothing bought where there is no time to work out a rule; every rule, and without what it calls: limits often
        leave no room for that in some draw.
        """
        if hurried:
            yield NOTHING_BOUGHT
        for simple in self.simple.plans():
            yield simple.plan
            if simple.plan.call_rule or simple.plan.bookings:
                yield replace(simple.plan, call_rule=(), bookings={})

    def solve_called(self, called: Real, clock: Clock) -> Solution:
        """The best plan where (call, D) is called, and nothing else."""
        return self._told(generate(_basis(self.task, called), clock, self.in_parts, self._crew))

    @property
    def _crew(self) -> Crew:
        return Threads() if self.task.workers is None else Crowd(self.task.workers)

    def _told(self, solution: Solution) -> Solution:
        signed = self.in_parts and solution.found is not None
        return replace(solution, signed_cny=solution.objective_cny if signed else None)


def _basis(task: SearchTask, called: Real | None) -> Basis:
    case = task.case
    return basis_of(case.scenario, case.landed, case.draws, called=called)
