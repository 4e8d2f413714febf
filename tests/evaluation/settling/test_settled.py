"""What a settlement tells of draws, and that the whole course of every draw follows from it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from bonded_cases import in_bond
from hand_cases import Planned, planned
from random_cases import FEATURES, random_case

from importplan.basics.errors import InputRejected
from importplan.evaluation.ledger.books import Books
from importplan.evaluation.settling.names import ALLOCATION, CALL, LOST, RELEASE, SETTLED, WORKAROUND
from importplan.evaluation.settling.settled import settled
from importplan.evaluation.settling.telling import told
from importplan.plan.plan_file import bind, filed
from importplan.plan.settlement import Block, RowUnreadable, Settlement, settlement_of
from importplan.results.carried.judged_rows import JUDGED
from importplan.scenario.scenario import Scenario

COURSES = ("demand", "stock", "backlog", "lost", "workaround", "release", "cleared")


def settlement(found: Planned) -> Settlement:
    """What is told of a plan."""
    blocks = told(Books(found.scenario, found.landed, found.draws), found.plan)
    calendar = found.scenario.calendar
    periods = tuple(calendar.first_day(period).isoformat() for period in range(calendar.count))
    return Settlement(blocks, dict.fromkeys(SETTLED, found.draws.ids), periods)


def rows_of(text: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.decode())))[1:]


@pytest.mark.parametrize("case", [*map(random_case, range(2 * len(FEATURES))), *map(in_bond, (0, 3, 8, 9))])
def test_every_course_follows_from_what_is_told(case: Scenario) -> None:
    """Stocks, queues, what is released, called, cleared, given up, taxed beyond a quota: written, read, run again."""
    found = planned(case)
    if found.solution.found is None:
        return
    given = settlement(found)
    read = settlement_of(rows_of(given.text()), given.draws, given.periods)
    assert read.text() == given.text()
    books = Books(found.scenario, found.landed, found.draws)
    again = settled(books, bind(filed(found.plan, found.scenario, found.landed), found.scenario, found.landed), read)
    mine, theirs = again.recourse, found.plan.recourse
    assert (mine.tiers, mine.holdings, mine.release_lanes) == (theirs.tiers, theirs.holdings, theirs.release_lanes)
    assert mine.clearance_lanes == theirs.clearance_lanes
    for course in COURSES:
        assert getattr(mine, course) == pytest.approx(getattr(theirs, course), abs=1e-6)
    assert mine.call_offs.sum(axis=1) == pytest.approx(theirs.call_offs.sum(axis=1), abs=1e-9)
    assert mine.beyond_quota.sum() == pytest.approx(theirs.beyond_quota.sum(), abs=1e-9)


def test_all_kinds_of_rows_are_told_by_some_case() -> None:
    """The test above would say nothing of a kind that never comes."""
    kinds = {what for seed in (4, 8, 9, 11, 12, 20) for what in told_of(seed)}
    assert kinds >= {RELEASE, ALLOCATION, LOST, WORKAROUND, CALL}


def told_of(seed: int) -> set[str]:
    return set(settlement(planned(random_case(seed))).blocks)


def test_a_plan_that_serves_who_is_most_urgent_with_what_is_there_tells_nothing_of_it() -> None:
    """Sparse: what the rule gives needs no rows."""
    assert ALLOCATION not in settlement(planned(random_case(2))).blocks


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (["release", "no such draw", "I", "F", "", "", "0", "2027-01-01", "1.0"], "no such draw"),
        (["release", "1", "I", "F", "", "", "0", "2050-01-01", "1.0"], "2050-01-01"),
        (["release", "1", "I", "F", "", "", "0", "2027-01-01", "much"], "much"),
        (["release", "1", "I", "F", "", "", "0", "2027-01-01", "nan"], "nan"),
    ],
)
def test_a_row_that_cannot_be_settled_is_told_with_its_number(row: list[str], why: str) -> None:
    """Never taken as nothing."""
    with pytest.raises(RowUnreadable, match=why) as told_of_it:
        settlement_of([row], {"release": ("1",)}, ("2027-01-01",))
    assert told_of_it.value.number == 1


@pytest.mark.parametrize(
    "what", [RELEASE, ALLOCATION, LOST, WORKAROUND, CALL, "beyond_quota", "beyond_quota_signed", "x"]
)
def test_rows_about_what_is_not_there_are_refused(what: str) -> None:
    """A release to a firm that does not exist must not vanish: it would be missing in the reserve."""
    found = planned(random_case(9))
    stray = Block((("NOBODY", "F0", "", "", "0"),), *(np.zeros(1, dtype=np.int64),) * 3, np.ones(1))
    books, plan = Books(found.scenario, found.landed, found.draws), found.plan
    with pytest.raises(InputRejected) as refused:
        settled(books, plan, replace(settlement(found), blocks={what: stray}))
    assert [issue.code for issue in refused.value.issues] == ["settlement-unknown"]


def test_kinds_of_rows_of_a_plan_and_of_its_judging_have_names_of_their_own() -> None:
    """Both stand in one file."""
    assert not set(SETTLED) & set(JUDGED)
