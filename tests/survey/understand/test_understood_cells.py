"""One cell, many hands: what people write is read as what they mean, with the repair named, or is a fault."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from importplan.basics.issues import Place
from importplan.basics.labels import known
from importplan.basics.spans import TimeSpan
from importplan.parsing.quantities import unit_of_heading
from importplan.survey.questions import BY_KEY, Asked, Asks
from importplan.survey.returns.answers import AnswerValue, Told
from importplan.survey.understanding.cell import READERS, Understood, understand
from importplan.tables.cell import Cell, CellValue


def read(key: str, value: CellValue, number_format: str = "", unit: str = "") -> Understood:
    return understand(Cell(value, number_format, at=Place("a.xlsx", "s", "B2")), Asked(BY_KEY[key], unit))


Q1, Q2, Q3, Q4 = (TimeSpan.of_months(2027, month, 3) for month in (1, 4, 7, 10))
MARCH = TimeSpan.of_months(2027, 3)
WORTH: tuple[tuple[str, CellValue, AnswerValue], ...] = (
    # quantities
    ("quantity", 3, 3.0),
    ("quantity", "3台", 3.0),
    ("quantity", "3 台", 3.0),
    ("quantity", "约5", 5.0),
    ("quantity", "5台左右", 5.0),
    ("quantity", "10多台", 10.0),
    ("quantity", "3~5", 4.0),
    ("quantity", "3～5台", 4.0),
    ("quantity", "3-6套", 4.5),
    ("quantity", "3至5", 4.0),
    ("quantity", "１２", 12.0),
    ("quantity", "1,200", 1200.0),
    ("quantity", "1，200件", 1200.0),
    ("quantity", "12套", 12.0),
    ("quantity", "两台", 2.0),
    ("quantity", "十二台", 12.0),
    ("quantity", "一百五十件", 150.0),
    ("quantity", "0.5万件", 5000.0),
    ("quantity", "共4台", 4.0),
    ("quantity", "至少3台", 3.0),
    ("quantity", "3打", 36.0),
    ("quantity", "2对", 4.0),
    ("quantity", "0.5吨", 500.0),
    ("quantity", "一百五十台", 150.0),
    ("quantity", "一百五", 150.0),
    ("quantity", "两万三", 23_000.0),
    ("quantity", "一百零五台", 105.0),
    ("bought_per_year", "2台/月", 24.0),
    ("bought_per_year", "5台/季度", 20.0),
    ("make_months", "6周", 42 / 365.25 * 12),
    ("days_lost", "20个工作日", 28.0),
    # durations, in the unit that is asked for
    ("make_months", "8-10个月", 9.0),
    ("make_months", "1年", 12.0),
    ("make_months", "一年半", 18.0),
    ("survives_months", "半年", 6.0),
    ("survives_months", "两个半月", 2.5),
    ("average_age_years", "36个月", 3.0),
    ("average_age_years", "约5年", 5.0),
    ("days_lost", "20天", 20.0),
    # shares
    ("first_share", "85%", 0.85),
    ("first_share", "85", 0.85),
    ("first_share", 85, 0.85),
    ("first_share", "0.85", 0.85),
    ("first_share", 0.85, 0.85),
    ("first_share", "八成", 0.8),
    ("first_share", "八成五", 0.85),
    ("first_share", "约八成", 0.8),
    ("first_share", "８５％", 0.85),
    ("first_share", "百分之八十五", 0.85),
    ("first_share", "80-90%", 0.85),
    ("first_share", "全部", 1.0),
    ("release_share", "110%", 1.1),
    ("release_share", "1.1", 1.1),
    ("margin_share", "-5%", -0.05),
    # money: 万元 unless said otherwise
    ("revenue_cny", 1200, 12_000_000.0),
    ("revenue_cny", "1,200", 12_000_000.0),
    ("revenue_cny", "2.5万元", 25_000.0),
    ("revenue_cny", "￥300", 3_000_000.0),
    ("revenue_cny", "1.2亿元", 120_000_000.0),
    ("revenue_cny", "1.2亿", 120_000_000.0),
    ("revenue_cny", "3500000元", 3_500_000.0),
    ("revenue_cny", "约800万", 8_000_000.0),
    ("revenue_cny", "500~700万元", 6_000_000.0),
    ("output_lost_cny_per_month", "60万元/月", 600_000.0),
    ("output_lost_cny_per_month", "120万元/年", 100_000.0),
    ("revenue_cny", "RMB 120 million", 120_000_000.0),
    # prices, in the currency beside them
    ("unit_price", "1.1亿", 110_000_000.0),
    ("unit_price", "USD 1.2M", 1_200_000.0),
    ("unit_price", "68万欧", 680_000.0),
    ("unit_price", "120元/打", 10.0),
    ("unit_price", "k€ 85", 85_000.0),
    ("unit_price", "USD 120,000", 120_000.0),
    ("unit_price", "€1.6百万", 1_600_000.0),
    ("unit_price", "250万元", 2_500_000.0),
    ("unit_price", "12万美元/台", 120_000.0),
    # periods
    ("period", "2027Q1", Q1),
    ("period", "2027年一季度", Q1),
    ("period", "27年1季度", Q1),
    ("period", "2027年第二季度", Q2),
    ("period", "2027-05", TimeSpan.of_months(2027, 5)),
    ("period", "2027年8月", TimeSpan.of_months(2027, 8)),
    ("period", "2027.Q3", Q3),
    ("period", "2027年7-9月", Q3),
    ("period", "Q4 2027", Q4),
    ("period", "四季度2027", Q4),
    ("period", "2027年四季度", Q4),
    ("period", "27Q4", Q4),
    ("period", datetime(2027, 3, 1), TimeSpan.on(date(2027, 3, 1))),
    ("period", 46447, TimeSpan.on(date(2027, 3, 1))),  # 2027-03-01 without its format: 46447 days after 1899-12-30
    ("on_order_due", "2027年3月底", MARCH),
    ("on_order_due", "2027Q2", Q2),
    ("on_order_due", datetime(2027, 3, 15), TimeSpan.on(date(2027, 3, 15))),
    ("relief_valid_to", "2027年12月31日", date(2027, 12, 31)),
    ("relief_valid_to", "2028年", date(2028, 12, 31)),
    ("relief_valid_to", "2028年6月", date(2028, 6, 30)),
    ("relief_valid_to", "2028Q1", date(2028, 3, 31)),
    ("signed_on", "2026年9月", date(2026, 9, 1)),
    ("signed_on", "2026.9.1", date(2026, 9, 1)),
    ("signed_on", "20260901", date(2026, 9, 1)),
    ("signed_on", "二〇二六年十月二十一日", date(2026, 10, 21)),
    ("signed_on", "二○二六年十二月十日", date(2026, 12, 10)),
    ("signed_on", "二零二七年三月九号", date(2027, 3, 9)),
    ("period", "二〇二七年一季度", Q1),
    ("on_order_due", "二〇二七年三月", MARCH),
    # choices
    ("kind", "整机", "machine"),
    ("kind", "整机（含附件）", "machine"),
    ("kind", "machine", "machine"),
    ("firmness", "已列预算（2027年）", "budgeted"),
    ("firmness", "√意向", "intended"),
    ("firmness", "已列入2028年预算", "budgeted"),
    ("reliefs", "鼓励项目、集成电路", ("encouraged_project", "integrated_circuits")),
    ("reliefs", "集成电路/鼓励类项目", ("encouraged_project", "integrated_circuits")),
    ("workaround", "无", "none"),
    ("domestic_status", "没有", "none"),
    ("unit", "台（套）", "machine"),
    ("consent", "同意", True),
    ("price_includes_vat", "不含税", False),
    ("price_includes_vat", "含税13%", True),
    # countries, currencies, codes
    ("first_origin", "德国", "DE"),
    ("first_origin", "日本产", "JP"),
    ("first_origin", "德国（西门子）", "DE"),
    ("first_origin", "德", "DE"),
    ("accepted_origins", "德国、日本;意大利", ("DE", "JP", "IT")),
    ("currency", "欧元", "EUR"),
    ("currency", "万美元", "USD"),
    ("hs_code", "8457.10.10", "84571010"),
    ("hs_code", 84571010, "84571010"),
    ("hs_code", "8457101000", "8457101000"),
    ("customs_code", "4419961234", "4419961234"),
)


@pytest.mark.parametrize(("key", "value", "worth"), WORTH, ids=[f"{key}-{value}" for key, value, _ in WORTH])
def test_cell_is_read_as_it_is_meant(key: str, value: CellValue, worth: AnswerValue) -> None:
    found = read(key, value)
    assert found.fault is None
    assert found.answer.told is Told.VALUE
    assert found.answer.value == worth if not isinstance(worth, float) else found.answer.value == pytest.approx(worth)
    assert all(known(f"survey.understood.{code}") or known(f"understood.{code}") for code in found.answer.understood)


FAULTS: tuple[tuple[str, CellValue, str, str], ...] = (
    ("quantity", "若干", "number-expected", ""),
    ("quantity", "两三台", "number-expected", ""),
    ("quantity", "９" * 10_000, "too-long", ""),
    ("quantity", "3匹", "unit-unknown", "3"),
    ("quantity", "2台/月", "rate-for-amount", "6台"),
    ("quantity", "每季度2台", "rate-for-amount", "2台"),
    ("quantity", "2台/年", "rate-for-amount", ""),
    ("quantity", "1批", "contents-unknown", ""),
    ("quantity", 2027, "year-for-quantity", ""),
    ("quantity", "1,5", "number-marks", "1.5"),
    ("quantity", "2+1", "number-expected", "3"),
    ("quantity", "3 5", "number-expected", ""),
    ("quantity", "万件", "number-expected", ""),
    ("revenue_cny", "￥1,200,000", "money-unit-open", "1200000元"),
    ("quantity", "-2", "out-of-range", ""),
    ("quantity", "3台5套", "number-expected", ""),
    ("average_age_years", 2019, "out-of-range", ""),
    ("first_share", "大部分", "share-expected", ""),
    ("revenue_cny", "100万美元", "foreign-currency", ""),
    ("revenue_cny", "保密", "money-expected", ""),
    ("period", "2027年", "period-too-long", "2027Q4"),
    ("period", "2027年6-8月", "period-too-long", "2027Q2"),
    ("period", "2027年2-5", "period-too-long", "2027Q1"),
    ("period", "1889年一季度", "period-expected", ""),
    ("period", "2027年下半年", "period-too-long", "2027Q3"),
    ("period", "尽快", "period-expected", ""),
    ("period", 2027.2, "period-ambiguous", "2027Q2"),
    ("period", 2027.1, "period-ambiguous", "2027Q1"),  # or 2027.10, of which a number keeps no zero
    ("period", "2027.2", "period-ambiguous", "2027Q2"),
    ("signed_on", "2026年", "date-expected", "2026-12-31"),
    ("relief_valid_to", "2028.2", "period-ambiguous", "2028Q2"),
    ("signed_on", "昨天", "date-expected", ""),
    ("on_order_due", "下半年", "month-expected", ""),
    ("imports_by", "自经营", "choice-unknown", "自营"),
    ("firmness", "未签约", "choice-unknown", ""),  # the likest choice says the contrary
    ("first_origin", "进口", "country-unknown", ""),
    ("first_origin", "日本/德国", "country-one", "日本"),
    ("hs_code", 848210300, "hs-code-lost-zero", "0848210300"),
    ("hs_code", "8457", "hs-code-digits", ""),
    ("credit_code", 914419001234567890, "credit-code-rounded", ""),
    ("credit_code", "9.1442E+17", "credit-code-rounded", ""),
    ("credit_code", "123456", "credit-code-length", ""),
    ("consent", "看情况", "yes-no-expected", ""),
)


@pytest.mark.parametrize(
    ("key", "value", "code", "proposal"), FAULTS, ids=[f"{one[0]}-{one[1]}"[:40] for one in FAULTS]
)
def test_what_cannot_be_read_is_a_fault_with_words(key: str, value: CellValue, code: str, proposal: str) -> None:
    found = read(key, value)
    assert found.fault is not None and found.fault.code == code
    assert found.fault.proposal == proposal
    assert known(f"survey.fault.{code}")
    assert found.answer.told is Told.UNKNOWN and found.answer.value is None
    assert found.answer.written  # what stood there is kept


@pytest.mark.parametrize("key", ["stock", "customs_code", "reliefs", "period", "second_maker", "first_origin"])
def test_blank_none_and_unknown_are_three_answers(key: str) -> None:
    told = [read(key, words).answer.told for words in (None, "  ", "无", "没有", "/", "不清楚", "？")]
    assert told == [Told.BLANK, Told.BLANK, Told.NONE, Told.NONE, Told.NONE, Told.UNKNOWN, Told.UNKNOWN]


def test_unit_of_the_heading_holds_where_the_cell_says_nothing() -> None:
    assert read("revenue_cny", 3_500_000, unit="元").answer.value == 3_500_000.0
    assert read("revenue_cny", "350万元", unit="元").answer.value == 3_500_000.0
    assert read("revenue_cny", "350万元", unit="元").answer.understood == ("unit_in_cell", "other_money_unit")
    assert read("revenue_cny", 1.5, unit="亿元").answer.value == 150_000_000.0
    assert read("make_months", 90, unit="天").answer.value == pytest.approx(90 * 12 / 365.25)
    assert read("unit_price", 250, unit="万元").answer.value == 2_500_000.0
    assert read("unit_price", 250, unit="万元").beside == {"currency_of_heading": "CNY"}


HEADINGS = (
    ("含税单价（万元）", "万元", {"currency": "CNY", "price_includes_vat": True}),
    ("单价（含税，万元）", "万元", {"currency": "CNY", "price_includes_vat": True}),
    ("采购价格（不含税）", "", {"price_includes_vat": False}),
    ("未税单价（元）", "元", {"currency": "CNY", "price_includes_vat": False}),
    ("单价（是否含税）", "", {}),
    ("单价（含税/不含税）", "", {}),
    ("CIF单价（美元）", "美元", {"currency": "USD", "incoterm": "CIF"}),
    ("离岸价（万欧元）", "万欧元", {"currency": "EUR", "incoterm": "FOB"}),
    ("Unit price (EUR, excl. VAT)", "eur", {"currency": "EUR", "price_includes_vat": False}),
    ("单价", "", {}),
)


@pytest.mark.parametrize(("heading", "unit", "terms"), HEADINGS)
def test_the_heading_of_a_price_tells_its_terms(heading: str, unit: str, terms: dict[str, AnswerValue]) -> None:
    assert unit_of_heading(heading) == unit
    asked = Asked(BY_KEY["unit_price"], unit, heading)
    found = understand(Cell(85), asked)
    assert found.beside == {f"{key}_of_heading": value for key, value in terms.items()}
    assert found.answer.value == (850_000.0 if unit.startswith("万") else 85.0)


def test_unit_of_the_number_format_holds_too() -> None:
    assert read("revenue_cny", 35_000_000, '#,##0"元"', "万元").answer.value == 35_000_000.0
    assert read("hs_code", 12345678, "0000000000").answer.value == "0012345678"


def test_a_range_is_its_middle_with_its_ends() -> None:
    found = read("quantity", "3~5台")
    assert (found.answer.value, found.beside) == (4.0, {"low": 3.0, "high": 5.0, "unit": "machine"})
    assert found.answer.understood == ("range", "unit_in_cell")


def test_every_kind_of_question_has_a_reader() -> None:
    assert set(READERS) == set(Asks)
