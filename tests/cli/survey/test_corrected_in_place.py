"""A bureau sends the form, collects, corrects the rejected rows where they were written, and collects again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from importplan.cli.main import main
from importplan.documents.case.example import example
from importplan.documents.case.write import write
from importplan.documents.excel.titled_sheet import HEADING_ROW
from importplan.survey.form.firm_sheet import rows
from importplan.survey.form.places import ITEM_FIRST_ROW, NEED_COLUMNS, NEED_FIRST_ROW, item_columns
from importplan.survey.rejected import PLACES

Capture = pytest.CaptureFixture[str]


def returned(base: Path, folder: Path) -> None:
    """The form of the base, filled in by hand; one quantity is a word."""
    folder.mkdir()
    path = folder / "甲.xlsx"
    assert main(["survey", "template", str(path), "--base", str(base)]) == 0
    book = load_workbook(path)
    firm, items, needs = book.worksheets[:3]
    firm.cell(rows()["firm_name"] + 1, 3).value = "佛山市甲机械有限公司"
    firm.cell(rows()["city"] + 1, 3).value = "佛山"
    # Without 示例: a row that says it is an example is none.
    item = {"kind": "整机", "item_name": "立式加工中心", "unit": "台"}
    for key, words in item.items():
        items.cell(ITEM_FIRST_ROW + 1, item_columns()[key] + 1).value = words
    for line, quantity in enumerate((2, "一批"), start=NEED_FIRST_ROW + 1):
        need = {"item_number": 1, "period": f"2027年{line - NEED_FIRST_ROW + 1}季度", "quantity": quantity}
        for key, value in (need | {"firmness": "已列预算"}).items():
            needs.cell(line, NEED_COLUMNS[key] + 1).value = value
    book.save(path)


def test_rejected_rows_are_corrected_where_they_were_written(tmp_path: Path, capsys: Capture) -> None:
    base, folder = tmp_path / "base.xlsx", tmp_path / "returned"
    write(example("zh"), base, "zh")
    returned(base, folder)
    collect = ["survey", "collect", str(folder), "--base", str(base), "-o", str(tmp_path / "case.xlsx")]
    capsys.readouterr()
    main([*collect, "--workers", "1", "--json"])
    first: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (first["files"], first["rejected"]) == (1, 1)
    assert first["written"]["rejected"] == str(tmp_path / "case_rejected.xlsx")
    main([*collect, "--workers", "1", "--replace", "--json"])  # nothing is corrected yet: no second workbook
    assert json.loads(capsys.readouterr().out)["written"]["rejected"] == first["written"]["rejected"]
    book = load_workbook(tmp_path / "case_rejected.xlsx")
    book.worksheets[0].cell(HEADING_ROW + 2, PLACES["correction"] + 1).value = "5"
    book.save(tmp_path / "case_rejected.xlsx")
    main([*collect, "--workers", "1", "--replace", "--json"])
    second: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (second["files"], second["rejected"], second["read"]) == (1, 0, first["read"] + 1)
    assert "rejected" not in second["written"]
    main([*collect, "--workers", "1", "--preview"])
    assert "读入 1 处更正" in capsys.readouterr().out
    demand = load_workbook(tmp_path / "case.xlsx")["需求计划"]
    quantities = [value for row in demand.iter_rows(min_row=2, values_only=True) for value in row if value in (2, 5)]
    assert sorted(quantities) == [2, 5]
