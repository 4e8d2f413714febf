"""How many draws a large case is planned on in the time there is, where draws that look alike share columns.

`case/size.py` counts a column for every stock, period and draw: the most there can be. Outages that are over leave no
trace in a stock that remembers nothing else, so of a thousand draws a stock may have some dozen states. A few items,
evenly from the sheet, say how many.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.model.case.dated_purchases import fallbacks, trade
from importplan.model.case.facts import Facts
from importplan.model.case.size import BESIDE, MINUTE_S, PLANNED, draws_in_time
from importplan.model.case.states import mergeable, states
from importplan.model.program.blocks import Piece, gathered, piece
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.sample import nominal

LOOKED_AT = 12  # items: what a hundred times as many have is known from them within some percent


def planned_draws(
    scenario: Scenario, landed: LandedTable, draws_of: Callable[[int], DrawSet], asked: int, seconds: float
) -> int:
    """The draws asked for, or as many as `seconds` are enough for, as `draws_in_time` has it; more where they share
    columns.

    Parameters
    ----------
    draws_of
        So many draws; fewer are the first of more.
    """
    least = draws_in_time(scenario, landed, asked, seconds, PLANNED, BESIDE)
    if least == asked or seconds < MINUTE_S or scenario.draws:
        return least
    facts = Facts(scenario, landed, nominal(scenario))
    first_seen = _first_seen(scenario, landed, draws_of, asked)
    if first_seen is None:
        return least
    stocks = len(facts.network.stocks)

    def count(draws: int) -> float:
        """States of all stocks in all periods."""
        return float((first_seen < draws).sum(axis=2).mean()) * stocks * facts.periods

    low, high = least, asked
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if count(middle) <= PLANNED * seconds else (low, middle - 1)
    return low


def _first_seen(
    scenario: Scenario, landed: LandedTable, draws_of: Callable[[int], DrawSet], asked: int
) -> NDArray[np.int64] | None:
    """(stock, T, state) the draw in which a state of a few stocks is seen first; None where some share no columns."""
    facts, schedule = Facts(scenario, landed, draws_of(asked)), nominal(scenario)
    orders, calls = (trade(facts, contract, schedule) for contract in ("order", "framework"))
    groups = gathered(Piece(facts, orders, calls, fallbacks(facts, schedule), schedule), 1)
    looked_at = [groups[at] for at in np.unique(np.linspace(0, len(groups) - 1, LOOKED_AT).astype(np.int64))]
    found = []
    for names in looked_at:
        if len(names) > 1:
            return None
        part = piece(facts, schedule, names)
        count = len(part.facts.network.stocks)
        if part.calls.purchases.count or not all(mergeable(part.facts, stock) for stock in range(count)):
            return None
        label = states(part.facts, part.orders, part.calls, fallbacks=part.fallbacks).label
        for row in label.reshape(-1, label.shape[2]):
            first = np.unique(row, return_index=True)[1]
            found.append(np.append(first, np.full(asked - len(first), asked)))
    return np.array(found, dtype=np.int64).reshape(-1, facts.periods, asked) if found else None
