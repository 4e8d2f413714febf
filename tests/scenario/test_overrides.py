"""Overrides by hand: what a small file over a base makes of the case, and what it says where it is wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from case_tables import CaseTables

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue
from importplan.pipeline.case import Case, open_case
from importplan.results.carried.places import placed, to_entries

HEADINGS = ("scenario", "sheet", "id", "column", "value")


def folder(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """A folder of CSV files."""
    path.mkdir()
    for name, rows in sheets.items():
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return folder(tmp_path / "base", CaseTables().sheets)


def change(path: Path, rows: Iterable[tuple[object, ...]], base: str = "base", **sheets: list[list[object]]) -> Path:
    """A folder with overrides over a base."""
    settings = [["key", "value"], ["base", base], *sheets.pop("settings", [])]
    return folder(path, {"settings": settings, "overrides": [HEADINGS, *rows]} | sheets)  # type: ignore[dict-item]


def codes(case: Case) -> list[str]:
    return [issue.code for issue in case.issues if issue.code.startswith(("override", "base"))]


def refused(path: Path) -> Issue:
    with pytest.raises(InputRejected) as rejected:
        open_case(path)
    return next(issue for issue in rejected.value.issues if issue.code.startswith(("override", "base", "number")))


def test_cells_settings_and_switches_are_those_of_the_base_but_for_what_is_overridden(
    base: Path, tmp_path: Path
) -> None:
    before = open_case(base).scenario
    offer, line = before.offers[0], before.demand[0]
    found = open_case(
        change(
            tmp_path / "change",
            [
                ("", "offers", offer.offer.lower(), "unit_price", "12万"),
                ("", "报价", offer.offer, "procurement_days", 17),
                ("", "settings", "", "discount_rate", "7 %"),
                ("", "settings", "risk_weight", "value", 0.25),
                ("", "demand", line.line, "use", "否"),
            ],
        )
    )
    after = found.scenario
    changed = after.offers[0]
    assert (changed.unit_price, changed.procurement_days) == (120_000.0, 17.0)
    assert replace(changed, unit_price=offer.unit_price, procurement_days=offer.procurement_days) == offer
    assert (after.settings.discount_rate, after.settings.risk_weight) == (0.07, 0.25)
    assert line.line not in {row.line for row in after.demand}
    assert after.items == before.items and after.overrides == () and after.settings.base == ""
    assert codes(found) == ["override-taken"] * 5
    told = next(issue for issue in found.issues if issue.values.get("column") == "unit_price")
    assert str(told.at).startswith("overrides.csv → offers.csv: offers!") and str(told.at).endswith(": overrides!E2")
    assert "12万" in told.found("zh") and "52000000" in told.found("zh")


def test_places_of_overridden_cells_survive_the_way_into_a_result(base: Path, tmp_path: Path) -> None:
    offer = open_case(base).scenario.offers[0].offer
    case = open_case(change(tmp_path / "change", [("", "offers", offer, "unit_price", 5)])).scenario
    at = case.offers[0].cell("unit_price")
    assert at.sheet == "overrides" and at.cell == "E2"
    bare = case.replace(offers=tuple(replace(row, columns={}) for row in case.offers))
    assert placed(bare, to_entries(case)).offers[0].cell("unit_price") == at
    assert placed(bare, to_entries(case)).offers[0].cell("item") == case.offers[0].cell("item")


def test_a_later_file_goes_over_an_earlier_one_and_new_rows_are_added(base: Path, tmp_path: Path) -> None:
    offer = open_case(base).scenario.offers[0]
    change(tmp_path / "first", [("", "offers", offer.offer, "unit_price", 5), ("", "settings", "", "seed", 7)])
    more = [["offer", "supplier", "item", "unit_price", "currency"], ["NEW", offer.supplier, offer.item, 9, "EUR"]]
    second = change(
        tmp_path / "second",
        [("", "offers", offer.offer, "unit_price", 6), ("", "offers", "NEW", "unit_price", 8)],
        base="first",
        offers=more,
        settings=[["draws", 11]],
    )
    found = open_case(second)
    offers = {row.offer: row.unit_price for row in found.scenario.offers}
    assert (offers[offer.offer], offers["NEW"]) == (6.0, 8.0)
    assert (found.scenario.settings.seed, found.scenario.settings.draws) == (7, 11)
    assert "override-adds-rows" in codes(found)
    told = [issue for issue in found.issues if issue.values.get("id") == offer.offer]
    assert [(issue.values["before"], issue.values["after"]) for issue in told] == [("52000000.0", "5"), ("5", "6")]
    given = open_case(second, base=tmp_path / "base")  # --base stands for `first`
    assert given.scenario.settings.seed != 7


def test_rows_without_ids_are_called_by_what_tells_them_apart(base: Path, tmp_path: Path) -> None:
    case = CaseTables()
    case.sheets["budgets"] = [
        ["payer", "from", "to", "amount_cny"], ["all", "2027-01-01", "2027-12-31", 100], ["all", "2028", "2028", 200],
        ["all", "2028", "2028", 300],
    ]  # fmt: skip
    folder(tmp_path / "with", case.sheets)
    rows = [("", "budgets", "全部/2027", "amount_cny", "1 万"), ("", "budgets", "all|2028 (2)", "amount_cny", 7)]
    found = open_case(change(tmp_path / "change", rows, base="with")).scenario
    assert [row.amount_cny for row in found.budgets] == [10_000.0, 200.0, 7.0]
    every = open_case(change(tmp_path / "every", [("", "budgets", "*", "amount_cny", 1)], base="with")).scenario
    assert [row.amount_cny for row in every.budgets] == [1.0, 1.0, 1.0]
    several = refused(change(tmp_path / "several", [("", "budgets", "all/2028", "amount_cny", 7)], base="with"))
    assert several.code == "override-rows-several" and "budgets!3" in several.found("en")


@pytest.mark.parametrize(
    ("row", "code", "cell", "says"),
    [
        (("", "ofers", "O1", "unit_price", 1), "override-sheet-unknown", "B2", "offers"),
        (("", "offers", "O1", "unitprise", 1), "override-column-unknown", "D2", "unit_price"),
        (("", "offers", "nobody", "unit_price", 1), "override-row-unknown", "C2", "nobody"),
        (("", "settings", "", "sead", 1), "override-column-unknown", "D2", "seed"),
        (("", "settings", "", "base", "x"), "override-of-the-file-itself", "D2", "base"),
        (("", "offers", "*", "unit_price", "cheap"), "number-expected", "E2", "cheap"),
    ],
)
def test_faults_name_the_cell_of_the_overrides_and_of_the_base(
    base: Path, tmp_path: Path, row: tuple[object, ...], code: str, cell: str, says: str
) -> None:
    fault = refused(change(tmp_path / "change", [row]))
    assert (fault.code, fault.at.sheet, fault.at.cell) == (code, "overrides", cell)
    assert says in fault.found("en") and fault.repair("zh")
    assert code != "number-expected" or "offers.csv: offers!" in str(fault.at)


def test_bases_that_are_missing_or_rest_on_each_other_are_told(tmp_path: Path) -> None:
    missing = refused(change(tmp_path / "missing", [], base="nowhere"))
    assert (missing.code, missing.at.cell) == ("base-missing", "B2")
    change(tmp_path / "one", [], base="two")
    assert refused(change(tmp_path / "two", [], base="one")).code == "base-in-a-circle"


def test_named_scenarios_act_only_where_they_are_asked_for(base: Path, tmp_path: Path) -> None:
    path = change(tmp_path / "change", [("", "settings", "", "seed", 5), ("快", "settings", "", "draws", 3)])
    plain, named = open_case(path), open_case(path, named="快")
    assert (plain.scenario.settings.seed, named.scenario.settings.seed) == (5, 5)
    assert named.scenario.settings.draws == 3 != plain.scenario.settings.draws
    assert "override-of-a-named-scenario" in codes(plain) and "override-of-a-named-scenario" not in codes(named)
    assert "快" in next(i for i in plain.issues if i.code == "override-of-a-named-scenario").found("zh")


def test_a_value_that_is_there_already_is_told_and_a_blank_one_is_the_default(base: Path, tmp_path: Path) -> None:
    offer = open_case(base).scenario.offers[0]
    rows = [("", "offers", offer.offer, "unit_price", 52000000), ("", "offers", offer.offer, "lead_time_days", "")]
    found = open_case(change(tmp_path / "change", rows))
    assert codes(found) == ["override-changes-nothing", "override-taken"]
    assert found.scenario.offers[0].lead_time_days == 0.0 != offer.lead_time_days
