"""A folder of hostile and broken files among sound ones: each is refused or neutralised, the others are read.

The folder is collected once, by a process whose address space is bounded: what would take more memory fails there.
"""

from __future__ import annotations

import multiprocessing
import resource
from pathlib import Path

import hostile
import pytest

from importplan.basics.issues import Severity
from importplan.basics.labels import LANGUAGES
from importplan.survey.collect import collect
from importplan.survey.returns.collected import Collected, ReadFile

ADDRESS_SPACE = 4 << 30
LONGEST_S = 300
SOUND = {"first.xlsx": "东莞市安正数控机床有限公司", "last.xlsx": "惠州市广和机械有限公司"}


def _bounded(folder: Path, to: multiprocessing.Queue[Collected | str]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    try:
        to.put(collect(folder, workers=2))
    except Exception as error:
        to.put(f"{type(error).__name__}: {error}")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    folder = tmp_path_factory.mktemp("hostile") / "returns"
    folder.mkdir()
    for make in (*hostile.REFUSED.values(), *hostile.NEUTRALISED.values()):
        make(folder)
    for name, firm in SOUND.items():
        (folder / name).write_bytes(hostile.workbook(hostile.sound(firm=firm)))
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[Collected | str] = context.Queue()
    process = context.Process(target=_bounded, args=(folder, answers))
    process.start()
    result = answers.get(timeout=LONGEST_S)
    process.join()
    assert isinstance(result, Collected), result
    return result


def file_of(collected: Collected, name: str) -> ReadFile:
    return next(file for file in collected.files if file.path == name)


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_file_is_refused_with_its_place_in_both_languages(collected: Collected, name: str) -> None:
    refused = file_of(collected, name).refused
    assert refused is not None
    assert refused.severity is Severity.ERROR
    assert refused.at.file == name
    assert all(refused.found(language) and refused.repair(language) for language in LANGUAGES)
    assert all(entry.file != name for entry in collected.returns)


@pytest.mark.parametrize("name", hostile.NEUTRALISED)
def test_answers_of_a_neutralised_file_are_read(collected: Collected, name: str) -> None:
    assert file_of(collected, name).refused is None
    assert any(entry.file == name for entry in collected.returns)


def test_other_files_of_the_folder_are_read(collected: Collected) -> None:
    firms = {entry.record.text("firm_name") for entry in collected.returns if entry.file in SOUND}
    assert firms == set(SOUND.values())


def test_nothing_is_left_out(collected: Collected) -> None:
    assert {file.path for file in collected.files} == {*hostile.REFUSED, *hostile.NEUTRALISED, *SOUND}


def test_a_file_of_the_machine_is_never_read(collected: Collected) -> None:
    assert "root:" not in repr(collected)
    assert not any("外部" in entry.record.text("firm_name") for entry in collected.returns)


def test_stored_results_of_formulas_count_and_unsolved_formulas_are_rejected(collected: Collected) -> None:
    name = "outer_links.xlsx"
    (entry,) = (entry for entry in collected.returns if entry.file == name)
    assert entry.items[0].record.number("stock") == 7
    rejected = [row for row in collected.rejected if row.at.file == name]
    assert [row.group for row in rejected] == ["need"]
