"""Ids stand once in their sheet, and what a row refers to exists."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.parsing.words import nearest
from importplan.scenario.same_id import called_so, ids_of
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.column import CellKind, ColumnSpec, Row
from importplan.scenario.wording import column_names, sheet_name

GROUP = "group:"  # `group:NAME` in limits: all items of a group


def ids_are_unique(scenario: Scenario) -> Iterator[Issue]:
    """Two rows of a sheet must not have the same id."""
    for schema in SHEETS:
        named = schema.id_column()
        if named is None or schema.ONE_ROW:
            continue
        first: dict[str, Row] = {}
        for row in getattr(scenario, schema.SHEET):
            name = getattr(row, named.attribute)
            if not name:
                continue
            if name in first:
                yield Issue.error("id-twice", row.cell(named.key), id=name, first=first[name].cell(named.key).cell)
            first.setdefault(name, row)


def references_exist(scenario: Scenario) -> Iterator[Issue]:
    """A reference names a row of the sheet it refers to, or one of the words allowed beside ids."""
    known: dict[str, tuple[str, ...]] = {}
    for schema in SHEETS:
        for spec in schema.specs():
            if spec.kind is not CellKind.REFERENCE:
                continue
            for key in spec.refers:
                known.setdefault(key, ids_of(scenario, key))
            names = {name for key in spec.refers for name in known[key]}
            called = {word: name for key in spec.refers for word, name in called_so(scenario, key)}
            for row in getattr(scenario, schema.SHEET):
                yield from _reference_exists(row, spec, names, called)


def _reference_exists(row: Row, spec: ColumnSpec, names: set[str], called: dict[str, str]) -> Iterator[Issue]:
    value = getattr(row, spec.attribute)
    if not value or value in names or value in spec.literals:
        return
    if GROUP in spec.literals and value.startswith(GROUP):
        return  # groups have a check of their own
    near = called.get(value) or nearest(value, sorted(names))
    code = "reference-misspelt" if near else "reference-unknown"
    words = column_names(row.SHEET, spec.key)
    sheet = {"sheet": spec.refers[0], "sheet_zh": sheet_name(spec.refers[0], "zh")}
    yield Issue.error(code, row.cell(spec.key), value=value, nearest=near, **words, **sheet)
