"""Wrong usage is told in the language of the shell, with what is allowed, and is code 2."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import shell_language
from importplan.cli.main import main

CASES = [
    (["plan"], "缺少参数 CASE。", "The argument CASE is missing."),
    (["new"], "缺少参数 PATH。", "The argument PATH is missing."),
    (["plan", "x.xlsx", "--drows", "3"], "没有“--drows”这个选项。 您是否要用“--draws”？", 'Did you mean "--draws"?'),
    (["plan", "x.xlsx", "--draws", "abc"], "“abc”不对：应为整数，不小于 1。", '"abc" of the option --draws'),
    (["plan", "x.xlsx", "--seed=-1"], "“-1”不对：应为整数，不小于 0。", "a whole number, 0 or more"),
    (["plan", "x.xlsx", "--gap", "0.1", "--gap=2"], "“2”不对：应为 0 到 1 的数字。", "a number from 0 to 1"),
    (["plan", "x.xlsx", "--time-limit", "0"], "应为数字，不小于 0.1。", "a number, 0.1 or more"),
    (["check", "x.xlsx", "y.xlsx"], "写的是：x.xlsx y.xlsx", "more arguments than the command takes: x.xlsx y.xlsx"),
    (["duty", "x.xlsx", "--language", "fr"], "只能是 zh, en 之一。", "one of zh, en"),
    (["plan", "x.xlsx", "--draws"], "选项 --draws 后面要写一个值。", "The option --draws needs a value"),
    (["plan", "x.xlsx", "-o"], "选项 -o 后面要写一个值。", "The option -o needs a value"),
    (["plan", "x.xlsx", "--json=3"], "选项 --json 后面不写值。", "The option --json takes no value"),
]


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("IMPORTPLAN_LANGUAGE", request.param)
    shell_language.cache_clear()
    yield request.param
    shell_language.cache_clear()


@pytest.mark.parametrize(("line", "chinese", "english"), CASES, ids=[" ".join(case[0]) for case in CASES])
def test_a_fault_is_told_in_the_language_of_the_shell(
    line: list[str], chinese: str, english: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(line) == ExitCode.USAGE
    out, err = capsys.readouterr()
    first, last = err.strip().splitlines()
    assert not out
    assert (chinese if language == "zh" else english) in first
    assert f"importplan {line[0]} --help" in last
    assert "Error" not in err
    assert "Usage" not in err


def test_ctrl_c_before_there_is_a_plan_says_that_nothing_was_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stops(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("importplan.cli.check.open_case", stops)
    assert main(["check", "x.xlsx"]) == ExitCode.STOPPED_WITHOUT_PLAN
    assert "已由用户中断，未写出结果。" in capsys.readouterr().err
