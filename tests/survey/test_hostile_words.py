"""Answers that are formulas, paths or signs no file can hold, followed into every workbook that is made of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import hostile
import openpyxl
import pytest

from importplan.pipeline import survey_case
from importplan.scenario.case_file import read

BASE = Path(__file__).parents[2] / "scenarios" / "guangdong_machine_tools" / "guangdong_machine_tools"
HARM = ("cmd|", "HYPERLINK(", "evil.example", "SUM(1+1)")


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Case, questions and rejected rows made of a folder of neutralised files, by name."""
    folder = tmp_path_factory.mktemp("words") / "returns"
    folder.mkdir()
    for make in hostile.NEUTRALISED.values():
        make(folder)
    result = survey_case.collect_surveys(folder, BASE)
    places = {name: folder.parent / f"{name}.xlsx" for name in ("case", "reviews", "rejected")}
    survey_case.write_case(result, places["case"])
    survey_case.write_reviews(result, places["reviews"])
    survey_case.write_rejected(result, places["rejected"])
    return places


@pytest.mark.parametrize("name", ["case", "reviews", "rejected"])
def test_no_answer_becomes_a_formula(written: dict[str, Path], name: str) -> None:
    """Formulas of our own are there; none of them holds words of an answer."""
    book = openpyxl.load_workbook(written[name])
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert not [formula for formula in formulas if any(word in formula for word in HARM)]


def test_words_of_the_answers_are_kept_as_text(written: dict[str, Path]) -> None:
    """Neutralised, not lost: the firm whose name is a formula is on the list of firms under that name."""
    book = openpyxl.load_workbook(written["case"])
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "s"}
    assert hostile.FORMULAS[0] in texts


@pytest.mark.parametrize("name", ["case", "reviews", "rejected"])
def test_no_macro_and_no_link_to_another_file_is_carried_over(written: dict[str, Path], name: str) -> None:
    with zipfile.ZipFile(written[name]) as archive:
        parts = archive.namelist()
        relations = b"".join(archive.read(part) for part in parts if part.endswith(".rels"))
    assert not [part for part in parts if "vba" in part.lower() or "externalLink" in part]
    assert b'TargetMode="External"' not in relations


def test_the_case_reads_back(written: dict[str, Path]) -> None:
    _, issues = read(written["case"])
    assert [issue.code for issue in issues if issue.severity.value == "error"] == []
