"""Rows that are switched off, by hand: two machines are needed; 100 CNY at home, 110 from abroad; late 1,000 each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.suppliers import Supplier
from second_model.hand import JANUARY, at_home, case, draws, from_abroad, machine, need, relief
from second_model.hand_cases import HandCase

OFF: dict[str, Any] = {"use": False}
HOME = Supplier(supplier="S", country="CN")
ABROAD = Supplier(supplier="E", country="DE")


def _two(**sheets: Any) -> Scenario:
    given = {"suppliers": (HOME, ABROAD), "offers": (at_home(), from_abroad()), "demand": (need(2.0),)}
    return case(**(given | sheets))


def _signed(**sheets: Any) -> Scenario:
    """One has been signed for at home; nothing of it is paid."""
    order = OpenOrder(order="P", offer="h", firm="F", quantity=1.0, due=JANUARY)
    return _two(open_orders=(order,), **sheets)


def _other(**changes: Any) -> Scenario:
    """One more is needed of another machine, that only S sells, at 300."""
    other = at_home("n", item="N", unit_price=300.0)
    return _two(
        items=(machine(), machine("N", **changes)), offers=(at_home(), from_abroad(), other),
        demand=(need(2.0), need(1.0, line="K", item="N")),
        limits=(Limit(rule="min_fill_rate", item="N", value=1.0), Limit(rule="max_shortage", item="all", value=0.0)),
    )  # fmt: skip


USE_CASES: tuple[HandCase, ...] = (
    HandCase("offer_off", _two(offers=(at_home(**OFF), from_abroad())), 220.0, "2 x 110"),
    HandCase("supplier_off", _two(suppliers=(replace(HOME, use=False), ABROAD)), 220.0, "2 x 110"),
    HandCase("all_offers_off", _two(offers=(at_home(**OFF), from_abroad(**OFF))), 2000.0, "both late"),
    HandCase("need_off", _two(demand=(need(2.0), need(1.0, line="K", **OFF))), 200.0, "2 x 100"),
    HandCase(
        "relief_off", _two(offers=(from_abroad(),), qualifications=(relief(**OFF),)), 220.0, "with duty",
    ),
    HandCase(
        "limit_off", _two(limits=(Limit(rule="max_shortage", item="all", value=0.0, **OFF),), offers=(at_home(**OFF),)),
        2000.0, "both late",
    ),
    HandCase("reserve_limit_off", _two(
        limits=(Limit(rule="min_reserve", item="M", who=RESERVE, value=1.0, **OFF),)), 200.0, "nothing for a reserve",
    ),
    HandCase("other_item", _other(), 500.0, "2 x 100 and 300"),
    HandCase("other_item_off", _other(**OFF), 200.0, "its need, its offer and its limit go along"),
    HandCase("signed_on_an_offer_off", _signed(offers=(at_home(**OFF), from_abroad())), 210.0, "100 signed, then 110"),
    HandCase("signed_with_a_supplier_off", _signed(suppliers=(replace(HOME, use=False), ABROAD)), 210.0, "the same"),
    HandCase(
        "signed_other_offer_of_the_supplier",
        _signed(offers=(at_home(), at_home("g", unit_price=1.0), from_abroad()),
                suppliers=(replace(HOME, use=False), ABROAD)),
        210.0, "the cheap one of the same supplier is gone",
    ),
    HandCase(
        "price_of_a_signed_offer_off",
        _signed(offers=(at_home(**OFF), from_abroad()), **draws({"w": 1.0}, ("w", "price", "h", None, 50.0))),
        210.0, "a price by draw is one of new orders",
    ),
    HandCase(
        "outage_of_an_offer_off",
        _two(offers=(at_home(**OFF), from_abroad()), **draws({"w": 1.0}, ("w", "availability", "offer:h", None, 0.0))),
        220.0, "what is said of it goes along",
    ),
    HandCase(
        "open_need_of_what_is_off",
        _two(settings=replace(case().settings, open_need_share=1.0), offers=(at_home(unit_price=500.0, **OFF),)),
        2200.0, "2 x 1,000 late, and 2 x 100 open: an offer that is off makes nothing dearer",
    ),
)  # fmt: skip
