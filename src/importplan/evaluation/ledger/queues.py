"""Who waits: served out of what is there, given up after its patience, relieved by workarounds.

served = due + late before − late now − given up ≥ 0
0 ≤ workaround ≤ late; Σ over firms of an item ≤ `workaround_limit`
lost: a unit that has itself waited `lost_after_periods`, when the next period begins; first come, first served
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.violation import Violation, where

Real = NDArray[np.float64]


def queues(books: Books, said: Claims) -> Iterator[Violation]:
    """What is wrong with who is served, given up or relieved."""
    served = said.served
    for position, queue in enumerate(said.queues):
        who = (queue.firm, queue.item)
        yield from where("served", who, -served[:, position])
        yield from where("workaround", who, said.workaround[:, position] - said.backlog[:, position])
        if queue.patience is None:
            yield from where("lost", who, said.lost[:, position])
    for queue in dict.fromkeys(said.queues):
        if queue.patience is not None:
            # A plan may tell a queue in parts: who came first is first in all of it.
            parts = [position for position, each in enumerate(said.queues) if each == queue]
            due, gone, lost = (each[:, parts].sum(axis=1) for each in (said.due, served, said.lost))
            yield from _given_up((queue.firm, queue.item), due, gone, lost, queue.patience)
    for item in books.scenario.items:
        mine = [position for position, queue in enumerate(said.queues) if queue.item == item.item]
        over = said.workaround[:, mine].sum(axis=1) - item.workaround_limit
        yield from where("workaround_limit", (item.item,), over)


def _given_up(who: tuple[str, ...], due: Real, served: Real, lost: Real, patience: int) -> Iterator[Violation]:
    """First come, first served: who came `patience` periods ago and was neither served nor lost before is lost now.

    lost[t] = max(0, due up to t − patience − served and lost before t), of (D, T) units of a queue
    """
    so_far = np.cumsum(due, axis=1)
    came = np.zeros_like(due)
    came[:, patience:] = so_far[:, : max(0, due.shape[1] - patience)]
    gone = np.zeros_like(due)
    gone[:, 1:] = np.cumsum(served + lost, axis=1)[:, :-1]
    waited = np.maximum(came - gone, 0.0)
    yield from where("lost", who, lost - waited)
    yield from where("patience", who, waited - lost)
