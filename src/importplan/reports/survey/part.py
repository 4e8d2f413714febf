"""A part of the report: a sheet of the workbook, a chapter of the page."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.assessment.accounted import Accounted
from importplan.assessment.estimate import Estimate
from importplan.assessment.region import Region
from importplan.reports.chart import Chart
from importplan.reports.survey.names import SurveyNames
from importplan.reports.table import Cell, Column, Table

Block = str | Table | Chart


@dataclass(frozen=True)
class Part:
    """Its name stands in the labels table under `sheet.<key>`; blocks stand one below the other."""

    key: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class SurveyReport:
    """What the report is made of."""

    region: Region
    accounted: Accounted
    names: SurveyNames
    source: str  # the folder that was read

    @property
    def title(self) -> str:
        """The title of the whole report."""
        return self.names.word("survey.report.title", title=self.region.settings.title or self.source)


def shown(names: SurveyNames, value: float | int | None, was_told: bool = True) -> Cell:
    """A figure; a word where it is hidden, a dash where nobody told it."""
    if value is not None:
        return value
    return names.word("survey.hidden" if was_told else "survey.not_told")


def value_of(estimate: Estimate | None) -> float | None:
    """The figure of an estimate."""
    return None if estimate is None else estimate.value


def bounds(report: SurveyReport, estimate: Estimate | None, was_told: bool = True) -> tuple[Cell, ...]:
    """The interval of an estimate: hidden with it, a dash where none can be told, nothing where nothing is weighted."""
    names = report.names
    if not report.region.weighting.is_weighted:
        return ()
    if not was_told:
        return shown(names, None, False), shown(names, None, False)
    if estimate is None:
        return shown(names, None), shown(names, None)
    return shown(names, estimate.low, False), shown(names, estimate.high, False)


def without_bounds(report: SurveyReport, columns: tuple[Column, ...], keys: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns, without those of intervals where nothing is weighted: then no figure has one."""
    return columns if report.region.weighting.is_weighted else tuple(c for c in columns if c.key not in keys)


def figure(names: SurveyNames, estimate: Estimate | None, was_told: bool = True, decimals: int = 0) -> str:
    """An estimate in words, with its interval where there is one that says something: `900（780～1,050）`."""
    if estimate is None:
        return str(shown(names, None, was_told))
    value = f"{estimate.value:,.{decimals}f}"
    if estimate.low is None or estimate.high is None or estimate.high - estimate.low < 0.5 * 10**-decimals:
        return value
    low, high = (f"{bound:,.{decimals}f}" for bound in (estimate.low, estimate.high))
    return names.word("survey.figure", value=value, low=low, high=high)
