"""Large cases by column generation: blocks of items answer prices, a master puts their plans together.

    rounds      prices settle without whole units; then every block is searched in whole units at them
    chosen      the best whole plan of every block that the master knows
    improved    a few blocks searched again together, until the gap asked for is reached

Blocks meet only in the joining rows (budgets, capacity of a supplier, booking, qualification, shares, room) and in the
tail, so the work grows with their number and is spread over threads. The bound is the sum of the blocks' dual bounds
less what prices make of the joining rows: one on every plan, whole units or not.
"""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import SolverFailed
from importplan.model.program.basis import Basis
from importplan.model.program.blocks import components
from importplan.model.program.goals import risk_weight, tail_weight
from importplan.model.search.generation.blocks import ItemBlock, Joint, written
from importplan.model.search.generation.gathered import gathered
from importplan.model.search.generation.groups import Chosen, improved
from importplan.model.search.generation.master import BlockPlan, Master, Mixture
from importplan.model.search.generation.rounds import Rounds
from importplan.model.search.generation.shrunk import ROUNDING, shrunk
from importplan.plan.risk import objective_of, risk_of
from importplan.plan.road import Road
from importplan.plan.solution import INTERRUPTED, Reason, Solution, Termination
from importplan.running.clock import SETTLING, Clock
from importplan.scenario.limit_rules import LimitUnit
from importplan.solvers.program import Program, SolverSettings

Real = NDArray[np.float64]
FEWEST_BLOCKS = 12  # with fewer the gap that whole units leave between blocks is too large
WORTH_BLOCKS = 2_000  # states of stocks: below them a case is quick in one piece
NEAR_RELAXED = 1e-3  # relative gap at which prices have settled
DEAR = 100.0  # units of money that a way out costs at first
SEARCHES = 5  # rounds of searches
CHOOSING_S = 15.0
SEARCHING = 0.6  # of the time, kept for what follows rounds without whole units, and again after those of searches
SHRINKING = 0.2  # the same, where nothing is whole
FOLLOWING = 0.7  # of what is left then, for what follows a choice of whole units


def worth_generating(basis: Basis) -> bool:
    """Whether a case is large, falls into many blocks, and has a goal that is one sum."""
    scenario = basis.facts.scenario
    settings = scenario.settings
    one_sum = settings.goal in ("weighted", "cvar_limit") and risk_weight(settings) < 1.0
    concentrated = any(limit.kind.unit is LimitUnit.INDEX for limit in scenario.limits)
    if not one_sum or concentrated or basis.states.count.sum() < WORTH_BLOCKS:
        return False
    return len(components(basis)) >= FEWEST_BLOCKS


def generate(basis: Basis, clock: Clock, threads: int | None = None) -> Solution:
    """The best plan found by column generation within the time there is; without one, its bound all the same.

    Parameters
    ----------
    basis
        A case with nothing held.
    clock
        How long; a part is kept for reading the plan back.
    threads
        Blocks that are solved at a time; as many as there are processors.
    """
    settings = basis.facts.scenario.settings
    nothing = Solution(Termination(Reason.STOPPED_WITHOUT_PLAN), float("inf"), -float("inf"), float("inf"), {})
    parts = []
    for items in components(basis):
        if clock.left() <= 0:
            return nothing
        parts.append(written(basis, items))
    joint = Joint.of(written(basis, ()), parts)
    blocks = [ItemBlock.of(part, joint) for part in parts]
    limit = settings.risk_limit_cny
    master = Master(
        joint,
        blocks,
        tail_weight(settings),
        np.inf if limit is None else limit / basis.common.money,
        basis.draws.weights,
        settings.risk_level,
        DEAR,
    )
    rounds = Rounds(master, clock.part(clock.before(SETTLING)), settings.gap, threads or os.cpu_count() or 1)
    search = _Search(rounds, settings.seed)
    detail = ""
    try:
        search.run()
    except KeyboardInterrupt:
        detail = INTERRUPTED
    except SolverFailed as error:
        # What was found before stands.
        detail = str(error)
    if search.best is None:
        ended = Termination(Reason.STOPPED_WITHOUT_PLAN, detail)
        return replace(nothing, termination=ended, bound_cny=rounds.bound * basis.common.money)
    return _solution(basis, rounds, search.best, detail)


class _Search:
    """The steps of a search; `best` is the best plan so far, whatever ends it."""

    def __init__(self, rounds: Rounds, seed: int) -> None:
        self._rounds, self._seed = rounds, seed
        self.best: Chosen | None = None

    def run(self) -> None:
        """Until the gap asked for is reached or time ends."""
        rounds = self._rounds
        whole = any(block.searches for block in rounds.master.blocks) or bool(rounds.master.joint.program.whole.any())
        seconds = rounds.clock.left()
        mixture = rounds.relaxed(NEAR_RELAXED if whole else rounds.gap, (SEARCHING if whole else SHRINKING) * seconds)
        if not whole or not mixture.fits:
            self._take(rounds, mixture)
        if not whole:
            return
        rounds.searched(SEARCHES, SEARCHING * rounds.clock.left())
        seconds = max(1.0, min(CHOOSING_S, rounds.clock.left()))
        found = rounds.master.chosen(SolverSettings(gap=rounds.gap / 10, time_limit_s=seconds))
        if found is not None:
            self.best = self._better(self._chosen(*found))
            if self.best is None or not rounds.near(self.best.objective, rounds.gap):
                self._follow(*found)
        if self.best is None:
            # Whole plans that do not fit together: as much of everything as the mixture has whole units of.
            self._follow(mixture.plans, mixture.x0)
        if self.best is not None:
            self.best = self._better(improved(rounds, self.best, self._seed))

    def _chosen(self, plans: tuple[BlockPlan, ...], x0: Real) -> Chosen:
        return Chosen(plans, x0, self._rounds.master.objective(plans, x0))

    def _follow(self, plans: tuple[BlockPlan, ...], x0: Real) -> None:
        """What is whole held as it is in these plans, or rounded down; all that follows decided anew, by rounds of
        programs without whole units. A mixture of plans that agree in what is whole is a plan.
        """
        rounds, master = self._rounds, self._rounds.master
        joint = replace(master.joint, program=_held(master.joint.program, x0))
        blocks = [
            replace(block, program=_held(block.program, plan.values))
            for block, plan in zip(master.blocks, plans, strict=True)
        ]
        tails, idle = list(master.tails), list(master.idle)
        held = replace(master, joint=joint, blocks=blocks, plans=[], tails=tails, idle=idle)
        followed = Rounds(held, rounds.clock.part(FOLLOWING * rounds.clock.left()), rounds.gap, rounds.threads)
        self._take(followed, followed.relaxed(rounds.gap / 4))

    def _take(self, rounds: Rounds, mixture: Mixture) -> None:
        """A mixture that fits is a plan where nothing is whole; below one that does not there may be a plan."""
        found = self._chosen(mixture.plans, mixture.x0) if mixture.fits else shrunk(rounds, mixture)
        if found is not None:
            self.best = self._better(found)

    def _better(self, found: Chosen) -> Chosen | None:
        if not np.isfinite(found.objective):
            return self.best
        return found if self.best is None or found.objective < self.best.objective else self.best


def _held(program: Program, values: Real) -> Program:
    """A program in which what is whole is held at values, rounded down."""
    counted = program.whole
    return program.held(counted, np.floor(values[counted] + ROUNDING)).relaxed()


def _solution(basis: Basis, rounds: Rounds, chosen: Chosen, detail: str) -> Solution:
    settings = basis.facts.scenario.settings
    found = gathered(basis, rounds.master, chosen)
    risk = risk_of(found.costs, settings.risk_level)
    objective = objective_of(found.costs, risk, risk_weight(settings))
    bound = min(rounds.bound * basis.common.money, objective)
    gap = (objective - bound) / max(abs(objective), 1e-9) if np.isfinite(bound) else float("inf")
    reason = Reason.GAP_REACHED if gap <= settings.gap else Reason.STOPPED_WITH_PLAN
    return Solution(
        Termination(reason, detail),
        objective,
        bound,
        gap,
        found.size,
        found.plan,
        found.costs,
        risk,
        road=Road("generation", "large"),
        shared_by_rule=not basis.states.exact,
    )
