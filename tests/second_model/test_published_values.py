"""The second model has the optima that others have published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lands import FIRST_DEMAND, WAIT_AND_SEE, known_demand, lands
from lands import OPTIMUM as LANDS_OPTIMUM
from lot_sizing import INSTANCES, PRICE_RISE, Instance, one_offer, one_offer_a_period
from orlib import FOLDER, OPTIMA, capacitated
from transport import OPTIMUM as TRANSPORT_OPTIMUM
from transport import dantzig

from importplan.cli.main import main
from importplan.documents.case.write import write
from second_model.agreement import agree
from second_model.apl1p import OPTIMUM as APL1P_OPTIMUM
from second_model.apl1p import apl1p
from second_model.optimum import optimum
from second_model.product import planned


def test_transport_of_dantzig() -> None:
    assert agree(optimum(dantzig()), TRANSPORT_OPTIMUM)


@pytest.mark.parametrize("instance", INSTANCES, ids=lambda instance: instance.name)
def test_lot_sizes_of_wagner_and_whitin(instance: Instance) -> None:
    assert agree(optimum(one_offer_a_period(instance)), instance.optimum)


def test_a_price_rise_told_by_a_draw() -> None:
    assert agree(optimum(one_offer(PRICE_RISE)), PRICE_RISE.optimum)


def test_capacity_of_lands_is_booked_before_demand_is_known() -> None:
    assert agree(optimum(lands()), LANDS_OPTIMUM)


def test_wait_and_see_of_lands() -> None:
    values = {draw: optimum(known_demand(draw)) for draw in FIRST_DEMAND}
    mean = sum(weight * (values[draw] or 0.0) for draw, (_, weight) in FIRST_DEMAND.items())
    assert agree(mean, WAIT_AND_SEE)


def test_capacity_of_apl1p_is_booked_before_its_availability_is_known() -> None:
    found = optimum(apl1p())
    assert found == pytest.approx(APL1P_OPTIMUM, abs=0.005)


def test_the_product_has_the_optimum_of_apl1p() -> None:
    assert planned(apl1p()) == pytest.approx(APL1P_OPTIMUM, abs=0.005)


def test_apl1p_through_a_workbook_and_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a user has it: a file, a command, and what it says."""
    path = tmp_path / "case.xlsx"
    write(apl1p(), path, "zh")
    assert main(["plan", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["objective_cny"] == pytest.approx(APL1P_OPTIMUM, abs=0.005)


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the OR-Library files are not beside the project (shared/benchmarks)")
@pytest.mark.parametrize("name", list(OPTIMA)[:2])
def test_warehouses_of_the_or_library(name: str) -> None:
    assert agree(optimum(capacitated(FOLDER / f"{name}.txt")), OPTIMA[name])
