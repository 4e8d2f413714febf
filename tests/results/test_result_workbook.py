"""The written workbook, read back: sheets, live totals, text that stays text, the echo, and writes that fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from result_fixtures import names_of, planned
from tiny_case import tiny_case

from importplan.basics.errors import NoPlan
from importplan.basics.labels import LANGUAGES, Language, text
from importplan.documents.excel.paper import MOST_ACROSS
from importplan.pipeline.case import read_case
from importplan.pipeline.plan import plan_case, to_json, write_result
from importplan.pipeline.settings import RunSettings
from importplan.plan.solution import Reason, Termination
from importplan.results.contents import SHEETS
from importplan.results.forms import UNITS, YUAN
from importplan.results.page_one.doubt import WAYS_SHOWN
from importplan.results.sheets import cash, orders
from importplan.results.sheets.orders import orders_table
from importplan.results.table import Column, Shown
from importplan.scenario.schema import RESULT_SHEETS

NOT_HERE = ("reserve_list", "reserve_grounds", "allocation", "roadmap", "break_even")


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Language, Path]:
    """The result of the tiny case as a workbook, in each language."""
    language: Language = request.param
    path = tmp_path_factory.mktemp(language) / "result.xlsx"
    write_result(planned(language), path)
    return language, path


def sheet_of(written: tuple[Language, Path], key: str, values: bool = True) -> Any:
    language, path = written
    return load_workbook(path, data_only=values)[names_of(planned(language)).word(f"sheet.{key}")]


def rows_below(sheet: Any, heading: str) -> list[tuple[Any, ...]]:
    """The rows of the table that has a heading, as far as its first cell is filled."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if heading in row)
    found = []
    for row in rows[start + 1 :]:
        if row[0] is None:
            break
        found.append(row)
    return found


def numbers_below(sheet: Any, heading: str) -> list[float]:
    """The numbers right below a heading."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if heading in row)
    column = rows[start].index(heading)
    return list(takewhile(lambda value: isinstance(value, (int, float)), (row[column] for row in rows[start + 1 :])))


def test_every_sheet_is_there_in_its_order(written: tuple[Language, Path]) -> None:
    language, path = written
    names = names_of(planned(language))
    found = load_workbook(path, read_only=True).sheetnames
    # One firm has no common reserve and makes nothing itself; break-even points are made where asked for.
    keys = [key for key in SHEETS if key not in NOT_HERE]
    assert found[: len(keys)] == [names.word(f"sheet.{key}") for key in keys]
    assert set(SHEETS) <= set(RESULT_SHEETS)


def test_totals_are_live_and_carry_their_value(written: tuple[Language, Path]) -> None:
    """A reader without a spreadsheet program sees the sum, one with it sees a formula over the visible rows."""
    names = names_of(planned(written[0]))
    heading = names.word("result.column.amount_cny")
    shown, formulas = sheet_of(written, "orders"), sheet_of(written, "orders", values=False)
    rows = rows_below(shown, heading)
    amounts = [row[4] for row in rows]
    assert rows[-1][0] == names.word("result.total")
    assert amounts[-1] == pytest.approx(sum(amounts[:-1]))
    assert str(rows_below(formulas, heading)[-1][4]).startswith("=SUBTOTAL(109,E")
    table = orders_table(planned(written[0]), names)
    assert amounts[:-1] == pytest.approx(list(table.values("amount_cny")))


def test_the_summary_agrees_with_the_sheets(written: tuple[Language, Path]) -> None:
    language = written[0]
    names = names_of(planned(language))
    unit = {"zh": 10_000, "en": 1_000}[language]
    page = sheet_of(written, "summary")
    orders = rows_below(sheet_of(written, "orders"), names.word("result.column.amount_cny"))
    goods = numbers_below(page, names.word("result.column.goods_summary"))
    assert sum(goods) * unit == pytest.approx(orders[-1][4])
    *years, shown_total = numbers_below(page, names.word("result.column.net_summary"))
    cash = sheet_of(written, "cash")
    total = names.word("result.column.cash_total")
    position = next(row for row in cash.iter_rows(values_only=True) if total in row).index(total)
    assert sum(years) == pytest.approx(shown_total)
    assert shown_total * unit == pytest.approx(rows_below(cash, total)[-1][position])
    assert shown_total * unit == pytest.approx(planned(language).audit.cash.plan_cny.sum())


def test_page_one_shows_the_figures_of_the_comparison_and_of_the_record(written: tuple[Language, Path]) -> None:
    """The mean loss on page one is that of the sheet and of the JSON; that of the plan has its interval below."""
    language = written[0]
    word, unit = names_of(planned(language)).word, {"zh": 10_000, "en": 1_000}[language]
    page = sheet_of(written, "summary")
    heading = word("result.column.shortage_mean_summary")
    rows = list(page.iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if heading in row)
    place, way = rows[start].index(heading), rows[start].index(word("result.column.alternative"))
    shown = {row[way]: row[place] for row in rows[start + 1 : start + 1 + WAYS_SHOWN]}
    sheet = numbers_below(sheet_of(written, "comparison"), word("result.column.shortage_mean_cny"))
    record = to_json(planned(language))["comparison"]
    for entry, cny in zip(record, sheet, strict=True):
        assert cny == pytest.approx(entry["judgement"]["shortage_cny"]["value"])
        name = word(f"result.alternative.{entry['key']}")
        assert name not in shown or shown[name] == pytest.approx(cny / unit)
    own = record[0]["judgement"]["shortage_cny"]
    told = next(str(row[0]) for row in rows[start:] if "95%" in str(row[0]) or "95 %" in str(row[0]))
    assert f"{own['low'] / unit:,.0f}" in told
    assert f"{own['high'] / unit:,.0f}" in told


def test_dates_are_dates_and_text_is_never_a_formula(written: tuple[Language, Path]) -> None:
    """The title begins with `=`, a model with `@`, a contract with `+`."""
    names = names_of(planned(written[0]))
    orders = sheet_of(written, "orders", values=False)
    rows = rows_below(orders, names.word("result.column.amount_cny"))
    assert isinstance(rows[0][5], datetime)
    assert "@KX 500" in {row[13] for row in rows}
    assert "+合同-118" in {cell.value for row in orders.iter_rows() for cell in row}
    title = sheet_of(written, "summary", values=False)["A1"]
    assert title.data_type == "s"
    assert str(title.value).startswith("=压缩机")


def test_pages_are_ready_for_print(written: tuple[Language, Path]) -> None:
    language, path = written
    book = load_workbook(path)
    for sheet in book.worksheets:
        assert sheet.page_setup.paperSize == 9  # A4
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "压缩机" in sheet.oddHeader.left.text
        assert sheet.oddHeader.center.text == "内部"
        assert sheet.oddHeader.right.text.startswith("V1.2")
        assert "2026-11-20" in sheet.oddHeader.right.text
        for name in ("张工", "李关务", "____"):  # prepared, reviewed, not yet approved
            assert name in sheet.oddFooter.left.text
    summary = book.worksheets[0]
    assert summary.page_setup.fitToWidth in (None, 1)  # 1 is the default and may be left out
    assert summary.page_setup.fitToHeight in (None, 1)
    charts = {sheet.title: len(sheet._charts) for sheet in book.worksheets}
    word = names_of(planned(language)).word
    expected = {"stock_plan": 2, "sourcing": 1, "cash": 2, "risk": 1, "comparison": 1}
    assert {key: charts[word(f"sheet.{key}")] for key in expected} == expected


def points_between(sheet: Any, first: int, after: int) -> float:
    """Height of rows first … after - 1 (from 1)."""
    return float(sum(sheet.row_dimensions[row].height or 15.0 for row in range(first, after)))


def test_no_chart_stands_across_a_page_break_and_none_is_empty(written: tuple[Language, Path]) -> None:
    """Every chart of 300 dots (225 points) ends before the next break, and no page is higher than A4 allows.

    A4 across has 8.27 - 0.75 - 0.7 = 6.82 inches = 491 points, more where the columns make the scale smaller.
    """
    book = load_workbook(written[1])
    for sheet in book.worksheets:
        breaks = [entry.id + 1 for entry in sheet.row_breaks.brk]
        for chart in sheet._charts:
            top = chart.anchor._from.row + 1
            after = next((row for row in breaks if row > top), top + 40)
            assert points_between(sheet, top, after) >= 225.0, sheet.title
            for series in chart.series:
                cells = [cell.value for row in sheet[series.val.numRef.f.split("!")[1]] for cell in row]
                assert cells, sheet.title
            shown = [
                cell.value
                for series in chart.series
                for row in sheet[series.val.numRef.f.split("!")[1]]
                for cell in row
            ]
            assert any(shown), sheet.title


def test_the_result_reads_back_as_the_same_scenario(written: tuple[Language, Path]) -> None:
    language, path = written
    assert read_case(path) == tiny_case(language)


def test_settings_of_the_command_line_are_in_the_echo(tmp_path: Path) -> None:
    """So that the result workbook, planned again, gives the same plan."""
    result = plan_case(tiny_case(), RunSettings(seed=9, draws=5))
    write_result(result, tmp_path / "result.xlsx")
    settings = read_case(tmp_path / "result.xlsx").settings
    assert (settings.seed, settings.draws) == (9, 5)


def test_an_interrupted_write_leaves_nothing_and_keeps_the_older_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "result.xlsx"
    path.write_text("older")

    def breaks(result: object, names: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(SHEETS, "notes", replace(SHEETS["notes"], blocks=breaks))
    with pytest.raises(KeyboardInterrupt):
        write_result(planned(), path)
    assert [file.name for file in tmp_path.iterdir()] == ["result.xlsx"]
    assert path.read_text() == "older"


@pytest.mark.parametrize("reason", [Reason.UNBOUNDED, Reason.STOPPED_WITHOUT_PLAN, Reason.FAILED])
def test_without_a_plan_nothing_is_written(reason: Reason, tmp_path: Path) -> None:
    """Only an infeasible case has something to say: what would have to give way."""
    result = planned()
    solution = replace(result.solution, termination=Termination(reason), found=None, costs=None, risk=None)
    with pytest.raises(NoPlan):
        write_result(replace(result, solution=solution, ledger=None), tmp_path / "result.xlsx")
    assert not list(tmp_path.iterdir())


def test_sheets_whose_charts_begin_at_the_margin_are_one_page_wide(written: tuple[Language, Path]) -> None:
    """A chart on a sheet that goes over several pages side by side would be cut."""
    for key in ("stock_plan", "sourcing", "risk", "comparison"):
        assert sheet_of(written, key).page_setup.fitToWidth in (None, 1), key


def test_charges_one_by_one_are_not_printed_but_one_row_an_order_is(written: tuple[Language, Path]) -> None:
    language, _ = written
    sheet, names = sheet_of(written, "landed_cost"), names_of(planned(language))
    last = int(sheet.print_area.rsplit("$", 1)[1])
    titles = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    assert titles[names.word("result.table.landed_orders")] < last < titles[names.word("result.table.landed_cost")]


def test_a_sheet_is_printed_on_two_pages_side_by_side_at_most_and_says_what_it_leaves_out(
    written: tuple[Language, Path],
) -> None:
    """Papers that are filed keep all columns; a wide sheet of the echo is an excerpt of one page, named in its foot."""
    language, path = written
    book = load_workbook(path)
    filed = {names_of(planned(language)).word(f"sheet.{key}") for key in ("landed_cost", "supervision")}
    for sheet in book.worksheets:
        assert sheet.title in filed or (sheet.page_setup.fitToWidth or 1) <= MOST_ACROSS, sheet.title
    wide = book[text("sheet.offers", language)]
    last = wide.print_area.rsplit(":", 1)[1].split("$")[1]
    assert column_index_from_string(last) < wide.max_column and (wide.page_setup.fitToWidth or 1) == 1
    assert text("result.excerpt", language) in wide.oddFooter.center.text
    assert wide.print_title_rows == "$1:$1"
    cut = book[names_of(planned(language)).word("sheet.quotes")]
    kept = column_index_from_string(cut.print_area.rsplit(":", 1)[1].split("$")[1])
    said = text("result.about.columns_printed", language, count=kept)
    assert kept < cut.max_column and said in {cell.value for cell in cut[2]}


def test_links_lead_to_the_row_that_says_the_same(written: tuple[Language, Path]) -> None:
    """A number of an order to the row with it, an id or a price to the cell of the input; page one to the sheets."""
    language, path = written
    book, found = load_workbook(path), 0
    word = names_of(planned(language)).word
    for sheet in book.worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.hyperlink is not None):
            name, _, place = cell.hyperlink.location.rpartition("!")
            target = book[name.strip("'")][place]
            assert target.value is not None
            if not (sheet is book.worksheets[0] and isinstance(cell.value, str)):  # a heading leads to a whole table
                assert target.value == cell.value, (sheet.title, cell.coordinate)
            found += 1
    to = {
        (sheet.title, cell.hyperlink.location.rpartition("!")[0].strip("'"))
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink is not None
    }
    wanted = (
        "summary orders",
        "summary cash",
        "orders landed_cost",
        "orders offers",
        "landed_cost orders",
        "quotes offers",
    )
    assert {tuple(word(f"sheet.{key}") for key in pair.split()) for pair in wanted} <= to
    assert found > 20


def test_of_many_orders_the_first_are_printed_and_terms_are_left_to_the_screen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for most in (2, 60):
        monkeypatch.setattr(orders, "MOST_PRINTED", most)
        write_result(planned(), tmp_path / f"{most}.xlsx")
    short, whole = (load_workbook(tmp_path / f"{most}.xlsx")[text("sheet.orders", "zh")] for most in (2, 60))
    assert int(whole.print_area.rsplit("$", 1)[1]) == whole.max_row
    last = int(short.print_area.rsplit("$", 1)[1])
    assert [short.cell(row, 1).value for row in (last - 1, last, last + 1)] == [1, 2, 3]
    titles = {short.cell(row, 1).value: row for row in range(1, short.max_row + 1)}
    first, after = (titles[text(f"result.table.{key}", "zh")] for key in ("orders", "order_terms"))
    assert first < last < after
    said = [str(cell.value) for row in short.iter_rows(max_row=last) for cell in row if cell.value]
    assert text("result.about.first_printed", "zh", count=2) in said


def test_long_details_are_not_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cash, "MOST_PRINTED", 0)
    write_result(planned(), tmp_path / "case.xlsx")
    sheet = load_workbook(tmp_path / "case.xlsx")[text("sheet.cash", "zh")]
    titles = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    last = int(sheet.print_area.rsplit("$", 1)[1])
    assert titles[text("result.table.cash_periods", "zh")] < last < titles[text("result.table.cash", "zh")]


def test_a_total_is_that_of_the_cells_above_it() -> None:
    """Dust of arithmetic is written as 0 and is in no sum: a program reckons the same from the cells."""
    money, units = (Column(key, "CNY", form, lambda row: row, total=True) for key, form in (("a", YUAN), ("b", UNITS)))
    shown = Shown("t", (money, units), ("a", "b"), ((0.004, 0.004), (0.004, 0.004), (5.0, 5.0)))
    assert (shown.total(0), shown.total(1)) == (5.0, pytest.approx(5.008))
