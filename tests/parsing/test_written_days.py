"""Days and periods as people write them: what was written is kept with both its ends."""

from __future__ import annotations

from datetime import date

import pytest

from importplan.parsing.days import (
    DAY_FIRST,
    MONTH_FIRST,
    SHOWN_COARSER,
    certain_span,
    day,
    last_day,
    quarter,
    read_span,
)
from importplan.parsing.meant import NotRead, Written
from importplan.tables.cell import Cell, CellValue


def spelt(value: CellValue, number_format: str = "") -> tuple[str, str, str]:
    """First and last day and how long it is, as a case reads a cell."""
    span = certain_span(Cell(value, number_format))
    return span.first.isoformat(), span.last.isoformat(), span.grain.value


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2027-03-01", date(2027, 3, 1)), ("2027/3/1", date(2027, 3, 1)), ("2027.3.1", date(2027, 3, 1)),
        ("2027年3月1日", date(2027, 3, 1)), ("20270301", date(2027, 3, 1)), ("２０２７－０３－０１", date(2027, 3, 1)),
        ("2027-03-01 00:00:00", date(2027, 3, 1)), ("2027-03-01T00:00:00", date(2027, 3, 1)),
        ("2027-10-10", date(2027, 10, 10)), ("二〇二七年十二月三十一日", date(2027, 12, 31)),
        ("2027年3月1号", date(2027, 3, 1)), ("1 Mar 2027", date(2027, 3, 1)), ("Mar. 1, 2027", date(2027, 3, 1)),
        ("01-Mar-2027", date(2027, 3, 1)),
    ],
)  # fmt: skip
def test_day(words: str, day: date) -> None:
    assert spelt(words) == (day.isoformat(), day.isoformat(), "day")


@pytest.mark.parametrize("words", ["2027-07-01T00:00:00+08:00", "2026-12-31T16:00:00Z"])
def test_a_moment_in_a_time_zone_is_no_day(words: str) -> None:
    """The second is 1 January in China: it is asked for and never moved by a day."""
    assert read_span(words) is None


MARCH = ("2027-03-01", "2027-03-31", "month")
FIRST, SECOND = ("2027-01-01", "2027-03-31", "quarter"), ("2027-04-01", "2027-06-30", "quarter")


@pytest.mark.parametrize(
    ("span", "writings"),
    [
        (MARCH, ["2027-03", "2027/3", "2027年3月", "2027年3月份", "202703", "27年3月", "二〇二七年三月", "2027.03"]),
        (MARCH, ["March 2027", "Mar-2027", "mar 2027"]),
        (("2027-12-01", "2027-12-31", "month"), ["2027-12", "2027.12", "2027年12月"]),
        (("2027-07-01", "2027-07-31", "month"), ["2027.7", "2027-07"]),
        (FIRST, ["2027Q1", "2027-Q1", "2027q1", "Q1 2027", "2027年一季度", "2027年第1季度", "'27Q1", "第一季度2027年"]),
        (SECOND, ["2027.Q2", "27年二季度", "2027年2季度", "2027年4-6月", "2027-04~06"]),
        (("2027-01-01", "2027-06-30", "half"), ["2027H1", "2027年上半年", "2027上半年", "H1 2027", "2027-H1"]),
        (("2027-07-01", "2027-12-31", "half"), ["2027H2", "2027年下半年"]),
        (("2027-01-01", "2027-12-31", "year"), ["2027", "2027年", "2027年度", "2027全年"]),
        (("2027-02-01", "2027-05-31", "months"), ["2027年2-5月", "2027年2月至5月", "2027-02~05"]),
        (
            ("2027-01-01", "2027-09-30", "months"),
            ["2027Q1–Q3", "2027Q1-2027Q3", "2027年一至三季度", "2027年第一季度至第三季度", "2027年1季度～3季度",
             "27Q1-27Q3", "Q1-Q3 2027", "2027Q1-3", "27年一季度至三季度", "2027-01至2027-09", "2027/1/1-2027/9/30",
             "Jan to Sep 2027"],
        ),
        (("2027-01-01", "2028-12-31", "months"), ["2027上半年至2028", "2027-2028", "2027年—2028年", "H1 2027 to 2028"]),
        (("2027-01-01", "2027-06-30", "half"), ["2027年1-6月", "自2027年1月至2027年6月", "二〇二七年一月至六月"]),
        (("2027-12-01", "2028-02-29", "months"), ["2027年12月-2028年2月", "2027-12~2028-02"]),
        (("2027-03-01", "2027-04-15", "days"), ["2027年3月1日至4月15日", "2027-03-01~2027-04-15"]),
        (("2027-03-01", "2027-03-15", "days"), ["2027年3月1日至15日", "2027-03-01~15"]),
    ],
)  # fmt: skip
def test_a_period_keeps_both_its_ends(span: tuple[str, str, str], writings: list[str]) -> None:
    assert {words: spelt(words) for words in writings} == dict.fromkeys(writings, span)


@pytest.mark.parametrize(
    "words",
    ["2027-03", "2027Q4", "2027H2", "2027", "2027-02~05", "2027-03-31", "2027-11~2028-02", "2027-03-01~2027-03-15"],
)
def test_a_span_is_written_as_it_is_read(words: str) -> None:
    assert str(certain_span(Cell(words))) == words


@pytest.mark.parametrize(
    ("number", "span"),
    [
        (2027, ("2027-01-01", "2027-12-31", "year")), (202703, MARCH), (20270301, ("2027-03-01", "2027-03-01", "day")),
        (2027.12, ("2027-12-01", "2027-12-31", "month")), (2027.02, ("2027-02-01", "2027-02-28", "month")),
    ],
)  # fmt: skip
def test_a_number_that_can_mean_one_thing(number: float, span: tuple[str, str, str]) -> None:
    assert spelt(number) == span


@pytest.mark.parametrize(
    ("number_format", "span"),
    [
        ("yyyy-mm-dd", ("2027-03-01", "2027-03-01", "day")),
        ('yyyy"年"m"月"d"日"', ("2027-03-01", "2027-03-01", "day")),
        ('yyyy"年"m"月"', MARCH), ('[$-804]yyyy"年"m"月";@', MARCH), ("mmm-yy", MARCH), ("yyyy/m", MARCH),
        ("yyyy", ("2027-01-01", "2027-12-31", "year")), ('yyyy"年"', ("2027-01-01", "2027-12-31", "year")),
        ("yyyy-mm-dd hh:mm", ("2027-03-01", "2027-03-01", "day")), ("", ("2027-03-01", "2027-03-01", "day")),
        ("[Red]m/d/yyyy", ("2027-03-01", "2027-03-01", "day")),
    ],
)  # fmt: skip
def test_of_a_date_so_much_counts_as_the_cell_shows(number_format: str, span: tuple[str, str, str]) -> None:
    day = date(2027, 1, 1) if span[2] == "year" else date(2027, 3, 1)
    assert spelt(day, number_format) == span


def test_a_day_that_the_cell_does_not_show_is_told() -> None:
    span = certain_span(Cell(date(2027, 3, 15), 'yyyy"年"m"月"'))
    assert (str(span), span.repairs) == ("2027-03", (SHOWN_COARSER,))


@pytest.mark.parametrize(
    ("value", "month", "other"),
    [
        ("2027.2", "2027-02", "2027Q2"), (2027.2, "2027-02", "2027Q2"), ("2027.1", "2027-01", "2027Q1"),
        (2027.1, "2027-01", "2027Q1 / 2027-10"),
    ],
)  # fmt: skip
def test_what_may_be_a_month_or_a_quarter_is_refused_with_both(value: CellValue, month: str, other: str) -> None:
    with pytest.raises(NotRead) as fault:
        certain_span(Cell(value))
    assert (fault.value.code, fault.value.values) == ("period-ambiguous", {"month": month, "other": other})


@pytest.mark.parametrize(
    ("words", "order", "day"),
    [
        ("3/15/2027", "", "2027-03-15"), ("15/3/2027", "", "2027-03-15"), ("3/3/2027", "", "2027-03-03"),
        ("3/1/2027", DAY_FIRST, "2027-01-03"), ("3/1/2027", MONTH_FIRST, "2027-03-01"),
        ("3.1.2027", DAY_FIRST, "2027-01-03"),
        ("15/3/2027", MONTH_FIRST, "2027-03-15"),  # what it says itself goes before what others say
        ("3/1/2027", "", "2027-03-01 2027-01-03"), ("12-11-2027", "", "2027-12-11 2027-11-12"),
        ("31/2/2027", "", ""), ("13/13/2027", MONTH_FIRST, ""), ("3/1/27", MONTH_FIRST, ""),
    ],
)  # fmt: skip
def test_a_day_with_its_year_behind_is_read_where_one_order_is_sure(words: str, order: str, day: str) -> None:
    """Otherwise both readings are named (two days here), or it is no day at all (none)."""
    if len(day) == 10:
        assert str(certain_span(Cell(words), order)) == day
        return
    with pytest.raises(NotRead) as fault:
        certain_span(Cell(words), order)
    assert fault.value.code == ("day-or-month" if day else "date-expected")
    assert " ".join(str(value) for value in fault.value.values.values()) == day


@pytest.mark.parametrize("words", ["2027-03", "2027-Q1", "2027-12", "01-Mar-2027", "2027-03-05", "2027年3月"])
def test_what_has_a_hyphen_is_not_therefore_a_range(words: str) -> None:
    assert certain_span(Cell(words)).repairs == ()


@pytest.mark.parametrize(
    "words",
    [
        "2027年3月底",
        "2027年3月前",
        "1889Q1",
        "3年",
        "FY2027",
        "Mar-27",
        "Marble 2027",
        "2027-02-30",
        "2027-13",
        "46753",
        "soon",
        "0027-03-01",
        "2027.1-2027.6",
        "2027Q3-Q1",
        "2027年3月1日至",
    ],
)
def test_what_names_no_time_for_certain_is_refused(words: str) -> None:
    with pytest.raises(NotRead, match="date-expected"):
        certain_span(Cell(words))


@pytest.mark.parametrize(
    ("words", "first", "last", "kind", "repairs"),
    [
        ("2028-02-29", date(2028, 2, 29), date(2028, 2, 29), "day", ()),
        ("2028年2月", date(2028, 2, 1), date(2028, 2, 29), "month", ()),
        ("2027年2-5月", date(2027, 2, 1), date(2027, 5, 31), "months", ()),
        ("27年四季度", date(2027, 10, 1), date(2027, 12, 31), "quarter", ("short_year",)),
        ("2027年下半年", date(2027, 7, 1), date(2027, 12, 31), "half", ()),
        ("2027H1", date(2027, 1, 1), date(2027, 6, 30), "half", ()),
        ("2027年度", date(2027, 1, 1), date(2027, 12, 31), "year", ()),
        ("二〇二七年三月底", date(2027, 3, 1), date(2027, 3, 31), "month", ("number_in_words", "about")),
    ],
)
def test_a_span_has_two_ends(words: str, first: date, last: date, kind: str, repairs: tuple[str, ...]) -> None:
    span = read_span(words)
    assert span is not None
    assert (span.first, span.last, span.grain.value, span.repairs) == (first, last, kind, repairs)


def test_months_with_a_hyphen_are_a_range_only_where_ranges_are_expected() -> None:
    ranged, single = read_span("2027年1-3"), read_span("2027年1-3", ranges=False)
    assert ranged is not None and (ranged.first, ranged.last) == (date(2027, 1, 1), date(2027, 3, 31))
    assert single is not None and (single.first, single.last) == (date(2027, 1, 3), date(2027, 1, 3))


def test_a_return_may_write_both_ends_of_what_holds_until_a_day() -> None:
    """Valid from … to …: the last is asked. A need over quarters, and one day of a range, nobody can tell."""
    written = Written.of(Cell("2025-01-01至2027-12-31"))
    assert last_day(written).value == date(2027, 12, 31)
    for reader, code in ((quarter, "period-too-long"), (day, "date-expected")):
        with pytest.raises(NotRead, match=code):
            reader(written)
    assert str(quarter(Written.of(Cell("2027年1月至2027年3月"))).value) == "2027Q1"
