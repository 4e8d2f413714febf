"""A plan gets better group by group: a few blocks are searched again together, the others as they are.

A group is searched exactly within what the others leave of the joining rows, with the weights of the tail that are
nearest to its worst draws. Blocks whose plans cost most beyond their bounds under the best prices are taken most often.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from importplan.model.search.generation.master import BlockPlan, Master
from importplan.model.search.generation.rounds import Rounds
from importplan.solvers.program import Program, SolverSettings
from importplan.solvers.solve import solve

Real = NDArray[np.float64]
SMALLEST = 3  # blocks in a group at first
NEAR = 15  # weights of the tail that a group knows
GROUP_S = 3.0
MOST_TRIES = 4  # of one group, as its tail becomes known


@dataclass(frozen=True)
class Chosen:
    """One plan of every block, x0, and what they count with the true CVaR."""

    plans: tuple[BlockPlan, ...]
    x0: Real
    objective: float


def improved(rounds: Rounds, chosen: Chosen, seed: int) -> Chosen:
    """Search groups until the gap is reached, no group helps any more, or time ends."""
    master, random = rounds.master, np.random.default_rng(seed)
    count, size, idle = len(master.blocks), SMALLEST, 0
    while rounds.clock.left() > 0 and not rounds.near(chosen.objective, rounds.gap):
        likely = _beyond(rounds, chosen)
        group = random.choice(count, size=min(size, count), replace=False, p=likely / likely.sum())
        found = _again(rounds, chosen, sorted(group.tolist()))
        if found is not None and found.objective < chosen.objective - 1e-9 * abs(found.objective):
            chosen, idle = found, 0
            continue
        idle += 1
        if idle * size > 2 * count:
            if size >= count:
                break
            size, idle = 2 * size, 0
    return chosen


def _beyond(rounds: Rounds, chosen: Chosen) -> Real:
    """(block,) how much more than its bound the plan of every block costs under the best prices; a little at least."""
    at = rounds.best.prices
    costs = [
        plan.cost - plan.takes @ at.rows - plan.copies @ at.copies[plan.block] + plan.by_draw @ at.tail
        for plan in chosen.plans
    ]
    found = np.maximum(np.array(costs) - rounds.best.of_blocks, 0.0)
    return found + 1e-3 * max(1e-9, float(found.max()))


def _again(rounds: Rounds, chosen: Chosen, group: list[int]) -> Chosen | None:
    """x0 and the blocks of a group decided anew; once more where the tail turns out to be another than was thought."""
    master, best = rounds.master, chosen
    for _ in range(MOST_TRIES):
        found = _tried(rounds, best, group)
        if found is None:
            break
        if found.objective < best.objective:
            best = found
        costs = master.of_draws(found.plans, found.x0)
        worst = master.worst(costs)
        thought = max((float(tail @ costs) for tail in master.tails), default=-np.inf)
        if not master.risky or float(worst @ costs) <= thought + 1e-6 * max(1.0, abs(thought)):
            break
        master.remember(worst)
    return None if best is chosen else best


def _tried(rounds: Rounds, chosen: Chosen, group: list[int]) -> Chosen | None:
    master = rounds.master
    others = [plan for plan in chosen.plans if plan.block not in group]
    costs = master.of_draws(chosen.plans, chosen.x0)
    tails = np.reshape(sorted(master.tails, key=lambda tail: -float(tail @ costs))[:NEAR], (-1, len(costs)))
    program = _together(master, others, group, tails)
    theta = float((tails @ costs).max()) if len(tails) else 0.0
    start = np.concatenate([chosen.x0, [theta], *(chosen.plans[number].values for number in group)])
    seconds = max(0.1, min(GROUP_S, rounds.clock.left()))
    answer = solve(program, SolverSettings(gap=rounds.gap / 10, time_limit_s=seconds), start)
    if answer.values is None:
        return None
    values = np.where(program.whole, np.round(answer.values), answer.values)
    x0, rest = values[: len(chosen.x0)], values[len(chosen.x0) + 1 :]
    ends = np.cumsum([len(master.blocks[number].program.objective) for number in group])[:-1]
    new = [master.plan_of(number, own, True) for number, own in zip(group, np.split(rest, ends), strict=True)]
    plans = tuple(sorted((*others, *new), key=lambda plan: plan.block))
    return Chosen(plans, x0, master.objective(plans, x0))


def _together(master: Master, others: list[BlockPlan], group: list[int], tails: Real) -> Program:
    """x0, theta and the columns of some blocks; joining rows, tails, and the blocks' own rows and copies."""
    joint, rows = master.joint.program, len(master.lower)
    x0, blocks = len(joint.objective), [master.blocks[number] for number in group]
    taken = sum((plan.takes for plan in others), np.zeros(rows))
    fixed = master.fixed + sum((plan.by_draw for plan in others), np.zeros(len(master.weights)))
    lowest, highest = joint.column_lower.copy(), joint.column_upper.copy()
    for plan in others:
        for copy, value in zip(master.blocks[plan.block].copies, plan.copies.tolist(), strict=True):
            lowest[copy.joint] = max(lowest[copy.joint], value)
            if not copy.only_helps:
                highest[copy.joint] = min(highest[copy.joint], value)
    entries: list[tuple[ArrayLike, ArrayLike, ArrayLike]] = [(joint.row, joint.column, joint.value)]
    lower, upper = [master.lower - taken, tails @ fixed], [master.upper - taken, np.full(len(tails), np.inf)]
    tail_row, tail_column = np.nonzero(tails @ master.joint.by_draw)
    entries.append((rows + tail_row, tail_column, -(tails @ master.joint.by_draw)[tail_row, tail_column]))
    entries.append((rows + np.arange(len(tails)), np.full(len(tails), x0), np.ones(len(tails))))
    at_row, at_column = rows + len(tails), x0 + 1
    for block in blocks:
        own, takes, of_tail = block.program, block.takes.tocoo(), tails @ block.by_draw
        tail_row, tail_column = np.nonzero(of_tail)
        entries.append((at_row + own.row, at_column + own.column, own.value))
        entries.append((takes.row, at_column + takes.col, takes.data))
        entries.append((rows + tail_row, at_column + tail_column, -of_tail[tail_row, tail_column]))
        at_row += len(own.row_lower)
        copies = np.arange(len(block.copies))
        entries.append((at_row + copies, [at_column + copy.column for copy in block.copies], np.ones(len(copies))))
        entries.append((at_row + copies, [copy.joint for copy in block.copies], -np.ones(len(copies))))
        lower += [own.row_lower, np.where([copy.only_helps for copy in block.copies], -np.inf, 0.0)]
        upper += [own.row_upper, np.zeros(len(copies))]
        at_row, at_column = at_row + len(copies), at_column + len(own.objective)
    theta = (-np.inf, master.risk_limit) if len(tails) else (0.0, 0.0)
    row, column, value = (np.concatenate([np.asarray(entry[n]) for entry in entries]) for n in range(3))
    return Program(
        column_lower=np.concatenate([lowest, theta[:1], *(block.program.column_lower for block in blocks)]),
        column_upper=np.concatenate([highest, theta[1:], *(block.program.column_upper for block in blocks)]),
        whole=np.concatenate([joint.whole, [False], *(block.program.whole for block in blocks)]),
        objective=np.concatenate([joint.objective, [master.risk_weight], *(b.program.objective for b in blocks)]),
        offset=master.constant + sum(plan.cost for plan in others),
        row_lower=np.concatenate(lower),
        row_upper=np.concatenate(upper),
        row=row.astype(np.int64),
        column=column.astype(np.int64),
        value=value.astype(np.float64),
    )
