"""Letters of credit, open account, budget and locked exchange rates, contingency: worked by hand."""

from datetime import date
from typing import Any

import pytest
from hand_cases import Q1, Q3, Planned, courses, home_offer, import_offer, need, planned, settings, tiny

from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.fx import ExchangeRate


def cash(found: Planned, line: str) -> list[float]:
    """Cash of a line in the first six periods."""
    assert found.ledger is not None
    table = found.ledger.cash
    values: list[float] = table.plan_cny.sum(axis=0)[table.lines.index(line)].round(9).tolist()
    return values[:6]


def shipped(**terms: Any) -> Planned:
    """One machine of 100, ordered in Q1, shipped on day 100 (Q2), there on day 190 (Q3); 60 % is due on shipment."""
    offer = import_offer(lead_time_days=100.0, transit_days=90.0, **terms)
    return planned(tiny(offers=(offer,), demand=(need(Q3, 1.0, shortage_cost_cny=200.0),)))


def test_a_letter_of_credit_takes_margin_when_opened_and_gives_it_back_when_it_pays() -> None:
    """60 under the credit: margin 20 % = 12 out in Q1 and back in Q2; fee 0.5 % = 0.3 in Q1, a cost."""
    found = shipped(payment="LC-sight", lc_deposit_share=0.2, lc_fee_share=0.005, lc_days=90.0)
    assert cash(found, "lc_margin") == [12.0, -12.0, 0.0, 0.0, 0.0, 0.0]
    assert cash(found, "bank_fees") == [0.3, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert cash(found, "shipment") == [0.0, 60.0, 0.0, 0.0, 0.0, 0.0]  # at sight: the days do not count
    assert found.line("bank_fees") == pytest.approx(0.3)
    assert found.objective == pytest.approx(110.3)  # margin is no cost


def test_usance_pays_later_and_holds_the_margin_as_long() -> None:
    """Shipment on day 100, 90 days of usance: day 190 lies in Q3."""
    found = shipped(payment="LC-usance", lc_deposit_share=0.2, lc_days=90.0)
    assert cash(found, "shipment") == [0.0, 0.0, 60.0, 0.0, 0.0, 0.0]
    assert cash(found, "lc_margin") == [12.0, 0.0, -12.0, 0.0, 0.0, 0.0]


def test_open_account_pays_later_without_a_bank() -> None:
    found = shipped(payment="OA", lc_deposit_share=0.2, lc_fee_share=0.005, lc_days=90.0)
    assert cash(found, "shipment") == [0.0, 0.0, 60.0, 0.0, 0.0, 0.0]
    assert cash(found, "lc_margin") == cash(found, "bank_fees") == [0.0] * 6


def test_transfer_ignores_the_columns_of_a_letter_of_credit() -> None:
    found = shipped(payment="TT", lc_deposit_share=0.2, lc_fee_share=0.005, lc_days=90.0)
    assert found.objective == pytest.approx(110.0)


def euro(**terms: Any) -> dict[str, Any]:
    """The euro costs 10 CNY in the budget; two draws in which it costs 10 and 12."""
    sheets = courses({"calm": 0.5, "dear": 0.5}, ("dear", "fx", "EUR", None, 12.0))
    return sheets | {"fx": (ExchangeRate(currency="EUR", volatility=0.0, **terms),)}


def test_only_the_open_part_of_contract_payments_is_at_risk() -> None:
    """Half of 10 EUR is locked at 10.4. Goods: 5 x 10.4 + 5 x 10 = 102 when calm, 52 + 60 = 112 when dear.

    Duty is paid at the rate of the day: 10 and 12. Calm 112, dear 124, in the mean 118. At base rates (10): goods 100,
    duty 10; so the exchange-rate line holds 8.
    """
    sheets = euro(cny_per_unit=10.0, locked_share=0.5, locked_rate=10.4)
    found = planned(tiny(offers=(import_offer(),), demand=(need(quantity=1.0, shortage_cost_cny=90.0),), **sheets))
    assert found.objective == pytest.approx(118.0)
    assert found.line("goods") == pytest.approx(100.0)
    assert found.line("exchange_rate") == pytest.approx(8.0)


def test_a_plan_is_made_at_the_budget_rate_and_the_market_is_the_difference() -> None:
    """Budget 10, today 11, no movement: goods 100 and duty 10 in the plan, 11 of difference in every draw."""
    fx = (ExchangeRate(currency="EUR", cny_per_unit=11.0, budget_rate=10.0, volatility=0.0),)
    found = planned(tiny(offers=(import_offer(),), demand=(need(quantity=1.0, shortage_cost_cny=90.0),), fx=fx))
    assert found.line("goods") == pytest.approx(100.0)
    assert found.line("exchange_rate") == pytest.approx(11.0)
    assert found.solution.risk is not None
    assert found.solution.risk.known_cny == pytest.approx(110.0)


@pytest.mark.parametrize(("amount", "bought"), [(109.0, 0.0), (111.0, 1.0)])
def test_contingency_is_held_back_from_a_budget(amount: float, bought: float) -> None:
    """A machine of 100 (its VAT is back within the year); 10 % for the unforeseen: 110 must fit in the budget."""
    case = tiny(
        settings=settings(contingency_share=0.1),
        offers=(home_offer(),),
        demand=(need(quantity=1.0),),
        budgets=(Budget(payer="firm", from_day=Q1, to_day=date(2027, 10, 1), amount_cny=amount),),
    )
    assert sum(planned(case).bought.values()) == bought
