"""A folder of the user's own catalogs: its files stand for the shipped ones or come beside them."""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from importplan.basics.errors import InputRejected
from importplan.catalog.files import shipped
from importplan.catalog.load import load
from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main
from importplan.documents.case.write import write
from importplan.pipeline import survey_case, survey_report
from importplan.pipeline.case import OWN_CATALOGS, open_case
from importplan.pipeline.plan import plan_case, write_result
from importplan.pipeline.verify import verify_result
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.items import Item
from importplan.scenario.schema.offers import Offer
from importplan.scenario.schema.settings import Settings
from importplan.scenario.schema.suppliers import Supplier

DAY = date(2026, 6, 1)


def own_rate(folder: Path, percent: str) -> Path:
    """Own catalogs in which 84571010, 9 % in the shipped tariff of 2026, has another rate."""
    words = (shipped("catalogs") / "tariff" / "2026.csv").read_text(encoding="utf-8").splitlines()
    lines = [words[0], *(line for line in words if line.startswith("84571010"))]
    (folder / "tariff").mkdir(parents=True)
    edited = "\n".join(lines).replace("vertical machining centres,9,", f"vertical machining centres,{percent},")
    assert edited != "\n".join(lines)
    (folder / "tariff" / "2026.csv").write_text(edited + "\n", encoding="utf-8")
    return folder


def small_case(**settings: Any) -> Scenario:
    return Scenario(
        settings=Settings(title="小例", start=date(2026, 4, 1), periods=2, draws=1, gap=0.0, **settings),
        items=(Item(item="M", name_zh="加工中心", name_en="Centre", kind="machine", hs_code="84571010"),),
        suppliers=(Supplier(supplier="S", name="供应商", country="JP"),),
        offers=(Offer(offer="O", supplier="S", item="M", unit_price=1e6, currency="CNY", price_includes_vat=False),),
        demand=(Demand(line="D", item="M", period=date(2026, 4, 1), quantity=1.0, shortage_cost_cny=1e6),),
    )


def test_an_own_file_stands_for_the_shipped_one_and_the_others_stay(tmp_path: Path) -> None:
    catalog = load(own=own_rate(tmp_path / "own", "7"))
    assert catalog.tariff.rate("84571010", DAY).rate == Decimal("0.07")
    assert len(catalog.tariff.years[0].rows) == 1
    assert catalog.regimes.keys() == load().regimes.keys()


def test_a_fault_of_an_own_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputRejected) as rejected:
        load(own=own_rate(tmp_path / "own", "a lot"))
    assert [(issue.code, str(issue.at)) for issue in rejected.value.issues] == [("catalog-value", "tariff/2026.csv: 2")]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputRejected) as rejected:
        load(own=tmp_path / "nowhere")
    assert [issue.code for issue in rejected.value.issues] == ["catalogs-folder-missing"]


def test_the_option_goes_before_the_workbook_and_the_workbook_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(small_case(catalogs="own"), tmp_path / "named.xlsx", "zh")
    write(small_case(), tmp_path / "plain.xlsx", "zh")
    monkeypatch.setitem(os.environ, OWN_CATALOGS, str(tmp_path / "third"))
    named, plain = open_case(tmp_path / "named.xlsx"), open_case(tmp_path / "plain.xlsx")
    assert named.own_catalogs(tmp_path / "first") == tmp_path / "first"
    assert named.own_catalogs() == tmp_path / "own"
    assert plain.own_catalogs() == tmp_path / "third"
    monkeypatch.delitem(os.environ, OWN_CATALOGS)
    assert plain.own_catalogs() is None


def test_a_plan_rests_on_the_own_catalogs_and_its_run_record_names_them(tmp_path: Path) -> None:
    """One machine of 1,000,000 CNY by CIF in the first quarter: 70,000 duty at 7 % in place of 90,000 at 9 %."""
    own_rate(tmp_path / "own", "7")
    write(small_case(catalogs="own"), tmp_path / "case.xlsx", "zh")
    result = plan_case(tmp_path / "case.xlsx")
    without = plan_case(small_case())
    assert without.solution.objective_cny - result.solution.objective_cny == pytest.approx(20_000, abs=300)
    assert result.run.own_catalogs == str(tmp_path / "own")
    assert len(result.run.own_catalogs_sha256) == 64 and without.run.own_catalogs == ""


def test_a_result_is_verified_on_the_own_catalogs_that_it_was_planned_on_and_on_no_others(tmp_path: Path) -> None:
    """Whoever has others would recompute other taxes; the folder that a result names is not opened for it."""
    own = own_rate(tmp_path / "own", "7")
    result = plan_case(small_case(), catalogs=own)
    write_result(result, tmp_path / "plan.xlsx")
    assert verify_result(tmp_path / "plan.xlsx", catalogs=own).findings == ()
    for catalogs in (None, own_rate(tmp_path / "others", "8")):
        with pytest.raises(InputRejected) as rejected:
            verify_result(tmp_path / "plan.xlsx", catalogs=catalogs)
        assert [issue.code for issue in rejected.value.issues] == ["verify-catalogs-differ"]


def test_commands_take_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = str(own_rate(tmp_path / "own", "7"))
    write(small_case(), tmp_path / "case.xlsx", "zh")
    assert main(["catalog", "show", "84571010", "--day", "2026-06-01", "--catalogs", own]) == ExitCode.DONE
    assert "7.00%" in capsys.readouterr().out
    assert main(["duty", str(tmp_path / "case.xlsx"), "--catalogs", own]) == ExitCode.DONE
    assert "70,000.00" in capsys.readouterr().out
    assert main(["check", str(tmp_path / "case.xlsx"), "--catalogs", str(tmp_path / "no")]) == ExitCode.INPUT_ISSUES
    assert main(["catalog", "check", own]) == ExitCode.DONE


def test_collecting_a_survey_takes_the_catalogs_that_its_base_names(tmp_path: Path) -> None:
    """One that is wrong is told, as it is when the same case is planned; it is not passed over for the shipped one."""
    own_rate(tmp_path / "own", "a lot")
    write(small_case(catalogs="own"), tmp_path / "base.xlsx", "zh")
    (tmp_path / "returned").mkdir()
    for step in (survey_case.collect_surveys, survey_report.assess_survey):
        with pytest.raises(InputRejected) as rejected:
            step(tmp_path / "returned", tmp_path / "base.xlsx")
        assert [issue.code for issue in rejected.value.issues] == ["catalog-value"]
