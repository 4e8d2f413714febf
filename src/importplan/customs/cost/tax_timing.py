"""When import tax is paid: VAT in instalments, and a guarantee while an application for relief is pending.

Neither frees anything: the amounts of the landed-cost table stay, only the days on which cash moves differ.

**Instalments.** Builders of major display projects pay the import VAT of new equipment over six years from the first
machine: 0, 20, 20, 20, 20, 20 % per twelve months (the shares are data of the regime). importplan takes each share as
due when its twelve months begin, the cautious reading; with `qualifications.first_import_on` the months are counted
from that day, otherwise from the arrival of the lot itself. An instalment whose day has passed is due on arrival.

**Guarantee.** Goods that arrive while the application is not yet decided (`qualifications.decision_on`) are released
against a guarantee for the tax that would be due. Its share in cash (`guarantee_share`) leaves on arrival and comes
back with the decision.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from importplan.basics.periods import Periods

MONTHS_APART = 12


@dataclass(frozen=True)
class TaxTiming:
    """Timing of import tax by option; K instalments at most, P arrival periods. Days are counted from the start."""

    vat_share: NDArray[np.float64]  # (option, P, K) share of the import VAT due at the beginning of each twelve months
    first_import_day: NDArray[np.float64]  # (option,) NaN: the months run from each arrival
    guarantee_share: NDArray[np.float64]  # (option,) share of the tax that is left with customs in cash
    decision_day: NDArray[np.float64]  # (option,) NaN: no application is pending

    def of(self, options: NDArray[np.int64]) -> TaxTiming:
        """The timing of some options."""
        return TaxTiming(*(getattr(self, each.name)[options] for each in fields(self)))

    @property
    def instalments(self) -> int:
        """K, the largest number of instalments of any option."""
        return int(self.vat_share.shape[2])

    def began(self, option: NDArray[np.int64] | int, port_day: NDArray[np.float64]) -> NDArray[np.float64]:
        """The day from which the months of the instalments run, never after arrival; shape of `port_day`.

        `option` is one option, or one for each row of `port_day`.
        """
        first = self.first_import_day[option]
        first = first[:, None] if np.ndim(first) else first
        return np.where(np.isnan(first), port_day, np.minimum(first, port_day))

    def due_period(
        self, calendar: Periods, number: int, began: NDArray[np.float64], port_day: NDArray[np.float64]
    ) -> NDArray[np.int64]:
        """The period in which instalment `number` (0 is the first) is due, never before arrival; -1 before the plan."""
        on_arrival = calendar.of_days(port_day)
        if number == 0:
            return on_arrival
        return np.maximum(calendar.of_months_after(began, float(number * MONTHS_APART)), on_arrival)

    def back_period(
        self,
        calendar: Periods,
        number: int,
        began: NDArray[np.float64],
        port_day: NDArray[np.float64],
        months: NDArray[np.float64],
    ) -> NDArray[np.int64]:
        """The period in which the VAT of instalment `number` comes back, `months` after it is paid; may be negative."""
        after_arrival = calendar.of_months_after(port_day, months)
        if number == 0:
            return after_arrival
        return np.maximum(calendar.of_months_after(began, number * MONTHS_APART + months), after_arrival)

    def pending(self, option: NDArray[np.int64] | int, port_day: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Whether goods arrive before the application is decided and a guarantee is left in cash."""
        day, share = self.decision_day[option], self.guarantee_share[option]
        day, share = (each[:, None] if np.ndim(each) else each for each in (day, share))
        waits: NDArray[np.bool_] = (share > 0) & (port_day < np.where(np.isnan(day), -np.inf, day))
        return waits
