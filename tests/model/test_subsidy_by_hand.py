"""A grant to the buyer in plan, ledger and cash: taken off the cost, received one period after acceptance."""

from __future__ import annotations

import pytest
from hand_cases import home_offer, import_offer, planned, tiny

from importplan.plan.lines import CASH_LINES, COST_LINES

GRANT = {"subsidy": "tianjin_showcase", "subsidy_status": "granted", "subsidy_cny": 30.0}


def test_a_grant_lowers_the_cost_of_the_plan() -> None:
    """Two machines at 100, each with 30 granted: 140. Bought and accepted in Q2, the 60 come in Q3."""
    found = planned(tiny(offers=(home_offer(**GRANT),)))
    assert found.solution.objective_cny == pytest.approx(140.0)
    costs = found.ledger.costs.expected
    assert costs[COST_LINES.index("subsidy")] == pytest.approx(-60.0)
    assert found.ledger.violations == ()
    received = found.ledger.cash.plan_cny[0, CASH_LINES.index("subsidy")]
    assert received[:4].tolist() == pytest.approx([0.0, 0.0, -60.0, 0.0])


def test_a_grant_can_make_the_dearer_domestic_machine_the_better_one() -> None:
    """Imported: 100 and 10 duty. At home: 130, less 30 granted."""
    offers = (import_offer(), home_offer(unit_price=130.0))
    assert planned(tiny(offers=offers)).solution.objective_cny == pytest.approx(220.0)
    with_grant = planned(tiny(offers=(import_offer(), home_offer(unit_price=130.0, **GRANT))))
    assert with_grant.solution.objective_cny == pytest.approx(200.0)


def test_an_award_of_the_maker_changes_no_plan() -> None:
    named = planned(tiny(offers=(home_offer(subsidy="guangdong_first_unit"),)))
    assert named.solution.objective_cny == pytest.approx(200.0)
