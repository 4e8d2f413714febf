"""Sheets and columns of the review workbook; the words stand in the labels table under `survey.review`."""

from __future__ import annotations

from collections.abc import Mapping

from importplan.basics.labels import Language, text
from importplan.scenario.schema.items import Item

MARK = "importplan_survey_reviews"  # a defined name by which the workbook is known again
NAMES, FIRMS, SPLITS, CALLS, CONFIRMED, ITEMS = "names", "firms", "splits", "calls", "confirmed", "items"
COLUMNS: Mapping[str, Mapping[str, float]] = {
    NAMES: {
        "serial": 5, "written": 28, "first": 26, "score": 6, "reasons": 38, "second": 22, "third": 22, "decision": 26,
        "new_code": 13, "who": 9, "note": 18, "state": 10, "money": 12, "rows": 6, "firms": 7, "quantity": 8,
        "kind": 11, "code": 12, "model": 22, "spec": 26, "key": 14,
    },
    FIRMS: {
        "serial": 5, "first_firm": 28, "first_code": 20, "first_file": 26, "second_firm": 28, "second_code": 20,
        "second_file": 26, "alike": 8, "decision": 14, "who": 9, "note": 20, "key": 14, "other_key": 14,
    },
    SPLITS: {
        "serial": 5, "period_kind": 16, "decision": 26, "who": 12, "note": 24, "needs": 9, "firms": 9, "quantity": 11,
        "money": 14, "counted": 30, "key": 14,
    },
    CALLS: {
        "serial": 5, "money": 12, "firm": 26, "item": 20, "question": 10, "said": 28, "expected": 28, "why": 36,
        "contact": 16, "cells": 30,
    },
    CONFIRMED: {
        "subject": 8, "written": 34, "decision": 24, "new_code": 13, "who": 10, "when": 12, "note": 24, "key": 20,
        "other_key": 20,
    },
    ITEMS: {"item": 22, "name_zh": 26, "name_en": 34, "hs_code": 12, "unit": 7},
}  # fmt: skip
FILLED_IN = ("decision", "new_code", "who", "note")


def words(key: str, language: Language, **values: object) -> str:
    """Words of the review workbook."""
    return text(f"survey.review.{key}", language, **values)


def item_words(item: Item, language: Language) -> str:
    """An item as it is offered in a dropdown: its id and its name. A comma would part the choices."""
    name = (item.name_zh if language == "zh" else item.name_en) or item.name_zh or item.name_en
    return f"{item.item} {name}".strip().replace(",", " ")
