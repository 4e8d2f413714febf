"""Files are there whole or not at all."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from importplan.basics.files import put
from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main


def full(path: Path, content: bytes) -> int:
    with path.open("wb") as file:
        file.write(content[:10])
    raise OSError(errno.ENOSPC, "No space left on device", str(path))


def test_a_full_disk_leaves_the_older_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "result.xlsx"
    put(b"old", target)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        put(b"new and longer than ten", target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["result.xlsx"]


def test_a_full_disk_is_told_and_is_no_break_of_our_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["new", str(tmp_path / "case.xlsx")]) == ExitCode.INTERNAL
    err = capsys.readouterr().err
    assert "文件读写失败" in err
    assert "程序内部错误" not in err
    assert not list(tmp_path.iterdir())
