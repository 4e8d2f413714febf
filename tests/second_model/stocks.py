"""Stocks of firms and of the reserve, in every draw and period: what arrives, is released, serves a queue, is left."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from importplan.scenario.scenario import RESERVE
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


def write_stocks(world: World, purchases: list[Purchase], queues: list[Queue]) -> dict[Key, Stock]:
    """Stocks with what is bought, served and released; what is made comes beside it."""
    stocks = {key: _stock(world, *key) for key in _keys(world, purchases)}
    _put_opening(world, stocks)
    _put_arrivals(world, stocks, purchases)
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
        _write_holding(world, stock)


def _stock(world: World, owner: str, item: str, consent_days: float) -> Stock:
    held = [[world.program.column() for _ in world.periods] for _ in world.draws]
    return Stock(owner, item, consent_days, held, _by_draw(world), _by_draw(world))


def _by_draw(world: World) -> list[dict[int, Linear]]:
    return [defaultdict(Linear) for _ in world.draws]


def _keys(world: World, purchases: list[Purchase]) -> list[Key]:
    keys = [(firm, item, 0.0) for firm in world.firms for item in world.items]
    if world.scenario.has_reserve:
        keys += [(RESERVE, item, 0.0) for item in world.items]
        keys += [_key(purchase) for purchase in purchases if purchase.buyer == RESERVE]
    return list(dict.fromkeys(keys))


def _key(purchase: Purchase) -> Key:
    tied = purchase.buyer == RESERVE and purchase.offer.end_user == "retransfer"
    return purchase.buyer, purchase.offer.item, purchase.offer.retransfer_days if tied else 0.0


def _put_opening(world: World, stocks: dict[Key, Stock]) -> None:
    for row in world.scenario.stock:
        stock = stocks[world.scenario.owner_of(row), row.item, 0.0]
        for draw in world.draws:
            stock.comes[draw][0].add(row.quantity)


def _put_arrivals(world: World, stocks: dict[Key, Stock], purchases: list[Purchase]) -> None:
    for purchase in purchases:
        for draw in world.draws:
            for part in purchase.parts[draw]:
                stocks[_key(purchase)].comes[draw][part.period(world.timeline)].add(purchase.units[draw], part.share)


def _put_served(world: World, stocks: dict[Key, Stock], queues: list[Queue]) -> None:
    for queue in queues:
        for draw in world.draws:
            for period in world.periods:
                stocks[queue.firm, queue.item, 0.0].goes[draw][period].add(queue.served[draw][period])


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


def _write_holding(world: World, stock: Stock) -> None:
    """Holding and obsolescence of what is held at the end of a period; what is left at the end has a worth."""
    item, settings = world.items[stock.item], world.scenario.settings
    value = reference_value(world.scenario, item)
    rate = (item.holding_rate + item.obsolescence_rate) * world.timeline.share_of_year
    for draw in world.draws:
        for period in world.periods:
            payment = Payment(world.timeline.first_day(period), rate * value, cash=False)
            world.accounts.follows(draw, stock.owner, [payment], stock.held[draw][period])
        end = world.timeline.first_day(world.timeline.periods)
        left = Payment(end, -settings.terminal_value_share * value, cash=False)
        world.accounts.follows(draw, stock.owner, [left], stock.held[draw][-1])


def write_storage(world: World, stocks: list[Stock]) -> None:
    """What an owner holds has a place at its sites; who owns none has one for nothing."""
    for owner in {stock.owner for stock in stocks}:
        sites = [site for site in world.scenario.sites if world.scenario.owner_of(site) == owner]
        own = [stock for stock in stocks if stock.owner == owner]
        if not sites:
            continue
        for draw in world.draws:
            for period in world.periods:
                volume = total(world.items[s.item].volume_m3 * s.held[draw][period] for s in own)
                rooms = []
                for site in sites:
                    room = world.program.column(0.0, float("inf") if site.capacity_m3 is None else site.capacity_m3)
                    rent = site.cost_cny_per_m3_month * world.timeline.months
                    world.accounts.follows(draw, owner, [Payment(world.timeline.first_day(period), rent)], room)
                    rooms.append(room)
                world.program.equal(total(rooms), volume)
