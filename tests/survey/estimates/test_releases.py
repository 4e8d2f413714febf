"""Two reports held against each other: what their difference would tell of a firm is withheld."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest
from survey_cases import firm, item, need, survey

from importplan.catalog.load import load
from importplan.scenario.confidentiality import ConfidentialityRule, hidden
from importplan.scenario.schema.settings import Settings
from importplan.survey.estimates.region import Region, assess
from importplan.survey.estimates.releases import BASE, TOTAL, Earlier, Release, line_of
from importplan.survey.returns.survey import SurveyedFirm

RULE = ConfidentialityRule()
CELLS = ("Q1", "Q2", "Q3")
CATALOG = load()
SETTINGS = Settings(start=date(2027, 1, 1))
OLD = [[4, 4, 4], [4, 4, 4], [4, 4, 4], [4, 4, 4]]


def second(old: Sequence[Sequence[float]], new: Sequence[Sequence[float]]) -> list[bool]:
    """Which cells of a second release are withheld, and last whether its total is; the firms stand in their order."""
    before, after = np.array(old, dtype=float), np.array(new, dtype=float)
    first = hidden(before, RULE)
    marks = [str(number) for number in range(max(len(old), len(new)))]
    line = line_of(marks[: len(old)], CELLS, before, list(first.cells), first.total)
    earlier = Earlier([{("M", BASE): line}], "M", marks[: len(new)], RULE)
    found = hidden(after, RULE, earlier.since(BASE, CELLS, after))
    return [*map(bool, found.cells), found.total]


@pytest.mark.parametrize(
    ("new", "withheld"),
    [
        (OLD, [False, False, False, False]),  # the same again
        ([*OLD, [5, 0, 0]], [True, True, True, True]),  # 53 - 48: the one late firm needs 5
        ([*OLD, [5, 0, 0], [0, 6, 0]], [True, True, True, True]),  # two of them know each other's answer
        ([*OLD, [5, 0, 0], [5, 0, 0], [5, 0, 0]], [False, False, False, False]),
        ([*OLD, [50, 0, 0], [5, 0, 0], [5, 0, 0]], [True, True, True, True]),  # 50 of 60: dominance
        ([*OLD, [9, 0, 0], [9, 0, 0], [0.5, 0, 0]], [True, True, True, True]),  # p-%: 18.5 - 9 is 9 to within 6 %
        ([*OLD, [5, 0, 0], [0, 5, 0], [0, 5, 0]], [True, True, False, False]),  # together they pass
        ([[3, 5, 4], *OLD[1:]], [True, True, False, False]),  # one unit moves to the next quarter
        (OLD[1:], [True, True, True, True]),  # a firm is gone: 48 - 36
    ],
)
def test_the_change_of_each_figure_passes_the_rules_too(new: Sequence[Sequence[float]], withheld: list[bool]) -> None:
    assert second(OLD, new) == withheld


def test_what_was_withheld_is_shown_only_when_its_change_passes() -> None:
    """Q3 of two firms went with Q1; a third firm there could work out the two, three more cannot."""
    old = [[4, 4, 1], [4, 4, 1], [4, 4, 0], [4, 9, 0]]
    assert second(old, old) == [True, False, True, False]
    third = [*old[:2], [4, 4, 1], old[3]]
    assert second(old, third)[2]
    more: list[list[float]] = [*old, [1, 1, 2], [1, 1, 2], [1, 1, 2]]
    assert second(old, more) == [False, False, False, False]


def test_a_late_firm_can_never_be_worked_out() -> None:
    """In 300 random pairs of releases: no figure shown in both has the change of one firm alone in it."""
    random = np.random.default_rng(11)
    for _ in range(300):
        old = random.gamma(1.0, 10.0, (7, 3)) * (random.random((7, 3)) < 0.7)
        late = random.gamma(1.0, 10.0, (1, 3)) * (random.random((1, 3)) < 0.5)
        first = hidden(old, RULE)
        *cells, total = second(old.tolist(), np.vstack([old, late]).tolist())
        assert total or first.total or not late.any()
        assert not any(late[0, place] and not cells[place] and not first.cells[place] for place in range(3))


def one(name: str, units: float = 4.0, **values: Any) -> SurveyedFirm:
    told = {
        "bought_per_year": 4.0,
        "first_origin": "DE",
        "first_share": 1.0,
        "survives_months": 2.0,
        "make_months": 6.0,
    }
    priced = {"unit_price": 100.0, "currency": "CNY"}
    return firm(name, [item("光栅尺", [need("2027Q1", units), need("2027Q2", 4.0)], **(told | priced | values))])


def region(*firms: SurveyedFirm, releases: tuple[Release, ...] = ()) -> Region:
    return assess(survey(*firms), None, CATALOG, SETTINGS, releases=releases)


FIRST = tuple(one(name) for name in "甲乙丙丁")


def test_one_late_firm_changes_nothing_that_is_shown() -> None:
    first = region(*FIRST)
    assert first.price("光栅尺") == 100.0
    late = region(*FIRST, one("戊", 9.0, first_origin="JP", unit_price=500.0), releases=(first.release,))
    (demand,), (depends,) = late.shown_demand, late.shown_dependence
    assert (demand.base_total, demand.yearly, set(demand.base)) == (None, None, {None})
    assert (depends.import_share, depends.countries, depends.survives_months, depends.makers) == (None, {}, None, None)
    assert late.price("光栅尺") is None
    assert late.withheld_since == (13, 1)  # low, base, high: 2 quarters and a total each; 4 degrees of firmness
    assert late.release["光栅尺", BASE].withheld >= {TOTAL}


def test_three_late_firms_are_shown() -> None:
    first = region(*FIRST)
    later = region(*FIRST, *(one(name) for name in "戊己庚"), releases=(first.release,))
    (demand,), (depends,) = later.shown_demand, later.shown_dependence
    assert demand.hidden == 0
    assert demand.base_total is not None
    assert demand.base_total.value == 7 * 8.0
    assert (depends.top_country, later.price("光栅尺"), later.withheld_since) == ("DE", 100.0, (0, 0))


def test_a_report_is_held_against_every_one_before() -> None:
    """One firm is late for the second report; three more come for the third, beside which its 400 still stands out."""
    first = region(*FIRST)
    second = region(*FIRST, one("戊", 400.0), releases=(first.release,))
    firms = (*FIRST, one("戊", 400.0), *(one(name) for name in "己庚辛"))
    third = region(*firms, releases=(first.release, second.release))
    assert third.shown_demand[0].base_total is None
