"""A result workbook in which somebody has changed cells: verify finds every one of them, and says where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from workbooks import Made, Spot, Value, below, edited, number_at, row_of

from importplan.basics.addresses import letter
from importplan.basics.errors import InputRejected
from importplan.pipeline.verify import verify_result

Edits = dict[Spot, Value]
Spoil = Callable[[Made], Edits]


def number(sheet: str, heading: str, row: int = 1, table: int = 1, by: float = 1.01) -> Spoil:
    """A number of a table, a hundredth more than it was; 1 where it was 0."""

    def spoil(made: Made) -> Edits:
        spot, value = number_at(made.cells, sheet, heading, row, table)
        return {spot: value * by if value else 1.0}

    return spoil


def value(sheet: str, heading: str, to: Value, row: int = 1) -> Spoil:
    """A cell of a table, set to something else."""
    return lambda made: {(sheet, *below(made.cells[sheet], heading, row)): to}


def text(sheet: str, old: str, new: str) -> Spoil:
    """Words within a sentence, the first one that has them."""

    def spoil(made: Made) -> Edits:
        spot, words = next(
            (spot, str(cell.value)) for spot, cell in made.cells[sheet].items() if old in str(cell.value)
        )
        return {(sheet, *spot): words.replace(old, new)}

    return spoil


def total(sheet: str, to: Value) -> Spoil:
    """The first formula of a sheet gives way to a value."""

    def spoil(made: Made) -> Edits:
        spot = next(spot for spot, cell in sorted(made.cells[sheet].items()) if cell.formula)
        return {(sheet, *spot): to}

    return spoil


def whole_row(sheet: str, column: int, named: str) -> Spoil:
    """A row taken out of a sheet of plain rows."""

    def spoil(made: Made) -> Edits:
        row = row_of(made.cells[sheet], column, named)
        return {(sheet, *spot): None for spot in made.cells[sheet] if spot[0] == row}

    return spoil


def settled(what: str, by: float) -> Spoil:
    """The value of the first row of a kind of the settlement."""

    def spoil(made: Made) -> Edits:
        row = row_of(made.cells["分情景结算"], 1, what)
        return {("分情景结算", row, 9): float(made.cells["分情景结算"][row, 9].value) * by}

    return spoil


def fact(name: str, to: str) -> Spoil:
    """A fact of the run."""
    return lambda made: {("方案文件", row_of(made.cells["方案文件"], 3, name), 10): to}


SPOILS: dict[str, Spoil] = {
    # the echo of the input
    "a demand lowered in the echo": value("需求计划", "需求数量", 1.0),
    "a shortage cost zeroed in the echo": value("需求计划", "每台（件）每期延误损失（元）", 0.0),
    "a floor lowered in the echo": value("约束条件", "限值", 0.0),
    "a price changed in the echo": value("报价", "单价", 1_400_000.0),
    "a rate changed in the echo": value("汇率", "人民币汇率", 7.5),
    "stock raised in the echo": value("现有库存", "库存数量", 9.0),
    "a quota raised in the echo": value("减免税资格", "免税数量额度", 9.0),
    "a consent taken out of the echo": value("减免税资格", "确认人", None),
    "a consent on a repealed notice in the echo": value("减免税资格", "确认依据", "海关总署令第179号"),
    "a budget lowered in the echo": value("资金预算", "预算金额（元）", 1_000_000.0),
    "a share paid in the echo": value("已签合同与在途", "已付比例", 0.6),
    # the plan and the facts of the run
    "an order of the plan raised": value("方案文件", "数量", 2.0),
    "an order of the plan moved in date": value("方案文件", "周期（第一天）", "2027-04-01", row=2),
    "an order of the plan taxed": lambda made: value("方案文件", "税收待遇", "ordinary")(made)
    | value("方案文件", "资格文件号", None)(made),
    "an order left out of the plan": whole_row("方案文件", 3, "S-IT"),
    "a booking raised": lambda made: {
        ("方案文件", row_of(made.cells["方案文件"], 1, "booking"), 9): 2.0
    },
    "a qualification left out": whole_row("方案文件", 1, "qualify_supplier"),
    "a rival's order raised": lambda made: {
        ("方案文件", row_of(made.cells["方案文件"], 2, "cheapest_source"), 9): 99.0
    },
    "another seed": fact("seed", "4"),
    "fewer draws": fact("draws", "7"),
    "another objective": fact("objective_cny", "1000000.0"),
    "a bound above the objective": fact("bound_cny", "1e12"),
    "a gap of nothing": fact("gap", "0.5"),
    "a way left out": whole_row("方案文件", 3, "ways"),
    # the settlement
    "a release raised": settled("release", 1.5),
    "a call-off lowered": settled("call", 0.5),
    "a workaround left out": whole_row("分情景结算", 1, "workaround"),
    "a row of the settlement left out": whole_row("分情景结算", 1, "release"),
    "a judged cost lowered": settled("cost", 0.5),
    "a cost known today lowered": settled("known_cost", 0.5),
    "service of a way raised": settled("on_time", 1.001),
}  # fmt: skip
# The sheets of results: nothing else is reckoned from them, so all may be spoilt in one workbook.
CELLS: dict[str, Spoil] = {
    "a figure of page one": number("决策摘要", "支出"),
    "a sentence of page one": text("决策摘要", " 个订单，货值", " 个订单，价值"),
    "a day of page one": value("决策摘要", "最迟签约日", date(2027, 2, 1).isoformat()),
    "a quantity ordered": number("采购订单建议", "数量"),
    "a price ordered at": number("采购订单建议", "单价（原币）"),
    "a reason": text("采购订单建议", "6.4%", "1.4%"),
    "a payment left out of the cash": value("资金计划", "装运款（元）", 0.0),
    "a cash row changed": number("资金计划", "关税（元）", row=2),
    "cash that comes back": number("资金计划", "增值税抵扣回流（元）", row=2),
    "what is left of a budget": number("资金计划", "结余（元）"),
    "a tax line": number("到厂成本明细", "金额（元）", row=6),
    "a rate of tax": number("到厂成本明细", "费率", row=6),
    "a share of a source": number("来源结构", "货值占比", table=2),
    "a total overwritten": total("来源结构", 1.0),
    "stock at the end of a period": number("库存与储备计划", "期末库存（平均）", row=2),
    "a reserve": number("储备清单", "储备量"),
    "backlog lowered": value("缺口预测", "平均延误（数量×期）", 0.0),
    "a demand met": value("缺口预测", "按时满足率", 1.0),
    "a tail": number("风险评估", "检验结果（元）", row=3),
    "an interval": number("方案比较", "95% 区间上限（元）"),
    "tax put under supervision": number("监管台账", "减免关税（元）"),
    "worth of faster clearance": number("通关方式", "须担保的税款（元）", row=3),
    "the hash of the input": lambda made: {
        ("假设与待核事项", *next(
            spot for spot, cell in made.cells["假设与待核事项"].items() if cell.value == made.result.run.input_sha256
        )): "0" * 64
    },
}  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILS.values(), ids=SPOILS)
def test_what_was_spoilt_by_hand_is_found(spoil: Spoil, made: Made) -> None:
    """Nothing is rewritten with it: the workbook contradicts itself."""
    edits = spoil(made)
    path = edited(made.path, made.free, edits)
    try:
        found = verify_result(path)
    except InputRejected as refused:  # it speaks of what is not there any more
        assert refused.issues
        return
    assert not found.agrees
    assert all(finding.words(language) for finding in found.findings for language in ("zh", "en"))


def test_every_cell_of_the_sheets_that_was_spoilt_is_told_at_its_place_and_no_other(made: Made) -> None:
    """One finding for each, whatever else is spoilt."""
    edits = [spoil(made) for spoil in CELLS.values()]
    spots = {spot for each in edits for spot in each}
    found = verify_result(edited(made.path, made.free, {spot: to for each in edits for spot, to in each.items()}))
    assert len(spots) == len(CELLS)
    told = [(finding.place, finding.name) for finding in found.findings if finding.kind == "cell"]
    assert sorted(told) == sorted((sheet, f"{letter(column - 1)}{row}") for sheet, row, column in spots)
    assert all(finding.words(language) for finding in found.findings for language in ("zh", "en"))


def test_a_changed_cell_is_told_with_what_stands_there_and_what_was_recomputed(made: Made) -> None:
    """One cell, one finding, at its address."""
    spot, value = number_at(made.cells, "来源结构", "货值占比", 1, 2)
    found = verify_result(edited(made.path, made.free, {spot: 0.5}))
    (finding,) = found.findings
    assert (finding.place, finding.name, finding.found) == ("来源结构", "C13", "0.5")
    assert float(finding.recomputed) == pytest.approx(value)


def test_what_nobody_changed_agrees_to_the_last_cell(made: Made) -> None:
    """With the case and without it; every sheet of the result and of the echo is compared."""
    for case in (None, made.case):
        found = verify_result(made.path, case)
        assert found.findings == ()
    assert {sheet.sheet for sheet in found.compared} == set(made.cells) - {"方案文件", "分情景结算"}
    filled = sum(len(cells) for name, cells in made.cells.items() if name not in ("方案文件", "分情景结算"))
    assert found.numbers + found.texts == filled


def test_a_sheet_that_was_taken_out_differs_in_all_of_its_cells(made: Made) -> None:
    """Hiding is no way round."""
    sheet = "来源结构"
    emptied: Edits = {(sheet, *spot): None for spot in made.cells[sheet]}
    found = verify_result(edited(made.path, made.free, emptied))
    assert len(found.findings) == len(made.cells[sheet])
