"""One step of the way from the first call for tenders to the end of supervision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Desk = Literal["purchase", "customs", "finance", "technical"]
ROLES: tuple[Desk, ...] = get_args(Desk)
# What happens by itself or by the hand of others: nobody here has to act on the day.
EVENTS = frozenset({"licence", "arrive", "release", "install", "supervision_end"})


@dataclass(frozen=True)
class Step:
    """What one role does by a day, on what the day rests, and which step it is for good (`key`).

    The document that a step leaves stands in the labels table under `result.leaves.<kind>`.
    """

    day: date
    role: str  # one of ROLES
    kind: str
    words: str
    about: str  # order, contract or certificate
    basis: str  # schedule, contract, given (in the case), rule (seen), unverified (a rule nobody has seen)
    key: str  # the same in every run for the same step, whatever its day
    doubt: str = ""  # what may go wrong with the day, in words

    @property
    def is_act(self) -> bool:
        """Whether a person here must act by the day."""
        return self.kind not in EVENTS
