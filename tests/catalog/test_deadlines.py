"""Rounds of application by year, and spans of days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from importplan.basics.errors import InputRejected
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


def test_ten_working_days_leave_out_weekends_and_holidays() -> None:
    decision = DEADLINES.spans["customs_decision"]
    # Friday 2026-08-28 back over two weekends
    assert decision.before(date(2026, 8, 28)) == date(2026, 8, 14)
    assert decision.after(date(2026, 8, 14)) == date(2026, 8, 28)
    assert decision.before(date(2026, 8, 30)) == date(2026, 8, 17)  # from a Sunday
    # After the last working day before the Spring Festival of 2026, Saturday the 14th (worked for the week from the
    # 15th to the 23rd): 24 to 27 February, Saturday the 28th (worked), 2 to 6 March
    assert decision.after(date(2026, 2, 14)) == date(2026, 3, 6)


def test_the_holidays_of_2026_are_those_announced() -> None:
    """国务院办公厅关于2026年部分节假日安排的通知, retyped: spans free of work, and the weekend days worked for them."""
    spans = [("01-01", "01-03"), ("02-15", "02-23"), ("04-04", "04-06"), ("05-01", "05-05"), ("06-19", "06-21")]
    spans += [("09-25", "09-27"), ("10-01", "10-07")]
    worked = {"01-04", "02-14", "02-28", "05-09", "09-20", "10-10"}
    for number in range(365):
        day = date(2026, 1, 1) + timedelta(days=number)
        said = f"{day:%m-%d}"
        free = any(first <= said <= last for first, last in spans) or (day.weekday() >= 5 and said not in worked)
        assert DEADLINES.working.is_worked(day) is not free, day
    assert not DEADLINES.working.is_estimated(2026)


def test_a_year_not_announced_has_the_holidays_of_the_law_and_says_so() -> None:
    working = DEADLINES.working
    assert working.is_estimated(2031) and not working.is_worked(date(2031, 10, 1))
    assert not working.is_worked(date(2031, 1, 23))  # the first day of the year of the pig
    payment = DEADLINES.spans["tax_payment"]
    assert payment.rests_on_estimate(date(2030, 12, 30), date(2031, 1, 14))
    assert not payment.rests_on_estimate(date(2026, 3, 2), date(2026, 3, 17))
    assert not DEADLINES.spans["guarantee"].rests_on_estimate(date(2031, 1, 1), date(2031, 7, 1))


def test_a_year_of_the_own_table_stands_whole(tmp_path: Path) -> None:
    (tmp_path / "supervision").mkdir()
    table = tmp_path / "supervision" / "working_days.csv"
    table.write_text("day,worked,name,source\n2031-03-03,no,x,y\n2031-03-08,yes,x,y\n", encoding="utf-8")
    working = load(own=tmp_path).deadlines.working
    assert not working.is_estimated(2031)
    assert working.on_or_after(date(2031, 3, 1)) == date(2031, 3, 4)  # Saturday, Sunday, the day stated
    assert working.is_worked(date(2031, 3, 8)) and working.is_worked(date(2031, 10, 1))
    table.write_text("day,worked,name,source\n2031-03-03,perhaps,x,y\n", encoding="utf-8")
    with pytest.raises(InputRejected):
        load(own=tmp_path)


def test_tax_is_paid_within_fifteen_days_and_later_over_holidays() -> None:
    """Tariff Law, Art. 43; 2026-09-20 (a Sunday) is worked, 2026-10-01 to 07 is not."""
    payment, fee = DEADLINES.spans["tax_payment"], DEADLINES.late_fee
    assert payment.after(date(2026, 3, 2)) == date(2026, 3, 17)
    assert payment.after(date(2026, 9, 5)) == date(2026, 9, 20)
    assert payment.after(date(2026, 9, 16)) == date(2026, 10, 8)
    assert fee.of_a_day(Decimal("1220400")) == Decimal("610.20")


def test_days_and_months() -> None:
    assert DEADLINES.spans["declaration"].after(date(2026, 3, 5)) == date(2026, 3, 19)
    assert DEADLINES.spans["declaration"].after(date(2026, 2, 3)) == date(2026, 2, 24)  # the 17th is a holiday
    assert DEADLINES.spans["guarantee"].after(date(2027, 8, 31)) == date(2028, 2, 29)
