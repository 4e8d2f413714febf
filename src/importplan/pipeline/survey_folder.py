"""What every step of a survey begins with: the folder, the base case, answers given so far, the catalogs that hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place, has_errors
from importplan.basics.labels import Language
from importplan.catalog.load import Catalog
from importplan.catalog.load import load as load_catalog
from importplan.pipeline.case import own_catalogs
from importplan.scenario.based import read_based
from importplan.scenario.from_rows import from_rows
from importplan.scenario.scenario import Scenario
from importplan.survey.review.read import Reviews, read_reviews

Progress = Callable[[str, int, int], None]  # stage, done, in all
BASE_SHEETS = ("settings", "items")  # what a base case must hold; demand comes from the survey


@dataclass(frozen=True)
class Opened:
    """A survey before its files are read. `base` is None where none was given."""

    folder: Path
    base: Scenario | None
    reviews: Reviews
    catalog: Catalog
    language: Language


def open_survey(
    folder: Path | str,
    base: Path | str | None,
    reviews: Path | str | None,
    language: Language | None,
    catalogs: Path | None,
    today: date | None,
) -> Opened:
    """Read what is given beside the returned files, so that its faults are told before thousands of files are read.

    Catalogs are those given, else those that the base case names, else those of the environment; the language is the
    one given, else that of the base case, else Chinese.

    Raises
    ------
    InputRejected
        The folder is not there, or base or reviews cannot be read.
    """
    place = Path(folder)
    if not place.is_dir():
        raise InputRejected((Issue.error("survey-folder-missing", Place(str(place)), folder=place),))
    case = read_base(Path(base)) if base is not None else None
    items = case.items if case is not None else ()
    answers = read_reviews(Path(reviews), items, today or date.today()) if reviews is not None else Reviews.none()
    named = case.settings.catalogs if case is not None else ""
    own = Path(str(base)).parent / named if named else None
    speech: Language = language or ("en" if case is not None and case.settings.language == "en" else "zh")
    return Opened(place, case, answers, load_catalog(own=own_catalogs(catalogs or own)), speech)


def read_base(path: Path) -> Scenario:
    """A case to take settings and items from; demand, suppliers and offers need not be in it.

    Raises
    ------
    InputRejected
        With every fault that stands in it.
    """
    found = read_based(path)
    scenario, issues = from_rows(found.files[0], BASE_SHEETS, found.files[1:])
    if scenario is None or has_errors((*found.issues, *issues)):
        raise InputRejected((*found.issues, *issues))
    return scenario
