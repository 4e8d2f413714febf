"""What draws say of a plan, with 95 % intervals: mean cost, tail, shortage and fill rate.

Intervals are normal ones over independent draws. That of CVaR is the mean of eta + max(L - eta, 0) / (1 - alpha) at the
sample's own eta; its estimate leans low on few draws, which is why plans are judged on many fresh ones.
Rockafellar and Uryasev (2000), doi:10.21314/JOR.2000.038; Trindade et al. (2007), doi:10.1016/j.jbankfin.2007.04.014.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.landed.table import LandedTable
from importplan.plan.lines import COST_LINES, NOTIONAL_LINES
from importplan.plan.plan import Plan
from importplan.plan.solution import CostLines, Solution
from importplan.plan.tail import cvar
from importplan.scenario.scenario import Scenario

Real = NDArray[np.float64]
NORMAL_95 = 1.959963984540054  # 97.5 % quantile of the normal distribution
MONEY = tuple(position for position, line in enumerate(COST_LINES) if line not in NOTIONAL_LINES)
SHORTAGE = tuple(position for position, line in enumerate(COST_LINES) if line.startswith("shortage_"))


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval; `exact` where the draws are the truth and there is nothing to estimate."""

    value: float
    low: float
    high: float
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """A plan on some draws. Costs in CNY, discounted; shortage is an estimate of loss, no cash."""

    draws: int
    cost_cny: Estimate  # all lines: known and mean of the draws
    cvar_cny: Estimate  # known + CVaR of the cost of a draw
    shortage_cny: Estimate  # mean loss by shortage
    shortage_cvar_cny: Estimate  # its tail
    fill_rate: Estimate  # share of demand served in its own period
    money_cny: Estimate  # what is paid: all lines but estimates


def judge(scenario: Scenario, landed: LandedTable, solution: Solution, given: bool) -> Judgement:
    """Judge a plan that was replayed on draws. Raises NoPlan where there is none.

    Parameters
    ----------
    scenario, landed
        The case (for the level of the tail) and the reference values that weigh the fill rate.
    solution
        The plan on the draws that it is judged on.
    given
        The draws are the workbook's own: they are the truth, and the figures exact.
    """
    costs, plan, level = solution.costs, solution.plan, scenario.settings.risk_level
    worth = [landed.reference_value_cny[scenario.item_index[tier.item]] for tier in plan.recourse.tiers]
    assert costs is not None
    loss, money = of_lines(costs, SHORTAGE), of_lines(costs, MONEY)
    total = costs.of_draws + costs.known_cny
    weights = costs.weights
    return Judgement(
        draws=len(weights),
        cost_cny=mean(total, weights, given),
        cvar_cny=tail(total, weights, level, given),
        shortage_cny=mean(loss, weights, given),
        shortage_cvar_cny=tail(loss, weights, level, given),
        fill_rate=fill_rate(plan, weights, np.array(worth), given),
        money_cny=mean(money, weights, given),
    )


def of_lines(costs: CostLines, lines: tuple[int, ...]) -> Real:
    """(D,) cost of some lines in each draw, what is known now included."""
    found: Real = costs.known[list(lines)].sum() + costs.by_draw[:, list(lines)].sum(axis=1)
    return found


def mean(values: Real, weights: Real, exact: bool = False) -> Estimate:
    """Weighted mean of draws."""
    value = float(weights @ values)
    spread = float(np.sqrt(weights @ (values - value) ** 2))
    return _interval(value, spread, weights, exact)


def tail(values: Real, weights: Real, level: float, exact: bool = False) -> Estimate:
    """CVaR of draws; at level 1 the worst of them, which has no interval."""
    value = cvar(values, weights, level)
    if level >= 1.0:
        return Estimate(value, value, value, exact)
    order = np.argsort(values, kind="stable")
    eta = values[order][np.searchsorted(np.cumsum(weights[order]), level - 1e-12).clip(max=len(values) - 1)]
    excess = np.maximum(values - eta, 0.0) / (1.0 - level)
    spread = float(np.sqrt(weights @ (excess - weights @ excess) ** 2))
    return _interval(value, spread, weights, exact)


def fill_rate(plan: Plan, weights: Real, worth: Real, exact: bool = False) -> Estimate:
    """Share of all demand, by reference value, that is served in its own period; no demand counts as served.

    By value, because a set of bearings is not a grinder: `worth` is CNY per unit of each tier. A ratio of two means
    over draws: its spread is that of the ratio's residuals (delta method).
    """
    recourse = plan.recourse
    before = np.concatenate([np.zeros_like(recourse.backlog[:, :, :1]), recourse.backlog[:, :, :-1]], axis=2)
    served = recourse.demand + before - recourse.backlog - recourse.lost
    each = worth if worth.any() else np.ones(len(worth))
    on_time = np.clip(np.minimum(served, recourse.demand), 0.0, None).sum(axis=2) @ each
    due = recourse.demand.sum(axis=2) @ each
    needed = float(weights @ due)
    if needed <= 0:
        return Estimate(1.0, 1.0, 1.0, exact)
    value = float(weights @ on_time) / needed
    residual = (on_time - value * due) / needed
    found = _interval(value, float(np.sqrt(weights @ residual**2)), weights, exact)
    return Estimate(found.value, max(found.low, 0.0), min(found.high, 1.0), exact)


def _interval(value: float, spread: float, weights: Real, exact: bool) -> Estimate:
    if exact:
        return Estimate(value, value, value, True)
    independent = 1.0 / float((weights**2).sum())  # draws of uneven weight count for fewer
    half = NORMAL_95 * spread / np.sqrt(max(independent - 1.0, 1.0))
    return Estimate(value, value - float(half), value + float(half))
