"""The page for browsers made of hostile words: whatever firms, items and answers are called, it is shown as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from guangdong_survey import answered, listed
from survey_cases import record

from importplan.basics.labels import LANGUAGES, Language
from importplan.catalog.load import load
from importplan.scenario.schema.settings import Settings
from importplan.survey.estimates.region import assess
from importplan.survey.report import web
from importplan.survey.report.names import SurveyNames
from importplan.survey.report.part import SurveyReport
from importplan.survey.returns.accounted import Accounted
from importplan.survey.returns.answers import AnswerValue, Record
from importplan.survey.returns.frame import SamplingFrame
from importplan.survey.returns.survey import Survey, SurveyedFirm

CATALOG = load()
HARM = "<script>alert('x')</script>\"'&<img src=x onerror=alert(1)></td><svg/onload=alert(2)>"
# Every question that a firm answers in words of its own.
FREE_OF_FIRM = ("difficulties", "contact_name", "contact_position", "contact_phone", "district", "signed_by")
FREE_OF_ITEM = ("brand_model", "spec", "first_maker", "second_maker", "unit", "workaround", "domestic_status")


class Pieces(HTMLParser):
    """Tags with the names of their attributes, the values of these, and the words between."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[tuple[str, str]] = set()
        self.values: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags |= {(tag, "")} | {(tag, name) for name, _ in attrs}
        self.values += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def spoiled(survey: Survey) -> Survey:
    """The same answers with hostile words wherever words may stand."""
    items = {
        key: replace(item, name_zh=f"{HARM}{key}", name_en=f"{HARM}{key}", unit=HARM)
        for key, item in survey.items.items()
    }
    return replace(survey, firms=tuple(map(_spoiled, survey.firms)), items=items)


def _spoiled(told: SurveyedFirm) -> SurveyedFirm:
    entries = tuple(
        replace(
            entry,
            answers=replace(entry.answers, record=_with(entry.answers.record, item_name=HARM, **_free(FREE_OF_ITEM))),
        )
        for entry in told.items
    )
    own = _with(told.record, firm_name=HARM + told.name, city=HARM + told.city, **_free(FREE_OF_FIRM))
    return replace(
        told, name=HARM + told.name, city=HARM + told.city, industry=HARM + told.industry, record=own, items=entries,
        files=(f"{HARM}.xlsx",),
    )  # fmt: skip


def _free(keys: tuple[str, ...]) -> dict[str, AnswerValue]:
    return dict.fromkeys(keys, HARM)


def _with(own: Record, **values: AnswerValue) -> Record:
    return replace(own, answers={**own.answers, **record(own.group, **values).answers})


def spoiled_list() -> SamplingFrame:
    asked = tuple(replace(one, city=HARM + one.city, industry=HARM + one.industry) for one in listed().firms)
    return replace(listed(), firms=asked)


def page(survey: Survey, frame: SamplingFrame | None, title: str, language: Language) -> Pieces:
    settings = Settings(start=date(2027, 1, 1), title=title, marking=title, version=title, prepared_by=title)
    region = assess(survey, frame, CATALOG, settings)
    names = SurveyNames(survey, CATALOG.countries, CATALOG.cities, language)
    return Pieces(web.page(SurveyReport(region, Accounted(40, 1, 1200, 1100, 60, 40, 41, 38), names, title)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("framed", [True, False])
def test_hostile_words_are_shown_and_become_no_piece_of_the_page(language: Language, framed: bool) -> None:
    """The page has the tags and attributes of one made of harmless words, and shows the hostile ones as they are."""
    sound = page(answered(), listed() if framed else None, "广东省", language)
    made = page(spoiled(answered()), spoiled_list() if framed else None, HARM, language)
    assert made.tags - sound.tags == set()
    assert not [name for _, name in made.tags if name.startswith("on")]
    # A chart says to readers of screens what it shows; in no other attribute are words of a survey.
    assert {name for name, value in made.values if "alert" in value} <= {"aria-label"}
    shown = "\n".join(made.words)
    assert f"{HARM}five_axis" in shown  # a name of an item, in tables and charts
    assert f"{HARM}东莞" in shown  # a city
    assert f"{HARM}数控机床制造" in shown  # an industry
    assert f"· {HARM}" in shown  # the title
    assert "广东虚构" not in shown  # no firm is named at all
