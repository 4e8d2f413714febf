"""What has been signed, by stage, and who pays for what is common: cases with their values by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.suppliers import Supplier
from second_model.hand import FEBRUARY, at_home, case, from_abroad, machine, need, relief
from second_model.hand_cases import HandCase

BEFORE = date(2026, 12, 20)


def contract(stage: str, due: date = BEFORE, **changes: Any) -> OpenOrder:
    """One machine from abroad that was signed in September at 100 CNY, of which 0.3 is paid."""
    given = {
        "order": "O",
        "offer": "e",
        "firm": "F",
        "quantity": 1.0,
        "ordered": date(2026, 9, 1),
        "due": due,
        "paid_share": 0.3,
        "stage": stage,
    }
    return OpenOrder(**(given | changes))


def _all_charges(stage: str, due: date = BEFORE) -> Scenario:
    """Freight 10, duty 11, clearance 7, local work 3, agency 2, installation 5 beside the price."""
    offer = from_abroad(
        incoterm="FOB", freight_share=0.1, insurance_share=0.0, clearance_cost_cny=7.0, local_cost_cny=3.0,
        agency_fee_share=0.02, install_cost_cny=5.0,
    )  # fmt: skip
    return case(2, offers=(offer,), demand=(need(1.0, FEBRUARY),), open_orders=(contract(stage, due),))


def _slow(stage: str) -> Scenario:
    """One is needed in January, 7 a month late; it takes 20 days to clear, 40 to install."""
    offer = at_home(clearance_days=20.0, install_days=40.0)
    return case(3, offers=(offer,), demand=(need(1.0, late=7.0),), open_orders=(contract(stage, offer="h"),))


def _quota_used(stage: str) -> Scenario:
    """Two are needed; the signed one asks for a relief from duty that one may have, and another is bought."""
    return case(
        items=(machine(catalog_ref="x"),), offers=(from_abroad(),), demand=(need(2.0),),
        qualifications=(relief(quota_units=1.0, quota_scope="total"),), open_orders=(contract(stage, relief="C"),),
    )  # fmt: skip


def _first_as_text(payer: str, amount: float) -> Scenario:
    """S must be qualified for 15, and one of two firms, F9 and F10, has a budget. F9 needs one, or is late at 300."""
    return case(
        firms=(Firm(firm="F9"), Firm(firm="F10")),
        suppliers=(Supplier(supplier="S", country="CN", qualified=False, qualification_cost_cny=15.0),),
        demand=(need(1.0, late=300.0, firm="F9"),), budgets=(Budget(payer=payer, amount_cny=amount),),
    )  # fmt: skip


def _vat_back_before(offer: Offer, amount: float) -> Scenario:
    """Accepted in October, VAT to come back in November: 70 of the price are due, at home with 9.1 of VAT."""
    return case(
        offers=(offer,), demand=(need(1.0),), budgets=(Budget(payer="F", amount_cny=amount),),
        open_orders=(contract("accepted", date(2026, 10, 20), offer=offer.offer),),
    )  # fmt: skip


SIGNED_CASES: tuple[HandCase, ...] = (
    HandCase("signed_all_due", _all_charges("signed", FEBRUARY), 108.0, "70 + 10 + 11 + 7 + 3 + 2 + 5"),
    HandCase("signed_shipped", _all_charges("shipped", FEBRUARY), 98.0, "freight is paid"),
    HandCase("signed_arrived", _all_charges("arrived"), 98.0, "the same"),
    HandCase("signed_cleared", _all_charges("cleared"), 75.0, "70 and installation"),
    HandCase("signed_installed", _all_charges("installed"), 70.0, "the rest of the price"),
    HandCase("arrived_is_slow", _slow("arrived"), 77.0, "cleared and installed on 18 February: late once"),
    HandCase("cleared_is_there", _slow("cleared"), 70.0, "installed on 29 January"),
    HandCase("quota_is_free", _quota_used("arrived"), 180.0, "70 and 100 + 10: one of two is beyond the quota"),
    HandCase("quota_was_used", _quota_used("cleared"), 180.0, "70, and 110 since the other one has used the quota"),
    HandCase("vat_was_back", _vat_back_before(from_abroad(), 70.0), 70.0, "the rest of the price; no VAT"),
    HandCase("vat_is_not_spent", _vat_back_before(from_abroad(), 69.9), None, "14.3 were back in November"),
    HandCase("vat_at_home_was_back", _vat_back_before(at_home(), 79.1), 70.0, "70 + 9.1 of VAT, deductible"),
    HandCase("vat_at_home_is_not_spent", _vat_back_before(at_home(), 79.0), None, "13 were deducted in November"),
    HandCase("first_as_text", _first_as_text("F10", 10.0), 300.0, "F10 would pay for the qualification, and cannot"),
    HandCase("paid_by_another", _first_as_text("F9", 113.0), 115.0, "F9 pays 100 and VAT, F10 the 15"),
)
