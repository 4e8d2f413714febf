"""Every sheet, column, choice and unit of the schema has words, and no word means two things."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from importplan.basics.labels import accepted, known, table
from importplan.parsing.words import fold
from importplan.scenario.schema import RESULT_SHEETS, SHEETS
from importplan.scenario.schema.column import CellKind, Row
from importplan.scenario.wording import LONGEST_SHEET_NAME, column_keys, find_column, find_sheet, sheet_name

KEYS = {schema.SHEET: (*column_keys(schema.SHEET), *(spec.key for spec in schema.specs())) for schema in SHEETS}


@pytest.mark.parametrize("schema", SHEETS, ids=lambda schema: schema.SHEET)
def test_sheet_columns_choices_and_units_have_words(schema: type[Row]) -> None:
    wanted = [f"sheet.{schema.SHEET}", f"note.{schema.SHEET}"]
    for key in KEYS[schema.SHEET]:
        wanted += [f"column.{schema.SHEET}.{key}", f"note.{schema.SHEET}.{key}"]
    for spec in schema.specs():
        wanted += [f"choice.{schema.SHEET}.{spec.key}.{choice}" for choice in spec.choices]
        wanted += [f"unit.{spec.unit}"] if spec.unit else []
        wanted += [f"literal.{literal}" for literal in spec.literals if literal != "group:"]
    assert [key for key in wanted if not known(key)] == []


def test_no_words_are_left_over_from_columns_that_are_gone() -> None:
    columns = {
        f"{subject}.{sheet}.{key}" for sheet, keys in KEYS.items() for key in keys for subject in ("column", "note")
    }
    choices = {
        f"choice.{schema.SHEET}.{spec.key}.{choice}"
        for schema in SHEETS
        for spec in schema.specs()
        for choice in spec.choices
    }
    sheets = {f"{subject}.{sheet}" for sheet in KEYS for subject in ("sheet", "note")}
    results = {f"sheet.{sheet}" for sheet in RESULT_SHEETS}
    results |= {key for key in table() if key.startswith("sheet.survey_")}  # of the survey's report, no part of a case
    yes_no = {"choice.yes_no.yes", "choice.yes_no.no"} | {
        f"choice.{schema.SHEET}.{spec.key}.{answer}"
        for schema in SHEETS
        for spec in schema.specs()
        for answer in ("yes", "no")
        if spec.kind is CellKind.YES_NO
    }
    subjects = ("column.", "note.", "choice.", "sheet.")
    given = {key for key in table() if key.startswith(subjects)}
    assert {key for key in given if not key.startswith("choice.")} <= columns | sheets | results
    assert {key for key in given if key.startswith("choice.") and key.count(".") > 1} <= choices | yes_no


@pytest.mark.parametrize("schema", SHEETS, ids=lambda schema: schema.SHEET)
def test_headings_and_choices_of_a_sheet_are_unambiguous(schema: type[Row]) -> None:
    groups = [{f"column.{schema.SHEET}.{key}": key for key in column_keys(schema.SHEET)}]
    if schema.ONE_ROW:
        groups.append({f"column.{schema.SHEET}.{spec.key}": spec.key for spec in schema.specs()})
    groups += [
        {f"choice.{schema.SHEET}.{spec.key}.{choice}": choice for choice in spec.choices} for spec in schema.specs()
    ]
    for group in groups:
        meanings: dict[str, set[str]] = defaultdict(set)
        for label, key in group.items():
            for word in (key, *accepted(label)):
                meanings[fold(word)].add(key)
        assert {word: keys for word, keys in meanings.items() if len(keys) > 1} == {}


def test_names_of_sheets_are_unambiguous_and_fit_into_excel() -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for key in (*RESULT_SHEETS, *KEYS):
        for word in (key, *accepted(f"sheet.{key}")):
            meanings[fold(word)].add(key)
        name = accepted(f"sheet.{key}")[0]
        assert len(name) <= LONGEST_SHEET_NAME
        assert not set(name) & set("[]:*?/\\")
    assert {word: keys for word, keys in meanings.items() if len(keys) > 1} == {}
    assert sheet_name("items", "zh") == "物项清单"


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("unit_price", "unit_price"),
        ("Unit Price", "unit_price"),
        ("单价 unit_price", "unit_price"),
        ("单价\nunit_price", "unit_price"),
        (" 单　价 ", "unit_price"),
        ("单价 *", "unit_price"),
        ("unit_price\n（原币/台（件））", "unit_price"),
        ("成交方式（贸易术语）", "incoterm"),
        ("成交方式", "incoterm"),
        ("贸易术语", "incoterm"),
        ("币种", "currency"),
        ("supplier name", None),  # `supplier` alone would be another thing
        ("unit price supplier", None),
        ("天气", None),
    ],
)
def test_heading_is_found_by_key_by_words_and_by_both(heading: str, key: str | None) -> None:
    assert find_column("offers", heading) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("offers", "offers"),
        ("报价（供货方案）", "offers"),
        ("OFFERS", "offers"),
        ("约束", "limits"),
        ("决策摘要", "summary"),
    ],
)
def test_sheet_is_found_by_key_and_by_words(name: str, key: str) -> None:
    assert find_sheet(name) == key


def test_chinese_messages_name_columns_by_their_headings() -> None:
    # A key may follow the heading in brackets, as in “指定关税税率”（duty_rate); a planner has never seen it alone.
    subjects = ("issue.", "note.", "result.")
    bare = re.compile(r"(?<![（\w/])[a-z]+(?:_[a-z]+)+(?![\w.])")
    found = {
        key: label.zh
        for key, label in table().items()
        if key.startswith(subjects) and bare.search(re.sub(r"\{[^}]*\}", "", label.zh))
    }
    assert found == {}
