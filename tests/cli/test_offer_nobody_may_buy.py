"""An offer cleared in a mode for certified firms, where none is: `check`, `duty` and `plan` say so and go on."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from importplan.cli.main import main
from importplan.documents.case.example import example
from importplan.documents.case.write import write

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The import offer for certified firms only, and the machine's worth left to the offers."""
    base = example("en")
    offers = tuple(dataclasses.replace(row, customs_mode="aeo" if row.incoterm == "CIF" else "") for row in base.offers)
    items = tuple(dataclasses.replace(row, reference_value_cny=None) for row in base.items)
    path = tmp_path / "case.xlsx"
    write(base.replace(offers=offers, items=items), path, "en")
    return path


def test_check_tells_it(case: Path, capsys: Capture) -> None:
    assert main(["check", str(case), "--json"]) == 0
    told = [row for row in json.loads(capsys.readouterr().out) if row["code"] == "customs-mode-nobody"]
    assert [(row["sheet"], row["severity"]) for row in told] == [("offers", "warning")]


def test_duty_tells_it(case: Path, capsys: Capture) -> None:
    assert main(["duty", str(case), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert "customs-mode-nobody" in [note["code"] for note in record["notes"]]
    assert {line["offer"] for line in record["lines"]} == {"S2-M1"}


def test_the_plan_buys_elsewhere_and_tells_it(case: Path, tmp_path: Path, capsys: Capture) -> None:
    result = tmp_path / "plan.xlsx"
    assert main(["plan", str(case), "--json", "--draws", "5", "--fresh", "5", "--output", str(result)]) == 0
    said = capsys.readouterr().out
    assert "customs-mode-nobody" in said
    assert {order["offer"] for order in json.loads(said)["orders"]} == {"S2-M1"}
    assert main(["verify", str(result), "--case", str(case)]) == 0
