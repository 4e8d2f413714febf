"""Substitutes, goods in bond and terms of the reserve, by hand.

What is needed is M at 100 of home; N is another machine, worth 100 and bought at home at 60. From abroad a unit is
10 EUR of 10 CNY with 10 % duty, and VAT that is deducted.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.price_breaks import PriceBreak
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock
from importplan.scenario.schema.substitutes import Substitute
from second_model.hand import FEBRUARY, JANUARY, MARCH, at_home, case, draws, from_abroad, machine, need, relief
from second_model.hand_cases import HandCase

HIGHER, LOWER = ("higher",), ("lower",)
STEP = PriceBreak(offer="n", from_quantity=10.0, unit_price=50.0)


def _instead(*lines: Any, ratio: float = 1.0, price: float = 60.0, periods: int = 1, **sheets: Any) -> Scenario:
    """M at 100, or N in its place."""
    given = {
        "items": (machine(), machine("N")),
        "offers": (at_home(), at_home("n", item="N", unit_price=price)),
        "demand": lines,
        "substitutes": (Substitute(item="N", serves="M", ratio=ratio),),
    }
    return case(periods, **(given | sheets))


def _chain() -> Scenario:
    """O at 10 serves N, N at 90 serves M; O does not serve M."""
    return _instead(
        need(2.0, accepts=HIGHER), price=90.0, items=(machine(), machine("N"), machine("O")),
        offers=(at_home(), at_home("n", item="N", unit_price=90.0), at_home("o", item="O", unit_price=10.0)),
        substitutes=(Substitute(item="N", serves="M"), Substitute(item="O", serves="N")),
    )  # fmt: skip


def _pooled(*accepts: tuple[str, ...]) -> Scenario:
    """Two firms of which one needs one M, nobody knows which; the reserve may buy N for whoever accepts it."""
    firms = (Firm(firm="F"), Firm(firm="G"))
    lines = tuple(
        need(1.0, line=f"L{firm.firm}", firm=firm.firm, accepts=words)
        for firm, words in zip(firms, accepts, strict=True)
    )
    given = draws({"a": 1.0, "b": 1.0}, ("a", "demand", "LF", None, 0.0), ("b", "demand", "LG", None, 0.0))
    made = _instead(*lines, firms=firms, reserve_terms=(ReserveTerms(item="N"),), **given)
    return made.replace(settings=replace(made.settings, owner="bureau"))


def _bond(periods: int = 1, stay: float | None = None, rent: float = 0.0, owner: str = "F", **sheets: Any) -> Scenario:
    """A case with one bonded site B; it buys M from abroad."""
    site = Site(site="B", kind="bonded", owner=owner, longest_stay_months=stay, cost_cny_per_m3_month=rent)
    return case(periods, **({"offers": (from_abroad(),), "sites": (site,)} | sheets))


def _lot(quantity: float = 1.0, **changes: Any) -> tuple[Stock, ...]:
    return (Stock(**({"item": "M", "quantity": quantity, "customs_status": "bonded", "owner": "F"} | changes)),)


def _unsure(**changes: Any) -> Scenario:
    """One is needed in one of two draws and costs 500 if late; it may be ordered into bond."""
    made = _bond(demand=(need(1.0, late=500.0),), **draws({"a": 1.0, "b": 1.0}, ("b", "demand", "L", None, 0.0)))
    return made.replace(**changes)


def _relieved(units: float | None, cny: float | None = None) -> Scenario:
    """Two lie in bond, two are needed, a certificate frees some."""
    return _bond(
        items=(machine(catalog_ref="x"),), stock=_lot(2.0), demand=(need(2.0),),
        qualifications=(relief(quota_units=units, quota_cny=cny),),
    )  # fmt: skip


def _pool_in_bond(share: float = 1.0, **budget: Any) -> Scenario:
    """One of two firms needs one; F has a relief, G none, and the reserve may order into bond."""
    lines = (need(1.0, line="LF", firm="F"), need(1.0, line="LG", firm="G"))
    given = draws({"a": 1.0, "b": 1.0}, ("a", "demand", "LG", None, 0.0), ("b", "demand", "LF", None, 0.0))
    made = _bond(
        owner=RESERVE, items=(machine(catalog_ref="x"),), firms=(Firm(firm="F"), Firm(firm="G")), demand=lines,
        qualifications=(relief(),), reserve_terms=(ReserveTerms(item="M", release_price_share=share),), **given,
    )  # fmt: skip
    return made.replace(**budget)


def _terms(*rows: ReserveTerms, late: float = 1000.0, **sheets: Any) -> Scenario:
    """Each of two firms needs one in one of two draws; who buys for itself buys two, the reserve one."""
    lines = tuple(need(1.0, line=f"L{firm}", firm=firm, late=late) for firm in "FG")
    given = draws({"a": 1.0, "b": 1.0}, ("a", "demand", "LG", None, 0.0), ("b", "demand", "LF", None, 0.0))
    made = case(firms=(Firm(firm="F"), Firm(firm="G")), demand=lines, reserve_terms=rows, **given)
    return made.replace(**sheets)


# The product is run on these in the suite, on all by benchmarks/second_model.py --hand.
QUICK = (
    "two_for_one",
    "a_pool_of_the_substitute",
    "stay_ends_before_the_need",
    "quota_out_of_bond",
    "bond_for_a_class",
)
SUBSTITUTE_CASES: tuple[HandCase, ...] = (
    HandCase("cheaper_instead", _instead(need(10.0, accepts=HIGHER)), 600.0, "10 of N at 60"),
    HandCase("not_accepted", _instead(need(10.0)), 1000.0, "N is not named"),
    HandCase("a_lower_one_is_no_higher_one", _instead(need(10.0, accepts=HIGHER), ratio=0.8), 1000.0, "0.8 is lower"),
    HandCase("two_for_one", _instead(need(10.0, accepts=LOWER), ratio=0.5, price=40.0), 800.0, "20 of N at 40"),
    HandCase("two_are_too_dear", _instead(need(10.0, accepts=LOWER), ratio=0.5), 1000.0, "20 at 60 are 1,200"),
    HandCase("one_for_two", _instead(need(10.0, accepts=HIGHER), ratio=2.0, price=150.0), 750.0, "5 of N at 150"),
    HandCase("whole_for_more", _instead(need(3.0, accepts=HIGHER), ratio=2.0, price=150.0), 250.0, "1 N, 1 M"),
    HandCase(
        "every_line_accepts",
        _instead(need(4.0, accepts=HIGHER), need(6.0, line="b")), 1000.0, "the second line does not",
    ),
    HandCase(
        "lines_after_the_plan_are_not_asked",
        _instead(need(4.0, accepts=HIGHER), need(6.0, MARCH, line="b")), 240.0, "4 at 60; the other is due in March",
    ),
    HandCase(
        "own_needs_compete",
        _instead(need(4.0, accepts=HIGHER), need(3.0, line="b", item="N"), stock=(Stock(item="N", quantity=5.0),),
                 offers=(at_home(), at_home("n", item="N", unit_price=300.0))), 200.0, "5 N: 3 own, 2 instead; 2 M",
    ),
    HandCase("no_chain", _chain(), 180.0, "2 of N at 90; O at 10 serves no M"),
    HandCase(
        "held_as_what_it_is",
        _instead(need(2.0, FEBRUARY, accepts=HIGHER), periods=2, price=60.0, items=(machine(), machine(
            "N", holding_rate=1.2)), offers=(at_home(), at_home("n", item="N", unit_price=60.0, to_day=JANUARY))),
        140.0, "2 N at 60 in January, held at 10 % of 100 each",
    ),
    HandCase(
        "late_costs_of_the_asked",
        _instead(need(2.0, late=30.0, accepts=HIGHER), price=40.0), 60.0, "late at 30 below 40: the queue is M's",
    ),
    HandCase(
        "steps_of_a_substitute",
        _instead(need(10.0, accepts=HIGHER), price_breaks=(STEP,)),
        500.0, "10 of N at 50",
    ),
    HandCase("a_pool_of_the_substitute", _pooled(HIGHER, HIGHER), 60.0, "one N for whoever needs it"),
    HandCase("a_pool_for_one_firm", _pooled(HIGHER, ()), 160.0, "an N at 60 for F, an M at 100 for G"),
    HandCase("taxed_when_cleared", _bond(stock=_lot(), demand=(need(1.0),)), 10.0, "10 % of 100"),
    HandCase(
        "by_value", _bond(stock=_lot(2.0, value_cny=100.0), demand=(need(2.0),)), 10.0, "10 % of 50 each",
    ),
    HandCase(
        "not_deducted", _bond(stock=_lot(), demand=(need(1.0),), firms=(Firm(firm="F", vat_deductible=False),)), 24.3,
        "10 and 13 % of 110",
    ),
    HandCase(
        "heaviest_offer",
        _bond(stock=_lot(), demand=(need(1.0),), offers=(from_abroad(), from_abroad("f", unit_price=20.0))), 20.0,
        "10 % of 200: of its imports the one with most tax",
    ),
    HandCase(
        "at_the_rate_of_release",
        _bond(2, stock=_lot(), demand=(need(1.0, FEBRUARY),)).replace(
            **draws({"w": 1.0}, ("w", "fx", "EUR", FEBRUARY, 12.0))), 10.0, "cleared in January at 10",
    ),
    HandCase(
        "stay_ends_before_the_need",
        _bond(3, 1.0, stock=_lot(), demand=(need(1.0, MARCH),), items=(machine(holding_rate=1.2),)), 30.0,
        "cleared in February (10), held twice at 10",
    ),
    HandCase("re_exported", _bond(2, 1.0, stock=_lot(2.0), demand=(need(0.0),)), 0.0, "free of tax, nobody needs it"),
    HandCase(
        "re_exported_not_before",
        _bond(3, 2.0, stock=_lot(), demand=(need(0.0),), items=(machine(holding_rate=1.2),)), 20.0,
        "held at the end of January and February",
    ),
    HandCase(
        "entered_long_ago",
        _bond(3, 2.0, stock=_lot(as_of=date(2026, 11, 15)), demand=(need(0.0),), items=(machine(holding_rate=1.2),)),
        0.0, "two months after November is January",
    ),
    HandCase("relief_out_of_bond", _relieved(None), 0.0, "both free"),
    HandCase("quota_out_of_bond", _relieved(1.0), 10.0, "one free, one at 10"),
    HandCase("quota_by_value_out_of_bond", _relieved(None, 50.0), 15.0, "half a unit of 100 free"),
    HandCase("ordered_into_bond", _unsure(), 105.0, "100, and 10 of tax in one of two draws"),
    HandCase("rent_in_bond", _unsure(items=(machine(volume_m3=1.0),), sites=(Site(
        site="B", kind="bonded", owner="F", cost_cny_per_m3_month=20.0), Site(site="W", owner="F"))), 110.0,
        "20 of rent in one of two draws is dearer than the tax of 10"),
    HandCase(
        "tax_limit_out_of_bond",
        _unsure(limits=(Limit(rule="max_tax", item="all", who="all", value=20.0),)),
        100.0 + 0.5 * (10.0 * 20.0 / 24.3 + 500.0 * 4.3 / 24.3), "20 / 24.3 of a unit is cleared, the rest late",
    ),
    HandCase("bond_for_a_class", _pool_in_bond(), 105.0, "one in bond; G pays 10 in its draw, F nothing"),
    HandCase(
        "bond_paid_by_takers",
        _pool_in_bond(budgets=(Budget(payer=RESERVE, amount_cny=0.0),)), 105.0, "100 out, 100 back in both draws",
    ),
    HandCase(
        "half_paid_by_takers",
        _pool_in_bond(0.5, budgets=(Budget(payer=RESERVE, amount_cny=40.0),)), 210.0,
        "50 remain: the reserve buys none; F free and G taxed for themselves",
    ),
    HandCase("government_stock", _terms(ReserveTerms(item="M")), 100.0, "one for two firms"),
    HandCase("entrusted_stock", _terms(ReserveTerms(item="M", mode="entrusted")), 100.0, "the same"),
    HandCase("stock_of_firms", _terms(ReserveTerms(item="M", mode="firm")), 200.0, "the reserve buys none"),
    HandCase("capacity_is_no_stock", _terms(ReserveTerms(item="M", mode="capacity")), 200.0, "nor capacity"),
    HandCase(
        "fees_and_rotation_do_not_act",
        _terms(ReserveTerms(
            item="M", holding_fee_cny=50.0, interest_subsidy=0.5, rotation_months=1.0, rotation_loss_share=0.5)), 100.0,
        "printed only",
    ),
    HandCase(
        "paid_back_within_the_period",
        _terms(ReserveTerms(item="M"), budgets=(Budget(payer=RESERVE, amount_cny=13.0),)), 100.0,
        "100 and 13 of VAT out, 100 back",
    ),
    HandCase(
        "paid_back_in_part",
        _terms(ReserveTerms(item="M", release_price_share=0.5), budgets=(Budget(payer=RESERVE, amount_cny=62.0),)),
        200.0, "63 out in the mean: the firms buy for themselves",
    ),
)  # fmt: skip
