"""What draws say of a plan, with 95 % intervals: mean cost, tail, shortage and fill rate.

Intervals are normal ones over independent draws. That of CVaR is the mean of eta + max(L - eta, 0) / (1 - alpha) at the
sample's own eta; its estimate leans low on few draws, which is why plans are judged on many fresh ones.
Rockafellar and Uryasev (2000), doi:10.21314/JOR.2000.038; Trindade et al. (2007), doi:10.1016/j.jbankfin.2007.04.014.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.plan.lines import COST_LINES, NOTIONAL_LINES
from importplan.plan.plan import Plan
from importplan.plan.risk import cvar
from importplan.plan.solution import CostLines
from importplan.scenario.scenario import Scenario

Real = NDArray[np.float64]
NORMAL_95 = 1.959963984540054  # 97.5 % quantile of the normal distribution
MONEY = tuple(position for position, line in enumerate(COST_LINES) if line not in NOTIONAL_LINES)
OPEN = (COST_LINES.index("open_needs"),)
BUT_OPEN = tuple(position for position in range(len(COST_LINES)) if position not in OPEN)  # what risk is shown of
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
    cost_cny: Estimate  # known and mean of the draws: all lines but open needs
    cvar_cny: Estimate  # known + CVaR of the cost of a draw, without open needs
    shortage_cny: Estimate  # mean loss by shortage
    shortage_cvar_cny: Estimate  # its tail
    fill_rate: Estimate  # share of demand served in its own period
    money_cny: Estimate  # what is paid: all lines but estimates
    open_needs_cny: Estimate  # mean price of needs that are open at the end: beside all of these


@dataclass(frozen=True)
class ServiceByDraw:
    """What was due in each draw, and what of it was served in its own period: CNY at reference values, (D,).

    By value, because a set of bearings is not a grinder; by units where nothing has a value.
    """

    on_time: Real
    due: Real

    @classmethod
    def of(cls, scenario: Scenario, landed: LandedTable, plan: Plan) -> ServiceByDraw:
        """The service of a plan in the draws of its recourse."""
        recourse = plan.recourse
        before = np.concatenate([np.zeros_like(recourse.backlog[:, :, :1]), recourse.backlog[:, :, :-1]], axis=2)
        served = recourse.demand + before - recourse.backlog - recourse.lost
        worth = np.array([landed.reference_value_cny[scenario.item_index[tier.item]] for tier in recourse.tiers])
        each = worth if worth.any() else np.ones(len(worth))
        on_time = np.clip(np.minimum(served, recourse.demand), 0.0, None).sum(axis=2) @ each
        return cls(on_time, recourse.demand.sum(axis=2) @ each)


def judge(costs: CostLines, service: ServiceByDraw, level: float, given: bool) -> Judgement:
    """Judge a plan by its costs and its service in the draws that it was replayed on.

    Parameters
    ----------
    costs, service
        By draw.
    level
        Of the tail.
    given
        The draws are the workbook's own: they are the truth, and the figures exact.
    """
    loss, money = of_lines(costs, SHORTAGE), of_lines(costs, MONEY)
    total = of_lines(costs, BUT_OPEN)
    weights = costs.weights
    return Judgement(
        draws=len(weights),
        cost_cny=mean(total, weights, given),
        cvar_cny=tail(total, weights, level, given),
        shortage_cny=mean(loss, weights, given),
        shortage_cvar_cny=tail(loss, weights, level, given),
        fill_rate=fill_rate(service, weights, given),
        money_cny=mean(money, weights, given),
        open_needs_cny=mean(of_lines(costs, OPEN), weights, given),
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


def fill_rate(service: ServiceByDraw, weights: Real, exact: bool = False) -> Estimate:
    """Share of all demand that is served in its own period; no demand counts as served.

    A ratio of two means over draws: its spread is that of the ratio's residuals (delta method).
    """
    needed = float(weights @ service.due)
    if needed <= 0:
        return Estimate(1.0, 1.0, 1.0, exact)
    value = float(weights @ service.on_time) / needed
    residual = (service.on_time - value * service.due) / needed
    found = _interval(value, float(np.sqrt(weights @ residual**2)), weights, exact)
    return Estimate(found.value, max(found.low, 0.0), min(found.high, 1.0), exact)


def _interval(value: float, spread: float, weights: Real, exact: bool) -> Estimate:
    if exact:
        return Estimate(value, value, value, True)
    independent = 1.0 / float((weights**2).sum())  # draws of uneven weight count for fewer
    half = NORMAL_95 * spread / np.sqrt(max(independent - 1.0, 1.0))
    return Estimate(value, value - float(half), value + float(half))
