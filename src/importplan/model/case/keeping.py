"""What the terms of a reserve add to holding stock: the fee of its keeper, rotation, less interest that is subsidised.

    holding_fee        = holding_fee_cny · months of a period
    rotation           = reference value · rotation_loss_share · months of a period / rotation_months
    interest_subsidy   = - reference value · interest_subsidy / periods of a year

for each unit that is in stock at the end of a period. Paid by its owner in that period: cost and cash.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.table import LandedTable
from importplan.plan.plan import Holding
from importplan.scenario.reserve import holds_under
from importplan.scenario.scenario import Scenario


def keeping(scenario: Scenario, landed: LandedTable, stocks: tuple[Holding, ...]) -> dict[str, NDArray[np.float64]]:
    """Line → (stock,) CNY for a unit that is there at the end of a period, undiscounted."""
    lines = ("holding_fee", "rotation", "interest_subsidy")
    found = {line: np.zeros(len(stocks)) for line in lines}
    months, per_year = scenario.calendar.months, scenario.calendar.per_year
    terms = {row.item: row for row in scenario.reserve_terms}
    for position, stock in enumerate(stocks):
        row = terms.get(stock.item)
        if row is None or not holds_under(row, stock.owner):
            continue
        value = float(landed.reference_value_cny[scenario.item_index[stock.item]])
        found["holding_fee"][position] = row.holding_fee_cny * months
        if row.rotation_months is not None:
            found["rotation"][position] = value * row.rotation_loss_share * months / row.rotation_months
        found["interest_subsidy"][position] = -value * row.interest_subsidy / per_year
    return {line: each for line, each in found.items() if each.any()}
