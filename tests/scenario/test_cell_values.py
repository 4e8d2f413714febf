"""What people write into cells and what it means."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from importplan.basics.addresses import letter
from importplan.scenario.cells import CellFault, read_cell
from importplan.scenario.days import read_day
from importplan.scenario.numbers import read_money, read_number, read_share
from importplan.scenario.schema import sheet
from importplan.tables.cell import Cell


def value_of(place: str, value: Any, number_format: str = "") -> Any:
    """The value that `sheet.column` reads from a cell."""
    key, column = place.split(".")
    spec = next(spec for spec in sheet(key).specs() if spec.key == column)
    return read_cell(Cell(value, number_format), spec, key)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1200", 1200.0), ("1,200.50", 1200.5), ("１２００", 1200.0), (" 1 200 ", 1200.0), ("-3.5", -3.5),
        ("1e3", 1000.0),
        ("１，２００", 1200.0), (".5", 0.5), ("−2", -2.0),
        ("1,5", None), ("1,20", None), ("12台", None), ("", None), ("-", None), (".", None), ("nan", None),
        ("1e999", None),
    ],
)  # fmt: skip
def test_number(words: str, number: float | None) -> None:
    assert read_number(words) == number


@pytest.mark.parametrize(
    ("words", "share"),
    [("15%", 0.15), ("15 ％", 0.15), ("0.15", 0.15), ("2.7%", 0.027), ("１５％", 0.15), ("100%", 1.0), ("%", None)],
)
def test_share(words: str, share: float | None) -> None:
    """2.7 % is exactly the number 0.027, as if it had been written so."""
    assert read_share(words) == share


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("120万元", 1_200_000.0), ("1.5亿元", 150_000_000.0), ("1.5 亿", 150_000_000.0), ("￥1,200", 1200.0),
        ("1,200元", 1200.0), ("人民币120万元", 1_200_000.0), ("2600万", 26_000_000.0), ("0.1万", 1000.0),
        ("万元", None),
        ("12万3", None), ("€5", None),
    ],
)  # fmt: skip
def test_money(words: str, amount: float | None) -> None:
    assert read_money(words) == amount


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2027-03-01", date(2027, 3, 1)), ("2027/3/1", date(2027, 3, 1)), ("2027.3.1", date(2027, 3, 1)),
        ("2027年3月1日", date(2027, 3, 1)), ("20270301", date(2027, 3, 1)), ("2027年3月", date(2027, 3, 1)),
        ("2027-03", date(2027, 3, 1)), ("2027/3", date(2027, 3, 1)), ("202703", date(2027, 3, 1)),
        ("2027Q1", date(2027, 1, 1)), ("2027-Q4", date(2027, 10, 1)), ("2027q2", date(2027, 4, 1)),
        ("Q3 2027", date(2027, 7, 1)), ("2027年1季度", date(2027, 1, 1)), ("2027年第三季度", date(2027, 7, 1)),
        ("2027年四季度", date(2027, 10, 1)), ("２０２７－０３－０１", date(2027, 3, 1)),
        ("2027-03-01 00:00:00", date(2027, 3, 1)), ("2027-03-01T00:00:00", date(2027, 3, 1)),
        ("2027-02-30", None), ("2027-13", None), ("2027", None), ("46753", None), ("soon", None), ("0027-03-01", None),
        ("2027-10", date(2027, 10, 1)), ("2027-10-10", date(2027, 10, 10)),
    ],
)  # fmt: skip
def test_day(words: str, day: date | None) -> None:
    assert read_day(words) == day


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
        ("demand.period", datetime(2027, 5, 1, 13, 30), date(2027, 5, 1)),
        ("demand.period", 20270501, date(2027, 5, 1)),
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
    with pytest.raises(CellFault) as fault:
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
    with pytest.raises(CellFault) as fault:
        value_of(column, words)
    assert (fault.value.code, fault.value.values["unit_zh"]) == ("number-with-words", unit)


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_of_columns(column: int, letters: str) -> None:
    assert letter(column) == letters
