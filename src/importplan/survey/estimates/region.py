"""What the survey says of the region, all together: response, demand, dependence, calls, and what may be passed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from importplan.catalog.load import Catalog
from importplan.scenario.confidentiality import ConfidentialityRule
from importplan.scenario.known_figures import NOTHING_KNOWN, KnownFigures
from importplan.scenario.schema.settings import Settings
from importplan.survey.estimates.demand_range import DemandRange, demand_ranges
from importplan.survey.estimates.dependence import Dependence, dependence
from importplan.survey.estimates.masked import (
    MaskedDemand,
    MaskedDependence,
    demand_lines,
    dependence_lines,
    masked_demand,
    masked_dependence,
)
from importplan.survey.estimates.outliers import outliers
from importplan.survey.estimates.prices import Price, median_prices
from importplan.survey.estimates.pseudonyms import mark_of
from importplan.survey.estimates.releases import PRICE, Answered, Earlier, Release, ReleasedLine, whole_line
from importplan.survey.estimates.response import DIMENSIONS, ResponseRow, response
from importplan.survey.estimates.traps.call import Call
from importplan.survey.estimates.weighting import Weighting, weighting
from importplan.survey.returns.firmness import Probabilities
from importplan.survey.returns.frame import SamplingFrame
from importplan.survey.returns.survey import Survey, SurveyedFirm

# Answers that means, shares and counts of sources rest on, beside the needs.
ABOUT_SOURCES = (
    "bought_per_year", "first_maker", "first_origin", "first_share", "second_maker", "second_origin", "second_share",
    "licence_months", "make_months", "transit_months", "install_months", "survives_months", "domestic_status",
)  # fmt: skip


@dataclass(frozen=True)
class Region:
    """The survey with everything that is worked out from it."""

    survey: Survey
    settings: Settings
    weighting: Weighting
    demand: tuple[DemandRange, ...]
    dependence: tuple[Dependence, ...]
    calls: tuple[Call, ...]
    prices: Mapping[str, Price]
    left_out: tuple[SurveyedFirm, ...] = ()  # firms that do not agree to a use in aggregate
    silent: tuple[SurveyedFirm, ...] = ()  # firms that name items and of which no need can be read
    releases: tuple[Release, ...] = ()  # earlier reports that are in other hands

    @property
    def rule(self) -> ConfidentialityRule:
        """When a figure may not be passed on."""
        return ConfidentialityRule.of(self.settings)

    @property
    def asked(self) -> int | None:
        """Firms asked, None without a list of them."""
        return len(self.weighting.frame.firms) if self.weighting.frame is not None else None

    @property
    def answered(self) -> int:
        """Firms that answered."""
        return len(self.survey.firms)

    @property
    def not_asked(self) -> int:
        """Firms that answered and are not in the list."""
        return sum(place is None for place in self.weighting.places) if self.weighting.is_weighted else 0

    @property
    def waiting(self) -> int:
        """Rows whose item a person has still to confirm: they are in no figure."""
        return sum(not entry.sure for _, entry in self.survey.answers())

    def price(self, item: str) -> float | None:
        """The price of a unit as it may be passed on: rounded, and only where enough firms tell one."""
        found = self.prices.get(item)
        if found is None or self.rule.few(found.firms) or self.earlier(item).keeps(PRICE, self.prices_told(item)):
            return None
        return found.rounded_cny

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """What ties the firms to those of other releases, in their order."""
        return tuple(mark_of(firm) for firm in self.survey.firms)

    def earlier(self, item: str) -> Earlier:
        """What earlier reports have said of an item."""
        return Earlier(self.releases, item, self.marks, self.rule)

    def prices_told(self, item: str) -> Answered:
        """The prices that stand behind that of an item, by mark of the firm."""
        told = self.prices[item].told if item in self.prices else {}
        pairs = zip(self.marks, self.survey.firms, strict=True)
        return {mark: {"cny": told[firm.firm]} for mark, firm in pairs if firm.firm in told}

    @cached_property
    def sources_told(self) -> Mapping[str, Answered]:
        """Item → what each firm has answered of its sources, by mark of the firm."""
        found: dict[str, dict[str, dict[str, Any]]] = {}
        for mark, firm in zip(self.marks, self.survey.firms, strict=True):
            for entry in (entry for entry in firm.items if entry.sure):
                told = found.setdefault(entry.item, {}).setdefault(mark, {})
                for key in ABOUT_SOURCES:
                    told.setdefault(key, []).append(entry.answers.record.answer(key).written)
        return found

    @cached_property
    def response(self) -> Mapping[str, tuple[ResponseRow, ...]]:
        """The response by city, industry and size class."""
        return {dimension: response(self.weighting, dimension, self.rule) for dimension in DIMENSIONS}

    @cached_property
    def shown_demand(self) -> tuple[MaskedDemand, ...]:
        """Demand as it may be passed on."""
        return tuple(masked_demand(entry, self.rule, self.earlier(entry.item)) for entry in self.demand)

    @cached_property
    def shown_dependence(self) -> tuple[MaskedDependence, ...]:
        """Dependence as it may be passed on, the largest gap first."""
        found = (
            masked_dependence(entry, demand, self.rule, self.earlier(entry.item), self.sources_told.get(entry.item, {}))
            for entry, demand in zip(self.dependence, self.shown_demand, strict=True)
        )
        return tuple(sorted(found, key=lambda entry: (-(entry.gap or 0.0), entry.item)))

    @cached_property
    def withheld_since(self) -> tuple[int, int]:
        """Figures of demand, and items by sources or price, that are withheld for the sake of earlier reports alone."""
        alone = replace(self, releases=())
        figures = sum(entry.hidden for entry in self.shown_demand) - sum(entry.hidden for entry in alone.shown_demand)
        before = {entry.item for entry in alone.shown_dependence if entry.makers is not None}
        items = before - {entry.item for entry in self.shown_dependence if entry.makers is not None}
        prices = {item for item in self.prices if self.price(item) is None and alone.price(item) is not None}
        return figures, len(items | prices)

    @cached_property
    def release(self) -> Release:
        """What the report says of each item, firm by firm: a later one is held against it."""
        found: dict[tuple[str, str], ReleasedLine] = {}
        shown = {entry.item: entry for entry in self.shown_dependence}
        for demand, masked in zip(self.demand, self.shown_demand, strict=True):
            found |= {(demand.item, line): told for line, told in demand_lines(demand, masked, self.marks).items()}
        for entry in self.dependence:
            told = self.sources_told.get(entry.item, {})
            lines = dependence_lines(entry, shown[entry.item], self.marks, told)
            found |= {(entry.item, line): told for line, told in lines.items()}
        for item in self.prices:
            found[item, PRICE] = whole_line(self.prices_told(item), self.price(item) is not None)
        return found


def assess(
    survey: Survey,
    frame: SamplingFrame | None,
    catalog: Catalog,
    settings: Settings,
    known: KnownFigures = NOTHING_KNOWN,
    releases: tuple[Release, ...] = (),
) -> Region:
    """Work out what a survey says of the region.

    A firm that does not agree that its answers are used in aggregate (C5) counts as not having answered, and so does
    one that names items and of which no need can be read.

    Parameters
    ----------
    survey
        The firms that answered, each once.
    frame
        The firms asked; None where there is no list: nothing is weighted then.
    catalog
        Size classes, makers and reference exchange rates.
    settings
        Probabilities of needs and the rules of confidentiality.
    known
        Prices and needs that are known apart from the survey, to hold answers against.
    releases
        Earlier reports that are in other hands: differences to them must not give a firm away.
    """
    left_out = tuple(firm for firm in survey.firms if firm.record.value("consent") is False)
    silent = tuple(firm for firm in survey.firms if firm not in left_out and firm.is_silent)
    survey = replace(survey, firms=tuple(firm for firm in survey.firms if firm not in (*left_out, *silent)))
    weights = weighting(survey, frame, catalog.size_classes)
    demand = demand_ranges(weights, Probabilities.of(settings))
    return Region(
        survey=survey,
        settings=settings,
        weighting=weights,
        demand=demand,
        dependence=dependence(weights, demand),
        calls=outliers(weights, catalog, known),
        prices=median_prices(survey, catalog),
        left_out=left_out,
        silent=silent,
        releases=releases,
    )
