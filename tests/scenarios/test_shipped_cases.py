"""Every shipped case: the workbook says what its reviewed CSV twin says, and has no faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from importplan.basics.issues import has_errors
from importplan.catalog.load import load
from importplan.customs.cost.landed_cost import price
from importplan.customs.declaring.modes import with_modes
from importplan.pipeline.case import open_case, read_case

SCENARIOS = Path(__file__).parents[2] / "scenarios"
WORKBOOKS = sorted(SCENARIOS.glob("*/*.xlsx"))


def test_there_are_shipped_cases() -> None:
    """The tests below run over what is found; nothing found must not pass in silence."""
    assert SCENARIOS / "compressor_maker" / "compressor_maker.xlsx" in WORKBOOKS


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda path: path.stem)
def test_workbook_and_csv_twin_are_the_same_scenario(workbook: Path) -> None:
    """The twin is what reviewers read; the workbook is what planners run."""
    assert read_case(workbook) == read_case(workbook.parent / workbook.stem)


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda path: path.stem)
def test_shipped_case_has_no_faults_and_every_rate_is_known(workbook: Path) -> None:
    """Pricing raises for a code whose rate the tariff table does not know."""
    case = open_case(workbook)
    assert not has_errors(case.issues)
    landed = price(case.scenario, load())
    assert (landed.cost_cny() > 0).all()


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda path: path.stem)
def test_shipped_case_explains_where_its_numbers_come_from(workbook: Path) -> None:
    """A README beside the workbook names every item and risk."""
    case = read_case(workbook)
    words = (workbook.parent / "README.md").read_text(encoding="utf-8")
    names = [row.item for row in case.items] + [row.risk for row in case.risks]
    assert [name for name in names if name not in words] == []


@pytest.mark.parametrize("workbook", WORKBOOKS, ids=lambda path: path.stem)
def test_shipped_case_clears_in_the_standard_mode_which_changes_nothing(workbook: Path) -> None:
    scenario = read_case(workbook)
    assert with_modes(scenario, load()) is scenario
