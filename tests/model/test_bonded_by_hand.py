"""Bonded sites and goods by customs status, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hand_cases import Q1, Q3, Planned, import_offer, machine, need, planned, tiny

from importplan.evaluation.ledger.audit import audit
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock


def stored(kind: str, units: float = 1.0, **terms: object) -> Scenario:
    """Machines of 1 m³ are there and needed in Q3; a site takes 1 CNY a month for each."""
    site = replace(Site(site="W", kind=kind, cost_cny_per_m3_month=1.0, owner="firm"), **terms)  # type: ignore[arg-type]
    return tiny(
        items=(machine(volume_m3=1.0),),
        stock=(Stock(item="M", quantity=units),),
        demand=(need(Q3, units),),
        sites=(site,),
    )


@pytest.mark.parametrize("kind", ["ordinary", "bonded"])
def test_a_bonded_site_has_rent_and_room_like_any_other(kind: str) -> None:
    assert planned(stored(kind)).objective == pytest.approx(2 * 3 * 1.0)
    assert planned(stored(kind, 2.0, capacity_m3=1.0)).solution.found is None


def test_stock_beyond_the_room_of_a_bonded_site_is_found() -> None:
    roomy = planned(stored("bonded", 2.0))
    tight = stored("bonded", 2.0, capacity_m3=1.0)
    broken = audit(tight, roomy.landed, roomy.draws, roomy.solution.plan)
    assert [(entry.family, entry.excess) for entry in broken.violations] == [("storage", pytest.approx(1.0))]


def held(**row: object) -> Planned:
    """One machine is needed; one is there, else it costs 110."""
    stock = Stock(item="M", quantity=1.0, **row)  # type: ignore[arg-type]
    return planned(tiny(offers=(import_offer(),), stock=(stock,), demand=(need(Q1, 1.0),)))


def test_goods_in_bond_are_not_free() -> None:
    """They stay there; the checks refuse them. Relieved ones serve their firm, not those who take from the reserve."""
    assert held().objective == pytest.approx(0.0)
    assert held(customs_status="bonded").objective == pytest.approx(110.0)
    assert held(customs_status="relieved").objective == pytest.approx(0.0)
    assert held(owner=RESERVE).objective == pytest.approx(0.0)
    assert held(owner=RESERVE, customs_status="relieved").objective == pytest.approx(110.0)


def test_goods_in_bond_act_as_a_signed_order_that_has_arrived() -> None:
    """As the check says: paid for, at the port, so that only duty is left to pay and the VAT to lay out."""
    row = OpenOrder(order="B", offer="e", quantity=1.0, due=date(2027, 1, 1), paid_share=1.0, stage="arrived")
    found = planned(tiny(offers=(import_offer(),), open_orders=(row,), demand=(need(Q1, 1.0),)))
    assert found.objective == pytest.approx(10.0)
