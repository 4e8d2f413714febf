"""Both models read the same lengths out of cells written at random: days, months, quarters, half-years and years."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from importplan.basics.spans import TimeSpan
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.limits import Limit
from second_model.agreement import agree
from second_model.hand import at_home, case, draws, from_abroad, machine, need, settings
from second_model.optimum import optimum
from second_model.product import planned
from second_model.written import Cells, read

START = date(2027, 1, 1)


def _span(random: Random) -> TimeSpan:
    months = random.choice([0, 1, 1, 3, 3, 6, 12])
    if not months:
        return TimeSpan.on(START + timedelta(days=random.randrange(365)))
    return TimeSpan.of_months(2027, 1 + months * random.randrange(12 // months), months)


def _case(random: Random) -> Scenario:
    """Two needs and two offers by months or quarters; prices, arrivals, a budget and a limit that bind in part."""
    by, count = random.choice([("month", 12), ("quarter", 4)])
    rows = (
        ("w", "price", "h", START, random.choice([60.0, 140.0])),
        ("w", "availability", "e", START, random.choice([0.0, 0.5])),
        ("w", "delay_days", "h", START, random.choice([20.0, 70.0])),
    )
    given = draws({"w": 1.0}, *rows)
    return case(
        settings=settings(count, period=by),
        items=(machine(holding_rate=0.24),),
        demand=(need(2.0, late=random.choice([5.0, 40.0])), need(1.0, late=90.0, line="K")),
        offers=(at_home(capacity_per_period=2.0), from_abroad(lead_time_days=40.0)),
        budgets=(Budget(payer="F", amount_cny=random.choice([130.0, 260.0])),),
        limits=(Limit(rule="max_shortage", item="all", who="all", value=1.0, soft_cost_cny=70.0),),
        **given,
    )


@pytest.mark.parametrize("seed", range(24))
def test_both_models_take_the_same_periods(seed: int) -> None:
    random = Random(seed)
    scenario = _case(random)
    cells: Cells = {f"demand.period.{row}": str(_span(random)) for row in (1, 2)}
    cells |= {f"draw_values.period.{row}": str(_span(random)) for row in (1, 2, 3)}
    for place in ("budgets.from", "limits.from", "offers.from.1"):
        first, last = sorted((_span(random), _span(random)), key=lambda span: span.first)
        cells |= {place: str(first), place.replace("from", "to"): str(last)}
    found, issues = read(scenario, cells)
    assert found is not None, issues
    assert agree(planned(found), optimum(found)), cells
