"""What the parts of the report share: its data, and how a figure is shown that is hidden or was not told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from importplan.results.table import Cell, Column, Form, Row, Unit
from importplan.survey.estimates.estimate import RegionalEstimate
from importplan.survey.estimates.region import Region
from importplan.survey.report.names import SurveyNames
from importplan.survey.returns.accounted import Accounted
from importplan.survey.returns.splits import BY_WORD, NOT_SPLIT, Splits
from importplan.survey.review.write import shares_words


@dataclass(frozen=True)
class SurveyReport:
    """What the report is made of."""

    region: Region
    accounted: Accounted
    names: SurveyNames
    source: str  # the folder that was read
    splits: Splits = NOT_SPLIT  # of needs by the year and the half-year

    @property
    def title(self) -> str:
        """The title of the whole report."""
        return self.names.word("survey.report.title", title=self.region.settings.title or self.source)

    @property
    def rests_on_split(self) -> tuple[str, ...]:
        """How much of the demand rests on the word of the bureau on how years fall on quarters, in words."""
        needs = [need for _, entry in self.region.survey.answers() for need in entry.answers.needs if entry.sure]
        lines = []
        for kind, split in self.splits.by_kind.items():
            marked = [need for need in needs if BY_WORD[kind] in need.answer("quantity").understood]
            if marked:
                word = self.names.word(f"survey.review.period_kind.{kind}")
                shares = shares_words(split, self.names.language)
                values = {"kind": word, "shares": shares, "share": len(marked) / len(needs)}
                lines.append(self.names.word("survey.summary.split", who=split.who, when=split.when, **values))
        return tuple(lines)


def shown(names: SurveyNames, value: float | int | None, was_told: bool = True) -> Cell:
    """A figure; a word where it is hidden, a dash where nobody told it."""
    if value is not None:
        return value
    return names.word("survey.hidden" if was_told else "survey.not_told")


def value_of(estimate: RegionalEstimate | None) -> float | None:
    """The figure of an estimate."""
    return None if estimate is None else estimate.value


def estimated(
    report: SurveyReport,
    keys: tuple[str, ...],
    unit: Unit,
    form: Form,
    estimate: Callable[[Row], RegionalEstimate | None],
    was_told: Callable[[Row], bool] = lambda row: True,
) -> tuple[Column[Row], ...]:
    """The column of an estimate, a word where it is hidden, a dash where nobody told it; and those of its interval.

    `keys` is of the estimate, or of it and both ends; where nothing is weighted no figure has an interval.
    """

    def value(row: Row) -> Cell:
        return shown(report.names, value_of(estimate(row)), was_told(row))

    def end(which: str, row: Row) -> Cell:
        found, told = estimate(row), was_told(row)
        return shown(report.names, getattr(found, which, None) if told else None, told and found is None)

    ends: tuple[Callable[[Row], Cell], ...] = (partial(end, "low"), partial(end, "high"))
    values = (value, *ends) if report.region.weighting.is_weighted else (value,)
    return tuple(Column(key, unit, form, each) for key, each in zip(keys, values, strict=False))


def figure(names: SurveyNames, estimate: RegionalEstimate | None, was_told: bool = True, decimals: int = 0) -> str:
    """An estimate in words, with its interval where there is one that says something: `900（780～1,050）`."""
    if estimate is None:
        return str(shown(names, None, was_told))
    value = f"{estimate.value:,.{decimals}f}"
    if estimate.low is None or estimate.high is None or estimate.high - estimate.low < 0.5 * 10**-decimals:
        return value
    low, high = (f"{bound:,.{decimals}f}" for bound in (estimate.low, estimate.high))
    return names.word("survey.figure", value=value, low=low, high=high)
