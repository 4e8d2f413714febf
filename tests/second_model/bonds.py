"""Goods in bond: what lies there or is ordered into it, is cleared or re-exported, and must leave in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple

from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.sites import Site
from importplan.scenario.schema.stock import Stock as StockRow
from second_model.linear import Linear, total
from second_model.makings import COMPLETE
from second_model.payments import CUSTOMS_ARE_THE_SELLERS, Deal, Payment, Payments
from second_model.purchases import Purchase
from second_model.relief import Relief, reliefs
from second_model.timeline import months_later
from second_model.world import World


class Arrival(NamedTuple):
    """Units that come into bond in a period and may stay until the end of the one before another."""

    period: int
    ends: float  # period in which the stay ends
    units: Linear


@dataclass
class Bond:
    """Units of one owner, item, site, offer and value, which are alike: first come, first gone."""

    owner: str
    item: str
    site: Site | None
    offer: Offer
    unit_value: float | None  # CNY; None: the customs value of the offer on the day
    held: list[list[Linear]]  # by draw and period, at the end of it
    arrivals: list[list[Arrival]] = field(default_factory=list)  # by draw

    @property
    def comes(self) -> list[dict[int, Linear]]:
        """By draw: period → what comes into bond."""
        found: list[dict[int, Linear]] = []
        for arrivals in self.arrivals:
            found.append({})
            for arrival in arrivals:
                found[-1].setdefault(arrival.period, Linear()).add(arrival.units)
        return found


@dataclass(frozen=True)
class Clearance:
    """Units that leave bond for a taker under a treatment in a period of a draw."""

    bond: Bond
    taker: str
    relief: Relief | None  # that is in force
    draw: int
    period: int
    units: Linear
    unit_value: float  # CNY of customs value

    @property
    def consent_days(self) -> float:
        """Days until it serves another owner than the one who had it in bond."""
        offer = self.bond.offer
        tied = self.bond.owner == RESERVE and offer.end_user == "retransfer"
        return offer.retransfer_days if tied else 0.0


def bonded_site(scenario: Scenario, owner: str) -> Site | None:
    """The cheapest bonded site of an owner."""
    sites = [site for site in scenario.sites if site.kind == "bonded" and scenario.owner_of(site) == owner]
    return min(sites, key=lambda site: site.cost_cny_per_m3_month, default=None)


def write_bonds(world: World, purchases: list[Purchase]) -> tuple[list[Bond], list[Clearance]]:
    """Stocks in bond with what comes, leaves and must leave."""
    bonds: dict[tuple[str, str, str, str, float | None], Bond] = {}

    def bond(owner: str, site: Site | None, offer: Offer, value: float | None) -> Bond:
        key = (owner, offer.item, site.site if site else "", offer.offer, value)
        if key not in bonds:
            held = [[world.program.column() for _ in world.periods] for _ in world.draws]
            bonds[key] = Bond(owner, offer.item, site, offer, value, held, [[] for _ in world.draws])
        return bonds[key]

    for row in world.scenario.stock:
        if row.customs_status == "bonded" and row.quantity > 0.0:
            _put_lot(world, bond(*_lot(world, row)), row)
    for purchase in purchases:
        if purchase.bonded:
            site = bonded_site(world.scenario, purchase.buyer)
            _put_order(world, bond(purchase.buyer, site, purchase.offer, None), purchase)
    cleared = [clearance for one in bonds.values() for draw in world.draws for clearance in _write(world, one, draw)]
    return list(bonds.values()), cleared


def _lot(world: World, row: StockRow) -> tuple[str, Site | None, Offer, float | None]:
    scenario, owner = world.scenario, world.scenario.owner_of(row)
    named = [site for site in scenario.sites if site.site == row.site and site.kind == "bonded"]
    own = [site for site in named if scenario.owner_of(site) == owner]
    offers = [o for o in scenario.offers if o.item == row.item and o.incoterm not in CUSTOMS_ARE_THE_SELLERS]
    offer = next((o for o in offers if o.offer == row.offer), None)
    if offer is None:
        offer = max(offers, key=lambda one: _tax_at_start(world, one, owner))
    value = None if row.value_cny is None else row.value_cny / row.quantity
    return owner, own[0] if own else bonded_site(scenario, owner), offer, value


def _tax_at_start(world: World, offer: Offer, owner: str) -> float:
    """Ordinary import tax of a unit in the first period at base price and rate, deductible or not."""
    paid = _payments(world, offer, owner, None, None).on_release(0.0, None, freed=False)
    return round(sum(payment.cny for payment in paid if payment.tax), 9)


def _payments(world: World, offer: Offer, buyer: str, relief: Relief | None, draw: int | None) -> Payments:
    course = world.schedule if draw is None else world.courses[draw]
    return Payments(world.scenario, Deal.new(offer, buyer, offer.unit_price, relief), course)


def _put_lot(world: World, bond: Bond, row: StockRow) -> None:
    entered = world.timeline.start if row.as_of is None else row.as_of
    ends = _ends(world, bond.site, world.timeline.number(entered), 0)
    for arrivals in bond.arrivals:
        arrivals.append(Arrival(0, ends, Linear(constant=row.quantity)))


def _put_order(world: World, bond: Bond, purchase: Purchase) -> None:
    for draw in world.draws:
        for part in purchase.parts[draw]:
            period = part.period(world.timeline)
            units = part.share * purchase.units[draw]
            bond.arrivals[draw].append(Arrival(period, _ends(world, bond.site, part.port, period), units))


def _ends(world: World, site: Site | None, entered: float, there_from: int) -> float:
    """The period that holds the month so many months after that of entry; not before the goods are there."""
    if site is None or site.longest_stay_months is None:
        return inf
    month = world.timeline.date_of(entered).replace(day=1)
    until = months_later(month, round(site.longest_stay_months))
    return float(max(there_from, world.timeline.period_of_date(until), 0))


def _write(world: World, bond: Bond, draw: int) -> Iterator[Clearance]:
    """Balance, longest stay, and what may leave for whom."""
    program, arrivals = world.program, bond.arrivals[draw]
    stays = bond.site is not None and bond.site.longest_stay_months is not None
    for period in world.periods:
        leaves = list(_clear(world, bond, draw, period))
        gone = total(one.units for one in leaves)
        if stays:
            abroad = program.column()
            gone.add(abroad)
            kept = total(one.units for one in leaves if one.taker == bond.owner == RESERVE)
            ending = total(one.units for one in arrivals if one.ends == period)
            program.at_most(abroad + kept, ending)
            may_stay = total(one.units for one in arrivals if one.period <= period < one.ends)
            program.at_most(bond.held[draw][period], may_stay)
        before = bond.held[draw][period - 1] if period else Linear()
        came = total(one.units for one in arrivals if one.period == period)
        program.equal(bond.held[draw][period], before + came - gone)
        yield from leaves


def _clear(world: World, bond: Bond, draw: int, period: int) -> Iterator[Clearance]:
    day = world.timeline.first_day(period)
    for taker in _takers(world, bond):
        for relief in (None, *reliefs(world.scenario, bond.offer, taker)):
            in_force = relief is not None and relief.in_force_at(world.timeline, day)
            if relief is not None and not in_force:
                continue  # the ordinary way
            units = world.program.column()
            payments = _payments(world, bond.offer, taker, relief, draw)
            world.accounts.follows(draw, taker, payments.on_release(day, bond.unit_value, in_force), units)
            if taker != bond.owner:
                price = _price(world, bond)
                world.accounts.follows(draw, taker, [Payment(day, price, cost=False)], units)
                world.accounts.follows(draw, bond.owner, [Payment(day, -price, cost=False)], units)
            value = payments.customs_cny(day) if bond.unit_value is None else bond.unit_value
            yield Clearance(bond, taker, relief, draw, period, units, value)


def _takers(world: World, bond: Bond) -> list[str]:
    """The firm that owns it; of the reserve: firms that need it in any form, and itself when it must leave.

    What is licensed to a named user is passed on to nobody, nor kept to be passed on.
    """
    if bond.owner != RESERVE:
        return [bond.owner]
    if bond.offer.end_user == "named":
        return []
    firms = [
        firm
        for firm in world.firms
        if world.most_needed(firm, bond.item) > 0.0 and all(world.takes(firm, bond.item, form) for form in COMPLETE)
    ]
    stays = bond.site is not None and bond.site.longest_stay_months is not None
    return [*firms, RESERVE] if stays else firms


def _price(world: World, bond: Bond) -> float:
    """What a firm pays the reserve: the share of the customs value of a unit."""
    share = {row.item: row.release_price_share for row in world.scenario.reserve_terms}.get(bond.item, 1.0)
    base = _payments(world, bond.offer, bond.owner, None, None).customs_cny(0.0)
    return share * (base if bond.unit_value is None else bond.unit_value)
