"""What returned questionnaires say of the region: the steps from a folder to the report, and to an export to share.

from importplan.pipeline import survey_report
report = survey_report.assess_survey("returned", "base.xlsx", frame="asked.xlsx")
survey_report.write_report(report, "report.xlsx")
"""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.basics.labels import Language
from importplan.catalog.load import Catalog
from importplan.pipeline.survey_folder import Progress, open_survey
from importplan.scenario.confidentiality import ConfidentialityRule
from importplan.scenario.known_figures import NOTHING_KNOWN, KnownFigures, known_figures
from importplan.scenario.schema.firms import Firm
from importplan.scenario.schema.settings import Settings
from importplan.survey.collect import collect
from importplan.survey.earlier_release import shown_before
from importplan.survey.estimates.region import assess
from importplan.survey.estimates.shared import Shared, shared
from importplan.survey.frame_file import read_frame
from importplan.survey.report import internal, web, workbook
from importplan.survey.report.basis import read_basis
from importplan.survey.report.names import SurveyNames
from importplan.survey.report.part import SurveyReport
from importplan.survey.returns.accounted import Accounted
from importplan.survey.returns.collected import Collected
from importplan.survey.returns.frame import SamplingFrame
from importplan.survey.returns.splits import NOT_SPLIT, Splits
from importplan.survey.returns.survey import Survey
from importplan.survey.share import write_shared
from importplan.survey.surveyed import survey_of

__all__ = ["assess_survey", "share_survey", "write_internal", "write_page", "write_report"]

SECRET_BYTES = 32
SHORTEST_SECRET = 16  # characters


@dataclass(frozen=True)
class _Read:
    """A folder as it was read: what became of its files, its firms and items, and the settings they are judged by."""

    collected: Collected
    survey: Survey
    settings: Settings
    catalog: Catalog
    language: Language
    frame: SamplingFrame | None = None
    splits: Splits = NOT_SPLIT
    known: KnownFigures = NOTHING_KNOWN


def assess_survey(
    folder: Path | str,
    base: Path | str | None = None,
    frame: Path | str | None = None,
    reviews: Path | str | None = None,
    language: Language | None = None,
    catalogs: Path | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    today: date | None = None,
    corrected: Sequence[Path] = (),
    before: Sequence[Path] = (),
) -> SurveyReport:
    """Work out what the returned questionnaires of a folder say of the region. Nothing is written.

    Parameters
    ----------
    folder
        Where the returned files are.
    base
        A case: its items are the list, its settings hold title, marking, probabilities and rules of confidentiality.
        Without one items are counted under the names that firms write, if enough of them do, with default settings.
    frame
        The list of firms asked (.xlsx, .csv …); without one nothing is weighted.
    reviews
        The review workbook of `collect_surveys`: names that people have confirmed.
    language
        Of the report; None: that of the base case, else Chinese.
    catalogs
        A folder of the user's catalogs over the shipped ones.
    progress
        Told stage, number done and number in all.
    workers
        How many processes read files.
    today
        The day that is kept with new answers; None: that of the clock.
    corrected
        Workbooks of rejected rows with their corrections, besides those in the folder.
    before
        Internal workbooks of earlier reports that are in other hands: what their difference to this one would tell of
        a firm is withheld.

    Raises
    ------
    InputRejected
        The folder is not there, or base, frame, reviews or an earlier internal workbook cannot be read.
    """
    releases = tuple(read_basis(Path(path)) for path in before)
    read = _read(Path(folder), base, reviews, language, catalogs, progress, workers, today, frame, corrected)
    found = assess(read.survey, read.frame, read.catalog, read.settings, read.known, releases)
    names = SurveyNames(read.survey, read.catalog.countries, read.catalog.cities, read.language)
    accounted = Accounted.of(read.collected, read.survey)
    return SurveyReport(found, accounted, names, Path(folder).resolve().name, read.splits)


def _read(
    folder: Path,
    base: Path | str | None,
    reviews: Path | str | None,
    language: Language | None,
    catalogs: Path | None,
    progress: Progress | None,
    workers: int | None,
    today: date | None,
    frame: Path | str | None = None,
    corrected: Sequence[Path] = (),
) -> _Read:
    opened = open_survey(folder, base, reviews, language, catalogs, today)
    tell = progress or (lambda stage, done, total: None)
    case, catalog = opened.base, opened.catalog
    asked = read_frame(Path(frame), catalog.cities) if frame is not None else None
    splits = opened.reviews.remembered.splits
    collected = collect(folder, lambda done, total: tell("files", done, total), workers, corrected, splits)
    tell("match", 0, 1)
    listed = _listed(asked) if asked is not None else ()
    with_list = case.replace(firms=listed) if case is not None and listed else case
    survey = survey_of(collected, with_list, catalog, opened.reviews.remembered, listed if case is None else ()).survey
    known = known_figures(case) if case is not None else NOTHING_KNOWN
    settings = case.settings if case is not None else Settings(start=survey.start or date.today())
    if case is None:
        survey = _as_written(survey, ConfidentialityRule.of(settings))
    return _Read(collected, survey, settings, catalog, opened.language, asked, splits, known)


def _listed(frame: SamplingFrame) -> tuple[Firm, ...]:
    """The firms asked as firms that are known already: who answered under another spelling is found among them."""
    return tuple(
        Firm(
            firm=f"{number}-{firm.name}",
            name=firm.name,
            credit_code=firm.credit_code,
            city=firm.city,
            industry=firm.industry,
        )
        for number, firm in enumerate(frame.firms, start=1)
    )


def _as_written(survey: Survey, rule: ConfidentialityRule) -> Survey:
    """A survey without a list of items: each name that enough firms write stands for itself.

    A name that few firms write may tell who they are; it waits for a list, and is only counted.
    """
    writers = Counter(item for firm in survey.firms for item in {entry.item for entry in firm.items})
    firms = tuple(
        replace(
            firm,
            items=tuple(replace(entry, sure=writers[entry.item] >= rule.smallest_cell) for entry in firm.items),
        )
        for firm in survey.firms
    )
    return replace(survey, firms=firms)


def write_report(report: SurveyReport, path: Path | str) -> None:
    """Write the report for passing on as a workbook; it names no firm."""
    workbook.write(report, Path(path))


def write_internal(report: SurveyReport, path: Path | str) -> None:
    """Write the internal workbook: answers to phone about, and the firms with their weights. It names firms."""
    internal.write(report, Path(path))


def write_page(report: SurveyReport, path: Path | str) -> None:
    """Write the report for passing on as one page for browsers."""
    web.write(report, Path(path))


def share_survey(
    folder: Path | str,
    path: Path | str,
    secret: Path | str,
    base: Path | str,
    reviews: Path | str | None = None,
    language: Language | None = None,
    catalogs: Path | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    corrected: Sequence[Path] = (),
    before: Sequence[Path] = (),
) -> Shared:
    """Write the answers of a folder with pseudonyms in place of firms, without what tells who they are.

    Parameters
    ----------
    folder, base, reviews, language, catalogs, progress, workers, corrected
        As in `assess_survey`.
    path
        The workbook to write.
    secret
        A text file with the secret key; made where it is not there yet. It has to be kept apart from the export.
    before
        Earlier releases under the same secret: what they show of a firm stays known, and this one is held against all.

    Raises
    ------
    InputRejected
        As in `assess_survey`, where a cell would still tell who a firm is (then nothing is written), and where one of
        `before` is no release.
    """
    is_new, key = not Path(secret).exists(), secret_of(Path(secret))
    try:
        return _share(
            Path(folder), Path(path), key, base, reviews, language, catalogs, progress, workers, corrected, before
        )
    except BaseException:
        if is_new:  # a secret that nothing was shared with
            Path(secret).unlink(missing_ok=True)
        raise


def _share(
    folder: Path, path: Path, key: bytes, base: Path | str, reviews: Path | str | None, language: Language | None,
    catalogs: Path | None, progress: Progress | None, workers: int | None, corrected: Sequence[Path],
    before: Sequence[Path],
) -> Shared:  # fmt: skip
    read = _read(folder, base, reviews, language, catalogs, progress, workers, None, None, corrected)
    rule = ConfidentialityRule.of(read.settings)
    earlier = [shown_before(path, read.survey, read.catalog, rule) for path in before]
    found = shared(read.survey, read.catalog, rule, key, earlier)
    write_shared(found, read.survey, path, read.language, read.catalog, rule)
    return found


def secret_of(path: Path) -> bytes:
    """The secret of a file; a new one, readable by its owner only, where there is no file.

    Raises
    ------
    InputRejected
        Where the file holds too little to be a secret.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SECRET_BYTES) + "\n")
    try:
        words = path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        words = ""
    if len(words) < SHORTEST_SECRET:
        raise InputRejected((Issue.error("survey-secret-short", Place(path.name), length=SHORTEST_SECRET),))
    return words.encode()
