"""Days and periods as people write them: what was written is kept with both its ends."""

from __future__ import annotations

from datetime import date

import pytest

from importplan.parsing.days import read_day, read_span


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
    ("words", "day"),
    [
        ("27年3月", date(2027, 3, 1)), ("'27Q1", date(2027, 1, 1)), ("二〇二七年十二月三十一日", date(2027, 12, 31)),
        ("2027年3月1号", date(2027, 3, 1)), ("2027.Q2", date(2027, 4, 1)), ("第一季度2027年", date(2027, 1, 1)),
    ],
)  # fmt: skip
def test_a_case_understands_the_days_that_a_survey_does(words: str, day: date) -> None:
    assert read_day(words) == day


@pytest.mark.parametrize(
    "words", ["2027年3月底", "2027年3月前", "2027年上半年", "2027年2-5月", "2027年", "1889Q1", "3年"]
)
def test_what_names_no_day_for_certain_is_none(words: str) -> None:
    """Its first day would be another one than the day that is meant."""
    assert read_day(words) is None


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
    assert (span.first, span.last, span.kind, span.repairs) == (first, last, kind, repairs)


def test_months_with_a_hyphen_are_a_range_only_where_ranges_are_expected() -> None:
    ranged, single = read_span("2027年1-3"), read_span("2027年1-3", ranges=False)
    assert ranged is not None and (ranged.first, ranged.last) == (date(2027, 1, 1), date(2027, 3, 31))
    assert single is not None and (single.first, single.last) == (date(2027, 1, 3), date(2027, 1, 3))
