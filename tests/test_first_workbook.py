"""A planner's first workbook with more than forty faults, in both languages: three rounds or fewer to a plan.

The planner mends what a remark names, in the marked copy that `check -o` writes, and nothing else.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import coordinate_to_tuple, get_column_letter

from importplan.basics.labels import Language
from importplan.cli.main import main
from importplan.documents.marked.comments import MARKS
from importplan.scenario.wording import heading, sheet_name

SETTINGS = {"title": "First case", "start": "2027-01-01", "period": "quarter", "periods": 8, "goal": "weighted",
            "risk_level": "95%", "gap": 0.01, "draws": 8, "time_limit_s": 20, "open_need_share": 1.2}  # fmt: skip
CASE: dict[str, list[dict[str, Any]]] = {
    "items": [
        {"item": "M1", "kind": "machine", "hs_code": "84571010", "holding_rate": 0.02, "whole_units": "yes"},
        {"item": "M2", "kind": "machine", "hs_code": "84581100", "holding_rate": 0.02, "whole_units": "yes"},
        {"item": "P1", "kind": "part", "hs_code": "84669390", "holding_rate": 0.02, "whole_units": "no"},
    ],
    "demand": [
        {"line": "D1", "item": "M1", "period": "2028Q1", "quantity": 2, "priority": 1, "firmness": "ordered"},
        {"line": "D2", "item": "M2", "period": "2028Q2", "quantity": 1, "priority": 2, "firmness": "budgeted"},
        {"line": "D3", "item": "P1", "period": "2027Q4", "quantity": 30, "priority": 2, "firmness": "ordered"},
        {"line": "D4", "item": "M1", "period": "2028Q3", "quantity": 1, "priority": 3, "firmness": "wished"},
    ],
    "suppliers": [
        {"supplier": "S1", "country": "JP", "capacity_per_period": 10},
        {"supplier": "S2", "country": "CN", "capacity_per_period": 10},
        {"supplier": "S3", "country": "DE", "capacity_per_period": 50},
    ],
    "offers": [
        {"offer": "O1", "supplier": "S1", "item": "M1", "unit_price": 52_000_000, "currency": "JPY", "incoterm": "CIF",
         "lead_time_days": 210, "transit_days": 30, "licence_refusal": 0.05, "deposit_share": 0.3},
        {"offer": "O2", "supplier": "S2", "item": "M1", "unit_price": 3_200_000, "currency": "CNY",
         "incoterm": "domestic", "price_includes_vat": "yes", "lead_time_days": 150, "transit_days": 5},
        {"offer": "O3", "supplier": "S3", "item": "M2", "unit_price": 400_000, "currency": "EUR", "incoterm": "FOB",
         "lead_time_days": 180, "transit_days": 40, "origin": "DE", "from": "2027Q1", "to": "2028Q4"},
        {"offer": "O4", "supplier": "S3", "item": "P1", "unit_price": 900, "currency": "EUR", "incoterm": "CIF",
         "lead_time_days": 60, "transit_days": 10, "shipment_share": 0.6, "min_order": 0},
    ],
    "budgets": [{"payer": "all", "from": "2027-01-01", "to": "2028-12-31", "amount_cny": 30_000_000}],
    "limits": [
        {"rule": "max_country_share", "who": "JP", "value": 0.9},
        {"rule": "min_fill_rate", "item": "M1", "value": 0.5},
    ],
    "risks": [{"risk": "R1", "starts_per_year": 0.1, "mean_months": 6}],
    "risk_targets": [{"risk": "R1", "target": "country:JP", "hit_probability": 0.8}],
    "stock": [{"item": "P1", "quantity": 4, "condition": "new"}],
    "open_orders": [
        {"order": "PO1", "offer": "O2", "quantity": 1, "ordered": "2026-09-01", "due": "2027-06-01", "paid_share": 0.3}
    ],
    "fx": [{"currency": "JPY", "cny_per_unit": 0.0455}, {"currency": "EUR", "cny_per_unit": 7.8}],
}  # fmt: skip
# (sheet, row of it from 0, column) → what the planner wrote first.
FAULTS: dict[tuple[str, int, str], Any] = {
    ("items", 0, "hs_code"): "8457.1", ("items", 1, "hs_code"): "99999999", ("items", 1, "kind"): "robot",
    ("items", 2, "whole_units"): "sometimes", ("items", 2, "holding_rate"): "two",
    ("demand", 0, "item"): "M9", ("demand", 1, "period"): "2027Q5", ("demand", 1, "quantity"): -1,
    ("demand", 2, "quantity"): "some", ("demand", 3, "priority"): "high", ("demand", 3, "firmness"): "perhaps",
    ("suppliers", 1, "supplier"): "S1", ("suppliers", 0, "country"): "Japn",
    ("suppliers", 2, "capacity_per_period"): "much",
    ("offers", 0, "supplier"): "S11", ("offers", 0, "unit_price"): "to be asked", ("offers", 0, "licence_refusal"): 1.2,
    ("offers", 0, "deposit_share"): 30, ("offers", 0, "lead_time_days"): "soon", ("offers", 1, "currency"): "RMBX",
    ("offers", 1, "price_includes_vat"): None, ("offers", 1, "incoterm"): "ex barn", ("offers", 2, "item"): "M22",
    ("offers", 2, "origin"): "Wonderland", ("offers", 2, "transit_days"): -5, ("offers", 2, "from"): "2029Q1",
    ("offers", 3, "shipment_share"): 0.9, ("offers", 3, "currency"): None, ("offers", 3, "min_order"): "none",
    ("budgets", 0, "payer"): "F9", ("budgets", 0, "amount_cny"): "about 30 million",
    ("limits", 0, "rule"): "max_contry_share", ("limits", 0, "who"): "XX", ("limits", 1, "item"): "M8",
    ("limits", 1, "value"): 1.5, ("risks", 0, "starts_per_year"): "often", ("risks", 0, "mean_months"): -6,
    ("risk_targets", 0, "target"): "somewhere", ("risk_targets", 0, "hit_probability"): 3,
    ("stock", 0, "item"): "P7", ("stock", 0, "condition"): "broken", ("open_orders", 0, "offer"): "O9",
    ("open_orders", 0, "paid_share"): 3, ("open_orders", 0, "due"): "June", ("fx", 0, "cny_per_unit"): "n/a",
    ("fx", 1, "currency"): "EURO?",
}  # fmt: skip
OF_SETTINGS = {"start": "2027-13-01", "period": "weekly", "periods": "eight", "goal": "wieghted", "risk_level": "high"}


def columns(sheet: str) -> list[str]:
    return list(dict.fromkeys(key for row in CASE[sheet] for key in row))


def written(path: Path, language: Language) -> dict[tuple[str, str], Any]:
    """Write the workbook with its faults; sheet and cell → what is right there."""
    book, right = Workbook(), dict[tuple[str, str], Any]()
    book.remove(book.active)
    for key, rows in {"settings": [], **CASE}.items():
        name = sheet_name(key, language)
        tab = book.create_sheet(name)
        if key == "settings":
            tab.append([heading(key, column, language) for column in ("key", "value")])
            for number, (setting, value) in enumerate(SETTINGS.items(), start=2):
                tab.append([heading(key, setting, language), OF_SETTINGS.get(setting, value)])
                right[name, f"B{number}"] = value
            continue
        tab.append([heading(key, column, language) for column in columns(key)])
        for number, row in enumerate(rows):
            for place, column in enumerate(columns(key), start=1):
                tab.cell(number + 2, place, FAULTS.get((key, number, column), row.get(column)))
                right[name, f"{get_column_letter(place)}{number + 2}"] = row.get(column)
    book.save(path)
    return right


def mended(path: Path, right: dict[tuple[str, str], Any], language: Language) -> int:
    """Mend each cell that has a remark on an error, as it says; how many cells were changed."""
    book, changed = load_workbook(path), 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                words = cell.comment.text if cell.comment else ""
                told = any(f"{mark} {'错误' if language == 'zh' else 'error'}" in words for mark in MARKS)
                value = right.get((sheet.title, cell.coordinate), cell.value)
                if told and cell.value != value:
                    sheet.cell(*coordinate_to_tuple(cell.coordinate), value)
                    changed += 1
    book.save(path)
    return changed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_three_rounds_or_fewer_to_a_plan(
    language: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importplan.cli.check.shell_language", lambda: language)
    assert len(FAULTS) + len(OF_SETTINGS) > 40
    case = tmp_path / "case.xlsx"
    right = written(case, language)
    rounds, mended_cells = 0, 0
    while main(["check", str(case), "-o", str(tmp_path / f"marked_{rounds + 1}.xlsx")]) != 0:
        rounds += 1
        case = tmp_path / f"marked_{rounds}.xlsx"
        count = mended(case, right, language)
        assert count, capsys.readouterr().out  # each error says where it can be mended
        mended_cells += count
        assert rounds < 10
    assert rounds <= 3
    assert mended_cells == len(FAULTS) + len(OF_SETTINGS)
    capsys.readouterr()
    assert main(["plan", str(case), "-o", str(tmp_path / "plan.xlsx"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] in ("optimal", "gap_reached", "stopped_with_plan")
