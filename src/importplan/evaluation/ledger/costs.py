"""Cost lines, discounted to the start: what is known now, and what each draw adds to it (planning model, section 4).

known        what is paid on the schedule without outages, at base prices and rates; fees; what is decided now
by draw      what is paid in the draw less what is known of it; call-offs, stock, waiting, tax beyond a quota whole
exchange_rate    over all lines, what the rates of a draw change of them
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.keeping import kept_for
from importplan.evaluation.ledger.payments import PaymentKind
from importplan.plan.lines import COST_INDEX, COST_LINES

Real = NDArray[np.float64]


class CostSheet:
    """Discounted CNY by draw and line, (D, line)."""

    def __init__(self, books: Books) -> None:
        self.books = books
        self.total = np.zeros((books.draws.count, len(COST_LINES)))

    def enter(self, payment: PaymentKind) -> None:
        """Add a payment of some parts. A cost line that nobody knows is an error."""
        if payment.cost is None:
            return
        worth = payment.amount * self.books.worth(payment.period)
        self.total[:, COST_INDEX[payment.cost]] += worth.sum(axis=0)
        if payment.rate is not None:
            self.total[:, COST_INDEX["exchange_rate"]] += (worth * (payment.rate - 1.0)).sum(axis=0)

    def add(self, line: str, amount: Real) -> None:
        """Add an amount by draw that is discounted already."""
        self.total[:, COST_INDEX[line]] += amount


def of_recourse(books: Books, said: Claims) -> Iterator[tuple[str, Real]]:
    """Cost line and (D,) discounted CNY of what is in stock, late or relieved at the end of the periods."""
    factor, per_year = books.discount[: books.periods], books.scenario.calendar.per_year
    for place, row in said.stocks.items():
        item, worth = books.scenario.items[books.scenario.item_index[row.item]], books.reference_value(row.item)
        units = said.stock[:, place]
        yield "holding", units @ factor * (item.holding_rate * worth / per_year)
        yield "obsolescence", units @ factor * (item.obsolescence_rate * worth / per_year)
        for line, cny in kept_for(books, row.owner, row.item).items():
            yield line, units @ factor * cny
        left = books.scenario.settings.terminal_value_share * worth * books.discount[books.periods]
        yield "terminal_value", -left * units[:, -1]
    for position, queue in enumerate(said.queues):
        relieved = said.workaround[:, position]
        cost = books.scenario.items[books.scenario.item_index[queue.item]].workaround_cost_cny
        yield f"shortage_{queue.priority}", (said.backlog[:, position] - relieved) @ factor * queue.cost_cny
        yield "workaround", relieved @ factor * cost
