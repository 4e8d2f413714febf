"""Every sheet and table of results is registered, has words and is documented; people and machines read one list."""

from __future__ import annotations

import ast
import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from all_results import all_parts, all_tables, results
from openpyxl import load_workbook

import importplan.results
from importplan.basics.labels import LANGUAGES, Label, Language, known, text
from importplan.basics.labels import table as words
from importplan.documents.excel import plan_workbook
from importplan.results import forms
from importplan.results.contents import SHEETS
from importplan.results.machine_record import record
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Formula, Reader, Table
from importplan.results.views.order_lines import OrderLine, order_lines
from importplan.scenario.schema import RESULT_SHEETS
from syntax import modules

GUIDE = Path(__file__).parents[2] / "docs" / "results.md"
APART = (
    "duty_tables.py",
    "application.py",
    "contract_page.py",
    "radar_tables.py",
    "radar_record.py",
    "declaration_tables.py",
    "list_columns.py",
    "purchase_orders.py",
)  # written apart
PAGE_ONE = "summary_"  # tables of page one repeat others


def forgotten(sheets: dict[str, ResultSheet], guide: str) -> list[str]:
    """Sheets without words, not skipped where a workbook is read, or without a row in the guide."""
    return [
        key
        for key in sheets
        if not (known(f"sheet.{key}") and key in RESULT_SHEETS and f"| {key} {text(f'sheet.{key}', 'zh')} |" in guide)
    ]


def without_words(tables: list[Table[int]]) -> list[str]:
    """Tables without a title, and columns without a heading."""
    found = [table.key for table in tables if not known(f"result.table.{table.key}")]
    shown = [(table, column) for table in tables for column in table.columns if column.reader is not Reader.MACHINES]
    return found + [
        column.key for table, column in shown if not column.heading and not known(f"{table.headed}.{column.key}")
    ]


def test_every_sheet_has_words_is_skipped_on_reading_and_stands_in_the_guide() -> None:
    assert forgotten(SHEETS, GUIDE.read_text(encoding="utf-8")) == []


def test_a_sheet_of_which_anything_is_forgotten_is_found() -> None:
    """A made-up sheet has no words; a known one lacks only its row in the guide."""
    made_up = ResultSheet("made_up", lambda result, names: ())
    assert forgotten({"made_up": made_up}, "| made_up |") == ["made_up"]
    assert forgotten({"orders": SHEETS["orders"]}, "") == ["orders"]


def test_every_sheet_that_is_declared_is_registered() -> None:
    """Its module in the room of results has a `SHEET`; a forgotten line in `contents.py` would leave it out."""
    modules = (
        import_module(module.name) for module in walk_packages(importplan.results.__path__, "importplan.results.")
    )
    declared = {found.key for module in modules if isinstance(found := getattr(module, "SHEET", None), ResultSheet)}
    assert declared == set(SHEETS)


def test_every_sheet_is_made_for_some_result() -> None:
    assert {part.key for _, part in all_parts()} == set(SHEETS)


def test_every_table_of_the_sources_stands_on_a_sheet() -> None:
    """A table that no sheet shows would be in no workbook and in no record."""
    trees = [tree for file, tree in modules().items() if file.startswith("results/") and Path(file).name not in APART]
    calls = [node for tree in trees for node in ast.walk(tree)]
    lists = [node for node in calls if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ListSheet"]
    of_lists = {id(node) for sheet in lists for node in ast.walk(sheet)}  # sheets of what other commands write
    written = {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Table" and id(node) not in of_lists
        if isinstance(node.args[0], ast.Constant)
    }
    assert len(written) > 30
    on_sheets = {table.key for _, table in all_tables()}
    assert {key for key in written - on_sheets if not str(key).startswith(PAGE_ONE)} == {"ways_out"}  # on page one


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_has_a_title_and_every_column_a_heading(language: Language) -> None:
    assert without_words([table for _, table in all_tables(language)]) == []


def test_a_table_or_a_column_without_words_is_found() -> None:
    number: Column[int] = Column("made_up_number", "count", forms.WHOLE, lambda row: row)
    machines: Column[int] = Column("made_up_id", "", forms.TEXT, lambda row: row, reader=Reader.MACHINES)
    assert without_words([Table("made_up", (number, machines), (1, 2))]) == ["made_up", "made_up_number"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_people_read_plain_cells(language: Language) -> None:
    for names, table in all_tables(language):
        for row in table.shown(names).rows:
            assert all(isinstance(cell, str | int | float | date | Formula | None) for cell in row), table.key


def test_machines_read_each_name_once_and_plain_values() -> None:
    for _, table in all_tables():
        columns = [column for column in table.columns if column.reader is not Reader.PEOPLE]
        assert len({column.known_as or column.key for column in columns}) == len(columns), table.key
        assert json.loads(json.dumps(table.records(), allow_nan=False)) == table.records()


def test_machines_read_the_numbers_that_people_see() -> None:
    """Where a form tells nothing else in place of a value."""
    compared = 0
    for names, table in all_tables():
        shown, records = table.shown(names), table.records()
        for column in shown.columns:
            if column.form.tell is None and column.reader is Reader.ALL:
                cells = shown.cells(column.key)
                told = [record[column.known_as or column.key] for record in records]
                plain = [cell.value if isinstance(cell, Formula) else cell for cell in cells]
                assert told == [each.isoformat() if isinstance(each, date) else each for each in plain]
                compared += len(told)
    assert compared > 1_000


def test_a_table_is_a_file_of_csv_as_it_is() -> None:
    """The records of a table have the same names in every row, so they are one."""
    for _, table in all_tables():
        records = table.records()
        if not records:
            continue
        file = io.StringIO()
        writer = csv.DictWriter(file, records[0])
        writer.writeheader()
        writer.writerows(records)
        assert len(list(csv.DictReader(io.StringIO(file.getvalue())))) == len(table.rows)


def made_up(result: PlanResult, names: Names) -> Iterator[Block]:
    """A sheet that nobody has registered: the orders of each origin."""
    columns: tuple[Column[OrderLine], ...] = (
        Column("made_up_item", "", forms.ITEM, lambda row: row.item.item),
        Column("made_up_cny", "cny", forms.YUAN, lambda row: row.price_cny, total=True),
    )
    yield Table("made_up_table", columns, order_lines(result))


def test_a_new_table_is_its_file_a_line_and_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the line it is nowhere; without its words nothing is written; with both it is in workbook and record."""
    result = results()[0]
    assert "made_up_table" not in record(result)["tables"]
    monkeypatch.setitem(SHEETS, "made_up", ResultSheet("made_up", made_up))
    with pytest.raises(KeyError, match="made_up"):
        plan_workbook.write(result, tmp_path / "without.xlsx")
    assert list(tmp_path.iterdir()) == []
    for key in (
        "sheet.made_up",
        "result.table.made_up_table",
        "result.column.made_up_item",
        "result.column.made_up_cny",
    ):
        monkeypatch.setitem(words(), key, Label(key, "新", "made up"))
    plan_workbook.write(result, tmp_path / "with.xlsx")
    sheet = load_workbook(tmp_path / "with.xlsx")["新"]
    prices = [line.price_cny for line in order_lines(result)]
    assert [row["made_up_cny"] for row in record(result)["tables"]["made_up_table"]] == prices
    assert set(prices) <= {cell.value for row in sheet.iter_rows() for cell in row}
