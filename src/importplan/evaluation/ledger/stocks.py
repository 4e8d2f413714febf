"""What comes into stocks and leaves them, draw by draw (planning model, section 3, family 1).

    stock = stock before + what serves + what comes out of the reserve − what leaves the reserve − what is served ≥ 0
    in bond = in bond before − what is cleared − what goes abroad again ≥ 0

A release leaves on the first day of its period and serves its taker when the consent is there. Goods of the reserve
that wait for one kind of consent are a stock of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.bond import Bond
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.parts import Parts
from importplan.evaluation.ledger.violation import Violation, where
from importplan.plan.plan import CustomsStatus, Holding
from importplan.scenario.scenario import RESERVE

Real = NDArray[np.float64]
Key = tuple[str, str, float]  # owner, item, days that a taker waits for consent


def key_of(stock: Holding) -> Key | Holding:
    """What the changes of a stock are kept under; goods in bond are kept apart by what they will owe."""
    return (stock.owner, stock.item, stock.release_delay_days) if stock.status is CustomsStatus.TAXED else stock


@dataclass(frozen=True)
class Flows:
    """What changes stocks: (D, T) units by stock. A stock that is not here never changes."""

    books: Books
    change: dict[Key | Holding, Real] = field(default_factory=dict)

    def of(self, key: Key | Holding) -> Real:
        """The changes of a stock, to be added to."""
        if key not in self.change:
            self.change[key] = np.zeros((self.books.draws.count, self.books.periods))
        return self.change[key]

    def arrive(self, parts: Parts) -> None:
        """What serves within the plan; what served before its start is there from the first period on."""
        serves = np.maximum(self.books.scenario.calendar.of_days(parts.serve_day), 0)
        comes = (serves < self.books.periods) & ~parts.lost
        for row, purchase in enumerate(parts.purchases):
            draws = np.flatnonzero(comes[row])
            key: Key | Holding = (purchase.payer, purchase.offer.item, purchase.consent_days)
            if purchase.into_bond:
                key = Bond(self.books).holding(purchase)
            stock = self.of(key)
            stock[draws, serves[row, draws]] += parts.units[row, draws]

    def settle(self, said: Claims) -> None:
        """What is there at the start, what is released and what is served."""
        books, calendar = self.books, self.books.scenario.calendar
        for key, units in opening(books).items():
            self.of(key)[:, 0] += units
        self.clear(said)
        for lane, (place, firm) in said.lanes.items():
            source, out = said.stocks[place], said.release[:, lane]
            self.of(key_of(source))[:] -= out
            days = calendar.first_day_numbers[:-1] + source.release_delay_days
            for period, when in enumerate(calendar.of_days(days).tolist()):
                if when < books.periods:
                    self.of((firm, source.item, 0.0))[:, when] += out[:, period]
        served = said.served
        for position, queue in enumerate(said.queues):
            self.of((queue.firm, queue.item, 0.0))[:] -= served[:, position]

    def clear(self, said: Claims) -> None:
        """What lies in bond at the start and what leaves it; of what goes abroad again nothing serves anybody."""
        calendar, bond = self.books.scenario.calendar, Bond(self.books)
        for stock, lots in bond.lots.items():
            self.of(stock)[:, 0] += sum(units for units, _ in lots)
        for lane, (place, taker, option) in said.clearing.items():
            source, out = said.stocks[place], said.cleared[:, lane]
            self.of(key_of(source))[:] -= out
            if option is None:
                continue
            days = bond.consent_days(source)
            waits = 0.0 if taker == source.owner else days
            into = self.of((taker, source.item, days if taker == source.owner else 0.0))
            for period, when in enumerate(calendar.of_days(calendar.first_day_numbers[:-1] + waits).tolist()):
                if when < self.books.periods:
                    into[:, when] += out[:, period]


def opening(books: Books) -> dict[Key, float]:
    """Units of every stock at the start, out of bond, without those that nobody may take.

    Relieved goods serve their own firm, and the reserve is for all.
    """
    found: dict[Key, float] = {}
    for row in books.scenario.stock:
        key = (books.scenario.owner_of(row), row.item, 0.0)
        if row.customs_status == "bonded" or (row.customs_status == "relieved" and key[0] == RESERVE):
            continue
        found[key] = found.get(key, 0.0) + row.quantity
    return found


def balances(books: Books, said: Claims, flows: Flows) -> Iterator[Violation]:
    """Stocks that do not follow from what comes and goes, of what nobody needs as well."""
    held = {key_of(row): said.stock[:, at] for at, row in said.stocks.items()}
    nothing = np.zeros((books.draws.count, books.periods))
    for key in dict.fromkeys((*held, *flows.change)):
        due = flows.change.get(key, nothing)
        scale = float(np.abs(due).max(initial=0.0))
        gap = np.abs(np.diff(held.get(key, nothing), axis=1, prepend=0.0) - due)
        about = (key.owner, key.item, key.site) if isinstance(key, Holding) else key[:2]
        yield from where("balance", about, gap, scale)
