"""What Windows does otherwise, as far as it can be played here."""

from __future__ import annotations

import errno
import io
import re
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from importplan.basics import files
from importplan.catalog.files import shipped
from importplan.cli import demo
from importplan.cli import main as command_line
from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main, reader_left
from importplan.documents.application.pack import _free, _safe
from importplan.running import executor

SOURCE = Path(command_line.__file__).parents[1]


def test_a_file_that_a_scanner_holds_for_a_moment_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "WINDOWS", True)
    monkeypatch.setattr(files.time, "sleep", lambda seconds: None)
    replace, refusals = Path.replace, iter([PermissionError(13, "used by another process")] * 3)

    def held(self: Path, target: Path) -> Path:
        for refusal in refusals:
            raise refusal
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    files.put(b"new", tmp_path / "result.xlsx")
    assert (tmp_path / "result.xlsx").read_bytes() == b"new"


def test_a_file_open_in_excel_is_told_and_nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "WINDOWS", True)
    monkeypatch.setattr(files.time, "sleep", lambda seconds: None)
    (tmp_path / "result.xlsx").write_bytes(b"old")
    (tmp_path / "result.xlsx").chmod(stat.S_IREAD)  # the copy beside is read-only then, too

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(PermissionError):
        files.put(b"new", tmp_path / "result.xlsx")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_a_closed_pipe_is_an_invalid_argument_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    closed, full = OSError(errno.EINVAL, "Invalid argument"), OSError(errno.ENOSPC, "No space")
    assert not reader_left(closed)
    monkeypatch.setattr(command_line, "WINDOWS", True)
    assert reader_left(closed) and not reader_left(full)
    assert not reader_left(OSError(errno.EINVAL, "Invalid argument", "a?.xlsx"))


def test_processes_start_in_a_group_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    started: dict[str, object] = {}

    def popen(command: list[str], **how: object) -> None:
        started.update(how)

    monkeypatch.setattr(executor, "_OWN_GROUP", 0x200)
    monkeypatch.setattr(subprocess, "Popen", popen)
    executor._Child()
    assert started["creationflags"] == 0x200


@pytest.mark.parametrize("firm", ["CON", "nul.", "a/b\\c:d*?", "甲公司. ", "PRN.txt", "x" * 300])
def test_a_name_of_a_firm_makes_a_file_name_that_windows_takes(firm: str) -> None:
    name = f"减免税申请_{_safe(firm)}.xlsx"
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert not name.removesuffix(".xlsx").endswith((".", " "))
    assert len(name) < 40


def test_names_that_differ_in_capitals_are_two_files() -> None:
    taken: set[str] = set()
    assert [_free(name, taken) for name in ("甲_A", "甲_a", "甲_A")] == ["甲_A", "甲_a_2", "甲_A_3"]


def test_nothing_here_is_of_one_system_alone() -> None:
    """But for what is asked for first: `resource` under `suppress(ImportError)`, O_DIRECTORY by `getattr`."""
    alone = (
        r"^\s*import (fcntl|pwd|grp|termios)|os\.(fork|killpg|getuid|setsid|sysconf|sched_)|signal\.SIG(KILL|ALRM|HUP)"
    )
    found = {
        path.name for path in SOURCE.rglob("*.py") if re.search(alone, path.read_text("utf-8"), re.MULTILINE)
    }  # fmt: skip
    assert found == set()
    bare = [
        f"{path.name}: {line.strip()}"
        for path in SOURCE.rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"\.read_text\(\)|(?<!\w)open\([^)]*\"r\"\)", line)
    ]
    assert bare == []


@pytest.mark.parametrize("coding", ["cp936", "cp65001" if sys.platform == "win32" else "utf-8", "cp1252"])
def test_help_is_shown_on_consoles_of_windows(coding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=coding) for _ in range(2))
    monkeypatch.setattr(sys, "argv", ["importplan", "--help"])
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    with pytest.raises(SystemExit) as ended:
        command_line.run()
    out.flush()
    words = out.buffer.getvalue().decode(coding)  # type: ignore[attr-defined]
    assert ended.value.code == ExitCode.DONE
    assert "export" in words and "\\u" not in words


def test_the_batch_file_is_plain_and_the_zip_has_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = (shipped("scenarios") / demo.DROPPED).read_bytes()
    assert content.isascii() and content.count(b"\r\n") == content.count(b"\n")
    assert main(["demo", "machine_tool_builder", "--zip", str(tmp_path / "a.zip")]) == ExitCode.DONE
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.read(f"importplan-demo/{demo.DROPPED}") == content
        assert "importplan-demo/machine_tool_builder.xlsx" in archive.namelist()
    assert main(["demo", "machine_tool_builder", "--zip", str(tmp_path / "a.zip")]) == ExitCode.USAGE


def test_demo_names_its_cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert demo.names() == (
        "compressor_maker",
        "five_axis_localisation",
        "guangdong_machine_tools",
        "interventional_imaging",
        "machine_tool_builder",
    )
    assert main(["demo", "compresor_maker"]) == ExitCode.USAGE
    assert "compressor_maker" in capsys.readouterr().err
