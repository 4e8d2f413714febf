"""Demand and dependence as they may be passed on: None stands where a figure would give a firm away.

What is shown together is looked at together: the quarters of an item with its total; the quantities by firmness with
base demand, which is their weighted sum; base and high demand, which are one where all is signed; a year's need, which
is base demand over years; the share of imports with that of the country itself; the concentration, from which two
hidden shares could be solved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from importplan.scenario.confidentiality import BoolArray, ConfidentialityRule, FloatArray, hidden
from importplan.scenario.scenario import HOME
from importplan.survey.estimates.demand_range import DemandRange
from importplan.survey.estimates.dependence import Dependence
from importplan.survey.estimates.estimate import RegionalEstimate
from importplan.survey.estimates.releases import (
    BASE,
    FIRMNESS,
    HIGH,
    IMPORTS,
    LOW,
    ORIGIN,
    SOURCES,
    Answered,
    Earlier,
    ReleasedLine,
    line_of,
    whole_line,
)
from importplan.survey.questions import FIRMNESSES

Shown = RegionalEstimate | None
ABROAD = "abroad"
Line = tuple[Shown, ...]


@dataclass(frozen=True)
class MaskedDemand:
    """The demand of an item without what may not be passed on."""

    item: str
    quarters: tuple[str, ...]
    low: Line
    base: Line
    high: Line
    low_total: Shown
    base_total: Shown
    high_total: Shown
    by_firmness: Line
    yearly: Shown
    firms: int | None  # that have a need; None where they are few
    unknown: int
    waiting: int

    @property
    def hidden(self) -> int:
        """How many figures are not shown."""
        lines = (*self.low, *self.base, *self.high, *self.by_firmness)
        return sum(entry is None for entry in (*lines, self.low_total, self.base_total, self.high_total))


def masked_demand(demand: DemandRange, rule: ConfidentialityRule, earlier: Earlier) -> MaskedDemand:
    """The demand of an item as it may be passed on, beside what earlier reports have said of it."""
    told = demand.told
    low, base, high = (
        hidden(part, rule, earlier.since(line, demand.quarters, part))
        for line, part in ((LOW, told.low), (BASE, told.base), (HIGH, told.high))
    )
    parts = hidden(told.by_firmness, rule, earlier.since(FIRMNESS, FIRMNESSES, told.by_firmness))
    both: BoolArray = base.cells | high.cells
    totals_away = base.total or high.total or parts.total
    both = both | totals_away
    firms = int((told.high.sum(axis=1) > 0.0).sum())
    return MaskedDemand(
        item=demand.item,
        quarters=demand.quarters,
        low=_line(demand.low, low.cells | totals_away),
        base=_line(demand.base, both),
        high=_line(demand.high, both),
        low_total=None if low.total or totals_away else demand.low_total,
        base_total=None if totals_away else demand.base_total,
        high_total=None if totals_away else demand.high_total,
        by_firmness=_line(demand.by_firmness, parts.cells | totals_away),
        yearly=None if totals_away else demand.yearly,
        firms=None if rule.few(firms) else firms,
        unknown=len(told.unknown),
        waiting=told.waiting,
    )


def _line(estimates: Line, away: BoolArray) -> Line:
    return tuple(None if gone else entry for entry, gone in zip(estimates, away, strict=True))


def demand_lines(demand: DemandRange, shown: MaskedDemand, marks: Sequence[str]) -> dict[str, ReleasedLine]:
    """The lines of the demand of an item, with what of them is withheld; `marks` name the firms."""
    told, lines = demand.told, {}
    for line, parts, cells, total in (
        (LOW, told.low, shown.low, shown.low_total),
        (BASE, told.base, shown.base, shown.base_total),
        (HIGH, told.high, shown.high, shown.high_total),
        (FIRMNESS, told.by_firmness, shown.by_firmness, shown.base_total),
    ):
        names = FIRMNESSES if line == FIRMNESS else demand.quarters
        lines[line] = line_of(marks, names, parts, [entry is None for entry in cells], total is None)
    return lines


@dataclass(frozen=True)
class MaskedDependence:
    """The dependence on imports of an item without what may not be passed on.

    `told` names the figures that somebody told, so that a None can be read: hidden, or never told.
    """

    item: str
    firms: int | None
    import_share: Shown
    top_country: str
    top_share: Shown
    countries: dict[str, float]
    hhi: float | None
    makers: int | None
    single_source: int | None
    survives_months: Shown
    recovers_months: Shown
    yearly_need: Shown
    gap: float | None
    domestic: dict[str, int]
    told: frozenset[str]

    @property
    def is_short(self) -> bool:
        """Whether supply is seen to recover later than the firms survive."""
        return bool(self.gap)


def masked_dependence(
    found: Dependence, demand: MaskedDemand, rule: ConfidentialityRule, earlier: Earlier, sources: Answered
) -> MaskedDependence:
    """The dependence of an item as it may be passed on; nothing of an item that few firms name.

    `sources` is what each firm has answered of its sources: means, counts and shares go where few have changed theirs.
    """
    countries = _countries(found, rule, earlier)
    few = rule.few(found.firms) or earlier.keeps(SOURCES, sources)
    top = found.top_country if found.top_country in countries and not few else ""
    single = rule.few(found.single_source) or rule.few(found.firms - found.single_source)
    survives, recovers = (
        None if few else _by_firms(entry, rule) for entry in (found.survives_months, found.recovers_months)
    )
    complete = top and survives is not None and recovers is not None and demand.yearly is not None
    return MaskedDependence(
        item=found.item,
        firms=None if rule.few(found.firms) else found.firms,
        import_share=None if few or _imports_away(found, rule, earlier) else found.import_share,
        top_country=top,
        top_share=found.top_share if top else None,
        countries={} if few else countries,
        hhi=None if few or len(countries) < len(found.countries) else found.hhi,
        makers=None if few else found.makers,
        single_source=None if few or single else found.single_source,
        survives_months=survives,
        recovers_months=recovers,
        yearly_need=demand.yearly,
        gap=found.gap if complete else None,
        domestic={state: count for state, count in found.domestic.items() if not few and not rule.few(count)},
        told=_told(found),
    )


def _by_firms(estimate: Shown, rule: ConfidentialityRule) -> Shown:
    return None if estimate is None or rule.few(estimate.firms) else estimate


def _countries(found: Dependence, rule: ConfidentialityRule, earlier: Earlier) -> dict[str, float]:
    """The shares of countries that are shown: those of few firms or of one great buyer are not, nor what gives them."""
    names = [country for country in found.countries]
    if not names:
        return {}
    parts = np.column_stack([found.told[name] for name in names])
    away = hidden(parts, rule, earlier.since(ORIGIN, names, parts))
    return {name: found.countries[name] for name, gone in zip(names, away.cells, strict=True) if not gone}


def _imports_away(found: Dependence, rule: ConfidentialityRule, earlier: Earlier) -> bool:
    """Whether the share of imports, and with it that of the country itself, gives a firm away."""
    cells, parts = imports_and_home(found)
    return bool(cells) and bool(hidden(parts, rule, earlier.since(IMPORTS, cells, parts)).cells.any())


def imports_and_home(found: Dependence) -> tuple[tuple[str, ...], FloatArray]:
    """Units of a year by firm, of imports and of the country itself, as far as either is told."""
    abroad = [part for country, part in found.told.items() if country != HOME]
    told = {ABROAD: np.sum(abroad, axis=0)} if abroad else {}
    told |= {HOME: found.told[HOME]} if HOME in found.told else {}
    return tuple(told), np.column_stack(list(told.values())) if told else np.zeros((0, 0))


def _told(found: Dependence) -> frozenset[str]:
    figures = ("import_share", "top_share", "hhi", "survives_months", "recovers_months", "gap")
    told = {name for name in figures if getattr(found, name) is not None}
    return frozenset(told | ({"top_country"} if found.top_country else set()) | {"yearly_need", "domestic", "makers"})


def dependence_lines(
    found: Dependence, shown: MaskedDependence, marks: Sequence[str], sources: Answered
) -> dict[str, ReleasedLine]:
    """The lines of the dependence of an item, with what of them is withheld; `marks` name the firms."""
    lines = {SOURCES: whole_line(sources, shown.makers is not None)}
    if found.told:
        names = tuple(found.told)
        parts = np.column_stack([found.told[name] for name in names])
        away = [name not in shown.countries for name in names]
        lines[ORIGIN] = line_of(marks, names, parts, away, all(away))
        cells, parts = imports_and_home(found)
        gone = shown.import_share is None
        lines[IMPORTS] = line_of(marks, cells, parts, [gone] * len(cells), gone)
    return lines
