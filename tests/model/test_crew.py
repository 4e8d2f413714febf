"""Blocks answered by workers that hold nothing but blocks and questions: the same plan, whoever answers and dies."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import pytest
from test_generation import basis, large

from importplan.basics.errors import ProcessEnded, SolverFailed
from importplan.model.search.generation.crew import TRIES, Crowd, Threads
from importplan.model.search.generation.generate import generate
from importplan.plan.solution import Solution
from importplan.running.clock import Clock


@dataclass
class FarAway:
    """Workers that know what crosses a wire; calls that are numbered in `die` lose their worker and what it kept."""

    count: int = 2
    die: frozenset[int] = frozenset()
    kept: dict[int, bytes] = field(default_factory=dict)
    calls: int = 0

    def keep(self, thing: object) -> int:
        number = max(self.kept, default=0) + 1
        self.kept[number] = pickle.dumps(thing)
        return number

    def submit(self, function: Callable[..., Any], /, *given: Any) -> Future[Any]:
        self.calls += 1
        found: Future[Any] = Future()
        if self.calls in self.die:
            self.kept = dict.fromkeys(self.kept, b"")
            found.set_exception(ProcessEnded("killed"))
            return found
        try:
            questions, left, gap, each, *handles = given
            blocks = [pickle.loads(self.kept[handle]) for handle in handles]
            found.set_result(
                pickle.loads(pickle.dumps(function(pickle.loads(pickle.dumps(questions)), left, gap, each, *blocks)))
            )
        except EOFError:
            found.set_exception(ProcessEnded("what the worker kept is lost"))
        except Exception as error:
            found.set_exception(error)
        return found


@pytest.fixture(scope="module")
def here() -> Solution:
    return generate(basis(large()), Clock(60.0), crew=Threads(1))


@pytest.mark.parametrize(
    ("count", "die"),
    [(1, ()), (3, ()), (2, (4,)), (2, range(3, 60))],
    ids=["one", "three", "one of two dies in the middle", "nobody is left"],
)
def test_the_same_plan_whoever_answers(count: int, die: Any, here: Solution) -> None:
    workers = FarAway(count, frozenset(die))
    there = generate(basis(large()), Clock(60.0), crew=Crowd(workers))
    assert here.found is not None and there.plan.orders == here.plan.orders
    assert there.bound_cny == here.bound_cny
    assert workers.calls > (4 if die else 0)


def test_a_solver_that_fails_is_no_worker_that_has_died() -> None:
    """It would fail again: the answer is not asked for `TRIES` times more."""

    class Broken(FarAway):
        def submit(self, function: Callable[..., Any], /, *given: Any) -> Future[Any]:
            self.calls += 1
            found: Future[Any] = Future()
            found.set_exception(SolverFailed("GLOP: abnormal"))
            return found

    workers = Broken(1)
    found = generate(basis(large()), Clock(60.0), crew=Crowd(workers))
    assert found.found is None and "abnormal" in found.termination.detail
    assert workers.calls <= 2 * TRIES
