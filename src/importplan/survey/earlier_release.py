"""What an earlier release has shown of firms: the new one is held against it, since both may lie on one desk."""

from __future__ import annotations

from pathlib import Path

from importplan.basics.errors import rejected
from importplan.basics.issues import Place
from importplan.basics.labels import LANGUAGES, Language, text
from importplan.catalog.load import Catalog
from importplan.scenario.confidentiality import ConfidentialityRule
from importplan.survey.estimates.anonymity import LEFT_OUT, Values
from importplan.survey.estimates.shared import FIRM, KNOWN_FROM_OUTSIDE, combinations_of
from importplan.survey.returns.answers import Answer, Told
from importplan.survey.returns.survey import Survey
from importplan.survey.share import LEADING, words_of
from importplan.tables.workbook import read_xlsx


def shown_before(path: Path, survey: Survey, catalog: Catalog, rule: ConfidentialityRule) -> dict[str, Values]:
    """Pseudonym → what a release has shown of the firm, in the order of `KNOWN_FROM_OUTSIDE`.

    A value is told by its words: one of the survey as it is now, else the words themselves.

    Raises
    ------
    InputRejected
        Where the file is no release of `survey share`.
    """
    file = read_xlsx(path, path.name)
    names = {text("survey.share.firm", language): language for language in LANGUAGES}
    grid = next((grid for grid in file.grids if grid.name in names), None)
    columns = [*LEADING["firm"], *FIRM]
    if grid is None or grid.width(0) != len(columns):
        raise rejected("survey-share-no-release", Place(path.name))
    meant = _meant(survey, catalog, rule, names[grid.name])
    found = {}
    for row in range(1, grid.height):
        shown = [grid.cell(row, columns.index(key)).shown for key in ("pseudonym", *KNOWN_FROM_OUTSIDE)]
        found[shown[0]] = tuple(
            meant[key].get(words, words) for key, words in zip(KNOWN_FROM_OUTSIDE, shown[1:], strict=True)
        )
    return found


def _meant(
    survey: Survey, catalog: Catalog, rule: ConfidentialityRule, language: Language
) -> dict[str, dict[str, str]]:
    """Key → words as they are shown → the value."""
    others = text("survey.share.others", language)
    meant: dict[str, dict[str, str]] = {key: {others: LEFT_OUT, "": LEFT_OUT} for key in KNOWN_FROM_OUTSIDE}
    for values in combinations_of(survey.firms, catalog, rule).values():
        for key, value in zip(KNOWN_FROM_OUTSIDE, values, strict=True):
            cell = Answer(Told.VALUE, value) if key in FIRM else value
            if value != LEFT_OUT:
                meant[key][str(words_of(key, cell, survey, language, catalog))] = value
    return meant
