"""Writes a survey to be shared: a workbook of flat tables in which nothing tells who a firm is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from importplan.basics.errors import InputRejected
from importplan.basics.files import put
from importplan.basics.issues import Issue, Place
from importplan.basics.labels import Language, known, reworded, text
from importplan.basics.money import WAN
from importplan.catalog.load import Catalog
from importplan.scenario.confidentiality import ConfidentialityRule
from importplan.survey import shared_tables
from importplan.survey.estimates.anonymity import LEFT_OUT
from importplan.survey.estimates.response import DIMENSIONS
from importplan.survey.estimates.shared import FIRM, ITEM, NEED, Shared, SharedCell, SharedRow
from importplan.survey.questions import BY_KEY, QUESTIONS, Asks, choice_key
from importplan.survey.returns.answers import Answer, Told
from importplan.survey.returns.frame import plain_name
from importplan.survey.returns.survey import Survey
from importplan.survey.shared_tables import Row

ABOUT = ("who", "left", "coarse", "consent", "check")
LEADING = {
    "firm": ("pseudonym", "city", "industry", "size"),
    "item": ("pseudonym", "number", "item_name"),
    "need": ("pseudonym", "number", "item_name", "period"),
}
ASKED = {"firm": FIRM, "item": ITEM, "need": NEED}
SHORTEST = 2  # signs of a name that say something
CODES = ("firm_name", "credit_code", "customs_code", "contact_phone")
PEOPLE = ("contact_name", "signed_by")
LISTS = (Asks.ONE_OF, Asks.SOME_OF, Asks.COUNTRY, Asks.COUNTRIES, Asks.YES_NO, Asks.CURRENCY)
FIXED = frozenset(question.key for question in QUESTIONS if question.asks in LISTS) | {"pseudonym", "size"}


def write_shared(
    found: Shared, survey: Survey, path: Path, language: Language, catalog: Catalog, rule: ConfidentialityRule
) -> None:
    """Write the workbook.

    Raises
    ------
    InputRejected
        Where a cell would still hold the name, a code, a contact or a phone of a firm: nothing is written then.
    """
    sheets = dict(_sheets(found, survey, language, catalog))
    issues = tuple(remains(sheets, survey, path.name))
    if issues:
        raise InputRejected(issues)
    about = (*ABOUT, "risk", *(("joined",) if found.joined else ()), *(("below",) if found.anonymity.below else ()))
    guide = [text(f"survey.share.about.{key}", language, **_numbers(found, rule)) for key in about]
    tables = {name: ((*LEADING[name], *ASKED[name]), rows) for name, rows in sheets.items()}
    put(shared_tables.workbook(guide, tables, language), path)


def _numbers(found: Shared, rule: ConfidentialityRule) -> dict[str, float]:
    return {"smallest": rule.smallest_cell, "count": found.left_out} | risk_numbers(found)


def risk_numbers(found: Shared) -> dict[str, float]:
    """The figures of the sentence on how likely a firm is to be found again."""
    risk = found.anonymity
    return {
        "firms": len(found.firms), "alone": risk.alone, "values": risk.left_out, "least": risk.k, "below": risk.below,
        "before": risk.risk_before, "after": risk.risk, "highest": risk.highest, "joined": found.joined,
    }  # fmt: skip


def remains(sheets: dict[str, list[Row]], survey: Survey, file: str) -> Iterator[Issue]:
    """Every cell that still tells who a firm is; words of fixed lists (choices, catalog) cannot."""
    part_of, whole = _telling(survey)
    known_words: dict[str, bool] = {}
    for sheet, rows in sheets.items():
        for number, row in enumerate(rows[1:], start=2):
            for key, words in zip((*LEADING[sheet], *ASKED[sheet]), row, strict=True):
                if not isinstance(words, str) or key in FIXED:
                    continue
                if words not in known_words:
                    plain = plain_name(words)
                    known_words[words] = plain in whole or any(mark in plain for mark in part_of)
                if known_words[words]:
                    yield Issue.error("survey-share-remains", Place(file, sheet, str(number)), words=words)


def _telling(survey: Survey) -> tuple[frozenset[str], frozenset[str]]:
    """What may not be a part of any words (names, codes, phones), and what may not be all of them (people)."""
    parts, whole = set[str](), set[str]()
    for firm in survey.firms:
        codes = (firm.record.text(key) for key in CODES)
        parts |= {plain_name(words) for words in (firm.name, firm.credit_code, *codes)}
        whole |= {plain_name(firm.record.text(key)) for key in PEOPLE}
    return frozenset(mark for mark in parts if len(mark) >= SHORTEST), frozenset(whole - {""})


def _sheets(found: Shared, survey: Survey, language: Language, catalog: Catalog) -> Iterator[tuple[str, list[Row]]]:
    for name, rows in (("firm", found.firms), ("item", found.items), ("need", found.needs)):
        keys = (*LEADING[name], *ASKED[name])
        yield name, [[_heading(key, language) for key in keys], *_rows(keys, rows, survey, language, catalog)]


def _heading(key: str, language: Language) -> str:
    own = f"survey.share.{key}"
    if known(own):
        return text(own, language)
    words = text(f"survey.question.{key}", language)
    is_money = BY_KEY[key].asks is Asks.MONEY
    return text("survey.share.wan", language, heading=words) if is_money and "万元" not in words else words


def _rows(
    keys: tuple[str, ...], rows: tuple[SharedRow, ...], survey: Survey, language: Language, catalog: Catalog
) -> Iterator[Row]:
    for row in rows:
        yield [words_of(key, cell, survey, language, catalog) for key, cell in zip(keys, row, strict=True)]


def words_of(key: str, cell: SharedCell, survey: Survey, language: Language, catalog: Catalog) -> str | float:
    """What a cell shows."""
    if isinstance(cell, Answer):
        return _answer(key, cell, language, catalog)
    if key == "item_name" and cell in survey.items:
        listed = survey.items[str(cell)]
        return (listed.name_zh or listed.name_en) if language == "zh" else (listed.name_en or listed.name_zh)
    if cell == LEFT_OUT and key in DIMENSIONS:
        return text("survey.share.others", language)
    if key == "size":
        return text(f"survey.size.{cell}", language)
    if key == "city":
        return catalog.cities.name(str(cell), language)
    return reworded("survey.industry.", str(cell), language) if key == "industry" else cell


def _answer(key: str, answer: Answer, language: Language, catalog: Catalog) -> str | float:
    if answer.told is not Told.VALUE:
        return "" if answer.told is Told.BLANK else text(f"survey.told.{answer.told.value}", language)
    value = answer.value
    if isinstance(value, bool):
        return text("survey.told.yes" if value else "survey.told.no", language)
    if isinstance(value, float | int):
        return value / WAN if BY_KEY[key].asks is Asks.MONEY else value
    words = value if isinstance(value, tuple) else (str(value),)
    return text("survey.join", language).join(_choice(key, word, language, catalog) for word in words)


def _choice(key: str, word: str, language: Language, catalog: Catalog) -> str:
    if BY_KEY[key].asks in (Asks.COUNTRY, Asks.COUNTRIES):
        return catalog.countries.name(word, language)
    choice = choice_key(key, word)
    return text(choice, language) if known(choice) else word
