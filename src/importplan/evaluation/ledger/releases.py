"""Goods leave a reserve that pays for keeping them for who needs them, and not so that it need not pay.

    taken by t ≤ the most, over periods up to t, of (need so far − there at the start − signed so far)
                 + what went into production up to t

for each firm and each item whose terms (sheet `reserve_terms`) charge the reserve a fee or a loss by rotation. What is
taken counts when it serves (after the end: in the last period); a need is that of all that the item may serve.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.bond import Bond
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.keeping import kept_for
from importplan.evaluation.ledger.making import Workshop
from importplan.evaluation.ledger.stocks import Flows, opening
from importplan.evaluation.ledger.swaps import serves_in_place
from importplan.evaluation.ledger.violation import Violation, where
from importplan.scenario.scenario import RESERVE

Real = NDArray[np.float64]


def unneeded(books: Books, said: Claims, signed: Flows, workshop: Workshop) -> Iterator[Violation]:
    """What firms take beyond their needs; `signed` is what contracts bring in each draw."""
    there, instead = opening(books), tuple(serves_in_place(books))
    for (firm, item), taken in _taken(books, said).items():
        kept = kept_for(books, RESERVE, item)
        if kept.get("holding_fee", 0.0) + kept.get("rotation", 0.0) <= 0.0:
            continue
        lacks, used = -signed.of((firm, item, 0.0)), np.zeros_like(taken)
        for serves, units in ((item, 1.0), *(row[2:] for row in instead if row[:2] == (firm, item))):
            for position, queue in enumerate(said.queues):
                if (queue.firm, queue.item) == (firm, serves):
                    lacks += units * said.due[:, position]
        lacks[:, 0] -= there.get((firm, item, 0.0), 0.0)
        for lane in workshop.lanes:
            used += workshop.inputs(lane).get((firm, item, 0.0), 0.0) * workshop.started(lane)
        most = np.maximum.accumulate(np.maximum(lacks.cumsum(axis=1), 0.0), axis=1)
        yield from where("releases", (firm, item), taken.cumsum(axis=1) - most - used.cumsum(axis=1), float(most.max()))


def _taken(books: Books, said: Claims) -> dict[tuple[str, str], Real]:
    """Firm and item → (D, T) units out of the reserve, in the period that they serve, or the last one."""
    found: dict[tuple[str, str], Real] = {}
    calendar, bond = books.scenario.calendar, Bond(books)
    lanes = [(said.stocks[at], firm, said.stocks[at].release_delay_days, said.release[:, lane])
             for lane, (at, firm) in said.lanes.items()]  # fmt: skip
    lanes += [(said.stocks[at], taker, bond.consent_days(said.stocks[at]), said.cleared[:, lane])
              for lane, (at, taker, option) in said.clearing.items() if option is not None]  # fmt: skip
    for stock, firm, days, out in lanes:
        if stock.owner != RESERVE or firm == RESERVE:
            continue
        into = found.setdefault((firm, stock.item), np.zeros((books.draws.count, books.periods)))
        for period, when in enumerate(calendar.of_days(calendar.first_day_numbers[:-1] + days).tolist()):
            into[:, min(when, books.periods - 1)] += out[:, period]
    return found
