"""Optima that others have published, reproduced through the workbook and the command line.

Each case is written as a workbook, read again by `importplan plan CASE --json`, and the printed objective compared with
the published one. Sources stand in the modules that build the cases and in docs/verification.md.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lands import BOOKINGS, FIRST_DEMAND, WAIT_AND_SEE, known_demand, lands
from lands import OPTIMUM as LANDS_OPTIMUM
from lot_sizing import INSTANCES, PRICE_RISE, Instance, one_offer, one_offer_a_period
from orlib import FOLDER, OPTIMA, capacitated
from transport import OPTIMUM as TRANSPORT_OPTIMUM
from transport import dantzig

from importplan.cli.main import main
from importplan.documents.case.write import write
from importplan.scenario.scenario import Scenario

EXACT = 1e-6  # relative, as the issue asks


def written(scenario: Scenario, folder: Path) -> Path:
    """The case as a workbook with Chinese headings, as a planner has it."""
    path = folder / "case.xlsx"
    write(scenario, path, "zh")
    return path


@pytest.fixture
def plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Scenario → what `importplan plan CASE --json` prints."""

    def run(scenario: Scenario) -> dict[str, Any]:
        code = main(["plan", str(written(scenario, tmp_path)), "--json"])
        printed = capsys.readouterr()
        assert code == 0, printed.err
        return json.loads(printed.out)

    return run


def test_transport_of_dantzig_is_solved_by_the_installed_command(tmp_path: Path) -> None:
    """In a process of its own, so that nothing but JSON on standard output is seen to work."""
    path = written(dantzig(), tmp_path)
    command = [sys.executable, "-c", "from importplan.cli.main import run; run()", "plan", str(path), "--json"]
    finished = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", cwd=tmp_path)
    assert finished.returncode == 0, finished.stderr
    answer = json.loads(finished.stdout)
    assert answer["status"] == "optimal"
    assert answer["objective_cny"] == pytest.approx(TRANSPORT_OPTIMUM, rel=EXACT)


@pytest.mark.parametrize("instance", INSTANCES, ids=lambda instance: instance.name)
def test_lot_sizes_of_wagner_and_whitin_are_optimal(instance: Instance, plan: Any) -> None:
    answer = plan(one_offer_a_period(instance))
    assert answer["status"] == "optimal"
    assert answer["objective_cny"] == pytest.approx(instance.optimum, rel=EXACT)


def test_a_price_rise_told_by_a_draw_is_met_by_the_same_purchases(plan: Any) -> None:
    """The price comes through `draw_values`; buying ahead must cost what it costs with an offer for each period."""
    answer = plan(one_offer(PRICE_RISE))
    assert answer["objective_cny"] == pytest.approx(PRICE_RISE.optimum, rel=EXACT)


def test_capacity_of_lands_is_booked_before_demand_is_known(plan: Any) -> None:
    """Known cost is the booking, 120 of 120 allowed; the rest of the optimum is what the draws call off."""
    answer = plan(lands())
    assert answer["objective_cny"] == pytest.approx(LANDS_OPTIMUM, rel=EXACT)
    assert answer["bookings"] == pytest.approx(BOOKINGS, rel=1e-5)
    assert answer["costs"]["booking"] == pytest.approx(120.0, rel=EXACT)


def test_wait_and_see_of_lands_is_the_mean_of_the_three_known_demands(plan: Any) -> None:
    """Perfect information is worth 381.8533 - 380.1667 = 1.6867 here."""
    mean = sum(weight * plan(known_demand(draw))["objective_cny"] for draw, (_, weight) in FIRST_DEMAND.items())
    assert mean == pytest.approx(WAIT_AND_SEE, rel=EXACT)


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the OR-Library files are not beside the project (shared/benchmarks)")
@pytest.mark.parametrize("name", OPTIMA)
def test_warehouses_of_the_or_library_are_opened_at_least_cost(name: str, plan: Any) -> None:
    answer = plan(capacitated(FOLDER / f"{name}.txt"))
    assert answer["objective_cny"] == pytest.approx(OPTIMA[name], rel=EXACT)
