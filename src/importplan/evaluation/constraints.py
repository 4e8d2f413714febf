"""Every constraint of the case checked on an exported plan, without a solver: what is broken, where and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.cost_ledger import booked_periods, volume_m3
from importplan.evaluation.courses import arrivals, beyond_quota, opening_stock
from importplan.evaluation.deals import Band, Deal
from importplan.evaluation.statement import Books
from importplan.plan.plan import Plan
from importplan.uncertainty.timeline import availability

Real = NDArray[np.float64]
TOLERANCE = 1e-5  # units, or a relative part of an amount


@dataclass(frozen=True, slots=True)
class Violation:
    """A constraint that a plan breaks: its family, what it is about, and the largest excess over periods and draws."""

    family: str
    about: tuple[str, ...]
    excess: float


def check(books: Books, plan: Plan, found: tuple[Deal, ...]) -> tuple[Violation, ...]:
    """All constraints of the plan's own decisions and of every draw (limits and budgets: `limits.py`)."""
    checks = (_balance, _served, _lost, _workaround, _space, _capacity, _qualified, _lots, _whole, _quota, _framework)
    return tuple(violation for one in checks for violation in one(books, plan, found))


def excess(family: str, about: tuple[str, ...], over: Real | float, scale: float = 1.0) -> Iterator[Violation]:
    """A violation where anything of `over` is more than the tolerance."""
    worst = float(np.max(over, initial=0.0))
    if worst > TOLERANCE * max(1.0, scale):
        yield Violation(family, about, worst)


def _balance(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[Violation]:
    """stock = stock before + arrivals - served - released, and nothing is negative."""
    recourse = plan.recourse
    come = arrivals(books, plan, found)
    opening = opening_stock(books.scenario, plan)
    served = served_units(plan)
    calendar = books.scenario.calendar
    for position, holding in enumerate(recourse.holdings):
        before = np.concatenate(
            [np.full((books.draws.count, 1), opening[position]), recourse.stock[:, position, :-1]], axis=1
        )
        flow = come[:, position].copy()
        for lane_position, lane in enumerate(recourse.release_lanes):
            out = recourse.release[:, lane_position]
            if lane.holding == position:
                flow -= out
            if lane.firm == holding.owner and recourse.holdings[lane.holding].item == holding.item:
                delay = recourse.holdings[lane.holding].release_delay_days
                for period, arrival in enumerate(calendar.of_days(calendar.first_day_numbers[:-1] + delay)):
                    if arrival < calendar.count:
                        flow[:, arrival] += out[:, period]
        for tier_position, tier in enumerate(recourse.tiers):
            if (tier.firm, tier.item) == (holding.owner, holding.item):
                flow -= served[:, tier_position]
        gap = recourse.stock[:, position] - before - flow
        yield from excess("balance", (holding.owner, holding.item), np.abs(gap), float(np.abs(flow).max(initial=0.0)))


def served_units(plan: Plan) -> Real:
    """(D, tier, T) what was served in each period: due + late before - late now - given up."""
    recourse = plan.recourse
    before = np.concatenate([np.zeros_like(recourse.backlog[:, :, :1]), recourse.backlog[:, :, :-1]], axis=2)
    found: Real = recourse.demand + before - recourse.backlog - recourse.lost
    return found


def _served(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[Violation]:
    served = served_units(plan)
    for position, tier in enumerate(plan.recourse.tiers):
        yield from excess("served", (tier.firm, tier.item), -served[:, position])


def _lost(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[Violation]:
    """Demand is given up after it has waited, and never waits longer."""
    recourse = plan.recourse
    for position, tier in enumerate(recourse.tiers):
        total = np.cumsum(recourse.demand[:, position], axis=1)
        wait = tier.lost_after_periods
        if wait is None:
            yield from excess("lost", (tier.firm, tier.item), recourse.lost[:, position])
            continue
        ripe = np.zeros_like(total)
        if wait < total.shape[1]:
            ripe[:, wait:] = total[:, :-wait]
        yield from excess("lost", (tier.firm, tier.item), np.cumsum(recourse.lost[:, position], axis=1) - ripe)
        yield from excess("patience", (tier.firm, tier.item), recourse.backlog[:, position] - (total - ripe))


def _workaround(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[Violation]:
    recourse = plan.recourse
    yield from excess("workaround", (), recourse.workaround - recourse.backlog)
    for item in books.scenario.items:
        used = [p for p, tier in enumerate(recourse.tiers) if tier.item == item.item]
        over = recourse.workaround[:, used].sum(axis=1) - item.workaround_limit
        yield from excess("workaround_limit", (item.item,), over)


def _space(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[Violation]:
    scenario = books.scenario
    for owner in dict.fromkeys(row.owner for row in plan.recourse.holdings):
        sites = [site for site in scenario.sites if site.kind == "ordinary" and scenario.owner_of(site) == owner]
        if sites and all(site.capacity_m3 is not None for site in sites):
            room = sum(site.capacity_m3 or 0.0 for site in sites)
            yield from excess("storage", (owner,), volume_m3(books, plan, owner) - room, room)


def _ordered(books: Books, found: tuple[Deal, ...], offers: set[str]) -> Real:
    """(D, T) units ordered or called from some offers."""
    units = np.zeros((books.draws.count, books.scenario.calendar.count))
    for deal in found:
        if deal.kind != "signed" and deal.offer.offer in offers:
            units[:, deal.period] += deal.quantity
    return units


def _capacity(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[Violation]:
    scenario = books.scenario
    for offer in scenario.offers:
        if offer.capacity_per_period is not None:
            over = _ordered(books, found, {offer.offer}) - offer.capacity_per_period
            yield from excess("capacity", (offer.offer,), over, offer.capacity_per_period)
    for supplier in scenario.suppliers:
        if supplier.capacity_per_period is not None:
            offers = {offer.offer for offer in scenario.offers if offer.supplier == supplier.supplier}
            over = _ordered(books, found, offers) - supplier.capacity_per_period
            yield from excess("capacity", (supplier.supplier,), over, supplier.capacity_per_period)


def _qualified(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[Violation]:
    """Nothing from what is not qualified, or not yet."""
    months = books.scenario.calendar.months
    for deal in found:
        if deal.kind == "signed":
            continue
        supplier = books.scenario.supplier_of(deal.offer)
        for row, name, chosen in (
            (deal.offer, deal.offer.offer, plan.qualified_offers),
            (supplier, supplier.supplier, plan.qualified_suppliers),
        ):
            if row.qualified:
                continue
            early = deal.period * months < row.qualification_months - 1e-9
            if name not in chosen or early:
                yield from excess("qualification", (name,), deal.quantity)


def _lots(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[Violation]:
    """Smallest order, lot size, and the periods in which an offer can be ordered."""
    placed: dict[tuple[str, str, int], float] = {}
    for deal in found:
        if deal.kind == "order":
            key = (deal.offer.offer, deal.terms.payer, deal.period)
            placed[key] = placed.get(key, 0.0) + float(deal.quantity[0])
    for (name, payer, period), units in placed.items():
        offer = books.scenario.offers[books.scenario.offer_index[name]]
        yield from excess("min_order", (name, payer), offer.min_order - units)
        if offer.lot_size is not None:
            multiple = units / offer.lot_size
            yield from excess("lot_size", (name, payer), abs(multiple - round(multiple)))
        calendar = books.scenario.calendar
        early = offer.from_day is not None and period < calendar.index_of(offer.from_day)
        late = offer.to_day is not None and period > calendar.index_of(offer.to_day)
        too_soon = calendar.day_number(calendar.first_day(period)) < offer.procurement_days
        yield from excess("order_window", (name, payer), units if early or late or too_soon else 0.0)


def _whole(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[Violation]:
    for deal in found:
        if deal.kind == "order" and books.scenario.item_of(deal.offer).whole_units:
            yield from excess("whole_units", (deal.offer.offer,), np.abs(deal.quantity - np.round(deal.quantity)))


def _quota(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[Violation]:
    """Exempt arrivals less what was taxed, per certificate and year of arrival."""
    scenario = books.scenario
    years = np.array([scenario.calendar.first_day(period).year for period in range(books.last_period + 1)])
    relieves = books.landed.relieves
    for position, row in enumerate(scenario.qualifications):
        limits = [("units", row.quota_units), ("value", row.quota_cny)]
        if row.quota_usd is not None:
            limits.append(("value", row.quota_usd * books.landed.base_rate["USD"]))
        for kind, limit in limits:
            if limit is None:
                continue
            used: dict[int, Real] = {}
            for deal, band, units in _exempt(plan, found, position):
                worth = 1.0 if kind == "units" else books.landed.customs_value_cny[deal.option] * deal.price
                arrived = years[books.periods_of(band.port_day)]
                for year in np.unique(arrived) if row.quota_scope == "year" else [0]:
                    inside = (arrived == year) | (year == 0)
                    counts = inside & ~band.lost & relieves[deal.option, books.periods_of(band.port_day)]
                    amount = np.where(counts, units * worth, 0.0)
                    used[int(year)] = used.get(int(year), np.zeros(books.draws.count)) + amount
            for year, amount in used.items():
                yield from excess("quota", (row.firm, row.regime, str(year)), amount - limit, limit)


def _exempt(plan: Plan, found: tuple[Deal, ...], qualification: int) -> Iterator[tuple[Deal, Band, Real]]:
    for deal in found:
        if deal.kind != "call" and deal.terms.qualification == qualification:
            for band in deal.bands:
                yield deal, band, deal.quantity * band.share
    for part in beyond_quota(plan, found):
        if part.deal.terms.qualification == qualification:
            yield part.deal, part.band, -part.units


def _framework(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[Violation]:
    """Call-offs of a supplier within what is booked, the framework's periods, and what can ship."""
    scenario = books.scenario
    if not any(deal.kind == "call" for deal in found):
        return
    available = availability(scenario, books.draws)
    for supplier in scenario.suppliers:
        mine = [
            position
            for position, row in enumerate(scenario.offers)
            if row.supplier == supplier.supplier and row.contract == "framework"
        ]
        running = np.zeros(scenario.calendar.count)
        running[booked_periods(scenario, supplier.supplier)] = plan.bookings.get(supplier.supplier, 0.0)
        total = np.zeros((books.draws.count, scenario.calendar.count))
        for position in mine:
            called = _ordered(books, found, {scenario.offers[position].offer})
            total += called
            over = called - available[:, position] * running
            yield from excess("framework", (scenario.offers[position].offer,), over, float(running.max(initial=0.0)))
        if mine:
            over = total - available[:, mine].max(axis=1) * running
            yield from excess("framework", (supplier.supplier,), over, float(running.max(initial=0.0)))
