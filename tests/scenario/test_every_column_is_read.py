"""A column that nobody reads changes nothing, and nobody would notice: it says `used=False` or is read somewhere."""

from __future__ import annotations

import ast
from functools import cache

import pytest

from importplan.scenario.schema import SHEETS
from syntax import modules

TOLD_ONLY = {("firms", "ownership")}  # who a firm belongs to
COLUMNS = [(schema.SHEET, spec.attribute) for schema in SHEETS for spec in schema.specs() if spec.used]


@cache
def read() -> frozenset[str]:
    """Attributes that some module reads, and words in quotes, by which some are read."""
    found: set[str] = set()
    for tree in modules().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return frozenset(found)


@pytest.mark.parametrize(("sheet", "column"), sorted(set(COLUMNS) - TOLD_ONLY))
def test_a_column_of_a_sheet_is_read_by_some_module(sheet: str, column: str) -> None:
    assert column in read(), f"{sheet}.{column} is read nowhere: read it or say used=False"


def test_what_is_only_told_is_read_nowhere() -> None:
    """The exceptions end when somebody reads them."""
    assert set(COLUMNS) >= TOLD_ONLY
    assert "ownership" not in read()
