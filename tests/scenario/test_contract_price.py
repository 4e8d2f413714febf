"""What a contract asks for a unit, and when its parts are due."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from importplan.scenario.contract_price import (
    credit_fee,
    credit_margin,
    days_after_shipment,
    instalments,
    offered_price,
    signed_over_offered,
    signed_price,
)
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder

RATES = {"CNY": 1.0, "EUR": 8.0, "JPY": 0.05}


def offer(**changes: Any) -> Offer:
    terms = {"offer": "O", "supplier": "S", "item": "M", "unit_price": 100.1, "currency": "EUR"}
    return Offer(**(terms | changes))


def order(**changes: Any) -> OpenOrder:
    return OpenOrder(**({"order": "A", "offer": "O", "quantity": 1.0, "due": date(2027, 1, 1)} | changes))


def test_a_price_is_the_decimal_number_that_people_wrote() -> None:
    assert offered_price(offer()).exact == Decimal("100.1")
    assert offered_price(offer()).amount == 100.1


def test_a_price_in_cny_is_at_the_rate_of_its_currency() -> None:
    assert offered_price(offer(unit_price=100.0)).cny(RATES) == 800.0


def test_the_vat_inside_a_price_is_taken_out() -> None:
    assert offered_price(offer(unit_price=113.0, currency="CNY")).without_vat(Decimal("0.13")) == 100


def test_a_signed_order_without_a_price_of_its_own_has_that_of_its_offer() -> None:
    assert signed_price(offer(), order()) == offered_price(offer())


def test_a_signed_order_has_its_own_price_currency_and_rate() -> None:
    price = signed_price(offer(), order(unit_price=9_000.0, currency="JPY", fx_locked_rate=0.06))
    assert (price.amount, price.currency, price.locked_rate) == (9_000.0, "JPY", 0.06)
    assert price.cny(RATES) == 540.0  # at the locked rate, not at 0.05


def test_a_free_signed_order_is_free() -> None:
    """A price of 0 is a price: spare parts under warranty."""
    assert signed_price(offer(), order(unit_price=0.0)).amount == 0.0


def test_a_signed_price_is_measured_against_that_of_the_offer() -> None:
    assert signed_over_offered(offer(unit_price=100.0), order(unit_price=110.0), RATES) == pytest.approx(1.1)
    assert signed_over_offered(offer(unit_price=0.0), order(unit_price=110.0), RATES) == 1.0


def test_what_no_instalment_names_is_due_on_acceptance() -> None:
    shares = instalments(offer(deposit_share=0.3, shipment_share=0.4, retention_share=0.05))
    assert shares.shares == pytest.approx((0.3, 0.4, 0.25, 0.05))


def test_what_was_paid_covers_the_earliest_instalments() -> None:
    shares = instalments(offer(deposit_share=0.3, shipment_share=0.4, retention_share=0.05))
    assert shares.still_due(0.0) == shares
    assert shares.still_due(0.5).shares == pytest.approx((0.0, 0.2, 0.25, 0.05))
    assert shares.still_due(1.0).shares == pytest.approx((0.0, 0.0, 0.0, 0.0))


def test_usance_and_open_account_are_paid_some_days_after_shipment() -> None:
    waits = {terms: days_after_shipment(offer(payment=terms, lc_days=90.0)) for terms in ("TT", "LC-sight", "OA")}
    assert waits == {"TT": 0.0, "LC-sight": 0.0, "OA": 90.0}
    assert days_after_shipment(offer(payment="LC-usance", lc_days=90.0)) == 90.0


def test_margin_and_fee_belong_to_letters_of_credit() -> None:
    terms = {"lc_deposit_share": 0.2, "lc_fee_share": 0.01}
    credit, transfer = (offer(payment=name, **terms) for name in ("LC-sight", "TT"))
    assert (credit_margin(credit), credit_fee(credit)) == (0.2, 0.01)
    assert (credit_margin(transfer), credit_fee(transfer)) == (0.0, 0.0)
