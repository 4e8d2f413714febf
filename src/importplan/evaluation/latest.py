"""The last day on which each order of a plan can be signed, and what signing then would move.

An order placed later arrives as many days later. On the schedule without outages it must still be there in the period
in which its first unit serves: the need of its buyer (of the reserve, what takers lack and the floors of the sheet
`limits`) is served by what comes first, so that all orders may be signed on their latest day at once. What serves no
need of the schedule is there against what draws bring: it must not come in a later period than planned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from importplan.basics.money import LEAST_CNY
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.hazards import Hazards
from importplan.evaluation.ledger.intervals import periods_of
from importplan.evaluation.ledger.parts import parts
from importplan.evaluation.ledger.purchases import Purchase, orders, signed
from importplan.evaluation.ledger.statement import statement
from importplan.evaluation.ledger.stocks import opening
from importplan.plan.lines import TAX_CASH
from importplan.plan.plan import DUST, Plan
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.budgets import Budget

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
DAY = timedelta(days=1)
Stock = tuple[str, str, float]  # owner, item, days that a taker waits for consent


@dataclass(frozen=True, slots=True)
class Latest:
    """The last day on which an order can be signed, and what would move if it were signed then; CNY, undiscounted."""

    day: date
    slack_days: int  # after the planned day; negative where a quotation ends before it
    needed: (
        date | None
    )  # last day of the period that asks for its first unit; None: it is there against what draws bring
    set_by: str  # need | quote | offer: what forbids the day after; signed: it is signed
    moved_cash_cny: float = 0.0  # that would fall into another period
    moved_budget_cny: float = 0.0  # of it, into another interval of a budget
    more_tax_cny: float = 0.0  # duty and import VAT at the rates and reliefs of the later arrival
    quota_year: int | None = None  # of the arrival then, where it is another one than planned and a relief is asked for


def latest_days(books: Books, plan: Plan) -> tuple[Latest, ...]:
    """For every order of a plan, in its order; `books` are those of the schedule without outages."""
    placed = list(orders(books, enumerate(plan.orders)))
    if not placed:
        return ()
    planned = _Journeys(books, placed)
    spare, asked = _last_served(books, placed, planned.serve_day)
    calendar, found, set_by = books.scenario.calendar, [], []
    for purchase, days in zip(placed, spare.tolist(), strict=True):
        ends = {"need": purchase.ordered_day + days}
        for key, end in (("quote", purchase.offer.quote_valid_to), ("offer", purchase.offer.to_day)):
            if end is not None:
                ends[key] = float(calendar.day_number(end))
        set_by.append(min(ends, key=ends.__getitem__))
        found.append(int(np.floor(ends[set_by[-1]] - purchase.ordered_day)))
    later = _Journeys(books, [_signed_later(books, *each) for each in zip(placed, found, strict=True)])
    budgets = [_of_budgets(books, purchase.payer) for purchase in placed]
    return tuple(
        Latest(
            day=calendar.day(purchase.ordered_day + days),
            slack_days=days,
            needed=None if asked[at] >= calendar.count else calendar.first_day(int(asked[at]) + 1) - DAY,
            set_by=key,
            moved_cash_cny=_moved(planned.cash[at], later.cash[at]),
            moved_budget_cny=max((_moved(planned.cash[at] @ b, later.cash[at] @ b) for b in budgets[at]), default=0.0),
            more_tax_cny=float(later.tax[at] - planned.tax[at]),
            quota_year=_quota_year(books, purchase, float(planned.port_day[at]), float(later.port_day[at])),
        )
        for at, (purchase, days, key) in enumerate(zip(placed, found, set_by, strict=True))
    )


class _Journeys:
    """Purchases on the schedule, one part each: their days, and their cash by period of the landed-cost table."""

    def __init__(self, books: Books, bought: list[Purchase]) -> None:
        count = len(bought)
        self.serve_day, self.port_day = np.zeros(count), np.zeros(count)
        self.cash, self.tax = np.zeros((count, books.table_periods)), np.zeros(count)
        first = 0
        for some in parts(Hazards(books), bought):
            rows = np.arange(first, first + len(some.bands))
            first += len(some.bands)
            self.serve_day[rows], self.port_day[rows] = some.serve_day[:, 0], some.port_day[:, 0]
            for payment in statement(books, some):
                paid = np.broadcast_to(payment.paid, some.shape)
                np.add.at(self.cash, (rows[:, None], np.broadcast_to(books.in_table(payment.period), paid.shape)), paid)
                if payment.cash in TAX_CASH:
                    self.tax[rows] += paid[:, 0]


def _signed_later(books: Books, purchase: Purchase, days: int) -> Purchase:
    day = purchase.ordered_day + days
    period = int(np.clip(books.scenario.calendar.of_days(np.array([day]))[0], 0, books.periods - 1))
    return replace(purchase, ordered_day=day, ready_day=purchase.ready_day + days, period=period)


def _moved(planned: Real, later: Real) -> float:
    """CNY that the later course has in other entries: the most by which its sum so far is another one."""
    amount = float(np.abs(np.cumsum(planned - later)).max(initial=0.0))
    return amount if amount >= LEAST_CNY else 0.0


def _of_budgets(books: Books, payer: str) -> list[Real]:
    """(P, interval) of each chain of budgets that hold for a payer: which periods each of its intervals covers."""
    chains: dict[tuple[str, str], list[Budget]] = {}
    for row in books.scenario.budgets:
        if row.payer in (payer, "all"):
            chains.setdefault((row.payer, row.within), []).append(row)
    found = []
    for rows in chains.values():
        covers = np.zeros((books.table_periods, len(rows)))
        for at, row in enumerate(sorted(rows, key=lambda row: row.from_day or books.scenario.settings.start)):
            covers[periods_of(books.scenario, row.from_day, row.to_day, books.table_periods), at] = 1.0
        found.append(covers)
    return found


def _quota_year(books: Books, purchase: Purchase, planned: float, later: float) -> int | None:
    if purchase.terms.qualification is None:
        return None
    before, after = (int(year) for year in books.year_of(np.array([planned, later])))
    return after if after != before else None


def _last_served(books: Books, placed: list[Purchase], serve_day: Real) -> tuple[Real, Whole]:
    """(order,) days by which each may come later and still serve its first unit in the same period.

    And the period that asks for that unit, the number of periods where none does.
    """
    calendar = books.scenario.calendar
    comes = np.maximum(calendar.of_days(serve_day), 0)
    there, arrivals = opening(books), _Journeys(books, bought := list(signed(books)))
    queues: dict[Stock, list[tuple[float, int, float]]] = {}  # what comes: day, order (-1 signed), units
    for at, purchase in enumerate(bought):
        queues.setdefault(_stock(purchase), []).append((float(arrivals.serve_day[at]), -1, float(purchase.units[0])))
    for at, purchase in enumerate(placed):
        queues.setdefault(_stock(purchase), []).append((float(serve_day[at]), at, float(purchase.units[0])))
    needs = _Needs(books, {key: _supply(books, there.get(key, 0.0), rows) for key, rows in queues.items()})
    first = np.full(len(placed), books.periods)
    for key, rows in queues.items():
        asked, before = needs.of(key), there.get(key, 0.0)
        for _, order, units in sorted(rows):
            if order >= 0:
                first[order] = np.searchsorted(asked, before + DUST)
            before += units
    period = np.where(first < books.periods, np.maximum(comes, first), comes)
    ends = np.array([calendar.day_number(calendar.first_day(int(at) + 1)) for at in period], dtype=np.float64)
    days: Real = np.ceil(ends - serve_day) - 1.0
    return days, first


def _stock(purchase: Purchase) -> Stock:
    return purchase.payer, purchase.offer.item, purchase.consent_days


def _supply(books: Books, there: float, rows: list[tuple[float, int, float]]) -> Real:
    """(T,) units that have come by the end of each period."""
    found = np.full(books.periods, there)
    for day, _, units in rows:
        found[max(0, int(books.scenario.calendar.of_days(np.array([day]))[0])) :] += units
    return found


class _Needs:
    """What the schedule asks of each stock: (T,) units that must have come by the end of each period, never falling."""

    def __init__(self, books: Books, supply: dict[Stock, Real]) -> None:
        self.books, self.supply = books, supply
        scenario, due = books.scenario, books.draws.demand[0]
        self.due: dict[tuple[str, str], Real] = {}
        for line, units in zip(scenario.demand, due.tolist(), strict=True):
            period = scenario.period_due(line)
            if period < books.periods:
                asked = self.due.setdefault((scenario.firm_of(line), line.item), np.zeros(books.periods))
                asked[period:] += units

    def of(self, stock: Stock) -> Real:
        """What is asked of a stock."""
        owner, item, consent = stock
        nothing = np.zeros(self.books.periods)
        if owner != RESERVE:
            return self.due.get((owner, item), nothing)
        lacking = sum((self._lacking(firm, item) for firm, of in self.due if of == item), nothing)
        asked = self._released_for(lacking, consent) + self._floor(item)
        found: Real = np.maximum.accumulate(asked)
        return found

    def _lacking(self, firm: str, item: str) -> Real:
        """What a firm cannot serve from what is its own."""
        own = opening(self.books).get((firm, item, 0.0), 0.0)
        short = self.due[firm, item] - self.supply.get((firm, item, 0.0), np.full(self.books.periods, own))
        found: Real = np.maximum.accumulate(np.maximum(short, 0.0))
        return found

    def _released_for(self, lacking: Real, consent: float) -> Real:
        """The same in the period in which it must leave, on its first day, to be with the taker in time."""
        calendar = self.books.scenario.calendar
        with_taker = calendar.of_days(calendar.first_day_numbers[:-1] + consent)
        found: Real = np.zeros_like(lacking)
        for period in range(len(lacking)):
            if with_taker[period] < len(lacking):
                found[period] = lacking[with_taker[period]]
        return np.maximum.accumulate(found)

    def _floor(self, item: str) -> Real:
        """What the reserve must hold; a floor over several items asks for each of them at once."""
        scenario, found = self.books.scenario, np.zeros(self.books.periods)
        group = scenario.items[scenario.item_index[item]].group
        for row in scenario.reserve_floors:
            periods = periods_of(scenario, row.from_day, row.to_day, self.books.periods)
            if row.item in ("each", item):
                found[periods] = np.maximum(found[periods], row.value)
            elif row.item in ("all", f"group:{group}"):
                found[periods] = np.inf
        return found
