"""Workers: an `Executor` with a memory of its own, so that what many calls need is sent once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")


class Workers(Protocol):
    """Processes of this and other machines."""

    @property
    def count(self) -> int:
        """How many calls are made at a time."""
        ...

    def keep(self, thing: object) -> Any:
        """Have the workers know a thing; what stands for it is given to `submit` in its place."""
        ...

    def submit(self, function: Callable[..., Result], /, *given: Any) -> Future[Result]:
        """Have a function called; both must be known by name in another process.

        The future raises what the function raises, and any other exception where the worker has died.
        """
        ...
