"""Who answers for the blocks: threads of this process, or workers of an executor on this and other machines.

A worker is sent a block once and questions in batches. Nothing but blocks and questions makes an answer, so the plan is
the same whoever answers and however many they are. A worker that dies costs the batches it had: they are sent again,
and where nobody is left they are answered here.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Any, Protocol

from importplan.basics.errors import SolverFailed
from importplan.model.search.generation.blocks import ItemBlock
from importplan.model.search.generation.questions import Effort, Question
from importplan.running.clock import Clock
from importplan.running.workers import Workers
from importplan.solvers.program import SolverAnswer

AT_ONCE = 16  # blocks in a batch at most
AHEAD = 2  # batches that each worker has at a time: the next waits while one is answered
TRIES = 2  # of a batch whose worker has died, before it is answered here


class TimeOver(Exception):
    """The time is over before all blocks have answered: what was known before stands."""


@dataclass(frozen=True)
class Kept:
    """A block, and what stands for it where the workers find it."""

    block: ItemBlock
    handle: Any


@dataclass(frozen=True)
class AskedBlock:
    """A block that is asked a question."""

    kept: Kept
    question: Question


class Crew(Protocol):
    """Answers questions for blocks."""

    @property
    def hands(self) -> int:
        """How many blocks are answered for at a time."""
        ...

    def keep(self, block: ItemBlock) -> Kept:
        """Have a block where it can be asked."""
        ...

    def answers(self, asked: Sequence[AskedBlock], effort: Effort, however_late: bool) -> list[SolverAnswer]:
        """The answers, in the order in which blocks are asked.

        Raises TimeOver before a block is asked, unless it must be answered however late it is; SolverFailed.
        """
        ...


class Threads:
    """Threads of this process; as many as there are processors unless told."""

    def __init__(self, hands: int | None = None) -> None:
        self.hands = hands or os.cpu_count() or 1

    def keep(self, block: ItemBlock) -> Kept:
        """It is here."""
        return Kept(block, None)

    def answers(self, asked: Sequence[AskedBlock], effort: Effort, however_late: bool) -> list[SolverAnswer]:
        """See `Crew`."""

        def in_time(each: AskedBlock) -> SolverAnswer:
            if effort.clock.left() <= 0 and not however_late:
                raise TimeOver
            return _answer(each.kept.block, each.question, effort)

        with ThreadPoolExecutor(self.hands) as pool:
            return list(pool.map(in_time, asked))


@dataclass(frozen=True)
class Crowd:
    """Workers that are sent blocks and questions."""

    workers: Workers

    @property
    def hands(self) -> int:
        """Workers, as many as there are now."""
        return max(1, self.workers.count)

    def keep(self, block: ItemBlock) -> Kept:
        """Send it once."""
        return Kept(block, self.workers.keep(block))

    def answers(self, asked: Sequence[AskedBlock], effort: Effort, however_late: bool) -> list[SolverAnswer]:
        """See `Crew`."""
        ahead = AHEAD * self.hands
        size = max(1, min(AT_ONCE, len(asked) // ahead))
        waiting = deque((first, 0) for first in range(0, len(asked), size))
        found: dict[int, list[SolverAnswer]] = {}
        at_work: dict[Future[list[SolverAnswer]], tuple[int, int]] = {}
        try:
            while waiting or at_work:
                while waiting and len(at_work) < ahead:
                    if effort.clock.left() <= 0 and not however_late:
                        raise TimeOver
                    first, tries = waiting.popleft()
                    batch = asked[first : first + size]
                    if tries == TRIES:
                        found[first] = _answers(
                            tuple(each.question for each in batch), effort, *(each.kept.block for each in batch)
                        )
                    else:
                        at_work[self._sent(batch, effort, again=tries > 0)] = first, tries
                for future in wait(at_work, return_when=FIRST_COMPLETED).done if at_work else ():
                    first, tries = at_work.pop(future)
                    try:
                        found[first] = future.result()
                    except SolverFailed:
                        raise
                    except Exception:  # its worker has died, whatever the executor calls that
                        waiting.append((first, tries + 1))
        finally:
            for future in at_work:
                future.cancel()
        return [answer for first in sorted(found) for answer in found[first]]

    def _sent(self, batch: Sequence[AskedBlock], effort: Effort, again: bool) -> Future[list[SolverAnswer]]:
        """Send a batch of questions; the blocks too where a worker that had some has died."""
        handles = [self.workers.keep(each.kept.block) if again else each.kept.handle for each in batch]
        questions = tuple(each.question for each in batch)
        return self.workers.submit(_answered, questions, effort.clock.left(), effort.gap, effort.each, *handles)


def _answered(
    questions: tuple[Question, ...], left_s: float, gap: float, each: float, *blocks: ItemBlock
) -> list[SolverAnswer]:
    """What a worker answers, with so many seconds from now."""
    return _answers(questions, Effort(Clock(left_s), gap, each), *blocks)


def _answers(questions: tuple[Question, ...], effort: Effort, *blocks: ItemBlock) -> list[SolverAnswer]:
    return [_answer(block, question, effort) for block, question in zip(blocks, questions, strict=True)]


def _answer(block: ItemBlock, question: Question, effort: Effort) -> SolverAnswer:
    """An answer, without the prices of its own rows, which nobody asks for."""
    return replace(question(block, effort), row_duals=None)
