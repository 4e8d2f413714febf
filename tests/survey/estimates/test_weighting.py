"""Weights and intervals: worked strata, limit cases, and whether the intervals hold the truth."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from survey_cases import firm, frame, survey

from importplan.catalog.load import load
from importplan.survey.estimates.strata import strata
from importplan.survey.estimates.weighting import Weighting, weighting

SIZES = load().size_classes
LARGE, MEDIUM, SMALL = 1e9, 1e8, 5e6
ROWS = (
    *((f"甲{number}", "东莞", "机床", MEDIUM) for number in range(8)),
    *((f"乙{number}", "东莞", "医疗", MEDIUM) for number in range(6)),
)


def weighed(rows: tuple[tuple[str, str, str, float | None], ...], answered: list[str]) -> Weighting:
    return weighting(survey(*(firm(name) for name in answered)), frame(*rows), SIZES)


def test_a_stratum_by_hand() -> None:
    """8 asked and 4 answered, 6 asked and 3 answered: weights 2 and 2, the variance of the textbook."""
    answered = ["甲0", "甲1", "甲2", "甲3", "乙0", "乙1", "乙2"]
    values = np.array([[1.0], [2.0], [3.0], [6.0], [10.0], [10.0], [13.0]])
    (total,) = weighed(ROWS, answered).totals(values)
    # 甲: mean 3, s² = (4 + 1 + 0 + 9) / 3 = 14/3; N² (1 - f) s² / n = 64 · 0.5 · (14/3) / 4 = 112/3
    # 乙: mean 11, s² = (1 + 1 + 4) / 2 = 3;        36 · 0.5 · 3 / 3 = 18
    first, second = 112 / 3, 18.0
    free = (first + second) ** 2 / (first**2 / 3 + second**2 / 2)
    half = stats.t.ppf(0.975, free) * np.sqrt(first + second)
    assert total.value == pytest.approx(8 * 3 + 6 * 11)
    assert total.high == pytest.approx(90 + half)
    assert total.low == pytest.approx(max(90 - half, 45.0))  # never below the 45 that were told
    assert total.firms == 7


def test_all_answered_needs_no_weights_and_leaves_no_doubt() -> None:
    answered = [row[0] for row in ROWS]
    found = weighed(ROWS, answered)
    values = np.arange(14.0)[:, None]
    assert found.weights.sample.weights == pytest.approx(np.ones(14))
    (total,) = found.totals(values)
    assert (total.value, total.low, total.high) == pytest.approx((91.0, 91.0, 91.0))
    share = found.ratio(values[:, 0], np.full(14, 13.0))
    assert share is not None
    assert (share.low, share.high) == pytest.approx((0.5, 0.5))


def test_without_a_frame_every_firm_stands_for_itself_and_no_interval_is_told() -> None:
    found = weighting(survey(firm("甲0"), firm("甲1")), None, SIZES)
    (total,) = found.totals(np.array([[2.0], [5.0]]))
    assert (total.value, total.low, total.high, total.firms) == (7.0, None, None, 2)
    assert not found.is_weighted


def test_a_firm_that_was_not_asked_stands_for_itself() -> None:
    found = weighed(ROWS, ["甲0", "甲1", "甲2", "甲3", "外来"])
    # One stratum of the 14 asked (乙 has no answer of its own): 4 answered, weight 3.5.
    assert found.weights.sample.weights == pytest.approx([3.5, 3.5, 3.5, 3.5, 1.0])


def test_what_a_firm_does_not_know_is_no_zero() -> None:
    """Of 8 asked 4 answered and one of them does not know: the other three stand for all 8."""
    values = np.array([[3.0], [3.0], [3.0], [np.nan]])
    (total,) = weighed(ROWS[:8], ["甲0", "甲1", "甲2", "甲3"]).totals(values)
    assert (total.value, total.low, total.high) == pytest.approx((24.0, 24.0, 24.0))


def test_one_answer_for_several_firms_has_no_interval() -> None:
    (total,) = weighed(ROWS[:8], ["甲0"]).totals(np.array([[2.0]]))
    assert (total.value, total.low, total.high) == (16.0, None, None)


def test_weights_sum_to_the_firms_asked_and_meet_the_cities() -> None:
    """12 firms of one stratum in two cities with equal numbers; 4 answered in one, 3 in the other."""
    rows = tuple((f"{number}", "东莞" if number < 10 else "佛山", "机床", MEDIUM) for number in range(20))
    answered = [str(number) for number in (0, 1, 2, 3, 10, 11, 12)]
    found = weighed(rows, answered)
    weights = found.weights.sample.weights
    # 13 did not answer: 6 in 东莞 behind 4 answers, 7 in 佛山 behind 3.
    assert weights == pytest.approx([1 + 6 / 4] * 4 + [1 + 7 / 3] * 3)
    assert found.weights.city_missed == pytest.approx(0.0, abs=1e-9)


def test_factors_of_cities_are_bounded_and_what_is_missed_is_told() -> None:
    """97 of 100 firms are where only 3 of 6 answers come from: the factor stops at 2 before the strata are met."""
    rows = tuple((f"{number}", "东莞" if number < 94 else "佛山", "机床", MEDIUM) for number in range(100))
    found = weighed(rows, ["0", "1", "2", "94", "95", "96"])
    weights = found.weights.sample.weights
    assert weights.sum() == pytest.approx(100.0)
    assert found.weights.city_missed > 0.1
    assert weights.min() >= 1.0


def test_small_strata_are_joined_with_the_next_size_of_their_industry() -> None:
    asked = [("机床", 0)] * 2 + [("机床", 1)] * 10 + [("医疗", 1)] * 9
    answered = [("机床", 0)] * 1 + [("机床", 1)] * 6 + [("医疗", 1)] * 5
    found = strata(asked, answered)
    assert [(stratum.keys, stratum.asked, stratum.answered) for stratum in found] == [
        ((("医疗", 1),), 9, 5),
        ((("机床", 0), ("机床", 1)), 12, 7),
    ]


def test_a_stratum_that_answered_wholly_is_left_alone() -> None:
    asked = [("机床", 0)] * 2 + [("机床", 1)] * 10
    found = strata(asked, [("机床", 0)] * 2 + [("机床", 1)] * 6)
    assert [(stratum.sizes, stratum.weight) for stratum in found] == [((0,), 1.0), ((1,), 10 / 6)]


def test_no_stratum_weighs_more_than_three_times_the_mean() -> None:
    """30 asked and 3 answered beside 12 of 12: the mean weight is 42/15 = 2.8, 10 is more than 8.4: joined."""
    found = strata([("机床", 1)] * 30 + [("医疗", 1)] * 12, [("机床", 1)] * 3 + [("医疗", 1)] * 12)
    assert [(stratum.asked, stratum.answered) for stratum in found] == [(42, 15)]


def test_a_share_is_linearised() -> None:
    """Two strata joined to one ratio: value by hand, interval of the linearised variance by hand."""
    found = weighed(ROWS[:8], ["甲0", "甲1", "甲2", "甲3"])
    above, below = np.array([1.0, 2.0, 0.0, 3.0]), np.array([2.0, 2.0, 2.0, 4.0])
    share = found.ratio(above, below)
    # 6/10 = 0.6; z = (above - 0.6 below) / 20 = (-0.2, 0.8, -1.2, 0.6) / 20, mean 0,
    # s² = (0.04 + 0.64 + 1.44 + 0.36) / 400 / 3; V = 64 · 0.5 · s² / 4
    half = stats.t.ppf(0.975, 3) * np.sqrt(64 * 0.5 * (2.48 / 400 / 3) / 4)
    assert share is not None
    assert (share.value, share.low, share.high) == pytest.approx((0.6, 0.6 - half, min(0.6 + half, 1.0)))


def population() -> tuple[tuple[tuple[str, str, str, float], ...], np.ndarray]:
    """400 firms of two industries, three sizes and three cities whose need follows all of them."""
    random = np.random.default_rng(5)
    rows, needs = [], []
    for number in range(400):
        industry, city = ("机床", "医疗")[number % 2], ("东莞", "佛山", "中山")[int(random.integers(3))]
        size = random.choice([0, 1, 2], p=[0.1, 0.4, 0.5])
        rows.append((f"企业{number}", city, industry, (LARGE, MEDIUM, SMALL)[size]))
        mean = (30.0, 8.0, 2.0)[size] * (1.5 if industry == "机床" else 1.0) * (1.3 if city == "佛山" else 1.0)
        needs.append(float(random.gamma(2.0, mean / 2.0)))
    return tuple(rows), np.array(needs)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Response depends on size, industry and city; 95 % intervals of 300 surveys hold the true total 92 … 98 times
    of a hundred (binomial spread of 300 trials: ± 2.5 at two standard errors)."""
    rows, needs = population()
    listed = frame(*rows)
    chance = np.array(
        [{LARGE: 0.8, MEDIUM: 0.6, SMALL: 0.4}[row[3]] * (0.75 if row[1] == "佛山" else 1.0) for row in rows]
    )
    random = np.random.default_rng(6)
    held, errors, plain = 0, [], []
    for _ in range(300):
        answered = np.flatnonzero(random.random(len(rows)) < chance)
        found = weighting(survey(*(firm(rows[number][0]) for number in answered)), listed, SIZES)
        (total,) = found.totals(needs[answered][:, None])
        assert total.low is not None
        assert total.high is not None
        held += total.low <= needs.sum() <= total.high
        errors.append(total.value / needs.sum() - 1.0)
        plain.append(needs[answered].mean() * len(rows) / needs.sum() - 1.0)
    assert 0.92 <= held / 300 <= 0.98
    assert abs(np.mean(errors)) < 0.01
    assert np.mean(plain) > 0.1  # without weights, what large firms say would be taken for all
