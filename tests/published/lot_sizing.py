"""Wagner and Whitin's lot sizing (1958), four textbook cases with a known optimum; the fourth has a price that moves.

Order cost K is `order_cost_cny`. Holding h per unit and period is the rent of the one site: a unit takes 1 m3, a period
is a month. The moving price is told in two ways that must agree: one offer for each period (columns `from`, `to`), or
one offer whose price the workbook's own draw changes (sheet `draw_values`).
"""

from __future__ import annotations

from dataclasses import dataclass

from domestic_case import ALL_ON_TIME, START, plain_item, plain_offer, plain_settings

from importplan.basics.periods import Periods
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.draws import Draw
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.suppliers import Supplier


@dataclass(frozen=True)
class Instance:
    """Order cost K, holding h per unit and period, demand and unit price by period, and the published optimum."""

    name: str
    order_cost: float
    holding: float
    demand: tuple[float, ...]
    prices: tuple[float, ...]
    optimum: float


# Optima as in the textbook cases that stockpyl solves (Snyder and Shen, Fundamentals of Supply Chain Theory, 3.7).
INSTANCES = (
    Instance("four periods, K 500", 500, 2, (90, 120, 80, 70), (0, 0, 0, 0), 1380),
    Instance("four periods, K 120", 120, 0.8, (150, 100, 80, 200), (0, 0, 0, 0), 424),
    Instance("five periods, K 100", 100, 0.1, (730, 580, 445, 650, 880), (0, 0, 0, 0, 0), 423),
    Instance("a price that rises", 100, 0.1, (400, 500, 500, 1100, 900), (3, 1, 4, 6, 6), 4940),
)
PRICE_RISE = INSTANCES[3]


def _months(instance: Instance) -> Periods:
    return Periods(START, 1, len(instance.demand))


def _without_offers(instance: Instance) -> Scenario:
    months = _months(instance)
    return Scenario(
        settings=plain_settings(f"Wagner-Whitin: {instance.name}", periods=len(instance.demand)),
        items=(plain_item("goods", volume_m3=1.0),),
        demand=tuple(
            Demand(line=f"need-{period}", item="goods", period=months.first_day(period), quantity=quantity)
            for period, quantity in enumerate(instance.demand)
        ),
        sites=(Site(site="store", cost_cny_per_m3_month=instance.holding),),
        suppliers=(Supplier(supplier="maker", country="CN"),),
        limits=(ALL_ON_TIME,),
    )


def one_offer_a_period(instance: Instance) -> Scenario:
    """The price of each period is an offer that can be ordered in that period only."""
    months = _months(instance)
    offers = tuple(
        plain_offer(
            f"price-{period}", "maker", "goods", price, order_cost_cny=instance.order_cost,
            from_day=months.first_day(period), to_day=months.first_day(period),
        )
        for period, price in enumerate(instance.prices)
    )  # fmt: skip
    return _without_offers(instance).replace(offers=offers)


def one_offer(instance: Instance) -> Scenario:
    """One offer; where its price moves, the only draw of the workbook says so."""
    base = instance.prices[0]
    months = _months(instance)
    moved = tuple(
        DrawValue(draw="course", what="price", id="price", period=months.first_day(period), value=price)
        for period, price in enumerate(instance.prices)
        if price != base
    )
    offer = plain_offer("price", "maker", "goods", base, order_cost_cny=instance.order_cost)
    draws = (Draw(draw="course"),) if moved else ()
    return _without_offers(instance).replace(offers=(offer,), draws=draws, draw_values=moved)
