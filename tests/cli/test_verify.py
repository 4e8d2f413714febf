"""`importplan verify`: what it prints and returns, and that it needs no solver."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from openpyxl import load_workbook

from importplan.basics.labels import LANGUAGES, Language
from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main
from importplan.evaluation.ledger.violation import FAMILIES
from importplan.results.verification import rule_words
from importplan.scenario.limit_rules import LIMIT_RULES

sys.path.insert(0, str(Path(__file__).parents[1] / "results"))
from tiny_case import tiny_case

from importplan.documents.case.write import write


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case and its result, as the command line writes them."""
    path = tmp_path_factory.mktemp("verify")
    write(tiny_case(), path / "case.xlsx", "zh")
    assert main(["plan", str(path / "case.xlsx"), "--fresh", "20", "-o", str(path / "plan.xlsx")]) == ExitCode.DONE
    return path


def spoilt(folder: Path) -> Path:
    """The result with another quantity of the first order."""
    book = load_workbook(folder / "plan.xlsx")
    sheet = book["采购订单建议"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, (int, float)))
    cell.value += 1
    book.save(folder / "spoilt.xlsx")
    return folder / "spoilt.xlsx"


def test_a_result_agrees_and_what_was_not_recomputed_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It never claims more than it did."""
    capsys.readouterr()
    assert main(["verify", str(folder / "plan.xlsx"), "--case", str(folder / "case.xlsx")]) == ExitCode.DONE
    told = capsys.readouterr().out
    assert told.startswith("核对相符：plan.xlsx")
    assert "不判断方案是否最优" in told
    assert "重放" in told


def test_a_changed_cell_is_named_in_both_languages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sheet, cell, what was found and what was recomputed; the exit code tells scripts."""
    capsys.readouterr()
    assert main(["verify", str(spoilt(folder)), "--language", "en"]) == 1
    english = capsys.readouterr().out
    assert english.startswith("Differs: spoilt.xlsx")
    assert "采购订单建议!" in english
    assert "recomputed" in english
    assert main(["verify", str(folder / "spoilt.xlsx"), "--language", "zh"]) == 1
    assert "重算为" in capsys.readouterr().out


def test_json_holds_every_finding_and_every_sheet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For programs: places, values, counts."""
    capsys.readouterr()
    assert main(["verify", str(spoilt(folder)), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert not found["agrees"]
    assert found["findings"][0]["kind"] == "cell"
    assert {sheet["sheet"] for sheet in found["compared"]} >= {"决策摘要", "资金计划", "假设与待核事项"}
    assert {remark["key"] for remark in found["not_recomputed"]} >= {"best", "replays", "case"}


def test_a_file_that_is_no_result_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The case itself, for one: it carries no plan."""
    capsys.readouterr()
    assert main(["verify", str(folder / "case.xlsx")]) == ExitCode.INPUT_ISSUES
    assert "plan" in capsys.readouterr().err


WITHOUT = textwrap.dedent(
    """
    import sys
    sys.modules["ortools"] = None  # importing it fails from here on
    from importplan.cli.main import main
    code = main(["verify", sys.argv[1]])
    solving = [name for name in sys.modules if name.startswith(("importplan.model", "importplan.solvers", "ortools."))]
    print(code, solving)
    """
)


def test_verify_runs_where_there_is_no_solver(folder: Path) -> None:
    """Nor does it load the model: it is the second road."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, str(folder / "plan.xlsx")],
        env=os.environ | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "0 []"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_that_can_be_broken_has_words(language: Language) -> None:
    """A family or a limit that is added and not named would end verify where it is needed."""
    for rule in (*FAMILIES, *LIMIT_RULES):
        assert rule_words(rule, language)
