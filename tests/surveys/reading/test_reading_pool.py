"""Processes that read: a file that kills or holds one costs that file alone, and every file has its account."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from returned_form import form, save

from importplan.assessment.collected import ReadFile
from importplan.surveys.collect import collect
from importplan.surveys.corrections import NO_CORRECTIONS
from importplan.surveys.reading import pool
from importplan.surveys.reading.pool import Pool
from importplan.surveys.understand.file import FileResult


def killing_work(connection: Connection, folder: Path) -> None:
    """Reads nothing: dies at files called `kill`, hangs at those called `hang`."""
    connection.send(None)
    while files := connection.recv():
        for name, _ in files:
            if name.startswith("kill"):
                os.kill(os.getpid(), signal.SIGKILL)
            if name.startswith("hang"):
                time.sleep(60)
            connection.send(FileResult(ReadFile(name)))


def stillborn_work(connection: Connection, folder: Path) -> None:
    """Ends before it begins."""


NAMES = [f"{kind}{number}" for number in range(20) for kind in ("sound", "kill", "fine")] + ["hang", "last"]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_file_that_kills_or_holds_its_reader_costs_only_itself(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "work", killing_work)
    names = NAMES[:9] + NAMES[-2:]
    found = {
        result.file.path: result.file.refused
        for result in Pool(tmp_path, [(name, NO_CORRECTIONS) for name in names], workers, seconds=1.0).results()
    }
    assert set(found) == set(names)
    for name, issue in found.items():
        wanted = {"kill": "survey-file-crash", "hang": "survey-file-too-long"}.get(name.rstrip("0123456789"))
        assert (issue.code if issue is not None else None) == wanted


def test_a_reader_that_does_not_start_is_an_error_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "work", stillborn_work)
    with pytest.raises(RuntimeError, match="does not start"):
        list(Pool(tmp_path, [("a", NO_CORRECTIONS)], 1).results())


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
