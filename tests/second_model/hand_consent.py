"""Who has consented to a relief, by hand: two machines at 100 CNY from abroad, with 10 % duty or free of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from consents import CONSENT
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.qualifications import Qualification
from second_model.hand import FEBRUARY, case, from_abroad, machine, need, relief
from second_model.hand_cases import HandCase

NOBODY: dict[str, Any] = {"confirmed_by": "", "confirmed_on": None, "confirmed_basis": ""}
UNSIGNED = relief(**NOBODY)
ALL_ITEMS = relief(item="", **NOBODY)
ROW_ONLY = relief(certificate="")


def _two(*rows: Qualification, on_item: bool = False, **sheets: Any) -> Scenario:
    item = machine(**(CONSENT if on_item else {}))
    given = {"items": (item,), "offers": (from_abroad(),), "demand": (need(2.0),), "qualifications": rows}
    return case(**(given | sheets))


def _two_firms(*rows: Qualification, on_item: bool = False) -> Scenario:
    """Each of two firms needs one."""
    lines = (need(1.0, firm="F"), need(1.0, firm="G", line="K"))
    return _two(*rows, on_item=on_item, firms=(Firm(firm="F"), Firm(firm="G")), demand=lines)


def _given_on(day: date) -> Scenario:
    """One is needed in January, one in February, and holding one for a month costs 10 % of its worth."""
    return case(
        2, items=(machine(holding_rate=1.2),), offers=(from_abroad(),),
        demand=(need(1.0), need(1.0, FEBRUARY, line="K")), qualifications=(relief(confirmed_on=day),),
    )  # fmt: skip


CONSENT_CASES: tuple[HandCase, ...] = (
    HandCase("nobody_consents", _two(UNSIGNED), 220.0, "2 x 110"),
    HandCase("no_person", _two(relief(confirmed_by="")), 220.0, "2 x 110"),
    HandCase("no_day", _two(relief(confirmed_on=None)), 220.0, "2 x 110"),
    HandCase("no_paper", _two(relief(confirmed_basis="")), 220.0, "2 x 110"),
    HandCase("denied", _two(relief(confirmed_basis="项目设备清单第 1 项，海关不予免税")), 220.0, "2 x 110"),
    HandCase("in_the_row", _two(relief()), 200.0, "free"),
    HandCase("in_a_row_for_all_items", _two(relief(item="")), 220.0, "it names no item"),
    HandCase("on_the_item", _two(UNSIGNED, on_item=True), 200.0, "one certificate claims it"),
    HandCase("on_the_item_for_all", _two(ALL_ITEMS, on_item=True), 200.0, "the same"),
    HandCase(
        "on_the_item_of_two", _two(UNSIGNED, relief(certificate="D", **NOBODY), on_item=True), 220.0, "two claim it"
    ),
    HandCase(
        "one_is_switched_off", _two(UNSIGNED, relief(certificate="D", use=False, **NOBODY), on_item=True), 200.0,
        "one claims it",
    ),
    HandCase(
        "other_item_claims", _two(UNSIGNED, relief(certificate="D", item="N", **NOBODY), on_item=True,
        items=(machine(**CONSENT), machine("N"))), 200.0, "the other certificate is for N",
    ),
    HandCase(
        "planned_claims_too", _two(UNSIGNED, relief(certificate="D", status="planned", **NOBODY), on_item=True), 220.0,
        "two claim it, of which one is planned",
    ),
    HandCase("consent_row", _two(ALL_ITEMS, ROW_ONLY), 200.0, "under the certificate for all items"),
    HandCase(
        "consent_row_and_item", _two(ALL_ITEMS, relief(certificate="", **NOBODY), on_item=True), 200.0,
        "a row without number, dates and quota is no certificate",
    ),
    HandCase(
        "consent_row_keeps_the_quota", _two(relief(item="", quota_units=1.0, **NOBODY), ROW_ONLY), 210.0,
        "one is free, the quota is that of the certificate",
    ),
    HandCase(
        "a_row_with_a_quota_claims",
        _two(relief(item="", quota_units=1.0, **NOBODY), relief(certificate="", quota_units=1.0)), 200.0,
        "one under each",
    ),
    HandCase(
        "under_each_certificate",
        _two(relief(quota_units=1.0), relief(certificate="D", quota_units=1.0, **NOBODY)), 200.0,
        "F and the regime have the consent of one row",
    ),
    HandCase("of_one_firm", _two_firms(relief(), relief(firm="G", **NOBODY)), 210.0, "G has none"),
    HandCase("of_both_firms", _two_firms(relief(), relief(firm="G")), 200.0, "free"),
    HandCase(
        "on_the_item_of_two_firms", _two_firms(UNSIGNED, relief(firm="G", **NOBODY), on_item=True), 220.0, "two"
    ),
    HandCase(
        "own_row_beside_the_item", _two_firms(relief(), relief(firm="G", **NOBODY), on_item=True), 210.0,
        "that on the item does not hold; F has its own",
    ),
    HandCase("given_before_the_start", _given_on(date(2026, 12, 31)), 200.0, "both are free"),
    HandCase("given_on_the_first_day", _given_on(date(2027, 1, 1)), 200.0, "both are free"),
    HandCase("given_while_goods_arrive", _given_on(date(2027, 1, 15)), 210.0, "free from February on: 110 + 100"),
    HandCase("given_on_the_last_day", _given_on(date(2027, 2, 1)), 210.0, "that of February is free"),
    HandCase("given_too_late", _given_on(date(2027, 2, 2)), 220.0, "2 x 110"),
)  # fmt: skip
