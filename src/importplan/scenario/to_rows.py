"""From the typed scenario back to plain tables, from which any workbook or CSV file can be written without loss."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from importplan.basics.labels import Language, text
from importplan.basics.spans import Grain, TimeSpan
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.column import CellKind, ColumnSpec, Row
from importplan.scenario.wording import SETTINGS_COLUMNS, choice_word, heading, sheet_name

Plain = str | float | int | date | None


@dataclass(frozen=True)
class SheetTable:
    """One sheet as plain values. `kinds` says how each column is meant, None for the columns of `settings`."""

    key: str
    name: str
    keys: tuple[str, ...]
    headings: tuple[str, ...]
    kinds: tuple[CellKind | None, ...]
    rows: tuple[tuple[Plain, ...], ...]


def to_tables(scenario: Scenario, language: Language) -> tuple[SheetTable, ...]:
    """The tables of all sheets that have rows; columns that hold nothing but their default are left out."""
    tables = [_settings_table(scenario, language)]
    for schema in SHEETS:
        rows = () if schema.ONE_ROW else scenario.rows(schema.SHEET)
        if rows:
            tables.append(_table(schema, rows, language))
    return tuple(tables)


def _settings_table(scenario: Scenario, language: Language) -> SheetTable:
    """All settings, defaults too: a record of the case should not depend on what the defaults are later."""
    settings = scenario.settings
    key = settings.SHEET
    rows = tuple(
        (heading(key, spec.key, language), plain(getattr(settings, spec.attribute), spec, key, language))
        for spec in settings.specs()
        if getattr(settings, spec.attribute) not in (None, "")
    )
    headings = tuple(heading(key, column, language) for column in SETTINGS_COLUMNS)
    return SheetTable(key, sheet_name(key, language), SETTINGS_COLUMNS, headings, (None, None), rows)


def _table(schema: type[Row], rows: tuple[Row, ...], language: Language) -> SheetTable:
    key = schema.SHEET
    specs = [spec for spec in schema.specs() if spec.required or _says_something(spec, rows)]
    return SheetTable(
        key=key,
        name=sheet_name(key, language),
        keys=tuple(spec.key for spec in specs),
        headings=tuple(heading(key, spec.key, language) for spec in specs),
        kinds=tuple(spec.kind for spec in specs),
        rows=tuple(tuple(plain(getattr(row, spec.attribute), spec, key, language) for spec in specs) for row in rows),
    )


def _says_something(spec: ColumnSpec, rows: tuple[Row, ...]) -> bool:
    return any(getattr(row, spec.attribute) != spec.default for row in rows)


def plain(value: Any, spec: ColumnSpec, sheet_key: str, language: Language) -> Plain:
    """One value as it is written into a cell; reading the cell gives the value again."""
    if value is None or value == "" or value == ():
        return None
    if isinstance(value, bool):
        return text(f"choice.yes_no.{'yes' if value else 'no'}", language)
    if isinstance(value, str) and value in spec.choices:
        word = choice_word(sheet_key, spec, value, language)
        return int(word) if word.isdigit() else word
    if isinstance(value, str) and value in spec.literals and value != "group:":
        return text(f"literal.{value}", language)
    if isinstance(value, TimeSpan):
        return value.first if value.grain is Grain.DAY else str(value)
    if spec.kind in (CellKind.LIST, CellKind.COUNTRIES):
        return ";".join(value)
    if spec.kind is CellKind.PAIRS:
        return ";".join(f"{name}={given}" for name, given in value)
    plain_value: Plain = value
    return plain_value
