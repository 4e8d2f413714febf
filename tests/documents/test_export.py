"""A case as CSV, Parquet and a filled template: codes that a spreadsheet would spoil, what is left behind."""

from __future__ import annotations

import csv
import dataclasses
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from openpyxl import load_workbook
from pyarrow import parquet

from importplan.basics.errors import InputRejected
from importplan.catalog.files import shipped
from importplan.cli.exit_codes import ExitCode
from importplan.cli.main import main
from importplan.documents.case import csv_folder, parquet_folder
from importplan.documents.case.csv_folder import guarded
from importplan.documents.case.example import example
from importplan.documents.case.write import write
from importplan.pipeline.case import open_case, read_case
from importplan.pipeline.export import export_case
from importplan.scenario.case_file import read
from importplan.scenario.schema.firms import Firm
from importplan.tables.limits import WORKBOOK
from importplan.tables.parquet import read_all


def test_a_shipped_case_comes_back_from_each_of_them(tmp_path: Path) -> None:
    case = shipped("scenarios") / "compressor_maker" / "compressor_maker.xlsx"
    written = export_case(case, tmp_path / "csv", tmp_path / "parquet", tmp_path / "filled.xlsx")
    assert (written.left.sheets, written.left.columns, written.as_text) == ((), (), ())
    known = read_case(case)
    opened = [open_case(tmp_path / name) for name in ("csv", "parquet", "filled.xlsx")]
    assert [one.scenario == known for one in opened] == [True, True, True]
    assert len({one.sha256 for one in opened}) == 3  # a folder of Parquet files has a hash of its own too


SPOILT = (
    "01012100",
    "84571010.00",
    "914401010000000012",
    "1-1",
    "3/4",
    "1E5",
    "2027-03",
    "MAR1",
    "Dec-10",
    "TRUE",
    "1:30",
)
SAFE = ("91440101MA59ABCD1X", "M1", "2027Q1", "ROTOR-GRINDER", "五轴", "DN100/50", "12英寸", "8 kW")


@pytest.mark.parametrize("words", SPOILT)
def test_what_a_spreadsheet_would_take_for_more_is_kept_text(words: str) -> None:
    assert guarded(words) == "\t" + words


@pytest.mark.parametrize("words", SAFE)
def test_what_no_spreadsheet_changes_is_left_alone(words: str) -> None:
    assert guarded(words) == words


@pytest.mark.parametrize("saved", ["as written", "by a spreadsheet program"])
def test_codes_come_back_from_a_folder_that_was_opened_and_saved(saved: str, tmp_path: Path) -> None:
    base = example("zh")
    items = (dataclasses.replace(base.items[0], hs_code="01012100", group="1-1"),)
    firms = (Firm(firm="007", name="甲", credit_code="914401010000000012"), Firm(firm="1E5", name="乙"))
    scenario = base.replace(items=items, firms=firms, demand=(dataclasses.replace(base.demand[0], firm="007"),))
    files = csv_folder.write(scenario, tmp_path / "case", "zh")
    assert all(path.read_bytes().startswith(b"\xef\xbb\xbf") for path in files)
    if saved != "as written":  # Excel keeps the tabs and takes the quotation marks off
        for path in files:
            rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
            path.write_text("\r\n".join(",".join(row) for row in rows), "gb18030")
    again = read_case(tmp_path / "case")
    assert again == scenario


def test_a_sheet_of_one_column_keeps_its_guarded_cells(tmp_path: Path) -> None:
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "firms.csv").write_bytes(csv_text_of("firm", "007", "1E5", "009"))
    grid = read(tmp_path / "case")[0].grids[0]
    assert [row[0] for row in grid.values] == ["firm", "007", "1E5", "009"]


def csv_text_of(*cells: str) -> bytes:
    return "\n".join((cells[0], *(f"\t{cell}" for cell in cells[1:]))).encode("utf-8-sig")


def test_own_sheets_columns_and_formulas_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(example("en"), tmp_path / "case.xlsx", "en")
    book = load_workbook(tmp_path / "case.xlsx")
    offers = book["offers"]
    offers.cell(1, offers.max_column + 1, "#phone")
    offers.cell(2, offers.max_column, "020-1")
    book.create_sheet("_my notes")["A1"] = "ask Mr Wang"
    book.save(tmp_path / "case.xlsx")
    assert main(["export", str(tmp_path / "case.xlsx"), "--template", str(tmp_path / "t")]) == ExitCode.DONE
    told = capsys.readouterr().err
    assert "_my notes, offers!#phone" in told or "offers!#phone, _my notes" in told
    assert read_case(tmp_path / "t.xlsx") == read_case(tmp_path / "case.xlsx")
    assert main(["export", str(tmp_path / "case.xlsx"), "--template", str(tmp_path / "t")]) == ExitCode.USAGE
    assert "t.xlsx" in capsys.readouterr().err
    assert main(["export", str(tmp_path / "case.xlsx")]) == ExitCode.USAGE
    # What the template itself says beside a case is nobody's own.
    assert export_case(tmp_path / "t.xlsx", csv=tmp_path / "csv").left.columns == ()


def test_parquet_is_typed_and_says_its_units(tmp_path: Path) -> None:
    parquet_folder.write(example("en"), tmp_path / "case")
    offers = parquet.read_schema(tmp_path / "case" / "offers.parquet")
    assert [str(offers.field(key).type) for key in ("unit_price", "price_includes_vat", "offer")] == [
        "double", "bool", "string",
    ]  # fmt: skip
    assert parquet.read_schema(tmp_path / "case" / "budgets.parquet").field("from").type == pyarrow.date32()
    assert offers.field("lead_time_days").metadata[b"unit"] == b"days"


def test_parquet_of_other_programs_is_read(tmp_path: Path) -> None:
    """Codes as numbers, days with a time, lists of texts, NaN for nothing."""
    parquet_folder.write(example("en"), tmp_path / "case")
    items = pyarrow.table(
        {
            "item": ["M1"], "name_zh": ["五轴立式加工中心"], "name_en": ["Five-axis vertical machining centre"],
            "hs_code": [84571010], "tags": [["controlled"]], "reference_value_cny": [float("nan")],
        }
    )  # fmt: skip
    parquet.write_table(items, tmp_path / "case" / "items.parquet")
    budgets = {"payer": ["all"], "from": [datetime(2027, 1, 1)], "to": [datetime(2028, 12, 31)], "amount_cny": [9e6]}
    parquet.write_table(pyarrow.table(budgets), tmp_path / "case" / "budgets.parquet")
    found = read_case(tmp_path / "case")
    assert (found.items[0].hs_code, found.items[0].tags, found.items[0].reference_value_cny) == (
        "84571010", ("controlled",), None,
    )  # fmt: skip
    assert [(row.from_day, row.to_day) for row in found.budgets] == [(date(2027, 1, 1), date(2028, 12, 31))]


def refused(path: Path, limits: Any = WORKBOOK) -> list[str]:
    grids, issues = read_all([(path, path.name, path.stem)], limits)
    assert not grids
    assert all(issue.found("zh") and issue.repair("en") for issue in issues)
    return [issue.code for issue in issues]


def test_parquet_passes_the_gate(tmp_path: Path) -> None:
    good = tmp_path / "items.parquet"
    parquet.write_table(pyarrow.table({"item": ["M1"] * 5, "name_zh": ["x" * 1_000] * 5}), good)
    few, narrow = dataclasses.replace(WORKBOOK, rows=4), dataclasses.replace(WORKBOOK, cells=9)
    small = dataclasses.replace(WORKBOOK, inflated_bytes=100)
    assert [refused(good, limits) for limits in (few, narrow, small)] == [
        ["sheet-too-far"], ["sheet-too-large"], ["file-too-large"],
    ]  # fmt: skip
    (tmp_path / "cut.parquet").write_bytes(good.read_bytes()[:-20])
    (tmp_path / "text.parquet").write_text("item,name\n")
    (tmp_path / "empty.parquet").write_bytes(b"")
    (tmp_path / "link.parquet").symlink_to(good)
    parquet.write_table(pyarrow.table({"item": [{"a": 1}]}), tmp_path / "nested.parquet")
    parquet.write_table(pyarrow.table({"item": ["x" * 100_001]}), tmp_path / "long.parquet")
    found = {name: refused(tmp_path / f"{name}.parquet") for name in ("cut", "text", "empty", "link", "nested", "long")}
    assert found == {
        "cut": ["file-damaged"], "text": ["file-damaged"], "empty": ["file-empty"], "link": ["survey-file-link"],
        "nested": ["parquet-type"], "long": ["parquet-text-too-long"],
    }  # fmt: skip


def test_a_faulty_cell_of_parquet_is_named(tmp_path: Path) -> None:
    parquet_folder.write(example("en"), tmp_path / "case")
    suppliers = pyarrow.table({"supplier": ["S1", "S2"], "country": ["JP", "Atlantis"]})
    parquet.write_table(suppliers, tmp_path / "case" / "suppliers.parquet")
    with pytest.raises(InputRejected) as fault:
        open_case(tmp_path / "case")
    assert "suppliers.parquet: suppliers!B3" in [str(issue.at) for issue in fault.value.issues]


def test_without_the_extra_it_is_told_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet_folder.write(example("en"), tmp_path / "case")
    write(example("en"), tmp_path / "case.xlsx", "en")
    for module in ("importplan.scenario.case_file", "importplan.pipeline.export"):
        monkeypatch.setattr(f"{module}.find_spec", lambda name: None)
    for call in (lambda: open_case(tmp_path / "case"), lambda: export_case(tmp_path / "case.xlsx", parquet="new")):
        with pytest.raises(InputRejected) as fault:
            call()
        assert [issue.code for issue in fault.value.issues] == ["parquet-not-installed"]
        assert ".[parquet]" in fault.value.issues[0].repair("zh")
