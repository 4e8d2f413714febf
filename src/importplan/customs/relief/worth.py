"""What a relief is worth: tax relieved, effect on cost, effect on cash; three numbers, as deductible VAT is no cost."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.catalog.load import Catalog
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.rules import CHARGE_INDEX, TAXES
from importplan.customs.cost.table import LandedTable
from importplan.scenario.scenario import Scenario


@dataclass(frozen=True)
class Reductions:
    """CNY per unit by option and arrival period, against the ordinary option of the same offer and payer.

    A relief that is only planned counts as if it were granted. All are 0 for ordinary options and for arrivals outside
    the certificate.
    """

    tax_relieved_cny: NDArray[np.float64]  # 减免税额: duty and VAT that are not levied
    cost_effect_cny: NDArray[np.float64]  # 成本影响: landed cost saved
    cash_effect_cny: NDArray[np.float64]  # 资金影响: less to pay on arrival, deductible VAT included


def reductions(scenario: Scenario, catalog: Catalog, table: LandedTable) -> Reductions:
    """The reductions of all options of a table."""
    granted = table
    if table.planned.any():
        rows = (
            replace(row, status="held" if row.status == "planned" else row.status) for row in scenario.qualifications
        )
        granted = price(scenario.replace(qualifications=tuple(rows)), catalog)
    taxes = [CHARGE_INDEX[charge] for charge in TAXES]
    saved = table.unit_cny[table.ordinary] - granted.unit_cny
    return Reductions(
        tax_relieved_cny=saved[:, taxes, :].sum(axis=1),
        cost_effect_cny=granted.cost_cny()[table.ordinary] - granted.cost_cny(),
        cash_effect_cny=saved.sum(axis=1),
    )
