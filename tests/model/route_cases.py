"""Cases with routes: kits and parts that become machines, random outages of what they are made of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from hand_cases import Q1, Q2, Q3, Q4, courses, home_offer, machine, need, tiny

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.route_inputs import RouteInput
from importplan.scenario.schema.routes import Route

ANY = ("machine", "domestic", "skd", "parts")


def route(name: str = "kits", **changes: Any) -> Route:
    """Machines of one kit each, at 20 CNY of local work, started on a day and there on it."""
    given: dict[str, Any] = {"route": name, "item": "M", "kind": "skd", "local_cost_cny": 20.0}
    return Route(**(given | changes))


def one_kit(**changes: Any) -> RouteInput:
    """One kit for each machine."""
    given: dict[str, Any] = {"route": "kits", "item": "K", "quantity": 1.0}
    return RouteInput(**(given | changes))


def kits(*lines: Any, **sheets: Any) -> Scenario:
    """Two machines are needed in Q2: 100 each, or of a kit at 60 and 20 of local work."""
    given: dict[str, Any] = {
        "items": (machine(), machine("K")),
        "offers": (home_offer(), home_offer("k", 60.0, item="K")),
        "demand": lines or (need(accepts=("machine", "skd")),),
        "routes": (route(),),
        "route_inputs": (one_kit(),),
    }
    return tiny(**(given | sheets))


def random_routes(seed: int) -> Scenario:
    """Two firms that need machines, a kit route and one of two parts, outages in every second draw."""
    any_number = np.random.default_rng(seed)
    values = [
        (f"d{draw}", "availability", offer, quarter, 0.0)
        for draw in range(6)
        for offer in ("k", "p")
        for quarter in (Q1, Q2, Q3)
        if any_number.random() < 0.3
    ]
    lines = tuple(
        need(quarter, float(any_number.integers(1, 4)), f"{firm}{number}", firm=firm, accepts=ANY)
        for firm in ("A", "B")
        for number, quarter in enumerate((Q2, Q3, Q4))
    )
    routes = (
        route(
            lead_time_days=float(any_number.choice([0.0, 91.0])), capacity_per_period=float(any_number.integers(1, 4))
        ),
        route("parts", kind="parts", firm="A", local_cost_cny=30.0, opening_cost_cny=20.0),
    )
    inputs = (
        RouteInput(route="kits", item="K", quantity=1.0),
        RouteInput(route="parts", item="K", quantity=0.5),
        RouteInput(route="parts", item="P", quantity=2.0),
    )
    return kits(
        *lines,
        firms=(Firm(firm="A"), Firm(firm="B")),
        items=(machine(), machine("K"), machine("P")),
        offers=(home_offer(unit_price=120.0), home_offer("k", 60.0, item="K"), home_offer("p", 5.0, item="P")),
        routes=routes,
        route_inputs=inputs,
        **courses({f"d{draw}": 1.0 / 6 for draw in range(6)}, *values),
    )


def with_fallback(case: Scenario) -> Scenario:
    """The case with sampled draws in which its first route may fail, and machines are bought instead: an order costs 3
    CNY, and its maker makes two a quarter.
    """
    luck = replace(case.routes[0], success_probability=0.5, fallback_offer="h")
    settings = replace(case.settings, draws=6)
    sold = replace(case.offers[0], order_cost_cny=3.0, capacity_per_period=2.0)
    return case.replace(
        routes=(luck, *case.routes[1:]), offers=(sold, *case.offers[1:]), draws=(), draw_values=(), settings=settings
    )
