"""The script of docs/python.md runs as it stands."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from importplan.documents.case.example import example
from importplan.documents.case.write import write

PAGE = (Path(__file__).parents[1] / "docs" / "python.md").read_text("utf-8")


def test_the_script_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    write(example("en"), tmp_path / "case.xlsx", "en")
    (script,) = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    exec(compile(script, "python.md", "exec"), {})
    assert capsys.readouterr().out.endswith("True\n")
    assert {path.name for path in tmp_path.iterdir()} >= {"plan.xlsx", "plan.html", "orders.csv", "case_csv"}


def test_the_package_says_that_it_is_typed() -> None:
    assert files("importplan").joinpath("py.typed").is_file()
