"""What a simple rule orders: need by need, from the first way that can still deliver it, and be paid for.

    in time   from whom the rule asks first, up to the part that one supplier may sell; then from the others
    late      where nobody can in time: whoever serves first

A purchase is rounded up to whole units, lots and the smallest order; what is left of it serves the next needs. Where
that is more than budgets and capacities allow, it is rounded down, and the next way supplies the rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.calling import NEVER, STATES
from importplan.model.case.purchases import units_ordered
from importplan.model.families.capacity import asked, qualified
from importplan.model.families.lots import TOLD_APART
from importplan.model.program.build import calling_of
from importplan.model.program.frame import Frame
from importplan.model.program.variables import BOOK, CALL, ORDER, QUALIFY_OFFER, QUALIFY_SUPPLIER
from importplan.model.search.rounding import Decisions
from importplan.model.search.simple.course import DUST, Buying, Course, Group, Need, Way
from importplan.model.search.simple.forbidden import forbidding_cell
from importplan.model.search.simple.rules import NOTHING, RULES, FirstAsked, SimpleRule
from importplan.plan.call_rule import CallLevel
from importplan.plan.plan import Plan, PlannedOrder
from importplan.scenario.counting import whole_frameworks, whole_items
from importplan.scenario.limit_rules import About
from importplan.scenario.scenario import Scenario

Real = NDArray[np.float64]
SPENT = 0.97  # part of budgets that a first plan spends


@dataclass(frozen=True)
class SimplePlan:
    """What a rule decides today, as a plan and as values of the columns of today.

    `forbidden` is the cell of the workbook that forbids the largest need, where something is needed and nothing can be
    bought at all; else blank.
    """

    rule: SimpleRule
    plan: Plan
    decisions: Decisions
    forbidden: str = ""


def simple_plan(course: Course, rule: SimpleRule, part: float = 1.0, capped: bool = False) -> SimplePlan:
    """The plan of a rule: `part` of what budgets hold is spent on it; `capped`, it keeps limits on shares too."""
    buying = Spending(course, rule, part, capped)
    if rule is not NOTHING:
        buying.run()
    return buying.plan()


def simple_plans(course: Course) -> dict[str, SimplePlan]:
    """The plans of all rules."""
    return {key: simple_plan(course, rule) for key, rule in RULES.items()}


def first_plans(course: Course) -> Iterator[tuple[str, SimplePlan]]:
    """The road and the plan of every rule, then of nothing bought; each different plan once.

    Rules spend a little less than budgets hold, since storage and what happens in draws take some too, and no offer
    sells more than limits on the shares of countries and suppliers let it.
    """
    seen: set[tuple[PlannedOrder, ...]] = set()
    for rule in (*RULES.values(), NOTHING):
        found = simple_plan(course, rule, SPENT, capped=True)
        if found.plan.orders not in seen:
            seen.add(found.plan.orders)
            yield "nothing" if rule is NOTHING else "simple_rule", found


def plan_of(frame: Frame, decisions: Decisions) -> Plan:
    """What columns of today decide about buying, as a plan."""
    purchases, scenario, units = frame.orders.purchases, frame.facts.scenario, decisions[ORDER]
    rows, values = purchases.decided, np.zeros(frame.draft.columns_count)
    for variable, decided in decisions.items():
        values[frame.draft.names[variable]] = decided
    chosen = np.flatnonzero(units > 0)
    keys = (purchases.period[rows], purchases.option[rows], purchases.offer[rows], purchases.item[rows])
    ordered: dict[tuple[int, int], float] = {}  # over the steps of a price
    for at in chosen[np.lexsort(tuple(key[chosen] for key in keys))].tolist():
        key = int(purchases.option[rows[at]]), int(purchases.period[rows[at]])
        ordered[key] = ordered.get(key, 0.0) + float(units[at])
    booked = zip(scenario.suppliers, decisions[BOOK].tolist(), strict=True)
    return Plan(
        orders=tuple(PlannedOrder(*key, amount) for key, amount in ordered.items()),
        qualified_suppliers=qualified(frame, QUALIFY_SUPPLIER, values),
        qualified_offers=qualified(frame, QUALIFY_OFFER, values),
        bookings={row.supplier: amount for row, amount in booked if amount > 0},
    )


@dataclass
class Spending:
    """A rule at work: what is bought so far, and what is left of every row. Public: `run`, `follow`, `plan`."""

    course: Course
    rule: SimpleRule
    part: float
    capped: bool = False
    room: list[float] = field(init=False)  # by row
    units: dict[int, float] = field(default_factory=dict)  # column → units
    on: set[int] = field(default_factory=set)  # columns of yes or no that are yes
    of_group: dict[Group, float] = field(default_factory=dict)
    sold: dict[tuple[str, str], float] = field(default_factory=dict)  # (item, supplier) → units
    of_offer: dict[str, float] = field(default_factory=dict)  # offer → units
    asked: dict[str, float] = field(default_factory=dict)  # item → units needed so far
    carried: dict[int, float] = field(default_factory=dict)  # stock → units bought beyond need
    missing: dict[tuple[str, str], float] = field(default_factory=dict)  # (item, owner) → units
    parts: dict[str, float] = field(default_factory=dict)  # item → the part of it that one supplier may sell

    def __post_init__(self) -> None:
        room = self.course.room.copy()
        room[self.course.frame.draft.rows_of(("budget",)) & (room > 0)] *= self.part
        self.room = room.tolist()
        scenario, book = self._scenario, self.course.frame.draft.names[BOOK]
        booked = [row.supplier for row in scenario.suppliers if row.booking_cost_cny is not None]
        for limit in scenario.limits:
            if limit.kind.about is About.BOOKING and limit.kind.floor and limit.soft_cost_cny is None:
                among = {"each": booked, "all": booked[:1]}.get(limit.who, [limit.who])
                for name in among:
                    self._take(int(book[scenario.supplier_index[name]]), limit.value)

    @cached_property
    def _scenario(self) -> Scenario:
        return self.course.frame.facts.scenario

    # --- needs ---------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Serve every need in turn."""
        for need in self.course.needs:
            wanted = need.units - self._carried(need)
            self.asked[need.item] = self.asked.get(need.item, 0.0) + wanted
            for stock, way, purchase, most in self._tried(need):
                bought = self._buy(way, purchase, min(wanted, most, self._left_of_caps(way)))
                self._count(way, bought)
                self.carried[stock] = self.carried.get(stock, 0.0) + max(0.0, bought - wanted)
                wanted -= bought
                if wanted <= DUST:
                    break
            else:
                who = need.item, need.owner
                self.missing[who] = self.missing.get(who, 0.0) + wanted

    def follow(self, plan: Plan) -> None:
        """Buy what a plan buys, as far as rows allow: it qualifies, books, then orders in turn."""
        frame, scenario = self.course.frame, self._scenario
        for variable, names in ((QUALIFY_SUPPLIER, plan.qualified_suppliers), (QUALIFY_OFFER, plan.qualified_offers)):
            rows = asked(scenario.suppliers if variable is QUALIFY_SUPPLIER else scenario.offers)
            for column in frame.draft.names[variable][np.isin(rows, names)].tolist():
                if column not in self.on and self._room_for(column) >= 1.0:
                    self.on.add(column)
                    self._take(column, 1.0)
        for supplier, units in plan.bookings.items():
            column = int(frame.draft.names[BOOK][scenario.supplier_index[supplier]])
            able = min(units, self._most[column] - self.units.get(column, 0.0), self._room_for(column))
            self._take(column, math.floor(able + DUST) if supplier in self._whole_booked else max(0.0, able))
        ways = {
            each.column: (stock, way, each)
            for stock, among in self.course.ways.items()
            for way in among
            for each in way.purchases
            if way.book is None
        }
        columns = {
            (option, period): column
            for option, period, column in zip(
                frame.orders.purchases.option[frame.orders.purchases.decided].tolist(),
                frame.orders.purchases.period[frame.orders.purchases.decided].tolist(),
                frame.draft.names[ORDER].tolist(),
                strict=True,
            )
        }
        for order in sorted(plan.orders, key=lambda each: each.period):
            column = columns.get((order.option, order.period))
            if column in ways:
                stock, way, purchase = ways[column]
                bought = self._buy(way, purchase, min(order.quantity, self._left_of_caps(way)))
                self._count(way, bought)
                self.carried[stock] = self.carried.get(stock, 0.0) + bought

    def _count(self, way: Way, bought: float) -> None:
        """Who has sold what."""
        key = way.offer.item, way.supplier
        self.sold[key] = self.sold.get(key, 0.0) + bought
        self.of_offer[way.offer.offer] = self.of_offer.get(way.offer.offer, 0.0) + bought

    def _room_for(self, column: int) -> float:
        """Units of a column that rows leave."""
        takes = self.course.takes.get(column, ())
        return min((self.room[row] / value for row, value in takes if value > 0), default=math.inf)

    def _carried(self, need: Need) -> float:
        """Units of earlier purchases that are left for a need; they are used up."""
        found = 0.0
        for stock in need.stocks:
            used = min(need.units - found, self.carried.get(stock, 0.0))
            self.carried[stock] = self.carried.get(stock, 0.0) - used
            found += used
        return found

    def _tried(self, need: Need) -> Iterator[tuple[int, Way, Buying, float]]:
        """Stock, way, purchase and the most that may be bought of it, in the order in which they are tried."""
        ways = [(stock, way) for stock in need.stocks for way in self.course.ways.get(stock, ())]
        if len(need.stocks) > 1:
            ways.sort(key=lambda each: (each[1].cost, each[1].name))
        first, others = self._choice(need.item, [way for _, way in ways])
        part = self._part(need.item)
        if part < 1.0:
            yield from self._in_time(need, self._least_sold_first(need.item, ways), first, part)
        yield from self._in_time(need, ways, first, 1.0)
        yield from self._in_time(need, ways, others, 1.0)
        late = [
            (purchase.serve, way.cost, way.name, stock, way, purchase)
            for stock, way in ways
            if way.supplier in first or way.supplier in others
            for purchase in way.purchases
            if need.period < purchase.serve < need.period + need.patience
        ]
        for *_, stock, way, purchase in sorted(late, key=lambda each: each[:3]):
            yield stock, way, purchase, math.inf

    def _in_time(
        self, need: Need, ways: Sequence[tuple[int, Way]], sellers: frozenset[str], part: float
    ) -> Iterator[tuple[int, Way, Buying, float]]:
        """Purchases that serve by the time of a need, of some sellers, each with what it may still sell of the item."""
        for stock, way in ways:
            if way.supplier not in sellers:
                continue
            for purchase in self._timed(need.period, way):
                most = math.inf
                if part < 1.0:
                    most = self._rounded_up(need.item, part * self.asked[need.item])
                    most -= self.sold.get((need.item, way.supplier), 0.0)
                if most > DUST:
                    yield stock, way, purchase, most

    def _timed(self, period: int, way: Way) -> list[Buying]:
        """Purchases that serve by a period, those first that serve nearest to when the rule wants the goods."""
        months = self.course.frame.facts.scenario.calendar.months
        wanted = max(0, period - math.ceil(self.rule.ahead_months / months))
        if not self.rule.holds:
            return [each for each in way.purchases if each.serve == period]
        inside = [each for each in way.purchases if each.serve <= period]
        # Early enough and as late as can be; else as soon as can be.
        return sorted(inside, key=lambda each: (each.serve > wanted, abs(each.serve - wanted), -each.column))

    def _least_sold_first(self, item: str, ways: Sequence[tuple[int, Way]]) -> list[tuple[int, Way]]:
        if self.rule.most is not None:
            return list(ways)
        return sorted(ways, key=lambda each: (self.sold.get((item, each[1].supplier), 0.0), each[1].cost, each[1].name))

    # --- who sells -----------------------------------------------------------------------------------------------

    def _choice(self, item: str, ways: Sequence[Way]) -> tuple[frozenset[str], frozenset[str]]:
        """Who is asked first for an item, and who else."""
        every = frozenset(way.supplier for way in ways)
        able = frozenset(way.supplier for way in ways if self._may_sell(way))
        if self.rule.asked is FirstAsked.ANYBODY:
            return every, frozenset()
        if self.rule.asked is FirstAsked.QUALIFIED:
            return able, every - able
        signed = self._signed.get(item, frozenset()) & every
        return (signed, able - signed) if signed else (able, frozenset())

    def _may_sell(self, way: Way) -> bool:
        """Whether an offer and its supplier are qualified today."""
        return bool(way.offer.qualified and self._scenario.supplier_of(way.offer).qualified)

    @cached_property
    def _signed(self) -> dict[str, frozenset[str]]:
        """Item → suppliers with signed orders of it."""
        scenario = self._scenario
        found: dict[str, frozenset[str]] = {}
        for row in scenario.open_orders:
            offer = scenario.offers[scenario.offer_index[row.offer]]
            found[offer.item] = found.get(offer.item, frozenset()) | {offer.supplier}
        return found

    def _part(self, item: str) -> float:
        """The part of an item's need that one supplier may sell while others can; 1 where nobody else can."""
        found = self.parts.get(item)
        if found is None:
            sellers: set[str] = set()
            for ways in self._ways_of_item[item]:
                sellers |= self._choice(item, ways)[0]
            shared = 1.0 / max(1, len(sellers)) if self.rule.most is None else self.rule.most
            found = self.parts[item] = shared if len(sellers) >= 2 else 1.0
        return found

    def _left_of_caps(self, way: Way) -> float:
        """Units that limits on shares leave an offer, of what was needed so far."""
        found = math.inf
        for cap in self.course.caps.get(way.offer.item, ()) if self.capped else ():
            if way.offer.offer in cap.offers:
                most = cap.share * sum(self.asked.get(item, 0.0) for item in cap.items)
                found = min(found, most - sum(self.of_offer.get(offer, 0.0) for offer in cap.offers))
        return math.floor(found + DUST) if self._whole(way.offer.item) and math.isfinite(found) else found

    @cached_property
    def _ways_of_item(self) -> dict[str, list[tuple[Way, ...]]]:
        found: dict[str, list[tuple[Way, ...]]] = {row.item: [] for row in self._scenario.items}
        for ways in self.course.ways.values():
            found[ways[0].offer.item].append(ways)
        return found

    # --- buying --------------------------------------------------------------------------------------------------

    def _buy(self, way: Way, purchase: Buying, wanted: float) -> float:
        """Buy as much of what is wanted as can be, rounded as the offer is sold; returns the units."""
        if wanted <= DUST:
            return 0.0
        before = self.of_group.get(purchase.group, 0.0)
        asked = self._lots(way, purchase, before + wanted) - before
        able = min(asked, self._able(way, purchase, asked))
        able = asked if able >= asked - DUST else self._lots(way, purchase, before + able, down=True) - before
        more = 0.0 if way.book is None else self._to_book(way, purchase, able)
        if able <= DUST or not math.isfinite(more):
            return 0.0
        for column in purchase.switches:
            if column not in self.on:
                self.on.add(column)
                self._take(column, 1.0)
        if way.book is not None:
            self._take(way.book, more)
        self._take(purchase.column, able)
        self.of_group[purchase.group] = before + able
        return able

    def _lots(self, way: Way, purchase: Buying, units: float, down: bool = False) -> float:
        """Units rounded to lots or whole units, the smallest order at least; down: nothing where that is more."""
        step = way.offer.lot_size or (1.0 if self._whole(way.offer.item) else 0.0)
        turn = math.floor if down else math.ceil
        found = turn(units / step + (DUST if down else -DUST)) * step if step else units
        least = 0.0 if way.book is not None else way.offer.min_order
        if purchase.switches and not step:
            least = max(least, TOLD_APART * self._most[purchase.column])
        if found >= least - DUST:
            return found
        return 0.0 if down else (math.ceil(least / step - DUST) * step if step else least)

    def _able(self, way: Way, purchase: Buying, wanted: float) -> float:
        """Units that rows allow at most, once what has to be decided with them is decided."""
        taken: dict[int, float] = {}
        for column in purchase.switches:
            if column not in self.on:
                for row, value in self.course.takes.get(column, ()):
                    taken[row] = taken.get(row, 0.0) + value
        if any(value > 0 and self.room[row] < value - DUST for row, value in taken.items()):
            return 0.0
        found = min(wanted, self._most[purchase.column] - self.units.get(purchase.column, 0.0))
        if found <= DUST:
            return 0.0
        booked = {} if way.book is None else dict(self.course.takes.get(way.book, ()))
        for row, value in self.course.takes.get(purchase.column, ()):
            if value > 0 and booked.get(row, 0.0) >= 0:
                found = min(found, (self.room[row] - taken.get(row, 0.0)) / value)
                if found <= DUST:
                    return 0.0
        return max(0.0, found if way.book is None else self._booked(way, purchase, found))

    def _booked(self, way: Way, purchase: Buying, wanted: float) -> float:
        """Units that can be called within what is booked, and may be booked more."""
        assert way.book is not None
        more = self._to_book(way, purchase, wanted)
        able = self._most[way.book] - self.units.get(way.book, 0.0)
        for row, value in self.course.takes.get(way.book, ()):
            if value > 0:
                own = dict(self.course.takes.get(purchase.column, ())).get(row, 0.0)
                able = min(able, (self.room[row] - max(0.0, own) * wanted) / value)
        if not math.isfinite(more):
            return 0.0  # what is left of another row is not enough, whatever is booked
        return wanted if more <= able + DUST else wanted - (more - max(0.0, able))

    def _to_book(self, way: Way, purchase: Buying, units: float) -> float:
        """What must be booked more before units can be called."""
        assert way.book is not None
        booked, more = dict(self.course.takes.get(way.book, ())), 0.0
        for row, value in self.course.takes.get(purchase.column, ()):
            if value <= 0:
                continue
            if booked.get(row, 0.0) < 0:
                more = max(more, (units * value - self.room[row]) / -booked[row])
            elif units * value > self.room[row] + DUST * max(1.0, abs(self.room[row]), value):
                return math.inf
        least = self._scenario.supplier_of(way.offer).booking_min - self.units.get(way.book, 0.0)
        found = max(more, least) if more > 0 else 0.0
        if not math.isfinite(found) or way.supplier not in self._whole_booked:
            return found
        before = self.units.get(way.book, 0.0)
        return math.ceil(before + found - DUST) - before

    @cached_property
    def _whole_booked(self) -> frozenset[str]:
        """Suppliers whose bookings are whole."""
        return frozenset(whole_frameworks(self._scenario))

    def _take(self, column: int, units: float) -> None:
        self.units[column] = self.units.get(column, 0.0) + units
        for row, value in self.course.takes.get(column, ()):
            self.room[row] -= value * units

    @cached_property
    def _most(self) -> list[float]:
        """(column,) upper bounds."""
        draft = self.course.frame.draft
        found: list[float] = draft.upper_of(np.arange(draft.columns_count)).tolist()
        return found

    @cached_property
    def _whole_items(self) -> frozenset[str]:
        return whole_items(self._scenario)

    def _whole(self, item: str) -> bool:
        """Whether what is signed of an item is whole, also where it is planned as divisible."""
        return item in self._whole_items

    def _rounded_up(self, item: str, units: float) -> float:
        return math.ceil(units - DUST) if self._whole(item) else units

    def _call_rule(self, plan: Plan, values: Real) -> tuple[CallLevel, ...]:
        """Positions as they are in the course without outages, whatever is seen, from the first call on."""
        frame = self.course.frame
        if not frame.calls.purchases.count:
            return ()
        called, purchases = values[frame.draft.names[CALL]], frame.calls.purchases
        calls = np.flatnonzero(called[:, 0] > 0)
        first = dict(zip(purchases.option[calls][::-1].tolist(), purchases.period[calls][::-1].tolist(), strict=True))
        calling = calling_of(frame, plan, sorted(first))
        levels = np.repeat(np.maximum(calling.positions_after(called), 0.0), len(STATES), axis=2)
        for lane, option in enumerate(calling.lanes.tolist()):
            levels[lane, : first[option]] = NEVER
        return calling.rule(np.where(calling.row[:, :, None] >= 0, levels, NEVER))

    # --- the plan ------------------------------------------------------------------------------------------------

    def plan(self) -> SimplePlan:
        """What is bought, as a plan."""
        frame = self.course.frame
        values = np.zeros(frame.draft.columns_count)
        for column, units in self.units.items():
            values[column] = units
        names = frame.draft.names
        decisions = {variable: values[names[variable]] for variable in frame.draft.chosen}
        plan = plan_of(frame, decisions)
        plan = replace(plan, call_rule=self._call_rule(plan, values))
        bought, facts = self.course.decided.orders.purchases, self.course.decided.facts
        decisions[ORDER] = units_ordered(facts.scenario, facts.landed, bought, plan.orders)[bought.decided]
        nothing = not plan.orders and not plan.bookings
        forbidden = forbidding_cell(self.course, self.room, self.missing) if nothing else ""
        return SimplePlan(self.rule, plan, decisions, forbidden)
