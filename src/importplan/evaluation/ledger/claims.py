"""What a plan says, as far as it speaks of things that exist: everything else in it is told and left out.

The case, and not the plan, says what is needed: a queue of the plan stands for the demand lines that it names, and its
demand, priority, cost and patience are those of the lines. Lines that no queue names wait in queues of their own, in
which nobody is ever served.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.violation import Violation, where
from importplan.plan.call_rule import CallLevel
from importplan.plan.plan import (
    ClearanceLane,
    CustomsStatus,
    Holding,
    Plan,
    PlannedOrder,
    PlannedStart,
    QuotaPart,
    Tier,
)
from importplan.scenario.scenario import RESERVE

Real = NDArray[np.float64]
UNKNOWN, DEMAND = "unknown", "demand"
NONE = np.zeros((0, 0, 0))


@dataclass(frozen=True, slots=True)
class NeedQueue:
    """Demand of a firm for an item that counts alike, as the case has it."""

    firm: str
    item: str
    priority: int
    cost_cny: float  # per unit and period late
    patience: int | None  # periods after which a unit is lost


@dataclass(frozen=True)
class Claims:
    """D draws, T periods; units. Positions of orders, lanes and stocks are those of the plan."""

    orders: dict[int, PlannedOrder]
    qualified_suppliers: tuple[str, ...]
    qualified_offers: tuple[str, ...]
    bookings: dict[str, float]
    rule: tuple[CallLevel, ...]
    stocks: dict[int, Holding]
    stock: Real  # (D, holding, T) at the end of the period
    queues: tuple[NeedQueue, ...]
    due: Real  # (D, queue, T) by the case
    backlog: Real  # (D, queue, T) late at the end of the period
    lost: Real  # (D, queue, T) given up in the period
    workaround: Real  # (D, queue, T) relieved for the period
    lanes: dict[int, tuple[int, str]]  # out of a stock, to a firm
    release: Real  # (D, lane, T)
    calls: dict[int, int]  # call-off lane → option
    called: Real  # (D, lane, T)
    parts: dict[QuotaPart, int]  # → position
    beyond: Real  # (D, quota part)
    opened: tuple[str, ...]  # routes
    planned: tuple[PlannedStart, ...]
    making: dict[int, tuple[str, str]]  # lane → route, firm in need
    started: Real  # (D, lane, T)
    clearing: dict[int, tuple[int, str, int | None]]  # out of bond: stock, taker, option; abroad without either
    cleared: Real  # (D, lane, T)
    swaps: dict[int, tuple[str, str, str]]  # lane → firm, item that serves, item that is asked
    swapped: Real  # (D, lane, T) units of what is asked

    @cached_property
    def served(self) -> Real:
        """(D, queue, T) due and late before, less what is late now or given up."""
        before = np.concatenate([np.zeros_like(self.backlog[:, :, :1]), self.backlog[:, :, :-1]], axis=2)
        found: Real = self.due + before - self.backlog - self.lost
        return found


def claims(books: Books, plan: Plan) -> tuple[Claims, tuple[Violation, ...]]:
    """A plan held against the case: what of it can be audited, and what in it does not exist or is no number."""
    reading = _Reading(books, plan)
    return reading.claims(), tuple(reading.found)


class _Reading:
    def __init__(self, books: Books, plan: Plan) -> None:
        self.books, self.plan, self.recourse = books, plan, plan.recourse
        self.found: list[Violation] = []
        self.period_of = _periods_of_lines(books)

    def claims(self) -> Claims:
        plan, recourse, scenario = self.plan, self.recourse, self.books.scenario
        queues, due, rows = self._queues()
        stocks = self._stocks()
        return Claims(
            orders={place: row for place, row in enumerate(plan.orders) if self._is_order(place, row)},
            qualified_suppliers=self._known("supplier", plan.qualified_suppliers, scenario.supplier_index),
            qualified_offers=self._known("offer", plan.qualified_offers, scenario.offer_index),
            bookings={name: plan.bookings[name] for name in self._bookings()},
            rule=tuple(each for each in plan.call_rule if self._is_level(each)),
            stocks=stocks,
            stock=self._course("stock", len(recourse.holdings)),
            queues=queues,
            due=due,
            backlog=self._of_queues("backlog", rows, due),
            lost=self._of_queues("lost", rows, np.zeros_like(due)),
            workaround=self._of_queues("workaround", rows, np.zeros_like(due)),
            lanes=self._lanes(stocks),
            release=self._course("release", len(recourse.release_lanes)),
            calls=self._calls(),
            called=self._course("call_offs", len(recourse.call_off_lanes)),
            parts=self._parts(),
            beyond=self._array("beyond_quota", (self.books.draws.count, len(recourse.quota_parts))),
            opened=self._known("route", plan.opened_routes, scenario.route_index),
            planned=tuple(row for row in plan.starts if self._is_start(row)),
            making=self._making(),
            started=self._course("starts", len(recourse.start_lanes)),
            clearing=self._clearing(stocks),
            cleared=self._course("cleared", len(recourse.clearance_lanes)),
            swaps=self._swaps(),
            swapped=self._course("substituted", len(recourse.substitute_lanes)) if recourse.substitute_lanes else NONE,
        )

    def _tell(self, family: str, *about: object, excess: float = 1.0) -> None:
        self.found.append(Violation(family, tuple(str(word) for word in about), excess))

    def _course(self, name: str, count: int) -> Real:
        return self._array(name, (self.books.draws.count, count, self.books.periods))

    def _array(self, name: str, shape: tuple[int, ...]) -> Real:
        """An array of the plan, never negative; zeros where it is of other draws, or a number is none."""
        values: Real = np.asarray(getattr(self.recourse, name), dtype=np.float64)
        if values.shape != shape:
            self._tell("shape", name, values.shape, shape)
            return np.zeros(shape)
        if not np.isfinite(values).all():
            self._tell("not_finite", name)
            values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
        self.found.extend(where("negative", (name,), -values))
        return values

    def _known(self, kind: str, names: Sequence[str], index: dict[str, int]) -> tuple[str, ...]:
        for name in names:
            if name not in index:
                self._tell(UNKNOWN, kind, name)
        return tuple(dict.fromkeys(name for name in names if name in index))

    def _bookings(self) -> tuple[str, ...]:
        names = self._known("supplier", tuple(self.plan.bookings), self.books.scenario.supplier_index)
        for name in names:
            if not np.isfinite(self.plan.bookings[name]):
                self._tell("not_finite", "booking", name)
        return tuple(name for name in names if np.isfinite(self.plan.bookings[name]))

    def _is_order(self, place: int, order: PlannedOrder) -> bool:
        real = 0 <= order.option < len(self.books.landed.options) and 0 <= order.period < self.books.periods
        if not real:
            self._tell(UNKNOWN, "order", place)
        elif not np.isfinite(order.quantity):
            self._tell("not_finite", "order", place)
        return real and bool(np.isfinite(order.quantity))

    def _is_start(self, start: PlannedStart) -> bool:
        real = self._can_make(start.route, start.firm) and 0 <= start.period < self.books.periods
        if not real:
            self._tell(UNKNOWN, "start", start.route, start.firm, start.period)
        elif not np.isfinite(start.quantity):
            self._tell("not_finite", "start", start.route)
        self.found.extend(where("negative", ("start", start.route, start.firm), -start.quantity))
        return real and bool(np.isfinite(start.quantity))

    def _making(self) -> dict[int, tuple[str, str]]:
        """Routes on which anything may start, each for a firm in need and once."""
        found: dict[int, tuple[str, str]] = {}
        for place, lane in enumerate(self.recourse.start_lanes):
            if self._can_make(lane.route, lane.firm) and (lane.route, lane.firm) not in found.values():
                found[place] = (lane.route, lane.firm)
            else:
                self._tell(UNKNOWN, "start", lane.route, lane.firm)
        return found

    def _swaps(self) -> dict[int, tuple[str, str, str]]:
        """Rows of sheet `substitutes` for a firm, each once."""
        said = {(row.item, row.serves) for row in self.books.scenario.substitutes if row.item != row.serves}
        found: dict[int, tuple[str, str, str]] = {}
        for place, lane in enumerate(self.recourse.substitute_lanes):
            key = (lane.firm, lane.item, lane.serves)
            known = lane.firm in self.books.scenario.firm_index and (lane.item, lane.serves) in said
            if known and key not in found.values():
                found[place] = key
            else:
                self._tell(UNKNOWN, "substitute", *key)
        return found

    def _can_make(self, route: str, firm: str) -> bool:
        return route in self.books.scenario.route_index and firm in self.books.scenario.firm_index

    def _is_level(self, each: CallLevel) -> bool:
        options = self.books.landed.options
        real = 0 <= each.option < len(options) and 0 <= each.period < self.books.periods and np.isfinite(each.level)
        if not real:
            self._tell(UNKNOWN, "call_rule", each.option, each.period)
        return bool(real)

    def _stocks(self) -> dict[int, Holding]:
        """Stocks of those who buy, taxed or in bond, each of an item and once; only the reserve asks for consent."""
        found: dict[int, Holding] = {}
        seen: set[Holding] = set()
        for place, row in enumerate(self.recourse.holdings):
            real = row.owner in self.books.payers and row.item in self.books.scenario.item_index
            taxed = row.status is CustomsStatus.TAXED and not row.site and not row.offer and not row.value_cny
            if (
                real
                and (taxed or self._may_be_in_bond(row))
                and row not in seen
                and (row.owner == RESERVE or not row.release_delay_days)
            ):
                found[place] = row
            else:
                self._tell(UNKNOWN, "stock", row.owner, row.item, row.release_delay_days)
            seen.add(row)
        return found

    def _lanes(self, stocks: dict[int, Holding]) -> dict[int, tuple[int, str]]:
        """Ways out of the reserve: nothing leaves the stock of a firm, and nobody but a firm takes."""
        found: dict[int, tuple[int, str]] = {}
        for place, lane in enumerate(self.recourse.release_lanes):
            source = stocks.get(lane.holding)
            out = source is not None and source.status is CustomsStatus.TAXED
            if source is not None and out and source.owner == RESERVE and lane.firm in self.books.scenario.firm_index:
                found[place] = (lane.holding, lane.firm)
            else:
                self._tell(UNKNOWN, "release", "" if source is None else source.owner, lane.firm)
        return found

    def _may_be_in_bond(self, row: Holding) -> bool:
        """Goods in bond lie at a bonded site of their owner, if he has one, and owe the tax of an offer of the item."""
        scenario = self.books.scenario
        sites = [site.site for site in scenario.sites if site.kind == "bonded" and scenario.owner_of(site) == row.owner]
        at = scenario.offer_index.get(row.offer, -1)
        known = at >= 0 and scenario.offers[at].item == row.item and row.value_cny >= 0.0
        return row.status is CustomsStatus.BONDED and known and row.site in (sites or [""])

    def _clearing(self, stocks: dict[int, Holding]) -> dict[int, tuple[int, str, int | None]]:
        """Ways out of bond: a firm clears its own goods, the reserve its own and firms what it gives them.

        The treatment is one of the offer that the goods came from, for who takes them; none where they go abroad.
        """
        found: dict[int, tuple[int, str, int | None]] = {}
        for place, lane in enumerate(self.recourse.clearance_lanes):
            source = stocks.get(lane.holding)
            bonded = source is not None and source.status is CustomsStatus.BONDED
            way = (lane.holding, lane.taker, lane.option)
            if source is not None and bonded and way not in found.values() and self._may_clear(source, lane):
                found[place] = way
            else:
                self._tell(UNKNOWN, "clearance", "" if source is None else source.owner, lane.taker, lane.option)
        return found

    def _may_clear(self, source: Holding, lane: ClearanceLane) -> bool:
        landed, option = self.books.landed, lane.option
        if option is None:
            return not lane.taker
        if not 0 <= option < len(landed.options) or landed.planned[option]:
            return False
        terms, later = landed.options[option], landed.timing
        at_once = (later.vat_share[option, :, 0] >= 1.0).all() and not later.guarantee_share[option] > 0.0
        firm = source.owner == RESERVE and lane.taker in self.books.scenario.firm_index
        given = lane.taker == source.owner or firm
        return given and bool(at_once) and (terms.offer, terms.payer) == (source.offer, lane.taker)

    def _calls(self) -> dict[int, int]:
        found = {}
        for place, lane in enumerate(self.recourse.call_off_lanes):
            if 0 <= lane.option < len(self.books.landed.options):
                found[place] = lane.option
            else:
                self._tell(UNKNOWN, "call", place)
        return found

    def _parts(self) -> dict[QuotaPart, int]:
        """Parts of an order of the plan, of a signed one, or of a call of given draws, each once.

        Where draws are sampled a call is exempt within the quota, and nothing of it is taxed.
        """
        found: dict[QuotaPart, int] = {}
        for place, part in enumerate(self.recourse.quota_parts):
            order = part.order is not None and 0 <= part.order < len(self.plan.orders)
            signed = part.signed is not None and 0 <= part.signed < len(self.books.scenario.open_orders)
            if order + signed + self._is_call(part) == 1 and part not in found:
                found[part] = place
            else:
                self._tell(UNKNOWN, "quota part", part.order, part.signed, part.band, *(part.call or ()))
        return found

    def _is_call(self, part: QuotaPart) -> bool:
        lane, period = part.call or (-1, -1)
        known = 0 <= lane < len(self.recourse.call_off_lanes) and 0 <= period < self.books.periods
        return known and self.books.draws.given

    def _queues(self) -> tuple[tuple[NeedQueue, ...], Real, list[int | None]]:
        """Queues of the case with their demand (D, queue, T), and where the plan has each (None: nowhere)."""
        books, period_of = self.books, self.period_of
        grouped: list[tuple[NeedQueue, list[int], int | None]] = []
        named: set[int] = set()
        for place, tier in enumerate(self.recourse.tiers):
            lines = [line for line in dict.fromkeys(tier.lines) if line in period_of and line not in named]
            named.update(lines)
            label = NeedQueue(tier.firm, tier.item, tier.priority, tier.shortage_cost_cny, tier.lost_after_periods)
            real = next((queue_of(books, line) for line in lines), label)
            self.found.extend(self._labels(tier, label, real, lines))
            if real.item in books.scenario.item_index and real.firm in books.scenario.firm_index:
                grouped.append((real, lines, place))
        forgotten: dict[NeedQueue, list[int]] = {}
        for line in period_of:
            if line not in named and books.draws.demand[:, line].any():
                forgotten.setdefault(queue_of(books, line), []).append(line)
        grouped.extend((queue, lines, None) for queue, lines in forgotten.items())
        due = np.zeros((books.draws.count, len(grouped), books.periods))
        for row, (_, lines, _) in enumerate(grouped):
            for line in lines:
                due[:, row, period_of[line]] += books.draws.demand[:, line]
        self._compare(grouped, due)
        return tuple(queue for queue, _, _ in grouped), due, [place for _, _, place in grouped]

    def _compare(self, grouped: list[tuple[NeedQueue, list[int], int | None]], due: Real) -> None:
        """What the plan calls the demand of a queue is that of the case."""
        claimed = self._course("demand", len(self.recourse.tiers))
        for row, (queue, _, place) in enumerate(grouped):
            told = 0.0 if place is None else claimed[:, place]
            self.found.extend(where(DEMAND, (queue.firm, queue.item), np.abs(told - due[:, row])))

    def _labels(self, tier: Tier, label: NeedQueue, real: NeedQueue, lines: list[int]) -> Iterator[Violation]:
        """A queue says what its lines say, all of them alike; each line waits in one queue."""
        within = [line for line in tier.lines if 0 <= line < len(self.books.scenario.demand)]
        once = len(within) == len(tier.lines) and len(lines) == sum(line in self.period_of for line in within)
        if not once or not lines or not all(_alike(queue_of(self.books, line), label) for line in within):
            yield Violation(DEMAND, (real.firm, real.item, "label"), 1.0)

    def _of_queues(self, name: str, rows: list[int | None], unserved: Real) -> Real:
        """An array of the plan by queue of the case; in a queue that the plan does not have nobody is ever served."""
        given = self._course(name, len(self.recourse.tiers))
        if not rows:
            return np.zeros_like(unserved)
        waiting = np.cumsum(unserved, axis=2)
        return np.stack([waiting[:, n] if row is None else given[:, row] for n, row in enumerate(rows)], axis=1)


def queue_of(books: Books, line: int) -> NeedQueue:
    """The queue that a demand line of the case waits in."""
    scenario = books.scenario
    row = scenario.demand[line]
    cost = row.shortage_cost_cny
    if cost is None:
        cost = scenario.settings.shortage_share * books.reference_value(row.item)
    return NeedQueue(scenario.firm_of(row), row.item, row.priority, cost, row.lost_after_periods)


def _alike(one: NeedQueue, other: NeedQueue) -> bool:
    return (one.firm, one.item, one.priority, one.patience) == (
        other.firm, other.item, other.priority, other.patience,
    ) and bool(np.isclose(one.cost_cny, other.cost_cny, rtol=1e-9, atol=1e-9))  # fmt: skip


def _periods_of_lines(books: Books) -> dict[int, int]:
    """Demand line → period; what is overdue at the start is due in the first one, what comes after the plan in none."""
    periods = (max(0, books.scenario.calendar.index_of(row.period.last)) for row in books.scenario.demand)
    return {line: period for line, period in enumerate(periods) if period < books.periods}
