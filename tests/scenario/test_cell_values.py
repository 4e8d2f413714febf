"""What people write into cells and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from importplan.basics.addresses import letter
from importplan.basics.labels import known, text
from importplan.basics.spans import TimeSpan
from importplan.parsing.meant import Meant, NotRead
from importplan.scenario.cells import AMOUNTS, READERS, read_cell
from importplan.scenario.measured import InRow
from importplan.scenario.schema import sheet
from importplan.scenario.schema.column import SPANS, CellKind
from importplan.tables.cell import Cell


def value_of(place: str, value: Any, number_format: str = "") -> Any:
    """The value that `sheet.column` reads from a cell."""
    key, column = place.split(".")
    spec = next(spec for spec in sheet(key).specs() if spec.key == column)
    return read_cell(Cell(value, number_format), spec, key).value


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


@dataclass(frozen=True)
class Row:
    """A row of a case: the unit of its item, its currency, and the unit that the heading adds."""

    item: str = "台"
    currency: str = "EUR"
    heading: str = ""


def read(place: str, value: Any, row: Row, number_format: str = "") -> Meant:
    key, column = place.split(".")
    spec = next(spec for spec in sheet(key).specs() if spec.key == column)
    return read_cell(Cell(value, number_format), spec, key, InRow(row.item, row.currency), row.heading)


AS_WRITTEN: tuple[tuple[str, Any, float, Row], ...] = (
    ("demand.quantity", "2台", 2.0, Row()),
    ("demand.quantity", "２ 台", 2.0, Row()),
    ("demand.quantity", "1,200台", 1200.0, Row()),
    ("demand.quantity", "0.5万台", 5000.0, Row()),
    ("demand.quantity", "2030台", 2030.0, Row()),
    ("demand.quantity", 2030, 2030.0, Row(item="kg")),
    ("demand.quantity", "3箱", 3.0, Row(item="箱")),
    ("demand.quantity", "3对", 3.0, Row(item="对")),
    ("demand.quantity", "2吨", 2.0, Row(item="吨")),
    ("offers.lead_time_days", "30天", 30.0, Row()),
    ("offers.unit_price", "68万欧", 680_000.0, Row()),
    ("offers.unit_price", "€1.6百万", 1_600_000.0, Row()),
    ("offers.unit_price", "12万欧元/台", 120_000.0, Row()),
    ("offers.unit_price", "1.2亿日元", 120_000_000.0, Row(currency="JPY")),
    ("offers.local_cost_cny", "5万元/台", 50_000.0, Row()),
    ("offers.local_cost_cny", "5万元", 50_000.0, Row()),
    ("settings.risk_limit_cny", "人民币120万元", 1_200_000.0, Row()),
    ("budgets.amount_cny", "420万元整", 4_200_000.0, Row()),
    ("budgets.amount_cny", "一亿元", 100_000_000.0, Row()),
    ("usage.quantity_per_year", "2件/台·年", 2.0, Row(item="件")),
    ("route_inputs.quantity", "2件", 2.0, Row(item="件")),
    ("installed_base.hours_per_year", "4000小时", 4000.0, Row()),
    ("sites.capacity_m3", "500立方米", 500.0, Row()),
    ("suppliers.capacity_per_period", "20台/期", 20.0, Row()),
    ("fx.cny_per_unit", "7.8元", 7.8, Row()),
)


def test_the_sign_of_yen_and_yuan_is_what_the_currency_beside_it_says_and_is_told() -> None:
    meant = read("offers.unit_price", "￥350万", Row(currency="JPY"))
    assert meant.value == pytest.approx(3_500_000.0) and "yen_sign" in meant.repairs


@pytest.mark.parametrize(("place", "value", "worth", "row"), AS_WRITTEN, ids=lambda one: str(one)[:24])
def test_a_unit_that_is_that_of_the_column_changes_nothing(place: str, value: Any, worth: float, row: Row) -> None:
    meant = read(place, value, row)
    assert meant.value == pytest.approx(worth, rel=1e-9)
    assert set(meant.repairs) <= {"number_in_words"}


TOLD: tuple[tuple[str, Any, float, Row], ...] = (
    ("demand.quantity", "3打", 36.0, Row(item="件")),
    ("demand.quantity", "3对", 6.0, Row(item="件")),
    ("demand.quantity", "6件", 3.0, Row(item="对")),
    ("demand.quantity", "0.5吨", 500.0, Row(item="kg")),
    ("demand.quantity", "800g", 0.8, Row(item="千克")),
    ("demand.quantity", "3套", 3.0, Row(item="件")),
    ("demand.quantity", "约5台", 5.0, Row()),
    ("demand.quantity", "至少3台", 3.0, Row()),
    ("demand.quantity", 3, 30_000.0, Row(heading="万件", item="件")),
    ("demand.quantity", "3万", 30_000.0, Row(heading="万件", item="件")),
    ("offers.lead_time_days", "3个月", 91.3125, Row()),
    ("offers.lead_time_days", "6周", 42.0, Row()),
    ("offers.lead_time_days", "20个工作日", 28.0, Row()),
    ("offers.lead_time_days", 6, 42.0, Row(heading="周")),
    ("offers.warranty_months", "1年", 12.0, Row()),
    ("offers.warranty_months", "一年半", 18.0, Row()),
    ("offers.unit_price", "EUR 1.2M", 1_200_000.0, Row()),
    ("budgets.amount_cny", "4200k", 4_200_000.0, Row()),
    ("offers.unit_price", "120欧元/打", 10.0, Row(item="件")),
    ("offers.unit_price", "5000欧元/吨", 5.0, Row(item="千克")),
    ("offers.unit_price", 68, 680_000.0, Row(heading="万欧元")),
    ("budgets.amount_cny", "约420万", 4_200_000.0, Row()),
    ("budgets.amount_cny", 420, 4_200_000.0, Row(heading="万元")),
    ("offers.deposit_share", "三成", 0.3, Row()),
    ("offers.deposit_share", "百分之三十", 0.3, Row()),
    ("offers.duty_rate", 9, 0.09, Row(heading="%")),
    ("usage.life_hours", "30天", 720.0, Row()),
)


@pytest.mark.parametrize(("place", "value", "worth", "row"), TOLD, ids=lambda one: str(one)[:24])
def test_what_is_converted_is_told(place: str, value: Any, worth: float, row: Row) -> None:
    meant = read(place, value, row)
    assert meant.value == pytest.approx(worth, rel=1e-9)
    assert meant.repairs and all(known(f"understood.{code}") for code in meant.repairs)


REFUSED: tuple[tuple[str, Any, str, Row], ...] = (
    ("demand.quantity", "50%", "unit-unknown", Row()),
    ("demand.quantity", "2t", "unit-mismatch", Row()),
    ("demand.quantity", "2台", "unit-mismatch", Row(item="kg")),
    ("demand.quantity", "2台/月", "rate-for-amount", Row()),
    ("demand.quantity", "每季度2台", "rate-for-amount", Row()),
    ("demand.quantity", "月均3台", "rate-for-amount", Row()),
    ("demand.quantity", "3套/年", "rate-for-amount", Row()),
    ("suppliers.capacity_per_period", "20台/月", "rate-for-amount", Row()),
    ("demand.quantity", "1批", "contents-unknown", Row()),
    ("demand.quantity", "3箱", "contents-unknown", Row()),
    ("demand.quantity", 2027, "year-for-quantity", Row()),
    ("demand.quantity", "2027", "year-for-quantity", Row()),
    ("demand.quantity", "2027年", "unit-mismatch", Row()),
    ("demand.quantity", "3-5台", "range-for-number", Row()),
    ("demand.quantity", "2+1", "number-expected", Row()),
    ("demand.quantity", "2 3", "number-expected", Row()),
    ("demand.quantity", "十几台", "unit-unknown", Row()),
    ("demand.quantity", "1,5", "number-marks", Row()),
    ("offers.unit_price", "1.200,50", "number-marks", Row()),
    ("offers.unit_price", "1.200.000", "number-marks", Row()),
    ("offers.unit_price", "68万美元", "foreign-currency", Row()),
    ("offers.unit_price", "5000元/公斤", "foreign-currency", Row()),
    ("offers.unit_price", "5000欧元/公斤", "rate-for-amount", Row()),
    ("offers.local_cost_cny", "5万美元", "foreign-currency", Row()),
    ("offers.lead_time_days", "30台", "unit-mismatch", Row()),
    ("offers.lead_time_days", "2-3个月", "range-for-number", Row()),
    ("offers.duty_rate", 0.5, "share-under-percent", Row(heading="%")),
    ("offers.deposit_share", "80-90%", "share-expected", Row()),
    ("settings.risk_limit_cny", "保密", "money-expected", Row()),
)


@pytest.mark.parametrize(("place", "value", "code", "row"), REFUSED, ids=lambda one: str(one)[:24])
def test_what_may_be_meant_otherwise_is_refused_with_a_way_out(place: str, value: Any, code: str, row: Row) -> None:
    with pytest.raises(NotRead) as fault:
        read(place, value, row)
    assert fault.value.code == code
    about = {"column": "c", "column_zh": "c", "value": "v", "row": "r"} | fault.value.values
    assert text(f"issue.{code}.repair", "zh", **about) and text(f"issue.{code}.found", "en", **about)


@pytest.mark.parametrize(
    ("place", "words", "proposal"),
    [
        ("budgets.amount_cny", "420万元（含税）", "420万元"),
        ("budgets.amount_cny", "420w", ""),
        ("offers.lead_time_days", "30天内", "30天"),
        ("offers.lead_time_days", "签约后3个月", "3个月"),
        ("demand.quantity", "3匹", "3"),
        ("demand.quantity", "2万匹", "2万"),
    ],
)
def test_what_is_proposed_for_unknown_words_keeps_the_scale(place: str, words: str, proposal: str) -> None:
    with pytest.raises(NotRead) as fault:
        read(place, words, Row())
    assert (fault.value.code, fault.value.proposal) == ("unit-unknown", proposal)


@pytest.mark.parametrize(
    ("place", "value", "number_format"),
    [
        ("demand.quantity", 2, '0"打"'),
        ("demand.quantity", 20, '0"千件"'),
        ("offers.lead_time_days", 6, '0"个月"'),
        ("offers.unit_price", 50, '0.0"万欧元"'),
        ("offers.duty_rate", 0.5, '0.0"%"'),
        ("offers.unit_price", 50_000, "#,##0,"),
        ("budgets.amount_cny", 50, '0.00"亿元"'),
    ],
)
def test_a_number_that_is_seen_as_another_is_refused(place: str, value: Any, number_format: str) -> None:
    with pytest.raises(NotRead) as fault:
        read(place, value, Row(), number_format)
    assert fault.value.code == "number-shown-otherwise"


@pytest.mark.parametrize(
    ("place", "value", "number_format", "worth"),
    [
        ("demand.quantity", 2, '0"台"', 2.0),
        ("offers.unit_price", 500_000, '0!.0,"万"', 500_000.0),
        ("offers.unit_price", 500_000, "[$€-407]#,##0.00", 500_000.0),
        ("offers.duty_rate", 0.005, "0.0%", 0.005),
        ("offers.lead_time_days", 180, '0"天"', 180.0),
    ],
)
def test_a_format_that_says_what_is_stored_is_read(place: str, value: Any, number_format: str, worth: float) -> None:
    assert read(place, value, Row(), number_format).value == worth


@pytest.mark.parametrize(
    ("place", "words", "told"),
    [
        ("offers.unit_price", "1.500", True),
        ("offers.unit_price", "1,500", True),
        ("offers.local_cost_cny", "12.500元", True),
        ("limits.value", "1.500", True),
        ("offers.unit_price", "1.5", False),
        ("offers.duty_rate", "0.125", False),
        ("offers.unit_price", "1,500.25", False),
    ],
)
def test_a_point_before_three_digits_is_open_where_semicolons_part_the_cells(
    place: str, words: str, told: bool
) -> None:
    key, column = place.split(".")
    spec = next(spec for spec in sheet(key).specs() if spec.key == column)
    row = InRow("台", "EUR")
    meant = read_cell(Cell(words, semicolons=True), spec, key, row)
    assert ("point_or_thousands" in meant.repairs) is told
    assert read_cell(Cell(words), spec, key, row).repairs == []


def test_choices_and_countries_within_longer_words_are_told() -> None:
    assert (read("offers.incoterm", "CIF 黄埔", Row()).value, read("offers.origin", "日本产", Row()).value) == (
        "CIF",
        "JP",
    )
    assert read("offers.price_includes_vat", "含税13%", Row()).value is True
    assert read("offers.price_includes_vat", "不含税", Row()).value is False
    assert read("offers.incoterm", "CIF 黄埔", Row()).repairs == ["choice_within"]


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_letters_of_columns(column: int, letters: str) -> None:
    assert letter(column) == letters


def test_every_kind_of_column_has_a_reader() -> None:
    assert {*READERS, *AMOUNTS, *SPANS} == set(CellKind)
