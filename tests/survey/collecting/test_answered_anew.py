"""Which lines of an earlier collection a later one answers: those whose periods meet, no others."""

from __future__ import annotations

from datetime import date

import pytest

from importplan.basics.spans import TimeSpan
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand
from importplan.scenario.schema.settings import Settings
from importplan.survey.case.answered_anew import answered_anew

Q1, Q2 = (TimeSpan.of_months(2027, month, 3) for month in (1, 4))
JANUARY, APRIL = (TimeSpan.of_months(2027, month) for month in (1, 4))


def case(*lines: tuple[str, TimeSpan, float]) -> Scenario:
    rows = (Demand(line=name, firm="F", item="M", period=period, quantity=units) for name, period, units in lines)
    return Scenario(Settings(start=date(2027, 1, 1)), demand=tuple(rows))


@pytest.mark.parametrize(
    ("before", "after", "kept", "added"),
    [
        # a quarter told by month; the other quarter is not answered anew
        ([("M@F-2027Q1", Q1, 5), ("M@F-2027Q2", Q2, 7)], [("M@F-2027-01", JANUARY, 2)], ["M@F-2027Q2"], 1),
        # months told by quarter
        ([("M@F-2027-01", JANUARY, 2), ("M@F-2027-04", APRIL, 1)], [("M@F-2027Q1", Q1, 5)], ["M@F-2027-04"], 1),
        # two degrees of firmness become one line
        ([("M@F-2027Q1", Q1, 5), ("M@F-2027Q1-2", Q1, 3)], [("M@F-2027Q1", Q1, 8)], ["M@F-2027Q1"], 1),
        # use was derived, needs are stated now, and the other way round
        ([("M@F-2027Q1-use", Q1, 1), ("M@F-2027Q2-use", Q2, 1)], [("M@F-2027Q1", Q1, 4)], [], 1),
        ([("M@F-2027Q1", Q1, 4)], [("M@F-2027Q2-use", Q2, 1)], ["M@F-2027Q1"], 0),
        # a line of a planner, and one of another firm
        ([("D1", Q1, 5), ("M@G-2027Q1", Q1, 5)], [("M@F-2027-01", JANUARY, 2)], ["D1", "M@G-2027Q1"], 1),
        # nothing new
        ([("M@F-2027Q1", Q1, 5)], [("M@F-2027Q1", Q1, 5)], ["M@F-2027Q1"], 1),
    ],
)  # fmt: skip
def test_the_newer_answer_replaces_what_it_answers(
    before: list[tuple[str, TimeSpan, float]], after: list[tuple[str, TimeSpan, float]], kept: list[str], added: int
) -> None:
    found = answered_anew(case(*before), case(*after))
    assert [line.line for line in found.before.demand] == kept
    assert len(found.after.demand) == added
    gone = sum(units for name, _, units in before if name not in kept)
    assert sum(float(str(issue.values["units"])) for issue in found.issues) == gone
