"""k-anonymity over combinations by local suppression, by hand and by its own definition."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from importplan.survey.estimates.anonymity import anonymous

A, B = ("东莞", "机床", "大"), ("东莞", "模具", "小")


def seen(rows: list[tuple[str, ...]], masks: tuple[tuple[int, ...], ...]) -> list[tuple[str, ...]]:
    return [
        tuple("" if place in mask else value for place, value in enumerate(row))
        for row, mask in zip(rows, masks, strict=True)
    ]


def test_nothing_is_left_out_where_enough_share_each_combination() -> None:
    found = anonymous([A, A, A, B, B, B], 3)
    assert (found.left_out, found.alone, found.below) == (0, 0, 0)
    assert found.risk == pytest.approx(1 / 3)


def test_one_value_less_where_that_suffices() -> None:
    """Three of one industry and size in three cities: the city goes, and nothing else."""
    rows = [("东莞", "机床", "大"), ("佛山", "机床", "大"), ("中山", "机床", "大"), B, B, B]
    found = anonymous(rows, 3)
    assert found.masks == ((0,), (0,), (0,), (), (), ())
    assert (found.alone, found.left_out, found.below) == (3, 3, 0)
    assert found.risk_before == pytest.approx((3 * 1 + 3 / 3) / 6)
    assert found.risk == pytest.approx(1 / 3)


def test_each_value_alone_may_be_common_and_the_combination_is_not() -> None:
    """Every city, industry and size has three firms and more; one firm is the only one with its combination."""
    rows = [("东莞", "机床", "大")] * 3 + [("佛山", "模具", "大")] * 3 + [("东莞", "模具", "大")]
    found = anonymous(rows, 3)
    assert found.alone == 1 and found.below == 0
    assert min(Counter(seen(rows, found.masks)).values()) >= 3


def test_a_firm_unlike_all_others_takes_some_of_them_along() -> None:
    """All of its values are left out, and so are those of two others, of a combination that can spare them."""
    found = anonymous([*[A] * 5, *[B] * 3, ("珠海", "航空", "中")], 3)
    assert found.below == 0
    assert [len(mask) for mask in found.masks] == [3, 3, 0, 0, 0, 0, 0, 0, 3]


def test_fewer_rows_than_k_are_told() -> None:
    found = anonymous([A, B], 3)
    assert (found.below, found.left_out, found.highest) == (2, 6, 0.5)
    assert anonymous([], 3).risk == 0.0


def test_random_rows_are_anonymous_by_definition() -> None:
    random = np.random.default_rng(3)
    for _ in range(60):
        count, k = int(random.integers(6, 60)), int(random.integers(2, 5))
        rows = [tuple(str(random.integers(0, n)) for n in (4, 3, 3, 2)) for _ in range(count)]
        found = anonymous(rows, k)
        assert min(Counter(seen(rows, found.masks)).values()) >= k
        assert found.risk <= 1 / k + 1e-12
        assert found.below == 0


def test_what_an_earlier_release_has_shown_stays_known() -> None:
    """A firm whose city was shown: leaving it out now hides nothing, so that what else is known is left out."""
    rows = [("东莞", "机床", "大"), ("佛山", "机床", "大"), ("中山", "机床", "大"), B, B, B]
    shown = [("东莞", "", ""), ("", "", ""), ("", "", ""), B, B, B]
    alone, both = anonymous(rows, 3), anonymous(rows, 3, shown)
    assert alone.below == 0
    assert both.masks[0] != (0,)
    assert both.below > 0  # nobody else is from 东莞 with nothing more known: this is told


def test_a_value_that_has_changed_between_releases_is_a_combination_of_its_own() -> None:
    rows, shown = [A, A, A, A], [A, A, A, ("东莞", "机床", "中")]
    found = anonymous(rows, 3, shown)
    assert found.before == (3, 3, 3, 1)
