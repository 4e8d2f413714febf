"""Files are there whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from importplan.basics.errors import OutputIsInput
from importplan.basics.files import claimed, numbered_names, put, put_all, refuse_inputs
from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main


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


class Fault:
    """Lets so many operations on files pass and breaks the next one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, after: int, error: type[BaseException]) -> None:
        self.left, self.error = after, error
        opened, replaced, synced, copied = Path.open, Path.replace, os.fsync, shutil.copy2

        def open_(path: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
            if "x" in mode:
                self.count()
            return opened(path, mode, *more, **named)

        monkeypatch.setattr(Path, "open", open_)
        monkeypatch.setattr(Path, "replace", lambda path, to: self.count() or replaced(path, to))
        monkeypatch.setattr(os, "fsync", lambda handle: self.count() or synced(handle))
        monkeypatch.setattr(shutil, "copy2", lambda *names: self.count() or copied(*names))

    def count(self) -> None:
        self.left -= 1
        if self.left == -1:
            raise self.error("injected")


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
