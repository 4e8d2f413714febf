"""Why a need is not bought, or served late: no offer, the date, a budget, capacity or limit, or that it does not pay.

Each way to buy it (offer, payer, treatment, period) is tried on the schedule without outages, everything else as
planned. What it spares is counted with the weight that the goal gives each draw; so what does not pay here does not pay
in the program either (the cost of a plan is convex in what is bought). What would pay is held against budgets,
capacities and hard limits: the first that forbids the best way is named, with what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.budgets import budget_uses
from importplan.evaluation.ledger.cash import Cash
from importplan.evaluation.ledger.claims import Claims, claims
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.limits import Audited, Excess, excesses
from importplan.evaluation.ledger.mix import Mix
from importplan.evaluation.ledger.parts import Parts, parts
from importplan.evaluation.ledger.purchases import SIGNED, Purchase, orders, purchases
from importplan.evaluation.ledger.statement import statement
from importplan.evaluation.ledger.violation import TOLERANCE
from importplan.evaluation.open_needs.outcomes import LineOutcome, outcomes
from importplan.plan.plan import Plan, PlannedOrder
from importplan.plan.risk import envelope
from importplan.plan.solution import CostLines, Repair
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.offers import Offer
from importplan.uncertainty.dates.shipments import order_allowed
from importplan.uncertainty.sampling.sample import nominal

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
LEAST_OPEN, MOSTLY = 0.05, 0.5  # part of what is needed that is told; part of the draws that need it
TRIED = 20  # ways to buy that are held against the limits, the best first


class Outcome(Enum):
    """What becomes of a need."""

    NOT_BOUGHT = "not_bought"
    AT_RISK = "at_risk"  # in time on the schedule, and open at the end in some draws
    AFTER_END = "after_end"  # ordered, and comes after the plan
    LATE = "late"


class Why(Enum):
    """Why."""

    NO_OFFER = "no_offer"  # nobody may sell it to whom it is for
    DATE = "date"  # nothing comes in time
    NOT_WORTH = "not_worth"  # it costs more than what it spares
    FORBIDDEN = "forbidden"  # a budget, a capacity or a limit
    OUTAGE = "outage"  # outages and refusals hold it up
    WITHIN_GAP = "within_gap"  # nothing found: it would pay, by less than the plan may be off the optimum, or is signed


@dataclass(frozen=True)
class OpenNeed:
    """A need line that is not bought or late, and why."""

    outcome: LineOutcome
    kind: Outcome
    why: Why
    offer: str = ""  # the best way to buy it, or the one that comes first
    usable: date | None = None  # when that would serve
    served: date | None = None  # the first day of the period in which the plan serves it
    probability: float = 1.0  # that the line comes
    pays_from: float | None = None  # the probability from which buying pays; above 1: never
    missing: Repair | None = None  # what forbids it, and how much is missing


@dataclass(frozen=True)
class _Ways:
    """B ways to buy so many units for a need."""

    bought: tuple[Purchase, ...]
    serve: Whole  # (B,) period in which it serves the taker
    day: Real  # (B,) and the day
    cost_cny: Real  # (B,) discounted
    cash_cny: Real  # (B, P)

    @property
    def count(self) -> int:
        """B."""
        return len(self.bought)


def open_needs(books: Books, plan: Plan, costs: CostLines, cash: Cash) -> tuple[OpenNeed, ...]:
    """The needs that are not bought or late in a plan, the most urgent and the dearest first."""
    asking = _Asking(books, plan, costs, cash)
    found = (asking.need(each) for each in outcomes(books, plan))
    told = [need for need in found if need is not None]
    return tuple(sorted(told, key=lambda need: (need.outcome.tier.priority, -_cost(need), need.outcome.line)))


def _cost(need: OpenNeed) -> float:
    return need.outcome.loss_cny + need.outcome.priced_cny


@dataclass(frozen=True)
class _Asking:
    books: Books
    plan: Plan
    costs: CostLines
    cash: Cash

    @cached_property
    def calm(self) -> Books:
        return Books(self.books.scenario, self.books.landed, nominal(self.books.scenario), schedule=True)

    @cached_property
    def hazards(self) -> Hazards:
        return Hazards(self.calm)

    @cached_property
    def counts(self) -> Real:
        """(D,) what a yuan more in each draw adds to the goal."""
        settings, weights = self.books.scenario.settings, self.costs.weights
        share = settings.risk_weight if settings.goal == "weighted" else 0.0
        worst = envelope(self.costs.of_draws, weights, settings.risk_level)
        found: Real = (1.0 - share) * weights + share * worst
        return found

    @cached_property
    def said(self) -> Claims:
        return claims(self.books, self.plan)[0]

    @cached_property
    def before(self) -> dict[tuple[int, tuple[str, ...]], float]:
        """How far limits are exceeded by the plan itself."""
        return {self._key(each): float(each.over.max(initial=0.0)) for each in self._excesses(self.plan, self.cash)}

    def need(self, line: LineOutcome) -> OpenNeed | None:
        """What is told of a line; None where it is bought in time."""
        needed = line.mean(line.needed)
        if needed <= TOLERANCE:
            return None
        late = self._draws_in_which(line, line.waiting)  # (T,)
        if line.mean(line.open) / needed >= LEAST_OPEN:
            often = float(self._draws_in_which(line, line.open[:, None])[0])
            kind = Outcome.NOT_BOUGHT if often >= MOSTLY else Outcome.AT_RISK
        elif late[-1] >= MOSTLY:
            kind = Outcome.AFTER_END
        elif late[line.period] >= MOSTLY:
            kind = Outcome.LATE
        else:
            return None
        serves = int(np.argmax(late[line.period :] < MOSTLY)) + line.period if kind is Outcome.LATE else None
        calendar = self.books.scenario.calendar
        found = OpenNeed(line, kind, Why.OUTAGE, probability=self._probability(line), served=None)
        if serves is not None:
            found = replace(found, served=calendar.first_day(serves))
        if kind is Outcome.AT_RISK:
            return found
        return self._explained(found, serves if kind is Outcome.LATE else self._later(kind))

    def _draws_in_which(self, line: LineOutcome, units: Real) -> Real:
        """(T,) share of the draws that need it in which more than a small part of it is among (D, T) units."""
        found: Real = line.weights @ (units > LEAST_OPEN * line.needed[:, None])
        return found / float(line.weights @ (line.needed > 0.0))

    def _later(self, kind: Outcome) -> int | None:
        return self.books.periods if kind is Outcome.AFTER_END else None

    def _probability(self, line: LineOutcome) -> float:
        if self.books.draws.given:
            return line.mean((line.needed > 0.0).astype(np.float64))
        return self.books.scenario.probability_of(line.row)

    # --- ways to buy it ----------------------------------------------------------------------------------------

    def _explained(self, need: OpenNeed, serves: int | None) -> OpenNeed:
        """Why, by trying; `serves` is the period in which the plan serves it, None where it never does."""
        line = need.outcome
        units = float(line.waiting[:, -1 if serves is None else line.period].max())
        ways = self._ways(line, units)
        if not ways.count:
            return replace(need, why=Why.NO_OFFER)
        first = int(np.argmin(ways.day))
        sooner = np.flatnonzero(ways.serve < (self.books.periods + 10**6 if serves is None else serves))
        if not len(sooner):
            return self._told(need, ways, first, Why.DATE)
        moved = None if serves is None else self._moved(line, units, serves)
        gain = self._spared(line, units, ways, serves) - ways.cost_cny
        if moved is not None:
            gain = gain + moved.cost_cny[0]
        gain[np.setdiff1d(np.arange(ways.count), sooner)] = -np.inf
        best = int(np.argmax(gain))
        if gain[best] <= 1e-6 * max(1.0, float(ways.cost_cny[best])):
            return self._not_worth(need, ways, units, serves, moved)
        for way in np.argsort(-gain, kind="stable")[:TRIED]:
            if gain[way] <= 0.0:
                break
            missing = self._missing(ways, int(way), moved)
            if missing is None:
                return self._told(need, ways, int(way), Why.WITHIN_GAP)
            if way == best:
                found = replace(self._told(need, ways, best, Why.FORBIDDEN), missing=missing)
        return found

    def _told(self, need: OpenNeed, ways: _Ways, way: int, why: Why) -> OpenNeed:
        usable = self.books.scenario.calendar.day(float(ways.day[way]))
        return replace(need, why=why, offer=ways.bought[way].offer.offer, usable=usable)

    def _not_worth(
        self, need: OpenNeed, ways: _Ways, units: float, serves: int | None, moved: _Ways | None
    ) -> OpenNeed:
        """Buying costs more than it spares: from which probability it would pay, all else alike."""
        cost = ways.cost_cny - (0.0 if moved is None else moved.cost_cny[0])
        spared = self._spared(need.outcome, units, ways, serves)
        ratio = np.where(spared > 0.0, cost / np.where(spared > 0.0, spared, 1.0), np.inf)
        way = int(np.argmin(ratio))
        found = self._told(need, ways, way, Why.NOT_WORTH)
        pays = float(ratio[way]) * need.outcome.mean((need.outcome.needed > 0.0).astype(np.float64))
        return replace(found, pays_from=pays if np.isfinite(pays) else None)

    def _ways(self, line: LineOutcome, units: float) -> _Ways:
        """Every order that the firm, or the reserve for it, could place for so many units."""
        landed, scenario = self.books.landed, self.books.scenario
        allowed = order_allowed(scenario)
        payers = (line.tier.firm, RESERVE)
        placed: list[tuple[int, PlannedOrder]] = []
        for position, option in enumerate(landed.options):
            row = scenario.offer_index[option.offer]
            offer = scenario.offers[row]
            if offer.item != line.tier.item or option.payer not in payers or landed.planned[position]:
                continue
            if offer.contract != "order" or (option.payer == RESERVE and not self._pooled(offer)):
                continue
            quantity = _quantity(units, offer)
            for period in np.flatnonzero(allowed[row] & self._qualified(offer)).tolist():
                placed.append((len(placed), PlannedOrder(position, period, quantity)))
        return self._priced([replace(each, placed=1.0) for each in orders(self.calm, placed)])

    def _pooled(self, offer: Offer) -> bool:
        terms = self.books.scenario.reserve_terms
        listed = {row.item for row in terms if row.mode in ("government", "entrusted")}
        return offer.end_user != "named" and (not terms or offer.item in listed)

    def _qualified(self, offer: Offer) -> NDArray[np.bool_]:
        """(T,) whether its qualification, and its supplier's, can be over."""
        supplier = self.books.scenario.supplier_of(offer)
        months = [row.qualification_months for row in (offer, supplier) if not row.qualified]
        begins = np.arange(self.books.periods) * self.books.scenario.calendar.months
        return begins >= max(months, default=0.0) - TOLERANCE

    def _moved(self, line: LineOutcome, units: float, serves: int) -> _Ways | None:
        """The order of the plan that serves the need too late, for as many units."""
        mine = [
            (place, replace(order, quantity=min(units, order.quantity)))
            for place, order in enumerate(self.plan.orders)
            if self.books.landed.options[order.option].payer in (line.tier.firm, RESERVE)
            and self._item(order) == line.tier.item
        ]
        for place in mine:
            found = self._priced(list(orders(self.calm, [place])))
            if min(int(found.serve[0]), self.books.periods) == serves:
                return found
        return None

    def _item(self, order: PlannedOrder) -> str:
        scenario = self.books.scenario
        return scenario.offers[scenario.offer_index[self.books.landed.options[order.option].offer]].item

    def _priced(self, bought: list[Purchase]) -> _Ways:
        count, periods = len(bought), self.calm.table_periods
        cost, cash = np.zeros(count), np.zeros((count, periods))
        day, first = np.zeros(count), 0
        for some in parts(self.hazards, bought):
            rows = np.arange(first, first + len(some.bands))
            day[rows] = some.serve_day[:, 0] + [purchase.consent_days for purchase in some.purchases]
            self._pay(some, rows, cost, cash)
            first += len(some.bands)
        fees = np.array([purchase.placed * purchase.offer.order_cost_cny for purchase in bought])
        when = np.array([purchase.period for purchase in bought], dtype=np.int64)
        cost += fees * self.calm.discount[when] + [self._qualification(purchase.offer) for purchase in bought]
        np.add.at(cash, (np.arange(count), when), fees)
        return _Ways(tuple(bought), self.books.scenario.calendar.of_days(day), day, cost, cash)

    def _pay(self, some: Parts, rows: Whole, cost: Real, cash: Real) -> None:
        for payment in statement(self.calm, some):
            when = np.broadcast_to(self.calm.in_table(payment.period), payment.amount.shape)
            if payment.cost is not None:
                cost[rows] += (payment.amount * self.calm.discount[when]).sum(axis=1)
            np.add.at(cash, (rows[:, None], when), payment.paid)

    def _qualification(self, offer: Offer) -> float:
        supplier = self.books.scenario.supplier_of(offer)
        new = [
            row.qualification_cost_cny
            for row, there in (
                (offer, offer.offer in self.plan.qualified_offers),
                (supplier, supplier.supplier in self.plan.qualified_suppliers),
            )
            if not row.qualified and not there
        ]
        return sum(new)

    # --- what it spares, and what forbids it --------------------------------------------------------------------

    def _spared(self, line: LineOutcome, units: float, ways: _Ways, serves: int | None) -> Real:
        """(B,) what units that serve from a period on spare, as the goal counts it, less what holding them costs."""
        item = self.books.scenario.items[self.books.scenario.item_index[line.tier.item]]
        factor = self.books.discount[: self.books.periods]
        held = (item.holding_rate + item.obsolescence_rate) * self.books.reference_value(item.item)
        each = np.minimum(units, line.waiting)  # (D, T)
        worth = each * line.late_cny - (units - each) * factor * held / self.books.scenario.calendar.per_year
        if serves is not None:
            worth[:, serves:] = 0.0
        by_period = self.counts @ worth
        from_period = np.append(np.cumsum(by_period[::-1])[::-1], 0.0)
        at_end = 0.0 if serves is not None else self.counts @ np.minimum(units, line.open) * line.open_cny
        found: Real = from_period[np.minimum(ways.serve, self.books.periods)] + at_end
        return found

    def _missing(self, ways: _Ways, way: int, moved: _Ways | None) -> Repair | None:
        """What forbids a way to buy; None where nothing does."""
        plan = self._with(ways.bought[way], moved)
        cash = self._cash(ways, way, moved)
        return self._capacity(ways.bought[way], moved) or self._budget(cash) or self._limit(plan, cash)

    def _with(self, bought: Purchase, moved: _Ways | None) -> Plan:
        """The plan with an order more, and what it stands for less."""
        more = PlannedOrder(bought.option, bought.period, float(bought.units[0]))
        kept = list(self.plan.orders)
        if moved is not None:
            old, units = moved.bought[0], float(moved.bought[0].units[0])
            kept[old.place] = replace(kept[old.place], quantity=kept[old.place].quantity - units)
        return replace(self.plan, orders=(*(order for order in kept if order.quantity > TOLERANCE), more))

    def _cash(self, ways: _Ways, way: int, moved: _Ways | None) -> Cash:
        change = np.zeros((len(self.cash.payers), self.calm.table_periods))
        change[self.cash.payers.index(ways.bought[way].payer)] += ways.cash_cny[way]
        if moved is not None:
            change[self.cash.payers.index(moved.bought[0].payer)] -= moved.cash_cny[0]
        plan = self.cash.plan_cny.copy()
        plan[:, 0] += change
        return replace(self.cash, plan_cny=plan, by_draw_cny=self.cash.by_draw_cny + change)

    def _budget(self, cash: Cash) -> Repair | None:
        """The budget that is overrun most."""
        worst: Repair | None = None
        for use in budget_uses(self.books, cash):
            row = use.budget
            over = use.so_far_cny[:, -1] - use.allowed_cny if use.so_far_cny.shape[1] else np.zeros(1)
            missing = float(over.max(initial=0.0))
            if missing > TOLERANCE * max(1.0, row.amount_cny) and (worst is None or missing > worst.amount):
                place = str(row.cell("amount_cny"))
                worst = Repair("budget", "all", row.payer, row.from_day, row.to_day, place, missing, in_cny=True)
        return worst

    def _capacity(self, bought: Purchase, moved: _Ways | None) -> Repair | None:
        offer, supplier = bought.offer, self.books.scenario.supplier_of(bought.offer)
        taken = [
            (self.books.landed.options[order.option].offer, order.quantity)
            for order in self._with(bought, moved).orders
            if order.period == bought.period
        ]
        sold = {row.offer for row in self.books.scenario.offers if row.supplier == offer.supplier}
        for row, names in ((offer, {offer.offer}), (supplier, sold)):
            most = row.capacity_per_period
            over = sum(units for name, units in taken if name in names) - (np.inf if most is None else most)
            if over > TOLERANCE:
                who = offer.offer if row is offer else supplier.supplier
                day = self.books.scenario.calendar.first_day(bought.period)
                place = str(row.cell("capacity_per_period"))
                return Repair("capacity", offer.item, who, day, day, place, float(over), in_cny=False)
        return None

    def _limit(self, plan: Plan, cash: Cash) -> Repair | None:
        """The first hard limit that is exceeded, and was not before."""
        if not self.books.scenario.limits:
            return None
        for each in self._excesses(plan, cash):
            over, limit = float(each.over.max(initial=0.0)), each.limit
            if over > TOLERANCE * max(1.0, each.scale) and over > self.before.get(self._key(each), 0.0) + TOLERANCE:
                span = (limit.from_day, limit.to_day)
                return Repair(limit.rule, limit.item, limit.who, *span, str(limit.cell("value")), over, limit.in_cny)
        return None

    def _excesses(self, plan: Plan, cash: Cash) -> Iterator[Excess]:
        mix = Mix(self.books, [each for each in purchases(self.books, plan) if each.kind != SIGNED])
        hard = (each for each in excesses(Audited(self.books, self.said, cash, mix)))
        yield from (each for each in hard if each.limit.soft_cost_cny is None)

    def _key(self, each: Excess) -> tuple[int, tuple[str, ...]]:
        limits = self.books.scenario.limits
        return next(n for n, row in enumerate(limits) if row is each.limit), each.about


def _quantity(units: float, offer: Offer) -> float:
    """Units of an order: no fewer than its smallest, in lots."""
    wanted = max(units, offer.min_order)
    return wanted if offer.lot_size is None else offer.lot_size * float(np.ceil(wanted / offer.lot_size - TOLERANCE))
