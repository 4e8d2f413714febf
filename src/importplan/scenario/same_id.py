"""Ids that mean the same: `s1`, `S1 ` and `Ｓ1` are one supplier as long as only one supplier is called so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from importplan.catalog.references.countries import shipped_countries
from importplan.parsing.words import fold
from importplan.scenario.limit_rules import Who
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.column import CellKind, ColumnSpec, Row
from importplan.scenario.schema.limits import Limit
from importplan.scenario.target import OF_COUNTRIES, split_target


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
        specs = [spec for spec in schema.specs() if spec.kind is CellKind.REFERENCE]
        if specs and not schema.ONE_ROW:
            rows = getattr(scenario, schema.SHEET)
            changes[schema.SHEET] = tuple(_resolve(row, specs, spellings) for row in rows)
    changes["limits"] = tuple(_resolve_who(row, spellings) for row in changes["limits"])
    for key in ("risk_targets", "events"):
        changes[key] = tuple(_resolve_target(row, spellings) for row in getattr(scenario, key))
    return scenario.replace(**changes)


def _resolve_who(row: Limit, spellings: dict[str, dict[str, str]]) -> Limit:
    """The country, supplier or firm that a limit speaks of; which of them its rule says."""
    if row.who in ("each", "all", RESERVE):
        return row
    if row.kind.who is Who.COUNTRY:
        meant = shipped_countries().find(row.who)
    else:
        of_suppliers = row.kind.who in (Who.SUPPLIER, Who.FRAMEWORK)
        meant = spellings["suppliers" if of_suppliers else "firms"].get(fold(row.who))
    return replace(row, who=meant) if meant is not None and meant != row.who else row


def _resolve_target(row: Any, spellings: dict[str, dict[str, str]]) -> Any:
    """`country:荷兰` is `country:NL`."""
    kind, name = split_target(row.target)
    of_kind = spellings.get(f"{kind}s", {})
    meant = shipped_countries().find(name) if kind in OF_COUNTRIES else of_kind.get(fold(name), name)
    target = f"{kind}:{meant}" if kind and meant else row.target
    return row if target == row.target else replace(row, target=target)


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
