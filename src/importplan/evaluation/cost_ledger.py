"""Cost lines recomputed from an exported plan: deals, stocks, waiting demand, one line after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.courses import beyond_quota
from importplan.evaluation.deals import Deal, deals
from importplan.evaluation.parts import Parts, chunks, of_deals
from importplan.evaluation.statement import Books, Entry, statement, taxes
from importplan.landed.rules import TAXES
from importplan.plan.lines import COST_INDEX as LINE
from importplan.plan.lines import COST_LINES
from importplan.plan.plan import Plan
from importplan.plan.solution import CostLines
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.sites import Site
from importplan.uncertainty.sample import nominal

Real = NDArray[np.float64]


def recompute(books: Books, plan: Plan, found: tuple[Deal, ...], excess_cny: tuple[float, Real]) -> CostLines:
    """Cost lines of a plan. `excess_cny` is what broken soft limits cost: known, and (D,) by draw."""
    no_outage = Books(books.scenario, books.landed, nominal(books.scenario))
    ordered = [deal for deal in deals(books.scenario, books.landed, no_outage.draws, plan) if deal.kind != "call"]
    scheduled = _purchases(no_outage, ordered)
    known = scheduled[0] + _now(books, plan)
    by_draw = _purchases(books, found) - scheduled
    by_draw += _beyond(books, plan, found) + _stocks(books, plan) + _waiting(books, plan)
    known[LINE["soft_limits"]] += excess_cny[0]
    by_draw[:, LINE["soft_limits"]] += excess_cny[1]
    return CostLines(known, by_draw, books.draws.weights)


def discount(books: Books, period: NDArray[np.int64]) -> Real:
    """(1 + r)^-years to the first day of each period."""
    return books.scenario.calendar.discount(period, books.scenario.settings.discount_rate)


def _purchases(books: Books, found: Sequence[Deal]) -> Real:
    """(D, line) discounted payments of deals, with clearance per order placed."""
    total = np.zeros((books.draws.count, len(COST_LINES)))
    for parts in chunks(books.draws, of_deals(found)):
        for entry in statement(books, parts):
            _book(books, total, entry)
    for parts in chunks(books.draws, of_deals(one_per_shipment(found))):
        fee = np.where(parts.lost, 0.0, parts.share * parts.term(lambda deal: deal.offer.clearance_fee_cny))
        total[:, LINE["clearance"]] += (fee * discount(books, books.periods_of(parts.port_day))).sum(axis=0)
    return total


def _book(books: Books, total: Real, entry: Entry) -> None:
    """Add an entry to its cost line; what the draw's exchange rate makes of it is a line of its own."""
    if entry.cost is not None:
        value = entry.amount * discount(books, entry.period)
        total[:, LINE[entry.cost]] += value.sum(axis=0)
        total[:, LINE["exchange_rate"]] += (value * (entry.rate - 1.0)).sum(axis=0)


def one_per_shipment(found: Sequence[Deal]) -> list[Deal]:
    """One deal for every order placed: treatments of one offer, payer and period are one order."""
    first: dict[tuple[str, str, int], Deal] = {}
    for deal in found:
        if deal.kind == "order":
            first.setdefault((deal.offer.offer, deal.terms.payer, deal.period), deal)
    return list(first.values())


def _now(books: Books, plan: Plan) -> Real:
    """(line,) what is decided now besides goods: the fixed cost of orders, qualification, booking."""
    scenario, total = books.scenario, np.zeros(len(COST_LINES))
    placed = {
        (books.landed.options[order.option].offer, books.landed.options[order.option].payer, order.period)
        for order in plan.orders
    }
    for offer, _, period in sorted(placed):
        fee = scenario.offers[scenario.offer_index[offer]].order_cost_cny
        total[LINE["order_cost"]] += fee * float(discount(books, np.array(period)))
    for supplier in plan.qualified_suppliers:
        total[LINE["qualification"]] += scenario.suppliers[scenario.supplier_index[supplier]].qualification_cost_cny
    for name in plan.qualified_offers:
        total[LINE["qualification"]] += scenario.offers[scenario.offer_index[name]].qualification_cost_cny
    for supplier, units in plan.bookings.items():
        row = scenario.suppliers[scenario.supplier_index[supplier]]
        each = (row.booking_cost_cny or 0.0) * discount(books, booked_periods(scenario, supplier)).sum()
        total[LINE["booking"]] += float(units * each)
    return total


def booked_periods(scenario: Scenario, supplier: str) -> NDArray[np.int64]:
    """The periods of the horizon in which a framework runs."""
    row, calendar = scenario.suppliers[scenario.supplier_index[supplier]], scenario.calendar
    return np.array(
        [
            period
            for period in range(calendar.count)
            if (row.booking_from is None or period >= calendar.index_of(row.booking_from))
            and (row.booking_to is None or period <= calendar.index_of(row.booking_to))
        ],
        dtype=np.int64,
    )


def _beyond(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Real:
    """(D, line) tax on what a quota left taxed."""
    total = np.zeros((books.draws.count, len(COST_LINES)))
    for parts in chunks(books.draws, beyond_quota(plan, found)):
        for entry in tax_beyond(books, parts):
            _book(books, total, entry)
    return total


def tax_beyond(books: Books, parts: Parts) -> Iterator[Entry]:
    """The ordinary tax less the relieved one, on the day of arrival; deductible VAT comes back."""
    arrived, units = books.periods_of(parts.port_day), parts.arriving
    for each, sign in ((replace(parts, option=books.landed.ordinary[parts.option]), 1.0), (parts, -1.0)):
        amounts = {charge: sign * books.unit(each, charge, arrived) * units for charge in TAXES}
        yield from taxes(books, each, amounts)


def _stocks(books: Books, plan: Plan) -> Real:
    """(D, line) holding, obsolescence, storage space and what is left at the end."""
    scenario, recourse = books.scenario, plan.recourse
    calendar, settings = scenario.calendar, scenario.settings
    total = np.zeros((books.draws.count, len(COST_LINES)))
    factor = discount(books, np.arange(calendar.count))
    end = float(discount(books, np.array(calendar.count)))
    for position, holding in enumerate(recourse.holdings):
        index = scenario.item_index[holding.item]
        item, value = scenario.items[index], books.landed.reference_value_cny[index]
        stock = recourse.stock[:, position, :]
        total[:, LINE["holding"]] += stock @ factor * value * item.holding_rate / calendar.per_year
        total[:, LINE["obsolescence"]] += stock @ factor * value * item.obsolescence_rate / calendar.per_year
        total[:, LINE["terminal_value"]] -= stock[:, -1] * value * settings.terminal_value_share * end
    for cost in storage_cny(books, plan).values():
        total[:, LINE["storage"]] += cost @ factor
    return total


def storage_cny(books: Books, plan: Plan) -> dict[str, Real]:
    """Owner → (D, T) cost of the space that its stock takes: the cheapest of its sites first."""
    scenario = books.scenario
    sites: dict[str, list[Site]] = {}
    for site in sorted(scenario.sites, key=lambda site: site.cost_cny_per_m3_month):
        if site.kind == "ordinary":
            sites.setdefault(scenario.owner_of(site), []).append(site)
    found = {}
    for owner, volume in volume_m3(books, plan).items():
        cost = np.zeros_like(volume)
        for site in sites.get(owner, ()):
            used = np.minimum(volume, _room(site))
            cost += used * site.cost_cny_per_m3_month * scenario.calendar.months
            volume = volume - used
        found[owner] = cost
    return found


def volume_m3(books: Books, plan: Plan) -> dict[str, Real]:
    """Owner → (D, T) volume of its stock."""
    scenario, recourse = books.scenario, plan.recourse
    total: dict[str, Real] = {}
    for position, holding in enumerate(recourse.holdings):
        each = recourse.stock[:, position] * scenario.items[scenario.item_index[holding.item]].volume_m3
        total[holding.owner] = total[holding.owner] + each if holding.owner in total else each
    return total


def _room(site: Site) -> float:
    return np.inf if site.capacity_m3 is None else site.capacity_m3


def _waiting(books: Books, plan: Plan) -> Real:
    """(D, line) shortage by priority on what is late at the end of a period, and workarounds that relieve it."""
    scenario, recourse = books.scenario, plan.recourse
    total = np.zeros((books.draws.count, len(COST_LINES)))
    factor = discount(books, np.arange(scenario.calendar.count))
    for position, tier in enumerate(recourse.tiers):
        relieved = recourse.workaround[:, position, :]
        late = recourse.backlog[:, position, :] - relieved
        total[:, LINE[f"shortage_{tier.priority}"]] += late @ factor * tier.shortage_cost_cny
        cost = scenario.items[scenario.item_index[tier.item]].workaround_cost_cny
        total[:, LINE["workaround"]] += relieved @ factor * cost
    return total
