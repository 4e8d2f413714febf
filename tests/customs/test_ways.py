"""All ways of a shipment side by side, worked by hand: CIF 1,000,000 yuan at 9 %, VAT 13 %."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from landed_cases import tiny

from consents import CONSENT
from importplan.catalog.load import Catalog, load
from importplan.cli.main import main
from importplan.customs.declaring.alternative import DeclaringAlternative, Shipment, as_records, effects
from importplan.customs.declaring.alternatives import ways
from importplan.customs.declaring.report import ways_report
from importplan.documents.case.write import write
from importplan.documents.excel import duty_workbook
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.qualifications import Qualification
from importplan.scenario.schema.sites import Site


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


PART = {"kind": "part", "hs_code": "84193990", **CONSENT}  # 9 %


def found(scenario: Scenario, catalog: Catalog, **about: object) -> dict[tuple[str, str], DeclaringAlternative]:
    shipment = Shipment(**({"arrival": 0} | about))  # type: ignore[arg-type]
    return {(way.regime, way.how): way for way in ways(scenario, catalog, shipment)}


def written(folder: Path, case: dict[str, object]) -> Path:
    """A workbook that the command reads: the case with a line of demand."""
    need = Demand(line="L", item="M", firm="F", period=date(2026, 4, 1), quantity=1.0, shortage_cost_cny=1000.0)
    offer = {"price_includes_vat": False} | dict(case.get("offer", {}))  # type: ignore[call-overload]
    write(tiny(case | {"offer": offer}, demand=(need,)), folder / "case.xlsx", "zh")
    return folder / "case.xlsx"


def codes(way: DeclaringAlternative) -> set[str]:
    return {point.code for point in way.open_points}


def test_a_relief_without_certificate_is_shown_with_what_it_would_bring(catalog: Catalog) -> None:
    """Ordinary: duty 90,000, VAT 141,700, cost 1,090,000. List 2 parts: nothing; the relief is worth 231,700 of tax."""
    way = found(tiny({"item": PART}), catalog)
    ordinary, relief = way["ordinary", ""], way["major_equipment", ""]
    assert ordinary.standing == "usable"
    assert (ordinary.cost_cny, ordinary.cash_on_arrival_cny) == (Decimal("1090000.00"), Decimal("231700.00"))
    assert relief.standing == "missing"
    assert codes(relief) == {"way-no-certificate"}  # what a row of a certificate would have to say is no news yet
    saved = effects(relief, ordinary)
    assert (saved.tax_relieved_cny, saved.cost_effect_cny, saved.cash_effect_cny) == (
        Decimal("231700.00"), Decimal("90000.00"), Decimal("231700.00"),
    )  # fmt: skip


def test_usable_ways_stand_first_and_the_cheapest_of_them_on_top(catalog: Catalog) -> None:
    held = tiny({"item": PART, "relief": {"regime": "major_equipment", "certificate": "C"}})
    listed = ways(held, catalog, Shipment(0))
    standings = [way.standing == "missing" for way in listed]
    assert standings == sorted(standings)
    assert (listed[0].regime, listed[0].status) == ("major_equipment", "held")
    assert listed[0].cost_cny == Decimal("1000000.00")
    costs = [way.cost_cny for way in listed if way.standing != "missing"]
    assert costs == sorted(costs)


def test_a_complete_machine_is_never_offered_the_relief_of_parts(catalog: Catalog) -> None:
    way = found(tiny({"item": {"kind": "machine", **CONSENT}}), catalog)["major_equipment", ""]
    assert way.standing == "missing"
    assert "relief-kind" in codes(way)


def test_amounts_are_those_of_the_quantity_and_totals_are_sums_of_lines(catalog: Catalog) -> None:
    """Three units: duty 270,000, VAT (3,000,000 + 270,000) x 13 % = 425,100."""
    way = found(tiny(), catalog, quantity=3.0)["ordinary", ""]
    assert way.tax_cny == Decimal("695100.00")
    assert way.cost_cny == sum(
        line.amount_cny for line in way.lines if line.charge not in ("vat_cash", "customs_value")
    )


def test_bonded_stock_pays_the_tax_of_the_day_of_release(catalog: Catalog) -> None:
    """Nothing on arrival, 231,700 on release; without a bonded site the way is not open."""
    closed = found(tiny(), catalog, release=3)["ordinary", "bonded"]
    assert (closed.cash_on_arrival_cny, closed.tax_later_cny) == (Decimal("0.00"), Decimal("231700.00"))
    assert codes(closed) == {"way-no-bonded-site"}
    site = Site(site="W", kind="bonded", owner="F")
    way = found(tiny(sites=(site,)), catalog, release=3)["ordinary", "bonded"]
    assert way.standing == "doubt"
    longest = found(tiny(sites=(site,)), catalog, release=6)["ordinary", "bonded"]
    assert "way-bonded-too-long" in codes(longest)  # 18 months against 12 in a bonded warehouse


def test_proof_of_origin_is_offered_where_an_agreement_covers_the_origin(catalog: Catalog) -> None:
    japan = tiny({"offer": {"origin": "JP"}})
    way = found(japan, catalog)["ordinary", "proof"]
    assert codes(way) == {"way-no-proof", "way-agreement-rate-unknown"}
    assert way.cost_cny == Decimal("1090000.00")  # never taken for zero
    assert ("ordinary", "proof") not in found(tiny(), catalog)  # Germany has no agreement


def test_a_pending_application_leaves_a_guarantee(catalog: Catalog) -> None:
    """Half of 231,700 in cash until the decision on the day that follows the arrival."""
    row = {"regime": "major_equipment", "status": "applied", "decision_on": date(2026, 6, 1), "guarantee_share": 0.5}
    way = found(tiny({"item": PART, "relief": row}), catalog)["major_equipment", ""]
    assert way.guarantee_cny == Decimal("115850.00")
    assert way.cash_on_arrival_cny == Decimal("115850.00")


def test_vat_in_instalments_is_due_later(catalog: Catalog) -> None:
    """A display project: duty 90,000 on arrival, all of the VAT of 141,700 later."""
    row = {
        "regime": "new_displays",
        "applicant_class": "major_project",
        "goods_class": "new_equipment",
        "certificate": "P",
    }
    way = found(tiny({"item": CONSENT, "relief": row}), catalog)["new_displays", ""]
    assert way.cash_on_arrival_cny == Decimal("90000.00")
    assert way.tax_later_cny == Decimal("141700.00")


def test_the_order_of_rows_changes_no_amount(catalog: Catalog) -> None:
    case = tiny({"item": PART, "relief": {"regime": "major_equipment", "certificate": "C"}})
    other = replace(case.offers[0], offer="P", unit_price=900_000.0)
    more = Qualification(firm="F", regime="encouraged_project")
    one = case.replace(offers=(*case.offers, other), qualifications=(*case.qualifications, more))
    two = case.replace(offers=(other, *case.offers), qualifications=(more, *case.qualifications))
    sums = [
        {(way.offer.offer, way.regime, way.how, way.cost_cny, way.tax_cny) for way in ways(each, catalog, Shipment(0))}
        for each in (one, two)
    ]
    assert sums[0] == sums[1]


def test_the_command_prints_lines_and_writes_a_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], catalog: Catalog
) -> None:
    given = {"item": PART, "relief": {"regime": "major_equipment", "certificate": "C"}}
    case = tiny(given)
    path = written(tmp_path, given)
    assert main(["duty", str(path), "--arrival", "2026Q2", "--json"]) == 0
    lines = json.loads(capsys.readouterr().out)["lines"]
    by_option: dict[int, float] = {}
    for line in lines:
        if not line["deductible"] and line["charge"] != "customs_value":
            by_option[line["option"]] = by_option.get(line["option"], 0.0) + line["amount_cny"]
    stated = {line["option"]: line["cost_cny"] for line in lines}
    assert by_option == pytest.approx(stated)
    for language in ("zh", "en"):
        path = tmp_path / f"{language}.xlsx"
        duty_workbook.write_ways(ways_report(case, catalog, Shipment(0)), path, language)
        assert len(openpyxl.load_workbook(path).worksheets) == 3


def test_kinds_of_goods_are_chinese_on_chinese_sheets(tmp_path: Path, catalog: Catalog) -> None:
    """A complete machine under the relief for parts: what the relief covers is said in words of the language."""
    case = tiny({"relief": {"regime": "major_equipment", "certificate": "C"}})
    duty_workbook.write_ways(ways_report(case, catalog, Shipment(0)), tmp_path / "ways.xlsx", "zh")
    book = openpyxl.load_workbook(tmp_path / "ways.xlsx")
    words = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "（类别：整机）" in words
    assert "只适用于零部件、材料" in words


@pytest.mark.parametrize("words", [["--arrival", "soon"], ["--arrival", "2020Q1"], ["--firm", "Nobody"]])
def test_wrong_words_are_told(tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["duty", str(written(tmp_path, {})), *words]) == 2
    assert words[1] in capsys.readouterr().err


def test_a_half_year_of_arrival_is_its_last_quarter_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["duty", str(written(tmp_path, {})), "--arrival", "2026H2", "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["arrival"] == "2026Q4"
    assert "2026H2" in told.err and "2026Q3" in told.err


def test_every_line_of_every_way_is_explained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["duty", str(written(tmp_path, {"item": PART})), "--explain", "--language", "zh"]) == 0
    printed = "".join(capsys.readouterr().out.split())
    for words in ("各种办法比较", "尚不能用的办法", "没有“重大技术装备", "通关方式", "最惠国税率", "《关税法》"):
        assert words in printed, words


def test_a_relief_that_is_over_has_no_certificate_to_obtain(catalog: Catalog) -> None:
    # Research bodies: 2021-2025, no successor on record; the case starts in 2026.
    assert codes(found(tiny(), catalog)["research_bodies", ""]) == {"relief-not-in-force"}


def test_ways_call_charges_as_duty_does(catalog: Catalog) -> None:
    """The two kinds of VAT are one tax in every JSON: `import_vat`, or `domestic_vat` for goods bought in China."""
    domestic: dict[str, object] = {"incoterm": "domestic", "price_includes_vat": True, "origin": "CN"}
    abroad: dict[str, object] = {}
    for offer, named in ((abroad, "import_vat"), (domestic, "domestic_vat")):
        scenario = tiny({"offer": offer})
        way = ways(scenario, catalog, Shipment(0))[0]
        lines = as_records(way, 0, scenario.calendar)
        assert [line["charge"] for line in lines if line["deductible"]] == [named]
        assert not {"vat_cash", "vat_cost"} & {line["charge"] for line in lines}
