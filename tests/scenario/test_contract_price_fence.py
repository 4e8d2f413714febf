"""Prices and instalments are read in one place: no other module names their columns."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import importplan
from importplan.scenario import contract_price

ROOM = Path(importplan.__file__).parent
READER = Path(contract_price.__file__).relative_to(ROOM).as_posix()
SCHEMA = ("scenario/schema/",)
WRITERS = ("survey/case/", "documents/case/example.py")  # of cases: they fill the columns in
AUDITOR = ("evaluation/ledger/",)  # it splits a price by arithmetic of its own
FENCED = {
    "unit_price": (*SCHEMA, *WRITERS),
    "deposit_share": (*SCHEMA, *AUDITOR),
    "shipment_share": (*SCHEMA, *AUDITOR),
    "retention_share": (*SCHEMA, *AUDITOR),
    "royalty": (*SCHEMA, *AUDITOR),
    "packing": (*SCHEMA, *AUDITOR),
    "installation_inside": (*SCHEMA, *AUDITOR, "scenario/checks/", "customs/cost/rules/"),
}


def named(source: str) -> Iterator[tuple[str, int]]:
    """Names that a module reads off an object or fills in, with their lines; words in quotes only in `getattr` …"""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg, node.value.lineno
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
            "getattr",
            "attrgetter",
        ):
            yield from ((part.value, part.lineno) for part in node.args if isinstance(part, ast.Constant))


@pytest.mark.parametrize("column", FENCED)
def test_no_other_module_names_the_column(column: str) -> None:
    found = []
    for file in sorted(ROOM.rglob("*.py")):
        place = file.relative_to(ROOM).as_posix()
        if place == READER or place.startswith(FENCED[column]):
            continue
        lines = [line for name, line in named(file.read_text(encoding="utf-8")) if name == column]
        found += [f"{place}:{line}" for line in lines]
    assert not found, f"read {column} with {READER}: {found}"


@pytest.mark.parametrize(
    "source",
    ["offer.unit_price", "replace(offer, unit_price=1.0)", "getattr(offer, 'unit_price')", "attrgetter('unit_price')"],
)
def test_the_fence_sees_every_way_to_name_a_column(source: str) -> None:
    assert "unit_price" in {name for name, _ in named(source)}


def test_a_heading_of_a_result_may_have_the_same_name() -> None:
    assert "unit_price" not in {name for name, _ in named("Column('unit_price')")}
