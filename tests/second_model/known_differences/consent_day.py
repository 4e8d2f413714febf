"""A consent that is given while goods arrive: it holds for what arrives in the periods that begin after it."""

from __future__ import annotations

from datetime import date

from importplan.scenario.scenario import Scenario
from second_model.hand import FEBRUARY, case, from_abroad, machine, need, relief
from second_model.known_differences.difference import Difference


def _given_in_january() -> Scenario:
    """One is needed in January, one in February, at 100 CNY and 10 % duty; somebody consents on 15 January."""
    lines = (need(1.0), need(1.0, FEBRUARY, line="K"))
    return case(
        2, items=(machine(holding_rate=1.2),), offers=(from_abroad(),), demand=lines,
        qualifications=(relief(confirmed_on=date(2027, 1, 15)),),
    )  # fmt: skip


CONSENT_DAY = Difference(
    name="consent_day",
    scenario=_given_in_january(),
    right=210.0,
    why="a consent is given before the goods arrive (docs/workbook.md): 15 January frees what comes in February. "
    "The product holds it against the first arrival under the same rates of the catalog, and taxes both: 220",
)
