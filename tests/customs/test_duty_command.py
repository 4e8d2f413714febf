"""`importplan duty` prints JSON that reads back, and writes the workbook that was asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from landed_cases import tiny

from importplan.cli.duty import duty
from importplan.pipeline.case import Case


@pytest.fixture
def case(monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case that is read from nowhere."""
    opened = Case(tiny({"item": {"name_zh": "磨床"}}), (), "case.xlsx", "")
    monkeypatch.setattr("importplan.cli.duty.open_case", lambda path: opened)
    return Path("case.xlsx")


def test_json_holds_the_lines_and_the_assumptions(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    duty(case, json=True)
    printed = json.loads(capsys.readouterr().out)
    amounts = {line["charge"]: line["amount_cny"] for line in printed["lines"] if line["arrival"] == "2026Q1"}
    assert amounts == {"goods": 1_000_000, "customs_value": 1_000_000, "duty": 90_000, "import_vat": 141_700}
    assert [note["code"] for note in printed["notes"]] == ["rates-carried-on", "extra-duty-none"]


def test_the_workbook_is_written_where_it_was_asked_for(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    duty(case, output=tmp_path / "duty.xlsx")
    assert (tmp_path / "duty.xlsx").is_file()
    assert capsys.readouterr().out == ""


def test_people_get_the_tables_in_the_language_they_ask_for(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    duty(case, language="en")
    assert "Landed cost" in capsys.readouterr().out
    duty(case)
    assert "到厂成本" in capsys.readouterr().out


def test_an_item_that_is_not_there_is_wrong_usage(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        duty(case, item=["X"])
    assert stopped.value.code == 2
    assert "X" in capsys.readouterr().err
