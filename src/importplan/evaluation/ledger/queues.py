"""Who waits: served out of what is there, given up after its patience, relieved by workarounds.

served = due + late before − late now − given up ≥ 0
0 ≤ workaround ≤ late; Σ over firms of an item ≤ `workaround_limit`
given up: a unit that has itself waited `lost_after_periods`, and no unit waits longer; first come, first served
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.violation import CONTRACT, Violation, where

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
        else:
            yield from _given_up(who, said, position, served[:, position], queue.patience)
    for item in books.scenario.items:
        mine = [position for position, queue in enumerate(said.queues) if queue.item == item.item]
        over = said.workaround[:, mine].sum(axis=1) - item.workaround_limit
        yield from where("workaround_limit", (item.item,), over)


def _given_up(who: tuple[str, ...], said: Claims, position: int, served: Real, patience: int) -> Iterator[Violation]:
    """Units that leave the queue do so from its front: those due up to t − patience are served by t, or given up in t.

    Broken in any order of service: more is given up so far than was due so long ago; somebody waits longer. Broken by
    vintage (family `contract`, until the model is mended): what is given up has not waited itself, since those who had
    were served before.
    """
    lost, late = said.lost[:, position], said.backlog[:, position]
    due = np.cumsum(said.due[:, position], axis=1)
    ripe = np.zeros_like(due)
    ripe[:, patience:] = due[:, : due.shape[1] - patience] if patience < due.shape[1] else ripe[:, patience:]
    gone = np.cumsum(lost, axis=1)
    too_many = list(where("lost", who, gone - ripe))
    yield from too_many
    yield from where("patience", who, late - (due - ripe))
    waited = np.maximum(ripe - np.cumsum(served, axis=1) - (gone - lost), 0.0)
    if not too_many:
        yield from where(CONTRACT, ("lost_demand", *who), lost - waited)
