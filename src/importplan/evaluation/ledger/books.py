"""What an audit is written from: the case, its prices, one set of draws; the period, year and discount of a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.price_breaks import PriceBreak
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.sample import nominal

Real = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Books:
    """A case, its landed-cost table with P arrival periods, and D draws over T periods."""

    scenario: Scenario
    landed: LandedTable
    draws: DrawSet
    schedule: bool = False  # the one course without outages, at base prices and rates

    @property
    def without_outages(self) -> Books:
        """The same case on its schedule: no outage, nothing refused, base prices and rates."""
        return Books(self.scenario, self.landed, nominal(self.scenario), schedule=True)

    @cached_property
    def breaks(self) -> dict[str, tuple[PriceBreak, ...]]:
        """Offer → its rows of sheet `price_breaks`."""
        found: dict[str, tuple[PriceBreak, ...]] = {}
        for row in self.scenario.price_breaks:
            found[row.offer] = (*found.get(row.offer, ()), row)
        return found

    @property
    def periods(self) -> int:
        """Periods of the plan (T)."""
        return self.scenario.calendar.count

    @property
    def table_periods(self) -> int:
        """Periods of the landed-cost table (P): those of the plan and some years after it."""
        return int(self.landed.unit_cny.shape[2])

    @cached_property
    def payers(self) -> tuple[str, ...]:
        """Everybody who buys: the firms, and the common reserve where there is one."""
        firms = tuple(firm.firm for firm in self.scenario.all_firms)
        return (*firms, RESERVE) if self.scenario.has_reserve else firms

    @cached_property
    def licence_group(self) -> dict[str, int]:
        """Licence group → its place in the draws."""
        return {group: place for place, group in enumerate(self.draws.licence_groups)}

    def in_table(self, period: Whole) -> Whole:
        """A period as the table has it: what lies before the start is the first, what lies behind its end the last."""
        return np.clip(period, 0, self.table_periods - 1)

    def period_of(self, day: Real) -> Whole:
        """The period of the table that contains a day (counted from the start)."""
        return self.in_table(self.scenario.calendar.of_days(day))

    def paid_in(self, day: Real) -> Whole:
        """The period, however late, in which money moves on a day; what lies before the start counts in the first."""
        return np.maximum(self.scenario.calendar.of_days(day), 0)

    def months_after(self, day: Real, months: Real | float) -> Whole:
        """The same for the month so many whole months after the month of a day."""
        return np.maximum(self.scenario.calendar.of_months_after(day, months), 0)

    def year_of(self, day: Real) -> Whole:
        """The calendar year of a day."""
        return self.scenario.calendar.year_of(day)

    def worth(self, period: Whole) -> Real:
        """Factors to the start: (1 + discount rate) ^ −years to the first day of each period, however late."""
        if int(period.max(initial=0)) <= self.table_periods:
            known: Real = self.discount[period]
            return known
        return self._factors(period)

    def _factors(self, period: Whole) -> Real:
        found: Real = (1.0 + self.scenario.settings.discount_rate) ** -(period * self.scenario.calendar.months / 12.0)
        return found

    @cached_property
    def discount(self) -> Real:
        """(P + 1,) `worth` of the periods of the table and the one after it (planning model, section 4)."""
        return self._factors(np.arange(self.table_periods + 1))

    def reference_value(self, item: str) -> float:
        """CNY per unit that holding, shortage and the price of a release are shares of."""
        return float(self.landed.reference_value_cny[self.scenario.item_index[item]])

    def mean(self, values: Real) -> Real:
        """The mean over draws, which are the first axis of `values`."""
        found: Real = np.tensordot(self.draws.weights, values, axes=1)
        return found
