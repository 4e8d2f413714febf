"""Other limits: tax paid, capacity booked, booking cost, and what the reserve holds.  Guide: `other_limits`.

sum of tax <= max_tax · sum of book >= min_booked_capacity · sum of booking cost <= max_booking_cost ·
min_reserve <= reserve stock[t] <= max_reserve. Amounts in CNY, undiscounted; stock in units.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.case import payments
from importplan.model.case.beyond_quota import taxes_beyond
from importplan.model.case.clearing import taxes
from importplan.model.case.dated_purchases import Trade
from importplan.model.case.facts import Facts
from importplan.model.case.limit_subjects import interval, items, members, reserves
from importplan.model.program.draft import INFINITY
from importplan.model.program.frame import Frame, LimitRows
from importplan.model.program.ids import Index
from importplan.model.program.variables import BEYOND, BOOK, CALL, CALLED_BEYOND, FALLBACK, FLOW, ORDER, STOCK
from importplan.plan.lines import TAX_CASH
from importplan.scenario.limit_rules import About
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.limits import Limit

NO_STOCK: Index = np.empty(0, dtype=np.int64)


def add(frame: Frame) -> None:
    """Add each of these limits that the case has."""
    frame.add_limits(ROWS, About.TAX, About.BOOKING, About.RESERVE)


def _name(who: tuple[str, ...]) -> str:
    return who[0] if len(who) == 1 else "all"


def _booked(frame: Frame, limit: Limit) -> None:
    names = tuple(row.supplier for row in frame.facts.scenario.suppliers if row.booking_cost_cny is not None)
    for who in members(limit.who, names) or [()]:  # nobody is a set, too: a floor over nothing does not vanish
        chosen = np.array([frame.facts.scenario.supplier_index[name] for name in who], dtype=np.int64)
        row = frame.draft.rows(
            "min_booked_capacity", (1,), part=(*frame.limit_id(limit), _name(who)), lower=limit.value
        )
        frame.draft.entries(row, frame.draft.names[BOOK][chosen], 1.0)
        frame.soften(limit, row, 1.0, who=_name(who))


def _booking_cost(frame: Frame, limit: Limit) -> None:
    suppliers, facts = frame.facts.scenario.suppliers, frame.facts
    names = tuple(row.supplier for row in suppliers if row.booking_cost_cny is not None)
    inside = interval(facts.scenario.calendar, limit.from_day, limit.to_day, facts.periods)
    for who in members(limit.who, names):
        row = frame.draft.rows(
            "max_booking_cost", (1,), part=(*frame.limit_id(limit), _name(who)), upper=limit.value / frame.draft.money
        )
        for name in who:
            position = frame.facts.scenario.supplier_index[name]
            booked = np.arange(*frame.facts.booking_periods(position))
            cost = (suppliers[position].booking_cost_cny or 0.0) * np.isin(booked, inside).sum()
            frame.draft.entries(row, frame.draft.names[BOOK][position], cost / frame.draft.money)
        frame.soften(limit, row, -1.0 / frame.draft.money, who=_name(who))


def _reserve(frame: Frame, limit: Limit) -> None:
    facts, draft, draws = frame.facts, frame.draft, frame.draws
    floor = limit.kind.floor
    lower, upper = (limit.value, INFINITY) if floor else (-INFINITY, limit.value)
    nobody = frame.common.unheld.get(frame.limit_id(limit)[1], ())
    for item, chosen in (*reserves(facts, limit), *((item, NO_STOCK) for item in nobody)):
        for period in interval(facts.scenario.calendar, limit.from_day, limit.to_day, facts.periods):
            stock = draft.names[STOCK][chosen, period]
            by_draw = limit.within == "each_draw"
            part = (*frame.limit_id(limit), item, int(period))
            rows = draft.rows(limit.rule, (draws.count if by_draw else 1,), (), part, lower, upper)
            draft.entries(rows[None] if by_draw else rows, stock, 1.0 if by_draw else draws.weights)
            frame.soften(limit, rows, 1.0 if floor else -1.0, item, RESERVE, by_draw=by_draw)


def unheld(facts: Facts) -> dict[int, tuple[str, ...]]:
    """Number of a floor of the reserve → what it asks for more than nothing of, and the reserve has no stock of.

    Its rows have no entries: without a price no plan keeps them, and the way out names their cell.
    """
    found = {}
    for number, limit in enumerate(facts.scenario.limits):
        if limit.kind.about is About.RESERVE and limit.kind.floor and limit.value > 0:
            held = {item for item, _ in reserves(facts, limit)}
            found[number] = tuple(item for item, _ in items(facts.scenario, limit) if item not in held)
    return found


def _tax(frame: Frame, limit: Limit) -> None:
    """Duty and import VAT paid by payers in an interval, signed orders included; in each draw or the mean."""
    facts, draft, draws = frame.facts, frame.draft, frame.draws
    periods = interval(facts.scenario.calendar, limit.from_day, limit.to_day, facts.last_period + 1)
    by_draw = limit.within == "each_draw"
    weights = np.ones(draws.count) if by_draw else draws.weights
    for who in members(limit.who, facts.payers):
        payers = [facts.payers.index(name) for name in who]
        signed = _signed_tax(frame, payers, periods)
        bound = limit.value - (signed if by_draw else draws.weights @ signed)
        part = (*frame.limit_id(limit), _name(who))
        rows = draft.rows("max_tax", (draws.count if by_draw else 1,), part=part, upper=bound / draft.money)
        for trade in (frame.orders, frame.calls):
            mine = np.flatnonzero(np.isin(trade.purchases.payer[trade.purchases.decided], payers))
            if len(mine):
                tax = _tax_of(frame, trade, trade.purchases.decided[mine], periods) * weights / draft.money
                columns = draft.names[ORDER][mine][:, None] if trade is frame.orders else draft.names[CALL][mine]
                draft.entries(rows[None], columns, tax)
        instead = frame.fallbacks
        mine = np.flatnonzero(np.isin(instead.purchases.payer, payers))
        if len(mine) and instead.only is not None:
            tax = _tax_of(frame, instead, mine, periods) * instead.only[mine] * weights / draft.money
            draft.entries(rows[None], draft.names[FALLBACK][mine][:, None], tax)
        _tax_beyond_quota(frame, payers, periods, rows, weights)
        _tax_out_of_bond(frame, payers, periods, rows, weights)
        frame.soften(limit, rows, -1.0 / draft.money, who=_name(who), by_draw=by_draw)


def _tax_of(frame: Frame, trade: Trade, rows: Index, periods: Index) -> NDArray[np.float64]:
    """(row, D) duty and import VAT per unit that is paid in these periods."""
    total = np.zeros((len(rows), frame.draws.count))
    for line in TAX_CASH:
        cash = payments.cash(frame.facts, trade.purchases, rows, trade.dating, frame.draws, line)
        total += cash[:, :, periods].sum(axis=2)
    return total


def _tax_out_of_bond(
    frame: Frame, payers: list[int], periods: Index, rows: Index, weights: NDArray[np.float64]
) -> None:
    facts, draft = frame.facts, frame.draft
    for flow, columns in zip(facts.network.flows, draft.names[FLOW], strict=True):
        for tax in taxes(facts, flow) if facts.stock_payer[flow.gives] in payers else ():
            if tax.cash in TAX_CASH:
                paid = np.where(np.isin(tax.period, periods), tax.amount * tax.rate_factor, 0.0)
                draft.entries(rows[None], columns, paid * weights / draft.money)


def _tax_beyond_quota(
    frame: Frame, payers: list[int], periods: Index, rows: Index, weights: NDArray[np.float64]
) -> None:
    draft = frame.draft
    for variable, trade in ((BEYOND, frame.orders), (CALLED_BEYOND, frame.calls)):
        (row, part), columns = draft.about[variable], draft.names[variable]
        mine = np.flatnonzero(np.isin(trade.purchases.payer[row], payers))
        for _, tax in taxes_beyond(frame.facts, trade, frame.draws, row[mine], part[mine]) if len(mine) else ():
            if tax.cash in TAX_CASH:
                paid = np.where(np.isin(tax.period, periods), tax.amount * tax.rate_factor, 0.0)
                draft.entries(rows[None], columns[mine], paid * weights / draft.money)


def _signed_tax(frame: Frame, payers: list[int], periods: Index) -> NDArray[np.float64]:
    purchases = frame.orders.purchases
    rows = np.flatnonzero(~np.isnan(purchases.signed) & np.isin(purchases.payer, payers))
    if not len(rows):
        return np.zeros(frame.draws.count)
    total: NDArray[np.float64] = purchases.signed[rows] @ _tax_of(frame, frame.orders, rows, periods)
    return total


ROWS: dict[str, LimitRows] = {
    "max_tax": _tax,
    "min_booked_capacity": _booked,
    "max_booking_cost": _booking_cost,
    "min_reserve": _reserve,
    "max_reserve": _reserve,
}
