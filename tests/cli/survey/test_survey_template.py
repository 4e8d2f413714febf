"""`importplan survey template` as the shell sees it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from importplan.cli.main import main
from importplan.documents.case.example import example
from importplan.documents.case.write import write

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(("language", "first"), [("zh", "企业情况"), ("en", "Firm")])
def test_the_questionnaire_is_written_in_the_language_asked_for(
    language: str, first: str, tmp_path: Path, capsys: Capture
) -> None:
    assert main(["survey", "template", str(tmp_path / "form"), "--language", language]) == 0
    assert str(tmp_path / "form.xlsx") in capsys.readouterr().out
    assert load_workbook(tmp_path / "form.xlsx").sheetnames[0] == first


def test_a_file_that_is_there_is_left_alone(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "form.xlsx"
    path.write_text("mine", encoding="utf-8")
    assert main(["survey", "template", str(path)]) == 2
    assert "form.xlsx" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_base_case_offers_its_items(tmp_path: Path) -> None:
    base = example("zh")
    write(base, tmp_path / "base.xlsx", "zh")
    assert main(["survey", "template", str(tmp_path / "form.xlsx"), "--base", str(tmp_path / "base.xlsx")]) == 0
    lists = load_workbook(tmp_path / "form.xlsx")["#选项"]
    words = {str(cell.value) for column in lists.iter_cols() for cell in column}
    assert {item.name_zh for item in base.items} <= words
    assert f"{base.settings.start.year}年1季度" in words
