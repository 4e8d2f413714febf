"""Large cases: the items bound, the payers plan, and each tells the other what it has to know.

    by item    what joins items has a price (budgets) or counts by weights (worst draws of CVaR): a bound, and orders
    by payer   these orders within budgets: a plan, and with it the prices of budgets and its worst draws

Mean value cross decomposition: prices and weights are means of all that were found, the later ones counting more, so
that they settle. Van Roy (1983), Cross decomposition for mixed integer programming, Mathematical Programming 25;
Holmberg (1997), Mean value cross decomposition applied to integer programming problems, European Journal of
Operational Research 97. With whole units a gap remains, which is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import SolverFailed
from importplan.model.families import diversification
from importplan.model.program.frame import Frame
from importplan.model.program.goals import Stage, program_of
from importplan.model.program.risk import tail_values
from importplan.model.search.by_item import Prices, linear_program, solve_by_item, worst_draws
from importplan.model.search.by_payer import Decided, decide_by_payer
from importplan.plan.solution import INTERRUPTED, Reason, Termination
from importplan.running.clock import Clock
from importplan.solvers.program import Program, SolverAnswer, SolverSettings

Real = NDArray[np.float64]
GAP_OF_PARTS = 0.5  # of the gap asked for: the rest is for what the parts leave open between them
COARSEST = 1e-2  # gap of a part
WORTH_A_ROUND = 0.8  # of the seconds of the last one: with less left none is begun
MOST_ROUNDS = 200
LATER = 3.0  # how much more later rounds count in the means of prices: 1 all alike


@dataclass(frozen=True)
class Round:
    """What one round found: a bound, a plan where it led to one, and what is to be told to the items."""

    bound: float
    prices: Prices
    objective: float = np.inf
    values: Real | None = None
    decided: bool = True  # False: the payers had no answer, and would have none the next time


def may_be_decomposed(frame: Frame) -> bool:
    """Whether the goal is one sum, and nothing is cut off only afterwards."""
    goal = frame.facts.scenario.settings.goal
    return goal in ("weighted", "cvar_limit") and not diversification.concentrated(frame) and frame.draws.count > 1


def solve_decomposed(frame: Frame, stage: Stage, clock: Clock, beside: bool) -> SolverAnswer:
    """The best plan of rounds while there is time, or until it is within the gap asked for.

    They begin as if budgets were without end and all draws counted alike.

    Parameters
    ----------
    frame, stage
        The case and its only objective.
    clock
        How long.
    beside : bool
        Parts are solved in two processes at a time.
    """
    settings = frame.facts.scenario.settings
    program = program_of(frame, stage)
    best = SolverAnswer(Termination(Reason.STOPPED_WITHOUT_PLAN), np.inf, -np.inf)
    seconds, rounds = 0.0, 0
    prices = Prices(frame.draws.weights, np.zeros(frame.draft.rows_count))
    try:
        while rounds < MOST_ROUNDS and not _within(best, settings.gap):
            left = clock.left()
            if left <= WORTH_A_ROUND * seconds:
                break
            found = _round(frame, program, prices, clock, beside)
            best = _better(best, found)
            if not found.decided:
                break
            rounds += 1
            prices = prices.towards(found.prices, LATER / (rounds + LATER))
            seconds = left - clock.left()
    except KeyboardInterrupt:
        return _ended(best, settings.gap, INTERRUPTED)
    except SolverFailed as error:
        # A round that breaks off takes nothing from what earlier ones have found.
        return _ended(best, settings.gap, str(error))
    return _ended(best, settings.gap, "")


def _round(frame: Frame, program: Program, prices: Prices, clock: Clock, beside: bool) -> Round:
    """One look at the items and one at the payers."""
    linear = linear_program(frame, prices.worst)
    by_item = solve_by_item(frame, linear, prices, _asked(frame, clock), beside)
    if by_item.values is None:
        return Round(by_item.bound, prices, decided=False)
    orders = np.where(linear.whole, np.round(by_item.values), by_item.values)
    decided = decide_by_payer(frame, linear, orders, _asked(frame, clock), beside)
    if decided is None:
        return Round(by_item.bound, prices, decided=False)
    return _told(frame, program, by_item.bound, decided)


def _told(frame: Frame, program: Program, bound: float, decided: Decided) -> Round:
    """A plan as it counts in the case, if it is one; its worst draws, and what budgets are worth to it."""
    values = tail_values(frame.draft, decided.values, frame.draws.weights, frame.facts.scenario.settings.risk_level)
    prices = Prices(worst_draws(frame, values), decided.duals)
    # What breaks a row that neither look has seen (a risk limit) is no plan.
    if program.broken(values).any():
        return Round(bound, prices)
    return Round(bound, prices, float(program.objective @ values) + program.offset, values)


def _better(best: SolverAnswer, found: Round) -> SolverAnswer:
    """The better plan, the better bound."""
    bound = max(best.bound, found.bound)
    if found.values is None or found.objective >= best.objective:
        return replace(best, bound=bound)
    return replace(best, objective=found.objective, bound=bound, values=found.values)


def _within(answer: SolverAnswer, gap: float) -> bool:
    return answer.values is not None and answer.objective - answer.bound <= gap * abs(answer.objective)


def _ended(best: SolverAnswer, gap: float, detail: str) -> SolverAnswer:
    if best.values is None:
        return replace(best, termination=Termination(Reason.STOPPED_WITHOUT_PLAN, detail))
    reason = Reason.GAP_REACHED if _within(best, gap) else Reason.STOPPED_WITH_PLAN
    return replace(best, termination=Termination(reason, detail), bound=min(best.bound, best.objective))


def _asked(frame: Frame, clock: Clock) -> SolverSettings:
    """Half of the gap asked for, of each part; the time that is left."""
    gap = min(COARSEST, GAP_OF_PARTS * frame.facts.scenario.settings.gap)
    return SolverSettings(gap, max(1.0, clock.left()))
