"""The steps of a survey: returned files → firms and items → a planning case, and what a person still has to say.

from importplan.pipeline import survey_case
result = survey_case.collect_surveys("returned", "base.xlsx", reviews="reviews.xlsx")
survey_case.write_reviews(result, "reviews.xlsx")
survey_case.write_case(result, "case.xlsx")
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from importplan.basics.issues import Issue, has_errors
from importplan.basics.labels import Language
from importplan.catalog.load import Catalog
from importplan.documents.case.write import write
from importplan.pipeline.survey_folder import Progress, open_survey, read_base
from importplan.scenario.checks.run import run as check
from importplan.scenario.difference import CaseDifference, compare, merge
from importplan.scenario.known_figures import known_figures
from importplan.scenario.scenario import Scenario
from importplan.survey.case.answered_anew import answered_anew
from importplan.survey.case.notes import changes, notes
from importplan.survey.collect import collect
from importplan.survey.estimates.outliers import outliers
from importplan.survey.estimates.traps.call import Call
from importplan.survey.estimates.weighting import weighting
from importplan.survey.items import NEW_NAME, REVIEW
from importplan.survey.longer_needs import waiting
from importplan.survey.rejected import write_rejected as write_rejected_rows
from importplan.survey.report.names import SurveyNames
from importplan.survey.returns.collected import Collected
from importplan.survey.review.read import Reviews
from importplan.survey.review.write import write_reviews as write_questions
from importplan.survey.surveyed import Surveyed, survey_of
from importplan.survey.to_scenario import CollectedCase, to_scenario

__all__ = ["CollectedSurvey", "Mode", "collect_surveys", "write_case", "write_rejected", "write_reviews"]

Mode = Literal["update", "replace"]


@dataclass(frozen=True)
class CollectedSurvey:
    """All that came of a folder of returned questionnaires.

    `scenario` is what is written: the case of the survey, or that case laid over the one that is updated. `difference`
    compares it with the case that was there; None where there was none.
    """

    collected: Collected
    surveyed: Surveyed
    case: CollectedCase
    reviews: Reviews
    scenario: Scenario
    base: Scenario
    language: Language
    issues: tuple[Issue, ...]  # of the case
    calls: tuple[Call, ...] = ()  # figures worth a phone call
    names: SurveyNames | None = None
    difference: CaseDifference | None = None

    @property
    def has_questions(self) -> bool:
        """Whether a person has to say something of names, firms or needs by the year."""
        waits = self.surveyed.matched.in_state(REVIEW, NEW_NAME) or self.surveyed.identified.suspects
        return bool(waits or waiting(self.surveyed))

    @property
    def usable(self) -> bool:
        """Whether any firm was read and the case can be planned with."""
        return bool(self.surveyed.identified.firms) and not has_errors(self.issues)


def collect_surveys(
    folder: Path | str,
    base: Path | str,
    reviews: Path | str | None = None,
    before: Path | str | None = None,
    mode: Mode | None = None,
    language: Language | None = None,
    catalogs: Path | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    today: date | None = None,
    corrected: Sequence[Path] = (),
) -> CollectedSurvey:
    """Make a planning case of returned questionnaires. Nothing is written.

    Parameters
    ----------
    folder
        Where the returned files are.
    base
        The case that gives settings, items, offers and rates.
    reviews
        The review workbook with the answers so far; it need not be there yet.
    before
        A case that is there already: compared with, and its firms keep their ids.
    mode
        update: the result is laid over `before`, by ids; replace or None: it stands for itself.
    language
        Of words that are written; None: that of the base case.
    catalogs
        A folder of the user's catalogs over the shipped ones; None: the one that the base case names, if any.
    progress
        Told stage, number done and number in all.
    workers
        How many processes read files.
    today
        The day that is kept with new answers; None: that of the clock.
    corrected
        Rejected-rows workbooks outside the folder whose corrections count too.

    Raises
    ------
    InputRejected
        The folder is not there, or base, reviews or the case before cannot be read.
    """
    tell = progress or (lambda stage, done, total: None)
    opened = open_survey(folder, base, reviews, language, catalogs, today)
    given, catalog, answers = opened.base, opened.catalog, opened.reviews
    assert given is not None
    earlier = read_base(Path(before)) if before is not None and Path(before).exists() else None
    splits = answers.remembered.splits
    collected = collect(opened.folder, lambda done, total: tell("files", done, total), workers, corrected, splits)
    tell("match", 0, 1)
    surveyed = survey_of(collected, given, catalog, answers.remembered, earlier.firms if earlier else ())
    tell("case", 0, 1)
    case = to_scenario(surveyed, given, catalog, opened.language)
    result, replaced = _result(case.scenario, given, earlier, mode)
    return CollectedSurvey(
        collected=collected,
        surveyed=surveyed,
        case=case,
        reviews=answers,
        scenario=result,
        base=given,
        language=opened.language,
        issues=(*replaced, *check(result)),
        calls=_calls(surveyed, given, earlier, catalog),
        names=SurveyNames(surveyed.survey, catalog.countries, catalog.cities, opened.language),
        difference=compare(earlier, result) if earlier is not None else None,
    )


def _calls(surveyed: Surveyed, base: Scenario, earlier: Scenario | None, catalog: Catalog) -> tuple[Call, ...]:
    """Figures far from their peers: other firms, revenue and budgets, prices of the base, what was before."""
    weights = weighting(surveyed.survey, None, catalog.size_classes)
    return outliers(weights, catalog, known_figures(base, earlier))


def _result(
    collected: Scenario, base: Scenario, earlier: Scenario | None, mode: Mode | None
) -> tuple[Scenario, tuple[Issue, ...]]:
    """What is written, and what is told of lines that the newer answers replace."""
    if earlier is None or mode != "update":
        return collected, ()
    anew = answered_anew(earlier, collected)
    return merge(anew.before, anew.after, base), anew.issues


def write_case(result: CollectedSurvey, path: Path | str) -> None:
    """Write the case with its notes: firms, names, sources, what is left out, and what changed."""
    tables = notes(result.surveyed, result.case.figures, result.case.left_out, result.language)
    if result.difference is not None:
        tables = (*tables, changes(result.difference, result.language))
    write(result.scenario, Path(path), result.language, tables)


def write_reviews(result: CollectedSurvey, path: Path | str) -> None:
    """Write the review workbook: what a person still has to say, and all answers so far."""
    calls = (result.calls, result.names) if result.names is not None else ((), None)
    write_questions(result.surveyed, result.base.items, Path(path), result.language, result.reviews.unresolved, *calls)


def write_rejected(result: CollectedSurvey, path: Path | str) -> None:
    """Write the rows that were not understood, to be corrected and collected again."""
    write_rejected_rows(result.collected, Path(path), result.language)
