"""machine_tool_builder: what the relief is worth, when it applies, and what it never covers, as its README says."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.table import LandedTable
from importplan.customs.relief.worth import Reductions, reductions
from importplan.pipeline.case import read_case
from importplan.scenario.scenario import Scenario

CASE = Path(__file__).parents[2] / "scenarios" / "machine_tool_builder" / "machine_tool_builder"
CONFIRMED = {"C-SIEMENS": 1, "E-HEIDENHAIN": 1, "S-THK": 1, "T-DUPLOMATIC": 1}  # units in a machine, main sources
UNCONFIRMED = {"P-HSD": 1, "R-NABTESCO": 2}
MACHINES_A_YEAR = 60
SPRING, WINTER = 1, 0  # arrival periods 2027Q2 and 2027Q1


@cache
def shipped() -> Scenario:
    return read_case(CASE)


def priced(case: Scenario) -> tuple[LandedTable, Reductions]:
    catalog = load()
    table = price(case, catalog)
    return table, reductions(case, catalog, table)


def relieved(table: LandedTable, offer: str, status: str = "held") -> int:
    """The option of an offer under the certificate of a status."""
    return next(p for p, option in enumerate(table.options) if (option.offer, option.status) == (offer, status))


def per_machine(case: Scenario, offers: dict[str, int]) -> tuple[float, float, float, float]:
    """Customs value, tax relieved, effect on cost and on cash of the parts of one machine that arrive in 2027Q2."""
    table, worth = priced(case)
    columns = (worth.tax_relieved_cny, worth.cost_effect_cny, worth.cash_effect_cny)
    rows = [(relieved(table, offer), units) for offer, units in offers.items()]
    value = sum(table.customs_value_cny[row] * units for row, units in rows)
    tax, cost, cash = (sum(column[row, SPRING] * units for row, units in rows) for column in columns)
    return float(value), float(tax), float(cost), float(cash)


def all_confirmed(case: Scenario) -> Scenario:
    """The case with the word of a person for each of its parts."""
    like = case.qualifications[-1]
    named = {row.item for row in case.qualifications}
    rows = (replace(like, item=item.item) for item in case.items if item.kind == "part" and item.item not in named)
    return case.replace(qualifications=(*case.qualifications, *rows))


def test_screws_by_hand() -> None:
    """¥2,500,000 x 0.042308 = 105,770 CIF; duty 8 % = 8,461.60; VAT 13 % of 114,231.60 = 14,850.108."""
    assert per_machine(shipped(), {"S-THK": 1}) == pytest.approx((105_770, 23_311.708, 8_461.60, 23_311.708))


def test_three_numbers_of_a_machine_are_those_of_the_readme() -> None:
    """Only the duty is a saving: the VAT that is not levied would have come back."""
    found = per_machine(shipped(), CONFIRMED)
    assert found == pytest.approx((661_290.35, 122_253.55, 32_111.33, 122_253.55), abs=0.02)


def test_the_relief_is_worth_less_than_four_percent_of_the_parts() -> None:
    case = shipped()
    value, tax, cost, _ = per_machine(all_confirmed(case), CONFIRMED | UNCONFIRMED)
    assert value * MACHINES_A_YEAR == pytest.approx(54.19e6, rel=1e-3)
    assert cost / value == pytest.approx(0.038, abs=0.001)
    assert tax / value == pytest.approx(0.173, abs=0.001)


def test_what_arrives_before_the_certificate_is_taxed() -> None:
    table, worth = priced(shipped())
    row = relieved(table, "C-SIEMENS")
    assert worth.cost_effect_cny[row, WINTER] == 0
    assert worth.cost_effect_cny[row, SPRING] > 10_000


def test_signed_contracts_arrive_too_early_and_cost_their_duty() -> None:
    """¥2,480,000 CIF x 10: 83,939.07; €47,000 FCA x 1.025 x 1.003 x 10: 179,570; together 263,509 yuan."""
    case = shipped()
    assert all(order.due < case.qualifications[0].valid_from for order in case.open_orders if order.due)
    screws = 10 * 2_480_000 * 0.042308 * 0.08
    controls = 10 * 47_000 * 7.4326 * 1.025 * 1.003 * 0.05  # 3 % was provisional, until 2026-12-31
    assert screws + controls == pytest.approx(263_509, abs=1)


def test_the_quota_is_used_up_in_october() -> None:
    """In order of arrival, as demand is due: 15, 16 and 16 machines of confirmed parts from April on."""
    case = shipped()
    value = per_machine(case, CONFIRMED)[0]
    quota = case.qualifications[0].quota_cny or 0.0
    before_autumn = (15 + 16) * value
    days = (quota - before_autumn) / (16 * value / 92)
    assert 0 < days < 31


@pytest.mark.parametrize("item", ["SPINDLE", "REDUCER", "GUIDE-GRINDER"])
def test_unconfirmed_parts_and_complete_machines_are_not_exempt(item: str) -> None:
    case = shipped()
    table, _ = priced(case)
    offers = {offer.offer for offer in case.offers if offer.item == item}
    assert {option.regime for option in table.options if option.offer in offers} == {"ordinary"}


def test_a_confirmed_complete_machine_is_still_not_exempt() -> None:
    """Consent opens the relief for parts; the regime knows no machines, and a row that names one is refused."""
    case = shipped()
    table, _ = priced(all_confirmed(case))
    regimes = {offer: {o.regime for o in table.options if o.offer == offer} for offer in ("P-HSD", "G-WALDRICH")}
    assert regimes == {"P-HSD": {"ordinary", "major_equipment"}, "G-WALDRICH": {"ordinary"}}


def test_list_rows_are_said_to_come_from_the_firm_and_to_be_examples() -> None:
    """The consents of the case hold in it, because it calls itself an example; in any other case they bar."""
    case = shipped()
    said = [row.confirmed_basis for row in case.qualifications if row.item]
    assert len(said) == 4
    assert all("由企业提供" in words and "示例" in words for words in said)
    assert not any(item.catalog_ref for item in case.items)
    table, _ = priced(case.replace(settings=replace(case.settings, example=False)))
    assert {option.regime for option in table.options} == {"ordinary"}


def test_a_row_that_only_consents_is_no_certificate_of_its_own() -> None:
    """Three certificates for all items, with their quotas; four rows that name an item and have none."""
    case = shipped()
    table, _ = priced(case)
    assert {option.qualification for option in table.options} == {None, 0, 1, 2}


def test_missing_agreement_rates_are_said_aloud() -> None:
    """Goods from Japan come with a proof of origin; the table has no RCEP rate, so MFN applies and a note says so."""
    table, _ = priced(shipped())
    missing = {note.values["offer"] for note in table.notes if note.code == "agreement-rate-missing"}
    assert {"S-THK", "S-NSK", "C-FANUC", "R-NABTESCO"} == missing


def test_a_relief_holds_only_inside_its_certificate() -> None:
    """The certificate of 2027 is valid from April: it frees what arrives in spring, and nothing in winter."""
    table, _ = priced(shipped())
    holds = table.relieves[relieved(table, "S-THK")]
    assert (bool(holds[WINTER]), bool(holds[SPRING])) == (False, True)
    assert not table.relieves[table.ordinary].any()
