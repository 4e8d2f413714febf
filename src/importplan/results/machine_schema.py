"""JSON Schema of what `plan --json` prints, made from the columns of the tables and from nothing else."""

from __future__ import annotations

from typing import Any

from importplan.basics.labels import LANGUAGES, known, text
from importplan.results.contents import tables
from importplan.results.machine_record import ELSEWHERE, SECTIONS, record
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Look, Reader, Table
from importplan.results.views.run_facts import OUTCOME, ROAD

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(result: PlanResult) -> dict[str, Any]:
    """The schema of a result: its sections, their rows, and of every column type, unit and headings.

    Columns of kinds of payment, ways to plan and modes of customs depend on the case; others may stand beside those
    named. A result without a plan has no rows.
    """
    found = tables(result)
    sections: dict[str, Any] = {key: {} for key in record(result)}
    sections |= {_column_name(column): _column(column) for column in (*OUTCOME, ROAD)}
    sections |= {key: _rows(found[key]) for key in SECTIONS if key in found}
    others = {key: _rows(table) for key, table in found.items() if key not in (*SECTIONS, *ELSEWHERE)}
    sections["tables"] = {"type": "object", "properties": others}
    required = [_column_name(column) for column in (*OUTCOME, ROAD)] + ["orders", "notes", "run"]
    return {
        "$schema": DIALECT,
        "title": "importplan plan --json",
        "type": "object",
        "properties": sections,
        "required": required,
    }


def _rows(table: Table[Any]) -> dict[str, Any]:
    columns = [column for column in table.columns if column.reader is not Reader.PEOPLE]
    properties = {_column_name(column): _column(column) for column in columns}
    return {"type": "array", "items": {"type": "object", "properties": properties}}


def _column_name(column: Column[Any]) -> str:
    return column.known_as or column.key


def _column(column: Column[Any]) -> dict[str, Any]:
    """Type by look; what a column holds that is told in words may be anything."""
    told: dict[str, Any] = {}
    look = column.form.look
    if look is Look.DATE:
        told |= {"type": ["string", "null"], "format": "date"}
    elif look.is_number:
        told["type"] = ["number", "string", "null"] if look is Look.SUMMARY else ["number", "null"]
    heading = f"result.column.{column.key}"
    if known(heading):
        told["description"] = " · ".join(text(heading, language) for language in LANGUAGES)
    return told | ({"unit": column.unit} if column.unit else {})
