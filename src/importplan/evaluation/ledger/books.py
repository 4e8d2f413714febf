"""What an audit is written from: the case, its prices, one set of draws; the period, year and discount of a day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.scenario.scenario import RESERVE, Scenario
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

    def in_table(self, period: Whole) -> Whole:
        """A period as the table has it: what lies before the start is the first, what lies behind its end the last."""
        return np.clip(period, 0, self.table_periods - 1)

    def period_of(self, day: Real) -> Whole:
        """The period of the table that contains a day (counted from the start)."""
        return self.in_table(self.scenario.calendar.of_days(day))

    def months_after(self, day: Real, months: Real | float) -> Whole:
        """The period of the table that contains the month so many whole months after the month of a day."""
        return self.in_table(self.scenario.calendar.of_months_after(day, months))

    def year_of(self, day: Real) -> Whole:
        """The calendar year of a day."""
        start = np.datetime64(self.scenario.settings.start, "D")
        years = (start + np.floor(day).astype("timedelta64[D]")).astype("datetime64[Y]")
        return years.astype(np.int64) + 1970

    @cached_property
    def discount(self) -> Real:
        """(P + 1,) factors to the start: (1 + discount rate) ^ −years to the first day of each period (section 4)."""
        years = np.arange(self.table_periods + 1) * self.scenario.calendar.months / 12.0
        factors: Real = (1.0 + self.scenario.settings.discount_rate) ** -years
        return factors

    def reference_value(self, item: str) -> float:
        """CNY per unit that holding, shortage and the price of a release are shares of."""
        return float(self.landed.reference_value_cny[self.scenario.item_index[item]])

    def mean(self, values: Real) -> Real:
        """The mean over draws, which are the first axis of `values`."""
        found: Real = np.tensordot(self.draws.weights, values, axes=1)
        return found
