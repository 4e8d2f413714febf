"""What a person sees of a return counts: lines through answers, hidden rows, units of formats, names made days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from importplan.basics.issues import Place
from importplan.survey.corrections import Correction, laid_over
from importplan.survey.understanding.file import FileResult, understand_file
from importplan.tables.grid import Grid

ROWS: tuple[tuple[Any, ...], ...] = (
    ("企业全称", "佛山甲机械有限公司"),
    ("物项名称", "品牌型号", "计量单位", "单价", "币种", "需求季度", "需求数量"),
    ("卧式加工中心", "H-630", "台", 300000, "欧元", "2027年3季度", 2),
    ("立式加工中心", "V-850", "台", 200000, "美元", "2027年3季度", 5),
)


def understood(rows: tuple[tuple[Any, ...], ...] = ROWS, **facts: Any) -> FileResult:
    return understand_file("甲.xlsx", (Grid("甲.xlsx", "需求", rows, **facts),), (), "", None)


def needs(found: FileResult) -> list[tuple[str, float | None]]:
    return [
        (item.record.text("item_name"), need.number("quantity"))
        for one in found.returns
        for item in one.items
        for need in item.needs
    ]


def notes(found: FileResult) -> dict[str, dict[str, object]]:
    return {note.code: dict(note.values) for note in found.file.notes}


def changed(row: int, column: int, value: Any) -> tuple[tuple[Any, ...], ...]:
    line = (*ROWS[row][:column], value, *ROWS[row][column + 1 :])
    return (*ROWS[:row], line, *ROWS[row + 1 :])


BOTH = [("卧式加工中心", 2), ("立式加工中心", 5)]


def test_the_return_itself_is_read_without_a_note() -> None:
    found = understood()
    assert (needs(found), notes(found)) == (BOTH, {})


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"hidden_rows": frozenset({3})}, {"cells": "需求!4:4", "units": "5", "money": "USD 1,000,000"}),
        (
            {"hidden_columns": frozenset({3})},
            {"cells": "需求!D:D", "units": "7", "money": "EUR 600,000, USD 1,000,000"},
        ),
        ({"faint": frozenset({(2, 6)})}, {"cells": "需求!G3", "units": "2", "money": "EUR 600,000"}),
        ({"hidden": True}, {"cells": "需求", "units": "7", "money": "EUR 600,000, USD 1,000,000"}),
        ({"formats": {(3, 6): ";;;"}}, {"cells": "需求!G4", "units": "5", "money": "USD 1,000,000"}),
    ],
)
def test_what_is_not_seen_counts_and_is_told_with_what_rests_on_it(facts: Any, told: Any) -> None:
    found = understood(**facts)
    assert needs(found) == BOTH
    assert notes(found) == {"survey-counted-unseen": told}


@pytest.mark.parametrize("words", ["数量为两年合计", "含安装", "张工:\n请核"])
def test_a_comment_at_an_answer_or_its_heading_is_told(words: str) -> None:
    found = understood(comments={(3, 6): words, (1, 3): words, (9, 9): words})
    assert needs(found) == BOTH
    told = [(note.at.cell, note.values["value"]) for note in found.file.notes if note.code == "survey-comment"]
    assert told == [("D2", "单价"), ("G4", "5")]


@pytest.mark.parametrize(
    ("words", "proposal"), [("张工:\n已取消", "整行不用"), ("改为3台", "3"), ("李\uff1a\n已采购", "整行不用")]
)
def test_a_comment_that_changes_the_need_sends_its_row_back(words: str, proposal: str) -> None:
    found = understood(comments={(3, 0): words})
    assert needs(found) == BOTH[:1]
    assert [(one.code, one.proposal) for row in found.rejected for one in row.faults] == [("remark-changes", proposal)]


@pytest.mark.parametrize(
    ("words", "quantity", "proposal"),
    [
        ("叁台", 3, ""),
        ("贰拾台", 20, ""),
        ("3+1台", None, "4台"),
        ("1.000", None, ""),
        ("1.500台", None, ""),
        ("12.5", 12.5, ""),
    ],
)
def test_numbers_in_words_of_a_workbook(words: str, quantity: float | None, proposal: str) -> None:
    """A point before three digits in a text: of a workbook that could have held a number it has two meanings."""
    found = understood(changed(3, 6, words), typed=True)
    assert needs(found) == (BOTH[:1] if quantity is None else [BOTH[0], ("立式加工中心", quantity)])
    assert [one.proposal for row in found.rejected for one in row.faults] == ([] if quantity else [proposal])
    if words == "1.000":
        assert needs(understood(changed(3, 6, words)))[1] == ("立式加工中心", 1)  # of a CSV file all is text


def test_what_is_hidden_and_answers_nothing_is_not_told() -> None:
    rows = tuple((*line, None, "内部") for line in ROWS)
    assert "survey-counted-unseen" not in notes(
        understood(rows, hidden_columns=frozenset({8}), hidden_rows=frozenset({9}))
    )


@pytest.mark.parametrize("spot", [(3, 6), (3, 0)])
def test_an_answer_that_is_crossed_out_is_rejected(spot: tuple[int, int]) -> None:
    found = understood(struck=frozenset({spot}))
    assert needs(found) == BOTH[:1]
    faults = [(fault.code, fault.at.cell) for row in found.rejected for fault in row.faults]
    assert faults[0] == ("struck-out", f"{'ABCDEFG'[spot[1]]}4")


def test_a_line_through_a_remark_rejects_nothing() -> None:
    assert needs(understood(struck=frozenset({(3, 1)}))) == BOTH


@pytest.mark.parametrize("code", ['0"打"', '0"千件"', "0%", "0,"])
def test_a_unit_of_a_format_is_a_unit(code: str) -> None:
    """Whatever becomes of it, it is never the number that is stored."""
    found = understood(formats={(3, 6): code})
    assert ("立式加工中心", 5) not in needs(found)
    assert needs(found)[:1] == BOTH[:1]


def test_a_counting_word_in_a_format_changes_nothing() -> None:
    assert needs(understood(formats={(3, 6): '0"台"', (3, 3): '#,##0"美元"'})) == BOTH


def test_a_name_that_became_a_day_is_rejected_and_a_model_told() -> None:
    found = understood(changed(3, 0, date(2027, 3, 1)))
    assert needs(found) == BOTH[:1]
    assert "name-became-date" in [fault.code for row in found.rejected for fault in row.faults]
    found = understood(changed(3, 1, date(2027, 3, 1)))
    assert needs(found) == BOTH
    assert ("became_date", 1) in found.repairs


def test_signs_that_nobody_sees_are_dropped_and_told() -> None:
    rows = (("企业全称", "\u200e佛山甲机械有限公司"), *changed(3, 6, "5\u200b")[1:])
    found = understood(rows)
    assert needs(found) == BOTH
    assert found.returns[0].record.text("firm_name") == "佛山甲机械有限公司"
    assert notes(found) == {"signs-dropped": {"cells": "需求!B1, 需求!G4"}}


def test_a_corrected_answer_is_not_crossed_out_any_more() -> None:
    grid = Grid("甲.xlsx", "需求", ROWS, struck=frozenset({(3, 6)}))
    correction = Correction(4, False, Place("rejected.xlsx", "rejected", "G2"))
    grids = laid_over((grid,), {("需求", "G4"): correction})
    assert needs(understand_file("甲.xlsx", grids, (), "", None)) == [BOTH[0], ("立式加工中心", 4)]


@pytest.mark.parametrize(
    ("names", "sure"), [(("甲机", "乙机"), False), (("甲机", "甲机"), True), (("甲机", None), True)]
)
def test_a_stock_over_two_rows_is_of_one_item_or_of_nobody_knows_which(names: tuple[Any, Any], sure: bool) -> None:
    rows = (
        ("企业全称", "佛山甲机械有限公司"),
        ("物项名称", "计量单位", "现有库存", "需求季度", "需求数量"),
        (names[0], "台", 4, "2027年3季度", 2),
        (names[1], "台", None, "2027年4季度", 5),
    )
    found = understood(rows, covered={(2, 2): (2, 2), (3, 2): (2, 2)})
    faults = {fault.code for row in found.rejected for fault in row.faults}
    stocks = [item.record.number("stock") for one in found.returns for item in one.items]
    assert (faults, stocks) == ((set(), [4.0]) if sure else ({"quantity-merged"}, [None, None]))
