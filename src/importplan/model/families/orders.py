"""Orders. 0 <= order[offer, payer, treatment, period] <= what could ever be of use.  Guide: `orders`.

Owns the order columns and their costs: known now on the schedule without outages, and the difference in each draw.
"""

from __future__ import annotations

import numpy as np

from importplan.model.case import payments
from importplan.model.program.draft import PURCHASES
from importplan.model.program.frame import Frame
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
    _signed(frame)


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
