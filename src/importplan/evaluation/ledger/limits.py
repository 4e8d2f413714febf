"""Rules of the sheet `limits` on a plan: how far each is exceeded, which are broken, and what broken soft ones cost.

`AUDITS` has an audit for every rule. `each` is a limit of its own for every subject of the case, `all` one over all of
them; a limit over nothing does not vanish: a floor that nobody can hold is broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.cash import Cash
from importplan.evaluation.ledger.claims import Claims
from importplan.evaluation.ledger.frameworks import booked_periods
from importplan.evaluation.ledger.intervals import periods_of
from importplan.evaluation.ledger.mix import IMPORTS, Mix
from importplan.evaluation.ledger.violation import TOLERANCE, Violation, where
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.limits import Limit

Real = NDArray[np.float64]
EACH, ALL, GROUP = "each", "all", "group:"


@dataclass(frozen=True)
class Audited:
    """What a limit is measured on."""

    books: Books
    said: Claims
    cash: Cash
    mix: Mix

    def items(self, limit: Limit) -> list[tuple[str, ...]]:
        """The sets of items that a limit holds for, each by itself."""
        rows = self.books.scenario.items
        if limit.item.startswith(GROUP):
            return [tuple(row.item for row in rows if row.group == limit.item.removeprefix(GROUP))]
        return sets(limit.item, [row.item for row in rows])

    def periods(self, limit: Limit, count: int) -> NDArray[np.int64]:
        """The periods of its interval, up to `count`."""
        return periods_of(self.books.scenario, limit.from_day, limit.to_day, count)

    def by_draw(self, limit: Limit, values: Real) -> Real:
        """Values (D,) as the limit looks at them: of each draw, or their mean (1,)."""
        return values if limit.within == "each_draw" else np.array([self.books.draws.weights @ values])


@dataclass(frozen=True)
class Excess:
    """How far one limit is exceeded (below 0: it holds), in each draw (D,) or once (1,)."""

    limit: Limit
    about: tuple[str, ...]
    over: Real
    scale: float
    drawn: bool = False  # `over` is of each draw


def sets(who: str, names: Iterable[str]) -> list[tuple[str, ...]]:
    """Subjects as a limit names them: each by itself, all together, or one."""
    every = tuple(names)
    return [(name,) for name in every] if who == EACH else [every] if who == ALL else [(who,)]


def excesses(audited: Audited) -> Iterator[Excess]:
    """Every limit of the case. A rule that has no audit is an error."""
    for limit in audited.books.scenario.limits:
        yield from AUDITS[limit.rule](audited, limit)


def broken(found: Iterable[Excess]) -> Iterator[Violation]:
    """Hard limits that do not hold."""
    for each in found:
        if each.limit.soft_cost_cny is None:
            yield from where(each.limit.rule, each.about, each.over, each.scale)


def soft_cost(books: Books, found: Iterable[Excess]) -> tuple[float, Real]:
    """What broken soft limits cost: known now, and (D,) by draw where they bind in every draw."""
    known, drawn = 0.0, np.zeros(books.draws.count)
    for each in found:
        price = each.limit.soft_cost_cny
        if price is None:
            continue
        if each.drawn:
            drawn += price * np.maximum(each.over, 0.0)
        else:
            known += price * float(np.maximum(each.over, 0.0).sum())
    return known, drawn


def _named(*names: Iterable[str]) -> tuple[str, ...]:
    """The first of each set, as a name for it."""
    return tuple(min(each) for each in map(tuple, names) if each)


def _shares(audited: Audited, limit: Limit) -> Iterator[Excess]:
    """Part of a country, supplier or of all imports ≤ share × all that is bought."""
    periods = audited.periods(limit, audited.books.periods)
    for items in audited.items(limit):
        bought = audited.mix.of(items, periods, limit.measure)
        for name, part in bought.parts(limit).items():
            yield Excess(limit, (*_named(items), name), np.array([part - limit.value * bought.total]), bought.total)


def _dependence(audited: Audited, limit: Limit) -> Iterator[Excess]:
    """Imports ≤ share × (all that is bought + what is planned to be made at home); on a path in every year by itself.

    On a path the share goes straight from `value` in the first year to `value_to` in the last; of one year the end
    counts.
    """
    periods = audited.periods(limit, audited.books.periods)
    calendar = audited.books.scenario.calendar
    years = [calendar.first_day(int(period)).year for period in periods]
    asked = {0: (limit.value, periods)}
    if limit.value_to is not None:
        asked = {}
        for year in sorted(set(years)):
            passed = 1.0 if years[0] == years[-1] else (year - years[0]) / (years[-1] - years[0])
            inside = np.array([period for period, of in zip(periods, years, strict=True) if of == year])
            asked[year] = ((1.0 - passed) * limit.value + passed * limit.value_to, inside)
    for items in audited.items(limit):
        for year, (share, inside) in asked.items():
            bought = audited.mix.of(items, inside, limit.measure)
            home = audited.mix.made(items, inside, limit.measure)
            over = sum(bought.parts(limit).values()) - share * (bought.total + home)
            about = (*_named(items), IMPORTS, *((str(year),) if year else ()))
            yield Excess(limit, about, np.array([over]), bought.total + home)


def _suppliers(audited: Audited, limit: Limit) -> Iterator[Excess]:
    """Where anything is bought, so many suppliers sell at least one unit each."""
    periods = audited.periods(limit, audited.books.periods)
    for items in audited.items(limit):
        bought = audited.mix.of(items, periods, "units")
        selling = sum(1 for units in bought.by_supplier.values() if units >= 1.0 - TOLERANCE)
        missing = limit.value - selling if bought.total > 0.0 else 0.0
        yield Excess(limit, _named(items), np.array([missing]), 1.0)


def _many_suppliers(audited: Audited, limit: Limit) -> Iterator[Excess]:
    """No more suppliers than so many sell anything."""
    periods = audited.periods(limit, audited.books.periods)
    for items in audited.items(limit):
        bought = audited.mix.of(items, periods, "units")
        selling = sum(1 for units in bought.by_supplier.values() if units > TOLERANCE * max(1.0, bought.total))
        yield Excess(limit, _named(items), np.array([selling - limit.value]), 1.0)


def _least_share(audited: Audited, limit: Limit) -> Iterator[Excess]:
    """The supplier that is named, or each that sells anything, sells at least the share of all that is bought."""
    periods = audited.periods(limit, audited.books.periods)
    for items in audited.items(limit):
        bought = audited.mix.of(items, periods, limit.measure)
        sold = {name: amount for name, amount in bought.by_supplier.items() if amount > TOLERANCE * bought.total}
        named = sold if limit.who in (EACH, ALL) else {limit.who: bought.by_supplier.get(limit.who, 0.0)}
        for name, amount in named.items():
            yield Excess(limit, (*_named(items), name), np.array([limit.value * bought.total - amount]), bought.total)


def _concentration(audited: Audited, limit: Limit) -> Iterator[Excess]:
    """Σ (share of a supplier)² ≤ value."""
    periods = audited.periods(limit, audited.books.periods)
    for items in audited.items(limit):
        bought = audited.mix.of(items, periods, limit.measure)
        squares = sum(amount**2 for amount in bought.by_supplier.values())
        index = squares / bought.total**2 if bought.total > 0.0 else 0.0
        yield Excess(limit, _named(items), np.array([index - limit.value]), 1.0)


def _waiting(audited: Audited, limit: Limit) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    """Whom a limit on service is about, and the queues of each; where nobody waits nothing is late."""
    where_waiting: dict[tuple[str, str], list[int]] = {}
    for position, queue in enumerate(audited.said.queues):
        if limit.priority in (ALL, str(queue.priority)):
            where_waiting.setdefault((queue.item, queue.firm), []).append(position)
    firms = sets(limit.who, [firm.firm for firm in audited.books.scenario.all_firms])
    for items, names in product(audited.items(limit), firms):
        mine = [at for pair in product(items, names) for at in where_waiting.get(pair, ())]
        if mine:
            yield _named(items, names), mine


def _fill_rate(audited: Audited, limit: Limit) -> Iterator[Excess]:
    """Demand not served in its own period ≤ (1 − value) × demand due in the interval; no demand counts as served."""
    periods = audited.periods(limit, audited.books.periods)
    due = audited.said.due
    in_time = np.minimum(audited.said.served, due)
    for about, mine in _waiting(audited, limit):
        asked = due[:, mine][:, :, periods].sum(axis=(1, 2))
        late = asked - in_time[:, mine][:, :, periods].sum(axis=(1, 2))
        over = audited.by_draw(limit, late - (1.0 - limit.value) * asked)
        yield Excess(limit, about, over, float(asked.max(initial=0.0)), limit.in_each_draw)


def _shortage(audited: Audited, limit: Limit) -> Iterator[Excess]:
    """Units late at the end of every period of the interval ≤ value."""
    for about, mine in _waiting(audited, limit):
        for period in audited.periods(limit, audited.books.periods).tolist():
            late = audited.said.backlog[:, mine, period].sum(axis=1)
            over = audited.by_draw(limit, late) - limit.value
            yield Excess(limit, about, over, limit.value, limit.in_each_draw)


def _tax(audited: Audited, limit: Limit) -> Iterator[Excess]:
    """Duty and import VAT paid in the interval ≤ value."""
    periods = audited.periods(limit, audited.books.table_periods)
    for names in sets(limit.who, audited.cash.payers):
        rows = [row for row, payer in enumerate(audited.cash.payers) if payer in names]
        paid = audited.cash.tax_by_draw_cny[:, rows][:, :, periods].sum(axis=(1, 2))
        over = audited.by_draw(limit, paid) - limit.value
        yield Excess(limit, names, over, limit.value, limit.in_each_draw)


def _booked(audited: Audited, limit: Limit) -> Iterator[tuple[tuple[str, ...], dict[str, float]]]:
    """Suppliers with a framework as the limit names them, and what is booked with each; nobody is a set, too."""
    suppliers = [row.supplier for row in audited.books.scenario.suppliers if row.booking_cost_cny is not None]
    for names in sets(limit.who, suppliers) or [()]:
        yield names, {name: audited.said.bookings.get(name, 0.0) for name in names}


def _booked_capacity(audited: Audited, limit: Limit) -> Iterator[Excess]:
    """Σ booked ≥ value."""
    for names, booked in _booked(audited, limit):
        yield Excess(limit, names, np.array([limit.value - sum(booked.values())]), limit.value)


def _booking_cost(audited: Audited, limit: Limit) -> Iterator[Excess]:
    """Σ booked × fee × periods of the framework in the interval ≤ value, undiscounted."""
    scenario = audited.books.scenario
    within = audited.periods(limit, audited.books.periods)
    fees = {row.supplier: row.booking_cost_cny or 0.0 for row in scenario.suppliers}
    for names, booked in _booked(audited, limit):
        paid = {name: np.isin(booked_periods(scenario, name), within).sum() for name in booked}
        cost = float(sum(units * fees[name] * paid[name] for name, units in booked.items()))
        yield Excess(limit, names, np.array([cost - limit.value]), limit.value)


def _reserve(audited: Audited, limit: Limit) -> Iterator[Excess]:
    """Units in the stock of the reserve at the end of every period of the interval, whatever consent they wait for."""
    sign = 1.0 if limit.rule == "max_reserve" else -1.0
    for items in audited.items(limit):
        held = [at for at, row in audited.said.stocks.items() if row.owner == RESERVE and row.item in items]
        for period in audited.periods(limit, audited.books.periods).tolist():
            units = audited.by_draw(limit, audited.said.stock[:, held, period].sum(axis=1))
            over = sign * (units - limit.value)
            yield Excess(limit, _named(items), over, limit.value, limit.in_each_draw)


Audit = Callable[[Audited, Limit], Iterator[Excess]]
AUDITS: dict[str, Audit] = {
    "max_country_share": _shares,
    "max_supplier_share": _shares,
    "max_import_share": _dependence,
    "min_supplier_share": _least_share,
    "min_suppliers": _suppliers,
    "max_suppliers": _many_suppliers,
    "max_hhi": _concentration,
    "min_fill_rate": _fill_rate,
    "max_shortage": _shortage,
    "max_tax": _tax,
    "min_booked_capacity": _booked_capacity,
    "max_booking_cost": _booking_cost,
    "min_reserve": _reserve,
    "max_reserve": _reserve,
}
