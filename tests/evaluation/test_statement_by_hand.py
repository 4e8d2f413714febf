"""Payments of many purchases at once: each keeps its own terms beside the others; pieces give what the whole gives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hand_cases import Planned, courses, home_offer, import_offer, planned, tiny

from importplan.customs.cost.rules import SHIPMENT_CHARGES
from importplan.evaluation.ledger import parts as parts_module
from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.costs import CostSheet
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.parts import Parts, parts
from importplan.evaluation.ledger.payments import FEES, PaymentKind
from importplan.evaluation.ledger.purchases import purchases
from importplan.evaluation.ledger.statement import statement
from importplan.plan.plan import PlannedOrder
from importplan.scenario.schema.fx import ExchangeRate

HOME, PLAIN, CREDIT = 0, 1, 2  # orders of the mixed plan


@pytest.fixture
def mixed() -> Planned:
    """Orders of today: 1 machine from home, 2 by import, 1 by import under a letter of credit; EUR at 12 in draw b.

    Of EUR, a quarter is locked at 11.
    """
    credit = import_offer("c", payment="LC-sight", lc_fee_share=0.01, lc_deposit_share=0.2)
    given = courses({"a": 0.5, "b": 0.5}, ("b", "fx", "EUR", None, 12.0))
    rate = ExchangeRate(currency="EUR", cny_per_unit=10.0, volatility=0.0, locked_share=0.25, locked_rate=11.0)
    found = planned(tiny(offers=(home_offer(), import_offer(), credit), fx=(rate,), **given))
    option = {row.offer: position for position, row in enumerate(found.landed.options)}
    orders = tuple(PlannedOrder(option[name], 0, units) for name, units in (("h", 1.0), ("e", 2.0), ("c", 1.0)))
    return replace(found, solution=replace(found.solution, found=replace(found.plan, orders=orders)))


def books_of(found: Planned) -> Books:
    return Books(found.scenario, found.landed, found.draws)


def half_lost(found: Planned, **terms: Any) -> Parts:
    """The mixed purchases; the import without a letter of credit comes in two halves, one of which is lost in draw a.

    `terms` are other ones of that import.
    """
    (whole,) = parts(Hazards(books_of(found)), purchases(books_of(found), found.plan))
    rows = np.array([HOME, PLAIN, PLAIN, CREDIT])
    some = whole.take(rows)
    bands = list(some.bands)
    for row in (1, 2):
        bands[row] = replace(bands[row], share=0.5, purchase=replace(bands[row].purchase, **terms))
    lost = np.zeros(some.shape, dtype=np.bool_)
    lost[2, 0] = True
    return replace(some, bands=tuple(bands), lost=lost)


def sums(books: Books, *pieces: Parts) -> dict[tuple[str | None, str], list[float]]:
    """(cost line, cash line) → discounted amount by draw at the draw's rate."""
    total: dict[tuple[str | None, str], np.ndarray] = {}
    for some in pieces:
        for payment in statement(books, some):
            value = (payment.paid * books.discount[payment.period]).sum(axis=0)
            total[payment.cost, payment.cash] = total.get((payment.cost, payment.cash), 0.0) + value
    return {key: value.tolist() for key, value in total.items()}


def test_each_purchase_keeps_its_own_terms_beside_the_others(mixed: Planned) -> None:
    """A deposit is 30 %, shipment 60 %, acceptance 10 %; goods at home 100, imported 200 (half lost in a) and 100.

    The contract rate is 0.25 x 1.1 + 0.75 = 1.025 in a and 0.25 x 1.1 + 0.75 x 1.2 = 1.175 in b.
    """
    found = sums(books_of(mixed), half_lost(mixed))
    a, b = 1.025, 1.175
    assert found["goods", "shipment"] == pytest.approx([60 + 60 * a + 60 * a, 60 + 120 * b + 60 * b])
    assert found["goods", "acceptance"] == pytest.approx([10 + 10 * a + 10 * a, 10 + 20 * b + 10 * b])
    # 30 % of the lost half of 200 stays with the seller: there is no guarantee.
    assert found["instalments_lost", "deposit"] == pytest.approx([30 * a, 0.0])
    # Duty of 10 a machine on what arrives; at the rate of customs, which is not locked.
    assert found["duty", "duty"] == pytest.approx([10 + 10, (20 + 10) * 1.2])
    # VAT 13 %: at home 13 of its price, by its instalments; abroad 14.3 a machine on arrival.
    assert found[None, "vat"] == pytest.approx([14.3 * 2, 14.3 * 3 * 1.2])
    assert found[None, "vat_recovered"] == pytest.approx([-13 - 14.3 * 2, -13 - 14.3 * 3 * 1.2])
    assert found[None, "deposit"] == pytest.approx([0.3 * 13, 0.3 * 13])
    # The letter of credit is over the 60 due on shipment of one machine only.
    assert found["bank_fees", "bank_fees"] == pytest.approx([0.6, 0.6 * 1.2])
    assert found[None, "lc_margin"] == pytest.approx([0.0, 0.0])


def test_what_was_paid_before_the_start_is_no_cost_again_and_comes_back_only_by_its_refund(mixed: Planned) -> None:
    """Of the half lost in a (100), 50 were paid and 40 % of that comes back: 30 are lost, 50 were spent before.

    What is left of the price is 40 of each hundred on shipment and 10 on acceptance.
    """
    offer = next(row for row in mixed.scenario.offers if row.offer == "e")
    terms = {"offer": replace(offer, deposit_refund_share=0.4), "locked": True, "paid_share": 0.5}
    some = half_lost(mixed, **terms)
    found = sums(books_of(mixed), some.take(np.array([1, 2])))
    assert found["instalments_lost", "deposit"] == pytest.approx([30.0, 0.0])
    assert found["goods", "deposit"] == pytest.approx([-50.0, 0.0])
    assert found["goods", "shipment"] == pytest.approx([40.0, 80.0])
    assert found["goods", "acceptance"] == pytest.approx([10.0, 20.0])


def test_of_a_lost_purchase_at_home_its_vat_goes_the_way_of_its_deposit(mixed: Planned) -> None:
    """30 of 100 and 3.9 of its VAT, which nobody deducts, since no invoice comes."""
    some = half_lost(mixed).take(np.array([HOME]))
    gone = replace(some, lost=np.ones(some.shape, dtype=np.bool_))
    found = sums(books_of(mixed), gone)
    assert found["instalments_lost", "deposit"] == pytest.approx([30.0, 30.0])
    assert found[None, "deposit"] == pytest.approx([3.9, 3.9])
    assert found.get((None, "vat_recovered"), [0.0, 0.0]) == pytest.approx([0.0, 0.0])


@pytest.mark.parametrize("chunk", [1, 4, 6])
def test_in_pieces_as_in_one(mixed: Planned, chunk: int) -> None:
    books = books_of(mixed)
    bought = purchases(books, mixed.plan)
    whole, pieces = (sums(books, *parts(Hazards(books), bought, size)) for size in (None, chunk))
    assert pieces.keys() == whole.keys()
    for key, value in whole.items():
        assert pieces[key] == pytest.approx(value), key


def test_the_whole_ledger_in_pieces_is_the_same(mixed: Planned, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = audit(mixed.scenario, mixed.landed, mixed.draws, mixed.plan)
    monkeypatch.setattr(parts_module, "CHUNK", 1)
    pieces = audit(mixed.scenario, mixed.landed, mixed.draws, mixed.plan)
    assert pieces.violations == whole.violations
    for name in ("plan_cny", "by_draw_cny", "tax_by_draw_cny"):
        assert getattr(pieces.cash, name) == pytest.approx(getattr(whole.cash, name))
    assert pieces.costs.known == pytest.approx(whole.costs.known)
    assert pieces.costs.by_draw == pytest.approx(whole.costs.by_draw)


def test_every_charge_that_is_due_once_has_its_fee_and_a_line_that_nobody_knows_is_an_error(mixed: Planned) -> None:
    assert set(FEES) == set(SHIPMENT_CHARGES)
    nothing = np.zeros((1, mixed.draws.count))
    with pytest.raises(KeyError, match="tolls"):
        CostSheet(books_of(mixed)).enter(PaymentKind("tolls", "tolls", nothing, np.zeros((1, 1), dtype=np.int64)))
