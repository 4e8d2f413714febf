"""Cells as planners in Guangdong write them: each is right, told with what it is taken for, or refused at the cell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from case_tables import CaseTables

from importplan.basics.issues import Severity
from importplan.scenario.from_rows import from_rows
from importplan.scenario.schema import sheet

QUANTITY, PERIOD, PRICE = ("demand", "quantity"), ("demand", "period"), ("offers", "unit_price")
RIGHT: list[tuple[tuple[str, str], Any, Any]] = [
    (QUANTITY, "３台", 3), (QUANTITY, "3 000", 3000), (QUANTITY, "３，０００", 3000), (QUANTITY, "3 台", 3),
    (QUANTITY, "3.0", 3), (QUANTITY, "1e3", 1000),
    (PERIOD, "27年3季度", "2027Q3"), (PERIOD, "2027/Q3", "2027Q3"), (PERIOD, "Q3 2027", "2027Q3"),
    (PERIOD, "2027年第三季", "2027Q3"), (PERIOD, "27Q3", "2027Q3"), (PERIOD, "2027年7-9月", "2027Q3"),
    (PERIOD, "2027.7.1-2027.9.30", "2027Q3"), (PERIOD, "２０２７年３季度", "2027Q3"),
    (PERIOD, "二〇二七年三季度", "2027Q3"), (PERIOD, "2027年3Q", "2027Q3"),
    (PRICE, "12.5万", 125_000), (PRICE, "12.5 万", 125_000), (PRICE, "12.5萬", 125_000), (PRICE, "125 000", 125_000),
    (PRICE, "5000万日元", 50_000_000), (PRICE, "1.25E5", 125_000), (PRICE, "12.125万", 121_250),
]  # fmt: skip
TOLD: list[tuple[tuple[str, str], Any, Any]] = [
    (QUANTITY, "叁台", 3), (QUANTITY, "贰拾台", 20), (QUANTITY, "廿台", 20), (QUANTITY, "一打", 12),
    (QUANTITY, "半打", 6), (QUANTITY, "5台左右", 5), (QUANTITY, "不少于3", 3), (QUANTITY, "≥3", 3),
    (QUANTITY, "3台(套)", 3), (QUANTITY, "3pcs", 3), (QUANTITY, "3 EA", 3), (QUANTITY, "1.000", 1),
    (PERIOD, "20270301", "2027-03-01"), (PERIOD, "2027下半年", "2027H2"), (PERIOD, "July 2027", "2027-07"),
    (PRICE, "十二万五", 125_000), (PRICE, "12.5万左右", 125_000), (PRICE, "125K", 125_000), (PRICE, "125.000", 125),
    (PRICE, "￥125,000", 125_000), (PRICE, "¥125000", 125_000),
]  # fmt: skip
REFUSED: list[tuple[tuple[str, str], Any, str]] = [
    *((QUANTITY, words, "") for words in (
        "两三台", "3台（其中1台备用）", "3（含备用1）", "若干", "待定", "同上", "〃", "ditto", "3*2", "2台×3条线",
        "3/4台", "三台/年", "3台+2套", "约5-6台", "-3", "无",
    )),
    (QUANTITY, "3+1台", "4台"), (QUANTITY, "'3", "3"), (QUANTITY, "1,5", "1.5"), (QUANTITY, "12,5", "12.5"),
    (QUANTITY, "10%", "10"), (QUANTITY, "x3", "3"),
    *((PERIOD, words, "") for words in (
        "月底", "国庆后", "农历八月", "2027.3", "27-3", "46447", "三季度", "2027-08上旬", "明年三季度", "FY27Q3",
        "年底前", "2027年底", "春节前", "2027Q3前", "2027Q3起", "不晚于2027-09", "第30周", "27.3", "2027,3", "3Q27",
        "07/2027",
    )),
    *((PRICE, words, "") for words in (
        "12.5w", "12.5万元", "USD 12.5万", "€125k", "EUR 125.000,00", "12-13万", "同上", "面议", "待询价", "12万5",
        "125'000", "125000+13%", "12.5万/套（2台）", "拾贰万伍仟元",
    )),
    (PRICE, "不含税12.5万/台", "12.5万/台"), (PRICE, "12.5万（含税）", "12.5万"), (PRICE, "12,5", "12.5"),
    (PRICE, "总价25万", "25万"), (PRICE, "(125000)", "125000"),
]  # fmt: skip


def read(where: tuple[str, str], words: Any) -> tuple[Any, dict[str, Any]]:
    """The value, None where it is refused, and the issues at the cell by their codes. Of a workbook; prices in JPY."""
    case = CaseTables()
    case.set_cell(where[0], 2, where[1], words)
    raw = case.raw()
    typed = replace(raw, grids=tuple(replace(grid, typed=True) for grid in raw.grids))
    scenario, issues = from_rows(typed)
    own = {issue.code: issue for issue in issues if issue.at.sheet == where[0]}
    if scenario is None:
        return None, own
    keys = {spec.key: spec.attribute for spec in sheet(where[0]).specs()}
    return getattr(getattr(scenario, where[0])[0], keys[where[1]]), own


@pytest.mark.parametrize(("where", "words", "value"), RIGHT, ids=str)
def test_what_is_certain_is_read(where: tuple[str, str], words: Any, value: Any) -> None:
    found, issues = read(where, words)
    assert (str(found) if where == PERIOD else found) == value
    assert not issues


@pytest.mark.parametrize(("where", "words", "value"), TOLD, ids=str)
def test_what_is_likely_is_told_with_its_value(where: tuple[str, str], words: Any, value: Any) -> None:
    found, issues = read(where, words)
    assert (str(found) if where == PERIOD else found) == value
    # Periods are told by the checks, which know those of the plan.
    assert where == PERIOD or issues.keys() == {"cell-taken"}


@pytest.mark.parametrize(("where", "words", "proposal"), REFUSED, ids=str)
def test_what_has_no_meaning_or_two_is_refused(where: tuple[str, str], words: Any, proposal: str) -> None:
    found, issues = read(where, words)
    errors = [issue for issue in issues.values() if issue.severity is Severity.ERROR]
    if words == "-3":
        assert found == -3 or errors
        return
    assert found is None and len(errors) == 1
    assert proposal in str(dict(errors[0].values)) and all(errors[0].repair(language) for language in ("zh", "en"))
