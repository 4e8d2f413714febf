"""Payments of many deals at once: each keeps its own terms beside the others, and pieces give the same as the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hand_cases import Planned, courses, home_offer, import_offer, planned, tiny

from importplan.evaluation import parts as parts_module
from importplan.evaluation.cost_ledger import discount
from importplan.evaluation.deals import Deal, deals
from importplan.evaluation.ledger import audit
from importplan.evaluation.parts import chunks, of_deals
from importplan.evaluation.statement import Books, statement
from importplan.plan.plan import PlannedOrder
from importplan.scenario.schema.fx import ExchangeRate


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


def lost_in_a(deal: Deal) -> Deal:
    """The same deal in two halves, the second of which is lost in draw a."""
    (band,) = deal.bands
    second = replace(band, share=0.5, lost=np.array([True, False]))
    return replace(deal, bands=(replace(band, share=0.5), second))


def sums(found: Planned, of: tuple[Deal, ...], chunk: int | None = None) -> dict[tuple[str | None, str], list[float]]:
    """(cost line, cash line) → amount by draw at the draw's rate."""
    books = Books(found.scenario, found.landed, found.draws)
    total: dict[tuple[str | None, str], np.ndarray] = {}
    for parts in chunks(books.draws, of_deals(of), chunk):
        for entry in statement(books, parts):
            value = (entry.amount * entry.rate * discount(books, entry.period)).sum(axis=0)
            total[entry.cost, entry.cash] = total.get((entry.cost, entry.cash), 0.0) + value
    return {key: value.tolist() for key, value in total.items()}


def own(found: Planned) -> tuple[Deal, ...]:
    """The mixed deals; the import without a letter of credit is half lost in draw a."""
    home, plain, credit = deals(found.scenario, found.landed, found.draws, found.plan)
    return home, lost_in_a(plain), credit


def test_each_deal_keeps_its_own_terms_beside_the_others(mixed: Planned) -> None:
    """A deposit is 30 %, shipment 60 %, acceptance 10 %; goods at home 100, imported 200 (half lost in a) and 100.

    The contract rate is 0.25 x 1.1 + 0.75 = 1.025 in a and 0.25 x 1.1 + 0.75 x 1.2 = 1.175 in b.
    """
    found = sums(mixed, own(mixed))
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
    # The letter of credit is over the 60 due on shipment of one machine only.
    assert found["bank_fees", "bank_fees"] == pytest.approx([0.6, 0.6 * 1.2])
    assert found[None, "lc_margin"] == pytest.approx([0.0, 0.0])


def test_what_was_paid_before_the_start_is_no_cost_again_and_comes_back_only_by_its_refund(mixed: Planned) -> None:
    """Of the half lost in a (100), 50 were paid and 40 % of that comes back: 30 are lost, 50 were spent before."""
    _, plain, _ = own(mixed)
    guaranteed = replace(plain.offer, deposit_refund_share=0.4)
    due = {"deposit": 0.0, "shipment": 0.4, "acceptance": 0.1, "retention": 0.0}
    paid = replace(plain, offer=guaranteed, locked=True, paid=0.5, due=due)
    found = sums(mixed, (paid,))
    assert found["instalments_lost", "deposit"] == pytest.approx([30.0, 0.0])
    assert found["goods", "deposit"] == pytest.approx([-50.0, 0.0])
    assert found["goods", "shipment"] == pytest.approx([40.0, 80.0])


@pytest.mark.parametrize("chunk", [1, 4, 6])
def test_in_pieces_as_in_one(mixed: Planned, chunk: int) -> None:
    whole, pieces = sums(mixed, own(mixed)), sums(mixed, own(mixed), chunk)
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
