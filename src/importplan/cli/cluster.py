"""The workers of a cluster that a command is told of."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import typer

from importplan.basics.errors import NotStarted
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say
from importplan.running.workers import Workers


@contextmanager
def workers_at(address: str | None) -> Iterator[Workers | None]:
    """The workers at an address; None without one. What keeps them away is told, and ends the command."""
    with ExitStack() as stack:
        yield None if address is None else _reached(address, stack)


def _reached(address: str, stack: ExitStack) -> Workers:
    try:
        cluster = importlib.import_module("importplan.running.cluster")
        workers: Workers = stack.enter_context(cluster.dask_workers(address))
        return workers
    except ModuleNotFoundError:
        print(say("cli.cluster_without_dask"), file=sys.stderr)
    except NotStarted as error:
        print(say("cli.cluster_not_reached", fault=str(error)), file=sys.stderr)
    raise typer.Exit(ExitCode.USAGE)


def tell_unused(road: str) -> None:
    """Say so where the workers had nothing to do: the case was one piece."""
    if road != "generation":
        print(say("cli.cluster_unused"), file=sys.stderr)
