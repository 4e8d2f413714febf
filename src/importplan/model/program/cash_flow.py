"""Cash of a payer by period as a linear function of the columns: what budgets limit.

Rows are (payer's cash, period); values are CNY, undiscounted, positive when money goes out. On the plan's schedule one
row a period: orders without outages, and what is decided by draw at its mean. By draw: one row a period and draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from importplan.model.case import payments
from importplan.model.case.beyond_quota import taxes_beyond
from importplan.model.case.clearing import taxes
from importplan.model.case.dated_purchases import Trade
from importplan.model.case.starting import openings
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index
from importplan.model.program.variables import (
    BEYOND,
    BOOK,
    CALL,
    CALLED_BEYOND,
    FALLBACK,
    FLOW,
    FORGONE,
    INSTEAD,
    LOT,
    MAKE,
    OPEN_ROUTE,
    ORDER,
    QUALIFY_OFFER,
    QUALIFY_SUPPLIER,
    WORKAROUND,
)
from importplan.scenario.scenario import RESERVE

CHUNK = 8_000_000  # numbers in one array of purchase x draw x period


@dataclass(frozen=True)
class CashTerm:
    """Coefficients of columns at (period, draw), broadcast against each other; `draw` None: the same in every draw."""

    period: ArrayLike
    draw: Index | None
    column: ArrayLike
    cny: ArrayLike


@dataclass(frozen=True)
class Schedule:
    """Cash of purchases on the schedule without outages, of all payers at once: each takes its own."""

    signed: NDArray[np.float64]  # (payer, P)
    payer: Index  # (entry,) in order
    column: Index  # (entry,) of the order
    period: Index  # (entry,)
    cny: NDArray[np.float64]  # (entry,)


def schedule(frame: Frame) -> Schedule:
    """The schedule of all orders, decided and signed."""
    facts, purchases = frame.facts, frame.orders.purchases
    owed = np.flatnonzero(~np.isnan(purchases.signed))
    signed = np.zeros((len(facts.payers), facts.last_period + 1))
    if len(owed):
        cash = payments.cash(facts, purchases, owed, frame.orders.planned, frame.no_outage)[:, 0]
        np.add.at(signed, purchases.payer[owed], purchases.signed[owed, None] * cash)
        payer, period, fee = _clearance(frame, owed)
        np.add.at(signed, (payer, period), fee)
    order = np.argsort(purchases.payer[purchases.decided], kind="stable")
    rows, found = purchases.decided[order], []
    step = max(1, CHUNK // (facts.last_period + 1))
    for first in range(0, len(rows), step):
        part = slice(first, first + step)
        cash = payments.cash(facts, purchases, rows[part], frame.orders.planned, frame.no_outage)[:, 0]
        row, period = np.nonzero(cash)
        columns = frame.draft.names[ORDER][order[part][row]]
        found.append((purchases.payer[rows[part][row]], columns, period, cash[row, period]))
    if not found:
        none = np.empty(0, dtype=np.int64)
        return Schedule(signed, none, none, none, np.empty(0))
    payer, column, period, cny = (np.concatenate(each) for each in zip(*found, strict=True))
    return Schedule(signed, payer, column, period, cny)


def terms(frame: Frame, payer: str, by_draw: bool, planned: Schedule) -> Iterator[CashTerm]:
    """All coefficients of a payer's cash."""
    if by_draw:
        yield from _purchases(frame, frame.orders, payer)
    else:
        number = frame.facts.payers.index(payer)
        mine = slice(*np.searchsorted(planned.payer, [number, number + 1]))
        yield CashTerm(planned.period[mine], None, planned.column[mine], planned.cny[mine])
    yield from _purchases(frame, frame.calls, payer)
    yield from _lots(frame, payer)
    yield from _beyond_quota(frame, payer)
    yield from _decided_by_draw(frame, payer)
    yield from _on_routes(frame, payer, by_draw)
    yield from _instead(frame, payer)
    if payer == common_payer(frame):
        yield from _common(frame)


def common_payer(frame: Frame) -> str:
    """Who pays for qualification and booking: the reserve where there is one, else the firm whose id comes first."""
    return RESERVE if RESERVE in frame.facts.payers else min(frame.facts.payers)


def signed(frame: Frame, payer: str, by_draw: bool, planned: Schedule) -> NDArray[np.float64]:
    """Cash of signed orders, (P, D), or (P, 1) on the plan's schedule."""
    trade, facts = frame.orders, frame.facts
    number = facts.payers.index(payer)
    if not by_draw:
        on_schedule: NDArray[np.float64] = planned.signed[number, :, None]
        return on_schedule
    rows = np.flatnonzero((trade.purchases.payer == number) & ~np.isnan(trade.purchases.signed))
    total = np.zeros((facts.last_period + 1, frame.draws.count))
    if len(rows):
        cash = payments.cash(facts, trade.purchases, rows, trade.dating, frame.draws)
        total += np.tensordot(trade.purchases.signed[rows], cash, axes=1).T
        _, period, fee = _clearance(frame, rows)
        np.add.at(total, period, fee[:, None])
    return total


def _clearance(frame: Frame, rows: Index) -> tuple[Index, Index, NDArray[np.float64]]:
    """(part,) payer, period and CNY of clearing signed orders, when they are to come without outages."""
    facts, trade = frame.facts, frame.orders
    position, consignment = trade.planned.consignments_of(trade.purchases.shipment[rows])
    row = rows[position]
    fee = payments.clearance_fee(facts, trade.purchases, row) * (trade.purchases.signed[row] > 0.0)
    port = np.minimum(trade.planned.port[consignment, 0], facts.last_period)
    return trade.purchases.payer[row], port, fee * trade.planned.share[consignment]


def _purchases(frame: Frame, trade: Trade, payer: str) -> Iterator[CashTerm]:
    """Orders or call-offs of a payer, draw by draw."""
    facts, rows = frame.facts, trade.purchases.decided
    mine = np.flatnonzero(trade.purchases.payer[rows] == facts.payers.index(payer))
    called, draws = trade is frame.calls, frame.draws
    step = max(1, CHUNK // (draws.count * (facts.last_period + 1)))
    for first in range(0, len(mine), step):
        part = mine[first : first + step]
        cash = payments.cash(facts, trade.purchases, rows[part], trade.dating, draws)
        row, draw, period = np.nonzero(cash)
        columns = frame.draft.names[CALL][part[row], draw] if called else frame.draft.names[ORDER][part[row]]
        yield CashTerm(period, draw, columns, cash[row, draw, period])


def _instead(frame: Frame, payer: str) -> Iterator[CashTerm]:
    """What is ordered where routes fail, draw by draw."""
    facts, trade = frame.facts, frame.fallbacks
    mine = np.flatnonzero(trade.purchases.payer == facts.payers.index(payer))
    if len(mine) and trade.only is not None:
        cash = payments.cash(facts, trade.purchases, mine, trade.dating, frame.draws) * trade.only[mine][:, :, None]
        row, draw, period = np.nonzero(cash)
        yield CashTerm(period, draw, frame.draft.names[FALLBACK][mine[row]], cash[row, draw, period])
        yield from _fees_instead(frame, mine)


def _fees_instead(frame: Frame, mine: Index) -> Iterator[CashTerm]:
    """The fee of what is ordered where a route fails on that day, its clearance as its parts arrive."""
    facts, trade, placed = frame.facts, frame.fallbacks, frame.draft.about[INSTEAD]
    at = np.flatnonzero(np.isin(placed, mine))
    rows, columns = placed[at], frame.draft.names[INSTEAD][at]
    if not len(rows) or trade.only is None:
        return
    fee = np.array([facts.scenario.offers[row].order_cost_cny for row in trade.purchases.offer[rows].tolist()])
    period = trade.purchases.period[rows][:, None]
    yield CashTerm(period, frame.every_draw[None], columns[:, None], fee[:, None] * trade.only[rows])
    parts = payments.parts_of(facts, trade.purchases, rows, trade.dating, frame.draws)
    paid = payments.clearance_fee(facts, trade.purchases, parts.row)[:, None] * parts.share * ~parts.lost
    port = np.minimum(trade.dating.port[parts.consignment], facts.last_period)
    yield CashTerm(port, frame.every_draw[None], columns[parts.position][:, None], paid * trade.only[parts.row])


def _lots(frame: Frame, payer: str) -> Iterator[CashTerm]:
    """The fixed cost of an order when it is placed; clearance when the shipment is to arrive, outages or not."""
    trade, facts, draft = frame.orders, frame.facts, frame.draft
    purchase, lot = draft.about[LOT], draft.names[LOT]
    mine = np.flatnonzero(trade.purchases.payer[purchase] == facts.payers.index(payer))
    purchase, lot = purchase[mine], lot[mine]
    offer = trade.purchases.offer[purchase]
    fee = np.array([row.order_cost_cny for row in facts.scenario.offers])[offer]
    yield CashTerm(trade.purchases.period[purchase], None, lot, fee)
    position, consignment = trade.planned.consignments_of(trade.purchases.shipment[purchase])
    port = np.minimum(trade.planned.port[consignment, 0], facts.last_period)
    clearance = facts.terms.clearance_cny[offer[position]] * trade.planned.share[consignment]
    yield CashTerm(port, None, lot[position], clearance)


def _beyond_quota(frame: Frame, payer: str) -> Iterator[CashTerm]:
    """Tax on what a quota leaves taxed, draw by draw."""
    facts, draft = frame.facts, frame.draft
    for variable, trade in ((BEYOND, frame.orders), (CALLED_BEYOND, frame.calls)):
        (row, part), columns = draft.about[variable], draft.names[variable]
        mine = np.flatnonzero(trade.purchases.payer[row] == facts.payers.index(payer))
        for _, tax in taxes_beyond(facts, trade, frame.draws, row[mine], part[mine]) if len(mine) else ():
            period = np.minimum(tax.period, facts.last_period)
            yield CashTerm(period, frame.every_draw[None, :], columns[mine], tax.amount * tax.rate_factor)


def _decided_by_draw(frame: Frame, payer: str) -> Iterator[CashTerm]:
    """Storage, workaround, and flows: who takes goods pays for them, and the tax on what leaves bond."""
    facts, draft, draw = frame.facts, frame.draft, frame.every_draw
    period = np.arange(facts.periods)[:, None]
    for (owner, _), (columns, each) in draft.stored.items():
        if owner == payer:
            yield CashTerm(period[None], draw[None, None], columns, each[:, None, None])
    cost = facts.item_values("workaround_cost_cny")
    relieved = np.arange(len(facts.relieved_queues))
    for variable, positions, sign in ((WORKAROUND, relieved, 1.0), (FORGONE, draft.about[FORGONE], -1.0)):
        for position, columns in zip(positions, draft.names[variable], strict=True):
            queue = facts.relieved_queues[position]
            if facts.network.queues[queue].firm == payer:
                yield CashTerm(period, draw[None], columns, sign * cost[facts.queue_item[queue]])
    for position in facts.network.flows_of.get(payer, ()):
        flow, columns = facts.network.flows[position], draft.names[FLOW][position]
        if flow.route:
            continue
        giver, taker = (facts.network.stocks[stock].owner for stock in (flow.source, flow.gives))
        if flow.paid:
            yield CashTerm(period, draw[None], columns, flow.price_cny * ((payer == taker) - (payer == giver)))
        for tax in taxes(facts, flow) if payer == taker else ():
            yield CashTerm(tax.period, draw[None], columns, tax.amount * tax.rate_factor)


def _common(frame: Frame) -> Iterator[CashTerm]:
    """Qualification now, booking period by period."""
    draft, scenario = frame.draft, frame.facts.scenario
    for variable, terms_of in ((QUALIFY_OFFER, scenario.offers), (QUALIFY_SUPPLIER, scenario.suppliers)):
        cost = np.array([row.qualification_cost_cny for row in terms_of if not row.qualified])
        yield CashTerm(0, None, draft.names[variable], cost)
    for position, supplier in enumerate(scenario.suppliers):
        if supplier.booking_cost_cny is not None:
            first, last = frame.facts.booking_periods(position)
            yield CashTerm(np.arange(first, last), None, draft.names[BOOK][position], supplier.booking_cost_cny)


def _on_routes(frame: Frame, payer: str, by_draw: bool) -> Iterator[CashTerm]:
    """Opening, and the local work of a maker: as it is planned, or as it starts in each draw."""
    facts, draft, period = frame.facts, frame.draft, np.arange(frame.facts.periods)
    for column, opened in zip(draft.names[OPEN_ROUTE], openings(facts), strict=True):
        if opened.payer == payer:
            yield CashTerm(opened.period, None, column, opened.cost_cny)
    for number, position in enumerate(facts.network.on_routes):
        flow = facts.network.flows[position]
        if flow.maker != payer:
            continue
        if by_draw:
            yield CashTerm(period[:, None], frame.every_draw[None], draft.names[FLOW][position], flow.local_cny)
        else:
            yield CashTerm(period, None, draft.names[MAKE][number], flow.local_cny)
