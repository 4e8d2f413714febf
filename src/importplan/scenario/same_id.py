"""Ids that mean the same: `s1`, `S1 ` and `Ｓ1` are one supplier as long as only one supplier is called so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.column import ColumnSpec, Kind, Row
from importplan.scenario.wording import fold


def ids_of(scenario: Scenario, sheet_key: str) -> tuple[str, ...]:
    """The ids of a sheet; of `firms` also the one firm that an empty sheet stands for."""
    if sheet_key == "firms":
        return tuple(firm.firm for firm in scenario.all_firms)
    schema = next(entry for entry in SHEETS if sheet_key == entry.SHEET)
    named = schema.id_column()
    rows: tuple[Row, ...] = getattr(scenario, sheet_key)
    return tuple(getattr(row, named.attribute) for row in rows) if named else ()


def resolve_references(scenario: Scenario) -> Scenario:
    """References written a little differently from the id they mean, replaced by that id."""
    spellings = {key: _spellings(scenario, key) for key in _referred_sheets()}
    changes: dict[str, Any] = {}
    for schema in SHEETS:
        specs = [spec for spec in schema.specs() if spec.kind is Kind.REFERENCE]
        if specs and not schema.ONE_ROW:
            rows = getattr(scenario, schema.SHEET)
            changes[schema.SHEET] = tuple(_resolve(row, specs, spellings) for row in rows)
    return scenario.replace(**changes)


def _referred_sheets() -> set[str]:
    return {key for schema in SHEETS for spec in schema.specs() for key in spec.refers}


def _spellings(scenario: Scenario, sheet_key: str) -> dict[str, str]:
    """Folded spelling → id, only where it is one id's alone; every id under its own spelling."""
    by_fold: dict[str, set[str]] = defaultdict(set)
    for name in ids_of(scenario, sheet_key):
        by_fold[fold(name)].add(name)
    return {spelling: next(iter(names)) for spelling, names in by_fold.items() if len(names) == 1}


def _resolve(row: Row, specs: list[ColumnSpec], spellings: dict[str, dict[str, str]]) -> Row:
    changes: dict[str, Any] = {}
    for spec in specs:
        value = getattr(row, spec.attribute)
        if not value or value in spec.literals:
            continue
        for key in spec.refers:
            meant = spellings[key].get(fold(value))
            if meant is not None and meant != value:
                changes[spec.attribute] = meant
    return replace(row, **changes) if changes else row
