"""Cash by payer, line and period, undiscounted: what a treasurer compares with the bank.

The plan's schedule has orders without outages and, at their mean over the draws, what is decided by draw (call-offs,
storage, workarounds, releases). Money that comes in is negative. Shortage loss is no cash and is not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.cost_ledger import booked_periods, one_per_shipment, storage_cny, tax_beyond
from importplan.evaluation.courses import beyond_quota
from importplan.evaluation.deals import Deal, deals
from importplan.evaluation.statement import Books, statement
from importplan.plan.plan import Plan
from importplan.scenario.scenario import RESERVE
from importplan.uncertainty.sample import nominal

Real = NDArray[np.float64]

CASH_LINES: tuple[str, ...] = (
    "deposit", "shipment", "acceptance", "retention", "lc_margin", "tax_guarantee", "bank_fees", "freight",
    "insurance", "duty", "vat", "vat_recovered", "agency", "local", "install", "training", "subsidy", "clearance",
    "order_cost", "qualification", "booking", "storage", "workaround", "release",
)  # fmt: skip


@dataclass(frozen=True)
class Cash:
    """Cash out by period of the landed-cost table (P periods); negative is cash in."""

    payers: tuple[str, ...]
    lines: tuple[str, ...]
    plan_cny: Real  # (payer, line, P) the schedule without outages
    by_draw_cny: Real  # (D, payer, P) all lines of each draw
    tax_by_draw_cny: Real  # (D, payer, P) duty and import VAT of each draw


@dataclass(frozen=True)
class _Movement:
    payer: str
    line: str
    amount: Real  # (D,), or (1,) where every draw is alike
    period: NDArray[np.int64]  # the same shape


def cash(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Cash:
    """The cash of a plan: its schedule, and every draw."""
    scenario = books.scenario
    firms = tuple(firm.firm for firm in scenario.all_firms)
    payers = (*firms, RESERVE) if scenario.has_reserve else firms
    count = books.last_period + 1
    schedule = np.zeros((len(payers), len(CASH_LINES), count))
    by_draw = np.zeros((books.draws.count, len(payers), count))
    tax = np.zeros_like(by_draw)
    draw = np.arange(books.draws.count)
    no_outage = Books(scenario, books.landed, nominal(scenario))
    planned = tuple(deal for deal in deals(scenario, books.landed, no_outage.draws, plan) if deal.kind != "call")
    called = tuple(deal for deal in found if deal.kind == "call")
    fixed = (*_fees(no_outage, planned), *_decided_now(books, plan, payers))
    beyond = tuple(_beyond(books, plan, found))
    for move in (*_of_deals(books, found), *_recourse(books, plan), *beyond, *fixed):
        payer, period = payers.index(move.payer), np.broadcast_to(move.period, draw.shape)
        by_draw[draw, payer, period] += move.amount  # one period per draw: no cell is met twice
        if move.line in ("duty", "vat"):
            tax[draw, payer, period] += move.amount
    for move in (*_of_deals(no_outage, planned), *fixed):
        np.add.at(schedule[payers.index(move.payer), CASH_LINES.index(move.line)], move.period, move.amount)
    for move in (*_of_deals(books, called), *_recourse(books, plan), *beyond):
        mean = move.amount * books.draws.weights
        np.add.at(schedule[payers.index(move.payer), CASH_LINES.index(move.line)], move.period, mean)
    return Cash(payers, CASH_LINES, schedule, by_draw, tax)


def _of_deals(books: Books, found: tuple[Deal, ...]) -> Iterator[_Movement]:
    for deal in found:
        for entry in statement(books, deal):
            yield _Movement(deal.terms.payer, entry.cash, entry.amount * entry.rate, entry.period)


def _beyond(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[_Movement]:
    """Tax on what a quota left taxed."""
    for part in beyond_quota(plan, found):
        for entry in tax_beyond(books, part):
            yield _Movement(part.deal.terms.payer, entry.cash, entry.amount * entry.rate, entry.period)


def _fees(no_outage: Books, planned: tuple[Deal, ...]) -> Iterator[_Movement]:
    """The fixed cost of an order when it is placed; clearance when its parts are to arrive, outages or not."""
    for deal in one_per_shipment(list(planned)):
        day = np.array([deal.period], dtype=np.int64)
        yield _Movement(deal.terms.payer, "order_cost", np.array([deal.offer.order_cost_cny]), day)
        for band in deal.bands:
            fee = np.array([deal.offer.clearance_fee_cny * band.share])
            yield _Movement(deal.terms.payer, "clearance", fee, no_outage.periods_of(band.port_day))


def _decided_now(books: Books, plan: Plan, payers: tuple[str, ...]) -> Iterator[_Movement]:
    """Qualification today, booking period by period: paid by the reserve where there is one, else by the first firm."""
    scenario, payer = books.scenario, RESERVE if RESERVE in payers else payers[0]
    today = np.zeros(1, dtype=np.int64)
    for name in plan.qualified_suppliers:
        cost = scenario.suppliers[scenario.supplier_index[name]].qualification_cost_cny
        yield _Movement(payer, "qualification", np.array([cost]), today)
    for name in plan.qualified_offers:
        cost = scenario.offers[scenario.offer_index[name]].qualification_cost_cny
        yield _Movement(payer, "qualification", np.array([cost]), today)
    for name, units in plan.bookings.items():
        fee = (scenario.suppliers[scenario.supplier_index[name]].booking_cost_cny or 0.0) * units
        for period in booked_periods(scenario, name):
            yield _Movement(payer, "booking", np.array([fee]), np.array([period]))


def _recourse(books: Books, plan: Plan) -> Iterator[_Movement]:
    """Storage, workarounds and releases of every draw, period by period."""
    scenario, recourse = books.scenario, plan.recourse
    share = {row.item: row.release_price_share for row in scenario.reserve_terms}
    for period in range(scenario.calendar.count):
        when = np.full(books.draws.count, period, dtype=np.int64)
        for owner in dict.fromkeys(row.owner for row in recourse.holdings):
            yield _Movement(owner, "storage", storage_cny(books, plan, owner)[:, period], when)
        for position, tier in enumerate(recourse.tiers):
            cost = scenario.items[scenario.item_index[tier.item]].workaround_cost_cny
            yield _Movement(tier.firm, "workaround", recourse.workaround[:, position, period] * cost, when)
        for position, lane in enumerate(recourse.release_lanes):
            item = recourse.holdings[lane.holding].item
            price = share.get(item, 1.0) * books.landed.reference_value_cny[scenario.item_index[item]]
            paid = recourse.release[:, position, period] * price
            yield _Movement(lane.firm, "release", paid, when)
            yield _Movement(RESERVE, "release", -paid, when)
