"""Low, base and high demand by hand, and what is not known is not zero."""

from __future__ import annotations

import pytest
from survey_cases import UNKNOWN, firm, frame, item, need, survey

from importplan.basics.spans import TimeSpan
from importplan.catalog.load import load
from importplan.survey.estimates.demand_range import DemandRange, demand_ranges
from importplan.survey.estimates.weighting import weighting
from importplan.survey.questions import FIRMNESSES
from importplan.survey.returns.firmness import Probabilities
from importplan.survey.returns.survey import Survey

SIZES = load().size_classes
ROWS = tuple((f"甲{number}", "东莞", "机床", 1e8) for number in range(4))


def ranges(answers: Survey, rows: tuple[tuple[str, str, str, float], ...] | None = None) -> tuple[DemandRange, ...]:
    return demand_ranges(weighting(answers, frame(*rows) if rows else None, SIZES), Probabilities(0.8, 0.3))


def test_each_firmness_counts_as_it_is_told() -> None:
    (found,) = ranges(
        survey(
            firm(
                "甲0",
                [
                    item(
                        "主轴",
                        [
                            need("2027Q1", 10.0, "signed", quantity_low=8.0, quantity_high=12.0),
                            need("2027Q1", 20.0, "budgeted"),
                            need("2027Q2", 40.0, "approved", quantity_low=30.0, quantity_high=50.0),
                            need("2027Q4", 100.0, "intended"),
                        ],
                    )
                ],
            )
        )
    )
    assert found.quarters == ("2027Q1", "2027Q2", "2027Q3", "2027Q4")
    assert [entry.value for entry in found.low] == [28.0, 0.0, 0.0, 0.0]  # 8 signed + 20 budgeted
    # 10 + 0.8 · 20; 40 · (0.8 + 0.3) / 2; 0; 0.3 · 100
    assert [entry.value for entry in found.base] == pytest.approx([26.0, 22.0, 0.0, 30.0])
    assert [entry.value for entry in found.high] == [32.0, 50.0, 0.0, 100.0]
    assert (found.low_total.value, found.base_total.value, found.high_total.value) == pytest.approx((28, 78, 182))
    assert [entry.value for entry in found.by_firmness] == [10.0, 20.0, 40.0, 100.0]
    assert found.yearly.value == pytest.approx(78.0)  # four quarters are a year


def test_answers_stand_for_the_firms_that_did_not_answer() -> None:
    """3 of 4 answered with 3, 3 and 6 units: 4 firms of 4 in the mean."""
    answers = survey(
        *(firm(f"甲{n}", [item("主轴", [need("2027Q1", units)])]) for n, units in enumerate((3.0, 3.0, 6.0)))
    )
    (found,) = ranges(answers, ROWS)
    assert found.base_total.value == pytest.approx(16.0)
    assert found.base_total.low == 12.0  # what was told
    assert found.base_total.high is not None
    assert found.base_total.high > 16.0
    assert sum(entry.value for entry in found.base) == pytest.approx(found.base_total.value)


def test_a_firm_that_does_not_know_how_many_is_not_zero() -> None:
    known = [firm(f"甲{n}", [item("主轴", [need("2027Q1", 3.0)])]) for n in range(3)]
    (found,) = ranges(survey(*known, firm("甲3", [item("主轴", [need("2027Q1", UNKNOWN)])])), ROWS)
    assert len(found.told.unknown) == 1
    assert found.base_total.value == pytest.approx(12.0)  # the three stand for all four


def test_a_firm_that_names_an_item_without_a_need_has_not_told_it() -> None:
    known = [firm(f"甲{n}", [item("主轴", [need("2027Q1", 3.0)])]) for n in range(3)]
    (found,) = ranges(survey(*known, firm("甲3", [item("主轴")])), ROWS)
    assert (len(found.told.unknown), found.base_total.value) == (1, pytest.approx(12.0))


def test_a_firm_that_does_not_name_the_item_needs_none() -> None:
    (found,) = ranges(
        survey(firm("甲0", [item("主轴", [need("2027Q1", 4.0)])]), firm("甲1"), firm("甲2"), firm("甲3")), ROWS
    )
    assert (found.base_total.value, found.base_total.low, found.base_total.high) == (4.0, 4.0, 4.0)


def test_items_to_be_confirmed_are_counted_apart() -> None:
    answers = survey(
        firm("甲0", [item("主轴", [need("2027Q1", 4.0)]), item("主轴", [need("2027Q1", 90.0)], sure=False)])
    )
    (found,) = ranges(answers)
    assert (found.base_total.value, found.told.waiting) == (4.0, 1)


def test_a_need_without_firmness_is_an_intention_and_counted() -> None:
    (found,) = ranges(survey(firm("甲0", [item("主轴", [need(TimeSpan.of_months(2027, 5), 10.0, "")])])))  # type: ignore[arg-type]
    assert found.quarters == ("2027Q2",)
    assert (found.base_total.value, found.told.no_firmness) == (pytest.approx(3.0), 1)


def test_probabilities_fall_with_firmness() -> None:
    chances = [Probabilities()[firmness] for firmness in FIRMNESSES]
    assert chances == [1.0, 0.8, pytest.approx(0.55), 0.3]


def test_an_item_that_nobody_surely_names_is_not_listed() -> None:
    assert ranges(survey(firm("甲0", [item("主轴", [need("2027Q1", 4.0)], sure=False)]))) == ()
