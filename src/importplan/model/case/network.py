"""Stocks, what flows between them, and the queues of demand that they serve.

    stock    goods of an owner in one customs status at one site: orders arrive in it, it is held, it ages
    flow     goods leave stocks on the first day of a period and reach another one after a delay: released from a
             reserve, assembled from kits or parts, cleared from bond (then import tax falls due at that day's rates)
    queue    demand that waits alike; what is late belongs to it, whoever serves it in the end
    service  a stock may serve a queue, with so many of its units for one of demand: the asked item, or a substitute

A substitute serves; it does not flow. Turned into the other item's stock it would be stored, insured and valued as what
it is not, and could be turned early where that is cheaper.

The rows (`families/balance`), S and Q for the stock and the queue of a service, r its ratio, u the units a flow takes:

    stock[S,t] = stock[S,t-1] + arrivals + sum of flows that have come - sum of u x flows out - sum of r x served[S,Q,t]
    backlog[Q,t] = backlog[Q,t-1] + demand[Q,t] - lost[Q,t] - sum over S of served[S,Q,t]

Where one stock serves a queue, `served` follows from the second row and is put into the first: no column, and no row of
the queue. Every case of today is of this kind (`case_network`): a stock for each firm and item with its queues, and
stocks of the reserve with releases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from importplan.basics.periods import Periods
from importplan.model.case.needs import Queue
from importplan.plan.plan import ClearanceLane, CustomsStatus, Holding, ReleaseLane, StartLane, SubstituteLane
from importplan.scenario.scenario import RESERVE

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Mask = NDArray[np.bool_]


class FlowKind(Enum):
    """Why goods move from stock to stock."""

    RELEASE = "release"
    ASSEMBLY = "assembly"
    CLEARANCE = "clearance"


@dataclass(frozen=True, slots=True)
class Flow:
    """Goods that leave stocks on the first day of a period and reach another stock. Measured in units that arrive."""

    kind: FlowKind
    takes: tuple[tuple[int, float], ...]  # (stock, its units for each unit that arrives); none: made of nothing bought
    gives: int  # the stock they reach
    delay_days: float = 0.0
    price_cny: float = 0.0  # what the holder of the goods that arrive pays the one they came from, per unit
    tax: int | None = None  # the option whose import taxes fall due, at the rates of the day; clearance only
    route: str = ""  # assembly on a route of the sheet, of which the plan decides today what is to start
    maker: str = ""  # who makes on that route, and pays for it
    local_cny: float = 0.0  # what the maker pays per unit that starts

    @property
    def source(self) -> int:
        """The stock that it takes from, or the first of them; the stock it reaches where it takes nothing."""
        return self.takes[0][0] if self.takes else self.gives

    @property
    def paid(self) -> bool:
        """Whether money may move with the goods: a price, tax, or local work."""
        return self.kind is not FlowKind.ASSEMBLY or self.local_cny > 0.0


@dataclass(frozen=True, slots=True)
class Service:
    """A stock may serve a queue: `ratio` of its units for one of demand."""

    stock: int
    queue: int
    ratio: float = 1.0


@dataclass(frozen=True)
class Network:
    """Stocks, flows, queues and services of a case; positions refer to each other."""

    stocks: tuple[Holding, ...]
    queues: tuple[Queue, ...]
    services: tuple[Service, ...]
    flows: tuple[Flow, ...]
    opening: Real  # (stock,) units there at the start

    def __post_init__(self) -> None:
        for fault in self._faults():
            raise ValueError(fault)

    # --- who serves whom -----------------------------------------------------------------------------------------

    @cached_property
    def index(self) -> dict[tuple[str, str, float], int]:
        """(owner, item, days of consent) → the stock that orders and goods at the start go into: taxed, at no site."""
        return {
            (row.owner, row.item, row.release_delay_days): position
            for position, row in enumerate(self.stocks)
            if row.status is CustomsStatus.TAXED and not row.site
        }

    @cached_property
    def lone(self) -> Mask:
        """(queue,) whether one stock serves it: what is served then needs no column."""
        found: Mask = self._served == 1
        return found

    @cached_property
    def queue_stock(self) -> Whole:
        """(queue,) the stock that serves it, or the first of them."""
        found = np.zeros(len(self.queues), dtype=np.int64)
        for service in reversed(self.services):
            found[service.queue] = service.stock
        return found

    @cached_property
    def lone_ratio(self) -> Real:
        """(queue,) units of its stock for one of demand; 0 where several stocks serve it."""
        found = np.zeros(len(self.queues))
        for service in self.services:
            found[service.queue] = service.ratio
        return found * self.lone

    @cached_property
    def own_ratio(self) -> Real:
        """(queue,) units of `queue_stock` for one of demand."""
        found = np.zeros(len(self.queues))
        for service in reversed(self.services):
            found[service.queue] = service.ratio
        return found

    @cached_property
    def substitute_lanes(self) -> tuple[SubstituteLane, ...]:
        """Who is served of one item with another, as a plan tells it."""
        pairs = ((self.stocks[each.stock], self.queues[each.queue]) for each in self.services)
        lanes = (
            SubstituteLane(queue.firm, stock.item, queue.item) for stock, queue in pairs if stock.item != queue.item
        )
        return tuple(dict.fromkeys(lanes))

    @cached_property
    def shared_services(self) -> tuple[Service, ...]:
        """Services of queues that several stocks may serve."""
        return tuple(service for service in self.services if not self.lone[service.queue])

    @cached_property
    def exchanges(self) -> Mask:
        """(stock,) whether goods flow into it or out of it."""
        found = np.zeros(len(self.stocks), dtype=bool)
        for flow in self.flows:
            found[[flow.gives, *(stock for stock, _ in flow.takes)]] = True
        return found

    @cached_property
    def drained(self) -> Mask:
        """(stock,) whether its goods have other uses than one queue: it could take back what it has served."""
        found: Mask = np.bincount([service.stock for service in self.services], minlength=len(self.stocks)) > 1
        for flow in self.flows:
            found[[stock for stock, _ in flow.takes]] = True
        return found

    @cached_property
    def serves(self) -> dict[int, list[int]]:
        """Stock → the queues that it may serve."""
        found: dict[int, list[int]] = {}
        for service in self.services:
            found.setdefault(service.stock, []).append(service.queue)
        return found

    @cached_property
    def flows_of(self) -> dict[str, list[int]]:
        """Owner → the flows out of its stocks and into them."""
        found: dict[str, list[int]] = {}
        for position, flow in enumerate(self.flows):
            for owner in {self.stocks[flow.source].owner, self.stocks[flow.gives].owner, flow.maker} - {""}:
                found.setdefault(owner, []).append(position)
        return found

    def of_kind(self, kind: FlowKind) -> list[int]:
        """Flows of a kind."""
        return [position for position, flow in enumerate(self.flows) if flow.kind is kind]

    def tied(self) -> Iterator[Whole]:
        """Sets of stocks that one decision joins: the ends of a flow, and those that serve one queue."""
        for flow in self.flows:
            yield np.array([flow.gives, *(stock for stock, _ in flow.takes)], dtype=np.int64)
        for queue in np.flatnonzero(~self.lone):
            yield np.array([service.stock for service in self.services if service.queue == queue], dtype=np.int64)

    def needed(self, of_queues: Real) -> Real:
        """(…, stock) the most that a stock can be of use for, with all demand (…, queue) and all flows out of it."""
        found = np.zeros((*of_queues.shape[:-1], len(self.stocks)))
        for service in self.services:
            found[..., service.stock] += service.ratio * of_queues[..., service.queue]
        seen: set[tuple[int, int]] = set()
        for flow in reversed(self._downstream):
            owner = self.stocks[flow.gives].owner
            # Whoever takes out of bond does so once, whatever the treatment; the reserve gives on what it clears.
            if flow.kind is FlowKind.CLEARANCE and (owner == RESERVE or (flow.source, flow.gives) in seen):
                continue
            seen.add((flow.source, flow.gives))
            for stock, units in flow.takes:
                found[..., stock] += units * found[..., flow.gives]
        return found

    def reachable(self, own: Real) -> Real:
        """(stock,) units that are never exceeded where `own` come from outside: with all that can flow into them."""
        found = own.copy()
        for flow in self._downstream:
            found[flow.gives] += min((found[stock] / units for stock, units in flow.takes), default=0.0)
        return found

    def arrival(self, flow: Flow, calendar: Periods) -> Whole:
        """(T,) the period that goods serve which leave on the first day of each period."""
        return calendar.of_days(calendar.first_day_numbers[:-1] + flow.delay_days)

    # --- ids -----------------------------------------------------------------------------------------------------

    @cached_property
    def stock_ids(self) -> list[tuple[object, ...]]:
        """(stock,) owner, item, days of consent, status, site; of goods in bond also what they owe tax on."""
        return [
            (row.owner, row.item, row.release_delay_days, row.status.value, row.site, *_tax_base(row))
            for row in self.stocks
        ]

    @cached_property
    def queue_ids(self) -> list[tuple[object, ...]]:
        """(queue,) firm, item and number among the queues of both."""
        seen: dict[tuple[str, str], int] = {}
        found: list[tuple[object, ...]] = []
        for queue in self.queues:
            number = seen[queue.firm, queue.item] = seen.get((queue.firm, queue.item), -1) + 1
            found.append((queue.firm, queue.item, number))
        return found

    @cached_property
    def flow_ids(self) -> list[tuple[object, ...]]:
        """(flow,) kind, its two ends, and its route, or the number of the treatment under which it clears."""
        ids, seen, found = self.stock_ids, dict[tuple[object, ...], int](), []
        for flow in self.flows:
            key = (flow.kind.value, *ids[flow.source], *ids[flow.gives], *filter(None, [flow.route]))
            seen[key] = seen.get(key, -1) + 1
            found.append((*key, seen[key]) if flow.tax is not None else key)
        return found

    @cached_property
    def on_routes(self) -> list[int]:
        """Flows of which the plan decides what is to start: assembly on a route, by route and taker."""
        return [position for position, flow in enumerate(self.flows) if flow.route]

    @property
    def start_lanes(self) -> tuple[StartLane, ...]:
        """Routes for those in need as a plan tells them."""
        flows = (self.flows[position] for position in self.on_routes)
        return tuple(StartLane(flow.route, self.stocks[flow.gives].owner) for flow in flows)

    @property
    def release_lanes(self) -> tuple[ReleaseLane, ...]:
        """Releases as a plan tells them."""
        chosen = (self.flows[position] for position in self.of_kind(FlowKind.RELEASE))
        return tuple(ReleaseLane(flow.source, self.stocks[flow.gives].owner) for flow in chosen)

    @property
    def clearance_lanes(self) -> tuple[ClearanceLane, ...]:
        """Ways out of bond as a plan tells them."""
        chosen = (self.flows[position] for position in self.of_kind(FlowKind.CLEARANCE))
        return tuple(ClearanceLane(flow.source, self.stocks[flow.gives].owner, flow.tax) for flow in chosen)

    # --- whether it is one ---------------------------------------------------------------------------------------

    @cached_property
    def _served(self) -> Whole:
        return np.bincount([service.queue for service in self.services], minlength=len(self.queues)).astype(np.int64)

    @cached_property
    def _downstream(self) -> list[Flow]:
        """Flows such that what flows into a stock comes before what flows out of it. Raises `CycleError`."""
        sources: dict[int, set[int]] = {}
        for flow in self.flows:
            sources.setdefault(flow.gives, set()).update(stock for stock, _ in flow.takes)
        rank = {stock: number for number, stock in enumerate(TopologicalSorter(sources).static_order())}
        return sorted(self.flows, key=lambda flow: rank[flow.gives])

    def _faults(self) -> Iterator[str]:
        if len(set(self.stock_ids)) < len(self.stocks):
            yield "two stocks are the same"
        if (self._served == 0).any():
            yield f"no stock serves queue {self.queue_ids[int(np.argmin(self._served))]}"
        if len({(service.stock, service.queue) for service in self.services}) < len(self.services):
            yield "a stock serves a queue twice"
        for service in self.services:
            stock, queue = self.stocks[service.stock], self.queues[service.queue]
            if service.ratio <= 0 or stock.status is CustomsStatus.BONDED or stock.owner != queue.firm:
                yield f"{stock} does not serve {queue}: firms serve themselves, out of bond, at a ratio above 0"
        yield from self._faults_of_flows()

    def _faults_of_flows(self) -> Iterator[str]:
        for flow in self.flows:
            if not self._leads(flow):
                ends = [self.stocks[stock] for stock, _ in flow.takes], self.stocks[flow.gives]
                yield f"no {flow.kind.value} leads from {ends[0]} to {ends[1]}"
            if (flow.tax is not None) != (flow.kind is FlowKind.CLEARANCE):
                yield f"import tax falls due on clearance, and only there: {flow}"
            if flow.delay_days < 0 or any(units <= 0 for _, units in flow.takes):
                yield f"a flow takes goods, and time: {flow}"
        try:
            _ = self._downstream
        except CycleError:
            yield "goods flow in a circle"

    def _leads(self, flow: Flow) -> bool:
        """Whether there is such a flow between these stocks."""
        target, sources = self.stocks[flow.gives], [self.stocks[stock] for stock, _ in flow.takes]
        bonded = flow.kind is FlowKind.CLEARANCE
        asked = CustomsStatus.BONDED if bonded else CustomsStatus.TAXED
        if target.status is not CustomsStatus.TAXED or any(source.status is not asked for source in sources):
            return False
        if flow.kind is FlowKind.ASSEMBLY:
            owners = {source.owner for source in sources} - {flow.maker or target.owner}
            return not owners and all(source.item != target.item for source in sources)
        same = [source.item for source in sources] == [target.item]
        return same and (bonded or sources[0].owner == RESERVE != target.owner)


def _tax_base(stock: Holding) -> tuple[object, ...]:
    return (stock.offer, stock.value_cny) if stock.offer else ()
