"""The ledger of supervision: lots, dates, tax to make up, contingent duty, all against figures by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from relieved_case import relieved
from result_fixtures import names_of

from importplan.customs.cost.rules.vat import VAT_CASH
from importplan.customs.relief.supervision import make_up
from importplan.pipeline.case import read_case
from importplan.pipeline.plan import to_json, write_result
from importplan.results.sheets.cash import cash_by_year
from importplan.results.sheets.supervision import lots_table, rules_table, years_table
from importplan.results.table import Formula
from importplan.results.views.contingent import refusals, refusals_table, refused_by_year, refused_years_table
from importplan.results.views.declared import PLANNED, SIGNED, declared
from importplan.results.views.order_lines import order_lines
from importplan.results.views.supervised import STOCK, SupervisedLot, lots
from importplan.results.views.transfer import transfer_table


def of_kind(kind: str) -> list[SupervisedLot]:
    return [lot for lot in lots(relieved()) if lot.kind == kind]


def test_stock_under_relief_is_a_lot_with_its_dates() -> None:
    """8,000,000 at 9 %: duty 720,000 and the VAT on it 93,600 were relieved; free after three years."""
    machine = of_kind(STOCK)[0]
    assert (machine.end, machine.place) == (date(2029, 4, 10), "佛山一厂")
    assert machine.reports(relieved()) == (date(2026, 6, 30), date(2027, 6, 30), date(2028, 6, 30))
    assert (machine.duty_relieved_cny, machine.vat_relieved_cny) == (Decimal("720000.00"), Decimal("93600.00"))
    # After 12 months: value 5,333,333.33, duty 480,000.00, VAT 480,000 × 13 %
    moved = machine.transferred(relieved(), date(2027, 4, 10))
    assert moved is not None
    assert (moved.value_cny, moved.total_cny) == (Decimal("5333333.33"), Decimal("542400.00"))


def test_what_is_not_known_of_a_lot_is_blank_and_never_zero() -> None:
    parts = of_kind(STOCK)[1]
    assert parts.end is None and parts.duty_relieved_cny is None
    assert parts.transferred(relieved(), date(2027, 4, 10)) is None
    table = lots_table(relieved(), (parts,))
    assert table.values("transfer_12_cny") == (None,)
    assert table.values("customs_value_cny") == (None,)
    assert table.shown(names_of(relieved())).cells("state_at_end") == ("放行日不详，待补",)
    codes = [issue.code for issue in relieved().issues]
    assert codes.count("relieved-stock-incomplete") == 1


def test_a_signed_order_is_a_lot_at_its_own_price() -> None:
    """12,000,000 in yuan as signed, not 310 million yen: duty 1,080,000, VAT on it 140,400."""
    machine = of_kind(SIGNED)[0]
    assert machine.customs_value_cny == Decimal("12000000.00")
    assert (machine.duty_relieved_cny, machine.vat_relieved_cny) == (Decimal("1080000.00"), Decimal("140400.00"))
    assert machine.reference == "+2026-CT-9"


def test_planned_orders_are_lots_from_their_release_on() -> None:
    result = relieved()
    numbers = {number: line for number, line in enumerate(order_lines(result), start=1)}
    found = of_kind(PLANNED)
    assert found
    for lot in found:
        line = numbers[lot.number]
        assert lot.released == line.dates.released
        assert line.dates.port <= line.dates.released <= line.dates.usable
        assert float(lot.customs_value_cny or 0) == pytest.approx(line.customs_value_cny, abs=0.01)
        relieved_cny = float((lot.duty_relieved_cny or 0) + (lot.vat_relieved_cny or 0))
        vat = line.ordinary[VAT_CASH] - line.charges[VAT_CASH]
        assert relieved_cny == pytest.approx(line.relief_cost_cny + vat, abs=0.05)


def test_a_relief_that_is_only_planned_makes_no_lot() -> None:
    assert all(lot.item.item != "BEARING" or lot.kind == STOCK for lot in lots(relieved()))
    statuses = {entry.qualification(relieved().scenario).status for entry in declared(relieved())}
    assert "planned" in statuses


def test_the_end_of_a_year_counts_what_is_watched_then() -> None:
    result = relieved()
    table = years_table(result, lots(result))
    assert table.values("year_end") == (2027, 2028, 2029, 2030)
    by_hand = [
        sum(float(found.total_cny) for lot in lots(result) if (found := lot.transferred(result, date(year, 12, 31))))
        for year in (2027, 2028, 2029, 2030)
    ]
    assert table.values("watched_tax_cny") == pytest.approx(by_hand)
    assert table.values("unknown_number")[0] == 1  # the bearings without a day of release


def test_a_refusal_counts_signed_and_planned_orders_by_certificate_and_year() -> None:
    result = relieved()
    found = refusals(result)
    assert {entry.certificate for entry in found} == {0}
    applied = [entry for entry in declared(result) if entry.certificate == 0]
    total = sum(float(entry.tax_relieved_cny) for entry in applied)
    assert sum(entry.cash_cny for entry in found) == pytest.approx(total, abs=0.05)
    assert sum(entry.cost_cny for entry in found) < total
    year = refused_by_year(result)[0]
    left = next(entry.left_cny for entry in cash_by_year(result) if entry.year == year.year)
    assert left is not None and year.left_if_refused_cny == pytest.approx(left - year.cash_cny)
    assert to_json(result)["refused"][0]["cash_cny"] == pytest.approx(year.cash_cny)
    names = names_of(result)
    assert sum(refusals_table(result).values("refused_cash_cny")) == pytest.approx(total, abs=0.05)  # type: ignore[arg-type]
    assert refused_years_table(result).shown(names).cells("budget_verdict")[0] in ("仍够", "不够，须追加预算或缓签")


def test_the_live_formulas_carry_the_values_of_the_rule() -> None:
    result = relieved()
    found = lots(result)
    table = transfer_table(result, names_of(result), found)
    assert len(table.rows) == len(found) - 1  # the bearings of unknown release have none
    for row, total in zip(table.rows, table.values("made_up_cny"), strict=True):
        goods = row.lot.goods(result, row.day)
        assert row.lot == found[row.number - 1]
        assert goods is not None and row.lot.quantity == row.units == 1.0
        wanted = make_up(goods, row.day, result.catalog.supervision)
        assert isinstance(total, Formula) and total.value == float(wanted.total_cny)
    live = [cell for cell in table.shown(names_of(result)).rows[0] if isinstance(cell, Formula)]
    assert len(live) == 6
    assert all(cell.words.startswith("=") for cell in live)


def test_every_rule_of_the_sheet_names_its_source() -> None:
    table = rules_table(relieved(), names_of(relieved()), lots(relieved()))
    assert len(table.rows) == 5
    assert all(table.values("source_text")) and "unverified" in table.values("confidence")


def test_the_sheet_is_written_with_formulas_and_read_over(tmp_path: Path) -> None:
    path = tmp_path / "result.xlsx"
    write_result(relieved(), path)
    sheet = load_workbook(path)["监管台账"]
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert any("EDATE(" in formula for formula in formulas)
    assert "=项目确认书-7" in {cell.value for row in sheet.iter_rows() for cell in row if cell.data_type == "s"}
    assert read_case(path) == relieved().scenario


def test_instalments_of_vat_leave_a_transfer_unknown_and_not_free() -> None:
    """What is still to be paid of spread VAT on a transfer is in no source: blank, never zero."""
    lot = of_kind(SIGNED)[0]
    assert lot.transferred(relieved(), date(2028, 3, 1)) is not None
    assert replace(lot, frees=None).transferred(relieved(), date(2028, 3, 1)) is None
