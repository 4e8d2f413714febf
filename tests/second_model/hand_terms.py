"""Terms of delivery and additions to the customs value, by hand: one machine at 10 EUR of 10 CNY, with 10 % duty.

Freight is 20 % of the price and insurance 10 % of price and freight, where the term leaves them to the buyer.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.open_orders import OpenOrder
from second_model.hand import FEBRUARY, JANUARY, at_home, case, draws, from_abroad, machine, need, relief
from second_model.hand_cases import HandCase

NO_DEDUCTION = (Firm(firm="F", vat_deductible=False),)


def _one(incoterm: str = "CIF", periods: int = 1, **changes: Any) -> Scenario:
    offer = from_abroad(incoterm=incoterm, freight_share=0.2, insurance_share=0.1, **changes)
    return case(periods, offers=(offer,), demand=(need(1.0),))


def _no_deduction(**changes: Any) -> Scenario:
    return _one(**changes).replace(firms=NO_DEDUCTION)


def _signed(stage: str = "signed") -> Scenario:
    """One was signed at 15 EUR instead of the 10 quoted, of which 0.3 is paid; royalty is 1 EUR at 10."""
    row = OpenOrder(
        order="O", offer="e", firm="F", quantity=1.0, ordered=JANUARY - timedelta(days=30), due=JANUARY,
        paid_share=0.3, unit_price=15.0, stage=stage,
    )  # fmt: skip
    return _one(royalty=1.0).replace(open_orders=(row,))


def _lots(quantity: float, lot: float, late: float = 1000.0, **changes: Any) -> Scenario:
    """Some are needed of what is sold by the kilogram, at 10 CNY, in lots."""
    item = machine(unit="kg", whole_units=False)
    offer = at_home(unit_price=10.0, lot_size=lot, **changes)
    return case(items=(item,), offers=(offer,), demand=(need(quantity, late=late),))


def _ladder(*consents: tuple[str, bool]) -> Scenario:
    """Two from abroad with 10 % duty; certificates of one regime, of which some have a person's consent."""
    nobody: dict[str, Any] = {"confirmed_by": "", "confirmed_on": None, "confirmed_basis": ""}
    rows = tuple(
        relief(certificate=name, quota_units=1.0, **({} if signed else nobody)) for name, signed in consents
    )  # fmt: skip
    return case(offers=(from_abroad(),), demand=(need(2.0),), qualifications=rows)


# The product is run on these in the suite, on all by benchmarks/second_model.py --hand.
QUICK = ("cfr", "fas", "all_additions", "signed_additions", "lots_of_a_quarter", "second_of_equal_rows_consents")
TERM_CASES: tuple[HandCase, ...] = (
    HandCase("cfr", _one("CFR"), 121.0, "(100 + insurance 10 % of 100) x 1.1: freight is in the price"),
    HandCase("cpt", _one("CPT"), 121.0, "the same, wherever the carriage ends"),
    HandCase("fas", _one("FAS"), 145.2, "(100 + freight 20 + insurance 10 % of 120) x 1.1"),
    HandCase("dpu", _one("DPU"), 110.0, "100 x 1.1: all carriage is the seller's, customs the buyer's"),
    HandCase("cfr_no_deduction", _no_deduction(incoterm="CFR"), 136.73, "110 x 1.1 x 1.13"),
    HandCase("royalty", _one(royalty=1.0), 121.0, "(100 + 10) x 1.1"),
    HandCase("design", _one(design=1.0), 121.0, "(100 + 10) x 1.1"),
    HandCase("commission", _one(commission=1.0), 121.0, "(100 + 10) x 1.1"),
    HandCase("packing", _one(packing=1.0), 121.0, "(100 + 10) x 1.1"),
    HandCase("tooling", _one(tooling=1.0), 111.0, "100 + 10 % of (100 + 10): it raises the value only"),
    HandCase("installation_inside", _one(installation_inside=2.0), 108.0, "100 + 10 % of (100 - 20)"),
    HandCase(
        "all_additions",
        _one("FOB", royalty=0.1, design=0.2, commission=0.3, packing=0.4, tooling=0.5, installation_inside=2.0), 154.7,
        "100 + 20 + 12 + 10, and 10 % of (142 + 5 - 20)",
    ),
    HandCase("additions_no_deduction", _no_deduction(royalty=1.0, tooling=1.0), 139.16, "110; duty 12; 13 % of 132"),
    HandCase(
        "additions_use_the_limit_on_tax",
        _one(tooling=1.0).replace(limits=(Limit(rule="max_tax", item="all", who="all", value=26.0),)), 1000.0,
        "duty 11 + VAT 13 % of 121 = 26.73 is above 26: late",
    ),
    HandCase(
        "royalty_at_the_rate_of_shipment",
        _one(periods=2, royalty=1.0, lead_time_days=31.0, deposit_share=1.0, shipment_share=0.0).replace(
            demand=(need(1.0, FEBRUARY),), **draws({"w": 1.0}, ("w", "fx", "EUR", FEBRUARY, 20.0))), 142.0,
        "100 in January; in February 20 of royalty and 10 % of (10 + 1) x 20",
    ),
    HandCase(
        "additions_move_with_the_price",
        _one(royalty=1.0, tooling=1.0).replace(**draws({"w": 1.0}, ("w", "price", "e", None, 20.0))), 244.0,
        "(200 + 20) and 10 % of 240",
    ),
    HandCase("signed_additions", _signed(), 136.5, "150 less 45 paid before; royalty 15; 10 % of 165"),
    HandCase("signed_and_shipped", _signed("shipped"), 121.5, "royalty is paid; 150 less 45, 10 % of 165"),
    HandCase("lots_of_a_quarter", _lots(0.6, 0.25), 7.5, "3 x 0.25 at 10"),
    HandCase("lots_of_a_third", _lots(0.9, 0.3), 9.0, "3 x 0.3 at 10"),
    HandCase("lots_above_a_smallest_order", _lots(0.6, 0.25, min_order=0.8), 10.0, "4 x 0.25: 0.75 is below 0.8"),
    HandCase("part_of_a_lot_is_not_worth_it", _lots(0.6, 0.5, 20.0), 7.0, "5 for 0.5; 0.1 late at 20 = 2, below 5"),
    HandCase("two_of_two_certificates", _ladder(("C", True), ("D", True)), 200.0, "one free under each"),
    HandCase("first_of_equal_rows_consents", _ladder(("C", True), ("D", False)), 200.0, "of firm and regime"),
    HandCase("second_of_equal_rows_consents", _ladder(("C", False), ("D", True)), 200.0, "the same, in either order"),
    HandCase("none_of_equal_rows_consents", _ladder(("C", False), ("D", False)), 220.0, "with duty"),
)  # fmt: skip
