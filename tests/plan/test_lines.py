"""Cost lines and cash lines derive from the records of charges, in a fixed order, with nothing left out."""

from __future__ import annotations

from importplan.customs.cost.rules import CHARGES, EVERY_CHARGE
from importplan.plan.lines import CASH_GROUPS, CASH_LINES, COST_LINES, NOTIONAL_LINES, TAX_CASH, VAT_RECOVERED


def test_the_lines_stand_in_the_order_that_results_and_machines_know() -> None:
    """Result files name lines in this order; whoever reads them by position must not be surprised."""
    assert COST_LINES == (
        "goods", "freight", "insurance", "royalty", "design", "commission", "packing", "duty", "extra_duty", "vat_cost",
        "agency", "bank_fees", "local", "install", "training", "subsidy", "clearance", "order_cost",
        "qualification", "booking", "route_opening", "local_value", "storage", "holding_fee", "rotation",
        "interest_subsidy", "holding",
        "obsolescence", "workaround", "shortage_1", "shortage_2", "shortage_3", "exchange_rate", "instalments_lost",
        "terminal_value", "soft_limits", "open_needs",
    )  # fmt: skip
    assert CASH_LINES == (
        "deposit", "shipment", "acceptance", "retention", "lc_margin", "tax_guarantee", "bank_fees", "freight",
        "insurance", "royalty", "design", "commission", "packing", "duty", "vat", "vat_recovered", "agency",
        "local", "install", "training", "subsidy", "clearance",
        "order_cost", "qualification", "booking", "route_opening", "local_value", "storage", "holding_fee", "rotation",
        "interest_subsidy", "workaround", "release",
    )  # fmt: skip


def test_every_charge_has_its_cost_line_unless_it_comes_back() -> None:
    assert {kind.key for kind in EVERY_CHARGE if not kind.deductible} <= set(COST_LINES)
    assert not {kind.key for kind in CHARGES if kind.deductible} & set(COST_LINES)


def test_every_charge_has_its_cash_line() -> None:
    assert {kind.cash_line for kind in EVERY_CHARGE if kind.cash_line} <= set(CASH_LINES)


def test_every_cash_line_stands_in_one_group_of_page_one() -> None:
    grouped = [line for lines in CASH_GROUPS.values() for line in lines]
    assert sorted([*grouped, VAT_RECOVERED]) == sorted(CASH_LINES)


def test_estimates_are_told_apart_from_money() -> None:
    assert NOTIONAL_LINES == ("shortage_1", "shortage_2", "shortage_3", "terminal_value", "soft_limits", "open_needs")


def test_taxes_are_paid_under_duty_and_vat() -> None:
    assert TAX_CASH == ("duty", "vat")
