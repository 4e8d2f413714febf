"""What the shell sees: exit codes, standard output and error, help without heavy imports, examples that run."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import importplan
from importplan.basics.labels import LANGUAGES, known, text
from importplan.cli import outcome
from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import COMMANDS, main
from importplan.documents.case.write import write
from importplan.pipeline.plan import plan_case, write_result
from importplan.plan.solution import Reason
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier


def small_case(**changes: Any) -> Scenario:
    """Ten parts are needed in the second quarter; one offer, no risk, one draw."""
    scenario = Scenario(
        settings=Settings(title="小例", start=date(2027, 1, 1), periods=2, draws=1, gap=0.0),
        items=(Item(item="PART", name_zh="零件", name_en="Part", kind="part", hs_code="84828000"),),
        suppliers=(Supplier(supplier="S", name="供应商", country="JP"),),
        offers=(
            Offer(offer="O", supplier="S", item="PART", unit_price=100.0, currency="CNY", price_includes_vat=False),
        ),
        demand=(Demand(line="D", item="PART", period=date(2027, 4, 1), quantity=10.0, shortage_cost_cny=1e5),),
    )
    return scenario.replace(**changes)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.xlsx"
    write(small_case(), path, "zh")
    return path


def written(scenario: Scenario, folder: Path) -> str:
    write(scenario, folder / "case.xlsx", "zh")
    return str(folder / "case.xlsx")


def test_plan_writes_beside_the_case_under_the_next_free_name(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = case.read_bytes()
    assert main(["plan", str(case)]) == ExitCode.DONE
    assert main(["plan", str(case), "--language", "en"]) == ExitCode.DONE
    names = sorted(path.name for path in case.parent.iterdir())
    assert names == ["case.xlsx", "case_plan_1.xlsx", "case_plan_2.xlsx"]
    assert case.read_bytes() == before
    out, err = capsys.readouterr()
    assert "一、建议" in out
    assert "1. Advice" in out
    assert "case_plan_2.xlsx" in err


def test_the_output_can_be_named(case: Path, tmp_path: Path) -> None:
    target = tmp_path / "mine.xlsx"
    assert main(["plan", str(case), "--output", str(target)]) == ExitCode.DONE
    assert target.exists()


def test_json_alone_stands_on_standard_output(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """10 units × 100 CNY, 8 % duty; quoted CIF in CNY: 1,080, discounted by no more than a quarter of 4 %."""
    assert main(["plan", str(case), "--json", "--seed", "7", "--draws", "3", "--gap", "0.01"]) == ExitCode.DONE
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert found["status"] in ("optimal", "gap_reached")
    assert 1_060 < found["objective_cny"] <= 1_080
    assert found["run"]["overrides"] == {"seed": 7, "draws": 3, "gap": 0.01}
    assert "求解" in err


def test_faults_of_the_input_are_code_1_and_all_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = small_case(
        demand=(Demand(line="D", item="NOTHING", period=date(2027, 4, 1), quantity=1.0),),
        offers=(
            Offer(offer="O", supplier="NOBODY", item="PART", unit_price=1.0, currency="CNY", price_includes_vat=False),
        ),
    )
    assert main(["plan", written(broken, tmp_path)]) == ExitCode.INPUT_ISSUES
    err = capsys.readouterr().err
    assert "NOTHING" in err
    assert "NOBODY" in err
    assert "Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["case.xlsx"]


def test_a_rate_that_is_not_on_record_is_a_fault_of_the_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown = small_case(items=(Item(item="PART", kind="part", hs_code="84602311"),))
    assert main(["plan", written(unknown, tmp_path)]) == ExitCode.INPUT_ISSUES
    assert "84602311" in capsys.readouterr().err


@pytest.mark.parametrize("line", [["pln"], ["plan"], ["plan", "x.xlsx", "--gap", "2"], ["plan", "--what"]])
def test_wrong_usage_is_code_2(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(line) == ExitCode.USAGE
    assert capsys.readouterr().err


def test_an_unknown_command_is_told_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    main(["paln"])
    assert "plan" in capsys.readouterr().err


def test_an_infeasible_case_is_code_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything must be on time, but making takes two years."""
    late = small_case(
        offers=(
            Offer(
                offer="O",
                supplier="S",
                item="PART",
                unit_price=1.0,
                currency="CNY",
                lead_time_days=700.0,
                price_includes_vat=False,
            ),
        ),
        limits=(Limit(rule="min_fill_rate", value=1.0),),
    )
    path = written(late, tmp_path)
    assert main(["plan", path]) == ExitCode.NO_SOLUTION
    err = capsys.readouterr().err
    assert "没有可行方案" in err
    assert "出路 1：零件 须容许多晚交 10 台（最低满足率达不到）" in err
    assert "约束条件!" in err  # the place in the workbook
    assert main(["plan", path, "--json"]) == ExitCode.NO_SOLUTION
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "infeasible"
    assert found["ways_out"][0]["repairs"][0]["rule"] == "min_fill_rate"
    assert "零件 须容许多晚交 10 台" in found["ways_out"][0]["words"]
    names = load_workbook(tmp_path / "case_plan_1.xlsx", read_only=True).sheetnames
    assert names == ["决策摘要", "假设与待核事项"]


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (Reason.STOPPED_WITHOUT_PLAN, ExitCode.STOPPED_WITHOUT_PLAN),
        (Reason.UNBOUNDED, ExitCode.NO_SOLUTION),
        (Reason.FAILED, ExitCode.INTERNAL),
    ],
)
def test_every_way_to_end_without_a_plan_has_its_code(
    reason: Reason, code: ExitCode, capsys: pytest.CaptureFixture[str]
) -> None:
    result = plan_case(small_case())
    termination = replace(result.solution.termination, reason=reason)
    solution = replace(result.solution, termination=termination, found=None, costs=None, risk=None)
    without = replace(result, solution=solution, ledger=None, alternatives=(), dates=())
    assert outcome.finish(without, Path("never.xlsx"), False, Path("case.xlsx")) == code
    assert capsys.readouterr().err.strip()


def test_every_stage_that_is_told_has_words() -> None:
    """Whatever the rooms tell as `tell("…")`."""
    sources = Path(importplan.__file__).parent.rglob("*.py")
    told = {word for file in sources for word in re.findall(r'tell\("(\w+)"\)', file.read_text(encoding="utf-8"))}
    assert len(told) >= 6
    for word in told:
        assert known(f"cli.progress.{word}"), word


def test_every_reason_has_an_exit_code() -> None:
    assert set(outcome.EXIT_CODES) == set(Reason)


def test_a_break_of_our_own_is_code_5_and_shows_a_traceback_only_when_asked(
    case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(*arguments: object) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr("importplan.pipeline.plan.price", breaks)
    assert main(["plan", str(case)]) == ExitCode.INTERNAL
    err = capsys.readouterr().err
    assert "on purpose" in err
    assert "Traceback" not in err
    assert main(["plan", str(case), "--debug"]) == ExitCode.INTERNAL
    assert "Traceback" in capsys.readouterr().err


def test_general_help_names_every_command_and_loads_neither_pandas_nor_the_solver() -> None:
    code = (
        "import sys\nfrom importplan.cli.main import main\nmain(['--help'])\n"
        "print([name for name in ('pandas', 'ortools', 'numpy', 'openpyxl', 'xlsxwriter') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    *help_lines, loaded = done.stdout.splitlines()
    assert loaded == "[]"
    for name in COMMANDS:
        assert any(line.strip().startswith(name.split()[0]) for line in help_lines)


def test_a_group_names_its_commands_and_refuses_others(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["catalog"], ["catalog", "--help"]):
        assert main(words) == ExitCode.DONE
        out = capsys.readouterr().out
        assert all(f"  {name} " in out for name in COMMANDS if name.startswith("catalog "))
    assert main(["catalog", "shwo"]) == ExitCode.USAGE
    assert "catalog show" in capsys.readouterr().err


def a_return(path: Path) -> None:
    """A returned questionnaire that says no more than who sent it."""
    path.parent.mkdir()
    book = Workbook()
    sheet = book.active
    sheet.title = "企业情况"
    for row in (("题号", "问题", "回答"), ("A1", "企业全称", "东莞市甲精密机械有限公司"), ("A4", "所在地市", "东莞")):
        sheet.append(row)
    book.save(path)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_every_command_ends_with_its_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*name.split(), "--help"]) == ExitCode.DONE
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert f"importplan {name}" in last


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "demo"])
def test_the_example_of_every_command_runs(
    name: str, language: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The example of `demo` is run in test_demo.py."""
    monkeypatch.chdir(tmp_path)
    _, *words = shlex.split(text(f"cli.{name.replace(' ', '.')}.example", language))
    if name == "catalog import":
        (tmp_path / words[2]).write_text("序号,商品名称,税则号列\n1,滚珠丝杠副,84834090\n", encoding="utf-8")
    if name == "catalog import tariff":
        (tmp_path / words[3]).write_text("税号,最惠国税率\n84571010,8\n", encoding="utf-8")
    if name == "catalog radar":
        (tmp_path / words[3]).mkdir()
        write(small_case(), tmp_path / words[4], "zh")
    if name in ("allocate", "assess", "batch", "check", "declare", "duty", "export", "plan"):
        write(small_case(), tmp_path / words[1], "zh")
    if name == "compare":
        for path in words[1:3]:
            write_result(plan_case(small_case()), tmp_path / path)
    if name in ("stability", "doubts"):
        write_result(plan_case(small_case()), tmp_path / words[1])
    if name == "verify":
        write(small_case(), tmp_path / words[3], "zh")
        assert main(["plan", words[3], "--fresh", "20", "-o", words[1]]) == ExitCode.DONE
    if name in ("survey collect", "survey report", "survey share"):
        write(small_case(), tmp_path / words[words.index("--base") + 1], "zh")
        a_return(tmp_path / words[2] / "a.xlsx")
    assert main(words) == ExitCode.DONE, capsys.readouterr().err
