"""`importplan schema`: the JSON Schema of what `plan --json` and `check --json` print."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import typer

from importplan.basics.issues import Issue
from importplan.cli.language import say
from importplan.cli.show_issues import as_record
from importplan.documents.case.example import example
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.results.machine_schema import DIALECT
from importplan.results.machine_schema import schema as schema_of

OfArgument = Annotated[Literal["plan", "check"], typer.Argument(help=say("cli.schema.of"), show_default=False)]


def schema(of: OfArgument = "plan") -> None:
    """Print the schema; that of a plan is made from the tables of the small case of the template, planned."""
    found = check_schema() if of == "check" else schema_of(plan_case(example("en"), RunSettings(draws=2, fresh=2)))
    print(json.dumps(found, ensure_ascii=False, indent=1))


def check_schema() -> dict[str, Any]:
    """The schema of a list of issues; `moves_cny` stands at figures that are worth a phone call."""
    row = as_record(Issue.error("folder-without-csv"))
    properties: dict[str, Any] = {key: _shaped(value) for key, value in row.items()}
    properties["moves_cny"] = {"type": ["number", "null"], "unit": "cny"}
    items = {"type": "object", "properties": properties, "required": list(row)}
    return {"$schema": DIALECT, "title": "importplan check --json", "type": "array", "items": items}


def _shaped(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        inside = {key: _shaped(part) for key, part in value.items()}
        return {"type": "object", "properties": inside, "additionalProperties": {"type": "string"}}
    return {"type": "string"}
