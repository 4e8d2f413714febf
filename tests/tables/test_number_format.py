"""What a spreadsheet shows for a stored value, told by its number format; all digits that are stored are kept."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importplan.tables.cell import Cell


@pytest.mark.parametrize(
    ("code", "stored", "shown"),
    [
        ('0.0"万欧元"', 50, "50.0万欧元"),
        (r"0.0\万\元", 2.25, "2.25万元"),
        ("0.0万元", 2, "2.0万元"),
        ('0"打"', 2, "2打"),
        ('"约"0"台"', 3, "约3台"),
        ("General年", 2027, "2027年"),
        ('G/通用格式"年"', 2027, "2027年"),
        ('[DBNum1]0"台"', 3, "3台"),
        ('0.0"%"', 0.5, "0.5%"),
        ("0%", 0.155, "15.5%"),
        ("0,", 5000, "5"),
        ("#,##0.0,,", 5e6, "5.0"),
        ('0.0,"千元"', 12345, "12.345千元"),
        ('0!.0,"万"', 12345, "1.2345万"),
        (r'0\.0000"万"', 12345, "1.2345万"),
        ('[>=10000]0!.0,"万";0', 123456, "12.3456万"),
        ('[>=10000]0!.0,"万";0', 99, "99"),
        ('"S-"000', 7, "S-007"),
        ("00000000", 1012100, "01012100"),
        ('0000"."00"."00', 84571010, "8457.10.10"),
        ('0000"."0000', 84571010, "8457.1010"),
        ("000-000", 123456, "123-456"),
        ("[$€-407] #,##0.00", 12, "€12.00"),
        ('_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', -3, "-¥3.00"),
        ('[=1]"是";[=0]"否";0', 1, "是"),
        ('[=1]"是";[=0]"否";0', 0, "否"),
        ("0;0", -5, "5"),
    ],
)
def test_words_and_factors_of_a_format_are_seen(code: str, stored: float, shown: str) -> None:
    cell = Cell(stored, code)
    assert cell.seen_otherwise
    assert cell.shown == shown


@pytest.mark.parametrize(
    ("code", "stored", "shown"),
    [
        ("", 7, "7"),
        ("#,##0", 1234567, "1234567"),
        ("0.00_);[Red](0.00)", -5, "-5"),
        ("0.00;[Red]0.00", -5, "-5"),
        ('#,##0;-#,##0;"-"', 0, "0"),
        ("# ?/?", 0.5, "0.5"),
        ("0.00E+00", 100000, "100000"),
        ("@", 3, "3"),
    ],
)
def test_a_plain_format_changes_nothing(code: str, stored: float, shown: str) -> None:
    cell = Cell(stored, code)
    assert not cell.seen_otherwise
    assert cell.shown == shown


def test_a_format_puts_words_around_a_text() -> None:
    assert Cell("M1", '"S-"@').shown == "S-M1"
    assert Cell("M1", "0;0;0;@").shown == "M1"


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("", "ymd"),
        ("yyyy-mm-dd", "ymd"),
        ('[$-804]yyyy"年"m"月"d"日";@', "ymd"),
        ('[DBNum1][$-804]yyyy"年"m"月"', "ym"),
        ("mmm-yy", "ym"),
        ("yyyy", "y"),
        ('e"年"', "y"),
        ('m"月"d"日"', "md"),
        ("d-mmm", "md"),
        ("yyyy-mm-dd hh:mm", "ymdt"),
        ("h:mm", "ymd"),
    ],
)
def test_a_format_says_how_much_of_a_day_is_seen(code: str, parts: str) -> None:
    cell = Cell(date(2027, 3, 1), code)
    shown = {"ym": "2027-03", "y": "2027"}.get(parts, "2027-03-01")
    assert (cell.parts_of_day, cell.shown) == (parts, shown)


def test_the_hour_of_a_moment_is_a_part_of_it() -> None:
    assert Cell(datetime(2027, 3, 1, 9, 30)).parts_of_day == "ymdt"
    assert Cell(datetime(2027, 3, 1)).parts_of_day == "ymd"
    assert Cell(46082).parts_of_day == ""


@given(st.text('0#?.,%;@"\\!_*[]$-€¥ymdhsegaAPM/年月日万元打E+->=<()', max_size=20), st.floats(-1e12, 1e12))
def test_whatever_a_format_says_the_digits_are_kept_or_it_is_told(code: str, stored: float) -> None:
    cell = Cell(stored, code)
    assert cell.parts_of_day == ""
    if not cell.seen_otherwise:
        assert float(cell.shown) == stored
