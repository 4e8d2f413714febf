"""Fallbacks. fallback[r, b] = sum over t of make[r, b, t], bought where the route fails.  Guide: `fallbacks`.

An instruction fixed today: on the day on which a route is known to have failed, all that was to be made on it is
ordered from the offer that the sheet names, taxed, without a smallest size, a fee or a clearance of its own. It
arrives, costs and is paid like any order, in those draws alone; nothing of it is known today.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.case import payments
from importplan.model.case.dated_purchases import fallback_orders
from importplan.model.program.frame import Frame
from importplan.model.program.variables import FALLBACK, MAKE
from importplan.plan.lines import COST_LINES


def add(frame: Frame) -> None:
    """Add what is ordered where routes fail, and its cost."""
    rows, draft = fallback_orders(frame.facts), frame.draft
    instead = draft.columns(FALLBACK, (len(rows),), (_ids(frame),))
    if rows:
        cost = costs(frame).sum(axis=2)
        draft.draw_cost("purchases", frame.every_draw[None, :], instead[:, None], cost)


def costs(frame: Frame) -> NDArray[np.float64]:
    """(fallback, D, line) discounted CNY of each unit, nothing where its route succeeds."""
    trade = frame.fallbacks
    assert trade.only is not None
    rows = np.arange(trade.purchases.count)
    found: NDArray[np.float64] = payments.costs(frame.facts, trade.purchases, rows, trade.dating, frame.draws)
    assert found.shape == (*trade.only.shape, len(COST_LINES))
    return found * trade.only[:, :, None]


def link(frame: Frame) -> None:
    """All that was to be made is ordered instead."""
    rows, draft = fallback_orders(frame.facts), frame.draft
    if not rows:
        return
    same = draft.rows("fallback", (len(rows),), (_ids(frame),), lower=0.0, upper=0.0)
    draft.entries(same, draft.names[FALLBACK], 1.0)
    for row, (number, _, _) in zip(same, rows, strict=True):
        draft.entries(row, draft.names[MAKE][number], -1.0)


def _ids(frame: Frame) -> list[tuple[str, str]]:
    """Route and firm of every fallback."""
    lanes = frame.facts.network.start_lanes
    return [(lanes[number].route, lanes[number].firm) for number, _, _ in fallback_orders(frame.facts)]
