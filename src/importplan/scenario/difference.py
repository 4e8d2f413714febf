"""What a new version of a case changes in an older one, row by row, and how the two are merged.

Rows are the same where their ids are; rows of sheets without ids by the columns of `KEYS`, and where several have the
same ones, by their order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.column import ColumnSpec, Row
from importplan.scenario.switched_off import switched_off

Change = Literal["added", "changed", "unchanged", "only_before"]
CHANGES: tuple[Change, ...] = ("added", "changed", "unchanged", "only_before")
KEYS: Mapping[str, tuple[str, ...]] = {
    "qualifications": ("firm", "regime", "item"),
    "stock": ("item", "site", "owner"),
    "reserve_terms": ("item",),
    "installed_base": ("firm", "item"),
    "usage": ("machine", "item"),
    "price_breaks": ("offer", "from_quantity"),
    "substitutes": ("item", "serves"),
    "route_inputs": ("route", "item"),
    "budgets": ("payer", "from", "to", "in"),
    "limits": ("rule", "item", "who", "from", "to", "priority"),
    "risk_targets": ("risk", "target", "tag"),
    "demand_risks": ("industry",),
    "events": ("event", "target", "tag", "from"),
    "draw_values": ("draw", "what", "id", "period"),
    "fx": ("currency",),
    "overrides": ("scenario", "sheet", "id", "column"),
}
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row in both versions; `cells` of a changed one: column, value before, value after."""

    sheet: str
    row: str
    change: Change
    cells: tuple[tuple[str, object, object], ...] = ()


@dataclass(frozen=True)
class CaseDifference:
    """All rows of all sheets that either version has."""

    rows: tuple[RowChange, ...]

    def counts(self) -> dict[str, dict[Change, int]]:
        """Sheet → how many rows are added, changed, unchanged, or only in the version before."""
        found: dict[str, dict[Change, int]] = {}
        for row in self.rows:
            counted = found.setdefault(row.sheet, dict.fromkeys(CHANGES, 0))
            counted[row.change] += 1
        return found


def compare(before: Scenario, after: Scenario) -> CaseDifference:
    """What becomes of each row of a case."""
    return CaseDifference(tuple(row for schema in SHEETS for row in _compare_sheet(schema, before, after)))


def merge(before: Scenario, after: Scenario, base: Scenario) -> Scenario:
    """Lay a new version over an older one, by ids.

    Rows only in the older one stay. A row in both takes the new values, but for cells that the new one leaves at their
    default, so that what people have added stays. A row that the new version only took over from `base` stays as it was
    edited; so do the settings.
    """
    sheets: dict[str, Any] = {}
    for schema in SHEETS:
        if not schema.ONE_ROW:
            old, new = _by_key(schema, before), _by_key(schema, after)
            given = _by_key(schema, base)
            merged = [_merged(row, new.get(key), given.get(key)) for key, row in old.items()]
            sheets[schema.SHEET] = (*merged, *(row for key, row in new.items() if key not in old))
    settings = replace(before.settings, data_as_of=after.settings.data_as_of or before.settings.data_as_of)
    return switched_off(after.replace(settings=settings, off=(), **sheets))[0]


def _merged(old: Row, new: Row | None, given: Row | None) -> Row:
    if new is None or new == given:
        return old
    kept = {
        spec.attribute: getattr(old, spec.attribute)
        for spec in new.specs()
        if not spec.required and getattr(new, spec.attribute) == spec.default
    }
    return replace(new, **kept)


def _compare_sheet(schema: type[Row], before: Scenario, after: Scenario) -> Iterator[RowChange]:
    if schema.ONE_ROW:
        cells = tuple(_cells(before.settings, after.settings))
        yield RowChange(schema.SHEET, schema.SHEET, "changed" if cells else "unchanged", cells)
        return
    old, new = _by_key(schema, before), _by_key(schema, after)
    for key, row in old.items():
        if key not in new:
            yield RowChange(schema.SHEET, _words(key), "only_before")
            continue
        cells = tuple(_cells(row, new[key]))
        yield RowChange(schema.SHEET, _words(key), "changed" if cells else "unchanged", cells)
    for key in new:
        if key not in old:
            yield RowChange(schema.SHEET, _words(key), "added")


def _cells(old: Row, new: Row) -> Iterator[tuple[str, object, object]]:
    for spec in new.specs():
        before, after = getattr(old, spec.attribute), getattr(new, spec.attribute)
        if before != after:
            yield spec.key, before, after


def _by_key(schema: type[Row], scenario: Scenario) -> dict[Key, Row]:
    """The rows of a sheet by what names them; the second one of a name has 2 in its key."""
    specs = _key_specs(schema)
    found: dict[Key, Row] = {}
    for row in scenario.rows(schema.SHEET):
        named = tuple(getattr(row, spec.attribute) for spec in specs)
        number = 1
        while (*named, number) in found:
            number += 1
        found[(*named, number)] = row
    return found


def called(scenario: Scenario, sheet_key: str) -> dict[str, Row]:
    """What rows are called where cases are compared or overridden: their id, else what tells them apart."""
    schema = next(entry for entry in SHEETS if sheet_key == entry.SHEET)
    return {_words(key): row for key, row in _by_key(schema, scenario).items()}


def _key_specs(schema: type[Row]) -> list[ColumnSpec]:
    named = schema.id_column()
    keys = (named.key,) if named else KEYS[schema.SHEET]
    return [spec for key in keys for spec in schema.specs() if spec.key == key]


def _words(key: Key) -> str:
    *parts, number = key
    named = "/".join(str(part) for part in parts if part not in ("", None))
    return named if number == 1 else f"{named} ({number})"
