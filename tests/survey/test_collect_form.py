"""The form of this version, filled in and collected: every answer with its cell, every row accounted for."""

from __future__ import annotations

from pathlib import Path

from returned_form import FIRM_ANSWERS, ITEM_LINES, NEED_LINES, form, save

from importplan.basics.spans import TimeSpan
from importplan.survey.collect import collect
from importplan.survey.questions import VERSION
from importplan.survey.returns.answers import Told


def test_form_is_read_with_the_cell_of_every_answer(tmp_path: Path) -> None:
    save(tmp_path / "东莞" / "甲.xlsx", form())
    collected = collect(tmp_path)
    (firm,) = collected.returns
    assert (firm.file, firm.template) == ("东莞/甲.xlsx", VERSION)
    assert firm.record.text("firm_name") == FIRM_ANSWERS["firm_name"]
    revenue = firm.record.answer("revenue_cny")
    assert (revenue.value, revenue.written, str(revenue.at)) == (12_000_000.0, "1,200", "东莞/甲.xlsx: 企业情况!C9")
    machine, bearing = firm.items
    assert machine.record.text("item_name") == "五轴立式加工中心"
    assert machine.record.answer("stock").told is Told.NONE and machine.record.number("stock") == 0.0
    assert bearing.record.answer("stock").told is Told.UNKNOWN and bearing.record.number("stock") is None
    assert bearing.record.answer("spec").told is Told.BLANK
    assert [(need.value("period"), need.value("quantity")) for need in machine.needs] == [
        (TimeSpan.of_months(2027, 1, 3), 2.0),
        (TimeSpan.of_months(2027, 4, 3), 4.0),
    ]
    assert (machine.needs[1].value("quantity_low"), machine.needs[1].value("quantity_high")) == (3.0, 5.0)
    assert [need.value("quantity") for need in bearing.needs] == [12.0]
    assert str(bearing.needs[0].answer("quantity").at) == "东莞/甲.xlsx: 分季度需求!C4"


def test_every_row_is_read_rejected_or_skipped(tmp_path: Path) -> None:
    """Firm: title, heading and 27 questions; items: heading, 2, a total; needs: heading, 3, one of no item."""
    needs = [*NEED_LINES, {"item_number": 9, "period": "2027Q1", "quantity": 1}]
    items = [*ITEM_LINES, {"item_number": "合计", "item_name": 2}]
    save(tmp_path / "a.xlsx", form(items=items, needs=needs))
    collected = collect(tmp_path)
    (file,) = collected.files
    questions = sum(1 for row in form()["企业情况"] if len(row) == 3) - 1
    assert (file.rows, file.read, file.rejected, file.skipped) == (2 + questions + 4 + 5, questions + 2 + 3, 1, 5)
    (rejected,) = collected.rejected
    assert (str(rejected.at), rejected.used) == ("a.xlsx: 分季度需求!5", False)
    assert [(fault.code, fault.question, fault.written) for fault in rejected.faults] == [
        ("need-without-item", "item_number", "9")
    ]
    assert sorted(row.reason for row in collected.skipped) == ["heading", "heading", "heading", "note", "total"]


def test_a_faulty_answer_is_unknown_and_the_others_of_its_row_stand(tmp_path: Path) -> None:
    items = [{**ITEM_LINES[0], "survives_months": "很久"}, ITEM_LINES[1]]
    save(tmp_path / "a.xlsx", form(items=items))
    collected = collect(tmp_path)
    (rejected,) = collected.rejected
    assert rejected.used and [fault.question for fault in rejected.faults] == ["survives_months"]
    machine = collected.returns[0].items[0]
    assert machine.record.answer("survives_months").told is Told.UNKNOWN
    assert len(machine.needs) == 2
