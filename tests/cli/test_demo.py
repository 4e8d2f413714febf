"""`importplan demo`: copies the shipped case, plans it, never writes over an earlier one."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from importplan.basics.labels import text
from importplan.cli import demo
from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main
from importplan.pipeline.case import open_case


def test_the_example_of_demo_runs_in_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fewer draws than in the example, to keep the test short."""
    monkeypatch.chdir(tmp_path)
    _, *words = shlex.split(text("cli.demo.example", "zh"))
    words[words.index("--draws") + 1] = "8"
    assert main([*words, "--json", "--gap", "0.02"]) == ExitCode.DONE
    out, err = capsys.readouterr()
    assert json.loads(out)["ledger"]["agrees"] is True
    folder = tmp_path / "importplan-demo"
    assert (folder / "compressor_maker.xlsx").exists()
    assert (folder / "compressor_maker_plan_1.xlsx").exists()
    assert "compressor_maker_plan_1.xlsx" in err


def test_an_earlier_demo_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "importplan-demo").mkdir()
    (tmp_path / "importplan-demo" / "mine.txt").write_text("mine")
    assert main(["demo"]) == ExitCode.USAGE
    assert "importplan-demo" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "importplan-demo").iterdir()] == ["mine.txt"]


def test_the_shipped_case_passes_its_checks() -> None:
    case = demo.shipped("scenarios") / demo.SCENARIO / f"{demo.SCENARIO}.xlsx"
    assert open_case(case).scenario.settings.title
