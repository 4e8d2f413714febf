"""A plan from a mixture that still takes ways out: everybody buys, calls and releases no more than the mixture has.

Where many payers have budgets of their own, a few plans of every block cannot be mixed to keep them all at once: the
bound is near long before the mixture is a plan. So what the mixture has of orders, calls and flows becomes the most
there may be of each, times what a row that is overrun has over what it takes; under these bounds every block is
searched again by itself. What follows in a draw takes of budgets too, so a second look may be needed.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.search.generation.blocks import ItemBlock
from importplan.model.search.generation.groups import Chosen
from importplan.model.search.generation.master import BROKEN, BlockPlan, Mixture
from importplan.model.search.generation.rounds import Rounds
from importplan.solvers.program import Program

Real = NDArray[np.float64]
LOOKS = 3
ROUNDING = 1e-6  # what a solver leaves of a whole number


def shrunk(rounds: Rounds, mixture: Mixture) -> Chosen | None:
    """A plan below a mixture; None where a few looks find none."""
    master = rounds.master
    x0 = np.where(master.joint.program.whole, np.floor(mixture.x0 + ROUNDING), mixture.x0)
    plans, found = mixture.plans, None
    for _ in range(LOOKS):
        share = _left(rounds, plans, x0)
        capped = [
            replace(block, program=_capped(block, plan, share, x0))
            for block, plan in zip(master.blocks, plans, strict=True)
        ]
        answers = [answer.values for answer in rounds.answers(capped, rounds.best.prices)]
        plans = tuple(
            master.plan_of(number, np.where(block.program.whole, np.round(values), values), whole=True)
            for number, (block, values) in enumerate(zip(capped, answers, strict=True))
            if values is not None
        )
        if len(plans) < len(capped):
            return found
        found = Chosen(plans, x0, master.objective(plans, x0))
        if np.isfinite(found.objective) or rounds.clock.left() <= 0:
            break
    return found if found is not None and np.isfinite(found.objective) else None


def _left(rounds: Rounds, plans: tuple[BlockPlan, ...], x0: Real) -> Real:
    """(joining row,) the part of what takes of a row that it can bear; 1 where it bears all."""
    master, joint = rounds.master, rounds.master.joint.program
    own = joint.value * x0[joint.column]
    takes, gives = np.zeros(len(master.upper)), np.zeros(len(master.upper))
    np.add.at(takes, joint.row, np.maximum(own, 0.0))
    np.add.at(gives, joint.row, np.minimum(own, 0.0))
    for block, plan in zip(master.blocks, plans, strict=True):
        each = block.takes.tocoo()
        amount = each.data * plan.values[each.col]
        np.add.at(takes, each.row, np.maximum(amount, 0.0))
        np.add.at(gives, each.row, np.minimum(amount, 0.0))
    over = takes + gives > master.upper + BROKEN * np.maximum(1.0, takes)
    room = np.maximum(master.upper - gives, 0.0)
    # A little less than fits: what follows in a draw moves as well.
    return np.where(over, 0.999 * np.divide(room, takes, out=np.zeros(len(takes)), where=takes > 0), 1.0)


def _capped(block: ItemBlock, plan: BlockPlan, share: Real, x0: Real) -> Program:
    """The program of a block with what is decided at most as large as in a plan, times what is left of its rows."""
    program = block.program
    at = block.takes.tocoo()
    part = np.ones(len(program.objective))
    taking = at.data > 0
    np.minimum.at(part, at.col[taking], share[at.row[taking]])
    most = part * np.maximum(plan.values, 0.0)
    yes_or_no = program.whole & (program.column_upper <= 1.0)
    most = np.where(program.whole, np.floor(most + ROUNDING), most)
    upper = np.where(block.decided & ~yes_or_no, np.minimum(program.column_upper, most), program.column_upper)
    for copy in block.copies:
        upper[copy.column] = min(upper[copy.column], x0[copy.joint])
    return replace(program, column_upper=upper, column_lower=np.minimum(program.column_lower, upper))
