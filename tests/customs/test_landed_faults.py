"""What is unknown is a fault at its cell with a remedy, never zero; all faults come in one pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from landed_cases import tiny

from consents import CONSENT
from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place, Severity
from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.scenario.scenario import Scenario

CATALOG = load()


def faults(scenario: Scenario) -> list[Issue]:
    with pytest.raises(InputRejected) as rejected:
        price(scenario, CATALOG)
    return [issue for issue in rejected.value.issues if issue.severity is Severity.ERROR]


def with_place(case: dict[str, Any]) -> Scenario:
    """The case with cells, as the reader would give them."""
    scenario = tiny(case)
    item = replace(scenario.items[0], place=Place("case.xlsx", "items", "4"), columns={"hs_code": "C"})
    offer = replace(scenario.offers[0], place=Place("case.xlsx", "offers", "7"), columns={"currency": "E"})
    return scenario.replace(items=(item,), offers=(offer,))


def test_a_blank_mfn_rate_is_a_fault_with_a_remedy_and_not_zero() -> None:
    (fault,) = faults(with_place({"item": {"hs_code": "84571091"}}))
    assert (fault.code, str(fault.at)) == ("mfn-unknown", "case.xlsx: items!C4")
    assert "84571091" in fault.found("zh") and "duty_rate_source" in fault.repair("zh")
    assert "84571091" in fault.found("en") and "duty_rate_source" in fault.repair("en")


def test_a_blank_mfn_rate_does_not_matter_where_the_offer_states_the_rate() -> None:
    scenario = tiny({"item": {"hs_code": "84571091"}, "offer": {"duty_rate": 0.0, "duty_rate_source": "ruling"}})
    assert price(scenario, CATALOG).cost_cny()[0, 0] == 1_000_000


def test_an_unknown_code_names_the_nearest_codes() -> None:
    (fault,) = faults(tiny({"item": {"hs_code": "84571019"}}))
    assert fault.code == "hs-code-unknown"
    assert "84571010" in fault.repair("zh")


def test_a_former_code_names_its_successors() -> None:
    (fault,) = faults(tiny({"item": {"hs_code": "84561000"}}))
    assert fault.code == "hs-code-former"
    assert "84561100" in fault.repair("en")


def test_arrivals_before_the_first_tariff_are_a_fault() -> None:
    (fault,) = faults(tiny({"start": date(2025, 10, 1)}))
    assert fault.code == "tariff-before-first-year"
    assert "2026-01-01" in fault.repair("en")


def test_goods_bought_in_china_need_no_tariff() -> None:
    offer = {"incoterm": "domestic", "price_includes_vat": False}
    scenario = tiny({"start": date(2025, 10, 1), "item": {"hs_code": "84571091"}, "offer": offer})
    assert price(scenario, CATALOG).cost_cny()[0, 0] == 1_000_000


def test_a_currency_without_a_rate_is_a_fault_at_its_cell() -> None:
    (fault,) = faults(with_place({"offer": {"currency": "GBP"}}))
    assert (fault.code, str(fault.at)) == ("fx-rate-missing", "case.xlsx: offers!E7")


def test_an_unknown_regime_names_the_known_ones() -> None:
    (fault,) = faults(tiny({"relief": {"regime": "free_trade"}}))
    assert fault.code == "regime-unknown"
    assert "encouraged_project" in fault.repair("zh") and "major_equipment" in fault.repair("zh")


def test_a_complete_machine_is_refused_under_major_equipment_and_told_why() -> None:
    (fault,) = faults(tiny({"relief": {"regime": "major_equipment", "item": "M"}}))
    assert fault.code == "regime-refuses-kind"
    assert "财关税〔2020〕2号" in fault.found("zh")
    assert "encouraged project" in fault.repair("en")


def test_vat_cannot_be_inside_a_price_that_is_declared_at_customs() -> None:
    (fault,) = faults(tiny({"offer": {"price_includes_vat": True}}))
    assert fault.code == "vat-inside-import-price"


def test_all_faults_come_in_one_pass_and_each_once() -> None:
    """Two offers of one item with a blank rate are one fault of the item; currency and regime come with it."""
    scenario = tiny({"item": {"hs_code": "84571091"}, "relief": {"regime": "none"}})
    offers = (*scenario.offers, replace(scenario.offers[0], offer="O2", currency="GBP"))
    codes = sorted(fault.code for fault in faults(scenario.replace(offers=offers)))
    assert codes == ["fx-rate-missing", "mfn-unknown", "regime-unknown"]


@pytest.mark.parametrize(
    ("offer", "code"),
    [
        ({"incoterm": "DAP"}, "dap-as-cif"),
        ({"incoterm": "DPU"}, "dap-as-cif"),
        ({"incoterm": "EXW"}, "exw-carriage"),
        ({"incoterm": "DDP"}, "ddp-without-vat"),
        ({"duty_rate": 0.05}, "duty-rate-without-source"),
        ({"currency": "EUR"}, "fx-reference-rate"),
        ({"origin_proof": True}, "proof-without-agreement"),
        ({"origin": "JP", "origin_proof": True}, "agreement-rate-missing"),
    ],
)
def test_an_assumption_is_a_note_in_both_languages(offer: dict[str, Any], code: str) -> None:
    notes = {note.code: note for note in price(tiny({"offer": offer}), CATALOG).notes}
    assert notes[code].found("zh") and notes[code].repair("zh")
    assert notes[code].found("en") and notes[code].repair("en")


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({"relief": {"regime": "encouraged_project"}}, "relief-item-not-confirmed"),
        ({"relief": {"regime": "encouraged_project"}}, "relief-frees-nothing"),
        ({"relief": {"regime": "major_equipment"}}, "relief-fits-no-item"),
        (
            {"item": CONSENT, "relief": {"regime": "encouraged_project", "status": "applied"}},
            "relief-applied",
        ),
        ({"relief": {"regime": "encouraged_project", "status": "planned"}}, "relief-planned"),
        ({"item": {"hs_code": "84862031"}}, "rate-unverified"),
        ({"item": {"hs_code": "90229090"}}, "provisional-not-on-record"),
        ({"item": {"hs_code": "85371019"}}, "provisional-part-only"),
        ({}, "rates-carried-on"),
    ],
)
def test_what_a_person_should_check_is_a_note(case: dict[str, Any], code: str) -> None:
    notes = {note.code: note for note in price(tiny(case), CATALOG).notes}
    assert notes[code].found("zh") and notes[code].repair("zh")
    assert notes[code].found("en") and notes[code].repair("en")


def test_ddp_without_a_word_on_vat_adds_vat_but_no_duty() -> None:
    table = price(tiny({"offer": {"incoterm": "DDP"}}), CATALOG)
    assert table.cost_cny()[0, 0] == 1_000_000
    assert table.unit_cny[0, :, 0].sum() == pytest.approx(1_130_000)


def test_the_rate_without_a_source_is_called_unverified() -> None:
    scenario = tiny({"offer": {"duty_rate": 0.05}})
    note = next(note for note in price(scenario, CATALOG).notes if note.code == "duty-rate-without-source")
    assert "5.00%" in note.found("en")
