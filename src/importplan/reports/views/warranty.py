"""Warranty that runs while goods wait in stock: which lot, how many months, and whose warranty ends there.

Reckoned on the schedule without outages and on expected demand, first in, first out. Goods that are not used within the
plan wait until its end. A lot of the opening stock has no warranty on record and is used first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from importplan.basics.periods import add_months
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.order_lines import OrderLine, order_lines
from importplan.reports.views.stock_plan import opening_stock, released
from importplan.scenario.contract_price import signed_price
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder

DAYS_PER_MONTH = 365.25 / 12.0
LEAST_UNITS = 1e-6


@dataclass(frozen=True)
class Lot:
    """Goods that come together; `start` and `end` of their warranty are None where none is on record."""

    order: str  # number as in the sheet `orders`, or the contract of a signed order
    owner: str
    item: str
    quantity: float
    usable: date
    offer: Offer | None = None
    start: date | None = None
    end: date | None = None
    unit_cny: float = 0.0


@dataclass(frozen=True)
class Wait:
    """A lot of which some units wait while their warranty runs."""

    lot: Lot
    months: float  # in stock under warranty, mean over its units
    waiting_units: float
    ended_units: float  # not used before the warranty ends

    @property
    def share(self) -> float:
        """Part of the warranty that is spent in stock, mean over the units."""
        offered = self.lot.offer.warranty_months if self.lot.offer is not None else None
        return self.months / offered if offered else 0.0


def warranty_days(offer: Offer, ship: date, port: date, accepted: date) -> tuple[date, date] | None:
    """First day of a warranty and the day on which it ends; None where the offer states none."""
    if not offer.warranty_months:
        return None
    start = {"shipment": ship, "arrival": port, "acceptance": accepted}[offer.warranty_from]
    return start, add_months(start, round(offer.warranty_months))


def warranty_of(line: OrderLine) -> tuple[date, date] | None:
    """The warranty of a planned order on the schedule without outages."""
    return warranty_days(line.offer, line.dates.ship, line.dates.port, line.dates.accepted)


def waits(result: PlanResult) -> tuple[Wait, ...]:
    """Lots of which some units wait in stock under warranty, most money whose warranty ends there first."""
    queues: dict[tuple[str, str], list[Lot]] = defaultdict(list)
    for lot in (*_opening(result), *_signed(result), *_planned(result)):
        queues[lot.owner, lot.item].append(lot)
    found = [
        wait
        for (owner, item), lots in queues.items()
        for wait in _waits(result, sorted(lots, key=lambda lot: lot.usable), _used(result, owner, item))
    ]
    return tuple(sorted(found, key=lambda wait: (-wait.ended_units * wait.lot.unit_cny, wait.lot.usable)))


def _opening(result: PlanResult) -> Iterator[Lot]:
    scenario = result.scenario
    for owner, item in dict.fromkeys((scenario.owner_of(row), row.item) for row in scenario.stock):
        yield Lot("", owner, item, opening_stock(result, owner, item), date.min)


def _signed(result: PlanResult) -> Iterator[Lot]:
    scenario = result.scenario
    for row in scenario.open_orders:
        offer = scenario.offers[scenario.offer_index[row.offer]]
        usable = row.due + timedelta(days=offer.cleared_in_days + offer.install_days)
        ship, accepted = row.due - timedelta(days=offer.transit_days), usable + timedelta(days=offer.acceptance_days)
        start, end = warranty_days(offer, ship, row.due, accepted) or (None, None)
        name = row.contract_no or row.order
        price = _signed_price(result, row, offer)
        yield Lot(name, scenario.owner_of(row), offer.item, row.quantity, usable, offer, start, end, price)


def _signed_price(result: PlanResult, row: OpenOrder, offer: Offer) -> float:
    price = signed_price(offer, row)
    return price.amount * (price.locked_rate or result.landed.base_rate.get(price.currency, 1.0))


def _planned(result: PlanResult) -> Iterator[Lot]:
    for number, line in enumerate(order_lines(result), start=1):
        start, end = warranty_of(line) or (None, None)
        units, payer, item = line.order.quantity, line.option.payer, line.item.item
        yield Lot(str(number), payer, item, units, line.dates.usable, line.offer, start, end, line.price_cny / units)


def _used(result: PlanResult, owner: str, item: str) -> NDArray[np.float64]:
    """(T,) units that leave a stock: expected demand that no reserve serves, or what is drawn from a reserve."""
    recourse, weights = result.solution.plan.recourse, result.draws.weights
    asked = [n for n, tier in enumerate(recourse.tiers) if (tier.firm, tier.item) == (owner, item)]
    demand = weights @ recourse.demand[:, asked, :].sum(axis=1)
    used: NDArray[np.float64] = np.maximum(demand - released(result, owner, item), 0.0)
    return used


def _waits(result: PlanResult, lots: list[Lot], used: NDArray[np.float64]) -> Iterator[Wait]:
    calendar = result.scenario.calendar
    wanted = [(calendar.first_day(period), float(units)) for period, units in enumerate(used)]
    for lot in lots:
        takes: list[tuple[date, float]] = []
        left = lot.quantity
        while left > LEAST_UNITS and wanted:
            day, units = wanted[0]
            taken = min(left, units)
            takes.append((max(day, lot.usable), taken))
            left -= taken
            wanted[0] = (day, units - taken)
            if wanted[0][1] <= LEAST_UNITS:
                wanted.pop(0)
        takes.append((max(calendar.end, lot.usable), max(left, 0.0)))
        wait = _wait(lot, takes)
        if wait is not None:
            yield wait


def _wait(lot: Lot, takes: list[tuple[date, float]]) -> Wait | None:
    """What a lot spends of its warranty, when so many units leave on each of these days."""
    if lot.start is None or lot.end is None:
        return None
    began, days, waiting, ended = max(lot.start, lot.usable), 0.0, 0.0, 0.0
    for day, units in takes:
        own = max((min(day, lot.end) - began).days, 0)
        days += units * own
        waiting += units if own else 0.0
        ended += units if day >= lot.end else 0.0
    if waiting <= LEAST_UNITS and ended <= LEAST_UNITS:
        return None
    return Wait(lot, days / lot.quantity / DAYS_PER_MONTH, waiting, ended)


COLUMNS = (
    Column("order_label"),
    Column("item"),
    Column("owner", Form.LONG_TEXT),
    Column("quantity", Form.UNITS),
    Column("warranty_from"),
    Column("warranty_start", Form.DATE),
    Column("warranty_end", Form.DATE),
    Column("usable", Form.DATE),
    Column("warranty_months_spent", Form.UNITS),
    Column("warranty_share_spent", Form.SHARE),
    Column("warranty_waiting_cny", Form.YUAN, total=True),
    Column("warranty_ended_units", Form.UNITS),
    Column("warranty_ended_cny", Form.YUAN, total=True),
)


def warranty_table(result: PlanResult, names: Names) -> Table:
    """One row for each lot of which some units wait under warranty."""
    rows: list[tuple[Cell, ...]] = []
    for wait in waits(result):
        lot = wait.lot
        word = names.choice("offers.warranty_from", lot.offer.warranty_from) if lot.offer is not None else ""
        goods = (lot.order, names.item(lot.item), names.firm(lot.owner), lot.quantity)
        spent = (round(wait.months, 1), wait.share, wait.waiting_units * lot.unit_cny)
        lost = (wait.ended_units, wait.ended_units * lot.unit_cny)
        rows.append((*goods, word, lot.start, lot.end, lot.usable, *spent, *lost))
    return Table("warranty", COLUMNS, tuple(rows))
