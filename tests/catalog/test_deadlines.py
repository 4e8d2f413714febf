"""Rounds of application by year, and spans of days."""

from __future__ import annotations

from datetime import date

import pytest

from importplan.catalog.load import load

DEADLINES = load().deadlines


@pytest.mark.parametrize(
    ("year", "closes", "confidence"),
    [
        (2010, date(2010, 3, 31), "secondary"),
        (2015, date(2015, 11, 30), "official"),
        (2022, date(2022, 8, 31), "secondary"),
    ],
)
def test_rounds_on_record(year: int, closes: date, confidence: str) -> None:
    found = DEADLINES.round("major_equipment", year)
    assert found is not None
    assert (found.closes, found.cited.confidence, found.on_record) == (closes, confidence, True)


def test_a_year_that_is_not_on_record_is_unverified() -> None:
    """The days of the last round before it, said to be so; a year between two rounds takes the earlier one."""
    later, between = DEADLINES.round("major_equipment", 2028), DEADLINES.round("major_equipment", 2018)
    assert later is not None and between is not None
    assert (later.closes, later.cited.confidence, later.on_record) == (date(2028, 8, 31), "unverified", False)
    assert between.closes == date(2018, 11, 30)


def test_nothing_is_made_up_for_a_regime_or_year_before_the_first_round() -> None:
    assert DEADLINES.round("encouraged_project", 2027) is None
    assert DEADLINES.round("major_equipment", 2005) is None


def test_ten_working_days_leave_out_weekends() -> None:
    decision = DEADLINES.spans["customs_decision"]
    # Friday 2027-06-18 back over two weekends
    assert decision.before(date(2027, 6, 18)) == date(2027, 6, 4)
    assert decision.after(date(2027, 6, 4)) == date(2027, 6, 18)
    assert decision.before(date(2027, 6, 20)) == date(2027, 6, 7)  # from a Sunday


def test_days_and_months() -> None:
    assert DEADLINES.spans["declaration"].after(date(2027, 2, 20)) == date(2027, 3, 6)
    assert DEADLINES.spans["guarantee"].after(date(2027, 8, 31)) == date(2028, 2, 29)
