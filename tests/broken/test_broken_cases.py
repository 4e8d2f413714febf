"""One broken case for each issue code: what is broken, where the message points, what it says in both languages."""

from __future__ import annotations

import csv
from importlib import resources

import pytest
from breaking import ERROR, Broken
from case_tables import CaseTables
from contents import CONTENTS
from sheets_and_cells import SHEETS_AND_CELLS

BROKEN = (*SHEETS_AND_CELLS, *CONTENTS)
READING = ("scenario", "parsing")  # rooms whose issues are about cells and rows of a case

# Codes of files that cannot be opened and of Excel cells: tests/workbook. Codes of what is not used, and of what only a
# person sees: tests/scenario.
ELSEWHERE = (
    "file-missing", "file-unreadable", "file-empty", "file-protected-or-old", "file-not-a-workbook", "file-damaged",
    "file-too-many-parts", "file-too-large", "file-document-type", "folder-without-csv", "csv-encoding", "csv-damaged",
    "csv-is-a-workbook", "sheet-too-far", "sheet-merged-too-far", "cell-error-value", "cell-formula-without-value",
    "cell-picture",
    "counted-unseen", "cell-comment", "amount-merged", "value-merged", "row-struck-out", "row-is-a-total",
    "row-total-differs", "row-is-a-note", "column-not-used-yet", "sheet-too-large",
    "need-far-from-peers", "price-far-from-peers", "price-far-from-reference", "figures-far-more",
    "need-far-from-before", "override-taken", "override-changes-nothing", "override-adds-rows",
    "override-of-a-named-scenario", "override-sheet-unknown", "override-column-unknown", "override-row-unknown",
    "override-rows-several", "override-of-the-file-itself", "base-missing", "base-in-a-circle", "parquet-not-installed",
)  # fmt: skip


def test_the_case_is_sound_before_it_is_broken() -> None:
    """Otherwise the tests below would prove nothing."""
    scenario, issues = CaseTables().read()
    assert scenario is not None
    assert issues == ()


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.code)
def test_fault_is_found_located_and_put_into_words(broken: Broken) -> None:
    case = CaseTables()
    where = broken.change(case)
    _scenario, issues = case.read()
    found = [issue for issue in issues if issue.code == broken.code]
    assert found, [(issue.code, str(issue.at), dict(issue.values)) for issue in issues]
    issue = found[0]
    assert str(issue.at).startswith(f"case.xlsx: {where}" if where else "case.xlsx")
    assert issue.severity is broken.severity
    message = issue.found("en") + " " + issue.repair("en")
    for words in broken.says:
        assert words in message
    assert issue.found("zh") and issue.repair("zh")
    if broken.severity is ERROR and "draw" not in broken.code:
        assert any(one.severity is ERROR for one in issues)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.code)
def test_fault_brings_no_false_errors_with_it(broken: Broken) -> None:
    """One mistake, one error: what follows from it is not held against the planner."""
    case = CaseTables()
    broken.change(case)
    errors = {issue.code for issue in case.read()[1] if issue.severity is ERROR}
    # Without draws a value names a draw that does not exist.
    follow_up = {"draw-values-without-draws": "reference-unknown"}
    assert errors <= {broken.code, follow_up.get(broken.code)}


def test_every_issue_code_of_the_input_has_a_broken_case() -> None:
    rooms = [resources.files(f"importplan.{room}").joinpath("words/issues.csv") for room in READING]
    rows = (row for room in rooms for row in csv.DictReader(room.read_text(encoding="utf-8").splitlines()))
    codes = {row["key"].split(".")[1] for row in rows}
    assert codes - {broken.code for broken in BROKEN} - set(ELSEWHERE) == set()


def test_all_faults_are_found_in_one_pass() -> None:
    """A cell that cannot be read does not hide an unknown id elsewhere, not even in the same row."""
    case = CaseTables()
    case.set_cell("offers", 2, "unit_price", "cheap")
    case.set_cell("offers", 2, "supplier", "ACME")
    case.set_cell("demand", 2, "item", "X")
    case.set_cell("items", 2, "hs_code", "12")
    scenario, issues = case.read()
    assert scenario is None
    codes = sorted(issue.code for issue in issues)
    assert codes == ["hs-code-digits", "number-expected", "reference-unknown", "reference-unknown"]
