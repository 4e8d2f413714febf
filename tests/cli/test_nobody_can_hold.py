"""A floor of the reserve that nobody can hold: `check` says so, `plan` finds no plan, and both name its cell."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from importplan.cli.main import main
from importplan.documents.case.example import example
from importplan.documents.case.write import write
from importplan.scenario.scenario import RESERVE, Scenario
from importplan.scenario.schema.limits import Limit
from importplan.scenario.schema.reserve_terms import ReserveTerms
from importplan.scenario.schema.sites import Site

Capture = pytest.CaptureFixture[str]


def _floor(**sheets: object) -> Scenario:
    """The example of a bureau whose reserve must hold one of its first item."""
    base = example("en")
    item = base.items[0].item
    return base.replace(
        settings=dataclasses.replace(base.settings, owner="bureau", draws=1),
        reserve_terms=(ReserveTerms(item=item, mode="government"),),
        limits=(
            Limit(
                rule="min_reserve",
                item=item,
                who=RESERVE,
                value=1.0,
                from_day=base.calendar.first_day(base.calendar.count - 1),
            ),
        ),
    ).replace(**sheets)


def _may_not_buy(kind: str) -> Scenario:
    base = _floor()
    if kind == "named":  # every offer is tied to its end user
        return _floor(offers=tuple(dataclasses.replace(row, end_user="named") for row in base.offers))
    if kind == "mode":  # held by firms, not by the reserve
        return _floor(reserve_terms=(dataclasses.replace(base.reserve_terms[0], mode="firm"),))
    return _floor(sites=(Site(site="store", owner=RESERVE, may_build_reserve=False),))


@pytest.mark.parametrize("kind", ["named", "mode", "site"])
def test_a_floor_that_nobody_can_hold_has_no_plan(kind: str, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "case.xlsx"
    write(_may_not_buy(kind), path, "en")
    assert main(["check", str(path), "--json"]) == 1
    told = [row for row in json.loads(capsys.readouterr().out) if row["code"] == "limit-nobody-holds"]
    assert [(row["severity"], row["sheet"], row["cell"]) for row in told] == [("error", "limits", "E2")]
    assert main(["plan", str(path), "--json", "--output", str(tmp_path / "plan.xlsx")]) == 3
    said = capsys.readouterr()
    assert json.loads(said.out)["status"] == "infeasible"
    assert "limits!E2" in said.err
    for command in ("duty", "assess"):  # which do not plan, and tell it
        assert main([command, str(path)]) == 0
        assert "E2  " in capsys.readouterr().err


def test_a_floor_that_can_be_held_has_one(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    write(_floor(), path, "en")
    assert main(["check", str(path)]) == 0
    assert main(["plan", str(path), "--json", "--output", str(tmp_path / "plan.xlsx")]) == 0
