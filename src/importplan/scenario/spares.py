"""Needs for parts that follow from machines: installed base × usage, and what the machines that arrive use up.

    machines running in a period × units per machine and year ÷ periods of a year

- **In use**: rows of `installed_base` put to use before the plan.
- **Arriving**: those put to use within it (from their day on) or signed for (from the day they are due + clearance +
  installation), whichever are more: they may be the same machines.
- **Needed**: lines of demand for the machine beyond those that arrive, from the first day of the period of need on.
  Their parts come in the draws in which the line comes.

Units per machine and year are `quantity_per_year`, else hours a year ÷ `life_hours`; a machine without hours of its own
runs as the firm's others, else as those of all firms. A need falls due when it has grown to a whole unit (of what is
counted in units). Where a firm states a need of its own for the part, that stands and nothing is added: both are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from importplan.basics.issues import Issue
from importplan.basics.labels import LANGUAGES, Language, text
from importplan.basics.spans import TimeSpan
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.column import Row
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.installed_base import InstalledBase
from importplan.scenario.schema.usage import Usage

Real = NDArray[np.float64]
IN_USE, ARRIVING, NEEDED = "in_use", "arriving", "needed"  # where a machine that uses parts up comes from
DUST = 1e-9
NAMED = 8  # firms or cells named in one message


@dataclass(frozen=True)
class Running:
    """Machines of a firm over the plan: how many run in each period, and where they come from."""

    firm: str
    machine: str
    origin: str
    machines: Real  # (T,) machines, those of a part of the period by its days
    hours: float | None  # a machine's hours a year
    rows: tuple[Row, ...]  # of `installed_base`, `open_orders` or `demand`
    line: Demand | None = None  # the need, of machines that may not come


@dataclass(frozen=True)
class Spare:
    """What some machines use up of a part, and whether it counts."""

    running: Running
    usage: Usage
    per_year: float | None  # units per machine and year; None where hours are not known
    units: Real  # (T,) before they are made whole
    stated: float | None  # units that the firm states itself, which stand instead; None where it states none

    @property
    def firm(self) -> str:
        """Whose machines."""
        return self.running.firm

    @property
    def item(self) -> str:
        """The part."""
        return self.usage.item

    @property
    def counts(self) -> bool:
        """Whether needs are derived from it."""
        return self.stated is None and self.per_year is not None


def stated_only(scenario: Scenario) -> Scenario:
    """The case without the needs that follow from machines: as it was written."""
    kept = tuple(line for line in scenario.demand if not line.derived)
    return scenario if len(kept) == len(scenario.demand) else scenario.replace(demand=kept)


def with_spares(scenario: Scenario) -> Scenario:
    """The case with the needs for parts that follow from machines; those of an earlier reading are replaced."""
    written = stated_only(scenario)
    derived = tuple(_lines(written))
    return written.replace(demand=(*written.demand, *derived)) if derived else written


def spares(scenario: Scenario) -> tuple[Spare, ...]:
    """What each group of machines uses up of each part, whether it counts or not."""
    if not scenario.usage:
        return ()
    stated: dict[tuple[str, str], float] = defaultdict(float)
    for line in scenario.demand:
        if not line.derived:
            stated[scenario.firm_of(line), line.item] += line.quantity
    per_year = scenario.calendar.per_year
    found = []
    machines = list(running(scenario))
    for row in scenario.usage:
        for group in machines:
            if group.machine == row.machine:
                each = _each(row, group.hours)
                units = group.machines * (each or 0.0) / per_year
                found.append(Spare(group, row, each, units, stated.get((group.firm, row.item))))
    return tuple(found)


def _each(row: Usage, hours: float | None) -> float | None:
    if row.quantity_per_year is not None:
        return row.quantity_per_year
    return hours / row.life_hours if hours is not None and row.life_hours else None


def running(scenario: Scenario) -> Iterator[Running]:
    """Machines that use parts up, by firm and machine: in use, arriving, needed."""
    machines = dict.fromkeys(row.machine for row in scenario.usage)
    hours = _Hours(scenario)
    for firm in (row.firm for row in scenario.all_firms):
        for machine in machines:
            yield from _of(scenario, firm, machine, hours)


def _of(scenario: Scenario, firm: str, machine: str, hours: _Hours) -> Iterator[Running]:
    start = scenario.settings.start
    base = [row for row in scenario.installed_base if (scenario.firm_of(row), row.item) == (firm, machine)]
    listed = np.zeros(scenario.calendar.count)
    to_come: list[Row] = []
    for row in base:
        share = _running_from(scenario, row.commissioned or start)
        if row.commissioned is None or row.commissioned <= start:
            yield Running(firm, machine, IN_USE, row.quantity * share, hours.of(row), (row,))
        else:
            listed += row.quantity * share
            to_come.append(row)
    signed = np.zeros_like(listed)
    for order in scenario.open_orders:
        offer = scenario.offers[scenario.offer_index[order.offer]]
        if (scenario.owner_of(order), offer.item) == (firm, machine):
            usable = order.due + timedelta(days=offer.clearance_days + offer.install_days)
            signed += order.quantity * _running_from(scenario, usable)
            to_come.append(order)
    usual = hours.usual(firm, machine)
    arriving = np.maximum(listed, signed)
    if to_come:
        yield Running(firm, machine, ARRIVING, arriving, usual, tuple(to_come))
    before = 0.0
    for line in _needs(scenario, firm, machine):
        due = scenario.period_due(line)
        beyond = np.clip(before + line.quantity - np.maximum(before, arriving), 0.0, line.quantity)
        beyond[:due] = 0.0
        before += line.quantity
        if beyond.any():
            yield Running(firm, machine, NEEDED, beyond, usual, (line,), line)


def _needs(scenario: Scenario, firm: str, machine: str) -> list[Demand]:
    mine = [line for line in scenario.demand if (scenario.firm_of(line), line.item) == (firm, machine)]
    return sorted((line for line in mine if not line.derived), key=lambda line: (scenario.period_due(line), line.line))


def _running_from(scenario: Scenario, day: date) -> Real:
    """(T,) the share of each period's days from a day on."""
    first = scenario.calendar.first_day_numbers.astype(np.float64)
    length = np.diff(first)
    share: Real = np.clip((first[1:] - scenario.calendar.day_number(day)) / length, 0.0, 1.0)
    return share


class _Hours:
    """Hours a year that machines run: their own, else the mean of the firm's others, else of all firms'."""

    def __init__(self, scenario: Scenario) -> None:
        self._known: dict[tuple[str, str], list[InstalledBase]] = defaultdict(list)
        for row in scenario.installed_base:
            if row.hours_per_year is not None:
                for firm in (scenario.firm_of(row), ""):
                    self._known[firm, row.item].append(row)
        self._firm_of = scenario.firm_of

    def of(self, row: InstalledBase) -> float | None:
        """Those of machines in use."""
        return row.hours_per_year if row.hours_per_year is not None else self.usual(self._firm_of(row), row.item)

    def usual(self, firm: str, machine: str) -> float | None:
        """Those of machines that tell none."""
        rows = self._known.get((firm, machine)) or self._known.get(("", machine)) or []
        count = sum(row.quantity for row in rows)
        return sum(row.quantity * (row.hours_per_year or 0.0) for row in rows) / count if count else None


def _lines(scenario: Scenario) -> Iterator[Demand]:
    """Lines of demand: one a period for parts that come alike."""
    groups: dict[tuple[object, ...], list[Spare]] = defaultdict(list)
    for spare in spares(scenario):
        if spare.counts:
            groups[_key(scenario, spare)].append(spare)
    ids: dict[str, int] = {}
    calendar = scenario.calendar
    for alike in groups.values():
        first = alike[0]
        grown = np.cumsum(sum(spare.units for spare in alike))
        if scenario.items[scenario.item_index[first.item]].whole_units:
            grown = np.floor(grown + DUST)
        for period, quantity in enumerate(np.diff(grown, prepend=0.0).tolist()):
            if quantity > DUST:
                when = TimeSpan(*calendar.whole_days(range(period, period + 1)))
                yield _line(scenario, alike, when, quantity, ids)


def _key(scenario: Scenario, spare: Spare) -> tuple[object, ...]:
    line = spare.running.line
    certain = line is None or scenario.probability_of(line) == 1.0
    come = "" if line is None or certain else line.line
    return spare.firm, spare.item, spare.usage.critical, spare.usage.shortage_cost_cny, come


def _line(scenario: Scenario, alike: list[Spare], when: TimeSpan, quantity: float, ids: dict[str, int]) -> Demand:
    first = alike[0]
    usage, line = first.usage, first.running.line
    comes = line if line is not None and scenario.probability_of(line) < 1.0 else None
    name = f"{first.item}@{first.firm}-{when}-spare{f'-{comes.line}' if comes else ''}"
    ids[name] = ids.get(name, 0) + 1
    cells = dict.fromkeys(where for spare in alike for row in spare.running.rows if (where := str(row.place)))
    words: Language = "en" if scenario.settings.language == "en" else "zh"
    return Demand(
        line=name if ids[name] == 1 else f"{name}-{ids[name]}",
        firm=first.firm,
        item=first.item,
        period=when,
        quantity=quantity,
        priority=1 if usage.critical else 2,
        firmness=comes.firmness if comes else "ordered",
        shortage_cost_cny=usage.shortage_cost_cny,
        shortage_basis="estimated" if usage.shortage_cost_cny is not None else "",
        source=text("spares.source", words, usage=str(usage.place), machines=", ".join(list(cells)[:NAMED])),
        derived=True,
        comes_with=comes.line if comes else "",
        place=usage.place,
        columns=MappingProxyType({**usage.columns, "quantity": usage.columns.get("quantity_per_year", "")}),
    )


def told_spares(scenario: Scenario) -> Iterator[Issue]:
    """What was derived, what stands instead of it, and what does not act."""
    found = spares(scenario)
    for item in dict.fromkeys(row.item for row in scenario.usage):
        mine = [spare for spare in found if spare.item == item]
        yield from _derived(scenario, item, [spare for spare in mine if spare.counts])
        yield from _stated(item, [spare for spare in mine if spare.stated is not None])
        yield from _without_hours([spare for spare in mine if spare.per_year is None])
    running_machines = {spare.running.machine for spare in found}
    for usage in scenario.usage:
        if usage.machine not in running_machines:
            yield Issue.warning("usage-without-machines", usage.cell("machine"), machine=usage.machine, item=usage.item)
        if usage.quantity_per_year is not None and usage.life_hours is not None:
            yield Issue.warning("usage-both-rates", usage.cell("life_hours"), each=usage.quantity_per_year)
    used = {usage.machine for usage in scenario.usage}
    idle = [row for row in scenario.installed_base if row.item not in used]
    for machine in dict.fromkeys(row.item for row in idle):
        rows = [row for row in idle if row.item == machine]
        count = sum(row.quantity for row in rows)
        yield Issue.warning("installed-without-usage", rows[0].cell("item"), machine=machine, machines=count)


def _derived(scenario: Scenario, item: str, counted: list[Spare]) -> Iterator[Issue]:
    lines = [line for line in scenario.demand if line.derived and line.item == item]
    if not counted:
        return
    by_origin = {
        origin: sum(float(spare.units.sum()) for spare in counted if spare.running.origin == origin)
        for origin in (IN_USE, ARRIVING, NEEDED)
    }
    yield Issue.warning(
        "spares-derived",
        counted[0].usage.cell("item"),
        item=item,
        units=sum(line.quantity for line in lines),
        lines=len(lines),
        firms=len({spare.firm for spare in counted}),
        **{origin: round(units, 2) for origin, units in by_origin.items()},
    )


def _stated(item: str, standing: list[Spare]) -> Iterator[Issue]:
    if not standing:
        return
    by_firm = {spare.firm: spare.stated or 0.0 for spare in standing}
    names = _some(list(by_firm))
    yield Issue.warning(
        "spares-stated",
        standing[0].usage.cell("item"),
        item=item,
        stated=sum(by_firm.values()),
        derived=round(sum(float(spare.units.sum()) for spare in standing), 2),
        **names,
    )


def _without_hours(unknown: list[Spare]) -> Iterator[Issue]:
    rows = [row for spare in unknown for row in spare.running.rows]
    if rows:
        first = rows[0]
        by_row = isinstance(first, InstalledBase)
        at = first.cell("hours_per_year") if by_row else unknown[0].usage.cell("life_hours")
        machines = max(float(spare.running.machines.max(initial=0.0)) for spare in unknown)
        values = {"machine": unknown[0].usage.machine, "item": unknown[0].item, "machines": machines}
        yield Issue.warning("usage-without-hours", at, **values, **_some([spare.firm for spare in unknown]))


def _some(firms: list[str]) -> dict[str, str]:
    """At most `NAMED` firms, in each language."""
    names = list(dict.fromkeys(firms))
    more: dict[Language, str] = {"zh": " 等", "en": " …"}
    comma: dict[Language, str] = {"zh": "、", "en": ", "}
    return {
        f"firms_{language}": comma[language].join(names[:NAMED]) + (more[language] if len(names) > NAMED else "")
        for language in LANGUAGES
    }
