"""Prices and instalments are read in one place: no other module names their columns."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from importplan.scenario import contract_price
from syntax import SOURCE, modules

READER = Path(contract_price.__file__).relative_to(SOURCE).as_posix()
SCHEMA = ("scenario/schema/",)
WRITERS = ("survey/case/", "documents/case/example.py")  # of cases: they fill the columns in
AUDITOR = ("evaluation/ledger/",)  # it splits a price by arithmetic of its own
FENCED = {
    "unit_price": (*SCHEMA, *WRITERS, *AUDITOR),
    "deposit_share": (*SCHEMA, *AUDITOR),
    "shipment_share": (*SCHEMA, *AUDITOR),
    "retention_share": (*SCHEMA, *AUDITOR),
    "royalty": (*SCHEMA, *AUDITOR),
    "packing": (*SCHEMA, *AUDITOR),
    "installation_inside": (*SCHEMA, *AUDITOR, "scenario/checks/", "customs/cost/rules/"),
}


def named(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Names that a module reads off an object or fills in, with their lines; words in quotes only in `getattr` …"""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg, node.value.lineno
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in (
            "getattr",
            "attrgetter",
        ):
            yield from ((part.value, part.lineno) for part in node.args if isinstance(part, ast.Constant))


@cache
def places() -> dict[str, list[tuple[str, int]]]:
    """Name → the files and lines where it is named."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for file, tree in sorted(modules().items()):
        for name, line in named(tree):
            found[name].append((file, line))
    return found


@pytest.mark.parametrize("column", FENCED)
def test_no_other_module_names_the_column(column: str) -> None:
    assert any(file == READER for file, _ in places()[column])
    found = [f"{file}:{line}" for file, line in places()[column] if not file.startswith((READER, *FENCED[column]))]
    assert not found, f"read {column} with {READER}: {found}"


@pytest.mark.parametrize(
    "source",
    ["offer.unit_price", "replace(offer, unit_price=1.0)", "getattr(offer, 'unit_price')", "attrgetter('unit_price')"],
)
def test_the_fence_sees_every_way_to_name_a_column(source: str) -> None:
    assert "unit_price" in {name for name, _ in named(ast.parse(source))}


def test_a_heading_of_a_result_may_have_the_same_name() -> None:
    assert "unit_price" not in {name for name, _ in named(ast.parse("Column('unit_price')"))}
