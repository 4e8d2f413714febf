"""Cash by payer, line and period, undiscounted: what a treasurer compares with the bank.

The plan's schedule has orders without outages and, at their mean over the draws, what is decided by draw (call-offs,
storage, workarounds, releases). Money that comes in is negative. Shortage loss is no cash and is not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.cost_ledger import booked_periods, one_per_shipment, storage_cny, tax_beyond
from importplan.evaluation.courses import beyond_quota
from importplan.evaluation.deals import Deal, deals
from importplan.evaluation.parts import Parts, chunks, of_deals
from importplan.evaluation.statement import Books, Entry, statement
from importplan.plan.lines import CASH_LINES, TAX_CASH
from importplan.plan.plan import Plan
from importplan.scenario.scenario import RESERVE
from importplan.uncertainty.sample import nominal

Real = NDArray[np.float64]


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
    payers: Sequence[str]  # (B,)
    line: str
    amount: Real  # (B, D), or (B, 1) where every draw is alike
    period: NDArray[np.int64]  # the same shape


def cash(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Cash:
    """The cash of a plan: its schedule, and every draw."""
    scenario = books.scenario
    firms = tuple(firm.firm for firm in scenario.all_firms)
    payers = (*firms, RESERVE) if scenario.has_reserve else firms
    index = {payer: position for position, payer in enumerate(payers)}
    count = books.last_period + 1
    schedule = np.zeros((len(payers), len(CASH_LINES), count))
    by_draw = np.zeros((books.draws.count, len(payers), count))
    tax = np.zeros_like(by_draw)

    def in_draws(move: _Movement) -> None:
        draw = np.arange(books.draws.count)[None, :]
        shape = (len(move.payers), books.draws.count)
        spot = (draw * len(payers) + _rows(index, move)) * count + move.period
        where, amount = np.broadcast_to(spot, shape).ravel(), np.broadcast_to(move.amount, shape).ravel()
        np.add.at(by_draw.reshape(-1), where, amount)
        if move.line in TAX_CASH:
            np.add.at(tax.reshape(-1), where, amount)

    def in_schedule(move: _Movement, weights: Real | float = 1.0) -> None:
        rows = np.broadcast_to(_rows(index, move), move.period.shape)
        np.add.at(schedule[:, CASH_LINES.index(move.line)], (rows, move.period), move.amount * weights)

    no_outage = Books(scenario, books.landed, nominal(scenario))
    planned = tuple(deal for deal in deals(scenario, books.landed, no_outage.draws, plan) if deal.kind != "call")
    for move in _known(no_outage, plan, planned, payers):
        in_draws(move)
        in_schedule(move)
    for move in _of_deals(no_outage, planned):
        in_schedule(move)
    for move in _of_deals(books, [deal for deal in found if deal.kind != "call"]):
        in_draws(move)
    for move in _of_draws(books, plan, found):
        in_draws(move)
        in_schedule(move, books.draws.weights)
    return Cash(payers, CASH_LINES, schedule, by_draw, tax)


def _rows(index: dict[str, int], move: _Movement) -> NDArray[np.int64]:
    return np.array([[index[payer]] for payer in move.payers], dtype=np.int64)


def _known(no_outage: Books, plan: Plan, planned: tuple[Deal, ...], payers: tuple[str, ...]) -> Iterator[_Movement]:
    """What is paid alike in every draw."""
    yield from _fees(no_outage, planned)
    yield from _decided_now(no_outage, plan, payers)


def _of_draws(books: Books, plan: Plan, found: tuple[Deal, ...]) -> Iterator[_Movement]:
    """What is decided by draw: call-offs, storage, workarounds, releases, tax on what a quota left taxed."""
    yield from _of_deals(books, [deal for deal in found if deal.kind == "call"])
    yield from _recourse(books, plan)
    for parts in chunks(books.draws, beyond_quota(plan, found)):
        yield from _moved(parts, tax_beyond(books, parts))


def _of_deals(books: Books, found: Sequence[Deal]) -> Iterator[_Movement]:
    for parts in chunks(books.draws, of_deals(found)):
        yield from _moved(parts, statement(books, parts))


def _moved(parts: Parts, entries: Iterator[Entry]) -> Iterator[_Movement]:
    payers = [deal.terms.payer for deal in parts.deals]
    return (_Movement(payers, entry.cash, entry.amount * entry.rate, entry.period) for entry in entries)


def _fees(no_outage: Books, planned: tuple[Deal, ...]) -> Iterator[_Movement]:
    """The fixed cost of an order when it is placed; clearance when its parts are to arrive, outages or not."""
    placed = one_per_shipment(planned)
    if placed:
        cost = np.array([[deal.offer.order_cost_cny] for deal in placed])
        period = np.array([[deal.period] for deal in placed], dtype=np.int64)
        yield _Movement([deal.terms.payer for deal in placed], "order_cost", cost, period)
    for parts in chunks(no_outage.draws, of_deals(placed)):
        fee = parts.share * parts.term(lambda deal: deal.offer.clearance_fee_cny)
        payers = [deal.terms.payer for deal in parts.deals]
        yield _Movement(payers, "clearance", fee, no_outage.periods_of(parts.port_day))


def _decided_now(books: Books, plan: Plan, payers: tuple[str, ...]) -> Iterator[_Movement]:
    """Qualification today, booking period by period: paid by the reserve where there is one, else by the first firm."""
    scenario, payer = books.scenario, RESERVE if RESERVE in payers else payers[0]
    today = np.zeros((1, 1), dtype=np.int64)
    for name in plan.qualified_suppliers:
        cost = scenario.suppliers[scenario.supplier_index[name]].qualification_cost_cny
        yield _Movement([payer], "qualification", np.array([[cost]]), today)
    for name in plan.qualified_offers:
        cost = scenario.offers[scenario.offer_index[name]].qualification_cost_cny
        yield _Movement([payer], "qualification", np.array([[cost]]), today)
    for name, units in plan.bookings.items():
        fee = (scenario.suppliers[scenario.supplier_index[name]].booking_cost_cny or 0.0) * units
        for period in booked_periods(scenario, name):
            yield _Movement([payer], "booking", np.array([[fee]]), np.array([[period]]))


def _recourse(books: Books, plan: Plan) -> Iterator[_Movement]:
    """Storage, workarounds and releases of every draw, period by period."""
    scenario, recourse = books.scenario, plan.recourse
    share = {row.item: row.release_price_share for row in scenario.reserve_terms}
    for owner, cost in storage_cny(books, plan).items():
        yield _by_period(owner, "storage", cost)
    for position, tier in enumerate(recourse.tiers):
        each = scenario.items[scenario.item_index[tier.item]].workaround_cost_cny
        if each:
            yield _by_period(tier.firm, "workaround", recourse.workaround[:, position] * each)
    for position, lane in enumerate(recourse.release_lanes):
        item = recourse.holdings[lane.holding].item
        price = share.get(item, 1.0) * books.landed.reference_value_cny[scenario.item_index[item]]
        paid = recourse.release[:, position] * price
        yield _by_period(lane.firm, "release", paid)
        yield _by_period(RESERVE, "release", -paid)


def _by_period(payer: str, line: str, amount: Real) -> _Movement:
    """A course of (D, T) amounts."""
    periods = np.broadcast_to(np.arange(amount.shape[1])[:, None], amount.T.shape)
    return _Movement([payer] * amount.shape[1], line, amount.T, periods)
