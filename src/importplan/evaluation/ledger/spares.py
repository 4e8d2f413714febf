"""Needs for parts that follow from machines, counted again day by day from installed base, contracts, needs and usage.

A machine uses up `quantity_per_year` (else hours a year ÷ `life_hours`) ÷ periods of a year in each period that it runs
to its end, by the days that it runs. The whole units grown so far are due. A firm that states a need of its own for the
part has no other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.ledger.violation import Violation, where
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.usage import Usage

Real = NDArray[np.float64]
Key = tuple[str, str, bool, float | None, str]  # firm, part, critical, cost of being late, the line that it comes with


def derived_needs(books: Books) -> Iterator[Violation]:
    """Needs that are not what machines use up, too many or too few, at the end of any period."""
    scenario = books.scenario
    asked = _grown(scenario)
    found: dict[Key, Real] = {}
    for line in scenario.demand:
        if line.derived:
            key = (line.firm, line.item, line.priority == 1, line.shortage_cost_cny, line.comes_with)
            found.setdefault(key, np.zeros(books.periods))[scenario.period_due(line)] += line.quantity
    for key in dict.fromkeys((*asked, *found)):
        grown = asked.get(key, np.zeros(books.periods))
        if scenario.items[scenario.item_index[key[1]]].whole_units:
            grown = np.floor(grown + 1e-6)
        told = found.get(key, np.zeros(books.periods)).cumsum()
        yield from where("demand", ("spares", key[0], key[1]), np.abs(told - grown), float(grown.max(initial=0.0)))


def _grown(scenario: Scenario) -> dict[Key, Real]:
    """(T,) what has been used up by the end of each period."""
    stated = {(scenario.firm_of(line), line.item) for line in scenario.demand if not line.derived}
    grown: dict[Key, Real] = {}
    for usage in scenario.usage:
        for firm in (row.firm for row in scenario.all_firms):
            if (firm, usage.item) in stated:
                continue
            for come, used in _used(scenario, firm, usage):
                key = (firm, usage.item, usage.critical, usage.shortage_cost_cny, come)
                grown[key] = grown.get(key, 0.0) + used.cumsum()
    return {key: used for key, used in grown.items() if used[-1] > 0.0}


def _used(scenario: Scenario, firm: str, usage: Usage) -> Iterator[tuple[str, Real]]:
    """What is used up in each period by machines that are there, and by those that each need would bring."""
    calendar = scenario.calendar
    first = [calendar.first_day(period) for period in range(calendar.count + 1)]
    days = [first[0] + timedelta(days=number) for number in range((first[-1] - first[0]).days)]
    of_day = np.array([calendar.index_of(day) for day in days])
    there, arriving, contracts = (np.zeros(len(days)) for _ in range(3))
    running = 0.0 * there  # machines × units a year
    each = _usual(scenario, firm, usage)
    for row in scenario.installed_base:
        if scenario.firm_of(row) != firm or row.item != usage.machine:
            continue
        if row.commissioned is not None and row.commissioned > first[0]:
            arriving += [row.quantity * (day >= row.commissioned) for day in days]
        else:
            running += row.quantity * _rate(usage, row.hours_per_year, each)
    for order in scenario.open_orders:
        offer = next(row for row in scenario.offers if row.offer == order.offer)
        if offer.item == usage.machine and scenario.owner_of(order) == firm:
            usable: date = order.due + timedelta(days=offer.clearance_days + offer.install_days)
            contracts += [order.quantity * (day >= usable) for day in days]
    coming = np.maximum(_by_period(arriving, of_day), _by_period(contracts, of_day))
    certain = _by_period(running, of_day) + coming * each
    needs = [
        line
        for line in scenario.demand
        if not line.derived and scenario.firm_of(line) == firm and line.item == usage.machine
    ]
    before = 0.0
    for line in sorted(needs, key=lambda line: (scenario.period_due(line), line.line)):
        due = np.arange(calendar.count) >= scenario.period_due(line)
        covered = np.clip(coming - before, 0.0, line.quantity)  # by machines that arrive anyhow
        more = (line.quantity - covered) * due * each
        before += line.quantity
        if scenario.probability_of(line) < 1.0:
            yield line.line, more / calendar.per_year
        else:
            certain = certain + more
    yield "", certain / calendar.per_year


def _by_period(running: Real, of_day: NDArray[np.int64]) -> Real:
    """(T,) the mean over the days of each period."""
    counts = Counter(of_day.tolist())
    return np.array([running[of_day == period].sum() / counts[period] for period in sorted(counts)])


def _usual(scenario: Scenario, firm: str, usage: Usage) -> float:
    """Units a year of a machine that tells no hours: as the firm's others, else as all."""
    rows = [row for row in scenario.installed_base if row.item == usage.machine and row.hours_per_year is not None]
    mine = [row for row in rows if scenario.firm_of(row) == firm] or rows
    count = sum(row.quantity for row in mine)
    hours = sum(row.quantity * (row.hours_per_year or 0.0) for row in mine) / count if count else None
    return _rate(usage, hours, 0.0)


def _rate(usage: Usage, hours: float | None, unknown: float) -> float:
    if usage.quantity_per_year is not None:
        return usage.quantity_per_year
    return hours / usage.life_hours if hours is not None and usage.life_hours else unknown
