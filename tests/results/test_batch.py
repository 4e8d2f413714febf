"""A batch by hand: small scenarios of a case whose plans can be reckoned on paper; failures cost their own row."""

from __future__ import annotations

import csv
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from importplan.basics.errors import InputRejected, ProcessEnded, TookTooLong
from importplan.catalog.load import load as load_catalog
from importplan.documents.read_back.cells import read_cells
from importplan.pipeline import batch
from importplan.pipeline.batch import plan_one, run_batch, wanted_of, write_batch
from importplan.pipeline.case import open_case
from importplan.pipeline.settings import RunSettings
from importplan.results.batch import BROKEN, NOT_DONE, REJECTED, Batch, BesideBase, Planned
from importplan.results.differing import Move, Ordered
from importplan.results.names import Names
from importplan.results.views.batch_tables import batch_record, batch_sentences

QUICK = RunSettings(time_limit_s=10.0, draws=2)
SHEETS: dict[str, list[list[object]]] = {
    "settings": [
        ["key", "value"], ["start", "2027-01-01"], ["periods", 4], ["discount_rate", 0], ["seed", 1],
        ["risk_weight", 0], ["open_need_share", 0], ["gap", 0],
    ],
    "items": [["item", "hs_code", "holding_rate"], ["M", "84571010", 0]],
    "demand": [
        ["line", "item", "period", "quantity", "shortage_cost_cny", "priority"], ["D1", "M", "2027Q4", 10, 1000, 1],
    ],
    "suppliers": [["supplier", "name", "country"], ["A", "甲厂", "CN"], ["B", "乙厂", "CN"]],
    "offers": [
        ["offer", "supplier", "item", "unit_price", "currency", "incoterm", "price_includes_vat"],
        ["A1", "A", "M", 100, "CNY", "domestic", "no"], ["B1", "B", "M", 130, "CNY", "domestic", "no"],
    ],
    "budgets": [["payer", "from", "to", "预算金额（万元）"], ["all", "2027", "2027", 0.2]],
}  # fmt: skip


def case(path: Path, **more: list[list[object]]) -> Path:
    path.mkdir()
    for name, rows in (SHEETS | more).items():
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return path


def row(found: tuple[Planned, ...], **values: object) -> Planned:
    return next(each for each in found if values.items() <= {"set": each.set, **each.values}.items())


class Here(Executor):
    """Makes each call at once, in this process; calls for `dies` raise what it says."""

    dies: dict[str, Exception] = {}  # noqa: RUF012

    def __init__(self, workers: int, seconds: float) -> None:
        pass

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        error = self.dies.get(args[0].set)
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(fn(*args, **kwargs))
        return future


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """The case with named scenarios, of which one is wrong, and the suppliers of it each off."""
    overrides = [
        ["scenario", "sheet", "id", "column", "value"],
        ["dear", "offers", "A1", "unit_price", 120],
        ["wrong", "offers", "A1", "unit_price", "cheap"],
    ]
    path = case(tmp_path_factory.mktemp("batch") / "case", overrides=overrides)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "LocalProcesses", Here)
        return run_batch(path, sets=("suppliers",), overrides=QUICK)


def test_each_scenario_is_what_its_own_case_would_be(planned: Batch) -> None:
    """Ten machines at 100, at 120 where the offer is dearer, at 130 where only the other supplier is left."""
    assert planned.base.cost == pytest.approx(1000.0)
    found = {str(each.values["name"]): each for each in planned.scenarios}
    costs = {name: each.cost for name, each in found.items() if each.has_plan}
    assert costs == pytest.approx({"dear": 1200.0, "甲厂": 1300.0, "乙厂": 1000.0})
    assert [str(each.planned.values["name"]) for each in planned.tornado] == ["甲厂", "dear", "乙厂"]
    marks = {str(each.planned.values["name"]): each.other_plan for each in planned.compared}
    assert marks == {"dear": False, "wrong": False, "甲厂": True, "乙厂": False}
    moved = next(each for each in planned.compared if each.other_plan)
    assert {(each.offer, each.move, each.before.units, each.after.units) for each in moved.moves} == {
        ("A1", Move.OUT, 10.0, 0.0), ("B1", Move.IN, 0.0, 10.0),
    }  # fmt: skip
    assert all(each.gap_reached for each in (planned.base, *planned.scenarios) if each.has_plan)


def test_a_scenario_with_a_fault_is_a_row_with_its_words(planned: Batch) -> None:
    wrong = row(planned.scenarios, name="wrong")
    assert wrong.status == REJECTED and not wrong.has_plan
    fault = next(issue for issue in wrong.issues if issue.code == "number-expected")
    assert (fault.at.sheet, fault.at.cell) == ("overrides", "E3")


def test_workbook_and_record_say_the_same_in_both_languages(planned: Batch, tmp_path: Path) -> None:
    assert planned.base.scenario is not None
    for language in ("zh", "en"):
        names = Names(planned.base.scenario, load_catalog(), language)  # type: ignore[arg-type]
        write_batch(planned, tmp_path / f"{language}.xlsx", names)
        record = batch_record(planned, names)
        cells = read_cells(tmp_path / f"{language}.xlsx")
        words = [cell.value for sheet in cells.values() for cell in sheet.values()]
        assert [each["change_cny"] for each in record["tornado"]] == pytest.approx([300.0, 200.0, 0.0])
        assert all(each["name"] in words for each in record["scenarios"])
        assert any("cheap" in str(each) for each in words)
        assert any("overrides!E3" in each for each in batch_sentences(planned, names))
    changes = [issue.found("en") for each in planned.scenarios for issue in each.changes]
    assert "Overridden: unit_price of A1 in sheet offers from 100 to 120" in changes


def test_ready_sets_change_what_they_say(tmp_path: Path) -> None:
    """Amounts under a heading in 万元 are not read as ten thousand times themselves."""
    path = case(tmp_path / "case")
    _, wanted = wanted_of(path, None, ("budgets", "late"))
    budgets = {each.values["factor"]: each.opened().scenario.budgets[0].amount_cny for each in wanted[:4]}
    assert budgets == pytest.approx({-0.3: 1400.0, -0.1: 1800.0, 0.1: 2200.0, 0.3: 2600.0})
    late = {each.values["factor"]: each.opened().scenario for each in wanted[4:]}
    assert {key: each.demand[0].shortage_cost_cny for key, each in late.items()} == {0.5: 500.0, 2.0: 2000.0}
    assert {key: each.settings.shortage_share for key, each in late.items()} == {0.5: 0.025, 2.0: 0.1}


def test_relief_quota_rates_and_countries_of_a_shipped_case() -> None:
    path = Path(__file__).parents[2] / "scenarios/compressor_maker/compressor_maker"
    before = open_case(path).scenario
    _, wanted = wanted_of(path, None, ("relief", "quota", "rates", "countries"))
    asked = {("relief",), ("quota",), ("rates", -0.2), ("countries", "JP")}
    named = {(each.set, *each.values.values()): each for each in wanted}
    found = {key: named[key].opened().scenario for key in asked}
    assert found[("relief",)].qualifications == () != before.qualifications
    assert all(
        each.quota_cny is each.quota_units is each.quota_usd is None for each in found[("quota",)].qualifications
    )
    rates = [each.cny_per_unit for each in before.fx]
    assert [each.cny_per_unit for each in found[("rates", -0.2)].fx] == pytest.approx([0.8 * rate for rate in rates])
    stopped = found[("countries", "JP")]
    left = {stopped.origin_of(each) for each in stopped.offers if each.use}
    assert left == {before.origin_of(each) for each in before.offers} - {"JP"}


def test_a_folder_of_files_is_a_scenario_each_and_what_is_no_case_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    base = case(tmp_path / "base")
    case(folder / "cheaper", suppliers=SHEETS["suppliers"], offers=[*SHEETS["offers"][:2], ["B1", "B", "M", 90, "CNY", "domestic", "no"]])  # fmt: skip # noqa: E501
    (folder / "broken.xlsx").write_bytes(b"nothing")
    own, wanted = wanted_of(folder, None, ())
    assert own.path.name == "broken.xlsx"
    own, wanted = wanted_of(folder, base, ())
    assert [each.values["name"] for each in wanted] == ["broken", "cheaper"]
    assert plan_one(wanted[0], QUICK, None).status == REJECTED
    with pytest.raises(InputRejected):
        run_batch(tmp_path / "nowhere.xlsx", overrides=QUICK)


def test_ctrl_c_keeps_what_is_done_in_processes_of_their_own(tmp_path: Path) -> None:
    def told(number: int, count: int, planned: Planned) -> None:
        raise KeyboardInterrupt

    found = run_batch(case(tmp_path / "case"), sets=("suppliers", "budgets"), overrides=QUICK, progress=told)
    rows = (found.base, *found.scenarios)
    assert found.stopped and 1 <= sum(each.has_plan for each in rows) < len(rows)
    assert all(each.has_plan or each.status == NOT_DONE for each in rows)


def test_processes_that_die_or_take_too_long_cost_their_own_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "LocalProcesses", Here)
    monkeypatch.setattr(Here, "dies", {"late": TookTooLong("late"), "base": ProcessEnded("killed")})
    found = run_batch(case(tmp_path / "case"), sets=("late", "suppliers"), overrides=QUICK)
    assert (found.base.status, found.base.fault) == (BROKEN, "process_ended")
    assert [(each.fault, each.has_plan) for each in found.scenarios] == [
        ("took_too_long", False), ("took_too_long", False), ("", True), ("", True),
    ]  # fmt: skip
    assert all(each.change is None and not each.moves for each in found.compared)


def test_a_change_within_both_gaps_is_called_so() -> None:
    base = Planned("base", {}, "stopped_with_plan", figures={"objective_cny": 100.0, "gap": 0.02})
    other = replace(base, set="late", figures={"objective_cny": 103.0, "gap": 0.01})
    assert BesideBase(other, base).within_gaps  # 3 ≤ 2 + 1.03
    assert not BesideBase(replace(other, figures={"objective_cny": 104.0, "gap": 0.01}), base).within_gaps
    moved = replace(other, orders={("M", "firm", "A1"): Ordered(1.0, 5.0, None, None)})
    assert BesideBase(moved, base).other_plan
