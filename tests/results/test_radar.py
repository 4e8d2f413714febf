"""The change radar, by hand: two signed orders and a machine under supervision when the tariff or a relief changes.

Five bearings at a customs value of 19,200.00 and 8 %; a grinder of 12,000,000.00 under 鼓励项目 (9 %, free of duty); a
grinder of 8,000,000.00 released on 2026-04-10. It is 2026-11-20; from 2027-01-01 bearings pay 10 %, grinders 12 %.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from relieved_case import relieved, relieved_case

from importplan.basics.errors import InputRejected
from importplan.basics.labels import known
from importplan.catalog.lists.concordance import CodeStep, Concordance
from importplan.catalog.lists.edition_files import write_edition
from importplan.catalog.lists.goods_lists import CodeReference
from importplan.catalog.load import Catalog, load
from importplan.catalog.rates.tariff import TariffYear
from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main
from importplan.customs.cost.landed_cost import price
from importplan.customs.declaring.modes import with_modes
from importplan.documents.case.write import write
from importplan.evaluation.schedule import signed_dates
from importplan.pipeline.plan import write_result
from importplan.pipeline.radar import NOW, CatalogSide, look
from importplan.results.names import Names
from importplan.results.radar.catalog_changes import TOLD_APART, catalog_changes
from importplan.results.radar.consignments import Source, signed_orders
from importplan.results.radar.radar import Bearing, RadarCase, RadarLine, totals, watch
from importplan.results.views.radar_words import because, lot_why, timing_words
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.firms import Firm

OLD = load()
BEARING, GRINDER = "84828000", "84602419"
TODAY = date(2026, 11, 20)
NEW_YEAR = date(2027, 1, 1)


def with_rates(rates: dict[str, str], catalog: Catalog = OLD) -> Catalog:
    """A tariff of 2027 with other MFN rates."""
    before = catalog.tariff.years[-1].rows
    rows = {code: replace(row, mfn=Decimal(rates[code])) if code in rates else row for code, row in before.items()}
    return with_year(rows, catalog)


def with_year(rows, catalog: Catalog = OLD) -> Catalog:
    year = TariffYear(NEW_YEAR, date(2027, 12, 31), rows)
    return replace(catalog, tariff=replace(catalog.tariff, years=(*catalog.tariff.years, year)))


DEARER = with_rates({BEARING: "0.10", GRINDER: "0.12"})


def without_relief(first: date) -> Catalog:
    """鼓励项目 ends the day before."""
    regime = OLD.regimes["encouraged_project"]
    ended = tuple(replace(each, to_day=first - timedelta(days=1)) for each in regime.versions)
    return replace(OLD, regimes={**OLD.regimes, regime.key: replace(regime, versions=ended)})


def looked(new: Catalog, scenario: Scenario | None = None, old: Catalog = OLD, today: date = TODAY) -> RadarCase:
    case = with_modes(scenario or relieved_case(), old)
    goods = signed_orders(case, signed_dates(case, price(case, OLD)), today)
    return watch("case.xlsx", case, goods, old, new, today, has_plan=True)


def of_item(found: RadarCase, item: str) -> RadarLine:
    orders = (line for line in found.lines if line.goods.source is not Source.OFFER)
    (line,) = (line for line in orders if line.goods.item.item == item)
    return line


@cache
def dearer() -> RadarCase:
    return looked(DEARER)


def test_a_rate_that_rises_by_hand() -> None:
    """Duty 19,200 × (10 − 8) % = 384.00, VAT on it 49.92; saved by who declares on 2026-12-31."""
    line = of_item(dearer(), "BEARING")
    assert (line.bearing, line.cost_cny, line.cash_cny, line.tax_cny) == (
        Bearing.LOSES, Decimal("384.00"), Decimal("49.92"), Decimal("433.92")
    )  # fmt: skip
    assert line.declare_before is not None and not line.declare_before.passed
    assert (line.declare_before.change, line.declare_before.cost_cny) == (NEW_YEAR, Decimal("384.00"))
    names = Names(dearer().scenario, DEARER, "zh")
    assert "关税 8.00%（最惠国税率） → 10.00%（最惠国税率），+384.00 元" in because(names, line)
    assert "最晚 2026-12-31 申报（早 69 天）" in timing_words(names, line)


def test_what_is_free_of_duty_is_not_reached_by_its_rate() -> None:
    assert of_item(dearer(), "GRINDER").bearing is Bearing.SAME


def test_supervised_goods_stay_relieved_and_a_transfer_makes_up_more() -> None:
    """On 2027-01-01 nine months are used (8 and 22 days): 8,000,000 × 27/36 = 6,000,000; 9 % and VAT on it 610,200;
    12 % 813,600."""
    grinder, bearing = dearer().lots
    assert (grinder.day, grinder.before.end, grinder.after.end) == (NEW_YEAR, date(2029, 4, 10), date(2029, 4, 10))
    assert grinder.was is not None and grinder.now is not None
    assert (grinder.was.total_cny, grinder.now.total_cny) == (Decimal("610200.00"), Decimal("813600.00"))
    assert grinder.change_cny == Decimal("203400.00") and grinder.affected
    assert bearing.change_cny is None and not bearing.affected
    words = [lot_why(Names(dearer().scenario, DEARER, "en"), lot, dearer()) for lot in dearer().lots]
    # From 2026-11-20 to 2029-04-10 there are 28 whole months.
    assert "28 whole month(s) of supervision left" in words[0]
    assert "a transfer on 2027-01-01 makes up +203,400.00 CNY" in words[0] and "neither the end" in words[1]


def test_a_relief_that_ends_by_hand() -> None:
    """The grinder pays 9 % of 12,000,000 = 1,080,000.00 and VAT on it 140,400.00; until 2026-12-31 it does not."""
    new, case = without_relief(NEW_YEAR), relieved_case()
    rows = tuple(replace(row, valid_from=None) for row in case.qualifications)
    found = looked(new, case.replace(qualifications=rows))
    line = of_item(found, "GRINDER")
    assert (line.bearing, line.cost_cny, line.cash_cny) == (
        Bearing.LOSES, Decimal("1080000.00"), Decimal("140400.00")
    )  # fmt: skip
    assert line.declare_before is not None
    assert (line.declare_before.change, line.declare_before.cost_cny) == (NEW_YEAR, Decimal("1080000.00"))
    assert "在报关日不再成立" in because(Names(found.scenario, new, "zh"), line)
    assert line.after is not None and line.after.verdict is not None and line.after.verdict.bars
    # Goods that were released keep their relief, and what a transfer makes up does not move.
    assert not any(lot.affected for lot in found.lots)
    (firm,) = totals(found)
    assert (firm.losses, firm.gains, firm.net, firm.saves) == (
        Decimal("1080000.00"), Decimal(0), Decimal("1080000.00"), Decimal("1080000.00")
    )  # fmt: skip
    assert firm.declare_before == NEW_YEAR
    # A certificate that begins with the new year frees nothing before it: then no day is named.
    assert of_item(looked(new), "GRINDER").declare_before is None


def test_the_other_way_round_gains_as_much() -> None:
    back = looked(OLD, old=without_relief(NEW_YEAR))
    line = of_item(back, "GRINDER")
    assert (line.bearing, line.cost_cny) == (Bearing.GAINS, Decimal("-1080000.00"))
    assert line.declare_before is None


def test_a_day_that_is_over_is_told_and_promised_to_nobody() -> None:
    """Asked on 2027-01-05 the change of 2027-01-01 lies behind: no day is named."""
    line = of_item(looked(DEARER, today=date(2027, 1, 5)), "BEARING")
    assert line.cost_cny == Decimal("384.00") and line.declare_before is None
    assert totals(looked(DEARER, today=date(2027, 1, 5)))[0].saves == 0


def test_who_waits_a_few_days_gains() -> None:
    """Due at the port on 2026-12-28, 8 % until the year ends, 6 % from 2027-01-01: four days later is in time."""
    case = relieved_case()
    early = tuple(replace(row, due=date(2026, 12, 28), stage="shipped") if row.offer == "B-NSK" else row
                  for row in case.open_orders)  # fmt: skip
    found = looked(with_rates({BEARING: "0.06"}), case.replace(open_orders=early))
    line = of_item(found, "BEARING")
    if line.goods.day < NEW_YEAR:
        assert line.bearing is Bearing.SAME and line.declare_from is not None
        assert (line.declare_from.change, line.declare_from.cost_cny) == (NEW_YEAR, Decimal("384.00"))
    else:
        assert line.bearing is Bearing.GAINS


def test_what_was_declared_before_is_not_reached() -> None:
    case = relieved_case()
    cleared = tuple(replace(row, stage="cleared") for row in case.open_orders)
    found = looked(DEARER, case.replace(open_orders=cleared))
    assert {line.bearing for line in found.lines} == {Bearing.DECIDED}
    assert totals(found)[0].net == 0


def test_a_renumbered_code_is_followed_and_one_that_is_gone_stops_its_own_goods_alone() -> None:
    rows = dict(OLD.tariff.years[-1].rows)
    rows["84828001"] = replace(rows.pop(BEARING), hs_code="84828001", mfn=Decimal("0.10"))
    gone = looked(with_year(rows))
    line = of_item(gone, "BEARING")
    assert line.bearing is Bearing.UNPRICED and line.cost_cny == 0
    assert {issue.code for issue in line.faults} == {"hs-code-unknown"}
    assert of_item(gone, "GRINDER").bearing is Bearing.SAME
    assert totals(gone)[0].unpriced == 1
    step = CodeStep(BEARING, 2027, "84828001", "renumbered", "test", "given")
    known = replace(with_year(rows), concordance=Concordance({BEARING: (step,)}, OLD.concordance.editions))
    followed = of_item(looked(known), "BEARING")
    assert followed.cost_cny == Decimal("384.00")
    assert followed.after is not None and followed.after.hs_code == "84828001"


def test_the_same_catalogs_change_nothing() -> None:
    found = looked(OLD)
    assert {line.bearing for line in found.lines} == {Bearing.SAME} and not any(lot.affected for lot in found.lots)
    assert list(catalog_changes(OLD, load())) == []


def test_a_quota_holds_under_both_catalogs() -> None:
    """A quota of no whole machine: the order is taxed under both, and a rate reaches it: 12,000,000 × 3 %."""
    case = relieved_case()
    rows = tuple(replace(row, quota_cny=1.0) if row.certificate == "确认书-8" else row for row in case.qualifications)
    line = of_item(looked(DEARER, case.replace(qualifications=rows)), "GRINDER")
    assert line.before is not None and line.before.exempt == 0
    assert line.cost_cny == Decimal("360000.00")


def test_every_table_of_a_catalog_has_a_name_for_people() -> None:
    assert all(known(f"radar.table.{each.name}") for each in fields(Catalog) if each.name not in TOLD_APART)


def table_of_2027(folder: Path) -> Path:
    path = folder / "税则2027.csv"
    path.write_text(f"税号,最惠国税率\n{BEARING},10\n{GRINDER},12\n", encoding="utf-8")
    return path


def test_files_a_result_its_case_and_a_broken_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The result counts and its case does not; a file that cannot be read is a row; both languages are written."""
    case, result, broken = tmp_path / "case.xlsx", tmp_path / "result.xlsx", tmp_path / "broken.xlsx"
    write(relieved_case(), case, "zh")
    write_result(relieved(), result)
    broken.write_bytes(b"PK no workbook")
    shutil.copy(result, tmp_path / "again.xlsx")
    out, table = tmp_path / "radar.xlsx", table_of_2027(tmp_path)
    words = [
        "catalog",
        "radar",
        NOW,
        str(table),
        str(result),
        str(broken),
        str(case),
        str(tmp_path / "again.xlsx"),
        "--part",
    ]
    assert main([*words, "-o", str(out), "--json", "--language", "en"]) == ExitCode.DONE
    told = json.loads(capsys.readouterr().out)
    assert [(fault["file"], fault["code"]) for fault in told["faults"]][1:] == [
        ("again.xlsx", "radar-same-case"), ("case.xlsx", "radar-same-orders")
    ]  # fmt: skip
    assert told["faults"][0]["file"] == "broken.xlsx"
    told["lines"] = [line for line in told["lines"] if line["file"] == "result.xlsx"]
    signed = {line["reference"]: line for line in told["lines"] if line["source"] == "signed_order"}
    assert signed["+合同-118"]["cost_cny"] == 384.0 and signed["+合同-118"]["declare_before"]["change"] == "2027-01-01"
    planned = [line for line in told["lines"] if line["source"] == "planned_order"]
    assert len(planned) == len(relieved().solution.plan.orders)
    taxed = [line for line in planned if line["item"] == "BEARING"]
    assert taxed and all(line["cost_cny"] > 0 for line in taxed)
    assert sum(firm["losses"] for firm in told["firms"] if firm["file"] == "result.xlsx") == pytest.approx(
        sum(line["cost_cny"] for line in told["lines"] if line["cost_cny"] > 0)
    )
    by_contract = {row["contract_no"]: row for row in told["contracts"] if row["file"] == "result.xlsx"}
    assert (by_contract["+合同-118"]["losses"], by_contract["+合同-118"]["declare_by"]) == (384.0, "2026-12-31")
    assert by_contract[""]["orders"] == len(planned)
    assert load_workbook(out).sheetnames == [
        "What follows", "Lines", "By firm", "By contract", "Supervised goods", "Catalog differences", "Left out"
    ]  # fmt: skip
    assert main([*words[:4], str(table)]) == ExitCode.INPUT_ISSUES
    assert main([*words, "-o", str(table)]) == ExitCode.USAGE


def test_an_edition_as_a_file_takes_a_relief_away(tmp_path: Path) -> None:
    """From 2027-01-01 a new list of goods that are not exempt prints all grinders of 8460.24: 9 % of 12,000,000 is due,
    and 2026-12-31 is the last day without it."""
    listed = OLD.goods_lists.by_key["domestic_projects_not_exempt"]
    before = listed.editions[-1]
    row = next(iter(before.rows.values()))
    mine = replace(
        row,
        reference=replace(row.reference, edition="2027", row="1"),
        name_zh="磨床",
        name_en="Grinders",
        codes=(CodeReference("846024"),),
        requirement="所有规格",
    )
    edition = replace(before, key="2027", valid_from=NEW_YEAR, valid_to=None, nomenclature=2022, rows={"1": mine})
    ended = replace(before, valid_to=date(2026, 12, 31))
    for each in (edition, ended):
        write_edition(tmp_path / "own", listed.key, each)
    case = relieved_case()
    rows = tuple(replace(each, valid_from=None) for each in case.qualifications)
    write(case.replace(qualifications=rows), tmp_path / "case.xlsx", "zh")
    file = tmp_path / "own" / "goods_lists" / listed.key / "2027.csv"
    for new in (tmp_path / "own", file):
        side = CatalogSide(NOW)
        found = look(side, CatalogSide(str(new), side), [tmp_path / "case.xlsx"])
        (told,) = found.cases
        line = of_item(told, "GRINDER")
        assert (line.bearing, line.cost_cny) == (Bearing.LOSES, Decimal("1080000.00"))
        assert line.declare_before is not None and line.declare_before.change == NEW_YEAR
        assert line.after is not None and line.after.verdict is not None
        assert [bar.code for bar in line.after.verdict.bars] == ["relief-not-exempt"]
        kinds = {change.kind for change in found.changes}
        assert kinds <= {"edition_partly", "edition"} and kinds


def test_a_case_without_a_plan_compares_its_offers_in_no_total(tmp_path: Path) -> None:
    write(relieved_case(), tmp_path / "case.xlsx", "zh")
    other = CatalogSide(str(tmp_path / "nowhere"), None)
    with pytest.raises(InputRejected):
        look(CatalogSide(NOW), other, [tmp_path / "case.xlsx"])
    found = watch("c", with_modes(relieved_case(), OLD), (), OLD, DEARER, TODAY, has_plan=False)
    offers = [line for line in found.lines if line.goods.source is Source.OFFER]
    assert {line.goods.item.item for line in offers if line.bearing is Bearing.LOSES} >= {"BEARING"}
    assert all(line.goods.day >= NEW_YEAR for line in offers) and totals(found) == ()


def test_a_tariff_is_taken_in_with_its_money_and_then_acts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--case` tells the difference before anything is written; `duty` then has the rate of each year."""
    case, own = tmp_path / "case.xlsx", tmp_path / "own"
    write(relieved_case(), case, "zh")
    table = table_of_2027(tmp_path)
    words = ["catalog", "import", "tariff", str(table), "-o", str(own), "--part", "--case", str(case), "--json"]
    assert main([*words, "--dry-run"]) == ExitCode.DONE
    told = json.loads(capsys.readouterr().out)
    assert not own.exists()
    assert {line["reference"]: line["cost_cny"] for line in told["cases"]["lines"]}["+合同-118"] == 384.0
    assert main(words) == ExitCode.DONE
    capsys.readouterr()
    assert main(["duty", str(case), "--catalogs", str(own), "--json"]) == ExitCode.DONE
    lines = json.loads(capsys.readouterr().out)["lines"]
    assert {line["rate"] for line in lines if line["item"] == "BEARING" and line["charge"] == "duty"} == {0.10}
    # Once it is taken in, it is no change any more.
    assert main([*words, "--dry-run"]) == ExitCode.DONE
    assert not any(line["cost_cny"] for line in json.loads(capsys.readouterr().out)["cases"]["lines"])


def test_a_relief_that_comes_within_reach_is_told_and_in_no_total() -> None:
    """The order names no relief; OLD has none, NEW has: 1,080,000.00 of duty hang on an application."""
    case = relieved_case()
    orders = tuple(replace(row, relief="") for row in case.open_orders)
    found = looked(OLD, case.replace(open_orders=orders), old=without_relief(NEW_YEAR))
    line = of_item(found, "GRINDER")
    assert (line.bearing, line.cost_cny, line.counts) == (Bearing.OPENS, Decimal("-1080000.00"), False)
    assert totals(found)[0].gains == 0


def test_payers_that_fare_alike_stand_in_one_line() -> None:
    """Three firms, one of which holds certificates that do not free bearings."""
    case = relieved_case()
    case = case.replace(firms=(*case.firms, *(Firm(firm=name, name=name) for name in ("F2", "F3"))))
    found = watch("c", with_modes(case, OLD), (), OLD, DEARER, TODAY, has_plan=False)
    alike = {line.goods.payers for line in found.lines if line.goods.item.item == "BEARING"}
    assert alike == {3}
