"""A smaller program first, where draws may be relieved differently: its optimum bounds that of the case from below.

What a draw forgoes of a workaround raises its cost. Outside the tail that counts by the weight of the draw times
1 - lambda, in the tail by more; so one number for all draws, what they forgo in the mean, at that least share and
without touching the tail, is never dearer (`build(loose=True)`). Its decisions are then settled exactly, draw by draw.
As a rule nothing is forgone, or only outside the tail: then plan and bound meet, and the large program need not be
solved.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.coupling import least_share, relief_in_budgets
from importplan.model.program.build import build
from importplan.model.program.frame import Frame
from importplan.model.program.goals import Stage, program_of, stages
from importplan.model.program.variables import FORGONE
from importplan.model.search.first_plan import FirstPlan, first_plan
from importplan.model.search.rounds import DECIDED, StageRun, solve_from
from importplan.plan.road import NEAR_ENOUGH, SEARCH_ENDED, Road
from importplan.plan.solution import INTERRUPTED, Reason, Termination
from importplan.solvers import solve as solvers
from importplan.solvers.parts import solve_in_parts
from importplan.solvers.program import SolverAnswer, SolverSettings

Real = NDArray[np.float64]


def worth_loosening(frame: Frame) -> bool:
    """Whether whole units meet workarounds that draws may forgo: in the mean, under a goal of one stage.

    Never in the extensive form, which stands for itself.
    """
    facts = frame.facts
    lone = frame.draft.about[FORGONE]
    in_mean = bool(frame.states.merged.any() and len(lone)) and not relief_in_budgets(facts, "each_draw")[lone].any()
    return in_mean and least_share(facts.scenario.settings) > 0 and int(frame.draft.size["whole_columns"]) > 0


def solve_loosened(run: StageRun, stage: Stage, quick: FirstPlan | None = None) -> SolverAnswer:
    """The loosened program's bound with a plan of the frame: decided loosely, settled exactly.

    An answer without a plan carries the bound all the same. `quick` is a plan of the frame that is there: where the
    loosened optimum without whole units is within the gap asked for, nothing is searched.
    """
    facts = run.frame.facts
    loose = build(facts.scenario, facts.landed, run.frame.draws, loose=True, by_rule=not run.frame.states.exact)
    goal = stages(loose)[0]
    known = None if quick is None else _loosely(run, goal, loose, quick)
    first = first_plan(loose, goal, run.clock, known)
    answer = solve_from(replace(run, frame=loose), goal, first, by_rules=quick is None)
    if answer.values is None:
        return answer
    exact = _settled(run, stage, loose, answer.values)
    if exact.values is None:
        return SolverAnswer(Termination(Reason.STOPPED_WITHOUT_PLAN, exact.termination.detail), np.inf, answer.bound)
    found = replace(answer, objective=exact.objective, values=exact.values)
    return replace(found, road=Road("loosened", NEAR_ENOUGH if _meets(run, found) else SEARCH_ENDED))


def _loosely(run: StageRun, goal: Stage, loose: Frame, quick: FirstPlan) -> FirstPlan | None:
    """A plan of the frame in the loosened program, where it is no dearer."""
    columns, decided = loose.draft.of_role(*DECIDED), quick.values[run.frame.draft.of_role(*DECIDED)]
    program = program_of(loose, goal)
    held = program.held(columns, np.where(program.whole[columns], np.round(decided), decided))
    answer = solve_in_parts(held, SolverSettings(gap=0.0, time_limit_s=run.settling_s()))
    return None if answer.values is None else replace(quick, values=answer.values, objective=answer.objective)


def suffices(run: StageRun, answer: SolverAnswer) -> bool:
    """Whether plan and bound meet within the gap asked for, or nothing is left to do, or no time or wish to do it."""
    ended = answer.termination.reason is Reason.INFEASIBLE or answer.termination.detail == INTERRUPTED
    if ended or run.search_s() <= 0:
        return True
    return _meets(run, answer)


def _meets(run: StageRun, answer: SolverAnswer) -> bool:
    asked = max(run.frame.facts.scenario.settings.gap, 1e-9)
    return answer.values is not None and answer.objective - answer.bound <= asked * abs(answer.objective)


def _settled(run: StageRun, stage: Stage, loose: Frame, values: Real) -> SolverAnswer:
    """The best recourse in every draw of what the loose program decided."""
    frame = run.frame
    program = program_of(frame, stage)
    columns, decided = frame.draft.of_role(*DECIDED), values[loose.draft.of_role(*DECIDED)]
    held = program.held(columns, np.where(program.whole[columns], np.round(decided), decided))
    return solvers.solve(held, SolverSettings(gap=0.0, time_limit_s=run.settling_s()))
