"""The master: one mixture of plans for every block, the columns that belong to none, and the rows that join them.

    minimise    c0 x0 + sum cost[k, j] z[k, j] + w theta + ways out
    subject to  D x0 + sum takes[k, j] z[k, j]  within  [l, u]         joining rows, each with a dear way out
                copies[k, j] z[k, j] <= x0
                theta >= q (L0 x0 + sum by_draw[k, j] z[k, j])         for weights q of the tail found so far
                theta <= risk limit,  sum over j of z[k, j] = 1

CVaR is the largest mean under weights q of draws with 0 <= q <= weight / (1 - level) and sum 1 (Artzner, Delbaen, Eber
and Heath 1999, Coherent measures of risk, Mathematical Finance 9). The master knows the few q that have counted, where
the program of the whole case has a row and a column for every draw.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from importplan.basics.errors import SolverFailed
from importplan.model.search.generation.blocks import ItemBlock, Joint
from importplan.model.search.generation.questions import OwnPrices
from importplan.plan.risk import cvar, envelope
from importplan.solvers.program import Program, SolverSettings
from importplan.solvers.solve import solve

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
MOST_TAILS = 12  # weights of the tail found in one solve
IDLE = 12  # solves in which weights of the tail have not counted, before they are forgotten
BROKEN = 1e-6  # of the largest term of a joining row: less is the solver's dust


@dataclass(frozen=True)
class BlockPlan:
    """An answer of a block, or a mixture of some: values of its columns, and what the master knows of them."""

    block: int
    values: Real
    cost: float
    takes: Real  # (joining row,)
    copies: Real  # (copy,)
    by_draw: Real  # (D,)
    whole: bool  # it counts whole units, or its block has none


@dataclass(frozen=True)
class Prices:
    """Of joining rows; of copies block by block; the weight that the tail gives each draw; of the risk limit."""

    rows: Real
    copies: tuple[Real, ...]
    tail: Real  # (D,) sums to the weight of risk and `limit`
    limit: float = 0.0

    def of(self, block: int) -> OwnPrices:
        """Those that a block is asked under."""
        return OwnPrices(self.rows, self.copies[block], self.tail)

    def towards(self, other: Prices, part: float) -> Prices:
        """`part` of the way to other prices."""
        return Prices(
            (1 - part) * self.rows + part * other.rows,
            tuple((1 - part) * a + part * b for a, b in zip(self.copies, other.copies, strict=True)),
            (1 - part) * self.tail + part * other.tail,
            (1 - part) * self.limit + part * other.limit,
        )


@dataclass(frozen=True)
class Mixture:
    """What the master found: objective with the true CVaR, prices, one plan for every block, and x0."""

    objective: float
    prices: Prices
    plans: tuple[BlockPlan, ...]
    x0: Real
    out: float  # what the ways out of joining rows were taken for

    @property
    def fits(self) -> bool:
        """Whether no way out is taken."""
        return self.out <= 1e-7


@dataclass
class Master:
    """The plans found so far, and the weights of the tail that count."""

    joint: Joint
    blocks: list[ItemBlock]
    risk_weight: float
    risk_limit: float  # in units of money; infinite where there is none
    weights: Real  # (D,)
    level: float
    penalty: float  # of a way out
    plans: list[BlockPlan] = field(default_factory=list)
    tails: list[Real] = field(default_factory=list)
    idle: list[int] = field(default_factory=list)  # solves since weights of the tail have counted

    @cached_property
    def lower(self) -> Real:
        """(joining row,) what the rows ask at least."""
        found: Real = self.joint.program.row_lower + sum(block.lower for block in self.blocks)
        return found

    @cached_property
    def upper(self) -> Real:
        """(joining row,) what they allow."""
        found: Real = self.joint.program.row_upper + sum(block.upper for block in self.blocks)
        return found

    @cached_property
    def fixed(self) -> Real:
        """(D,) what is signed costs in each draw."""
        found: Real = self.joint.fixed + sum(block.fixed for block in self.blocks)
        return found

    @cached_property
    def constant(self) -> float:
        """What is signed counts in the goal, without the tail."""
        return self.joint.program.offset + sum(block.constant for block in self.blocks)

    @cached_property
    def _copies_before(self) -> Whole:
        """(block + 1,) copies of the blocks before."""
        return np.cumsum([0, *(len(block.copies) for block in self.blocks)], dtype=np.int64)

    @property
    def risky(self) -> bool:
        """Whether the tail counts."""
        return self.risk_weight > 0 or np.isfinite(self.risk_limit)

    # --- plans -----------------------------------------------------------------------------------------------------

    def plan_of(self, block: int, values: Real, whole: bool) -> BlockPlan:
        """An answer of a block as the master knows it."""
        own = self.blocks[block]
        copies = values[np.array([copy.column for copy in own.copies], dtype=np.int64)]
        cost = float(own.program.objective @ values)
        whole = whole or not own.searches
        return BlockPlan(block, values, cost, own.takes @ values, copies, own.by_draw @ values, whole)

    def neutral(self) -> Prices:
        """As if nothing joined blocks, and all draws counted by their weights."""
        copies = tuple(np.zeros(len(block.copies)) for block in self.blocks)
        return Prices(np.zeros(len(self.lower)), copies, self.risk_weight * self.weights)

    def sparing(self) -> Prices:
        """As if joining rows alone counted: the answers take as little of them as can be."""
        least = np.isfinite(self.lower).astype(np.float64) - np.isfinite(self.upper)
        neutral = self.neutral()
        return Prices(least * self.penalty, neutral.copies, neutral.tail)

    def of_draws(self, plans: tuple[BlockPlan, ...], x0: Real) -> Real:
        """(D,) cost of every draw."""
        total: Real = self.fixed + self.joint.by_draw @ x0 + sum(plan.by_draw for plan in plans)
        return total

    def worst(self, costs: Real) -> Real:
        """(D,) the weights of the tail under which costs of draws (D,) have their CVaR as mean."""
        return envelope(costs, self.weights, self.level)

    def remember(self, worst: Real) -> None:
        """Weights of the tail that count from now on."""
        self.tails.append(worst)
        self.idle.append(0)

    def objective(self, plans: tuple[BlockPlan, ...], x0: Real) -> float:
        """What plans of all blocks count with the true CVaR; infinite where they break a joining row or the limit."""
        joint = self.joint.program
        takes = joint.activity(x0) + sum(plan.takes for plan in plans)
        term = np.ones(len(takes))
        np.maximum.at(term, joint.row, np.abs(joint.value * x0[joint.column]))
        term = np.maximum(term, np.abs([plan.takes for plan in plans]).max(axis=0, initial=0.0))
        broken = (takes < self.lower - BROKEN * term) | (takes > self.upper + BROKEN * term)
        known = self.constant + float(joint.objective @ x0) + sum(plan.cost for plan in plans)
        risk = cvar(self.of_draws(plans, x0), self.weights, self.level) if self.risky else 0.0
        if broken.any() or risk > self.risk_limit + BROKEN * max(1.0, abs(self.risk_limit)):
            return np.inf
        return known + self.risk_weight * risk

    # --- bound -----------------------------------------------------------------------------------------------------

    def bound(self, prices: Prices, of_blocks: float) -> float:
        """A bound on every plan, from the dual bounds of all blocks under these prices.

        Prices are mixtures of duals of the master, so what a column of x0 costs under them has the sign that its bounds
        allow, but for the solver's dust.
        """
        joint = self.joint.program
        reduced = joint.objective + self.joint.by_draw.T @ prices.tail
        reduced -= np.bincount(joint.column, weights=joint.value * prices.rows[joint.row], minlength=len(reduced))
        for block, of_copies in zip(self.blocks, prices.copies, strict=True):
            np.add.at(reduced, [copy.joint for copy in block.copies], of_copies)
        at = np.where(reduced > 0, joint.column_lower, joint.column_upper)
        dust = np.abs(reduced) <= 1e-9 * np.maximum(1.0, np.abs(joint.objective))
        own = np.where(dust, 0.0, reduced) * np.where(dust, 0.0, at)
        side = np.where(prices.rows > 0, self.lower, self.upper)
        rows = prices.rows * np.where(prices.rows == 0.0, 0.0, side)
        tail = float(prices.tail @ self.fixed) - (prices.limit * self.risk_limit if prices.limit else 0.0)
        return float(self.constant + of_blocks + own.sum() + rows.sum() + tail)

    # --- the program -----------------------------------------------------------------------------------------------

    def solve(self, settings: SolverSettings, whole: bool = False) -> Mixture:
        """The best mixture of the plans found so far, and its prices; if asked, of whole ones where a block has any."""
        found = {plan.block for plan in self.plans if plan.whole}
        chosen = [plan for plan in self.plans if plan.whole or not whole or plan.block not in found]
        for _ in range(MOST_TAILS):
            program = self._program(chosen, whole=False)
            answer = solve(program, settings)
            if answer.values is None or answer.row_duals is None:
                raise SolverFailed(f"master: {answer.termination.reason.value}")
            values = answer.values
            plans, x0 = self._mixed(chosen, values)
            costs = self.of_draws(plans, x0)
            prices, counted = self._prices(answer.row_duals)
            theta = float(values[len(x0)])
            worst = self.worst(costs)
            missed = max(0.0, float(worst @ costs) - theta) if self.risky else 0.0
            if missed <= 1e-7 * max(1.0, abs(theta)):
                break
            self._forget(counted)
            self.remember(worst)
        first = len(x0) + 1
        out = float(values[first : len(values) - len(chosen)].sum())
        return Mixture(answer.objective + self.risk_weight * missed, prices, plans, x0, out)

    def chosen(self, settings: SolverSettings) -> tuple[tuple[BlockPlan, ...], Real] | None:
        """One whole plan of every block and x0, the best that are known; None where the solver has none in time."""
        known = [plan for plan in self.plans if plan.whole]
        answer = solve(self._program(known, whole=True), settings)
        return None if answer.values is None else self._mixed(known, answer.values)

    def _program(self, plans: list[BlockPlan], whole: bool) -> Program:
        """Columns: x0, theta, two ways out of every joining row, plans. Rows: joining, copies, tails, one a block."""
        joint = self.joint.program
        rows, x0 = len(self.lower), len(joint.objective)
        ways = np.flatnonzero(np.isfinite(self.lower) | np.isfinite(self.upper))
        first = x0 + 1 + 2 * len(ways)
        tails = np.reshape(self.tails, (len(self.tails), len(self.weights)))
        copies = [copy for block in self.blocks for copy in block.copies]
        at_copies, at_tails, at_blocks = np.cumsum([rows, len(copies), len(tails)])
        column = first + np.arange(len(plans))
        takes = sparse.coo_matrix(np.reshape([plan.takes for plan in plans], (len(plans), rows)))
        of_tail = np.reshape([plan.by_draw for plan in plans], (len(plans), len(self.weights))) @ tails.T
        copied = [self._copies_before[plan.block] + np.arange(len(plan.copies)) for plan in plans]
        of_x0 = sparse.coo_matrix(sparse.csr_matrix(tails @ self.joint.by_draw))
        entries = (
            (joint.row, joint.column, joint.value),
            (ways, x0 + 1 + np.arange(len(ways)), np.ones(len(ways))),
            (ways, x0 + 1 + len(ways) + np.arange(len(ways)), -np.ones(len(ways))),
            (takes.col, column[takes.row], takes.data),
            (at_copies + np.arange(len(copies)), [copy.joint for copy in copies], -np.ones(len(copies))),
            *((at_copies + at, np.full(len(at), n), p.copies) for at, n, p in zip(copied, column, plans, strict=True)),
            (at_tails + of_x0.row, of_x0.col, -of_x0.data),
            (at_tails + np.arange(len(tails)), np.full(len(tails), x0), np.ones(len(tails))),
            (
                np.tile(at_tails + np.arange(len(tails)), len(plans)),
                np.repeat(column, len(tails)),
                -of_tail.reshape(-1),
            ),
            (at_blocks + np.array([plan.block for plan in plans], dtype=np.int64), column, np.ones(len(plans))),
        )
        least_copy = np.where([copy.only_helps for copy in copies], -np.inf, 0.0)
        searched = np.array([whole and self.blocks[plan.block].searches for plan in plans], dtype=bool)
        theta = (-np.inf, self.risk_limit) if len(tails) else (0.0, 0.0)
        out, nothing = np.full(2 * len(ways), self.penalty), np.zeros(2 * len(ways))
        row, col, value = (np.concatenate([np.asarray(entry[n]) for entry in entries]) for n in range(3))
        return Program(
            column_lower=np.concatenate([joint.column_lower, theta[:1], nothing, np.zeros(len(plans))]),
            column_upper=np.concatenate([joint.column_upper, theta[1:], nothing + np.inf, np.full(len(plans), np.inf)]),
            whole=np.concatenate([joint.whole & whole, [False], nothing > 0, searched]),
            objective=np.concatenate([joint.objective, [self.risk_weight], out, [plan.cost for plan in plans]]),
            offset=self.constant,
            row_lower=np.concatenate([self.lower, least_copy, tails @ self.fixed, np.ones(len(self.blocks))]),
            row_upper=np.concatenate(
                [self.upper, np.zeros(len(copies)), np.full(len(tails), np.inf), np.ones(len(self.blocks))]
            ),
            row=row.astype(np.int64),
            column=col.astype(np.int64),
            value=value.astype(np.float64),
        )

    def _mixed(self, plans: list[BlockPlan], values: Real) -> tuple[tuple[BlockPlan, ...], Real]:
        """What values of the master's columns make of its plans: one for every block; and x0."""
        parts, x0 = values[len(values) - len(plans) :], values[: len(self.joint.program.objective)]
        of_block: list[list[tuple[float, BlockPlan]]] = [[] for _ in self.blocks]
        for part, plan in zip(parts.tolist(), plans, strict=True):
            if part > 1e-9:
                of_block[plan.block].append((part, plan))
        return tuple(_mixture(mixed) for mixed in of_block), x0

    def _prices(self, duals: Real) -> tuple[Prices, NDArray[np.bool_]]:
        """Prices from the duals of the master's rows, and which weights of the tail have counted."""
        rows, tails = len(self.lower), len(self.tails)
        copies = int(self._copies_before[-1])
        of_tails = np.maximum(duals[rows + copies : rows + copies + tails], 0.0)
        tail = of_tails @ np.reshape(self.tails, (tails, len(self.weights)))
        limit = max(0.0, float(of_tails.sum()) - self.risk_weight) if np.isfinite(self.risk_limit) else 0.0
        of_copies = tuple(np.split(duals[rows : rows + copies], self._copies_before[1:-1]))
        return Prices(duals[:rows], of_copies, tail, limit), of_tails > 1e-9

    def _forget(self, counted: NDArray[np.bool_]) -> None:
        """Drop weights of the tail that have not counted for a while."""
        self.idle = [0 if now else idle + 1 for now, idle in zip(counted, self.idle, strict=True)]
        kept = [number for number, idle in enumerate(self.idle) if idle <= IDLE]
        self.tails, self.idle = [self.tails[n] for n in kept], [self.idle[n] for n in kept]


def _mixture(mixed: list[tuple[float, BlockPlan]]) -> BlockPlan:
    """A mixture of plans of one block: all that the master knows of them is linear."""
    largest, plan = max(mixed, key=lambda each: each[0])
    if largest > 1.0 - 1e-7:
        return plan
    parts = np.array([part for part, _ in mixed])
    parts /= parts.sum()

    def of(each: Callable[[BlockPlan], Real]) -> Real:
        found: Real = parts @ np.stack([each(plan) for _, plan in mixed])
        return found

    return BlockPlan(
        plan.block,
        of(lambda plan: plan.values),
        float(parts @ [plan.cost for _, plan in mixed]),
        of(lambda plan: plan.takes),
        of(lambda plan: plan.copies),
        of(lambda plan: plan.by_draw),
        whole=False,
    )
