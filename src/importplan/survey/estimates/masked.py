"""Demand and dependence as they may be passed on: None stands where a figure would give a firm away.

What is shown together is looked at together: the quarters of an item with its total; the quantities by firmness with
base demand, which is their weighted sum; base and high demand, which are one where all is signed; a year's need, which
is base demand over years; the share of imports with that of the country itself; the concentration, from which two
hidden shares could be solved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from importplan.survey.estimates.confidentiality import BoolArray, ConfidentialityRule, hidden
from importplan.survey.estimates.demand_range import DemandRange
from importplan.survey.estimates.dependence import HOME, Dependence
from importplan.survey.estimates.estimate import RegionalEstimate

Shown = RegionalEstimate | None
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


def masked_demand(demand: DemandRange, rule: ConfidentialityRule) -> MaskedDemand:
    """The demand of an item as it may be passed on."""
    told = demand.told
    low, base, high = (hidden(part, rule) for part in (told.low, told.base, told.high))
    parts = hidden(told.by_firmness, rule)
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


def masked_dependence(found: Dependence, demand: MaskedDemand, rule: ConfidentialityRule) -> MaskedDependence:
    """The dependence of an item as it may be passed on; nothing of an item that few firms name."""
    countries = _countries(found, rule)
    few = rule.few(found.firms)
    top = found.top_country if found.top_country in countries and not few else ""
    single = rule.few(found.single_source) or rule.few(found.firms - found.single_source)
    survives, recovers = (_by_firms(entry, rule) for entry in (found.survives_months, found.recovers_months))
    complete = top and survives is not None and recovers is not None and demand.yearly is not None
    return MaskedDependence(
        item=found.item,
        firms=None if few else found.firms,
        import_share=None if few or _imports_away(found, rule) else found.import_share,
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


def _countries(found: Dependence, rule: ConfidentialityRule) -> dict[str, float]:
    """The shares of countries that are shown: those of few firms or of one great buyer are not, nor what gives them."""
    names = [country for country in found.countries]
    if not names:
        return {}
    away = hidden(np.column_stack([found.told[name] for name in names]), rule)
    return {name: found.countries[name] for name, gone in zip(names, away.cells, strict=True) if not gone}


def _imports_away(found: Dependence, rule: ConfidentialityRule) -> bool:
    """Whether the share of imports, and with it that of the country itself, gives a firm away."""
    home = found.told.get(HOME)
    abroad = [part for country, part in found.told.items() if country != HOME]
    parts = [np.sum(abroad, axis=0)] if abroad else []
    parts += [home] if home is not None else []
    return bool(parts) and bool(hidden(np.column_stack(parts), rule).cells.any())


def _told(found: Dependence) -> frozenset[str]:
    figures = ("import_share", "top_share", "hhi", "survives_months", "recovers_months", "gap")
    told = {name for name in figures if getattr(found, name) is not None}
    return frozenset(told | ({"top_country"} if found.top_country else set()) | {"yearly_need", "domestic", "makers"})
