"""Items that serve in place of others (docs/model.md, *Substitutes*): for whom, how many, out of which stock.

one unit of `item` is worth `ratio` of `serves`; it is a higher specification from 1 on, else a lower one
what a substitute serves is served in that period, and never stored as what it is not
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.stocks import Flows
from importplan.evaluation.ledger.violation import Violation, where
from importplan.scenario.routes import specifications_of

Real = NDArray[np.float64]


def worth(books: Books, item: str, serves: str) -> float:
    """Units of `serves` that one of `item` is worth: the first row of the sheet that says so."""
    return next(row.ratio for row in books.scenario.substitutes if (row.item, row.serves) == (item, serves))


def accepted(books: Books, firm: str, item: str, serves: str) -> bool:
    """Whether every line of the firm within the plan accepts a substitute of that specification."""
    word = "higher" if worth(books, item, serves) >= 1.0 else "lower"
    scenario, calendar = books.scenario, books.scenario.calendar
    lines = [
        row
        for row in scenario.demand
        if (scenario.firm_of(row), row.item) == (firm, serves)
        and max(0, calendar.index_of(row.period.last)) < books.periods
    ]
    return bool(lines) and all(word in specifications_of(row.accepts) for row in lines)


def serves_in_place(books: Books) -> Iterator[tuple[str, str, str, float]]:
    """Firm, item, what it may serve, and its units for one of that."""
    pairs = dict.fromkeys((row.item, row.serves) for row in books.scenario.substitutes if row.item != row.serves)
    for firm in books.scenario.all_firms:
        for item, serves in pairs:
            if accepted(books, firm.firm, item, serves):
                yield firm.firm, item, serves, 1.0 / worth(books, item, serves)


def swap(books: Books, said: Claims, flows: Flows) -> None:
    """Substitutes leave their own stock; what they serve is served as if the asked item had been there."""
    for lane, (firm, item, serves) in said.swaps.items():
        served = said.swapped[:, lane]
        flows.of((firm, item, 0.0))[:] -= served / worth(books, item, serves)
        flows.of((firm, serves, 0.0))[:] += served


def swapped(books: Books, said: Claims) -> Iterator[Violation]:
    """Who takes what it does not accept, or is served by substitutes more than it is served at all."""
    served: dict[tuple[str, str], Real] = {}
    for lane, (firm, item, serves) in said.swaps.items():
        if not accepted(books, firm, item, serves):
            yield from where("accepts", (firm, item, serves), said.swapped[:, lane])
        key = (firm, serves)
        served[key] = served.get(key, np.zeros_like(said.swapped[:, lane])) + said.swapped[:, lane]
    for (firm, serves), units in served.items():
        mine = [n for n, queue in enumerate(said.queues) if (queue.firm, queue.item) == (firm, serves)]
        yield from where("substitutes", (firm, serves), units - said.served[:, mine].sum(axis=1))
