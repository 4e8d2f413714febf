"""Cash by payer, line and period, undiscounted: what a treasurer compares with the bank.

The plan's schedule has orders without outages at base rates and, at their mean over the draws, what is decided by draw
(call-offs, storage, workarounds, releases, tax beyond quotas). Order fees, and clearance when it is to come without
outages, are paid alike in every draw. Money that comes in is negative. Shortage loss is no cash and is not here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.rules import SHIPMENT_CHARGES
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.payments import PaymentKind
from importplan.plan.lines import CASH_LINES, TAX_CASH

Real = NDArray[np.float64]
Whole = NDArray[np.int64]

ONCE = tuple(kind.cash_line for kind in SHIPMENT_CHARGES)  # paid alike in every draw, when they are to come
ROW = {line: position for position, line in enumerate(CASH_LINES)}


@dataclass(frozen=True)
class Cash:
    """Cash out by period of the landed-cost table (the last with all that is due later); negative is cash in."""

    payers: tuple[str, ...]
    lines: tuple[str, ...]
    plan_cny: Real  # (payer, line, P) the schedule without outages
    by_draw_cny: Real  # (D, payer, P) all lines of each draw
    tax_by_draw_cny: Real  # (D, payer, P) duty and import VAT of each draw

    def of(self, payers: Collection[str]) -> Cash:
        """The cash of some payers, and that of all others together, who have no name."""
        rows = [at for at, name in enumerate(self.payers) if name in payers]

        def apart(table: Real, axis: int) -> Real:
            own = np.take(table, rows, axis)
            others = table.sum(axis, keepdims=True) - own.sum(axis, keepdims=True)
            return np.concatenate([own, others], axis)

        named = (*(self.payers[at] for at in rows), "")
        tables = apart(self.plan_cny, 0), apart(self.by_draw_cny, 1), apart(self.tax_by_draw_cny, 1)
        return Cash(named, self.lines, *tables)


class CashBook:
    """Cash as it is entered, payment by payment."""

    def __init__(self, books: Books) -> None:
        self.books = books
        payers, periods = len(books.payers), books.table_periods
        self.plan = np.zeros((payers, len(CASH_LINES), periods))
        self.by_draw = np.zeros((books.draws.count, payers, periods))
        self.tax = np.zeros_like(self.by_draw)

    def cash(self) -> Cash:
        """What was entered."""
        return Cash(self.books.payers, CASH_LINES, self.plan, self.by_draw, self.tax)

    def on_schedule(self, payer: Whole, payment: PaymentKind, every_draw: bool = False) -> None:
        """A payment of the schedule without outages, (B, 1); `payer` (B, 1). Some are the same in every draw."""
        period = self.books.in_table(payment.period)
        np.add.at(self.plan[:, ROW[payment.cash]], (payer, period), payment.paid)
        if every_draw or payment.cash in ONCE:
            total = np.zeros(self.plan[:, 0].shape)
            np.add.at(total, (payer, period), payment.paid)
            self.by_draw += total

    def in_draws(self, payer: Whole, payment: PaymentKind, decided: NDArray[np.bool_] | None = None) -> None:
        """A payment of every draw, (B, D); `payer` (B, 1). The mean of rows `decided` by draw is on the schedule."""
        paid, when = payment.paid, self.books.in_table(payment.period)
        if payment.cash not in ONCE:
            self._spread(self.by_draw, payer, when, paid)
        elif decided is not None and decided.any():
            self._spread(self.by_draw, payer, when, np.where(decided.reshape(-1, 1), paid, 0.0))
        if payment.cash in TAX_CASH:
            self._spread(self.tax, payer, when, paid)
        if decided is not None and decided.any():
            rows = np.flatnonzero(decided)
            period = np.broadcast_to(when, paid.shape)[rows]
            mean = paid[rows] * self.books.draws.weights
            np.add.at(self.plan[:, ROW[payment.cash]], (np.broadcast_to(payer[rows], mean.shape), period), mean)

    def course(self, payer: str, line: str, amount: Real) -> None:
        """Cash of a payer by draw and period of the plan, (D, T), that is decided by draw."""
        row = self.books.payers.index(payer)
        self.by_draw[:, row, : amount.shape[1]] += amount
        self.plan[row, ROW[line], : amount.shape[1]] += self.books.mean(amount)

    def in_every_draw(self, payer: str, amount: Real) -> None:
        """Cash of a payer by draw and period of the plan, (D, T), of what is on the schedule as it is planned."""
        self.by_draw[:, self.books.payers.index(payer), : amount.shape[1]] += amount

    def _spread(self, table: Real, payer: Whole, period: Whole, paid: Real) -> None:
        draws, payers, periods = table.shape
        spot = (np.arange(draws) * payers + payer) * periods + period
        np.add.at(table.reshape(-1), np.broadcast_to(spot, paid.shape).ravel(), paid.ravel())
