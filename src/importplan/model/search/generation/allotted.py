"""Allotments: every block is given its part of what joining rows allow, and decides within it by itself.

Where many payers have budgets of their own, a few plans of every block cannot be mixed to keep them all at once: the
bound is near long before the mixture is a plan. But a mixture says how much of every row each block makes use of. What
is left of a row is shared in that proportion, what is overrun is taken away so; whatever blocks then decide keeps all
rows together (resource-directed decomposition: Geoffrion 1970, Primal resource-directive approaches for optimizing
nonlinear decomposable systems, Operations Research 18). Where the mixture is a plan it stands within its allotments:
the answers are no worse, and as plans of the master they are mixed on.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.search.generation.master import BROKEN, BlockPlan, Master, Mixture
from importplan.model.search.generation.questions import OwnPrices, Question, Staying, Still, Within
from importplan.model.search.generation.rounds import DEARER, MOST_ROUNDS, Rounds

Real = NDArray[np.float64]
LEAST_ROUNDS, MOST_UNFIT = 3, 8  # rounds while no mixture fits, with and without haste
DEAREST = 1e8  # price of a way out


def fitted(rounds: Rounds, mixture: Mixture, near: float, keep_s: float) -> Mixture:
    """Rounds of prices, and of allotments where the mixture does not fit, until one that fits is within a relative gap
    of the bound, or few seconds are kept. Nothing in it is whole. While none fits there are a few rounds in any case.
    """
    master, kept, unfit = rounds.master, mixture, 0
    for _ in range(MOST_ROUNDS):
        late = rounds.clock.left() <= keep_s
        if late if mixture.fits else unfit >= (LEAST_ROUNDS if late else MOST_UNFIT):
            break
        if not mixture.fits:
            plans = allotted(rounds, mixture, mixture.x0, whole=False)
            if plans is None:
                break
            master.plans.extend(plans)
            mixture = master.solve(rounds.left())
        if mixture.fits:
            kept, unfit = mixture, 0
            if rounds.near(mixture.objective, near):
                break
        else:
            unfit += 1
            master.penalty = min(DEARER * master.penalty, DEAREST)
        if rounds.clock.left() > keep_s:
            mixture = rounds.priced(mixture)
    return mixture if mixture.fits else kept


def allotted(
    rounds: Rounds, mixture: Mixture, x0: Real, whole: bool, again: bool = False
) -> tuple[BlockPlan, ...] | None:
    """One plan of every block within its allotment of a mixture and under decisions x0; in whole units if asked.

    Asked again with plans that did not fit together, only blocks that have used too much decide anew.

    What a block cannot do without it uses beyond its allotment: the plans need not fit together.
    None where a block has no plan at all.
    """
    master, prices = rounds.master, mixture.prices
    counted = np.where(master.lower == master.upper, prices.rows, 0.0)
    lowest, highest = _allotments(master, mixture, x0)

    def question(number: int) -> Question:
        takes, own = mixture.plans[number].takes, OwnPrices(counted, nothing[number], prices.tail)
        if again and ((lowest[number] <= takes + BROKEN) & (takes - BROKEN <= highest[number])).all():
            return Staying(mixture.plans[number].values)
        return Within(own, lowest[number], highest[number], x0, master.penalty, whole)

    nothing = [np.zeros(len(block.copies)) for block in master.blocks]
    answers = rounds.each([question(number) for number in range(len(master.blocks))])
    found = []
    for number, (block, answered) in enumerate(zip(master.blocks, answers, strict=True)):
        if answered.values is None:
            return None
        values = answered.values[: len(block.program.objective)]
        found.append(master.plan_of(number, np.where(block.program.whole & whole, np.round(values), values), whole))
    return tuple(found)


def nothing_bought(rounds: Rounds) -> tuple[BlockPlan, ...] | None:
    """The plans of all blocks in which nothing is decided and nothing moves; None where one must not stand still."""
    master, found = rounds.master, []
    neutral = master.neutral()
    still = [Still(neutral.of(number)) for number in range(len(master.blocks))]
    for number, answered in enumerate(rounds.each(still, however_late=True)):
        if answered.values is None:
            return None
        found.append(master.plan_of(number, answered.values, whole=True))
    return tuple(found)


def _allotments(master: Master, mixture: Mixture, x0: Real) -> tuple[Real, Real]:
    """(block, joining row) twice: the least and the most that each block may use of a row.

    What rows count (space that is rented is all that is stored) x0 follows: the side that costs is allotted, the other
    is free.
    """
    takes = np.stack([plan.takes for plan in mixture.plans])
    stands = np.stack([np.diff(block.takes.indptr) > 0 for block in master.blocks])
    own, counted = master.joint.program.activity(x0), master.lower == master.upper
    highest = _shared(takes, np.where(counted & (mixture.prices.rows > 0), np.inf, master.upper - own), stands)
    lowest = -_shared(-takes, np.where(counted & (mixture.prices.rows <= 0), np.inf, own - master.lower), stands)
    return np.minimum(lowest, highest), highest


def _shared(takes: Real, room: Real, stands: NDArray[np.bool_]) -> Real:
    """(block, row) the most of each, where a row has so much room (row,) for all."""
    asked = np.isfinite(room)
    # A hair's breadth less than there is: solvers keep rows within a tolerance, each of many blocks its own.
    rest = np.where(asked, room, 0.0) - 0.5 * BROKEN * np.maximum(1.0, np.abs(takes).max(axis=0)) - takes.sum(axis=0)
    users = np.where(rest < 0, np.maximum(takes, 0.0), np.abs(takes))
    users = np.where((rest >= 0) & (users.sum(axis=0) <= 0), stands, users)
    total = users.sum(axis=0)
    part = np.divide(users, total, out=np.zeros_like(users), where=total > 0)
    return np.where(asked, takes + np.maximum(rest, -total) * part, np.inf)
