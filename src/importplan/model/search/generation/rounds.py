"""Rounds: prices from the master, answers from the blocks, a bound and a mixture every time.

Prices are asked for between those of the best bound and those of the master (Wentges 1997, Weighted Dantzig-Wolfe
decomposition for linear mixed-integer programming, International Transactions in Operational Research 4). Rounds of
linear programs settle the prices; rounds of searches in whole units then find plans, and a bound that is tighter.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from importplan.model.search.generation.crew import AskedBlock, Crew, Kept
from importplan.model.search.generation.master import BlockPlan, Master, Mixture, Prices
from importplan.model.search.generation.questions import Bounded, Effort, Question, Relaxed, Searched
from importplan.running.clock import Clock
from importplan.solvers.program import SimplexBasis, SolverAnswer, SolverSettings

Real = NDArray[np.float64]
SMOOTHED = 0.5  # part of the way from the master's prices to those of the best bound
MOST_ROUNDS = 200
DEARER = 10.0  # how much dearer ways out become where a mixture still takes them
MOST_DEARER = 6


@dataclass(frozen=True)
class Priced:
    """A bound on every plan, the prices that gave it, and what no block can be better than under them."""

    bound: float
    prices: Prices
    of_blocks: Real  # (block,)


@dataclass
class Rounds:
    """A master and its blocks at work; the best bound so far."""

    master: Master
    clock: Clock
    gap: float
    crew: Crew
    begins: bool = True  # the master does not know yet what takes the least of joining rows
    in_parts: bool = False  # the bound is to hold for parts of what is whole, too: searches do not raise it
    best: Priced = field(init=False)
    kept: dict[int, Kept] = field(default_factory=dict)  # blocks where the crew finds them
    bases: dict[int, SimplexBasis] = field(default_factory=dict)  # of the last program without whole units, by block

    def __post_init__(self) -> None:
        self.best = Priced(-np.inf, self.master.neutral(), np.zeros(len(self.master.blocks)))

    @property
    def bound(self) -> float:
        """No plan is better."""
        return self.best.bound

    def near(self, objective: float, gap: float) -> bool:
        """Whether an objective is within a relative gap of the bound."""
        return bool(np.isfinite(objective)) and objective - self.bound <= gap * abs(objective)

    def left(self) -> SolverSettings:
        """For what must be solved, whatever time is left."""
        return self.effort.left()

    @property
    def effort(self) -> Effort:
        """What time there is for the answers of all blocks."""
        return Effort(self.clock, self.gap, len(self.master.blocks) / self.crew.hands)

    def relaxed(self, near: float, keep_s: float = 0.0) -> Mixture:
        """Rounds without whole units until mixture and bound are within a relative gap, or few seconds are kept.

        It may still take ways out: where time ends, and where the rows cannot be kept together.
        """
        if self.begins:
            self._begin()
        mixture = self.master.solve(self.left())
        dearer = 0
        for _ in range(MOST_ROUNDS):
            if self.clock.left() <= keep_s:
                break
            mixture = self.priced(mixture)
            if self.near(mixture.objective, near):
                if mixture.fits or dearer == MOST_DEARER:
                    break
                dearer += 1
                self.master.penalty *= DEARER
        return mixture

    def priced(self, mixture: Mixture) -> Mixture:
        """One round more without whole units."""
        self.ask(self._between(mixture))
        return self.master.solve(self.left())

    def searched(self, rounds: int, keep_s: float = 0.0) -> Mixture:
        """Rounds of searches in whole units, the first at the prices of the best bound; a few seconds are kept."""
        self.ask(self.best.prices, searched=True)
        mixture = self.master.solve(self.left(), whole=True)
        for _ in range(rounds):
            if self.clock.left() <= keep_s or self.near(mixture.objective, self.gap / 4):
                break
            self.ask(self._between(mixture), searched=True)
            mixture = self.master.solve(self.left(), whole=True)
        return mixture

    def _between(self, mixture: Mixture) -> Prices:
        smoothed = SMOOTHED if np.isfinite(self.bound) else 0.0
        return self.best.prices.towards(mixture.prices, 1.0 - smoothed)

    def asked_once(self) -> None:
        """Every block's plan as if nothing joined them: a first bound. Where the time is over, blocks that were not
        asked add what costs nothing to know.
        """
        prices = self.master.neutral()
        self._learn(prices, self.each([Bounded(prices.of(number)) for number in range(len(self.master.blocks))], True))

    def _begin(self) -> None:
        """Every block's plan as if nothing joined them, and the one that takes the least of what joins them."""
        if not self.master.plans:
            self.ask(self.master.neutral())
        self.ask(self.master.sparing())

    def ask(self, prices: Prices, searched: bool = False) -> None:
        """Ask all blocks; their answers become plans of the master, their bounds one on every plan.

        `searched`: in whole units; else without them.
        """

        def question(number: int) -> Question:
            own = prices.of(number)
            return Searched(own) if searched else Relaxed(own, self.bases.get(number))

        self._learn(prices, self.each([question(number) for number in range(len(self.master.blocks))]), searched)

    def _learn(self, prices: Prices, answers: Sequence[SolverAnswer], searched: bool = False) -> None:
        """Keep the plans that blocks have answered, and the bound."""
        for number, answer in enumerate(answers):
            if answer.values is not None:
                self.master.plans.append(self._plan(number, answer.values, searched))
            if answer.basis is not None:
                self.bases[number] = answer.basis
        if self.in_parts and searched:
            return
        bounds = np.array([answer.bound for answer in answers])
        bound = self.master.bound(prices, float(bounds.sum()))
        if bound > self.bound:
            self.best = Priced(bound, prices, bounds)

    def each(self, questions: Sequence[Question], however_late: bool = False) -> list[SolverAnswer]:
        """Answers of all blocks, by number, as many at a time as the crew has hands.

        Raises
        ------
        TimeOver
            Before a block is asked, unless it must be answered however late it is.
        """
        return self.each_of(questions, range(len(self.master.blocks)), however_late)

    def each_of(
        self, questions: Collection[Question], numbers: Sequence[int], however_late: bool = False
    ) -> list[SolverAnswer]:
        """The answers of some blocks; as `each`."""
        blocks = self.master.blocks
        for number in numbers:
            if number not in self.kept:
                self.kept[number] = self.crew.keep(blocks[number])
        asked = [AskedBlock(self.kept[number], question) for number, question in zip(numbers, questions, strict=True)]
        # The longest first, so that no hand is left alone with it.
        order = np.argsort([-len(blocks[number].program.objective) for number in numbers], kind="stable").tolist()
        answers = self.crew.answers([asked[place] for place in order], self.effort, however_late)
        found = dict(zip(order, answers, strict=True))
        return [found[place] for place in range(len(found))]

    def _plan(self, number: int, values: Real, searched: bool) -> BlockPlan:
        whole = self.master.blocks[number].program.whole
        rounded = np.where(whole, np.round(values), values) if searched else values
        return self.master.plan_of(number, rounded, whole=searched)
