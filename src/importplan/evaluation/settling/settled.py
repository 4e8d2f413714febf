"""The course of every draw of a plan, from what a settlement tells of it.

stock      what was there, arrives and is released to it, less what is served and released from it
served     what the rule of turns gives, and what is told beyond it
backlog    what was late, plus what is due, less what is served and given up
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.claims import claims
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.making import Workshop
from importplan.evaluation.ledger.parts import parts
from importplan.evaluation.ledger.purchases import purchases
from importplan.evaluation.ledger.stocks import Flows, key_of, opening
from importplan.evaluation.settling.names import (
    ALLOCATION,
    BEYOND,
    BEYOND_SIGNED,
    CALL,
    LOST,
    OUT_OF_BOND,
    RELEASE,
    SETTLED,
    START,
    SUBSTITUTE,
    WORKAROUND,
    SettlementNames,
)
from importplan.evaluation.settling.stocks import Stocks
from importplan.evaluation.settling.turns import Turns
from importplan.plan.plan import CallOffLane, Holding, Plan, QuotaPart, Recourse
from importplan.plan.settlement import Key, Settlement
from importplan.scenario.substitutes import substitutions

Real = NDArray[np.float64]
DUST = 1e-7  # units: less than nothing by so little is nothing


def settled(books: Books, plan: Plan, told: Settlement) -> Plan:
    """A plan with the course of every draw of the books, as a settlement tells it.

    Raises
    ------
    InputRejected
        The settlement speaks of what is neither in the case nor in the plan.
    """
    names, stocks = SettlementNames(books), Stocks(books.scenario, books.landed)
    draws, periods = books.draws.count, books.scenario.calendar.count
    tiers, lanes = names.tiers(stocks.tiers), names.lanes(stocks.release_lanes, stocks.holdings)
    out = names.clearances(stocks.clearance_lanes, stocks.holdings)
    option, starting = names.treatments.option, names.starts(stocks.start_lanes)
    swaps = names.substitutes(stocks.substitute_lanes)
    calls = sorted({option[key[:4]] for key in told.block(CALL).keys if key[:4] in option})
    called = [names.option(position) for position in calls]
    parts = _quota_parts(names, plan, told, calls)
    known = {
        RELEASE: lanes, ALLOCATION: tiers, LOST: tiers, WORKAROUND: tiers, CALL: called, START: starting,
        OUT_OF_BOND: out, SUBSTITUTE: swaps,
        BEYOND: [key for _, key, _ in parts], BEYOND_SIGNED: [key for _, key, _ in parts],
    }  # fmt: skip
    _refuse_unknown(told, known)
    course = Recourse(
        holdings=stocks.holdings,
        stock=np.zeros((draws, len(stocks.holdings), periods)),
        tiers=stocks.tiers,
        demand=_due(books, stocks),
        backlog=np.zeros((draws, len(tiers), periods)),
        lost=told.block(LOST).array(tiers, draws, periods),
        workaround=told.block(WORKAROUND).array(tiers, draws, periods),
        release_lanes=stocks.release_lanes,
        release=told.block(RELEASE).array(lanes, draws, periods),
        call_off_lanes=tuple(map(CallOffLane, calls)),
        call_offs=told.block(CALL).array(called, draws, periods),
        quota_parts=tuple(part for part, _, _ in parts),
        beyond_quota=_columns([units for _, _, units in parts], draws),
        start_lanes=stocks.start_lanes,
        starts=told.block(START).array(starting, draws, periods),
        clearance_lanes=stocks.clearance_lanes,
        cleared=told.block(OUT_OF_BOND).array(out, draws, periods),
        substitute_lanes=stocks.substitute_lanes,
        substituted=told.block(SUBSTITUTE).array(swaps, draws, periods),
    )
    more = told.block(ALLOCATION).array(tiers, draws, periods)
    inflow = _inflow(books, replace(plan, recourse=course))
    return replace(plan, recourse=_run(books, replace(plan, recourse=course), inflow, more))


def _refuse_unknown(told: Settlement, known: Mapping[str, Sequence[Key]]) -> None:
    kinds = [Issue.error("settlement-unknown", name=what) for what in told.blocks if what not in SETTLED]
    keys = [
        Issue.error("settlement-unknown", name=" ".join((what, *filter(None, key))))
        for what, allowed in known.items()
        for key in told.block(what).keys
        if key not in set(allowed)
    ]
    if kinds or keys:
        raise InputRejected((*kinds, *keys))


def _due(books: Books, stocks: Stocks) -> Real:
    """(D, tier, T) units due in each period, as the draws have it."""
    scenario, draws = books.scenario, books.draws
    due = np.zeros((draws.count, len(stocks.tiers), scenario.calendar.count))
    for position, tier in enumerate(stocks.tiers):
        for line in tier.lines:
            due[:, position, scenario.period_due(scenario.demand[line])] += draws.demand[:, line]
    return due


def _quota_parts(
    names: SettlementNames, plan: Plan, told: Settlement, calls: list[int]
) -> list[tuple[QuotaPart, Key, Real]]:
    """Parts of orders, calls (options by lane) and signed orders that a quota left taxed: keys and (D,) units."""
    return [*_of_orders(names, plan, told, calls), *_of_signed(names, told)]


def _of_orders(
    names: SettlementNames, plan: Plan, told: Settlement, calls: list[int]
) -> Iterator[tuple[QuotaPart, Key, Real]]:
    block, draws = told.block(BEYOND), names.books.draws.count
    orders = {(order.option, order.period): position for position, order in enumerate(plan.orders)}
    units = block.array(block.keys, draws, names.books.scenario.calendar.count)
    for place, key in enumerate(block.keys):
        option = names.treatments.option.get(key[:4], -1)
        for period in np.flatnonzero(units[:, place].any(axis=0)).tolist():
            if not key[4].isdigit():
                continue
            if (option, period) in orders:
                yield QuotaPart(orders[option, period], None, int(key[4])), key, units[:, place, period]
            elif option in calls:
                yield QuotaPart(None, None, int(key[4]), (calls.index(option), period)), key, units[:, place, period]


def _of_signed(names: SettlementNames, told: Settlement) -> Iterator[tuple[QuotaPart, Key, Real]]:
    block, draws = told.block(BEYOND_SIGNED), names.books.draws.count
    signed = {row.order: position for position, row in enumerate(names.books.scenario.open_orders)}
    units = block.array(block.keys, draws)
    for place, key in enumerate(block.keys):
        if key[0] in signed and key[4].isdigit():
            yield QuotaPart(None, signed[key[0]], int(key[4])), key, units[:, place]


def _columns(units: list[Real], draws: int) -> Real:
    return np.stack(units, axis=1) if units else np.zeros((draws, 0))


def _inflow(books: Books, plan: Plan) -> Real:
    """(D, stock, T) what arrives, is released to or made for a stock, less what is released from it or used."""
    recourse, calendar = plan.recourse, books.scenario.calendar
    flow = _arrivals(books, plan)
    where = {(row.owner, row.item): at for at, row in enumerate(recourse.holdings) if not row.in_bond}
    for position, lane in enumerate(recourse.release_lanes):
        source, out = recourse.holdings[lane.holding], recourse.release[:, position]
        flow[:, lane.holding] -= out
        comes = calendar.of_days(calendar.first_day_numbers[:-1] + source.release_delay_days)
        for period in np.flatnonzero(comes < calendar.count):
            flow[:, where[lane.firm, source.item], comes[period]] += out[:, period]
    units = {(each.firm, each.item, each.serves): each.units for each in substitutions(books.scenario)}
    for position, swap in enumerate(recourse.substitute_lanes):
        served = recourse.substituted[:, position]
        flow[:, where[swap.firm, swap.item]] -= units[swap.firm, swap.item, swap.serves] * served
        flow[:, where[swap.firm, swap.serves]] += served
    if not recourse.start_lanes and not recourse.clearance_lanes:
        return flow
    moved, said = Flows(books), claims(books, plan)[0]
    Workshop(books, said).move(moved)
    moved.clear(said)
    place = {key_of(row): at for at, row in enumerate(recourse.holdings)}
    for key, change in moved.change.items():
        flow[:, place[key]] += change
    return flow


def _arrivals(books: Books, plan: Plan) -> Real:
    """(D, stock, T) units of what is bought that serve in each period."""
    flows = Flows(books)
    instead = Workshop(books, claims(books, plan)[0]).instead() if plan.starts else ()
    for some in parts(Hazards(books), [*purchases(books, plan), *instead]):
        flows.arrive(some)
    found = np.zeros_like(plan.recourse.stock)
    for position, row in enumerate(plan.recourse.holdings):
        found[:, position] = flows.of(key_of(row))
    return found


def _run(books: Books, plan: Plan, inflow: Real, more: Real) -> Recourse:
    """Stocks and queues, period by period."""
    recourse, turns = plan.recourse, Turns.of(plan.recourse)
    there_first = opening(books)
    keys = (key_of(row) for row in recourse.holdings)
    held = [0.0 if isinstance(key, Holding) else there_first.get(key, 0.0) for key in keys]
    there: Real = np.broadcast_to(np.array(held), inflow.shape[:2])
    late = np.zeros(recourse.backlog.shape[:2])
    stock, backlog = np.zeros_like(recourse.stock), np.zeros_like(recourse.backlog)
    for period in range(stock.shape[2]):
        there = there + inflow[:, :, period]
        waiting = late + recourse.demand[:, :, period] - recourse.lost[:, :, period]
        served = turns.served(there, waiting) + more[:, :, period]
        late = _tidy(waiting - served)
        there = _tidy(there - turns.of_stocks(served, there.shape[1]))
        stock[:, :, period], backlog[:, :, period] = there, late
    return replace(recourse, stock=stock, backlog=backlog)


def _tidy(units: Real) -> Real:
    return np.where((units < 0.0) & (units > -DUST), 0.0, units)
