"""Results of random cases agree with what is recomputed from their workbooks, whatever the case has in it."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "model"))
sys.path.insert(0, str(Path(__file__).parents[1] / "results"))

from random_cases import random_case
from tiny_case import tiny_case

from importplan.documents.case.write import write
from importplan.pipeline.plan import plan_case, write_result
from importplan.pipeline.settings import RunSettings
from importplan.pipeline.verify import verify_result

# Lost demand, sites, signed orders, given draws, limits on mix and service, goals, credit, quotas, frameworks.
SEEDS = (4, 10, 12, 13, 14, 15, 18, 20, 26, 30, 32)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_result_agrees_with_its_workbook(seed: int, tmp_path: Path) -> None:
    """In both languages; every cell."""
    case, path = tmp_path / "case.xlsx", tmp_path / "plan.xlsx"
    write(random_case(seed), case, "zh" if seed % 2 else "en")
    result = plan_case(case, RunSettings(fresh=12))
    assert result.has_plan
    write_result(result, path)
    assert verify_result(path, case).findings == ()


@pytest.mark.parametrize("day", [date(2025, 3, 1), date(2040, 3, 1)], ids=["before the plan", "after the plan"])
def test_a_result_in_which_nothing_is_needed_agrees_too(day: date, tmp_path: Path) -> None:
    """No queue, no stock, no order, and every way costs nothing."""
    case, path = tmp_path / "case.xlsx", tmp_path / "plan.xlsx"
    whole = tiny_case()
    write(whole.replace(demand=tuple(replace(line, period=day) for line in whole.demand), stock=()), case, "en")
    write_result(plan_case(case, RunSettings(fresh=12)), path)
    assert verify_result(path, case).findings == ()
