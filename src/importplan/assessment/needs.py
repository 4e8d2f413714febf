"""What is needed and what comes, day by day: cumulative needs, stock, and signed orders on their days.

A need is spread evenly over the days of what was written (a quarter, a month, one day); what was due before the start
is due on the first day. Probabilities count: what is needed in four cases of five is four fifths of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.basics.periods import YEAR_DAYS
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.uncertainty.dates.timeline import Timeline, date_shipments, signed_shipments
from importplan.uncertainty.sampling.sample import nominal

Real = NDArray[np.float64]


@dataclass(frozen=True)
class Needed:
    """Needs of items, of all firms together or of one."""

    scenario: Scenario

    @cached_property
    def days(self) -> int:
        """Days of the plan (H)."""
        return int(self.scenario.calendar.first_day_numbers[-1])

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """(T,) first days of the periods."""
        return self.scenario.calendar.first_day_numbers[:-1].astype(np.int64)

    def lines(self, item: str, firm: str = "") -> list[Demand]:
        """The demand lines of an item within the plan."""
        scenario = self.scenario
        return [
            line
            for line in scenario.demand
            if line.item == item
            and firm in ("", scenario.firm_of(line))
            and scenario.period_due(line) < scenario.calendar.count
        ]

    def course(self, item: str, firm: str = "") -> Real:
        """(H + 1,) units needed before the end of each day; the first entry is the morning of the start."""
        rate, number = np.zeros(self.days + 1), self.scenario.calendar.day_number
        for line in self.lines(item, firm):
            units = line.quantity * self.scenario.probability_of(line)
            first, last = number(line.period.first), min(number(line.period.last), self.days - 1)
            each = units / (last - first + 1)
            rate[0] += each * max(0, -first)
            rate[max(first, 0) + 1 : last + 2] += each
        return np.cumsum(rate)

    def total(self, item: str, firm: str = "") -> float:
        """Units needed within the plan."""
        return float(self.course(item, firm)[-1])

    def per_year(self, item: str, firm: str = "") -> float:
        """Units needed in a year, in the mean of the plan."""
        return self.total(item, firm) * YEAR_DAYS / max(1, self.days)

    def late_cny_per_day(self, item: str, value_cny: float, firm: str = "") -> float:
        """CNY that a unit costs for each day that it is late, in the mean of the lines."""
        lines = self.lines(item, firm)
        units = np.array([line.quantity * self.scenario.probability_of(line) for line in lines])
        usual = self.scenario.settings.shortage_share * value_cny
        costs = np.array([usual if line.shortage_cost_cny is None else line.shortage_cost_cny for line in lines])
        if not units.sum():
            return 0.0
        return float(units @ costs / units.sum()) * self.scenario.calendar.per_year / YEAR_DAYS


@dataclass(frozen=True)
class Coming:
    """What is there and what is on its way on the schedule without outages."""

    scenario: Scenario

    @cached_property
    def _dated(self) -> Timeline:
        return date_shipments(self.scenario, signed_shipments(self.scenario), nominal(self.scenario))

    @cached_property
    def ship_day(self) -> Real:
        """(signed order,) day of shipping."""
        return self._dated.ship_day[:, 0]

    @cached_property
    def serve_day(self) -> Real:
        """(signed order,) day on which it serves."""
        return self._dated.serve_day[:, 0]

    def stock(self, item: str, firm: str = "") -> float:
        """Units there at the start, of all firms and the reserve, or of one firm."""
        return sum(
            row.quantity
            for row in self.scenario.usable_stock
            if row.item == item and firm in ("", self.scenario.owner_of(row))
        )

    def signed(self, item: str, firm: str = "") -> list[int]:
        """Places of the signed orders of an item."""
        scenario = self.scenario
        return [
            at
            for at, row in enumerate(scenario.open_orders)
            if scenario.offers[scenario.offer_index[row.offer]].item == item and firm in ("", scenario.owner_of(row))
        ]
