"""What a case says but the planner does not use yet: told by checks and results, never ignored in silence."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.basics.labels import Language, text
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import SHEETS
from importplan.scenario.schema.column import Row

UNUSED = ("column-not-used-yet",)  # code of these warnings


def unused(scenario: Scenario) -> Iterator[Issue]:
    """A warning for each column that carries more than defaults and that the planner does not use yet."""
    for schema in SHEETS:
        rows: tuple[Row, ...] = (scenario.settings,) if schema.ONE_ROW else getattr(scenario, schema.SHEET)
        yield from _unused_columns(schema, rows)


def _unused_columns(schema: type[Row], rows: tuple[Row, ...]) -> Iterator[Issue]:
    for spec in schema.specs():
        if spec.used:
            continue
        given = [row for row in rows if getattr(row, spec.attribute) != spec.default]
        if given:
            names = _names(f"column.{schema.SHEET}.{spec.key}")
            at = given[0].cell(spec.key)
            yield Issue.warning(
                "column-not-used-yet",
                at,
                **names,
                sheet=schema.SHEET,
                sheet_zh=text(f"sheet.{schema.SHEET}", "zh"),
                column=spec.key,
                rows=len(given),
            )


def _names(key: str) -> dict[str, str]:
    languages: tuple[Language, ...] = ("zh", "en")
    return {f"name_{language}": text(key, language) for language in languages}
