"""What a signed order still costs: by its own currency, without what its stage says is done and paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hand_cases import Q1, Q2, Planned, courses, import_offer, need, planned, tiny
from test_cash_by_hand import cash_by_line

from importplan.evaluation.ledger.audit import audit
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.fx import ExchangeRate
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.qualifications import Qualification

LAST_YEAR = date(2026, 12, 20)
RATES = (
    ExchangeRate(currency="EUR", cny_per_unit=10.0, volatility=0.0),
    ExchangeRate(currency="JPY", cny_per_unit=0.05, volatility=0.0),
)


def signed(stage: str = "signed", due: date = Q2, quantity: float = 1.0, **terms: object) -> Scenario:
    """One machine is needed and signed: 100 FOB, 20 of freight, 10 % duty on both, 7 to clear it, 3 of local work."""
    row = OpenOrder(order="OO", offer="e", firm="firm", quantity=quantity, due=due, stage=stage)
    offer = import_offer(
        incoterm="FOB", freight_share=0.2, insurance_share=0.0, clearance_cost_cny=7.0, local_cost_cny=3.0,
        install_cost_cny=5.0,
    )  # fmt: skip
    return tiny(offers=(offer,), open_orders=(replace(row, **terms),), demand=(need(quantity=1.0),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stage", "due", "cost"),
    [
        ("signed", Q2, 100.0 + 20.0 + 12.0 + 7.0 + 3.0 + 5.0),
        ("shipped", Q2, 100.0 + 12.0 + 7.0 + 3.0 + 5.0),
        ("arrived", LAST_YEAR, 100.0 + 12.0 + 7.0 + 3.0 + 5.0),
        ("cleared", LAST_YEAR, 100.0 + 5.0),
        ("installed", LAST_YEAR, 100.0),
        ("accepted", LAST_YEAR, 100.0),
    ],
)
def test_what_a_stage_says_is_done_has_been_paid(stage: str, due: date, cost: float) -> None:
    assert planned(signed(stage, due)).objective == pytest.approx(cost)


def test_an_order_of_nothing_is_not_cleared() -> None:
    assert planned(signed(quantity=0.0).replace(demand=())).objective == pytest.approx(0.0)


def test_import_vat_of_what_is_cleared_only_comes_back() -> None:
    """Paid in December, 13 % of 132 come back in January; those of November came back before the plan."""
    assert cash_by_line(planned(signed("cleared", LAST_YEAR)))["vat_recovered"] == pytest.approx(
        [-17.16, 0, 0, 0, 0, 0]
    )
    assert "vat_recovered" not in cash_by_line(planned(signed("cleared", date(2026, 11, 20))))


def test_a_signed_price_moves_with_its_own_currency() -> None:
    """2,000 JPY at 0.05, in one draw of two at 0.06: 100 or 120, with freight 20 %, duty 10 % of both, and 15."""
    case = signed(currency="JPY", unit_price=2000.0).replace(fx=RATES)
    case = case.replace(**courses({"calm": 1.0, "weak": 1.0}, ("weak", "fx", "JPY", None, 0.06)))
    assert planned(case).objective == pytest.approx(0.5 * (132.0 + 158.4) + 15.0)
    euro = case.replace(draw_values=(replace(case.draw_values[0], id="EUR", value=20.0),))
    assert planned(euro).objective == pytest.approx(132.0 + 15.0)


def certified(*rows: OpenOrder, ordered: float = 1.0, **quota: float) -> Scenario:
    """So many machines are needed beside what is signed, under one certificate: 10 of duty each beyond its quota."""
    terms = Qualification(firm="F", regime="encouraged_project", certificate="C", item="M", **quota)  # type: ignore[arg-type]
    return tiny(
        firms=(Firm(firm="F"),),
        offers=(import_offer(),),
        demand=(need(quantity=ordered + sum(row.quantity for row in rows), firm="F", shortage_cost_cny=500.0),),
        qualifications=(terms,),
        open_orders=rows,
    )


def of_quota(quantity: float, stage: str, due: date) -> OpenOrder:
    return OpenOrder(order="OO", offer="e", firm="F", quantity=quantity, due=due, stage=stage, relief="C")


def test_what_was_cleared_this_year_has_used_the_quota_and_owes_nothing() -> None:
    assert planned(certified(of_quota(1.0, "cleared", Q1), quota_units=1.0)).objective == pytest.approx(100.0 + 110.0)
    # Cleared beyond the quota: that is settled, and what comes is taxed.
    assert planned(certified(of_quota(2.0, "cleared", Q1), quota_units=1.0)).objective == pytest.approx(200.0 + 110.0)


def test_what_was_cleared_last_year_leaves_the_quota_of_this_one() -> None:
    row = of_quota(1.0, "cleared", LAST_YEAR)
    assert planned(certified(row, quota_units=1.0)).objective == pytest.approx(100.0 + 100.0)
    assert planned(certified(row, quota_units=1.0, quota_scope="total")).objective == pytest.approx(100.0 + 110.0)  # type: ignore[arg-type]


def test_a_quota_in_dollars_is_used_at_the_dollar_of_the_draw() -> None:
    """10 EUR at 10 are 100 CNY. 20 USD at 5 free one machine; at 10 they free two."""
    case = certified(ordered=2.0, quota_usd=20.0)
    case = case.replace(fx=(*case.fx, ExchangeRate(currency="USD", cny_per_unit=5.0, volatility=0.0)))
    assert planned(case).objective == pytest.approx(210.0)
    dear = case.replace(**courses({"w": 1.0}, ("w", "fx", "USD", None, 10.0)))
    assert planned(dear).objective == pytest.approx(200.0)


def test_a_plan_for_another_rate_exceeds_the_quota_in_value() -> None:
    """Planned with the euro at 10, 200 CNY free both machines; at 20 they free one, and the auditor says so."""
    case = certified(ordered=2.0, quota_cny=200.0)
    found = planned(case.replace(**courses({"w": 1.0})))
    assert found.objective == pytest.approx(200.0)
    dear: Planned = planned(case.replace(**courses({"w": 1.0}, ("w", "fx", "EUR", None, 20.0))))
    assert dear.objective == pytest.approx(200.0 + 200.0 + 20.0)
    broken = audit(dear.scenario, dear.landed, dear.draws, found.solution.plan)
    assert [entry.family for entry in broken.violations] == ["quota"]
    assert broken.violations[0].excess == pytest.approx(200.0)
