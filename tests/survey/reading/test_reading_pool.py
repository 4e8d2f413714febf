"""Processes that read: a file that kills or holds one costs that file alone, and every file has its account."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest
from returned_form import form, save

from importplan.basics.errors import NotStarted
from importplan.survey.collect import collect
from importplan.survey.corrections import NO_CORRECTIONS
from importplan.survey.reading import pool, worker
from importplan.survey.reading.pool import read_files
from importplan.survey.returns.collected import ReadFile
from importplan.survey.understanding.file import FileResult


def killing(folder: Path, files: list[tuple[str, object]], splits: object) -> list[FileResult]:
    """Reads nothing: dies at files called `kill`, hangs at those called `hang`."""
    for name, _ in files:
        if name.startswith("kill"):
            os.kill(os.getpid(), signal.SIGKILL)
        if name.startswith("hang"):
            time.sleep(60)
    return [FileResult(ReadFile(name)) for name, _ in files]


def ready() -> None:
    """Called first by a process, which has then loaded this module: that takes no time of a file."""


NAMES = [f"{kind}{number}" for number in range(8) for kind in ("sound", "kill", "fine")] + ["hang", "last"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_that_kills_or_holds_its_reader_costs_only_itself(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))  # the processes find this module
    monkeypatch.setattr(worker, "read_some", killing)
    monkeypatch.setattr(pool, "prepare", ready)
    names = NAMES[:9] + NAMES[-2:]
    found = {
        result.file.path: result.file.refused
        for result in read_files(tmp_path, [(name, NO_CORRECTIONS) for name in names], workers, seconds=2.0)
    }
    assert set(found) == set(names)
    for name, issue in found.items():
        wanted = {"kill": "survey-file-crash", "hang": "survey-file-too-long"}.get(name.rstrip("0123456789"))
        assert (issue.code if issue is not None else None) == wanted


def test_a_reader_that_does_not_start_is_an_error_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importplan.running.executor.sys.executable", "/bin/false")
    with pytest.raises(NotStarted):
        list(read_files(tmp_path, [("a", NO_CORRECTIONS)], 1))


def test_results_do_not_depend_on_the_number_of_processes(tmp_path: Path) -> None:
    for number in range(40):
        save(tmp_path / f"{number:02}.xlsx", form())
    (tmp_path / "broken.xlsx").write_bytes(b"PK")
    told: list[tuple[int, int]] = []
    one, three = collect(tmp_path, workers=1), collect(tmp_path, lambda *counts: told.append(counts), workers=3)
    assert one == three
    assert [file.path for file in three.files] == [*(f"{number:02}.xlsx" for number in range(40)), "broken.xlsx"]
    assert told == [(done, 41) for done in range(1, 42)]


def test_an_empty_folder_is_collected_to_nothing(tmp_path: Path) -> None:
    assert collect(tmp_path).files == ()
