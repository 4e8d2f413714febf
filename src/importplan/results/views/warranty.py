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

from importplan.basics.periods import MONTH_DAYS, add_months
from importplan.results import forms
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.stock_plan import opening_stock, released
from importplan.results.table import Column, Form, Look, Table
from importplan.results.views.order_lines import OrderLine, order_lines, signed_lines
from importplan.scenario.contract_price import signed_price
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.open_orders import OpenOrder

LEAST_UNITS = 1e-6


@dataclass(frozen=True)
class WarrantyLot:
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

    lot: WarrantyLot
    months: float  # in stock under warranty, mean over its units
    waiting_units: float
    ended_units: float  # not used before the warranty ends

    @property
    def share(self) -> float:
        """Part of the warranty that is spent in stock, mean over the units."""
        offered = self.lot.offer.warranty_months if self.lot.offer is not None else None
        return self.months / offered if offered else 0.0

    @property
    def waiting_cny(self) -> float:
        """Price of the units that wait."""
        return self.waiting_units * self.lot.unit_cny

    @property
    def ended_cny(self) -> float:
        """Price of the units whose warranty ends in stock."""
        return self.ended_units * self.lot.unit_cny


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
    queues: dict[tuple[str, str], list[WarrantyLot]] = defaultdict(list)
    for lot in (*_opening(result), *_signed(result), *_planned(result)):
        queues[lot.owner, lot.item].append(lot)
    found = [
        wait
        for (owner, item), lots in queues.items()
        for wait in _waits(result, sorted(lots, key=lambda lot: lot.usable), _used(result, owner, item))
    ]
    return tuple(sorted(found, key=lambda wait: (-wait.ended_cny, wait.lot.usable)))


def _opening(result: PlanResult) -> Iterator[WarrantyLot]:
    scenario = result.scenario
    for owner, item in dict.fromkeys((scenario.owner_of(row), row.item) for row in scenario.stock):
        yield WarrantyLot("", owner, item, opening_stock(result, owner, item), date.min)


def _signed(result: PlanResult) -> Iterator[WarrantyLot]:
    for line in signed_lines(result):
        offer, row = line.offer, line.order
        usable = row.due + timedelta(days=offer.cleared_in_days + offer.install_days)
        ship, accepted = row.due - timedelta(days=offer.transit_days), usable + timedelta(days=offer.acceptance_days)
        start, end = warranty_days(offer, ship, row.due, accepted) or (None, None)
        price = _signed_price(result, row, offer)
        yield WarrantyLot(line.reference, line.owner, offer.item, row.quantity, usable, offer, start, end, price)


def _signed_price(result: PlanResult, row: OpenOrder, offer: Offer) -> float:
    price = signed_price(offer, row)
    return price.amount * (price.locked_rate or result.landed.base_rate.get(price.currency, 1.0))


def _planned(result: PlanResult) -> Iterator[WarrantyLot]:
    for line in order_lines(result):
        start, end = warranty_of(line) or (None, None)
        units, payer, item, price = line.order.quantity, line.option.payer, line.item.item, line.price_cny
        yield WarrantyLot(
            str(line.number), payer, item, units, line.dates.usable, line.offer, start, end, price / units
        )


def _used(result: PlanResult, owner: str, item: str) -> NDArray[np.float64]:
    """(T,) units that leave a stock: expected demand that no reserve serves, or what is drawn from a reserve."""
    recourse, weights = result.solution.plan.recourse, result.draws.weights
    asked = [n for n, tier in enumerate(recourse.tiers) if (tier.firm, tier.item) == (owner, item)]
    demand = weights @ recourse.demand[:, asked, :].sum(axis=1)
    used: NDArray[np.float64] = np.maximum(demand - released(result, owner, item), 0.0)
    return used


def _waits(result: PlanResult, lots: list[WarrantyLot], used: NDArray[np.float64]) -> Iterator[Wait]:
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


def _wait(lot: WarrantyLot, takes: list[tuple[date, float]]) -> Wait | None:
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
    return Wait(lot, days / lot.quantity / MONTH_DAYS, waiting, ended)


FROM = forms.choice("offers.warranty_from")
SPENT = Form(Look.UNITS, lambda names, months: round(months, 1))
COLUMNS: tuple[Column[Wait], ...] = (
    Column("order_label", "", forms.TEXT, lambda row: row.lot.order, known_as="order"),
    Column("item", "", forms.ITEM, lambda row: row.lot.item),
    Column("owner", "", forms.FIRM, lambda row: row.lot.owner),
    Column("quantity", "goods", forms.UNITS, lambda row: row.lot.quantity),
    Column("warranty_from", "", FROM, lambda row: row.lot.offer.warranty_from if row.lot.offer else None),
    Column("warranty_start", "", forms.DATE, lambda row: row.lot.start, known_as="start"),
    Column("warranty_end", "", forms.DATE, lambda row: row.lot.end, known_as="end"),
    Column("usable", "", forms.DATE, lambda row: row.lot.usable),
    Column("warranty_months_spent", "months", SPENT, lambda row: row.months, known_as="months"),
    Column("warranty_share_spent", "share", forms.SHARE, lambda row: row.share, known_as="share"),
    Column("warranty_waiting_cny", "cny", forms.YUAN, lambda row: row.waiting_cny, total=True, known_as="waiting_cny"),
    Column("warranty_ended_units", "goods", forms.UNITS, lambda row: row.ended_units, known_as="ended_units"),
    Column("warranty_ended_cny", "cny", forms.YUAN, lambda row: row.ended_cny, total=True, known_as="ended_cny"),
)


def warranty_table(result: PlanResult) -> Table[Wait]:
    """One row for each lot of which some units wait under warranty."""
    return Table("warranty", COLUMNS, waits(result), quiet=True)
