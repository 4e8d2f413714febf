"""Calls in processes of their own: answered in order, ended when late or unwanted, and each costs only itself."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import time
from concurrent.futures import Executor, Future, wait

import pytest

from importplan.basics.errors import NotStarted, ProcessEnded, TookTooLong
from importplan.running import executor
from importplan.running.executor import LocalProcesses


def test_calls_are_answered_each_to_its_own_future() -> None:
    with LocalProcesses(2) as processes:
        assert isinstance(processes, Executor)
        futures = [processes.submit(math.factorial, number) for number in range(20)]
    assert [future.result() for future in futures] == [math.factorial(number) for number in range(20)]


def test_they_run_in_so_many_processes_of_their_own() -> None:
    with LocalProcesses(2) as processes:
        for future in [processes.submit(time.sleep, 0.2) for _ in range(4)]:
            future.result()
        owners = {processes.submit(os.getpid).result() for _ in range(8)}
    assert os.getpid() not in owners
    assert 1 <= len(owners) <= 2


def test_what_a_call_raises_its_future_raises_and_the_process_goes_on() -> None:
    with LocalProcesses(1) as processes:
        before = processes.submit(os.getpid).result()
        with pytest.raises(ValueError, match=r"math domain error|nonnegative"):
            processes.submit(math.sqrt, -1.0).result()
        assert processes.submit(os.getpid).result() == before


def test_what_cannot_be_sent_is_told_in_words() -> None:
    with LocalProcesses(1) as processes:
        with pytest.raises(RuntimeError, match="pickle"):
            processes.submit(memoryview, b"x").result()
        with pytest.raises(TypeError, match="pickle"):
            processes.submit(list, (number for number in ())).result()
        assert processes.submit(abs, -1).result() == 1


def test_a_process_that_dies_costs_its_own_call_only() -> None:
    with LocalProcesses(1) as processes:
        deaths = [processes.submit(os._exit, 3), processes.submit(os.kill, 0, signal.SIGTERM)]
        lives = processes.submit(abs, -1)
        assert [type(death.exception()) for death in deaths] == [ProcessEnded, ProcessEnded]
        assert lives.result() == 1


def test_a_call_that_takes_too_long_is_ended_and_the_next_is_made() -> None:
    with LocalProcesses(1, seconds=0.5) as processes:
        late, next_one = processes.submit(time.sleep, 60.0), processes.submit(abs, -1)
        with pytest.raises(TookTooLong):
            late.result()
        assert next_one.result() == 1


def test_the_time_of_a_call_begins_when_it_is_made() -> None:
    """Six calls of 0.2 s one after the other take longer in all than one of them may."""
    with LocalProcesses(1, seconds=1.0) as processes:
        assert [future.result() for future in [processes.submit(time.sleep, 0.2) for _ in range(6)]] == [None] * 6


def test_a_block_left_by_an_exception_ends_what_is_being_done(monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def watched(*given: object, **named: object) -> subprocess.Popen[bytes]:
        children.append(start(*given, **named))  # type: ignore[call-overload]
        return children[-1]

    monkeypatch.setattr(executor.subprocess, "Popen", watched)
    futures: list[Future[None]] = []
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), LocalProcesses(2) as processes:
        futures += [processes.submit(time.sleep, 60.0) for _ in range(4)]
        wait(futures, 1.0)
        raise KeyboardInterrupt
    assert time.monotonic() - began < 30.0
    assert len(children) == 2
    assert all(child.poll() is not None for child in children)
    assert all(future.done() for future in futures)
    with pytest.raises(RuntimeError, match="no more"):
        processes.submit(abs, 1)


def test_every_process_first_calls_what_is_asked_and_one_that_does_not_start_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with LocalProcesses(1, first=os.getpid) as processes:
        assert processes.submit(abs, -2).result() == 2
    monkeypatch.setattr(executor.sys, "executable", "/bin/false")
    with LocalProcesses(1) as processes, pytest.raises(NotStarted):
        processes.submit(abs, -2).result()


def test_what_a_call_prints_does_not_mix_with_its_answer(capfd: pytest.CaptureFixture[str]) -> None:
    with LocalProcesses(1) as processes:
        assert processes.submit(print, "words").result() is None
    assert capfd.readouterr().out == ""
