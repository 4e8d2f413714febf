"""How scarce goods are divided: by priority, then fairly, in whole units.

1. **Priority**: a priority gets nothing before every higher one has all that it asks for.
2. **Fairly within a priority** (leximin): the smallest served share is as large as it can be, then the next smallest,
   and so on. In whole units: the next unit goes to whom the smallest share of its request has been given; of several,
   to the one whose share it raises most (the smaller request), then to whose need is older, then by a lot that can be
   drawn again. Goods that can be divided give everybody of a priority the same share.

Losses by being late are what firms say of themselves: they decide nothing, so that nobody gets more by saying more.
What that costs against the division of least loss is the price of fairness.

Reference: Luss, H. (1999), On equitable resource allocation problems: a lexicographic minimax approach, Operations
Research 47(3), 361-378.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

DUST = 1e-6  # units
HALVINGS = 40  # of the interval in which the common share lies
SAFE = 1e-7  # so far below it no rounding changes whose turn it is

Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Request:
    """What a firm asks for at one priority."""

    firm: str
    priority: int  # 1 comes first
    quantity: float  # units
    said_by: str = ""  # who set the priority: `bureau`, the `firm` itself, or nobody said
    loss_cny: float = 0.0  # by a unit that is late, for a period; as the firm says
    since: int = 0  # the period in which the oldest part of it was due


@dataclass(frozen=True, slots=True)
class Division:
    """What each request is given; units, in the order of the requests."""

    requests: tuple[Request, ...]
    given: tuple[float, ...]
    available: float
    whole: bool

    @property
    def asked(self) -> float:
        """Units asked for."""
        return sum(request.quantity for request in self.requests)

    @property
    def total(self) -> float:
        """Units given."""
        return sum(self.given)

    @property
    def scarce(self) -> bool:
        """Whether somebody does not get all that it asks for."""
        return self.total < self.asked - DUST

    @property
    def loss_cny(self) -> float:
        """Loss by what is not given, for each period that it is late; as firms say."""
        return _loss(self.requests, self.given)

    @property
    def price_of_fairness_cny(self) -> float:
        """By how much the loss is above the least one that keeps the priorities."""
        return max(0.0, self.loss_cny - _loss(self.requests, _least_loss(self, by_priority=True)))

    @property
    def price_of_priorities_cny(self) -> float:
        """By how much the least loss that keeps the priorities is above the least of all."""
        kept, free = (_loss(self.requests, _least_loss(self, by_priority=way)) for way in (True, False))
        return max(0.0, kept - free)


def divide(requests: Sequence[Request], available: float, whole: bool, lot: str = "") -> Division:
    """Divide what is there.

    Parameters
    ----------
    requests
        What is asked for; nothing below zero.
    available : float
        Units that may be given; of whole units the whole ones.
    whole : bool
        Whether goods are counted in pieces.
    lot : str
        What the lot between equals is drawn from: the same words draw the same lot again.
    """
    there = float(floor(available + DUST)) if whole else available
    given = [0.0] * len(requests)
    left = max(0.0, there)
    for priority in sorted({request.priority for request in requests}):
        members = [at for at, request in enumerate(requests) if request.priority == priority]
        asked = [_pieces(requests[at].quantity, whole) for at in members]
        if sum(asked) <= left + DUST:
            parts = asked
        elif whole:
            parts = _leximin(asked, int(left), [_order(requests[at], lot) for at in members])
        else:
            parts = [left * each / sum(asked) for each in asked]
        for at, part in zip(members, parts, strict=True):
            given[at] = part
        left = max(0.0, left - sum(parts))
    return Division(tuple(requests), tuple(given), there, whole)


def _pieces(quantity: float, whole: bool) -> float:
    return float(ceil(quantity - DUST)) if whole else quantity


def _order(request: Request, lot: str) -> tuple[int, str]:
    """Among equals: the older need, then the lot."""
    return request.since, hashlib.sha256(f"{lot}|{request.firm}".encode()).hexdigest()


def _leximin(asked: list[float], left: int, order: list[tuple[int, str]]) -> list[float]:
    """Whole units, the next always to the smallest share; begun at a share that all can have."""
    wanted = np.array(asked)
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        if _below(wanted, middle).sum() <= left:
            low = middle
        else:
            high = middle
    given = _below(wanted, max(0.0, low - SAFE))
    rest = left - int(given.sum())
    queue = [_turn(at, given[at], wanted[at], order[at]) for at in range(len(asked)) if given[at] < wanted[at]]
    heapq.heapify(queue)
    for _ in range(rest):
        at = heapq.heappop(queue)[-1]
        given[at] += 1.0
        if given[at] < wanted[at]:
            heapq.heappush(queue, _turn(at, given[at], wanted[at], order[at]))
    return [float(part) for part in given]


def _below(wanted: Real, share: float) -> Real:
    """(firm,) the units that are given while a share is smaller than this one."""
    given: Real = np.minimum(np.ceil(wanted * share), wanted)
    return given


def _turn(at: int, given: float, wanted: float, order: tuple[int, str]) -> tuple[float, float, int, str, int]:
    """Who comes first: the smallest share, the largest rise, the older need, the lot."""
    return given / wanted, -1.0 / wanted, *order, at


def _least_loss(division: Division, by_priority: bool) -> tuple[float, ...]:
    """The same units where they avoid most loss."""
    given, left = [0.0] * len(division.given), division.total

    def rank(at: int) -> tuple[int, float]:
        request = division.requests[at]
        return request.priority if by_priority else 0, -request.loss_cny

    for at in sorted(range(len(given)), key=rank):
        given[at] = min(left, _pieces(division.requests[at].quantity, division.whole))
        left -= given[at]
    return tuple(given)


def _loss(requests: Sequence[Request], given: Sequence[float]) -> float:
    return sum(
        max(0.0, request.quantity - part) * request.loss_cny for request, part in zip(requests, given, strict=True)
    )
