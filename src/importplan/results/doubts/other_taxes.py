"""The orders of a plan as they stand under the taxes of another answer."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedOption, LandedTable
from importplan.plan.plan import Plan, PlannedOrder, Recourse
from importplan.results.doubts.open_doubts import OpenDoubt
from importplan.results.plan_result import PlanResult
from importplan.results.views.order_lines import arrival_period
from importplan.scenario.scenario import Scenario

Key = tuple[str, str, str, int | None]  # offer, payer, regime, row of `qualifications`
NO_MONEY = 0.005  # CNY: less is nothing
CASH = 1e-6  # of cash beside cost, where two ways to buy cost the same


@dataclass(frozen=True)
class OtherTaxes:
    """The plan of a result beside the taxes of the other answer: what they touch, with the orders as they stand."""

    result: PlanResult
    doubt: OpenDoubt
    landed: LandedTable

    @cached_property
    def taxes(self) -> Hashable:
        """Equal for doubts whose other answer is the same case."""
        rows = None if self.doubt.scenario is None else self.doubt.key
        ways = tuple(map(_key, self.landed.options))
        amounts = self.landed.unit_cny.tobytes(), self.landed.timing.vat_share.tobytes()
        return rows, self.doubt.yes, ways, sha256(b"".join(amounts)).digest()

    @cached_property
    def traced(self) -> tuple[float, float]:
        """CNY of cost, and of cash on arrival, that the orders cost more as they stand where the answer is no.

        At base prices and rates on the schedule without outages, undiscounted, calls in the mean of the draws; quotas
        and signed orders apart.
        """
        cost = cash = 0.0
        for option, arrival, units in self._bought:
            at = way_to_buy(self.result.landed, self.landed, option, arrival, not self.doubt.yes)
            cost += units * (self.landed.cost_cny()[at, arrival] - self.result.landed.cost_cny()[option, arrival])
            here, there = self.result.landed.unit_cny[option, :, arrival], self.landed.unit_cny[at, :, arrival]
            cash += units * float((there - here).sum())
        sign = 1.0 if self.doubt.yes else -1.0
        return sign * cost + 0.0, sign * cash + 0.0

    @cached_property
    def reach_cny(self) -> float:
        """What may hang on it, by the orders: the traced money, or all units of a payer at the best saving."""
        if self.doubt.yes:
            return abs(self.traced[0]) + 1e-3 * abs(self.traced[1])
        saved: dict[tuple[str, str], float] = {}
        for (offer, payer), ways in self.landed.positions.items():
            before = self.result.landed.positions.get((offer, payer))
            if before is not None:
                fall = _least(self.result.landed, before) - _least(self.landed, ways)
                item = self.result.scenario.offers[self.result.scenario.offer_index[offer]].item
                saved[item, payer] = max(saved.get((item, payer), 0.0), float(fall.max()))
        units: dict[tuple[str, str], float] = {}
        for option, _, amount in self._bought:
            own = self.result.landed.options[option]
            item = self.result.scenario.offers[self.result.scenario.offer_index[own.offer]].item
            units[item, own.payer] = units.get((item, own.payer), 0.0) + amount
        return sum(fall * units.get(key, 0.0) for key, fall in saved.items())

    @cached_property
    def is_idle(self) -> bool:
        """Whether no way to buy that is used, or could be, has other taxes: the answer changes nothing.

        A relief that is refused and that neither orders nor signed contracts nor calls use leaves the plan as good.
        """
        touched = [at for at in range(len(self.result.landed.options)) if self._differs(at)]
        if not self.doubt.yes:
            return not touched and len(self.landed.options) == len(self.result.landed.options)
        used = {option for option, _, units in self._bought if units > 0.0}
        offers = {order.offer for order in self.result.scenario.open_orders}
        return not any(at in used or self.result.landed.options[at].offer in offers for at in touched)

    def _differs(self, option: int) -> bool:
        at = way_to_buy(self.result.landed, self.landed, option, 0, False)
        here, there = self.result.landed, self.landed
        same = np.abs(here.unit_cny[option] - there.unit_cny[at]).max(initial=0.0) < NO_MONEY
        return not same or bool((here.timing.vat_share[option] != there.timing.vat_share[at]).any())

    @cached_property
    def _bought(self) -> tuple[tuple[int, int, float], ...]:
        """(option, arrival period, units) of all orders, and of calls in the mean of the draws."""
        plan, last = self.result.solution.plan, self.landed.unit_cny.shape[2] - 1
        ordered = [
            (order.option, arrival_period(self.result, dates), order.quantity)
            for order, dates in zip(plan.orders, self.result.dates, strict=True)
        ]
        called = []
        if len(plan.recourse.call_off_lanes):
            mean = np.einsum("d,dlt->lt", self.result.draws.weights, plan.recourse.call_offs)
            called = [
                (lane.option, min(period, last), float(mean[row, period]))
                for row, lane in enumerate(plan.recourse.call_off_lanes)
                for period in np.flatnonzero(mean[row] > 1e-9).tolist()
            ]
        return (*ordered, *called)


def way_to_buy(here: LandedTable, there: LandedTable, option: int, arrival: int, better: bool) -> int:
    """The way to buy that an order takes under other taxes: its own, or the ordinary one where its relief is gone.

    Under `better` taxes it is the cheapest of its offer and payer, then that with least cash.
    """
    own = here.options[option]
    ways = [at for at in there.positions[own.offer, own.payer] if not there.planned[at]]
    if better:
        cash = there.unit_cny[ways, :, arrival].sum(axis=1)
        return ways[int((there.cost_cny()[ways, arrival] + CASH * cash).argmin())]
    return next((at for at in ways if _key(there.options[at]) == _key(own)), ways[0])


def carried(
    plan: Plan, arrivals: Sequence[int], scenario: Scenario, here: LandedTable, there: LandedTable, better: bool
) -> Plan:
    """The decisions of today as they stand, in the ways to buy of other taxes; `arrivals` are those of its orders."""
    units: dict[tuple[int, int], float] = {}
    for order, arrival in zip(plan.orders, arrivals, strict=True):
        key = way_to_buy(here, there, order.option, arrival, better), order.period
        units[key] = units.get(key, 0.0) + order.quantity

    def standing(key: tuple[int, int]) -> tuple[int, tuple[int, int]]:
        return scenario.offer_index[there.options[key[0]].offer], key

    orders = tuple(PlannedOrder(*key, units[key]) for key in sorted(units, key=standing))
    rule = tuple(replace(each, option=way_to_buy(here, there, each.option, 0, better)) for each in plan.call_rule)
    return replace(plan, orders=orders, call_rule=rule, recourse=Recourse.none())


def _least(landed: LandedTable, ways: list[int]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = landed.cost_cny()[ways].min(axis=0)
    return found


def _key(option: LandedOption) -> Key:
    return option.offer, option.payer, option.regime, option.qualification
