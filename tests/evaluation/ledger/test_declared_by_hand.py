"""What stands beside a price, by hand: planned, paid, taxed, and missed by the ledger where it is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hand_cases import Planned, import_offer, need, planned, tiny

from importplan.catalog.source_words import in_language
from importplan.customs.cost.rules import CHARGE_INDEX
from importplan.customs.cost.rules.beside_price import PAID, SOURCES
from importplan.evaluation.ledger.audit import audit
from importplan.plan.lines import COST_LINES
from importplan.scenario.contract_price import signed_price
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.open_orders import OpenOrder

OFFER = import_offer(royalty=1.0, design=0.5, commission=0.3, packing=0.2, tooling=2.0, installation_inside=1.5)


@pytest.fixture(scope="module")
def found() -> Planned:
    """Two machines for 10 EUR at 10 CNY."""
    return planned(tiny(offers=(OFFER,), firms=(Firm(firm="F"),), demand=(need(firm="F", shortage_cost_cny=500.0),)))


def test_costs_by_hand(found: Planned) -> None:
    """Value (10 + 1 + 0.5 + 0.3 + 0.2 + 2 − 1.5) × 10 = 125 a unit, duty 10 %; tooling is paid to nobody."""
    ledger = audit(found.scenario, found.landed, found.draws, found.plan)
    cost = dict(zip(COST_LINES, ledger.costs.expected.tolist(), strict=True))
    expected = {"goods": 200.0, "royalty": 20.0, "design": 10.0, "commission": 6.0, "packing": 4.0, "duty": 25.0}
    assert {name: cost[name] for name in expected} == pytest.approx(expected)
    assert sum(cost.values()) == pytest.approx(265.0)
    assert ledger.violations == ()


@pytest.mark.parametrize("kind", PAID, ids=lambda kind: kind.key)
def test_a_sum_that_nobody_would_pay_is_missed(found: Planned, kind: object) -> None:
    unit = found.landed.unit_cny.copy()
    unit[:, CHARGE_INDEX[kind]] = 0.0  # type: ignore[index]
    ledger = audit(found.scenario, replace(found.landed, unit_cny=unit), found.draws, found.plan)
    assert [violation.family for violation in ledger.violations] == ["declared"]


@pytest.mark.parametrize("less", [20.0, -15.0])
def test_a_value_without_tooling_or_with_the_installation_is_missed(found: Planned, less: float) -> None:
    landed = replace(found.landed, customs_value_cny=found.landed.customs_value_cny - less)
    ledger = audit(found.scenario, landed, found.draws, found.plan)
    assert [violation.family for violation in ledger.violations] == ["declared"]


def test_what_stands_beside_a_price_moves_with_that_of_a_signed_order() -> None:
    order = OpenOrder(order="S", offer=OFFER.offer, quantity=1.0, due=date(2027, 1, 1), unit_price=12.0, currency="USD")
    price = signed_price(OFFER, order)
    assert (price.currency, dict(price.beside.paid)["royalty"]) == ("USD", Decimal("1.2"))
    assert (price.beside.tooling, price.beside.installation_inside) == (Decimal("2.4"), Decimal("1.8"))


@pytest.mark.parametrize("source", SOURCES.values())
def test_the_article_of_each_is_told_in_chinese(source: str) -> None:
    assert in_language(source, "zh").startswith("《关税法》第二十")
