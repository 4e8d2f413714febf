"""Capacity. sum of orders <= capacity x qualified; nothing before the qualification ends.  Guide: `capacity`.

Owns the decisions to qualify a supplier or an offer: paid once, now; usable when the qualification time is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.starting import slots
from importplan.model.families.fallbacks import link
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index, Key
from importplan.model.program.variables import CALL, FALLBACK, ORDER, QUALIFY_OFFER, QUALIFY_SUPPLIER, Variable
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.suppliers import Supplier


def add(frame: Frame) -> None:
    """Add qualification and capacity of offers and of suppliers over all their offers."""
    scenario, draft = frame.facts.scenario, frame.draft
    offer = frame.orders.purchases.offer[frame.orders.purchases.decided]
    call_offer = frame.calls.purchases.offer
    supplier_of = np.array([scenario.supplier_index[row.supplier] for row in scenario.offers], dtype=np.int64)
    kinds: tuple[tuple[Variable, Sequence[Offer | Supplier], Index, Index], ...] = (
        (QUALIFY_OFFER, scenario.offers, offer, call_offer),
        (QUALIFY_SUPPLIER, scenario.suppliers, supplier_of[offer], supplier_of[call_offer]),
    )
    for variable, terms, member, call_member in kinds:
        asked = [position for position, row in enumerate(terms) if not row.qualified]
        names = [_id(terms[position]) for position in asked]
        qualify = draft.columns(variable, (len(asked),), (names,), upper=1.0, whole=True)
        cost = np.array([terms[position].qualification_cost_cny for position in asked])
        draft.known_cost("qualification", qualify, cost)
        column_of = dict(zip(asked, qualify.tolist(), strict=True))
        for position, row in enumerate(terms):
            mine, called = np.flatnonzero(member == position), np.flatnonzero(call_member == position)
            if len(mine) or len(called):
                _rows(frame, row, mine, called, column_of.get(position))
    link(frame, slots(frame.facts, frame.common.times))


def _id(terms: Offer | Supplier) -> str:
    return terms.offer if isinstance(terms, Offer) else terms.supplier


def _rows(frame: Frame, terms: Offer | Supplier, mine: Index, called: Index, qualify: int | None) -> None:
    facts, draft = frame.facts, frame.draft
    order, part = draft.names[ORDER][mine], (type(terms).SHEET, _id(terms))
    period = frame.orders.purchases.period[frame.orders.purchases.decided][mine]
    capacity = terms.capacity_per_period
    if qualify is not None:
        first = first_period(facts.scenario.calendar.months, terms.qualification_months)
        _closed_before(frame, mine[period < first], part)
        _only_if_qualified(frame, mine, qualify, part)
        _calls_only_if_qualified(frame, called, first, qualify, part)
    if capacity is None:
        return
    # capacity x qualified where the plan decides on qualification: tighter than capacity alone
    upper = capacity if qualify is None else 0.0
    if len(called) or part[1] in frame.common.available:
        rows = draft.rows("capacity", (facts.periods, frame.draws.count), part=part, upper=upper)
        call = draft.names[CALL][called]
        draft.entries(rows[frame.calls.purchases.period[called]], call, 1.0)
        draft.entries(rows[period], order[:, None], 1.0)
        _where_routes_fail(frame, terms, rows)
    else:
        rows = draft.rows("capacity", (facts.periods,), part=part, upper=upper)
        draft.entries(rows[period], order, 1.0)
    if qualify is not None:
        draft.entries(rows, qualify, -capacity)
    frame.note_capacity(terms, rows)


def _where_routes_fail(frame: Frame, terms: Offer | Supplier, rows: Index) -> None:
    """What is ordered instead takes capacity before calls do, in draws in which its route fails."""
    trade, scenario = frame.fallbacks, frame.facts.scenario
    for number, offer in enumerate(trade.purchases.offer.tolist()):
        if trade.only is not None and terms in (scenario.offers[offer], scenario.supplier_of(scenario.offers[offer])):
            fails = np.flatnonzero(trade.only[number])
            frame.draft.entries(rows[trade.purchases.period[number], fails], frame.draft.names[FALLBACK][number], 1.0)


def _closed_before(frame: Frame, mine: Index, part: Key) -> None:
    if len(mine):
        rows = frame.draft.rows("qualification_time", (len(mine),), (partial(_ids, frame, mine),), part, upper=0.0)
        frame.draft.entries(rows, frame.draft.names[ORDER][mine], 1.0)


def _ids(frame: Frame, mine: Index) -> list[Key]:
    return [frame.order_ids[order] for order in mine]


def _only_if_qualified(frame: Frame, mine: Index, qualify: int, part: Key) -> None:
    order = frame.draft.names[ORDER][mine]
    useful = frame.draft.upper_of(order)
    rows = frame.draft.rows("qualification", (len(order),), (partial(_ids, frame, mine),), part, upper=0.0)
    frame.draft.entries(rows, order, 1.0)
    frame.draft.entries(rows, qualify, -useful)


def _calls_only_if_qualified(frame: Frame, called: Index, first: int, qualify: int, part: Key) -> None:
    if not len(called):
        return
    call, names = frame.draft.names[CALL][called], [frame.call_ids[each] for each in called]
    rows = frame.draft.rows("qualification", call.shape, (names,), ("calls", *part), upper=0.0)
    frame.draft.entries(rows, call, 1.0)
    in_time = frame.calls.purchases.period[called] >= first
    most = frame.draft.upper_of(call).max(axis=1, initial=0.0)
    frame.draft.entries(rows[in_time], qualify, -most[in_time, None])


def first_period(months_of_period: int, qualification_months: float) -> int:
    """The first period that begins when the qualification is over: its months after the start, rounded up."""
    return int(np.ceil(qualification_months / months_of_period - 1e-9))


def asked(terms: Sequence[Offer | Supplier]) -> list[str]:
    """Offers or suppliers on whose qualification the plan decides."""
    return [_id(row) for row in terms if not row.qualified]


def qualified(frame: Frame, variable: Variable, values: NDArray[np.float64]) -> tuple[str, ...]:
    """The offers or suppliers that a solution qualifies."""
    scenario = frame.facts.scenario
    names = asked(scenario.offers if variable is QUALIFY_OFFER else scenario.suppliers)
    chosen = values[frame.draft.names[variable]] > 0.5
    return tuple(name for name, yes in zip(names, chosen, strict=True) if yes)
