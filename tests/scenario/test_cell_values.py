"""What people write into cells and what it means."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from importplan.basics.addresses import letter
from importplan.basics.spans import TimeSpan
from importplan.parsing.meant import NotRead
from importplan.scenario.cells import READERS, read_cell
from importplan.scenario.schema import sheet
from importplan.scenario.schema.column import CellKind
from importplan.tables.cell import Cell


def value_of(place: str, value: Any, number_format: str = "") -> Any:
    """The value that `sheet.column` reads from a cell."""
    key, column = place.split(".")
    spec = next(spec for spec in sheet(key).specs() if spec.key == column)
    return read_cell(Cell(value, number_format), spec, key)


@pytest.mark.parametrize(
    ("place", "given", "meant"),
    [
        ("items.hs_code", "01012100", "01012100"),
        ("items.hs_code", "8457.1010", "84571010"),
        ("items.hs_code", "8457101000", "8457101000"),
        ("items.kind", "整机", "machine"),
        ("items.kind", "Machine", "machine"),
        ("items.whole_units", "否", False),
        ("items.whole_units", 1, True),
        ("items.whole_units", True, True),
        ("items.whole_units", "Ｙ", True),
        ("items.tags", "管制； 荷兰;", ("管制", "荷兰")),
        ("items.spec", "定位精度=0.005 mm；轴数＝5", (("定位精度", "0.005 mm"), ("轴数", "5"))),
        ("items.item", 1001, "1001"),
        ("items.item", 1001.0, "1001"),
        ("items.name_zh", datetime(2027, 1, 2), "2027-01-02"),
        ("suppliers.country", "荷兰", "NL"),
        ("suppliers.country", "Germany", "DE"),
        ("suppliers.country", "nl", "NL"),
        ("offers.currency", "日元", "JPY"),
        ("offers.currency", "eur", "EUR"),
        ("offers.currency", "人民币", "CNY"),
        ("offers.incoterm", "国内", "domestic"),
        ("demand.firmness", "已列预算", "budgeted"),
        ("demand.firmness", "60%", 0.6),
        ("demand.firmness", 0.6, 0.6),
        ("demand.priority", "2", 2),
        ("settings.seed", 2**62 + 1, 2**62 + 1),
        ("settings.seed", str(2**62 + 1), 2**62 + 1),
        ("limits.value", "50%", 0.5),
        ("limits.priority", 1, "1"),
        ("limits.item", "逐项", "each"),
        ("limits.who", "全部", "all"),
        ("budgets.payer", "储备", "reserve"),
        ("budgets.amount_cny", "2600万元", 26_000_000.0),
        ("demand.period", datetime(2027, 5, 1, 13, 30), TimeSpan.on(date(2027, 5, 1))),
        ("demand.period", 20270501, TimeSpan.on(date(2027, 5, 1))),
    ],
)
def test_cell(place: str, given: Any, meant: Any) -> None:
    value = value_of(place, given)
    assert value == meant
    assert type(value) is type(meant)


def test_code_keeps_the_zeros_that_only_its_number_format_shows() -> None:
    """An ERP export often holds 1012100 in a cell formatted 00000000."""
    assert value_of("items.hs_code", 1012100, "00000000") == "01012100"
    assert value_of("firms.customs_code", 440123, "0000000000") == "0000440123"


def test_percent_sign_means_nothing_where_the_value_has_a_unit() -> None:
    with pytest.raises(NotRead) as fault:
        value_of("demand.quantity", "50%")
    assert fault.value.code == "number-expected"


@pytest.mark.parametrize(
    ("column", "words", "unit"),
    [
        ("demand.quantity", "2台", "台（件）"),
        ("offers.lead_time_days", "10个月", "天"),
        ("offers.unit_price", "1.2亿日元", "原币/台（件）"),
    ],
)
def test_a_number_with_words_behind_it_is_told_the_unit_of_the_column(column: str, words: str, unit: str) -> None:
    with pytest.raises(NotRead) as fault:
        value_of(column, words)
    assert (fault.value.code, fault.value.values["unit_zh"]) == ("number-with-words", unit)


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_of_columns(column: int, letters: str) -> None:
    assert letter(column) == letters


def test_every_kind_of_column_has_a_reader() -> None:
    assert set(READERS) == set(CellKind)
