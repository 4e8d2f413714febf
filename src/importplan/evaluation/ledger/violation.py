"""What a plan breaks, and from which excess on it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
TOLERANCE = 1e-5  # units, or a relative part of an amount
CONTRACT = "contract"  # family of what today's model does otherwise than the contract; not counted against a plan


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a plan breaks: its family, what it is about, and the largest excess over periods and draws.

    Of the family `contract` the first word of `about` says which reading of the contract the plan does not keep.
    """

    family: str
    about: tuple[str, ...]
    excess: float

    @property
    def counts(self) -> bool:
        """Whether it speaks against the plan, and not against how plans are made today."""
        return self.family != CONTRACT


def where(family: str, about: tuple[str, ...], over: Real | float, scale: float = 1.0) -> Iterator[Violation]:
    """A violation where anything of `over` exceeds the tolerance, which is relative to `scale` above 1."""
    worst = float(np.max(over, initial=0.0))
    if worst > TOLERANCE * max(1.0, scale):
        yield Violation(family, about, worst)
