"""The whole periods of an interval that the case names by days."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from importplan.scenario.scenario import Scenario


def periods_of(scenario: Scenario, first: date | None, last: date | None, count: int) -> NDArray[np.int64]:
    """Whole periods of an interval.

    From the period that contains `first` to that of `last`; blank: the first period of the plan, and its last, never
    later (workbook, Sharpened). A `last` after the plan counts cash that falls due then, up to the last of `count`.
    """
    calendar = scenario.calendar
    begin = 0 if first is None else max(0, calendar.index_of(first))
    end = calendar.count if last is None else min(count, calendar.index_of(last) + 1)
    return np.arange(begin, max(begin, end))
