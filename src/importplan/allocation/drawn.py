"""How the rule would divide what a plan releases in its worst shortages: draw by draw what is settled at least cost."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.allocation.rule import DUST, Division, Request, divide
from importplan.plan.plan import Recourse
from importplan.scenario.counting import whole_items
from importplan.scenario.scenario import RESERVE, Scenario

Real = NDArray[np.float64]


@dataclass(frozen=True)
class DrawnShortage:
    """The draw and the period in which a shortage of an item costs most although the reserve gives some of it."""

    item: str
    draw: int  # from 0
    period: int
    planned: tuple[float, ...]  # what the plan's settlement gives to each request
    division: Division  # the same units by the rule
    held_back: float  # units that the reserve still has at the end of the period

    @property
    def rule_costs_cny(self) -> float:
        """By how much the rule's loss is above the settlement's, for each period that lasts."""
        lost = sum(
            max(0.0, request.quantity - part) * request.loss_cny
            for request, part in zip(self.division.requests, self.planned, strict=True)
        )
        return self.division.loss_cny - lost


def drawn_shortages(scenario: Scenario, recourse: Recourse) -> tuple[DrawnShortage, ...]:
    """The worst shortage of each item in the reserve, in the order of `items`; none where nothing is short."""
    found = []
    for item in (row.item for row in scenario.items):
        worst = _worst(recourse, item)
        if worst is not None:
            found.append(_at(scenario, recourse, item, *worst))
    return tuple(found)


def _lanes(recourse: Recourse, item: str) -> list[int]:
    return [
        at
        for at, lane in enumerate(recourse.release_lanes)
        if (recourse.holdings[lane.holding].owner, recourse.holdings[lane.holding].item) == (RESERVE, item)
    ]


def _tiers(recourse: Recourse, item: str) -> list[int]:
    return [at for at, tier in enumerate(recourse.tiers) if tier.item == item]


def _worst(recourse: Recourse, item: str) -> tuple[int, int] | None:
    """Draw and period of the largest loss among those in which the reserve gives something and somebody waits."""
    lanes, tiers = _lanes(recourse, item), _tiers(recourse, item)
    if not lanes or not tiers or not recourse.stock.shape[0]:
        return None
    costs = np.array([recourse.tiers[at].shortage_cost_cny for at in tiers])
    waiting: Real = np.einsum("dtp,t->dp", recourse.backlog[:, tiers, :], np.maximum(costs, 1e-9))
    given: Real = recourse.release[:, lanes, :].sum(axis=1)
    waiting = np.where(given > DUST, waiting, 0.0)
    if not waiting.max(initial=0.0) > DUST:
        return None
    draw, period = np.unravel_index(int(waiting.argmax()), waiting.shape)
    return int(draw), int(period)


def _at(scenario: Scenario, recourse: Recourse, item: str, draw: int, period: int) -> DrawnShortage:
    lanes, tiers = _lanes(recourse, item), _tiers(recourse, item)
    released: dict[str, float] = defaultdict(float)
    for at in lanes:
        released[recourse.release_lanes[at].firm] += float(recourse.release[draw, at, period])
    requests, planned = [], []
    for at in sorted(tiers, key=lambda at: recourse.tiers[at].priority):
        tier = recourse.tiers[at]
        late = float(recourse.backlog[draw, at, period])
        served = float(recourse.demand[draw, at, : period + 1].sum()) - late
        last = not any(
            recourse.tiers[other].firm == tier.firm for other in tiers if tiers.index(other) > tiers.index(at)
        )
        part = released[tier.firm] if last else min(released[tier.firm], max(0.0, served))
        released[tier.firm] -= part
        if late + part > DUST:
            line = scenario.demand[tier.lines[0]]
            since = min(scenario.period_due(scenario.demand[each]) for each in tier.lines)
            cost = tier.shortage_cost_cny
            requests.append(Request(tier.firm, tier.priority, late + part, line.priority_by, cost, since))
            planned.append(part)
    stocks = [at for at, row in enumerate(recourse.holdings) if (row.owner, row.item) == (RESERVE, item)]
    whole = item in whole_items(scenario) and all(
        abs(part - round(part)) < DUST for part in (*planned, *(request.quantity for request in requests))
    )
    return DrawnShortage(
        item=item,
        draw=draw,
        period=period,
        planned=tuple(planned),
        division=divide(requests, sum(planned), whole, f"{scenario.settings.seed}|{item}"),
        held_back=float(recourse.stock[draw, stocks, period].sum()),
    )
