"""Orders. 0 <= order[offer, payer, treatment, period] <= what could ever be of use.  Guide: `orders`.

Owns the order columns and their costs: known now on the schedule without outages, and the difference in each draw.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.case import payments
from importplan.model.case.dated_purchases import Trade
from importplan.model.case.of_use import at_once
from importplan.model.program.draft import PURCHASES
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index
from importplan.model.program.variables import ORDER
from importplan.plan.lines import COST_INDEX, COST_LINES

CHUNK = 4_000_000  # numbers in one array of purchase x draw x cost line


def add(frame: Frame) -> None:
    """Add the order columns and what they cost."""
    trade, draft = frame.orders, frame.draft
    rows = trade.purchases.decided
    whole = np.array([item.whole_units for item in frame.facts.scenario.items], dtype=bool)[trade.purchases.item[rows]]
    columns = draft.columns(ORDER, (len(rows),), (lambda: frame.order_ids,), upper=frame.most, whole=whole)
    step = max(1, CHUNK // (frame.draws.count * len(COST_LINES)))
    for first in range(0, len(rows), step):
        part, column = rows[first : first + step], columns[first : first + step]
        planned = payments.costs(frame.facts, trade.purchases, part, trade.planned, frame.no_outage)
        in_draws = payments.costs(frame.facts, trade.purchases, part, trade.dating, frame.draws)
        draft.known_cost(PURCHASES, column, planned[:, 0].sum(axis=1))
        difference = in_draws.sum(axis=2) - planned.sum(axis=2)
        draft.draw_cost(PURCHASES, frame.every_draw[None, :], column[:, None], difference)
    if frame.held is None:
        of_use_at_once(frame, trade, "orders", columns[:, None], frame.most)
    _signed(frame)


def of_use_at_once(frame: Frame, trade: Trade, kind: str, columns: Index, most: NDArray[np.float64]) -> None:
    """What is bought at once is of use for no more under all treatments: a row for each draw of (purchase, D) columns,
    where more could pay though nobody needs it.
    """
    group, chosen = at_once(frame.facts, trade)
    if not len(chosen):
        return
    upper = np.zeros(int(group.max()) + 1)
    np.maximum.at(upper, group, most)
    place = np.full(len(upper), -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    first = np.array([np.flatnonzero(group == each)[0] for each in chosen], dtype=np.int64)
    purchases, rows = trade.purchases, trade.purchases.decided[first]
    options = [frame.facts.terms.option_id(int(option)) for option in purchases.option[rows]]
    ids = [(*option[:2], int(period)) for option, period in zip(options, purchases.period[rows], strict=True)]
    shape = (len(chosen), columns.shape[1])
    row = frame.draft.rows(
        "of_use", shape, (ids, None), (kind,), upper=np.repeat(upper[chosen, None], shape[1], axis=1)
    )
    mine = np.flatnonzero(place[group] >= 0)
    frame.draft.entries(row[place[group[mine]]], columns[mine], 1.0)


def _signed(frame: Frame) -> None:
    """Signed orders cost what is still due on them, in every plan."""
    trade, draft = frame.orders, frame.draft
    rows = np.flatnonzero(~np.isnan(trade.purchases.signed))
    if len(rows):
        units = trade.purchases.signed[rows]
        planned = payments.costs(frame.facts, trade.purchases, rows, trade.planned, frame.no_outage)
        in_draws = payments.costs(frame.facts, trade.purchases, rows, trade.dating, frame.draws)
        draft.known_constant += np.tensordot(units, planned[:, 0], axes=1)
        draft.draw_constant += np.tensordot(units, in_draws - planned, axes=1)
        # A shipment is cleared once, however many units it holds.
        placed, line = rows[units > 0.0], COST_INDEX["clearance"]
        planned = payments.shipment_costs(frame.facts, trade.purchases, placed, trade.planned, frame.no_outage)
        in_draws = payments.shipment_costs(frame.facts, trade.purchases, placed, trade.dating, frame.draws)
        draft.known_constant[line] += planned.sum()
        draft.draw_constant[:, line] += (in_draws - planned).sum(axis=0)
