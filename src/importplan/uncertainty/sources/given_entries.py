"""The rows of `draw_values` of one kind, resolved: which draw, which offer, line, currency or target, which period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.basics.issues import Issue
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.draw_values import DrawValue
from importplan.scenario.target import BARE_KINDS, split_target
from importplan.uncertainty.dates.targets import offers_hit
from importplan.uncertainty.sampling.base_course import currencies_of
from importplan.uncertainty.sampling.draw_set import OutageTarget

ALL_PERIODS = -1


@dataclass(frozen=True)
class Entries:
    """N values, one for each row and period that it holds in; `column` counts in `names`."""

    rows: tuple[DrawValue, ...]
    names: tuple[str, ...]
    draw: NDArray[np.int64]  # (N,)
    column: NDArray[np.int64]  # (N,)
    period: NDArray[np.int64]  # (N,) ALL_PERIODS where the cell is blank
    value: NDArray[np.float64]  # (N,)

    def spread(self, value: NDArray[np.float64], base: NDArray[np.float64]) -> NDArray[np.float64]:
        """`base` (D, name, T) with values (N,) put over it; those of a period go before those of all periods."""
        filled = base.copy()
        everywhere = self.period == ALL_PERIODS
        filled[self.draw[everywhere], self.column[everywhere], :] = value[everywhere, None]
        once = ~everywhere
        filled[self.draw[once], self.column[once], self.period[once]] = value[once]
        return filled


Resolver = Callable[[DrawValue], str | Issue]


def read_entries(scenario: Scenario, what: str, issues: list[Issue]) -> Entries:
    """The values of one kind. Rows with a fault are left out and their issues put into `issues`."""
    resolve, fixed_names = _resolver(scenario, what)
    draws = {row.draw: position for position, row in enumerate(scenario.draws)}
    found: list[tuple[DrawValue, int, str, int]] = []
    seen: set[tuple[int, str, int]] = set()
    beyond = 0
    for row in (row for row in scenario.draw_values if row.what == what):
        name = resolve(row)
        if isinstance(name, Issue):
            issues.append(name)
            continue
        if row.draw not in draws:
            issues.append(Issue.error("draw-value-unknown-draw", row.cell("draw"), draw=row.draw))
            continue
        draw, periods = draws[row.draw], _periods(scenario, row)
        if not periods:
            beyond += 1
            continue
        keys = {(draw, name, period) for period in periods}
        if keys & seen:
            issues.append(Issue.error("draw-value-twice", row.cell("value"), draw=row.draw, what=what, id=row.id))
            continue
        seen |= keys
        found.extend((row, draw, name, period) for period in periods)
    if beyond:
        issues.append(Issue.warning("draw-value-outside-plan", what=what, count=beyond))
    names = fixed_names or tuple(sorted({name for _, _, name, _ in found}))
    index = {name: position for position, name in enumerate(names)}
    return Entries(
        rows=tuple(row for row, *_ in found),
        names=names,
        draw=np.array([draw for _, draw, _, _ in found], dtype=np.int64),
        column=np.array([index[name] for _, _, name, _ in found], dtype=np.int64),
        period=np.array([period for *_, period in found], dtype=np.int64),
        value=np.array([row.value for row, *_ in found], dtype=np.float64),
    )


def _periods(scenario: Scenario, row: DrawValue) -> Sequence[int]:
    """The periods of the plan in which a value holds: all that have a day of what was written."""
    # A line has its own period; `_line` has made sure that the cell does not say another one.
    if row.period is None or row.what == "demand":
        return (ALL_PERIODS,)
    touched = scenario.calendar.touched(row.period.first, row.period.last)
    return range(max(touched.start, 0), min(touched.stop, scenario.settings.periods))


def _resolver(scenario: Scenario, what: str) -> tuple[Resolver, tuple[str, ...]]:
    if what == "demand":
        return _line(scenario), tuple(line.line for line in scenario.demand)
    if what == "availability":
        return _target(scenario), ()
    if what == "fx":
        names = currencies_of(scenario)
        return _known(names), names
    names = tuple(offer.offer for offer in scenario.offers)
    return _known(names), names


def _known(names: tuple[str, ...]) -> Resolver:
    known = frozenset(names)
    return lambda row: row.id if row.id in known else _unknown(row)


def _unknown(row: DrawValue) -> Issue:
    return Issue.error("draw-value-unknown-id", row.cell("id"), what=row.what, id=row.id)


def _line(scenario: Scenario) -> Resolver:
    calendar = scenario.calendar
    periods = {line.line: calendar.index_of(line.period.last) for line in scenario.demand}

    def resolve(row: DrawValue) -> str | Issue:
        if row.id not in periods:
            return _unknown(row)
        if row.period is not None and periods[row.id] not in calendar.touched(row.period.first, row.period.last):
            return Issue.error("draw-demand-other-period", row.cell("period"), line=row.id)
        return row.id

    return resolve


def _target(scenario: Scenario) -> Resolver:
    cache: dict[str, str | None] = {}

    def resolve(row: DrawValue) -> str | Issue:
        if not 0.0 <= row.value <= 1.0:
            return Issue.error("draw-availability-not-a-share", row.cell("value"), value=row.value)
        if row.id not in cache:
            cache[row.id] = _target_named(scenario, row.id)
        name = cache[row.id]
        if name == "":
            return _unknown(row)
        if name is None:
            return Issue.error("draw-availability-ambiguous", row.cell("id"), id=row.id)
        return name

    return resolve


def _target_named(scenario: Scenario, given: str) -> str | None:
    """The target that an id means: "" when there is none, None when it may mean different offers.

    A supplier is one also where it offers nothing yet.
    """
    kind, name = split_target(given)
    # A bare id may be of any kind but a controlling state, which is asked for by `control:`.
    targets = [f"{one}:{name}" for one in ((kind,) if kind else BARE_KINDS)]
    hit = offers_hit(scenario, [OutageTarget(target, "", "delay", "shipping") for target in targets])
    named = [(target, tuple(row)) for target, row in zip(targets, hit, strict=True) if row.any()]
    # `supplier:A` and `offer:A` are no contradiction when A's only offer is A.
    if len({row for _, row in named}) > 1:
        return None
    if named:
        return named[0][0]
    return f"supplier:{name}" if kind in ("", "supplier") and name in scenario.supplier_index else ""
