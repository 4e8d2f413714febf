"""Routes, by hand: two machines at 100 CNY, or kits at 60 CNY and 20 CNY of local work. Late costs 1,000 a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.budgets import Budget
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder
from importplan.scenario.schema.route_inputs import RouteInput
from importplan.scenario.schema.routes import Route
from importplan.scenario.schema.stock import Stock
from second_model.hand import (
    FEBRUARY,
    JANUARY,
    MARCH,
    at_home,
    case,
    draws,
    from_abroad,
    machine,
    need,
    relief,
    settings,
)
from second_model.hand_cases import EVEN, HandCase

ANY = ("machine", "domestic", "skd", "parts")
TWO_FIRMS = (Firm(firm="F"), Firm(firm="G"))
PARTS: dict[str, Any] = {"kind": "part", "hs_code": "84669390"}


NINE: dict[str, Any] = {"order_cost_cny": 5.0, "min_order": 9.0}
M_PARTED, K_PARTED = (machine(name, whole_units=False) for name in ("M", "K"))


def kit(**changes: Any) -> Offer:
    """A kit at 60 CNY net of VAT, delivered at once."""
    given = {"item": "K", "unit_price": 60.0}
    return at_home("k", **(given | changes))


def kit_from_abroad() -> Offer:
    """6 EUR at 10 CNY with 10 % duty: 66 CNY."""
    return from_abroad("k", item="K", unit_price=6.0)


def route(name: str = "r", **changes: Any) -> Route:
    """A route on which a kit and 20 CNY of local work make a machine."""
    given = {"route": name, "item": "M", "kind": "skd", "local_cost_cny": 20.0}
    return Route(**(given | changes))


def uses(name: str = "r", quantity: float = 1.0, item: str = "K") -> RouteInput:
    """What a machine needs on a route."""
    return RouteInput(route=name, item=item, quantity=quantity)


def _two(
    periods: int = 1, late: float = 1000.0, quantity: float = 2.0, accepts: tuple[str, ...] = ANY, **sheets: Any
) -> Scenario:
    """Some machines needed in January, two where nothing is said; beyond a month nobody may be left without."""
    given = {
        "settings": settings(periods, open_need_share=10.0 if periods > 1 else 0.0),
        "items": (machine(), machine("K", kind="kit")),
        "offers": (at_home(), kit()),
        "demand": (need(quantity, late=late, accepts=accepts),),
        "routes": (route(),),
        "route_inputs": (uses(),),
    }
    return case(periods, **(given | sheets))


def _on(periods: int = 1, late: float = 1000.0, quantity: float = 2.0, **terms: Any) -> Scenario:
    """The same with a route of its own terms."""
    return _two(periods, late, quantity, routes=(route(**terms),))


def _domestic(**terms: Any) -> Scenario:
    """A route that needs nothing but local work."""
    row = route(**({"kind": "domestic"} | terms))
    return _two(accepts=(), routes=(row,), route_inputs=())


def _two_firms(*rows: Any, **sheets: Any) -> Scenario:
    """F needs two; G makes them of kits from abroad, at 66 CNY with duty and 60 CNY without."""
    given = {
        "firms": TWO_FIRMS,
        "items": (machine(), machine("K", **PARTS)),
        "offers": (at_home(), kit_from_abroad()),
        "demand": (need(2.0, firm="F", accepts=ANY),),
        "routes": (route(firm="G", kind="parts"),),
        "qualifications": rows,
    }
    return _two(**(given | sheets))


def _relieved(*rows: Any) -> Scenario:
    """F makes two of parts from abroad."""
    items = (machine(), machine("K", **PARTS))
    return _two(items=items, offers=(at_home(), kit_from_abroad()), qualifications=rows)


def _stopped(share: float, late: float = 5.0, **sheets: Any) -> Scenario:
    """In one of two draws only a share of the kits ships in January."""
    world = draws(EVEN, ("b", "availability", "offer:k", JANUARY, share))
    return _two(2, late, **(world | sheets))


def two_products(late_m: float, late_n: float) -> Scenario:
    """One of M and one of N, of the same kit, of which in draw b one ships in January and the other in February."""
    return _stopped(
        0.5,
        items=(machine(), machine("N"), machine("K", kind="kit")),
        offers=(at_home(), at_home("n", item="N"), kit()),
        demand=(need(1.0, late=late_m, accepts=ANY), need(1.0, late=late_n, line="N", item="N", accepts=ANY)),
        routes=(route("r1"), route("r2", item="N")),
        route_inputs=(uses("r1"), uses("r2")),
    )


def worth_something_at_the_end() -> Scenario:
    """One needed in January; it is made for 20, and what is left in March is worth 30."""
    return _two(
        quantity=1.0, settings=settings(3, terminal_value_share=0.3), routes=(route(kind="domestic"),), route_inputs=()
    )


def coming_to_the_reserve() -> Scenario:
    """One is needed by who takes kits only, and cannot be had; a machine comes to the reserve after the end."""
    row = OpenOrder(
        order="O", offer="h", firm=RESERVE, quantity=1.0, ordered=JANUARY - timedelta(days=9), due=MARCH, paid_share=1.0
    )
    return case(
        settings=settings(owner="bureau", open_need_share=1.2), offers=(at_home(capacity_per_period=0.0),),
        demand=(need(1.0, late=10.0, accepts=("skd",)),), open_orders=(row,),
    )  # fmt: skip


def _failing(
    offer: Offer | None = None, inputs: tuple[RouteInput, ...] = (), terms: dict[str, Any] | None = None, **sheets: Any
) -> Scenario:
    """A route that is opened for 10 and never succeeds, with an offer to fall back on: an order costs 5 beside. Of its
    own accord it sells no fewer than nine.
    """
    row = route(**({"kind": "domestic", "opening_cost_cny": 10.0, "success_probability": 0.0} | (terms or {})))
    sold = offer or at_home(**NINE)
    given = {"offers": (sold, kit(unit_price=1.0)), "routes": (replace(row, fallback_offer=sold.offer),)}
    return _two(2, route_inputs=inputs, **(given | sheets))


def _one_maker() -> Scenario:
    """S makes one machine a month: an M in place of a route that fails in January, or the N at 40 that is needed."""
    suppliers = tuple(replace(row, capacity_per_period=1.0) for row in case().suppliers)
    return _failing(
        offers=(at_home(**NINE), at_home("n", item="N", unit_price=40.0)), suppliers=suppliers,
        items=(machine(), machine("N")),
        demand=(need(1.0, late=100.0, accepts=ANY), need(1.0, line="N", item="N")),
    )  # fmt: skip


def _own_need(late_m: float, late_k: float) -> Scenario:
    """One of M and one kit are needed by the same firm; in draw b one kit comes in January, the other in February."""
    return _stopped(
        0.5, demand=(need(1.0, late=late_m, accepts=ANY), need(1.0, late=late_k, line="K", item="K"))
    )  # fmt: skip


def _of_reserve(accepts: tuple[str, ...]) -> Scenario:
    """One is needed; one lies in the reserve, which buys nothing more."""
    return _two(
        settings=settings(owner="bureau"), quantity=1.0, accepts=accepts,
        stock=(Stock(item="M", quantity=1.0, owner=RESERVE),),
    )  # fmt: skip


# The product is run on these in the suite, on all by benchmarks/second_model.py --hand: each takes it 0.2 s.
QUICK = (
    "kits_only", "ramp_from_the_opening", "yield", "first_by_id", "own_need_waits", "parts_within_a_quota",
    "relief_of_the_maker", "money_of_the_maker", "catching_up_within_capacity", "waits_at_the_end", "falls_back_taxed",
)  # fmt: skip
ROUTE_CASES: tuple[HandCase, ...] = (
    HandCase("kits", _two(), 160.0, "2 x (60 + 20), below 2 x 100"),
    HandCase("kits_too_dear", _two(offers=(at_home(), kit(unit_price=90.0))), 200.0, "2 x 100, below 2 x 110"),
    HandCase("opening_pays", _on(opening_cost_cny=30.0), 190.0, "30 + 2 x 80"),
    HandCase("opening_does_not_pay", _on(opening_cost_cny=50.0), 200.0, "2 x 100, below 50 + 2 x 80"),
    HandCase("blank_takes_no_kits", _two(accepts=()), 200.0, "complete machines only"),
    HandCase("kits_only", _two(accepts=("skd",), offers=(at_home(unit_price=50.0), kit())), 160.0, "no machine at 50"),
    HandCase("kits_only_zh", _two(accepts=("散件组装",), offers=(at_home(unit_price=50.0), kit())), 160.0, "the same"),
    HandCase("parts_are_no_kits", _two(accepts=("parts",)), 2000.0, "nothing may be bought or made: 2 x 1,000 late"),
    HandCase("parts", _two(accepts=("parts",), routes=(route(kind="parts"),)), 160.0, "2 x 80"),
    HandCase("all_lines_must_accept", _two(demand=(need(1.0, accepts=ANY), need(1.0, line="K"))), 200.0, "K does not"),
    HandCase(
        "home_only", _two(accepts=("domestic",), offers=(at_home(), from_abroad(unit_price=5.0), kit())), 200.0,
        "2 x 100, not 2 x 55 from abroad",
    ),
    HandCase("abroad_only", _two(accepts=("machine",), offers=(at_home(), from_abroad(), kit())), 220.0, "2 x 110"),
    HandCase("domestic_route", _domestic(), 40.0, "2 x 20, taken by who says nothing"),
    HandCase("domestic_route_not_taken", _two(
        accepts=("machine",), routes=(route(kind="domestic"),), route_inputs=()), 2000.0, "no machine from abroad"),
    HandCase("capacity", _on(2, 5.0, capacity_per_period=1.0), 165.0, "80 + 80 a month late at 5"),
    HandCase("capacity_and_a_machine", _on(2, capacity_per_period=1.0), 180.0, "80 + 100 in time"),
    HandCase("capacity_without_ramp", _on(3, 5.0, 3.0, capacity_per_period=1.0), 255.0, "3 x 80; 2 + 1 late at 5"),
    HandCase("ramp", _on(3, 5.0, 3.0, capacity_per_period=1.0, capacity_growth=1.0), 250.0, "3 x 80; 1, 2; 2 at 5"),
    HandCase(
        "ramp_from_the_opening",
        _on(3, 5.0, 3.0, capacity_per_period=1.0, capacity_growth=1.0, available_from=date(2027, 1, 2)), 265.0,
        "3 x 80; 1 in February, 2 in March: 3 + 2 late at 5",
    ),
    HandCase("never_to_be_had", _on(2, available_from=date(2027, 2, 2)), 200.0, "no period begins from then on"),
    HandCase("validation", _on(2, 5.0, validation_months=1.0), 170.0, "2 x 80, both a month late"),
    HandCase("validation_of_some_days", _on(3, 5.0, validation_months=0.5), 170.0, "up to the next whole month"),
    HandCase("assembly", _on(2, 5.0, lead_time_days=31.0), 170.0, "31 days after 1 January is 1 February"),
    HandCase("assembly_within_the_month", _on(2, 5.0, lead_time_days=30.0), 160.0, "30 days after: 31 January"),
    HandCase("kits_take_a_month", _two(2, 5.0, offers=(at_home(), kit(lead_time_days=31.0))), 170.0, "start with them"),
    HandCase(
        "yield",
        _two(items=(machine(), machine("K", unit="kg", whole_units=False)), routes=(route(yield_share=0.8),)),
        190.0, "2 / 0.8 = 2.5 kg at 60, 2 x 20",
    ),
    HandCase("yield_in_whole_kits", _on(yield_share=0.8), 200.0, "3 x 60 + 2 x 20 = 220 is above 2 x 100"),
    HandCase(
        "two_for_one", _two(offers=(at_home(), kit(unit_price=20.0)), route_inputs=(uses(quantity=2.0),)), 120.0,
        "2 x (2 x 20 + 20)",
    ),
    HandCase(
        "whole_starts", _two(2, 5.0, offers=(kit(),), routes=(route(capacity_per_period=1.5),)), 165.0,
        "2 x 80; 1 in January, 1 in February, late at 5",
    ),
    HandCase("starts_of_pieces_are_whole", _two(quantity=1.5, items=(M_PARTED, K_PARTED)), 130.0, "80 + 0.5 x 100"),
    HandCase(
        "divided_starts", _two(quantity=1.5, items=(replace(M_PARTED, unit="kg"), K_PARTED)), 120.0, "1.5 x 80",
    ),
    HandCase("kits_in_stock", _two(stock=(Stock(item="K", quantity=1.0),)), 100.0, "20 + 80"),
    HandCase("kits_stopped", _stopped(0.0), 165.0, "2 x 80; in one of two draws 2 wait a month at 5"),
    HandCase("kits_half_stopped", _stopped(0.5), 162.5, "2 x 80; in one of two draws 1 waits a month at 5"),
    HandCase(
        "kits_stopped_to_the_end",
        _two(1, 5.0, **draws(EVEN, ("b", "availability", "offer:k", JANUARY, 0.0))), 10.0,
        "not worth it: 2 x 5 late; in one of two draws no local work would be paid",
    ),
    HandCase(
        "local_work_not_paid",
        _two(late=150.0, offers=(kit(),), **draws(EVEN, ("b", "availability", "offer:k", JANUARY, 0.0))), 290.0,
        "2 x 60; 2 x 20 in one of two draws; 2 x 150 late in the other",
    ),
    HandCase(
        "catching_up_within_capacity",
        _stopped(0.0, demand=(need(2.0, late=5.0, accepts=ANY),), routes=(route(capacity_per_period=1.0),),
                 settings=settings(3, open_need_share=10.0)), 170.0,
        "2 x 80; a: 1 a month late, 5; b: February and March, 2 + 1 months, 15: 10 in the mean",
    ),
    HandCase("first_by_id", two_products(5.0, 8.0), 164.0, "2 x 80; in one of two draws r2 waits, N late at 8"),
    HandCase("last_by_id", two_products(8.0, 5.0), 162.5, "2 x 80; in one of two draws r2 waits, N late at 5"),
    HandCase(
        "starts_planned_later", two_products(5.0, 50.0), 165.0,
        "2 x 80; r1, first by its id, is planned for February, late at 5 in both draws; else N waits at 50 in b: 185",
    ),
    HandCase("made_once", worth_something_at_the_end(), 20.0, "no start is of use beyond the need, though 30 is left"),
    HandCase(
        "what_comes_to_the_reserve_in_another_form", coming_to_the_reserve(), 130.0,
        "10 late and 120 open: nothing of the reserve is released to who takes kits only",
    ),
    HandCase("own_need_waits", _own_need(8.0, 5.0), 142.5, "80 + 60; in one of two draws the kit is late at 5"),
    HandCase("own_need_first", _own_need(5.0, 8.0), 142.5, "80 + 60; in one of two draws the machine is late at 5"),
    HandCase("parts_taxed", _relieved(), 172.0, "2 x (66 + 20)"),
    HandCase("parts_relieved", _relieved(relief(regime="major_equipment", item="K")), 160.0, "2 x (60 + 20)"),
    HandCase("relief_of_the_machine", _relieved(relief()), 172.0, "it frees no parts"),
    HandCase(
        "parts_within_a_quota", _relieved(relief(regime="major_equipment", item="K", quota_units=1.0)), 166.0,
        "60 + 66 + 2 x 20",
    ),
    HandCase(
        "relief_of_the_maker", _two_firms(relief(firm="G", regime="major_equipment", item="K")), 160.0, "2 x (60 + 20)"
    ),
    HandCase(
        "relief_of_the_firm_in_need", _two_firms(relief(regime="major_equipment", item="K")), 172.0, "G has none"
    ),
    HandCase(
        "vat_of_the_maker",
        _two_firms(firms=(Firm(firm="F"), Firm(firm="G", vat_deductible=False)), offers=(at_home(), kit())), 175.6,
        "2 x 60 x 1.13 + 2 x 20",
    ),
    HandCase(
        "money_of_the_maker",
        _two_firms(offers=(at_home(), kit()), budgets=(Budget(payer="G", amount_cny=100.0),)), 180.0,
        "G has money for one, 67.8 with VAT + 20; F buys the other at 100",
    ),
    HandCase(
        "opening_is_paid_by_its_firm",
        _two_firms(routes=(route(firm="G", kind="parts", opening_cost_cny=2.0, local_cost_cny=0.0),),
                   offers=(at_home(), kit(unit_price=0.0)), budgets=(Budget(payer="G", amount_cny=1.0),)), 200.0,
        "G has no 2 for the opening",
    ),
    HandCase(
        "opening_is_paid_by_the_first",
        _two_firms(routes=(route(kind="parts", opening_cost_cny=2.0, local_cost_cny=0.0),),
                   demand=(need(2.0, firm="G", accepts=ANY),),
                   offers=(at_home(), kit(unit_price=0.0)), budgets=(Budget(payer="F", amount_cny=1.0),)), 200.0,
        "F, whose id is the first, has no 2 for the opening",
    ),
    HandCase(
        "two_firms_one_route",
        _two(2, firms=TWO_FIRMS, routes=(route(capacity_per_period=1.0),),
             demand=tuple(need(1.0, late=5.0, firm=f, line=f, accepts=ANY) for f in "FG")), 165.0,
        "2 x 80; capacity for one a month: the other late at 5",
    ),
    HandCase("in_the_reserve", _of_reserve(()), 0.0, "released, at no cost of the whole"),
    HandCase("not_released_to_who_takes_kits_only", _of_reserve(("machine", "skd")), 80.0, "a kit"),
    HandCase(
        "comes_after_the_end",
        _two(settings=replace(settings(), open_need_share=1.2), late=10.0, routes=(route(lead_time_days=31.0),)), 180.0,
        "2 x 80, late at 10 each, and none is open; machines cost 200",
    ),
    HandCase(
        "waits_at_the_end",
        _two(settings=replace(settings(), open_need_share=1.0), late=5.0, offers=(kit(),),
             **draws(EVEN, ("b", "availability", "offer:k", JANUARY, 0.0))), 210.0,
        "2 x (5 + 100) late and open; with kits 2 x 60 + half of 2 x 20 + half of 210 = 245",
    ),
    HandCase(
        "made_early_and_held",
        _two(2, items=(machine(holding_rate=0.6), machine("K", kind="kit", holding_rate=0.12)),
             routes=(route(capacity_per_period=1.0),), demand=(need(2.0, FEBRUARY, accepts=ANY),)), 165.0,
        "2 x 80; one made in January and held for a month at 5 % of 100",
    ),
    HandCase("route_off", _on(use=False), 200.0, "2 x 100"),
    HandCase(
        "input_off", _two(items=(machine(), machine("K", kind="kit", use=False))), 200.0, "no route without its kits"
    ),
    HandCase("draws_succeed", _two(routes=(route(success_probability=0.0),), **draws({"w": 1.0})), 160.0, "2 x 80"),
    HandCase("falls_back", _failing(), 215.0, "10 + 5 + 2 x 100; an order of today costs 905"),
    HandCase(
        "falls_back_after_validation",
        _failing(terms={"validation_months": 1.0}, demand=(need(2.0, late=5.0, accepts=ANY),)), 225.0,
        "10 + 5 + 2 x 100, ordered in February, 2 late at 5",
    ),
    HandCase(
        "falls_back_and_waits_for_it",
        _failing(at_home(lead_time_days=31.0, **NINE), demand=(need(2.0, late=5.0, accepts=ANY),)), 225.0,
        "10 + 5 + 2 x 100, which take a month, 2 late at 5",
    ),
    HandCase(
        "falls_back_beside_its_inputs", _failing(inputs=(uses(),), terms={"kind": "skd"}), 217.0,
        "10 + 2 kits at 1 that lie idle + 5 + 2 x 100; no local work",
    ),
    HandCase(
        "falls_back_taxed",
        _failing(from_abroad("h", clearance_cost_cny=3.0, **NINE), qualifications=(relief(),)), 238.0,
        "10 + 5 + 3 for clearance + 2 x 110: no relief; an order of today is of nine at 100",
    ),
    HandCase(
        "falls_back_beyond_capacity", _failing(at_home(capacity_per_period=1.0, **NINE)), 3115.0,
        "10 + 5 + 100 for one; the other waits 2 months at 1,000 and is open at 1,000",
    ),
    HandCase(
        "falls_back_beside_an_order", _one_maker(), 1155.0,
        "10 + 5 + 100 in January, N in February: 40, late 1,000; N at once leaves M late and open at 1,200",
    ),
    HandCase(
        "falls_back_on_what_is_not_sold_any_more",
        _failing(at_home(order_cost_cny=50.0, to_day=date(2027, 1, 31)), terms={"validation_months": 1.0}), 250.0,
        "an order of today",
    ),
    HandCase(
        "falls_back_on_another_form", _failing(settings=settings(2), accepts=("skd",), inputs=(uses(),),
                                               terms={"kind": "skd"}), 4000.0, "no machine is taken: 2 x 2,000 late",
    ),
    HandCase(
        "falls_back_within_its_budget",
        _failing(settings=settings(2), budgets=(Budget(payer="F", to_day=date(2027, 1, 31), amount_cny=240.0),)),
        2020.0, "115 for one; two take 241 with VAT. Nine in February: 905, one late 1,000",
    ),
    HandCase("fails_for_sure", _on(success_probability=0.0), 200.0, "no draw in which anything starts"),
)  # fmt: skip
