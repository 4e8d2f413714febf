"""Cost lines recomputed from an exported plan: deals, stocks, waiting demand, one line after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.courses import Beyond, beyond_quota
from importplan.evaluation.deals import Deal, deals
from importplan.evaluation.statement import CUSTOMS, Books, Entry, statement, vat_instalments
from importplan.landed.table import Charge
from importplan.plan.plan import Plan
from importplan.plan.solution import COST_LINES, CostLines
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.sites import Site
from importplan.uncertainty.sample import nominal

Real = NDArray[np.float64]
LINE = {line: position for position, line in enumerate(COST_LINES)}


def recompute(books: Books, plan: Plan, found: tuple[Deal, ...], excess_cny: tuple[float, Real]) -> CostLines:
    """Cost lines of a plan. `excess_cny` is what broken soft limits cost: known, and (D,) by draw."""
    no_outage = Books(books.scenario, books.landed, nominal(books.scenario))
    ordered = [deal for deal in deals(books.scenario, books.landed, no_outage.draws, plan) if deal.kind != "call"]
    known = _purchases(no_outage, ordered)[0] + _now(books, plan)
    by_draw = _purchases(books, [deal for deal in found if deal.kind != "call"])
    by_draw -= _purchases(no_outage, ordered)
    by_draw += _purchases(books, [deal for deal in found if deal.kind == "call"], orders_only=False)
    by_draw += _beyond(books, plan, found) + _stocks(books, plan) + _waiting(books, plan)
    known[LINE["soft_limits"]] += excess_cny[0]
    by_draw[:, LINE["soft_limits"]] += excess_cny[1]
    return CostLines(known, by_draw, books.draws.weights)


def discount(books: Books, period: NDArray[np.int64]) -> Real:
    """(1 + r)^-years to the first day of each period."""
    return books.scenario.calendar.discount(period, books.scenario.settings.discount_rate)


def _purchases(books: Books, found: list[Deal], orders_only: bool = True) -> Real:
    """(D, line) discounted payments of deals, with clearance per order placed."""
    total = np.zeros((books.draws.count, len(COST_LINES)))
    for deal in found:
        for entry in statement(books, deal):
            if entry.cost is not None:
                value = entry.amount * discount(books, entry.period)
                total[:, LINE[entry.cost]] += value
                total[:, LINE["exchange_rate"]] += value * (entry.rate - 1.0)
    if orders_only:
        for deal in one_per_shipment(found):
            for band in deal.bands:
                fee = deal.offer.clearance_fee_cny * band.share
                value = np.where(band.lost, 0.0, fee) * discount(books, books.periods_of(band.port_day))
                total[:, LINE["clearance"]] += value
    return total


def one_per_shipment(found: list[Deal]) -> list[Deal]:
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
    for part in beyond_quota(plan, found):
        for entry in tax_beyond(books, part):
            if entry.cost is not None:
                value = entry.amount * discount(books, entry.period)
                total[:, LINE[entry.cost]] += value
                total[:, LINE["exchange_rate"]] += value * (entry.rate - 1.0)
    return total


def tax_beyond(books: Books, part: Beyond) -> Iterator[Entry]:
    """The ordinary tax less the relieved one, on the day of arrival; deductible VAT comes back."""
    arrived = books.periods_of(part.band.port_day)
    rate = books.rate(part.deal, arrived)
    ordinary = replace(part.deal, option=int(books.landed.ordinary[part.deal.option]))
    units = np.where(part.band.lost, 0.0, part.units)
    for deal, sign in ((ordinary, 1.0), (part.deal, -1.0)):
        for charge, (line, cash) in CUSTOMS.items():
            amount = sign * books.unit(deal, charge, arrived) * units
            if cash == "duty":
                yield Entry(line, cash, amount, arrived, rate)
                continue
            for share, due, back in vat_instalments(books, deal, part.band):
                yield Entry(line, cash, amount * share, due, rate)
                if charge is Charge.VAT_CASH:
                    yield Entry(None, "vat_recovered", -amount * share, back, rate)


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
    for owner in dict.fromkeys(row.owner for row in recourse.holdings):
        total[:, LINE["storage"]] += storage_cny(books, plan, owner) @ factor
    return total


def storage_cny(books: Books, plan: Plan, owner: str) -> Real:
    """(D, T) cost of the space an owner's stock takes: the cheapest of its sites first."""
    scenario = books.scenario
    volume = volume_m3(books, plan, owner)
    sites = [site for site in scenario.sites if site.kind == "ordinary" and scenario.owner_of(site) == owner]
    cost = np.zeros_like(volume)
    for site in sorted(sites, key=lambda site: site.cost_cny_per_m3_month):
        used = np.minimum(volume, _room(site))
        cost += used * site.cost_cny_per_m3_month * scenario.calendar.months
        volume = volume - used
    return cost


def volume_m3(books: Books, plan: Plan, owner: str) -> Real:
    """(D, T) volume of an owner's stock."""
    scenario, recourse = books.scenario, plan.recourse
    total = np.zeros((books.draws.count, scenario.calendar.count))
    for position, holding in enumerate(recourse.holdings):
        if holding.owner == owner:
            total += recourse.stock[:, position] * scenario.items[scenario.item_index[holding.item]].volume_m3
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
