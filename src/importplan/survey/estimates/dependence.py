"""How far the region depends on imports of an item, from answers alone, each figure with how many firms said it.

Shares are of what the firms buy in a year (B7; where that is not told, of their yearly need), each firm with its
weight; what a firm leaves untold of its sources is left out above and below. Recovery is the time from contract to use:
the longer of licence and making, then transport and installation. The gap is

    yearly need ÷ 12 × share of the first source × (months to recover − months that firms survive), not below zero
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from importplan.scenario.scenario import HOME
from importplan.survey.estimates.demand_range import PER_YEAR, DemandRange
from importplan.survey.estimates.estimate import FloatArray, RegionalEstimate
from importplan.survey.estimates.weighting import Weighting
from importplan.survey.returns.answers import Record, Told
from importplan.survey.returns.frame import plain_name
from importplan.survey.returns.survey import Survey, SurveyedItem

MONTHS = 12
SOURCES = ("first", "second")


@dataclass(frozen=True)
class Dependence:
    """The dependence of one item. A figure that nobody told is None."""

    item: str
    firms: int  # that name the item
    import_share: RegionalEstimate | None
    top_country: str  # the imported origin with the largest share; empty where nothing is imported or told
    top_share: RegionalEstimate | None
    countries: dict[str, float]  # shares of what was told, the largest first
    hhi: float | None  # Σ share², over countries; 1 = one country
    makers: int  # different makers named
    single_source: int  # firms that have no second source
    survives_months: RegionalEstimate | None
    recovers_months: RegionalEstimate | None
    yearly_need: RegionalEstimate
    domestic: dict[str, int]  # state of domestic substitution → firms that said it
    told: dict[str, FloatArray] = field(repr=False)  # country → units of a year by firm, before weights

    @property
    def gap(self) -> float | None:
        """Units that are missing before supply recovers when the first imported origin stops."""
        if self.top_share is None or self.survives_months is None or self.recovers_months is None:
            return None
        months = max(self.recovers_months.value - self.survives_months.value, 0.0)
        return self.yearly_need.value / MONTHS * self.top_share.value * months

    @property
    def is_short(self) -> bool:
        """Whether supply recovers later than the firms survive."""
        return bool(self.gap)


def sources(answers: Record) -> Iterator[tuple[str, str, float | None]]:
    """Maker, country and share of each source that a firm tells; the only source has all."""
    only = answers.answer("second_origin").told is Told.NONE or answers.answer("second_maker").told is Told.NONE
    for which in SOURCES:
        country, maker = answers.text(f"{which}_origin"), answers.text(f"{which}_maker")
        share = answers.number(f"{which}_share")
        if which == "first" and share is None and only:
            share = 1.0
        if country or maker:
            yield maker, country, share


def recovery_months(answers: Record) -> float | None:
    """Months from contract to use; None where making is not told. What else is not told is not in it."""
    make = answers.number("make_months")
    if make is None:
        return None
    rest = sum(answers.number(key) or 0.0 for key in ("transit_months", "install_months"))
    return max(make, answers.number("licence_months") or 0.0) + rest


def dependence(weighting: Weighting, ranges: tuple[DemandRange, ...]) -> tuple[Dependence, ...]:
    """The dependence of every item that has a demand."""
    return tuple(_of_item(weighting, entry) for entry in ranges)


def _of_item(weighting: Weighting, demand: DemandRange) -> Dependence:
    named = list(_named(weighting.survey, demand.item))
    records = [entry.answers.record for _, entry in named]
    bought = _bought(named, demand, len(weighting.survey.firms))
    shares = _shares(named, bought)
    told = sum(shares.values(), np.zeros_like(bought))
    abroad = sum((part for country, part in shares.items() if country != HOME), np.zeros_like(bought))
    countries = _country_shares(weighting, shares, told)
    top = next((country for country in countries if country != HOME), "")
    return Dependence(
        item=demand.item,
        firms=len({place for place, _ in named}),
        import_share=weighting.ratio(abroad, told),
        top_country=top,
        top_share=weighting.ratio(shares[top], told) if top else None,
        countries=countries,
        hhi=sum(share**2 for share in countries.values()) if countries else None,
        makers=len({plain_name(maker) for answers in records for maker, _, _ in sources(answers) if maker}),
        single_source=len({place for place, entry in named if _single(entry.answers.record)}),
        survives_months=_mean(weighting, [(p, e.answers.record.number("survives_months")) for p, e in named], bought),
        recovers_months=_mean(weighting, [(p, recovery_months(e.answers.record)) for p, e in named], bought),
        yearly_need=demand.yearly,
        domestic=dict(Counter(words for answers in records if (words := answers.text("domestic_status")))),
        told=shares,
    )


def _named(survey: Survey, item: str) -> Iterator[tuple[int, SurveyedItem]]:
    for place, firm in enumerate(survey.firms):
        for entry in firm.items:
            if entry.item == item and entry.sure:
                yield place, entry


def _single(answers: Record) -> bool:
    return answers.number("first_share") == 1.0 or answers.answer("second_origin").told is Told.NONE


def _bought(named: list[tuple[int, SurveyedItem]], demand: DemandRange, firms: int) -> FloatArray:
    """What each firm takes in a year; where no firm of the item says, each counts the same."""
    found = np.zeros(firms)
    years = max(len(demand.quarters), 1) / PER_YEAR
    rows = Counter(place for place, _ in named)
    for place, entry in named:
        bought = entry.answers.record.number("bought_per_year")
        need = demand.told.of_firm(place) / years / rows[place]
        found[place] += bought if bought else (0.0 if np.isnan(need) else need)
    if not found.any():
        found[[place for place, _ in named]] = 1.0
    return found


def _shares(named: list[tuple[int, SurveyedItem]], bought: FloatArray) -> dict[str, FloatArray]:
    """Units of a year by country and firm, of what is told."""
    found: dict[str, FloatArray] = {}
    rows = Counter(place for place, _ in named)
    for place, entry in named:
        for _, country, share in sources(entry.answers.record):
            if country and share is not None:
                part = found.setdefault(country, np.zeros_like(bought))
                part[place] += bought[place] / rows[place] * share
    return found


def _country_shares(weighting: Weighting, shares: dict[str, FloatArray], told: FloatArray) -> dict[str, float]:
    estimates = {country: weighting.ratio(part, told) for country, part in shares.items()}
    found = {country: entry.value for country, entry in estimates.items() if entry is not None and entry.value > 0.0}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _mean(weighting: Weighting, told: list[tuple[int, float | None]], bought: FloatArray) -> RegionalEstimate | None:
    """The mean over firms by what they take in a year; firms that do not tell are left out above and below."""
    weight = weighting.weights.sample.weights
    rows = [(place, value) for place, value in told if value is not None]
    sizes = np.array([weight[place] * bought[place] for place, _ in rows])
    if not rows:
        return None
    if not sizes.any():
        sizes = np.array([weight[place] for place, _ in rows])
    values = np.array([value for _, value in rows])
    return RegionalEstimate(float(values @ sizes / sizes.sum()), firms=len({place for place, _ in rows}))
