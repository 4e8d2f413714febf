"""Large cases by column generation: blocks of items answer prices, a master puts their plans together.

    simply      what simple rules of buying decide, held block by block: the first plans
    rounds      prices settle without whole units; then every block is searched in whole units at them
    chosen      the best whole plan of every block that the master knows
    improved    a few blocks searched again together, until the gap asked for is reached

Blocks meet only in the joining rows (budgets, capacity of a supplier, booking, qualification, shares, room) and in the
tail, so the work grows with their number and is spread over threads. The bound is the sum of the blocks' dual bounds
less what prices make of the joining rows: one on every plan, whole units or not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import SolverFailed
from importplan.model.program.basis import Basis
from importplan.model.program.blocks import components
from importplan.model.program.goals import ONE_STAGE, risk_weight, tail_weight
from importplan.model.search.generation.allotted import allotted, fitted, nothing_bought
from importplan.model.search.generation.blocks import Frames, ItemBlock, Joint, WrittenPart, written
from importplan.model.search.generation.by_simple_rule import Answers, SimpleStart, held
from importplan.model.search.generation.crew import Crew, Threads, TimeOver
from importplan.model.search.generation.gathered import gathered
from importplan.model.search.generation.groups import Chosen, improved
from importplan.model.search.generation.master import BlockPlan, Master, Mixture, Prices
from importplan.model.search.generation.rounds import Rounds
from importplan.plan.plan import DUST
from importplan.plan.risk import objective_of, risk_of
from importplan.plan.road import Road
from importplan.plan.solution import INTERRUPTED, Reason, Solution, Termination
from importplan.running.clock import RULES, SETTLING, Clock
from importplan.scenario.limit_rules import LimitUnit
from importplan.solvers.program import Program, SolverSettings

Real = NDArray[np.float64]
FEWEST_BLOCKS = 12  # with fewer the gap that whole units leave between blocks is too large
WORTH_BLOCKS = 2_000  # states of stocks: below them a case is quick in one piece
NEAR_RELAXED = 1e-3  # relative gap at which prices have settled
DEAR = 100.0  # units of money that a way out costs at first
SEARCHES = 5  # rounds of searches
LOOKS = 4  # at allotments of whole units, until they fit
CHOOSING_S = 15.0
SEARCHING = 0.6  # of the time, kept for what follows rounds without whole units, and again after those of searches
FITTING = 0.4  # of the time of rounds without whole units, kept for allotments
TOLD_BY = 0.1  # of the stocks: what writing their blocks takes says what all will take
OVERRUN, OVERRUN_S = 0.5, 1.0  # of its time, seconds: so much longer it may take for the sake of a bound
AFTER = 1.3  # times what writing takes: as long it is at least until there is a plan of the blocks
FOLLOWING = 0.7  # of what is left then, for what follows a choice of whole units


def worth_generating(basis: Basis) -> bool:
    """Whether a case is large, falls into many blocks, and has a goal that is one sum."""
    scenario = basis.facts.scenario
    settings = scenario.settings
    one_sum = settings.goal in ONE_STAGE and risk_weight(settings) < 1.0
    concentrated = any(limit.kind.unit is LimitUnit.INDEX for limit in scenario.limits)
    if not one_sum or concentrated or basis.states.count.sum() < WORTH_BLOCKS:
        return False
    return len(components(basis)) >= FEWEST_BLOCKS


def generate(
    basis: Basis,
    clock: Clock,
    in_parts: bool = False,
    crew: Crew | None = None,
    however_late: bool = False,
    simple: SimpleStart | None = None,
) -> Solution:
    """The best plan found by column generation within the time there is; without one, its bound all the same.

    Parameters
    ----------
    basis
        A case with nothing held.
    clock
        How long; a part is kept for reading the plan back.
    in_parts
        The bound holds for plans in parts of what is whole, too.
    crew
        Who answers for the blocks; threads of this process, as many as there are processors.
    however_late
        All blocks are asked once, also when the time is over: without that there is no bound worth telling.
    simple
        The simple rules, to begin with: all of them are settled where there is time for it, the first that can be
        bought in any case.
    """
    settings = basis.facts.scenario.settings
    nothing = Solution(Termination(Reason.STOPPED_WITHOUT_PLAN), float("inf"), -float("inf"), float("inf"), {})
    frames = Frames(basis)
    taken_apart = _taken_apart(frames, clock, however_late)
    if taken_apart is None:
        return nothing
    joint, blocks = taken_apart
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
    rounds = Rounds(master, clock.part(clock.before(SETTLING)), settings.gap, crew or Threads(), in_parts=in_parts)
    search = _Search(rounds, settings.seed)
    detail = ""
    try:
        rules = None if simple is None else search.simply(simple, clock.part(clock.at_least(RULES)), basis.common.money)
        if rules is not None:
            next(rules, None)  # one plan, then a bound, then the other rules
        if however_late:
            rounds.asked_once()
        deque(rules or (), maxlen=0)
        search.run()
    except TimeOver:
        pass  # what was found before stands
    except KeyboardInterrupt:
        detail = INTERRUPTED
    except SolverFailed as error:
        # What was found before stands.
        detail = str(error)
    if search.best is None:
        # However little time there was; who stops once more has none of it.
        with suppress(KeyboardInterrupt, SolverFailed):
            search.nothing()
    if search.best is None:
        ended = Termination(Reason.STOPPED_WITHOUT_PLAN, detail)
        return replace(nothing, termination=ended, bound_cny=rounds.bound * basis.common.money)
    return _solution(frames, rounds, search.best, detail)


def _taken_apart(frames: Frames, clock: Clock, however_late: bool) -> tuple[Joint, list[ItemBlock]] | None:
    """What belongs to no block, and the blocks of a case; None where the time is over before all are written, or what a
    part has taken says that it will be.
    """
    parts = deque[WrittenPart]()
    stocks, began, done = frames.basis.facts.stock_item, clock.left(), 0
    for items in components(frames.basis):
        took, share = began - clock.left(), done / len(stocks)
        if clock.left() <= 0 and not however_late:
            return None
        if share >= TOLD_BY and took * AFTER / share > began + max(OVERRUN_S, OVERRUN * clock.limit_s):
            return None
        parts.append(written(frames.of(items), items))
        chosen = [frames.basis.facts.scenario.item_index[item] for item in items]
        done += int(np.isin(stocks, chosen).sum())
    joint, blocks = Joint.of(written(frames.of(()), ()), parts), []
    while parts:  # one after the other, so that programs of parts and of blocks never stand side by side
        blocks.append(ItemBlock.of(parts.popleft(), joint))
    return joint, blocks


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
        near, kept = NEAR_RELAXED if whole else rounds.gap, (SEARCHING if whole else 0.0) * seconds
        priced = self._priced(rounds, near, kept)
        mixture = fitted(rounds, priced, near, kept)
        if not whole:
            self._take(mixture.plans, mixture.x0)
            return
        # Where prices alone let plans of blocks be mixed, whole plans of them can be, too: allotments would take long.
        needed = self.best is None or not priced.fits
        if self.best is None:
            self.nothing()
        if needed:
            self._allot(mixture)
        rounds.searched(SEARCHES, SEARCHING * rounds.clock.left())
        if not self._choose() and not needed:
            self._allot(mixture)
            self._choose()
        if self.best is not None and not rounds.near(self.best.objective, rounds.gap) and rounds.clock.left() > 0:
            self._follow(self.best)
        if self.best is not None:
            self.best = self._better(improved(rounds, self.best, self._seed))

    def _priced(self, rounds: Rounds, near: float, keep_s: float) -> Mixture:
        """Rounds of prices without whole units; time is kept for allotments, should the mixture not fit."""
        return rounds.relaxed(near, keep_s + FITTING * (rounds.clock.left() - keep_s))

    def _choose(self) -> bool:
        """The best whole plan of every block that the master knows; whether there is a choice that fits."""
        rounds = self._rounds
        seconds = max(1.0, min(CHOOSING_S, rounds.clock.left()))
        found = rounds.master.chosen(SolverSettings(gap=rounds.gap / 10, time_limit_s=seconds))
        return found is not None and self._take(*found) is not None

    def _allot(self, mixture: Mixture) -> None:
        """Whole units within allotments of a mixture: a plan, and plans of blocks that the master can put together."""
        master = self._rounds.master
        # What is booked is rounded up, so that it suffices for all who share it; a yes or no to the nearest.
        joint = master.joint.program
        near = np.where(joint.column_upper > 1.0, np.ceil(mixture.x0 - DUST), np.round(mixture.x0))
        x0 = np.where(joint.whole, near, mixture.x0)
        for look in range(LOOKS):
            plans = allotted(self._rounds, mixture, x0, whole=True, again=look > 0)
            if plans is None or self._put_together(plans) is not None:
                break
            mixture = replace(mixture, plans=plans)

    def simply(self, start: SimpleStart, clock: Clock, money: float) -> Iterator[None]:
        """What the simple rules buy, as long as there is time for another; until one fits, whatever time there is.

        Yields each time that there is a plan.
        """
        master, took = self._rounds.master, 0.0
        ways: tuple[tuple[Prices, Answers], ...] = (master.neutral(), {}), (master.sparing(), {})
        for simple in start.plans():
            if self.best is not None and clock.left() <= took:
                break
            began = clock.left()
            answers: tuple[BlockPlan, ...] = ()
            count = np.inf
            for prices, known in ways:
                plans = held(self._rounds, start, simple, prices, known)
                if plans is None:
                    break
                # What does not fit together is mended where it must be: by the answers that take the least.
                answers += plans
                found = self._put_together(answers)
                if found is not None:
                    count = found.objective * money
                    break
            start.came_to(simple, count)
            took = began - clock.left()
            if self.best is not None:
                yield

    def nothing(self) -> None:
        """Nothing bought, where that is allowed."""
        plans = nothing_bought(self._rounds)
        if plans is not None:
            self._put_together(plans)

    def _put_together(self, plans: tuple[BlockPlan, ...]) -> Chosen | None:
        """The best of some plans of all blocks, one of each, once what belongs to no block follows, as a plan of the
        case; None where it is none. The best one so far is kept.
        """
        self._rounds.master.plans.extend(plans)
        seconds = max(1.0, min(CHOOSING_S, self._rounds.clock.left()))
        found = replace(self._rounds.master, plans=list(plans)).chosen(SolverSettings(time_limit_s=seconds))
        return None if found is None else self._take(*found)

    def _follow(self, best: Chosen) -> None:
        """What is whole held as it is in a plan; all that follows decided anew, by rounds of programs without whole
        units. A mixture of plans that agree in what is whole is a plan.
        """
        rounds, master, plans = self._rounds, self._rounds.master, best.plans
        joint = replace(master.joint, program=_held(master.joint.program, best.x0))
        blocks = [
            replace(block, program=_held(block.program, plan.values))
            for block, plan in zip(master.blocks, plans, strict=True)
        ]
        agreeing = [plan for plan in master.plans if _agree(master.blocks[plan.block], plan, plans[plan.block])]
        tails, idle = list(master.tails), list(master.idle)
        whole = replace(master, joint=joint, blocks=blocks, plans=[*plans, *agreeing], tails=tails, idle=idle)
        clock = rounds.clock.part(FOLLOWING * rounds.clock.left())
        followed = Rounds(whole, clock, rounds.gap, rounds.crew, begins=not agreeing)
        near = rounds.gap / 4
        mixture = fitted(followed, self._priced(followed, near, 0.0), near, 0.0)
        self._take(mixture.plans, mixture.x0)

    def _take(self, plans: tuple[BlockPlan, ...], x0: Real) -> Chosen | None:
        """Plans of all blocks are one of the case, where they fit together."""
        found = Chosen(plans, x0, self._rounds.master.objective(plans, x0))
        self.best = self._better(found)
        return found if np.isfinite(found.objective) else None

    def _better(self, found: Chosen) -> Chosen | None:
        if not np.isfinite(found.objective):
            return self.best
        return found if self.best is None or found.objective < self.best.objective else self.best


def _agree(block: ItemBlock, plan: BlockPlan, other: BlockPlan) -> bool:
    """Whether two plans of a block are the same in what is whole."""
    whole = block.program.whole
    return plan is not other and bool((np.abs(plan.values[whole] - other.values[whole]) <= DUST).all())


def _held(program: Program, values: Real) -> Program:
    """A program in which what is whole is held at values."""
    return program.held(program.whole, np.round(values[program.whole])).relaxed()


def _solution(frames: Frames, rounds: Rounds, chosen: Chosen, detail: str) -> Solution:
    basis = frames.basis
    settings = basis.facts.scenario.settings
    found = gathered(frames, rounds.master, chosen)
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
