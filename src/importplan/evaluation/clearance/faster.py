"""What goods that clear sooner are worth to a plan whose orders are kept: loss that is avoided, draw by draw.

Lots that serve `d` days sooner put X(t) more units in hand at time t. They serve who is late at t, the most urgent
first, each unit for the loss per period that the demand states:

    by days:          sum over demand of  loss / days of the period * integral of  min(X(t), late(t)) dt
    by whole periods: sum over demand of  loss * sum over periods of  min(X at their end, late at their end)

`late` is the plan's own backlog less what a workaround relieves; nothing is decided anew, so what a planner would do
with the time gained is not in it. By days is exact for a loss that runs by the day; by whole periods is how the plan
itself counts: the same plan replayed with sooner days, as long as who is served does not change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.clearance.lots import ClearanceLot
from importplan.evaluation.ledger.books import Books
from importplan.plan.plan import Plan
from importplan.scenario.scenario import RESERVE

Real = NDArray[np.float64]


@dataclass(frozen=True)
class WaitingLine:
    """Who waits for an item: K kinds of demand, the most urgent first."""

    late: Real  # (D, K, T) units late at the end of a period, workarounds taken off
    loss_cny: Real  # (K, T) per unit and period, discounted
    released: Real  # (D, T) units that come to a firm out of the reserve, taken to come on the first day of a period


def queue_of(books: Books, plan: Plan, owner: str, item: str) -> WaitingLine:
    """Who waits for the lots of an owner: the firm itself; for those of the reserve, every firm that it may serve."""
    recourse = plan.recourse
    served = {owner} if owner != RESERVE else {lane.firm for lane in recourse.release_lanes}
    tiers = [position for position, tier in enumerate(recourse.tiers) if tier.item == item and tier.firm in served]
    tiers.sort(key=lambda position: (recourse.tiers[position].priority, -recourse.tiers[position].shortage_cost_cny))
    costs = np.array([recourse.tiers[position].shortage_cost_cny for position in tiers])
    factor = books.discount[: books.periods]
    lanes = [  # what the reserve's own lots bring is released once: it counts when they arrive
        position
        for position, lane in enumerate(recourse.release_lanes)
        if lane.firm == owner and recourse.holdings[lane.holding].item == item
    ]
    return WaitingLine(
        late=np.clip(recourse.backlog[:, tiers] - recourse.workaround[:, tiers], 0.0, None),
        loss_cny=costs[:, None] * factor[None, :],
        released=recourse.release[:, lanes].sum(axis=1),
    )


def avoided_by_days(
    books: Books,
    queue: WaitingLine,
    own: Sequence[ClearanceLot],
    others: Sequence[ClearanceLot],
    sooner: dict[int, float],
) -> Real:
    """(D,) CNY of loss avoided where the loss runs by the day.

    Parameters
    ----------
    own
        Lots whose time gained is counted.
    others
        Further lots that serve the same queue; theirs is taken to be used first.
    sooner
        Days that each lot serves sooner, by `id` of the lot; those that are not there serve as before.
    """
    calendar = books.scenario.calendar
    edges = calendar.first_day_numbers.astype(np.float64)
    every = [*own, *others]
    before = np.stack([lot.serve_day for lot in every])
    after = before - np.array([sooner.get(id(lot), 0.0) for lot in every])[:, None]
    borders = np.broadcast_to(edges[:, None], (len(edges), before.shape[1]))
    points = np.sort(np.clip(np.concatenate([before, after, borders]), 0.0, edges[-1]), axis=0)
    middle, width = (points[1:] + points[:-1]) / 2.0, np.diff(points, axis=0)
    period = np.clip(calendar.of_days(middle), 0, calendar.count - 1)  # (B, D)
    own_more, all_before = np.zeros_like(middle), np.zeros_like(middle)
    for position, lot in enumerate(every):
        gained = ((after[position] <= middle) & (middle < before[position])) * lot.units
        come = (before[position] <= middle) & (calendar.of_days(before[position]) == period)
        all_before += come * lot.units + (gained if position >= len(own) else 0.0)
        own_more += gained if position < len(own) else 0.0
    draw = np.arange(middle.shape[1])
    all_before += queue.released[draw, period]
    waiting = np.where((period > 0)[:, None, :], _at(queue.late, period - 1), 0.0)  # (B, K, D)
    per_day = queue.loss_cny[:, period].swapaxes(0, 1) / np.diff(edges)[period][:, None, :]
    served = _served(waiting, all_before + own_more) - _served(waiting, all_before)
    total: Real = (served * per_day * width[:, None, :]).sum(axis=(0, 1))
    return total


def avoided_by_periods(
    books: Books,
    queue: WaitingLine,
    own: Sequence[ClearanceLot],
    others: Sequence[ClearanceLot],
    sooner: dict[int, float],
) -> Real:
    """(D,) CNY of loss avoided as the plan counts: what is late at the end of a period costs the whole period."""
    mine, theirs = _more_in_hand(books, own, sooner), _more_in_hand(books, others, sooner)
    fewer = _served(queue.late, theirs + mine) - _served(queue.late, theirs)  # (D, K, T)
    total: Real = (fewer * queue.loss_cny[None, :, :]).sum(axis=(1, 2))
    return total


def _more_in_hand(books: Books, found: Sequence[ClearanceLot], sooner: dict[int, float]) -> Real:
    """(D, T) units that are in hand at the end of a period because they come sooner."""
    calendar = books.scenario.calendar
    change = np.zeros((books.draws.count, calendar.count + 1))
    draw = np.arange(books.draws.count)
    for lot in found:
        for day, sign in ((lot.serve_day - sooner.get(id(lot), 0.0), 1.0), (lot.serve_day, -1.0)):
            period = np.clip(calendar.of_days(day), 0, calendar.count)
            np.add.at(change, (draw, period), sign * lot.units)
    total: Real = np.cumsum(change, axis=1)[:, :-1]
    return total


def _at(late: Real, period: NDArray[np.int64]) -> Real:
    """(B, K, D) of (D, K, T) at (B, D) periods."""
    draw = np.arange(late.shape[0])
    found: Real = late[draw[None, :, None], np.arange(late.shape[1])[None, None, :], period[:, :, None]]
    return found.swapaxes(1, 2)


def _served(waiting: Real, units: Real) -> Real:
    """What each kind of demand (axis 1) gets of some units, the most urgent first."""
    before = np.cumsum(waiting, axis=1) - waiting
    given: Real = np.clip(np.expand_dims(units, 1) - before, 0.0, waiting)
    return given
