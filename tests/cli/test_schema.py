"""The JSON Schema of plans and checks holds what the commands print, and fails on what they would never print."""

from __future__ import annotations

import json
from typing import Any

import pytest

from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main
from importplan.documents.case.example import example
from importplan.documents.case.write import write
from importplan.pipeline.plan import plan_case, to_json
from importplan.pipeline.settings import RunSettings

TYPES: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "number": (int, float), "null": type(None), "boolean": bool,
}  # fmt: skip


def faults(value: Any, schema: dict[str, Any], at: str = "") -> list[str]:
    """Where a value is not what its schema says: types, required keys, items, properties."""
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    if wanted and not any(
        isinstance(value, TYPES[name]) and not (name == "number" and isinstance(value, bool)) for name in wanted
    ):
        return [f"{at}: {value!r} is no {wanted}"]
    found = []
    if isinstance(value, dict):
        found += [f"{at}.{key} lacks" for key in schema.get("required", ()) if key not in value]
        for key, part in value.items():
            found += faults(part, schema.get("properties", {}).get(key, {}), f"{at}.{key}")
    if isinstance(value, list):
        found += [
            fault
            for number, part in enumerate(value)
            for fault in faults(part, schema.get("items", {}), f"{at}[{number}]")
        ]
    return found


def test_what_a_plan_prints_is_of_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == ExitCode.DONE
    schema = json.loads(capsys.readouterr().out)
    told = to_json(plan_case(example("zh"), RunSettings(draws=3, fresh=3)))
    assert faults(told, schema) == []
    columns = schema["properties"]["orders"]["items"]["properties"]
    assert set(told["orders"][0]) == set(columns)
    assert (columns["order_by"]["format"], columns["amount_cny"]["unit"]) == ("date", "cny")
    told["orders"][0]["amount_cny"] = "a lot"
    del told["status"]
    assert len(faults(told, schema)) == 2


def test_what_a_check_prints_is_of_its_schema(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "check"]) == ExitCode.DONE
    schema = json.loads(capsys.readouterr().out)
    write(example("en"), tmp_path / "case.xlsx", "en")
    main(["check", str(tmp_path / "case.xlsx"), "--json"])
    told = json.loads(capsys.readouterr().out)
    assert told and faults(told, schema) == []
    assert set(told[0]) <= set(schema["items"]["properties"])
    assert faults([{"severity": 1}], schema)
