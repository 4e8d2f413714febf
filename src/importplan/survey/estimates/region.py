"""What the survey says of the region, all together: response, demand, dependence, calls, and what may be passed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from importplan.catalog.load import Catalog
from importplan.scenario.schema.settings import Settings
from importplan.survey.estimates.confidentiality import ConfidentialityRule
from importplan.survey.estimates.demand_range import DemandRange, demand_ranges
from importplan.survey.estimates.dependence import Dependence, dependence
from importplan.survey.estimates.masked import MaskedDemand, MaskedDependence, masked_demand, masked_dependence
from importplan.survey.estimates.outliers import outliers
from importplan.survey.estimates.prices import Price, median_prices
from importplan.survey.estimates.response import DIMENSIONS, ResponseRow, response
from importplan.survey.estimates.traps.call import Call
from importplan.survey.estimates.traps.known import NOTHING_KNOWN, KnownFigures
from importplan.survey.estimates.weighting import Weighting, weighting
from importplan.survey.returns.firmness import Probabilities
from importplan.survey.returns.frame import SamplingFrame
from importplan.survey.returns.survey import Survey, SurveyedFirm


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
        return None if found is None or self.rule.few(found.firms) else found.rounded_cny

    @cached_property
    def response(self) -> Mapping[str, tuple[ResponseRow, ...]]:
        """The response by city, industry and size class."""
        return {dimension: response(self.weighting, dimension, self.rule) for dimension in DIMENSIONS}

    @cached_property
    def shown_demand(self) -> tuple[MaskedDemand, ...]:
        """Demand as it may be passed on."""
        return tuple(masked_demand(entry, self.rule) for entry in self.demand)

    @cached_property
    def shown_dependence(self) -> tuple[MaskedDependence, ...]:
        """Dependence as it may be passed on, the largest gap first."""
        found = (
            masked_dependence(entry, demand, self.rule)
            for entry, demand in zip(self.dependence, self.shown_demand, strict=True)
        )
        return tuple(sorted(found, key=lambda entry: (-(entry.gap or 0.0), entry.item)))


def assess(
    survey: Survey,
    frame: SamplingFrame | None,
    catalog: Catalog,
    settings: Settings,
    known: KnownFigures = NOTHING_KNOWN,
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
    )
