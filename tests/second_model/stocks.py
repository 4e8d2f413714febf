"""Stocks of firms and of the reserve, in every draw and period: what arrives, is released, serves a queue, is left."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from math import inf

from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.sites import Site
from second_model.bonds import Bond, Clearance, bonded_site
from second_model.linear import Linear, total
from second_model.makings import COMPLETE
from second_model.payments import Payment
from second_model.purchases import Purchase
from second_model.queues import Queue
from second_model.reference_value import reference_value
from second_model.world import World

Key = tuple[str, str, float]  # owner, item, days of consent


@dataclass
class Stock:
    """Units of an item that somebody holds; what the reserve may pass on only after a consent is a stock of its own."""

    owner: str
    item: str
    consent_days: float  # from release to service; 0 but for goods under `retransfer`
    held: list[list[Linear]]  # by draw and period, at the end of it
    comes: list[dict[int, Linear]] = field(default_factory=list)  # by draw: period → what arrives
    goes: list[dict[int, Linear]] = field(default_factory=list)


def write_stocks(
    world: World, purchases: list[Purchase], queues: list[Queue], clearances: list[Clearance]
) -> dict[Key, Stock]:
    """Stocks out of bond with what is bought, cleared, served and released; what is made comes beside it."""
    stocks = {key: _stock(world, *key) for key in _keys(world, purchases, clearances)}
    _put_opening(world, stocks)
    _put_arrivals(world, stocks, purchases)
    _put_clearances(world, stocks, clearances)
    _put_served(world, stocks, queues)
    _put_releases(world, stocks, purchases)
    return stocks


def write_balances(world: World, stocks: list[Stock]) -> None:
    """Held = held before + what comes − what goes; never negative."""
    for stock in stocks:
        for draw in world.draws:
            for period in world.periods:
                before = stock.held[draw][period - 1] if period else Linear()
                moved = before + stock.comes[draw][period] - stock.goes[draw][period]
                world.program.equal(stock.held[draw][period], moved)


def _stock(world: World, owner: str, item: str, consent_days: float) -> Stock:
    held = [[world.program.column() for _ in world.periods] for _ in world.draws]
    return Stock(owner, item, consent_days, held, _by_draw(world), _by_draw(world))


def _by_draw(world: World) -> list[dict[int, Linear]]:
    return [defaultdict(Linear) for _ in world.draws]


def _keys(world: World, purchases: list[Purchase], clearances: list[Clearance]) -> list[Key]:
    keys = [(firm, item, 0.0) for firm in world.firms for item in world.items]
    if world.scenario.has_reserve:
        keys += [(RESERVE, item, 0.0) for item in world.items]
        keys += [_key(purchase) for purchase in purchases if purchase.buyer == RESERVE]
        keys += [(RESERVE, one.bond.item, one.consent_days) for one in clearances if one.taker == RESERVE]
    return list(dict.fromkeys(keys))


def _key(purchase: Purchase) -> Key:
    tied = purchase.buyer == RESERVE and purchase.offer.end_user == "retransfer"
    return purchase.buyer, purchase.offer.item, purchase.offer.retransfer_days if tied else 0.0


def _put_opening(world: World, stocks: dict[Key, Stock]) -> None:
    for row in [row for row in world.scenario.stock if row.customs_status != "bonded"]:
        stock = stocks[world.scenario.owner_of(row), row.item, 0.0]
        for draw in world.draws:
            stock.comes[draw][0].add(row.quantity)


def _put_arrivals(world: World, stocks: dict[Key, Stock], purchases: list[Purchase]) -> None:
    for purchase in [purchase for purchase in purchases if not purchase.bonded]:
        for draw in world.draws:
            for part in purchase.parts[draw]:
                stocks[_key(purchase)].comes[draw][part.period(world.timeline)].add(purchase.units[draw], part.share)


def _put_clearances(world: World, stocks: dict[Key, Stock], clearances: list[Clearance]) -> None:
    """What leaves bond serves its taker in the same period, or after its days of consent; the reserve's keeps them."""
    for one in clearances:
        kept = one.taker == RESERVE
        stock = stocks[one.taker, one.bond.item, one.consent_days if kept else 0.0]
        day = world.timeline.first_day(one.period) + (0.0 if kept else one.consent_days)
        stock.comes[one.draw][world.timeline.period_of(day)].add(one.units)


def _put_served(world: World, stocks: dict[Key, Stock], queues: list[Queue]) -> None:
    """Who is served takes its own item, or one that stands in for it, in the same period."""
    for queue in queues:
        instead = [one for one in world.substitutions if (one.firm, one.serves) == (queue.firm, queue.item)]
        for draw in world.draws:
            for period in world.periods:
                own = queue.served[draw][period]
                for one in instead:
                    substituted = world.program.column()
                    stocks[queue.firm, one.item, 0.0].goes[draw][period].add(substituted, one.units)
                    own = own - substituted
                if instead:
                    world.program.at_least(own, 0.0)
                stocks[queue.firm, queue.item, 0.0].goes[draw][period].add(own)


def _put_releases(world: World, stocks: dict[Key, Stock], purchases: list[Purchase]) -> None:
    """The reserve passes units on to firms that need them, on the first day of a period; the taker pays for them."""
    price_share = {row.item: row.release_price_share for row in world.scenario.reserve_terms}
    for stock in [stock for stock in stocks.values() if stock.owner == RESERVE]:
        price = price_share.get(stock.item, 1.0) * reference_value(world.scenario, world.items[stock.item])
        needy = [firm for firm in world.firms if world.most_needed(firm, stock.item) > 0.0]
        for firm in [firm for firm in needy if all(world.takes(firm, stock.item, form) for form in COMPLETE)]:
            for draw in world.draws:
                for period in world.periods:
                    _put_release(world, stock, stocks[firm, stock.item, 0.0], draw, period, price)


def _put_release(world: World, given: Stock, taken: Stock, draw: int, period: int, price: float) -> None:
    day = world.timeline.first_day(period)
    released = world.program.column()
    given.goes[draw][period].add(released)
    taken.comes[draw][world.timeline.period_of(day + given.consent_days)].add(released)
    world.accounts.follows(draw, taken.owner, [Payment(day, price, cost=False)], released)
    world.accounts.follows(draw, RESERVE, [Payment(day, -price, cost=False)], released)


def write_holding(world: World, stocks: list[Stock | Bond]) -> None:
    """Holding and obsolescence of what is held at the end of a period; what is left at the end has a worth."""
    settings = world.scenario.settings
    for stock in stocks:
        item = world.items[stock.item]
        value = reference_value(world.scenario, item)
        rate = (item.holding_rate + item.obsolescence_rate) * world.timeline.share_of_year
        for draw in world.draws:
            for period in world.periods:
                payment = Payment(world.timeline.first_day(period), rate * value, cash=False)
                world.accounts.follows(draw, stock.owner, [payment], stock.held[draw][period])
            end = world.timeline.first_day(world.timeline.periods)
            left = Payment(end, -settings.terminal_value_share * value, cash=False)
            world.accounts.follows(draw, stock.owner, [left], stock.held[draw][-1])


def write_storage(world: World, stocks: list[Stock], bonds: list[Bond]) -> None:
    """What an owner holds has a place at its ordinary sites, else at its cheapest bonded one; else one for nothing.

    Goods in bond lie at their bonded site.
    """
    for owner in {stock.owner for stock in [*stocks, *bonds]}:
        own = [site for site in world.scenario.sites if world.scenario.owner_of(site) == owner]
        cheapest = bonded_site(world.scenario, owner)
        ordinary = [site for site in own if site.kind == "ordinary"] or ([cheapest] if cheapest else [])
        for draw in world.draws:
            for period in world.periods:
                _store(world, own, ordinary, [s for s in stocks if s.owner == owner], bonds, draw, period)


def _store(
    world: World, own: list[Site], ordinary: list[Site], stocks: list[Stock], bonds: list[Bond], draw: int, period: int
) -> None:
    day, free = world.timeline.first_day(period), []
    for site in own:
        room = world.program.column(0.0, inf if site.capacity_m3 is None else site.capacity_m3)
        payment = Payment(day, site.cost_cny_per_m3_month * world.timeline.months)
        world.accounts.follows(draw, world.scenario.owner_of(site), [payment], room)
        there = [bond for bond in bonds if bond.site is not None and bond.site.site == site.site]
        left = room - total(world.items[bond.item].volume_m3 * bond.held[draw][period] for bond in there)
        world.program.at_least(left, 0.0)
        free += [left] if site in ordinary else []
    if ordinary:
        volume = total(world.items[stock.item].volume_m3 * stock.held[draw][period] for stock in stocks)
        world.program.equal(total(free), volume)
