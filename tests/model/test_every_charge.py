"""One CNY more a unit of any charge is in the costs, in the cash and in the ledger: none is left out anywhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hand_cases import Planned, catalog, disagreements, import_offer, need, tiny

from importplan.customs.cost.charge_kind import ChargeKind
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.rules import CHARGE_INDEX, CHARGES
from importplan.evaluation.ledger.audit import audit
from importplan.model.search.solve import solve
from importplan.plan.lines import CASH_LINES, INSTALMENTS, VAT_RECOVERED
from importplan.scenario.schema.firms import Firm
from importplan.uncertainty.sampling.sample import sample

CASE = tiny(
    offers=(import_offer(deposit_share=0.3, shipment_share=0.5),),
    firms=(Firm(firm="F", vat_recovery_months=3.0),),
    demand=(need(firm="F", shortage_cost_cny=500.0),),
)


def planned_with(kind: ChargeKind | None) -> Planned:
    """The plan of two imported machines, each with one CNY more of a charge."""
    landed = price(CASE, catalog())
    unit = landed.unit_cny.copy()
    if kind is not None:
        unit[:, CHARGE_INDEX[kind]] += 1.0
    landed = replace(landed, unit_cny=unit)
    drawn = sample(CASE, base_rate=landed.base_rate)
    solution = solve(CASE, landed, drawn)
    return Planned(CASE, landed, drawn, solution, audit(CASE, landed, drawn, solution.plan))


def cash(found: Planned, *lines: str) -> float:
    """CNY out under some lines over the whole schedule."""
    assert found.ledger is not None
    chosen = [CASH_LINES.index(line) for line in lines]
    return float(np.asarray(found.ledger.cash.plan_cny)[:, chosen].sum())


@pytest.mark.parametrize("kind", CHARGES, ids=lambda kind: kind.key)
def test_one_cny_more_of_a_charge_is_everywhere(kind: ChargeKind) -> None:
    plain, found = planned_with(None), planned_with(kind)
    paid = INSTALMENTS if not kind.cash_line else (kind.cash_line,)
    assert cash(found, *paid) - cash(plain, *paid) == pytest.approx(2.0)
    assert disagreements(found) == []
    if kind.cost_line is None:
        assert found.objective == pytest.approx(plain.objective)
        assert cash(found, VAT_RECOVERED) - cash(plain, VAT_RECOVERED) == pytest.approx(-2.0)
    else:
        assert found.line(kind.cost_line) - plain.line(kind.cost_line) == pytest.approx(2.0)
        assert found.objective - plain.objective == pytest.approx(2.0)
