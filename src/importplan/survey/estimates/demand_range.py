"""Low, base and high demand of the region by item and quarter, from how firm the needs are.

- low: what is signed or budgeted, at the lowest quantity told;
- base: the quantities, each with the probability of its firmness;
- high: every need comes about, at the highest quantity told.

A need without a lowest or highest quantity has the quantity itself in their place. A need whose firmness is not told
counts as an intention. A firm that names an item but does not know how many it needs counts as not having answered for
that item: it is not taken for zero. Items that a person has still to confirm are left out and counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from importplan.survey.estimates.estimate import FloatArray, RegionalEstimate
from importplan.survey.estimates.weighting import Weighting
from importplan.survey.questions import FIRMNESSES
from importplan.survey.returns.answers import Record
from importplan.survey.returns.firmness import FIRM_ENOUGH, Probabilities
from importplan.survey.returns.quarters import ASKED, all_between, quarter
from importplan.survey.returns.survey import Survey, SurveyedItem

PER_YEAR = 4


@dataclass
class ToldNeeds:
    """What the firms say of one item, before weights. Rows are the firms of the survey."""

    low: FloatArray  # firm × quarter
    base: FloatArray
    high: FloatArray
    by_firmness: FloatArray  # firm × FIRMNESSES
    unknown: set[int] = field(default_factory=set)  # firms that name the item and do not know how many
    waiting: int = 0  # rows whose item a person has still to confirm
    no_firmness: int = 0  # needs without a word on how firm they are

    def of_firm(self, place: int) -> float:
        """Base quantity of a firm over all quarters; nan where it is not known."""
        return float("nan") if place in self.unknown else float(self.base[place].sum())


@dataclass(frozen=True)
class DemandRange:
    """The demand of one item. Estimates by quarter are in the order of `quarters`."""

    item: str
    quarters: tuple[str, ...]
    low: tuple[RegionalEstimate, ...]
    base: tuple[RegionalEstimate, ...]
    high: tuple[RegionalEstimate, ...]
    low_total: RegionalEstimate
    base_total: RegionalEstimate
    high_total: RegionalEstimate
    by_firmness: tuple[RegionalEstimate, ...]  # quantities as told, in the order of FIRMNESSES
    told: ToldNeeds = field(repr=False)

    @property
    def yearly(self) -> RegionalEstimate:
        """Base demand of a year in the mean."""
        years = max(len(self.quarters), 1) / PER_YEAR
        whole = self.base_total
        low = None if whole.low is None else whole.low / years
        high = None if whole.high is None else whole.high / years
        return RegionalEstimate(whole.value / years, low, high, whole.firms)


def horizon(survey: Survey) -> tuple[str, ...]:
    """The quarters that the needs reach over, not more than were asked for."""
    needs = (need for _, entry in survey.answers() for need in entry.answers.needs)
    found = sorted(words for need in needs if (words := quarter(need)) is not None)
    return all_between(found[0], found[-1])[:ASKED] if found else ()


def demand_ranges(weighting: Weighting, probabilities: Probabilities) -> tuple[DemandRange, ...]:
    """The demand of every item that a firm surely names, in the order of the list of items."""
    survey = weighting.survey
    quarters = horizon(survey)
    answers: dict[str, list[tuple[int, SurveyedItem]]] = {item: [] for item in survey.items}
    for place, firm in enumerate(survey.firms):
        for entry in firm.items:
            answers.setdefault(entry.item, []).append((place, entry))
    return tuple(
        _range(item, quarters, _told(told, quarters, len(survey.firms), probabilities), weighting)
        for item, told in answers.items()
        if any(entry.sure for _, entry in told)
    )


def _told(
    answers: Iterable[tuple[int, SurveyedItem]], quarters: tuple[str, ...], firms: int, probabilities: Probabilities
) -> ToldNeeds:
    shape = (firms, len(quarters))
    found = ToldNeeds(np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros((firms, len(FIRMNESSES))))
    position = {words: number for number, words in enumerate(quarters)}
    for place, entry in answers:
        if not entry.sure:
            found.waiting += 1
        elif not entry.answers.needs or entry.answers.longer:
            found.unknown.add(place)
        else:
            for need in entry.answers.needs:
                _take(found, place, position.get(quarter(need) or ""), need, probabilities)
    return found


def _take(found: ToldNeeds, place: int, when: int | None, need: Record, probabilities: Probabilities) -> None:
    quantity = need.number("quantity")
    if quantity is None or when is None:
        found.unknown.add(place)
        return
    firmness = need.text("firmness")
    if firmness not in FIRMNESSES:
        found.no_firmness += 1
        firmness = FIRMNESSES[-1]
    low, high = need.number("quantity_low"), need.number("quantity_high")
    if firmness in FIRM_ENOUGH:
        found.low[place, when] += min(quantity, quantity if low is None else low)
    found.base[place, when] += probabilities[firmness] * quantity
    found.high[place, when] += max(quantity, quantity if high is None else high)
    found.by_firmness[place, FIRMNESSES.index(firmness)] += quantity


def _range(item: str, quarters: tuple[str, ...], told: ToldNeeds, weighting: Weighting) -> DemandRange:
    parts = (told.low, told.base, told.high)
    sums = np.column_stack([part.sum(axis=1) for part in parts])
    values = np.hstack([*parts, sums, told.by_firmness])
    values[sorted(told.unknown), :] = np.nan
    found = weighting.totals(values)
    count = len(quarters)
    low, base, high = (found[start : start + count] for start in (0, count, 2 * count))
    low_total, base_total, high_total = found[3 * count : 3 * count + 3]
    return DemandRange(
        item=item,
        quarters=quarters,
        low=low,
        base=base,
        high=high,
        low_total=low_total,
        base_total=base_total,
        high_total=high_total,
        by_firmness=found[3 * count + 3 :],
        told=told,
    )
