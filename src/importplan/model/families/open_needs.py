"""Open needs. open + promised >= waiting at the end - what still comes; sum of promised <= still comes to the reserve.

A need that waits at the end, and that nothing on its way will serve, costs `open_need_share` of what its item is worth
(planning model, "Sharpened", *End*): the larger of reference value and dearest landed cost of the item's usable offers,
discounted as the last period. On its way is what is ordered, called, signed or released and comes after the end in that
draw: neither refused nor cancelled. What comes to the reserve is promised once. Lost units are not waiting.
Guide: `open_needs`.

Owns open and promised units of every firm and item. Draws share them where the same waits and the same still comes.
Where nothing can come after the end, what waits is open and has no column of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.customs.cost.reference_value import landed_costs
from importplan.model.case.dated_purchases import ArrivalParts
from importplan.model.case.facts import Facts
from importplan.model.case.network import Flow
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index
from importplan.model.program.variables import BACKLOG, CALL, FALLBACK, FLOW, OPEN_NEED, ORDER, PROMISED
from importplan.scenario.routes import COMPLETE, accepted_forms
from importplan.scenario.scenario import RESERVE
from importplan.uncertainty.dates.shipments import order_allowed

Real = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Bought:
    """What is decided and comes after the end: units of `columns` (purchase, D) in parts."""

    columns: Index
    parts: ArrivalParts
    stock: Index  # (part,)


@dataclass(frozen=True)
class _Following:
    """Everything that comes after the end, by stock."""

    bought: tuple[_Bought, ...]
    signed: Real  # (stock, D)
    flows: dict[int, list[tuple[int, Index]]]  # stock → flows into it, and the periods in which they leave too late

    def into(self, stocks: Index) -> bool:
        """Whether anything may come to some stocks."""
        parts = (each.parts.follows[np.isin(each.stock, stocks)].any() for each in self.bought)
        return any(parts) or bool(self.signed[stocks].any()) or any(int(stock) in self.flows for stock in stocks)

    def coming(self, stocks: Index) -> list[Mask | Real]:
        """(…, D) what tells draws apart: which parts come, and how much of signed orders."""
        bits = [each.parts.follows[np.isin(each.stock, stocks)] for each in self.bought]
        return [*bits, np.round(self.signed[stocks], 9)]


def add(frame: Frame) -> None:
    """Add what is open at the end, and its cost."""
    facts = frame.facts
    if facts.scenario.settings.open_need_share <= 0:
        return
    following = _Following(_bought(frame), frame.orders.signed_to_follow(facts), _too_late(facts))
    worth = worth_of_open_needs(facts)
    for item in np.unique(facts.queue_item):
        _item(frame, int(item), following, float(worth[item]))


def worth_of_open_needs(facts: Facts) -> Real:
    """(item,) discounted CNY per unit that is open at the end."""
    scenario = facts.scenario
    landed = landed_costs(facts.landed.options, facts.landed.unit_cny)
    worth = facts.landed.reference_value_cny.copy()
    for offer, allowed in zip(scenario.offers, order_allowed(scenario), strict=True):
        if allowed.any() and offer.offer in landed:
            item = scenario.item_index[offer.item]
            worth[item] = max(worth[item], landed[offer.offer])
    found: Real = worth * scenario.settings.open_need_share * facts.discount[facts.periods - 1]
    return found


def _bought(frame: Frame) -> tuple[_Bought, ...]:
    draft, draws = frame.draft, frame.draws.count
    found = []
    for trade, variable in ((frame.orders, ORDER), (frame.calls, CALL), (frame.fallbacks, FALLBACK)):
        if len(trade.purchases.decided):
            columns, parts = draft.names[variable], trade.parts(frame.facts)
            by_draw = np.repeat(columns[:, None], draws, axis=1) if columns.ndim == 1 else columns
            found.append(_Bought(by_draw, parts, trade.holding[parts.row]))
    return tuple(found)


def _too_late(facts: Facts) -> dict[int, list[tuple[int, Index]]]:
    """Stock → flows into it with the periods from which they come after the end."""
    found: dict[int, list[tuple[int, Index]]] = {}
    for position, flow in enumerate(facts.network.flows):
        late = _leaves_too_late(facts, flow)
        if len(late):
            found.setdefault(flow.gives, []).append((position, late))
    return found


def _leaves_too_late(facts: Facts, flow: Flow) -> Index:
    arrival = facts.network.arrival(flow, facts.scenario.calendar)
    return np.flatnonzero(arrival >= facts.periods)


def _item(frame: Frame, item: int, following: _Following, cny: float) -> None:
    """The needs of every firm for an item."""
    facts, draft = frame.facts, frame.draft
    queues = np.flatnonzero(facts.queue_item == item)
    stocks = np.flatnonzero(facts.stock_item == item)
    pooled = stocks[[facts.network.stocks[stock].owner == RESERVE for stock in stocks]]
    forms = accepted_forms(facts.scenario)
    promised = []
    for firm, mine in _by_firm(facts, queues):
        # Who takes kits only is released nothing, so what comes to the reserve does not come for it.
        pool = following.into(pooled) and forms.get((firm, facts.scenario.items[item].item), COMPLETE) >= COMPLETE
        own = stocks[[facts.network.stocks[stock].owner == firm for stock in stocks]]
        waits = draft.names[BACKLOG][mine, -1]
        if not pool and not following.into(own):
            draft.draw_cost("open_needs", frame.every_draw, waits, cny)
            continue
        draw, label = _alike(frame, mine, stocks if pool else own, following)
        name = (facts.scenario.items[item].item, firm)
        still_open = draft.columns(OPEN_NEED, draw.shape, (draw,), name)
        rows = draft.rows("open_needs", draw.shape, (draw,), name, lower=-following.signed[own][:, draw].sum(axis=0))
        draft.entries(rows, still_open, 1.0)
        draft.entries(rows, waits[:, draw], -1.0)
        _entries(frame, rows, draw, own, following, 1.0)
        draft.draw_cost("open_needs", frame.every_draw, still_open[label], cny)
        if pool:
            part = draft.columns(PROMISED, draw.shape, (draw,), name)
            draft.entries(rows, part, 1.0)
            promised.append(part)
    if promised:
        draw, _ = _alike(frame, queues, stocks, following)
        upper = following.signed[pooled][:, draw].sum(axis=0)
        rows = draft.rows("promised", draw.shape, (draw,), (facts.scenario.items[item].item,), upper=upper)
        for part in promised:
            draft.entries(rows, part, 1.0)
        _entries(frame, rows, draw, pooled, following, -1.0)


def _by_firm(facts: Facts, queues: Index) -> Iterator[tuple[str, Index]]:
    firms = [facts.network.queues[queue].firm for queue in queues]
    for firm in dict.fromkeys(firms):
        yield firm, queues[[each == firm for each in firms]]


def _alike(frame: Frame, queues: Index, stocks: Index, following: _Following) -> tuple[Index, Index]:
    """One of the draws in which the same waits and the same still comes, and the (D,) label of each draw."""
    facts = frame.facts
    holders = np.union1d(stocks, facts.network.queue_stock[queues])
    alike = [frame.states.label[holders, -1], *following.coming(stocks)]
    keys = np.concatenate([part.astype(np.float64) for part in alike], axis=0).T
    _, first, label = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    return first.astype(np.int64), label.reshape(-1).astype(np.int64)


def _entries(frame: Frame, rows: Index, draw: Index, stocks: Index, following: _Following, sign: float) -> None:
    """Add units that come to some stocks after the end in these draws."""
    for each in following.bought:
        mine = np.flatnonzero(np.isin(each.stock, stocks))
        member, state = np.nonzero(each.parts.follows[mine][:, draw])
        part = mine[member]
        columns = each.columns[each.parts.position[part], draw[state]]
        frame.draft.entries(rows[state], columns, sign * each.parts.share[part])
    for stock in stocks:
        for flow, periods in following.flows.get(int(stock), ()):
            columns = frame.draft.names[FLOW][flow][periods][:, draw]
            frame.draft.entries(rows, columns, sign)
