"""Random cases with routes: the seeds of this file are its own, and each names one other feature beside the routes."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.route_inputs import RouteInput
from importplan.scenario.schema.routes import Route
from importplan.scenario.schema.stock import Stock
from second_model.in_use import in_use
from second_model.random_cases import FEATURES, Feature, plain_case

ACCEPTED = (("skd", "parts", "machine", "domestic"), ("skd", "parts", "machine"), ("skd",), ("parts", "domestic"), ())
CHANCE = 0.03  # of every feature that is not the seed's own


def feature_beside_routes(seed: int) -> Feature:
    """The feature that a seed always has."""
    return FEATURES[seed % len(FEATURES)]


def route_case(seed: int, chance: float = CHANCE) -> Scenario:
    """A small case with routes, the seed's own feature, and each other one with some chance."""
    random = Random(f"routes {seed}")
    case = _with_routes(plain_case(random, random.choice([0.0, 1.2])), random)
    for feature in FEATURES:
        if feature is feature_beside_routes(seed) or random.random() < chance:
            case = feature(case, random)
    return _said_by(case, random)


def _with_routes(case: Scenario, random: Random) -> Scenario:
    """A kit or two parts, one or two routes that use them, and lines that accept what is made."""
    kit = replace(case.items[0], item="K", kind="kit", reference_value_cny=50.0, whole_units=random.random() < 0.7)
    offers = tuple(_of_kit(random, f"K-{n}", random.choice(case.offers)) for n in range(random.choice([1, 2])))
    routes = tuple(_route(case, random, f"r{n}") for n in range(random.choice([1, 1, 2])))
    accepts = random.choice(ACCEPTED[:3])
    lines = tuple(
        replace(row, accepts=accepts if random.random() < 0.8 else random.choice(ACCEPTED)) for row in case.demand
    )
    own = Demand(line="LK", item="K", period=lines[-1].period, quantity=1.0, shortage_cost_cny=60.0)
    return case.replace(
        items=(*case.items, kit),
        offers=(*case.offers, *offers),
        demand=(*lines, own) if random.random() < 0.2 else lines,
        routes=routes,
        route_inputs=tuple(
            RouteInput(route=row.route, item="K", quantity=random.choice([1.0, 1.0, 2.0]))
            for row in routes
            if row.kind != "domestic"
        ),
    )


def _of_kit(random: Random, name: str, like: Offer) -> Offer:
    """A kit on the terms of a machine, for a part of its price."""
    price = round(like.unit_price * random.uniform(0.3, 0.7), 2)
    return replace(like, offer=name, item="K", unit_price=price, lead_time_days=random.choice([0.0, 40.0]))


def _route(case: Scenario, random: Random, name: str) -> Route:
    return Route(
        route=name,
        item=random.choice(case.items).item,
        kind=random.choice(["skd", "skd", "parts", "domestic"]),
        local_cost_cny=random.choice([5.0, 20.0]),
        lead_time_days=random.choice([0.0, 0.0, 50.0]),
        available_from=random.choice([None, None, case.calendar.first_day(1)]),
        capacity_per_period=random.choice([None, 1.0, 2.0]),
        capacity_growth=random.choice([0.0, 0.5]),
        opening_cost_cny=random.choice([0.0, 10.0]),
        yield_share=random.choice([1.0, 1.0, 0.8]),
        validation_months=random.choice([0.0, 0.0, 3.0]),
        success_probability=random.choice([1.0, 0.7]),
    )


def _said_by(case: Scenario, random: Random) -> Scenario:
    """Routes of one firm for all; forms and fill rates are about something."""
    firms = [row.firm for row in case.all_firms if row.firm != RESERVE]
    rows = tuple(replace(row, firm=random.choice(["", *firms])) for row in case.routes)
    had = {"all", *(str(line.priority) for line in in_use(case).demand)}
    limits = tuple(row for row in case.limits if row.rule != "min_fill_rate" or row.priority in had)
    owner = case.firm_of(random.choice(case.demand))
    kits = (Stock(item="K", quantity=1.0, owner=owner),) if random.random() < 0.2 else ()
    return case.replace(routes=rows, limits=limits, stock=(*case.stock, *kits))
