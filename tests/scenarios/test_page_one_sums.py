"""Page one of the shipped cases adds up: its figures are sums of the sheets of the same workbook, and of the ledger."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from test_guangdong_machine_tools import parts_only

from importplan.basics.labels import text
from importplan.customs.cost.landed_cost import price
from importplan.evaluation.ledger.frameworks import booked_periods
from importplan.pipeline.case import read_case
from importplan.pipeline.plan import plan_case, write_result
from importplan.pipeline.settings import RunSettings
from importplan.results.names import Names
from importplan.results.page_one import tipping
from importplan.results.plan_result import PlanResult
from importplan.results.views.order_lines import arrival_period, order_lines
from importplan.scenario.contract_price import offered_price
from importplan.scenario.scenario import Scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
CASES = ("compressor_maker", "machine_tool_builder", "guangdong_machine_tools")
WAN = 10_000.0
CENT = 0.0051  # of 万元 with two decimals


def shipped(name: str) -> Scenario:
    case = read_case(SCENARIOS / name / name)
    # Of the region only scales and spindles, which the reserve may hold: the whole takes minutes.
    return parts_only(case) if name == "guangdong_machine_tools" else case


@dataclass(frozen=True)
class Written:
    """A result, its workbook as a reader sees it, without formulas."""

    result: PlanResult
    book: dict[str, Worksheet]

    def sheet(self, key: str) -> Worksheet:
        return self.book[text(f"sheet.{key}", "zh")]

    def rows(self, sheet: str, table: str) -> Iterator[dict[str, object]]:
        """The rows of a table by heading, without the total."""
        page, title = self.sheet(sheet), text(f"result.table.{table}", "zh")
        titles = (row for row in range(1, page.max_row + 1) if page.cell(row, 1).value == title)
        head = next(row + 1 for row in titles if page.cell(row + 1, 2).value)  # headings, not a sentence
        names = [str(cell.value) for cell in page[head] if cell.value]
        for row in range(head + 1, page.max_row + 1):
            values = [cell.value for cell in page[row][: len(names)]]
            if all(value is None for value in values) or values[0] == text("result.total", "zh"):
                return
            yield dict(zip(names, values, strict=True))

    def total(self, sheet: str, table: str, column: str) -> float:
        return sum(number(row[text(f"result.column.{column}", "zh")]) for row in self.rows(sheet, table))

    @property
    def page_one(self) -> list[list[object]]:
        """The filled cells of page one, row by row."""
        rows = self.sheet("summary").iter_rows(values_only=True)
        return [[value for value in row if value is not None] for row in rows]

    @property
    def words(self) -> str:
        return "\n".join(str(value) for row in self.page_one for value in row)


def number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


@cache
def written(name: str) -> Written:
    case = shipped(name)
    settings = replace(case.settings, draws=6, gap=0.05, time_limit_s=40.0, language="zh")
    result = plan_case(case.replace(settings=settings), RunSettings(fresh=30))
    with TemporaryDirectory() as folder:
        write_result(result, Path(folder) / "case.xlsx")
        content = BytesIO((Path(folder) / "case.xlsx").read_bytes())
    book = load_workbook(content, data_only=True)
    return Written(result, {sheet.title: sheet for sheet in book.worksheets})


@pytest.fixture(params=CASES)
def found(request: pytest.FixtureRequest) -> Written:
    return written(str(request.param))


def test_cash_by_year_is_the_sum_of_the_cash_sheet_and_of_the_ledger(found: Written) -> None:
    back = text("result.in_yuan", "zh", what=text("result.cash.vat_recovered", "zh"))
    spent, recovered = defaultdict(float), defaultdict(float)
    for row in found.rows("cash", "cash"):
        year = str(row[text("result.column.first_day", "zh")])[:4]
        spent[year] += number(row[text("result.column.cash_total", "zh")])
        recovered[year] -= number(row.get(back))
    shown = {row[0]: row for row in found.page_one if row and re.fullmatch(r"20\d\d", str(row[0]))}
    assert shown
    budgets = any(text("result.column.budget_summary", "zh") in row for row in found.page_one)
    for year, row in shown.items():
        out, net = number(row[1]), number(row[2 if budgets else 3])
        assert net == pytest.approx(spent[year] / WAN, abs=CENT)
        assert out - net == pytest.approx(recovered[year] / WAN, abs=2 * CENT)
        assert budgets or number(row[2]) == pytest.approx(recovered[year] / WAN, abs=CENT)
    ledger = found.result.audit.cash.plan_cny.sum()
    assert sum(spent.values()) == pytest.approx(ledger, abs=1.0)
    assert found.total("cash", "cash_periods", "cash_total") == pytest.approx(ledger, abs=1.0)


def test_what_the_cash_is_for_adds_up_by_kind(found: Written) -> None:
    line = next(row for row in found.words.split("\n") if text("result.cash_group.contract", "zh") in row)
    parts = {
        name: float(amount.replace(",", ""))
        for name, amount in re.findall(r"([^＋＝]+?) ([\d,.\-]+)", line.split("；")[0])
    }
    cash = found.result.audit.cash
    for kind in ("duty", "vat"):
        heading = text("result.in_yuan", "zh", what=text(f"result.cash.{kind}", "zh"))
        on_sheet = sum(number(row.get(heading)) for row in found.rows("cash", "cash"))
        assert on_sheet == pytest.approx(cash.plan_cny[:, cash.lines.index(kind)].sum(), abs=1.0)
        assert parts.get(text(f"result.cash_group.{kind}", "zh"), 0.0) == pytest.approx(on_sheet / WAN, abs=CENT)
    last = text("result.cash_sum", "zh", parts="", total=0.0)[1:5]  # 支出合计
    total = float(re.search(rf"{last} ([\d,.]+\d)", line)[1].replace(",", ""))  # type: ignore[index]
    assert sum(cny for name, cny in parts.items() if last not in name) == pytest.approx(total, abs=10 * CENT)


def test_orders_on_page_one_and_on_their_sheets_are_the_same_money(found: Written) -> None:
    goods = found.total("orders", "orders", "amount_cny")
    said = [float(amount.replace(",", "")) for amount in re.findall(r"货值 ([\d,.]+) 万元", found.words)]
    if not found.result.scenario.has_reserve:
        assert said[0] == pytest.approx(goods / WAN, abs=CENT)
    landed = found.total("orders", "orders", "landed_cost_cny")
    assert found.total("landed_cost", "landed_orders", "landed_cost_cny") == pytest.approx(landed, abs=0.5)
    cost, amount = text("result.nature.cash", "zh"), text("result.column.charge_cny", "zh")
    nature = text("result.column.nature", "zh")
    charges = [row for row in found.rows("landed_cost", "landed_cost") if row[nature] == cost]
    rounding = 0.005 * len(charges) + 0.5  # charges are rounded to the fen one by one
    assert sum(number(row[amount]) for row in charges) == pytest.approx(landed, abs=rounding)
    parts = ("goods_cny", "carriage_cny", "duty_cny", "vat_cost_cny", "local_total_cny", "per_order_cny")
    assert sum(found.total("landed_cost", "landed_orders", part) for part in parts) == pytest.approx(landed, abs=0.5)


def test_reliefs_on_page_one_are_those_of_the_orders(found: Written) -> None:
    said = re.findall(r"减免税额(?:最多)? ([\d,.]+)，成本影响 −([\d,.]+)", found.words)
    if not any(option.qualification is not None for option in found.result.landed.options):
        assert not said
        return
    sums = [sum(float(pair[part].replace(",", "")) for pair in said) for part in (0, 1)]
    for part, column in enumerate(("relief_tax_cny", "relief_cost_cny")):
        total = found.total("landed_cost", "reliefs", column)
        assert sums[part] == pytest.approx(total / WAN, abs=len(said) * CENT)


def test_the_reserve_on_page_one_is_its_list_and_its_orders(found: Written) -> None:
    if not found.result.scenario.has_reserve:
        assert text("sheet.reserve_list", "zh") not in found.book
        return
    listed = found.total("reserve_list", "reserve_list", "reserve_money_cny")
    heading = next(row[0] for row in found.page_one if row and str(row[0]).startswith("一、"))
    said = float(re.search(r"新增采购 ([\d,.]+) 万元", str(heading))[1].replace(",", ""))  # type: ignore[index]
    buyer, landed = text("result.column.buyer", "zh"), text("result.column.landed_cost_cny", "zh")
    pool = text("result.payer.reserve", "zh")
    bought = sum(number(row[landed]) for row in found.rows("orders", "orders") if row[buyer] == pool)
    scenario, fees = found.result.scenario, 0.0
    for supplier, units in found.result.solution.plan.bookings.items():
        fee = scenario.suppliers[scenario.supplier_index[supplier]].booking_cost_cny or 0.0
        fees += fee * units * len(booked_periods(scenario, supplier))
    assert listed > 0
    assert listed == pytest.approx(bought + fees, abs=0.5)
    assert said == pytest.approx(listed / WAN, abs=CENT)


def test_costs_of_the_risk_sheet_are_those_of_the_comparison_and_of_the_replay(found: Written) -> None:
    known, by_draw, expected = (
        found.total("risk", "costs", column) for column in ("known_cny", "by_draw_mean_cny", "expected_cny")
    )
    assert known + by_draw == pytest.approx(expected, abs=1.0)
    assert expected == pytest.approx(float(found.result.own_costs.expected.sum()), abs=1.0)
    heading = text("result.in_yuan", "zh", what=text("result.alternative.this_plan", "zh"))
    lines = sum(number(row[heading]) for row in found.rows("comparison", "comparison_lines"))
    assert lines == pytest.approx(expected, abs=1.0)


def test_the_ledger_agrees_and_page_one_says_so(found: Written) -> None:
    costs = found.result.solution.costs
    assert costs is not None
    tolerance = max(1.0, 1e-6 * float(np.abs(costs.expected).sum()))
    assert found.result.audit.costs.expected == pytest.approx(costs.expected, abs=tolerance)
    assert not found.result.audit.violations
    assert "无约束被违反" in found.words


def test_at_the_tipping_price_both_offers_cost_the_same_to_land() -> None:
    """Priced again by the rules at that price, not scaled from the charges of today."""
    result = written("compressor_maker").result
    names = Names(result.scenario, result.catalog, "zh")
    found = list(tipping.prices(result, names))
    assert found
    for point in found:
        line = next(line for line in order_lines(result) if names.source(line.offer) in point.what)
        other = next(
            offer
            for offer in result.scenario.offers
            if offer.item == line.item.item and names.source(offer) in point.then
        )
        dearer = replace(line.offer, unit_price=offered_price(line.offer).amount * point.ratio)
        offers = tuple(dearer if offer is line.offer else offer for offer in result.scenario.offers)
        again, key = price(result.scenario.replace(offers=offers), result.catalog), line.option
        cost = again.cost_cny()[:, arrival_period(result, line.dates)]
        treatments = [(option.offer, option.payer, option.qualification) for option in again.options]
        same = treatments.index((key.offer, key.payer, key.qualification))
        assert cost[same] == pytest.approx(min(cost[again.positions[other.offer, key.payer]]), rel=1e-6)
