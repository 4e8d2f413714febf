"""Judging within a time: how many draws are looked at, what stands when time is up or somebody presses Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hand_cases import Planned, planned, tiny

from importplan.evaluation.replay import in_time
from importplan.evaluation.replay.in_time import BY_HAND, TIME, Looked, judge_in_time
from importplan.evaluation.replay.judged import THIS_PLAN, Judged, JudgedPlans
from importplan.plan.solution import CostLines, Reason, Termination
from importplan.running.clock import Clock
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.sample import sample


@dataclass
class Judge:
    """Judging that takes a second for a number of draws, and perhaps somebody who stops it."""

    draws_per_s: float
    stop_at: int | None = None  # draws of the look that is interrupted
    now: float = 0.0
    looks: list[int] = field(default_factory=list)

    def judge(self, found: Planned, draws: DrawSet, left: float) -> JudgedPlans:
        self.looks.append(draws.count)
        if draws.count == self.stop_at:
            raise KeyboardInterrupt
        needs = draws.count / self.draws_per_s
        whole = needs <= left
        self.now += min(needs, left)
        costs: CostLines | None = found.solution.costs if whole else None
        ended = Termination(Reason.OPTIMAL if whole else Reason.STOPPED_WITHOUT_PLAN)
        return JudgedPlans((Judged(THIS_PLAN, ended, 0.0, costs=costs),), whole=whole)


def looked(judge: Judge, asked: int, monkeypatch: pytest.MonkeyPatch, at_once: bool = False) -> Looked:
    """A case judged within 60 s; `at_once`: every look has all draws."""
    found, clock = planned(tiny()), Clock(60.0, lambda: judge.now)
    monkeypatch.setattr(in_time.Rivals, "awaited", lambda self: ())

    def judge_all(*given: object, apart: bool) -> JudgedPlans:
        draws, clock = given[2], given[5]
        assert isinstance(draws, DrawSet)
        assert isinstance(clock, Clock)
        return judge.judge(found, draws, clock.left())

    monkeypatch.setattr(in_time, "judge_all", judge_all)

    def draws_of(count: int) -> DrawSet:
        return sample(found.scenario, count=asked if at_once else count, stream="fresh")

    return judge_in_time(found.scenario, found.landed, draws_of, asked, found.solution, (), lambda word: None, clock)


def test_draws_of_the_workbook_are_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    judge = Judge(1_000.0)
    assert looked(judge, 3_000, monkeypatch, at_once=True).stopped == ""
    assert judge.looks == [3_000]


def test_the_first_look_of_a_very_large_case_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 200 draws only 50 are sure; at 1,000 a second the other ones follow."""
    judge = Judge(1_000.0)
    monkeypatch.setattr(in_time, "draws_in_time", lambda *given: 50)
    assert looked(judge, 200, monkeypatch).stopped == ""
    assert judge.looks == [50, 200]


def test_few_draws_are_judged_at_once_and_many_after_a_first_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of 3,000 is 300; at 1,000 draws a second all of them fit."""
    few, many = Judge(1_000.0), Judge(1_000.0)
    assert looked(few, 150, monkeypatch).stopped == ""
    assert few.looks == [150]
    found = looked(many, 3_000, monkeypatch)
    assert (found.stopped, found.asked, many.looks) == ("", 3_000, [300, 3_000])
    assert found.draws is not None
    assert found.draws.count == 3_000


def test_as_many_draws_are_judged_as_the_time_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    """20 draws a second and 60 s: the first 200 take 10 s; 70 % of the other 50 s are good for 700."""
    judge = Judge(20.0)
    found = looked(judge, 2_000, monkeypatch)
    assert judge.looks == [200, 700]
    assert (found.stopped, found.asked) == (TIME, 2_000)
    assert found.draws is not None
    assert found.draws.count == 700


def test_where_more_is_not_worth_the_time_the_first_look_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """5 draws a second: 200 take 40 s, the other 20 s are good for 70."""
    judge = Judge(5.0)
    found = looked(judge, 2_000, monkeypatch)
    assert (judge.looks, found.stopped) == ([200], TIME)
    assert found.draws is not None
    assert found.draws.count == 200


def test_where_not_even_the_first_look_ends_nothing_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    found = looked(Judge(2.0), 2_000, monkeypatch)
    assert (found.draws, found.stopped) == (None, TIME)


def test_ctrl_c_in_a_larger_look_keeps_the_first_one(monkeypatch: pytest.MonkeyPatch) -> None:
    found = looked(Judge(1_000.0, stop_at=2_000), 2_000, monkeypatch)
    assert found.stopped == BY_HAND
    assert found.draws is not None
    assert found.draws.count == 200


def test_ctrl_c_in_the_first_look_leaves_nothing_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    found = looked(Judge(1_000.0, stop_at=200), 2_000, monkeypatch)
    assert (found.draws, found.stopped) == (None, BY_HAND)


RUN = textwrap.dedent(
    """
    import signal
    from dataclasses import replace
    from random_cases import random_case
    from importplan.pipeline.plan import plan_case, to_json
    from importplan.pipeline.settings import RunSettings

    # A shell that starts the tests in the background lets its children ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    case = random_case(2)
    result = plan_case(case, RunSettings(fresh=400_000), lambda word: print(word, flush=True))
    print("ended", result.has_plan, result.judged_on, result.judging_stopped, len(result.alternatives), flush=True)
    print(to_json(result)["judged"]["stopped"])
    """
)


@pytest.mark.parametrize("word", ["rivals", "fresh"])
def test_ctrl_c_while_a_plan_is_compared_or_judged_keeps_it(word: str) -> None:
    """A signal as a terminal sends it: 400,000 draws would take minutes."""
    command = [sys.executable, "-c", RUN]
    folder = Path(__file__).parents[1] / "model"
    told = os.environ | {"PYTHONPATH": os.pathsep.join((str(folder), *sys.path))}
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=told) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip() == word:
                child.send_signal(signal.SIGINT)
                break
        rest = child.stdout.read().splitlines()
    assert child.returncode == 0
    assert rest[-2:] == ["ended True same interrupted 1", "interrupted"]
