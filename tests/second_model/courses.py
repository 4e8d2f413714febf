"""Courses of the world: what the sheets `draws` and `draw_values` say, and the schedule on which nothing happens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from importplan.basics.spans import TimeSpan
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.schema.offers import Offer
from second_model.timeline import Timeline

HOME_MONEY = "CNY"

ByPeriod = dict[tuple[str, int], float]


@dataclass(frozen=True)
class Course:
    """One course of the world: everything that a draw may change, in every period of the plan."""

    name: str
    weight: float
    periods: int
    need: dict[str, float]  # demand line → units
    price: ByPeriod  # offer, period of order → price per unit in its currency
    available: ByPeriod  # offer, period → share that ships or can be called
    delay: ByPeriod  # offer, period of order → days
    rate: ByPeriod  # currency, period of payment → CNY per unit

    def cny(self, currency: str, period: int) -> float:
        """CNY for one unit of a currency; beyond the plan a rate stays at its last value."""
        return 1.0 if currency == HOME_MONEY else self.rate[currency, min(max(period, 0), self.periods - 1)]

    def ships(self, offer: str, period: int) -> float:
        """The share of what is ready that ships in a period; after the plan everything does."""
        return self.available[offer, max(period, 0)] if period < self.periods else 1.0

    def seen_until(self, period: int, dues: dict[str, int]) -> tuple[object, ...]:
        """All given values up to a period: draws that agree in them cannot be told apart then."""
        tables = (self.price, self.available, self.delay, self.rate)
        told = [tuple(value for (_, at), value in sorted(table.items()) if at <= period) for table in tables]
        return (*told, tuple(units for line, units in sorted(self.need.items()) if dues[line] <= period))


@dataclass(frozen=True)
class _Told:
    """What one draw gives of one kind: demand, price …"""

    timeline: Timeline
    values: tuple[DrawValue, ...]

    def of(self, name: str, period: int, otherwise: float) -> float:
        """The value of an id in a period: one for this period goes before one for all; else its base value."""
        own = [value for value in self.values if value.id == name]
        here = [v.value for v in own if v.period is not None and period in self._periods_of(v.period)]
        always = [v.value for v in own if v.period is None]
        return (here or always or [otherwise])[0]

    def _periods_of(self, written: TimeSpan) -> range:
        """Every period that has a day of what was written (contract, Intervals)."""
        first, last = (self.timeline.period_of_date(day) for day in (written.first, written.last))
        return range(first, last + 1)


def schedule(scenario: Scenario) -> Course:
    """The course on which nothing happens: base prices and rates, everything ships, likely demand comes."""
    return _course(scenario, "schedule", 1.0, ())


def courses(scenario: Scenario) -> tuple[Course, ...]:
    """The draws of the workbook, with weights that add up to 1; the schedule alone where it gives none."""
    if not scenario.draws:
        return (schedule(scenario),)
    whole = sum(row.weight for row in scenario.draws)
    return tuple(
        _course(
            scenario,
            row.draw,
            row.weight / whole,
            tuple(value for value in scenario.draw_values if value.draw == row.draw),
        )
        for row in scenario.draws
        if row.weight > 0.0
    )


def _course(scenario: Scenario, name: str, weight: float, values: tuple[DrawValue, ...]) -> Course:
    timeline = Timeline.of(scenario.settings)

    def told(what: str) -> _Told:
        return _Told(timeline, tuple(value for value in values if value.what == what))

    def table(rows: Iterable[str]) -> list[tuple[str, int]]:
        return [(row, period) for row in rows for period in range(timeline.periods)]

    offers = {offer.offer: offer for offer in scenario.offers}
    base_rate = {row.currency: row.cny_per_unit for row in scenario.fx}
    return Course(
        name=name,
        weight=weight,
        periods=timeline.periods,
        need={line.line: told("demand").of(line.line, -1, _likely(scenario, line)) for line in scenario.demand},
        price={(o, t): told("price").of(o, t, offers[o].unit_price) for o, t in table(offers)},
        available={
            # Each name speaks for itself; where several speak of an offer the smallest decides.
            (o, t): min(told("availability").of(name, t, 1.0) for name in _names(scenario, offers[o]))
            for o, t in table(offers)
        },
        delay={(o, t): told("delay_days").of(o, t, 0.0) for o, t in table(offers)},
        rate={(c, t): told("fx").of(c, t, base_rate[c]) for c, t in table(base_rate)},
    )


def _likely(scenario: Scenario, line: Demand) -> float:
    """What no draw says of a line: all of it where it is likely to come, nothing where it is not."""
    return line.quantity if scenario.probability_of(line) >= 0.5 else 0.0


def _names(scenario: Scenario, offer: Offer) -> set[str]:
    """By which ids an availability may speak of an offer: its own, its supplier, its origin, its lane."""
    origin = scenario.origin_of(offer)
    own = [("offer", offer.offer), ("supplier", offer.supplier), ("country", origin), ("lane", offer.lane)]
    named = {f"{kind}:{name}" for kind, name in own if name} | {name for _, name in own if name}
    return named | {f"control:{state}" for state in scenario.controllers_of(offer)}
