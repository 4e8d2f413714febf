"""What is filled in and made moot by another cell is told; where it acts nothing is said."""

from __future__ import annotations

from dataclasses import MISSING
from datetime import date
from typing import Any

import pytest

from importplan.basics.labels import LANGUAGES, text
from importplan.scenario.checks.idle import RULES, filled_cells_act
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import sheet
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.sites import Site

DAY = date(2027, 1, 1)
ROW: dict[str, dict[str, Any]] = {
    "offers": {"offer": "O", "supplier": "S", "item": "M", "unit_price": 1.0, "currency": "EUR"},
    "suppliers": {"supplier": "S", "country": "DE"},
    "items": {"item": "M", "hs_code": "84571010"},
    "firms": {"firm": "F"},
    "qualifications": {"firm": "F", "regime": "encouraged_project"},
    "stock": {"item": "M", "quantity": 1.0},
    "reserve_terms": {"item": "M", "mode": "government"},
    "limits": {"rule": "max_tax", "value": 1.0},
    "fx": {"currency": "EUR", "cny_per_unit": 7.5},
    "routes": {"route": "R", "item": "M"},
    "settings": {"start": DAY},
}
BOOKED = {"booking_cost_cny": 1.0, "booking_min": 2.0, "booking_max": 3.0, "booking_from": DAY, "booking_to": DAY}
KEPT = {"holding_fee_cny": 1.0, "interest_subsidy": 0.01, "rotation_months": 6.0, "rotation_loss_share": 0.1}
CALLED = {"offers": (Offer(**ROW["offers"], contract="framework"),)}
PLANNED = {"budgets": (Budget(payer="all", amount_cny=1.0),)}


def _needed(firmness: str) -> dict[str, Any]:
    return {"demand": (Demand(line="D", item="M", period=DAY, quantity=1.0, firmness=firmness),)}


# Sheet, what is filled in, what makes it moot, what makes it act (of the row; a dictionary of sheets as the last).
MOOT: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ("offers", {"freight_share": 0.05}, {"incoterm": "CFR"}, {"incoterm": "FOB"}, {}),
    ("offers", {"insurance_share": 0.01}, {"incoterm": "CIF"}, {"incoterm": "CFR"}, {}),
    ("offers", {"duty_rate": 0.1, "extra_duty_rate": 0.2, "origin_proof": True}, {"incoterm": "domestic"}, {}, {}),
    ("offers", {"retransfer_days": 30.0}, {"end_user": "named"}, {"end_user": "retransfer"}, {}),
    ("offers", {"licence_group": "G"}, {}, {"licence_refusal": 0.1}, {}),
    ("offers", {"lc_deposit_share": 0.2, "lc_fee_share": 0.01}, {"payment": "OA"}, {"payment": "LC-sight"}, {}),
    ("offers", {"lc_days": 90.0}, {"payment": "LC-sight"}, {"payment": "OA"}, {}),
    ("offers", {"deposit_refund_share": 0.5, "guarantee": "bank"}, {"deposit_share": 0.0}, {}, {}),
    ("offers", {"qualification_cost_cny": 1.0, "qualification_months": 2.0}, {}, {"qualified": False}, {}),
    ("offers", {"subsidy_cny": 1.0, "subsidy_status": "granted"}, {}, {"subsidy": "rule"}, {}),
    ("suppliers", {"qualification_cost_cny": 1.0, "qualification_months": 2.0}, {}, {"qualified": False}, {}),
    ("suppliers", BOOKED, {}, {}, CALLED),
    ("items", {"volume_m3": 2.0}, {}, {}, {"sites": (Site(site="W", capacity_m3=5.0),)}),
    ("firms", {"aeo": True}, {}, {}, {"offers": (Offer(**ROW["offers"], customs_mode="two_step"),)}),
    ("firms", {"vat_recovery_months": 3.0}, {"vat_deductible": False}, {}, {}),
    ("firms", {"vat_recovery_months": 3.0}, {"vat_credit_surplus": True}, {}, {}),
    ("qualifications", {"quota_scope": "total"}, {}, {"quota_units": 3.0}, {}),
    ("qualifications", {"decision_on": DAY, "guarantee_share": 0.5}, {"status": "held"}, {"status": "applied"}, {}),
    ("stock", {"released_on": DAY, "value_cny": 5.0}, {}, {"customs_status": "relieved"}, {}),
    ("reserve_terms", {"rotation_loss_share": 0.1}, {}, {"rotation_months": 6.0}, {}),
    ("reserve_terms", KEPT, {"mode": "capacity"}, {"mode": "entrusted"}, {}),
    ("limits", {"measure": "units"}, {}, {"rule": "max_supplier_share"}, {}),
    ("limits", {"within": "mean"}, {"rule": "max_hhi"}, {"rule": "max_tax"}, {}),
    ("fx", {"locked_rate": 7.0}, {}, {"locked_share": 0.5}, {}),
    ("fx", {"locked_share": 0.5}, {}, {"locked_rate": 7.0}, {}),
    ("routes", {"fallback_offer": "O", "validation_months": 3.0}, {}, {"success_probability": 0.5}, {}),
    ("routes", {"capacity_growth": 0.1}, {}, {"capacity_per_period": 2.0}, {}),
    ("settings", {"risk_weight": 0.2}, {"goal": "min_cvar"}, {}, {}),
    ("settings", {"goal_tolerance": 0.2}, {}, {"goal": "ordered"}, {}),
    ("settings", {"contingency_share": 0.1}, {}, {}, PLANNED),
    ("settings", {"budgeted_probability": 0.5}, {}, {}, _needed("budgeted")),
    ("settings", {"approved_probability": 0.5}, {}, {}, _needed("approved")),
    ("settings", {"wished_probability": 0.5}, {}, {}, _needed("wished")),
]


def _told(of: str, sheets: dict[str, Any], *values: dict[str, Any]) -> set[str]:
    """The attributes of the row that are told not to act."""
    given: dict[str, Any] = ROW[of]
    for more in values:
        given = given | more
    row = sheet(of)(**given)
    settings = row if isinstance(row, Settings) else Settings(start=DAY)
    rows = {} if of == "settings" else {of: (row,)}
    keys = {spec.key: spec.attribute for spec in sheet(of).specs()}
    issues = list(filled_cells_act(Scenario(settings, **(sheets | rows))))
    assert all(issue.found(language) and issue.repair(language) for issue in issues for language in LANGUAGES)
    return {keys[str(issue.values["column"])] for issue in issues}


@pytest.mark.parametrize(("of", "filled", "moot", "acting", "sheets"), MOOT, ids=lambda value: str(value)[:30])
def test_what_is_moot_is_told_and_what_acts_is_not(
    of: str, filled: dict[str, Any], moot: dict[str, Any], acting: dict[str, Any], sheets: dict[str, Any]
) -> None:
    assert _told(of, {}, filled, moot) >= set(filled)
    assert not _told(of, sheets, filled, acting) & set(filled)


def test_every_rule_is_tried() -> None:
    keys = {(name, spec.attribute): spec.key for name in ROW for spec in sheet(name).specs()}
    tried = {(of, keys[of, attribute]) for of, filled, *_ in MOOT for attribute in filled}
    assert tried == {(rule.sheet, column) for rule in RULES for column in rule.columns}
    assert all(text(f"idle.{rule.why}", language, given="x") for rule in RULES for language in LANGUAGES)


def test_defaults_and_nothing_of_something_are_not_filled_in() -> None:
    """No freight at CIF is what CIF says; of a default nobody knows whether it was written."""
    share = next(spec for spec in Offer.specs() if spec.key == "freight_share")
    assert share.default is not MISSING
    for value in (0.0, share.default):
        assert not _told("offers", {}, {"incoterm": "CIF", "freight_share": value})
