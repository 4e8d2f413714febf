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
from importplan.scenario.schema.qualifications import Qualification


@dataclass(frozen=True)
class Reductions:
    """CNY per unit by option and arrival period, against the ordinary option of the same offer and payer.

    A relief that is only planned counts as if it were granted. All are 0 for ordinary options and for arrivals outside
    the certificate.
    """

    tax_relieved_cny: NDArray[np.float64]  # 减免税额: duty and VAT that are not levied
    cost_effect_cny: NDArray[np.float64]  # 成本影响: landed cost saved
    cash_effect_cny: NDArray[np.float64]  # 资金影响: less to pay on arrival, deductible VAT included


def granted_row(row: Qualification, catalog: Catalog) -> Qualification:
    """A row that is only planned as it is once it is granted; what stands for a number until then goes."""
    if row.status != "planned":
        return row
    no_number = catalog.relief_words.is_no_number
    certificate, project = ("" if no_number(words) else words for words in (row.certificate, row.project_no))
    return replace(row, status="held", certificate=certificate, project_no=project)


def reductions(scenario: Scenario, catalog: Catalog, table: LandedTable) -> Reductions:
    """The reductions of all options of a table."""
    granted = table
    if table.planned.any():
        rows = tuple(granted_row(row, catalog) for row in scenario.qualifications)
        granted = price(scenario.replace(qualifications=rows), catalog)
    taxes = [CHARGE_INDEX[charge] for charge in TAXES]
    saved = table.unit_cny[table.ordinary] - granted.unit_cny
    return Reductions(
        tax_relieved_cny=saved[:, taxes, :].sum(axis=1),
        cost_effect_cny=granted.cost_cny()[table.ordinary] - granted.cost_cny(),
        cash_effect_cny=saved.sum(axis=1),
    )
