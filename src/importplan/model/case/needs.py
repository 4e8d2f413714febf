"""Demand: lines that count alike in reports are a tier; tiers that wait alike are a queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.plan.plan import Tier
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Queue:
    """Demand of a firm for an item that the model need not tell apart: one cost of being late, one patience."""

    firm: str
    item: str
    shortage_cost_cny: float  # per unit and period late
    lost_after_periods: int | None
    tiers: tuple[int, ...]  # positions in `Needs.tiers`, most urgent first
    lines: tuple[int, ...]  # positions in the sheet `demand`


@dataclass(frozen=True)
class Needs:
    """The demand of a case."""

    scenario: Scenario
    landed: LandedTable

    @cached_property
    def line_period(self) -> Whole:
        """(line,) the period in which it is due; T and later: after the plan."""
        return np.array([self.scenario.period_due(line) for line in self.scenario.demand], dtype=np.int64)

    @cached_property
    def line_item(self) -> Whole:
        """(line,) position of the item."""
        return np.array([self.scenario.item_index[line.item] for line in self.scenario.demand], dtype=np.int64)

    @cached_property
    def _lines_inside(self) -> list[int]:
        return [p for p in range(len(self.scenario.demand)) if self.line_period[p] < self.scenario.calendar.count]

    @cached_property
    def tiers(self) -> tuple[Tier, ...]:
        """Demand lines inside the horizon that count alike in reports, by firm, item, priority (most urgent first)."""
        groups: dict[tuple[str, str, int, float, int | None], list[int]] = {}
        for position in self._lines_inside:
            line = self.scenario.demand[position]
            cost = self.shortage_cost_of(position)
            key = (self.scenario.firm_of(line), line.item, line.priority, cost, line.lost_after_periods)
            groups.setdefault(key, []).append(position)
        firm, item = self.scenario.firm_index, self.scenario.item_index
        keys = sorted(groups, key=lambda key: (firm[key[0]], item[key[1]], key[2], -key[3], key[4] or 10**6))
        return tuple(Tier(*key, lines=tuple(groups[key])) for key in keys)

    @cached_property
    def queues(self) -> tuple[Queue, ...]:
        """Tiers that cost the same when late wait in one queue, unless something in the case tells priorities apart."""
        settings = self.scenario.settings
        apart = settings.goal == "ordered" or any(
            limit.kind.by_period or limit.priority != "all" for limit in self.scenario.limits
        )
        groups: dict[tuple[object, ...], list[int]] = {}
        for position, tier in enumerate(self.tiers):
            alone = position if apart or tier.lost_after_periods is not None else -1
            groups.setdefault((tier.firm, tier.item, tier.shortage_cost_cny, alone), []).append(position)
        return tuple(self._queue(tuple(members)) for members in groups.values())

    def _queue(self, members: tuple[int, ...]) -> Queue:
        first = self.tiers[members[0]]
        lines = tuple(line for member in members for line in self.tiers[member].lines)
        return Queue(first.firm, first.item, first.shortage_cost_cny, first.lost_after_periods, members, lines)

    def shortage_cost_of(self, line: int) -> float:
        """CNY per unit and period late: given, else a share of the reference value of the item."""
        row = self.scenario.demand[line]
        if row.shortage_cost_cny is not None:
            return row.shortage_cost_cny
        value = self.landed.reference_value_cny[self.scenario.item_index[row.item]]
        return float(self.scenario.settings.shortage_share * value)

    def due(self, draws: DrawSet, groups: Sequence[Queue | Tier]) -> Real:
        """(D, queue or tier, T) units due in each period."""
        due = np.zeros((draws.count, len(groups), self.scenario.calendar.count))
        for position, group in enumerate(groups):
            for line in group.lines:
                due[:, position, self.line_period[line]] += draws.demand[:, line]
        return due
