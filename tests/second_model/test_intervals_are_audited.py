"""The auditor holds an interval to the length in which it was written: a plan that breaks it is noticed."""

from __future__ import annotations

import pytest

from importplan.evaluation.ledger.audit import audit
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.limits import Limit
from importplan.tables.cell import CellValue
from second_model.hand import at_home, case, from_abroad, machine, need
from second_model.written import written


def monthly(**sheets: object) -> Scenario:
    """Two machines needed in December, by months."""
    given = {"items": (machine(holding_rate=0.12),), "demand": (need(2.0),)}
    return written(case(12, **(given | sheets)), {"demand.period": "2027-12"})


BUDGET = monthly(budgets=(Budget(payer="F", amount_cny=50.0),))
LIMIT = monthly(offers=(from_abroad(),), limits=(Limit(rule="max_tax", item="all", who="all", value=0.0),))
OPEN = monthly(offers=(at_home(),))


@pytest.mark.parametrize(
    ("scenario", "column", "covers", "spares"),
    [
        (BUDGET, "budgets.to", ["2027Q4", "2027年下半年", 2027, "2027-12"], ["2027Q3", "2027-11", "2027H1"]),
        (LIMIT, "limits.to", ["2027Q4", "2027", "2027-12-31"], ["2027Q3", "2027-11-30"]),
        (OPEN, "offers.from", ["2028"], ["2027Q4", "2027"]),
        (OPEN, "offers.to", ["2027Q3", "2027-11"], ["2027Q4", "2027-12", "2027H2"]),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_what_is_bought_in_december_breaks_what_covers_december(
    scenario: Scenario, column: str, covers: list[CellValue], spares: list[CellValue]
) -> None:
    """The plan was made without the interval and buys in December; `covers` forbid that, `spares` do not."""
    made = plan_case(scenario.replace(budgets=(), limits=()), RunSettings(gap=0.0, fresh=1))
    assert [order.period for order in made.solution.plan.orders] == [11]

    def broken(value: CellValue) -> bool:
        held = written(scenario, {column: value})
        return bool(audit(held, made.landed, made.draws, made.solution.plan).violations)

    assert [value for value in covers if not broken(value)] == []
    assert [value for value in spares if broken(value)] == []


@pytest.mark.parametrize(
    ("period", "late_in", "not_yet_in"),
    [("2027Q3", ["2027-09", "2027-10"], ["2027-07", "2027-08"]), ("2027H1", ["2027-06"], ["2027Q1", "2027-05"])],
)
def test_a_need_is_late_from_the_last_period_of_what_was_written(
    period: CellValue, late_in: list[CellValue], not_yet_in: list[CellValue]
) -> None:
    """Nothing is bought, since being late costs next to nothing; then nobody may be late in some interval."""
    needed = case(12, demand=(need(2.0, late=0.01),))
    made = plan_case(written(needed, {"demand.period": period}), RunSettings(gap=0.0, fresh=1))
    assert not made.solution.plan.orders
    limited = needed.replace(limits=(Limit(rule="max_shortage", item="all", who="all", value=0.0),))

    def broken(value: CellValue) -> bool:
        held = written(limited, {"demand.period": period, "limits.from": value, "limits.to": value})
        return bool(audit(held, made.landed, made.draws, made.solution.plan).violations)

    assert [value for value in late_in if not broken(value)] == []
    assert [value for value in not_yet_in if broken(value)] == []
