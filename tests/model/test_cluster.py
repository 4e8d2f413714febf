"""A real cluster of worker processes on this machine; without the extra `cluster` there is nothing to test."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from test_generation import basis, large

from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main
from importplan.model.search.generation.crew import Crowd, Threads
from importplan.model.search.generation.generate import generate
from importplan.running.clock import Clock

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")

from importplan.running.cluster import DaskWorkers, dask_workers  # noqa: E402


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as found:
        yield found


def squared(number: int, thing: bytes) -> int:
    return number**2 + len(thing)


def test_what_is_kept_is_there_where_it_is_asked_for(cluster: Any) -> None:
    with dask_workers(cluster.scheduler_address) as workers:
        assert workers.count == 2
        kept = [workers.keep(b"x" * size) for size in range(6)]
        asked: list[Future[int]] = [workers.submit(squared, number, each) for number, each in enumerate(kept)]
        assert [future.result() for future in asked] == [number**2 + number for number in range(6)]


def test_a_worker_that_is_killed_costs_what_it_was_doing(cluster: Any) -> None:
    """The plan is that of this process alone."""

    class Killing(DaskWorkers):
        calls = 0

        def submit(self, function: Any, /, *given: Any) -> Any:
            type(self).calls += 1
            if self.calls == 5:
                os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
            return super().submit(function, *given)

    here = generate(basis(large()), Clock(60.0), crew=Threads(1))
    with dask_workers(cluster.scheduler_address) as workers:
        there = generate(basis(large()), Clock(60.0), crew=Crowd(Killing(workers.client)))
    assert Killing.calls > 5
    assert there.plan.orders == here.plan.orders and there.bound_cny == here.bound_cny


def test_nobody_at_the_address_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    case = Path(__file__).parents[2] / "scenarios" / "compressor_maker" / "compressor_maker.xlsx"
    assert main(["plan", str(case), "--cluster", "nonsense://x"]) == ExitCode.USAGE
    assert "nonsense" in capsys.readouterr().err
