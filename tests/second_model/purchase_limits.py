"""Limits on the mix of what is bought: shares of countries, suppliers and imports; number and weight of suppliers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

from importplan.scenario.scenario import HOME
from importplan.scenario.schema.limits import Limit
from second_model.linear import Linear, total
from second_model.payments import Deal
from second_model.program import Solved
from second_model.purchases import Purchase
from second_model.routes import Lane
from second_model.scope import excess_of_plan, item_sets
from second_model.world import World

TOLERANCE = 1e-7  # of a concentration


@dataclass(frozen=True)
class Concentration:
    """Σ amount² ≤ value × (Σ amount)²: no line of a linear program, so it is cut off where an answer breaks it."""

    value: float
    amounts: list[Linear]

    def cut(self, world: World, answer: Solved) -> bool:
        """Add the tangent at an answer that breaks the limit; whether it did."""
        found = [answer.of(amount) for amount in self.amounts]
        length, whole = sqrt(sum(amount**2 for amount in found)), sum(found)
        if whole <= 1e-9 or length**2 <= (self.value + TOLERANCE) * whole**2:
            return False
        along = total(value / length * amount for value, amount in zip(found, self.amounts, strict=True))
        world.program.at_most(along, sqrt(self.value) * total(self.amounts))
        return True


def write_purchase_limits(world: World, purchases: list[Purchase], lanes: list[Lane]) -> list[Concentration]:
    """Rows of the shares; what is left to be cut off."""
    found = []
    new = [purchase for purchase in purchases if purchase.kind != "signed"]
    write = {
        "min_suppliers": _write_min_suppliers,
        "max_suppliers": _write_max_suppliers,
        "min_supplier_share": _write_least_shares,
    }
    for limit in world.scenario.limits:
        for items in item_sets(world, limit):
            periods = world.timeline.interval(limit.from_day, limit.to_day)
            there = [p for p in new if p.offer.item in items and p.period in periods]
            if limit.rule == "max_hhi":
                found.append(_concentration(world, limit, there))
            elif limit.rule in write:
                write[limit.rule](world, limit, there)
            elif limit.rule == "max_import_share":
                _write_import_shares(world, limit, there, [lane for lane in lanes if lane.making.route.item in items])
            else:
                _write_shares(world, limit, there)
    return found


def _worth(world: World, limit: Limit, purchase: Purchase) -> float:
    """What a unit counts: one, or customs value at base prices (of its step) and rates."""
    if limit.measure == "units":
        return 1.0
    deal = Deal.new(purchase.offer, purchase.buyer, purchase.price, None)
    return deal.customs_value * world.schedule.cny(deal.currency, 0)


def _measure(world: World, limit: Limit, purchases: list[Purchase]) -> Linear:
    """Units or value of purchases; calls at their mean."""
    return total(_worth(world, limit, purchase) * purchase.mean(world) for purchase in purchases)


def _write_shares(world: World, limit: Limit, there: list[Purchase]) -> None:
    whole = _measure(world, limit, there)
    for belongs in _parts(world, limit, there):
        part = _measure(world, limit, [purchase for purchase in there if belongs(purchase)])
        world.program.at_most(part, limit.value * whole + excess_of_plan(world, limit))


def _write_import_shares(world: World, limit: Limit, there: list[Purchase], lanes: list[Lane]) -> None:
    """What comes from abroad of what is bought and made: over the interval, or year by year along a line."""
    periods = list(world.timeline.interval(limit.from_day, limit.to_day))
    if limit.value_to is None:
        _write_import_share(world, limit, limit.value, there, lanes, periods)
        return
    years = {period: world.timeline.year_of(world.timeline.first_day(period)) for period in periods}
    first, last = min(years.values(), default=0), max(years.values(), default=0)
    for year in sorted(set(years.values())):
        come = (year - first) / (last - first) if last > first else 1.0
        share = limit.value + (limit.value_to - limit.value) * come
        _write_import_share(world, limit, share, there, lanes, [t for t in periods if years[t] == year])


def _write_import_share(
    world: World, limit: Limit, share: float, there: list[Purchase], lanes: list[Lane], periods: list[int]
) -> None:
    """What is planned to start on routes counts as made at home: its local work, or its units."""
    bought = [purchase for purchase in there if purchase.period in periods]
    abroad = _measure(world, limit, [purchase for purchase in bought if world.origin(purchase.offer) != HOME])
    made = Linear()
    for lane in lanes:
        worth = 1.0 if limit.measure == "units" else lane.making.route.local_cost_cny
        made.add(total(lane.make[period] for period in periods), worth)
    world.program.at_most(abroad, share * (_measure(world, limit, bought) + made) + excess_of_plan(world, limit))


def _parts(world: World, limit: Limit, there: list[Purchase]) -> list[Callable[[Purchase], bool]]:
    """Which purchases count for a part, for each part that the limit speaks of."""
    if limit.rule == "max_country_share":
        foreign = sorted({world.origin(purchase.offer) for purchase in there} - {HOME})
        named = foreign if limit.who in ("each", "all") else [limit.who]
        return [_of_country(world, one) for one in named]
    if limit.rule == "max_supplier_share":
        sellers = sorted({purchase.offer.supplier for purchase in there})
        # A share of all suppliers together would be the whole; `all` is taken as `each`.
        named = sellers if limit.who in ("each", "all") else [limit.who]
        return [_of_supplier(one) for one in named]
    return []


def _of_country(world: World, country: str) -> Callable[[Purchase], bool]:
    return lambda purchase: world.origin(purchase.offer) == country


def _of_supplier(supplier: str) -> Callable[[Purchase], bool]:
    return lambda purchase: purchase.offer.supplier == supplier


def _by_supplier(world: World, limit: Limit, there: list[Purchase]) -> list[Linear]:
    sellers = sorted({purchase.offer.supplier for purchase in there})
    return [_measure(world, limit, [p for p in there if p.offer.supplier == seller]) for seller in sellers]


def _concentration(world: World, limit: Limit, there: list[Purchase]) -> Concentration:
    return Concentration(limit.value, _by_supplier(world, limit, there))


def _write_min_suppliers(world: World, limit: Limit, there: list[Purchase]) -> None:
    """Where anything is bought, so many suppliers sell at least one unit each."""
    if not there:
        return
    most = sum(p.most for p in there)
    anything, sellers = world.program.yes_no(), []
    for supplier in sorted({purchase.offer.supplier for purchase in there}):
        sells = world.program.yes_no()
        world.program.at_least(total(p.mean(world) for p in there if p.offer.supplier == supplier), sells)
        sellers.append(sells)
    world.program.at_most(total(p.mean(world) for p in there), most * anything)
    world.program.at_least(total(sellers) + excess_of_plan(world, limit), limit.value * anything)


def _sells(world: World, limit: Limit, there: list[Purchase]) -> dict[str, Linear]:
    """Whether a supplier sells anything, by supplier: 1 where it does."""
    found = {}
    for supplier in sorted({purchase.offer.supplier for purchase in there}):
        own = [purchase for purchase in there if purchase.offer.supplier == supplier]
        found[supplier] = world.program.yes_no()
        world.program.at_most(total(p.mean(world) for p in own), sum(p.most for p in own) * found[supplier])
    return found


def _write_max_suppliers(world: World, limit: Limit, there: list[Purchase]) -> None:
    """Not more than so many suppliers sell anything."""
    sells = _sells(world, limit, there)
    world.program.at_most(total(sells.values()), limit.value + excess_of_plan(world, limit))


def _write_least_shares(world: World, limit: Limit, there: list[Purchase]) -> None:
    """The named supplier has a share of all that is bought; of unnamed ones whoever sells anything."""
    whole = _measure(world, limit, there)
    if limit.who not in ("each", "all"):
        own = _measure(world, limit, [p for p in there if p.offer.supplier == limit.who])
        world.program.at_least(own + excess_of_plan(world, limit), limit.value * whole)
        return
    most = sum(_worth(world, limit, p) * p.most for p in there)
    for supplier, sells in _sells(world, limit, there).items():
        own = _measure(world, limit, [p for p in there if p.offer.supplier == supplier])
        unless = limit.value * most * (1.0 - sells)
        world.program.at_least(own + unless + excess_of_plan(world, limit), limit.value * whole)
