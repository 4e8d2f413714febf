"""What arithmetic alone does not settle of the draws of a plan.

Told are what leaves the reserve, what is called, where a workaround helps, what is given up, which units a quota leaves
taxed, and where more or less is served than the rule of turns gives.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.settling.names import (
    ALLOCATION,
    BEYOND,
    BEYOND_SIGNED,
    CALL,
    LOST,
    OUT_OF_BOND,
    RELEASE,
    START,
    SUBSTITUTE,
    WORKAROUND,
    SettlementNames,
)
from importplan.evaluation.settling.turns import Turns
from importplan.plan.plan import Plan, Recourse
from importplan.plan.settlement import Block

Real = NDArray[np.float64]
DUST = 1e-9  # units, or a part of what waits: the plan does as the rule says


def told(books: Books, plan: Plan) -> dict[str, Block]:
    """Kind → rows that tell how a plan was settled on the draws of the books; kinds without rows are left out."""
    recourse, names = plan.recourse, SettlementNames(books)
    tiers = names.tiers(recourse.tiers)
    found = {
        RELEASE: Block.of_array(names.lanes(recourse.release_lanes, recourse.holdings), recourse.release),
        ALLOCATION: Block.of_array(tiers, _served_otherwise(recourse)),
        LOST: Block.of_array(tiers, recourse.lost),
        WORKAROUND: Block.of_array(tiers, recourse.workaround),
        CALL: Block.of_array([names.option(lane.option) for lane in recourse.call_off_lanes], recourse.call_offs),
        START: Block.of_array(names.starts(recourse.start_lanes), recourse.starts),
        OUT_OF_BOND: Block.of_array(names.clearances(recourse.clearance_lanes, recourse.holdings), recourse.cleared),
        SUBSTITUTE: Block.of_array(names.substitutes(recourse.substitute_lanes), recourse.substituted),
        BEYOND: _beyond(names, plan),
        BEYOND_SIGNED: _beyond_signed(names, recourse),
    }
    return {what: block for what, block in found.items() if len(block.value)}


def _beyond(names: SettlementNames, plan: Plan) -> Block:
    """Units of the plan's orders and of calls that were taxed, in the period of the order or call."""
    recourse = plan.recourse
    columns = [column for column, part in enumerate(recourse.quota_parts) if part.signed is None]
    keys, periods = [], []
    for part in (recourse.quota_parts[column] for column in columns):
        order = plan.orders[part.order or 0] if part.call is None else None
        lane, called = part.call or (0, 0)
        option, period = (order.option, order.period) if order else (recourse.call_off_lanes[lane].option, called)
        keys.append(names.option(option, str(part.band)))
        periods.append(period)
    found = Block.of_array(keys, recourse.beyond_quota[:, columns])
    return replace(found, period=np.array(periods, dtype=np.int64)[found.key])


def _beyond_signed(names: SettlementNames, recourse: Recourse) -> Block:
    columns = [column for column, part in enumerate(recourse.quota_parts) if part.signed is not None]
    parts = [recourse.quota_parts[column] for column in columns]
    keys = [names.signed(part.signed or 0, part.band) for part in parts]
    return Block.of_array(keys, recourse.beyond_quota[:, columns])


def _served_otherwise(recourse: Recourse) -> Real:
    """(D, tier, T) units served beyond what the rule gives; 0 where the plan does as it says."""
    before = np.concatenate([np.zeros_like(recourse.backlog[:, :, :1]), recourse.backlog[:, :, :-1]], axis=2)
    waiting = recourse.demand + before - recourse.lost
    served = waiting - recourse.backlog
    turns = Turns.of(recourse)
    there = recourse.stock + turns.of_stocks(served, len(recourse.holdings))
    # What a substitute serves is there for its taker's queue in the period, and in nobody's stock at its end.
    more = np.zeros_like(served)
    for period in range(served.shape[2]):
        more[:, :, period] = served[:, :, period] - turns.served(there[:, :, period], waiting[:, :, period])
    return np.where(np.abs(more) > DUST * np.maximum(1.0, waiting), more, 0.0)
