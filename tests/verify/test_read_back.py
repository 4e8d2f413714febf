"""A result read back from its workbook is the result that was written: every field of it, whatever is added to it."""

from __future__ import annotations

import gzip
import math
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest
from consistent import rows_of
from openpyxl import load_workbook
from workbooks import Made, edited, row_of

from importplan.basics.errors import InputRejected
from importplan.documents.case.write import write
from importplan.documents.excel import carried_sheets
from importplan.pipeline.plan import to_json, write_result
from importplan.pipeline.read_back import read_back
from importplan.pipeline.verify import verify_result
from importplan.plan.plan_file import filed, to_rows
from importplan.results.carried.facts import FactMissing, RunFacts, from_values, to_values

KEPT = {"kept", "_kept"}  # what views have worked out so far


def differences(one: Any, other: Any, where: str = "result") -> list[str]:
    """Where two values differ by more than the last digits."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        same = np.shape(one) == np.shape(other) and np.allclose(one, other, rtol=1e-9, atol=1e-6, equal_nan=True)
        return [] if same else [where]
    if isinstance(one, float) and isinstance(other, (int, float)):
        return [] if one == other or math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6) else [where]
    if is_dataclass(one) and type(one) is type(other):
        names = [entry.name for entry in fields(one) if entry.name not in KEPT]
        return [
            found
            for name in names
            for found in differences(getattr(one, name), getattr(other, name), f"{where}.{name}")
        ]
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [found for key in one for found in differences(one[key], other[key], f"{where}[{key}]")]
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return [
            found
            for number, pair in enumerate(zip(one, other, strict=True))
            for found in differences(*pair, f"{where}[{number}]")
        ]
    return [] if one == other else [where]


def test_every_field_of_a_result_comes_back(made: Made) -> None:
    """A field that is added and not carried is missing here: verify would compare it with nothing."""
    found = differences(made.result, read_back(made.path).result)
    # Call-off lanes without a call, and what a quota left taxed of none, are not told.
    lanes = {"call_off_lanes", "call_offs", "quota_parts", "beyond_quota"}
    assert [where for where in found if where.rpartition(".")[2] not in lanes] == []


def test_places_of_the_original_come_back(made: Made) -> None:
    """Messages name cells of the file that people have, not of the echo."""
    scenario = read_back(made.path).result.scenario
    assert str(scenario.offers[1].cell("unit_price")) == str(made.result.scenario.offers[1].cell("unit_price"))
    assert "case.xlsx" in str(scenario.offers[1].cell("unit_price"))
    assert scenario.settings.cell("draws") == made.result.scenario.settings.cell("draws")


def test_the_plan_stands_in_json_as_in_the_sheet(made: Made) -> None:
    """One form for programs."""
    rows = to_rows(filed(made.result.solution.plan, made.result.scenario, made.result.landed))
    assert to_json(made.result)["plan"] == [dict(row) for row in rows]
    assert to_rows(read_back(made.path).carried.plan) == rows


def test_a_large_settlement_stands_beside_the_workbook(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its hash in the plan; the same result gives the same bytes, and a changed or a missing file is found."""
    monkeypatch.setattr(carried_sheets, "MOST_ROWS", 10)
    path = made.free
    written = write_result(made.result, path)
    beside = path.with_name(f"{path.stem}_settlement.csv.gz")
    assert written == (path, beside)
    assert verify_result(path, made.case).findings == ()
    first = beside.read_bytes()
    write_result(made.result, path)
    assert beside.read_bytes() == first
    rows = gzip.decompress(first).decode().splitlines()
    assert rows[0].startswith("what,draw,id,who")
    beside.write_bytes(gzip.compress("\n".join(rows[:-1]).encode()))
    assert not verify_result(path, made.case).agrees
    beside.unlink()
    with pytest.raises(InputRejected) as refused:
        verify_result(path)
    assert [issue.code for issue in refused.value.issues] == ["verify-settlement-missing"]


def test_a_result_in_the_other_language_is_read_back_too(made: Made) -> None:
    """Headings and sheets in English; so are the texts that are compared."""
    english = replace(made.result.scenario, settings=replace(made.result.scenario.settings, language="en"))
    path = made.free
    write_result(replace(made.result, scenario=english), path)
    found = verify_result(path)
    assert found.findings == ()
    assert "orders" in {sheet.sheet for sheet in found.compared}


def test_a_workbook_that_was_saved_again_agrees(made: Made) -> None:
    """openpyxl writes formulas without their values, other styles, other parts."""
    book = load_workbook(made.path)
    path = made.free
    book.save(path)
    assert verify_result(path, made.case).findings == ()


def test_a_case_that_was_saved_again_is_told_and_compared_all_the_same(made: Made) -> None:
    """Its hash is another one; what it says is not."""
    again = made.free
    write(made.result.scenario, again, "en")
    found = verify_result(made.path, again)
    assert "file" in {remark.key for remark in found.remarks}
    assert {finding.kind for finding in found.findings} <= {"warning"}  # which name cells of the other file


def test_facts_read_back_and_nothing_else_is_taken_for_one(made: Made) -> None:
    """A value that is missing, of another kind, or of a later form is refused, never guessed."""
    facts = RunFacts.of(made.result, settlement_rows=3, settlement_sha256="x")
    values = dict(to_values(facts))
    assert from_values(values) == facts
    for name in values:
        with pytest.raises(FactMissing, match=name):
            from_values({key: value for key, value in values.items() if key != name})
        with pytest.raises(FactMissing, match=name):
            from_values(values | {name: "[1]"})
    with pytest.raises(FactMissing, match="form"):
        from_values(values | {"form": "99"})


@pytest.mark.parametrize(
    ("column", "to", "code"),
    [
        (3, "no such offer", "plan-offer-gone"),
        (8, "2050-01-01", "plan-period-outside"),
        (1, "wish", "plan-kind-unknown"),
    ],
)
def test_a_plan_that_does_not_fit_the_case_is_refused_with_its_cell(
    column: int, to: str, code: str, made: Made
) -> None:
    """The place names the sheet and the row of the result."""
    row = row_of(made.cells["方案文件"], 3, "M-DE")
    with pytest.raises(InputRejected) as refused:
        verify_result(edited(made.path, made.free, {("方案文件", row, column): to}))
    (issue,) = refused.value.issues
    assert issue.code == code
    assert issue.at.sheet == "方案文件"
    assert issue.at.cell == str(row)


def test_rows_of_a_settlement_are_sparse(made: Made) -> None:
    """Where the rule of turns says it all, nothing is told of who is served."""
    assert "allocation" not in rows_of(made.result)
