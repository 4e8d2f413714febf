"""Files are there whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from file_faults import Fault

from importplan.basics.errors import OutputIsInput
from importplan.basics.files import claimed, numbered_names, put, put_all, refuse_inputs
from importplan.cli import outcome
from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main
from importplan.documents.case.example import example
from importplan.documents.case.write import write
from importplan.documents.excel import plan_workbook
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings


def full(handle: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_the_older_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "result.xlsx"
    put(b"old", target)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        put(b"new and longer than ten", target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["result.xlsx"]


def test_a_full_disk_is_told_and_is_no_break_of_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "fsync", full)
    assert main(["new", str(tmp_path / "case.xlsx")]) == ExitCode.INTERNAL
    err = capsys.readouterr().err
    assert "文件读写失败" in err
    assert "程序内部错误" not in err
    assert not list(tmp_path.iterdir())


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_the_files_of_one_command_are_there_all_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    """A fault at every single operation: what stands there is all old or all new, and nothing else."""
    contents = {tmp_path / name: b"new " + name.encode() for name in ("a.xlsx", "b.gz", "c.ics")}
    old, new = {"a.xlsx": b"old", "c.ics": b"old"}, {path.name: content for path, content in contents.items()}
    broken = 0
    for after in range(30):
        for path in tmp_path.iterdir():
            path.unlink()
        for name, content in old.items():
            (tmp_path / name).write_bytes(content)
        with monkeypatch.context() as patch:
            fault = Fault(patch, after, error)
            try:
                put_all(contents)
                told = False
            except error:
                told = True
        # Once all are renamed, only the wait for the folder can break, and nothing is taken back.
        assert state(tmp_path) == (old if told and after < len(new) * 3 + len(old) else new), after
        broken += told
        if fault.left >= 0:
            break
    assert broken >= 11
    assert after < 29


def test_a_name_is_taken_by_one_run_alone(tmp_path: Path) -> None:
    wanted = tmp_path / "result.xlsx"
    with claimed(numbered_names(wanted)) as first, claimed(numbered_names(wanted)) as second:
        put(b"one", first)
        put(b"two", second)
    assert state(tmp_path) == {"result.xlsx": b"one", "result_2.xlsx": b"two"}
    with pytest.raises(ValueError, match="no plan"), claimed(numbered_names(wanted)) as third:
        raise ValueError("no plan")
    assert third.name == "result_3.xlsx"
    assert len(state(tmp_path)) == 2


def test_what_is_read_is_not_written_over(tmp_path: Path) -> None:
    case, folder = tmp_path / "case.xlsx", tmp_path / "csv"
    folder.mkdir()
    for path in (case, folder / "items.csv"):
        path.write_bytes(b"mine")
    (tmp_path / "hard.xlsx").hardlink_to(case)
    (tmp_path / "soft.xlsx").symlink_to(case)
    for output in (case, tmp_path / "hard.xlsx", tmp_path / "soft.xlsx", tmp_path / "csv" / ".." / "case.xlsx"):
        with pytest.raises(OutputIsInput) as refused:
            refuse_inputs((None, output), (case,))
        assert not refused.value.free.exists()
    with pytest.raises(OutputIsInput):
        refuse_inputs((folder / "items.csv",), (folder,))
    refuse_inputs((tmp_path / "result.xlsx", folder / "new.csv"), (case, folder, tmp_path / "not there"))


def test_a_link_stays_a_link_and_rights_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "far.xlsx", tmp_path / "near.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    put(b"new", link)
    assert link.is_symlink() and target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_the_files_of_a_plan_are_there_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbook, calendar: interrupted at every operation; the name that was taken is given back."""
    result = plan_case(example("zh"), RunSettings(seed=1, draws=2, fresh=2))
    monkeypatch.setattr(plan_workbook, "content", lambda *_: b"a workbook")
    names = []
    for after in range(30):
        for path in tmp_path.iterdir():
            path.unlink()
        with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
            fault = Fault(patch, after, KeyboardInterrupt)
            outcome.write(result, None, tmp_path / "case.xlsx", outcome.BesideResult(tmp_path / "steps.ics"))
        names.append(sorted(path.name for path in tmp_path.iterdir()))
        if fault.left >= 0:
            break
    whole = ["case_plan_1.xlsx", "steps.ics"]
    assert names[-1] == whole
    assert all(found in ([], whole) for found in names)
    assert names.count([]) >= 7


def test_a_plan_that_cannot_be_written_goes_among_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result = plan_case(example("zh"), RunSettings(seed=1, draws=2, fresh=2))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "elsewhere"))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "closed").write_text("no folder", encoding="utf-8")
    written = outcome.write(result, tmp_path / "closed" / "result.xlsx", tmp_path / "case.xlsx")
    assert written.result[0].parent.parent == tmp_path / "elsewhere" and written.result[0].stat().st_size > 1000
    assert "result.xlsx" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["duty", "-o"], ["plan", "-o"], ["plan", "--calendar"], ["check", "-o"]])
def test_no_command_writes_over_the_case(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = tmp_path / "case.xlsx"
    write(example("en"), case, "en")
    before = case.read_bytes()
    assert main([command[0], str(case), command[1], str(case)]) == ExitCode.USAGE
    assert "case_2.xlsx" in capsys.readouterr().err
    assert state(tmp_path) == {"case.xlsx": before}


def test_two_runs_at_once_lose_no_result(tmp_path: Path) -> None:
    """Two processes that both find `case_plan_1` free: each keeps what it wrote."""
    code = (
        "import sys; from pathlib import Path; from importplan.basics.files import claimed, put;"
        "from importplan.cli.outcome import beside;"
        "case = Path(sys.argv[1]);"
        "[exec('with claimed(beside(case)) as path: put(sys.argv[2].encode(), path)') for _ in range(20)]"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "case.xlsx"), name]) for name in "ab"]
    assert [run.wait() for run in runs] == [0, 0]
    found = list(state(tmp_path).values())
    assert (found.count(b"a"), found.count(b"b")) == (20, 20)


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8"])
def test_every_terminal_is_told_in_words(encoding: str, tmp_path: Path) -> None:
    write(example("zh"), tmp_path / "case.xlsx", "zh")
    run = "from importplan.cli.main import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", run, "check", str(tmp_path / "case.xlsx")],
        env={key: value for key, value in os.environ.items() if key != "IMPORTPLAN_LANGUAGE"}
        | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        capture_output=True,
    )
    assert done.returncode == ExitCode.DONE, done.stderr
    assert ("0 error(s)" if encoding == "ascii" else "共 0 个错误") in done.stdout.decode(encoding)
