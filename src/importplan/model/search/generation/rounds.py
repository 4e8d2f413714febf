"""Rounds: prices from the master, answers from the blocks, a bound and a mixture every time.

Prices are asked for between those of the best bound and those of the master (Wentges 1997, Weighted Dantzig-Wolfe
decomposition for linear mixed-integer programming, International Transactions in Operational Research 4). Rounds of
linear programs settle the prices; rounds of searches in whole units then find plans, and a bound that is tighter.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import SolverFailed
from importplan.model.search.generation.master import BlockPlan, Master, Mixture, Prices
from importplan.running.clock import Clock
from importplan.solvers.program import Program, SimplexBasis, SolverAnswer, SolverSettings
from importplan.solvers.solve import solve

Real = NDArray[np.float64]
SMOOTHED = 0.5  # part of the way from the master's prices to those of the best bound
MOST_ROUNDS = 200
DEARER = 10.0  # how much dearer ways out become where a mixture still takes them
MOST_DEARER = 6
OVERTIME_S = 10.0  # for what must be solved, whatever time is left
PART_S = 5.0  # what one search of a block may take; four times that where it finds nothing
COARSE = 0.05  # relative gap of a search that found nothing at first

FAIR = 3.0  # times the time that each block would have if all were asked at once: most take less
Ask = Callable[[int, Real], SolverAnswer]


class TimeOver(Exception):
    """The time is over before all blocks have answered: what was known before stands."""


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
    threads: int
    begins: bool = True  # the master does not know yet what takes the least of joining rows
    in_parts: bool = False  # the bound is to hold for parts of what is whole, too: searches do not raise it
    best: Priced = field(init=False)
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
        return SolverSettings(time_limit_s=max(OVERTIME_S, self.clock.left()))

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
        self.ask(self._between(mixture), self._linear)
        return self.master.solve(self.left())

    def searched(self, rounds: int, keep_s: float = 0.0) -> Mixture:
        """Rounds of searches in whole units, the first at the prices of the best bound; a few seconds are kept."""
        self.ask(self.best.prices, self._search)
        mixture = self.master.solve(self.left(), whole=True)
        for _ in range(rounds):
            if self.clock.left() <= keep_s or self.near(mixture.objective, self.gap / 4):
                break
            self.ask(self._between(mixture), self._search)
            mixture = self.master.solve(self.left(), whole=True)
        return mixture

    def _between(self, mixture: Mixture) -> Prices:
        smoothed = SMOOTHED if np.isfinite(self.bound) else 0.0
        return self.best.prices.towards(mixture.prices, 1.0 - smoothed)

    def asked_once(self) -> None:
        """Every block's plan as if nothing joined them: a first bound, however late it is."""
        self.ask(self.master.neutral(), self._linear, however_late=True)

    def _begin(self) -> None:
        """Every block's plan as if nothing joined them, and the one that takes the least of what joins them."""
        if not self.master.plans:
            self.ask(self.master.neutral(), self._linear)
        self.ask(self.master.sparing(), self._linear)

    def ask(self, prices: Prices, ask: Ask, however_late: bool = False) -> None:
        """Ask all blocks; their answers become plans of the master, their bounds one on every plan."""
        answers = self._answers(prices, ask, however_late)
        for number, answer in enumerate(answers):
            if answer.values is not None:
                self.master.plans.append(self._plan(number, answer.values, ask))
        if self.in_parts and ask == self._search:
            return
        bounds = np.array([answer.bound for answer in answers])
        bound = self.master.bound(prices, float(bounds.sum()))
        if bound > self.bound:
            self.best = Priced(bound, prices, bounds)

    def each(self, answer: Callable[[int], SolverAnswer], however_late: bool = False) -> list[SolverAnswer]:
        """Answers of all blocks, by number, as many at a time as there are threads.

        Raises
        ------
        TimeOver
            Before a block is asked, unless it must be answered however late it is.
        """

        def in_time(number: int) -> SolverAnswer:
            if self.clock.left() <= 0 and not however_late:
                raise TimeOver
            return answer(number)

        # The longest first, so that no thread is left alone with it.
        order = np.argsort([-len(block.program.objective) for block in self.master.blocks], kind="stable")
        with ThreadPoolExecutor(self.threads) as pool:
            found = dict(zip(order.tolist(), pool.map(in_time, order.tolist()), strict=True))
        return [found[number] for number in range(len(found))]

    def _answers(self, prices: Prices, ask: Ask, however_late: bool) -> list[SolverAnswer]:
        def of(number: int) -> SolverAnswer:
            block = self.master.blocks[number]
            return ask(number, block.costs(prices.rows, prices.copies[number], prices.tail))

        return self.each(of, however_late)

    def _plan(self, number: int, values: Real, ask: Ask) -> BlockPlan:
        whole, searched = self.master.blocks[number].program.whole, ask == self._search
        rounded = np.where(whole, np.round(values), values) if searched else values
        return self.master.plan_of(number, rounded, whole=searched)

    def _linear(self, number: int, costs: Real) -> SolverAnswer:
        block = self.master.blocks[number]
        answer = block.relaxed(costs, self.left(), self.bases.get(number))
        if answer.values is None:
            raise SolverFailed(f"{', '.join(block.items)}: {answer.termination.reason.value}")
        if answer.basis is not None:
            self.bases[number] = answer.basis
        return answer

    def _search(self, number: int, costs: Real) -> SolverAnswer:
        return self.search(replace(self.master.blocks[number].program, objective=costs))

    def _fair(self, most_s: float) -> float:
        """Seconds for one search of a block, so that the others have theirs."""
        left = self.clock.left()
        return max(0.2, min(most_s, left, FAIR * left * self.threads / len(self.master.blocks)))

    def search(self, program: Program, start: Real | None = None) -> SolverAnswer:
        """The best answer of one program in whole units that a short search finds."""
        answer = solve(program, SolverSettings(gap=self.gap / 4, time_limit_s=self._fair(PART_S)), start)
        if answer.values is not None or self.clock.left() <= 0:
            return answer
        seconds = self._fair(4 * PART_S)
        later = solve(program, SolverSettings(gap=COARSE, time_limit_s=seconds))
        return replace(later, bound=max(answer.bound, later.bound))
