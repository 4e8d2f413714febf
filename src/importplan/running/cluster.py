"""Workers of a Dask cluster, of the optional extra `cluster`; nothing else knows Dask.

The address is that of a scheduler (`tcp://10.0.0.5:8786`, `tls://…`). Whoever reaches it may have any code run on it:
on a network that others use, schedulers and workers are started with TLS (docs/scale.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any, TypeVar

from distributed import Client

from importplan import __version__
from importplan.basics.errors import NotStarted

SECONDS_TO_REACH = 20.0
Result = TypeVar("Result")


class DaskWorkers:
    """The workers of a scheduler that a client has reached."""

    def __init__(self, client: Client) -> None:
        self.client, self._executor = client, client.get_executor(pure=False)

    @property
    def count(self) -> int:
        """Threads of all workers that are there now."""
        return sum(self.client.nthreads().values())

    def keep(self, thing: object) -> Any:
        """Send it to one worker, where what needs it is then called."""
        return self.client.scatter(thing, hash=False)

    def submit(self, function: Callable[..., Result], /, *given: Any) -> Future[Result]:
        """Have a function called by a worker; one that dies is followed by another."""
        future: Future[Result] = self._executor.submit(function, *given)
        return future


def release() -> str:
    """What decides which answer a worker gives."""
    return f"importplan {__version__}, ortools {version('ortools')}"


@contextmanager
def dask_workers(address: str) -> Iterator[DaskWorkers]:
    """The workers of a scheduler, let go of at the end.

    Raises
    ------
    NotStarted
        Nobody answers at the address, there is no worker, or one has another release of importplan or its solvers.
    """
    with _reached(address) as client:
        yield DaskWorkers(client)


def _reached(address: str) -> Client:
    own = release()
    try:
        client = Client(address, timeout=SECONDS_TO_REACH, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NotStarted(f"{address}: {error}") from error
    try:
        known = client.run(release)
        others = [worker for worker, theirs in known.items() if theirs != own]
    except Exception as error:  # whatever a worker has in its way: no importplan, say
        client.close()
        raise NotStarted(f"{address}: {error}") from error
    if others or not known:
        client.close()
        raise NotStarted(f"{', '.join(others)}: {known[others[0]]}, not {own}" if others else f"{address}: no worker")
    return client
