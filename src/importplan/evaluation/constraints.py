"""Every constraint of the case checked on an exported plan, without a solver: what is broken, where and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.cost_ledger import booked_periods, volume_m3
from importplan.evaluation.courses import arrivals, beyond_quota, opening_stock
from importplan.evaluation.deals import Deal
from importplan.evaluation.parts import Part, of_deals
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
    opening = np.broadcast_to(opening_stock(books.scenario, plan)[None, :, None], (*recourse.stock.shape[:2], 1))
    flow = arrivals(books, plan, found)
    _release(books, plan, flow)
    served, takes = served_units(plan), _by_owner(plan)
    for position, tier in enumerate(recourse.tiers):
        for holding in takes.get((tier.firm, tier.item), ()):
            flow[:, holding] -= served[:, position]
    gap = np.abs(np.diff(recourse.stock, axis=2, prepend=opening) - flow).max(axis=(0, 2), initial=0.0)
    scale = np.abs(flow).max(axis=(0, 2), initial=0.0)
    for row, most, moved in zip(recourse.holdings, gap, scale, strict=True):
        yield from excess("balance", (row.owner, row.item), float(most), float(moved))


def _by_owner(plan: Plan) -> dict[tuple[str, str], list[int]]:
    """(owner, item) → its holdings."""
    found: dict[tuple[str, str], list[int]] = {}
    for position, row in enumerate(plan.recourse.holdings):
        found.setdefault((row.owner, row.item), []).append(position)
    return found


def _release(books: Books, plan: Plan, flow: Real) -> None:
    """Take what is released from the reserve's holdings, and bring it to the firms when consent is there."""
    recourse, calendar, owned = plan.recourse, books.scenario.calendar, _by_owner(plan)
    for position, lane in enumerate(recourse.release_lanes):
        source, out = recourse.holdings[lane.holding], recourse.release[:, position]
        flow[:, lane.holding] -= out
        arrival = calendar.of_days(calendar.first_day_numbers[:-1] + source.release_delay_days)
        for holding in owned.get((lane.firm, source.item), ()):
            for period in np.flatnonzero(arrival < calendar.count):
                flow[:, holding, arrival[period]] += out[:, period]


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
    used: dict[str, list[int]] = {}
    for position, tier in enumerate(recourse.tiers):
        used.setdefault(tier.item, []).append(position)
    for item in books.scenario.items:
        over = recourse.workaround[:, used.get(item.item, [])].sum(axis=1) - item.workaround_limit
        yield from excess("workaround_limit", (item.item,), over)


def _space(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[Violation]:
    room: dict[str, float] = {}
    for site in books.scenario.sites:
        if site.kind == "ordinary":
            owner = books.scenario.owner_of(site)
            capacity = np.inf if site.capacity_m3 is None else site.capacity_m3
            room[owner] = room.get(owner, 0.0) + capacity
    for owner, volume in volume_m3(books, plan).items():
        if np.isfinite(room.get(owner, np.inf)):
            yield from excess("storage", (owner,), volume - room[owner], room[owner])


def _ordered(books: Books, found: tuple[Deal, ...]) -> dict[str, Real]:
    """Offer → (D, T) units ordered or called from it."""
    units: dict[str, Real] = {}
    for deal in found:
        if deal.kind != "signed":
            if deal.offer.offer not in units:
                units[deal.offer.offer] = np.zeros((books.draws.count, books.scenario.calendar.count))
            units[deal.offer.offer][:, deal.period] += deal.quantity
    return units


def _capacity(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[Violation]:
    scenario, units = books.scenario, _ordered(books, found)
    by_supplier: dict[str, Real] = {}
    for offer in scenario.offers:
        if offer.offer not in units:
            continue
        ordered = units[offer.offer]
        by_supplier[offer.supplier] = by_supplier.get(offer.supplier, 0.0) + ordered
        if offer.capacity_per_period is not None:
            over = ordered - offer.capacity_per_period
            yield from excess("capacity", (offer.offer,), over, offer.capacity_per_period)
    for supplier in scenario.suppliers:
        if supplier.capacity_per_period is not None and supplier.supplier in by_supplier:
            over = by_supplier[supplier.supplier] - supplier.capacity_per_period
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
    relieves, exempt = books.landed.relieves, _exempt(plan, found)
    for position, row in enumerate(scenario.qualifications):
        limits = [("units", row.quota_units), ("value", row.quota_cny)]
        if row.quota_usd is not None:
            limits.append(("value", row.quota_usd * books.landed.base_rate["USD"]))
        for kind, limit in limits:
            if limit is None:
                continue
            used: dict[int, Real] = {}
            for part in exempt.get(position, ()):
                deal, band, units = part.deal, part.band, part.units
                worth = 1.0 if kind == "units" else books.landed.customs_value_cny[deal.option] * deal.price
                arrived = years[books.periods_of(band.port_day)]
                for year in np.unique(arrived) if row.quota_scope == "year" else [0]:
                    inside = (arrived == year) | (year == 0)
                    counts = inside & ~band.lost & relieves[deal.option, books.periods_of(band.port_day)]
                    amount = np.where(counts, units * worth, 0.0)
                    used[int(year)] = used.get(int(year), np.zeros(books.draws.count)) + amount
            for year, amount in used.items():
                yield from excess("quota", (row.firm, row.regime, str(year)), amount - limit, limit)


def _exempt(plan: Plan, found: tuple[Deal, ...]) -> dict[int, list[Part]]:
    """Qualification → what arrives under it, and with a minus what of it was taxed beyond its quota."""
    parts: dict[int, list[Part]] = {}
    for part in of_deals([deal for deal in found if deal.kind != "call"]):
        if part.deal.terms.qualification is not None:
            parts.setdefault(part.deal.terms.qualification, []).append(part)
    for part in beyond_quota(plan, found):
        if part.deal.terms.qualification is not None:
            parts.setdefault(part.deal.terms.qualification, []).append(replace(part, units=-part.units))
    return parts


def _framework(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[Violation]:
    """Call-offs of a supplier within what is booked, the framework's periods, and what can ship."""
    scenario = books.scenario
    if not any(deal.kind == "call" for deal in found):
        return
    available, units = availability(scenario, books.draws), _ordered(books, found)
    frameworks: dict[str, list[int]] = {}
    for position, row in enumerate(scenario.offers):
        if row.contract == "framework":
            frameworks.setdefault(row.supplier, []).append(position)
    for supplier in scenario.suppliers:
        mine = frameworks.get(supplier.supplier, [])
        running = np.zeros(scenario.calendar.count)
        running[booked_periods(scenario, supplier.supplier)] = plan.bookings.get(supplier.supplier, 0.0)
        total = np.zeros((books.draws.count, scenario.calendar.count))
        for position in mine:
            called = units.get(scenario.offers[position].offer, np.zeros_like(total))
            total += called
            over = called - available[:, position] * running
            yield from excess("framework", (scenario.offers[position].offer,), over, float(running.max(initial=0.0)))
        if mine:
            over = total - available[:, mine].max(axis=1) * running
            yield from excess("framework", (supplier.supplier,), over, float(running.max(initial=0.0)))
