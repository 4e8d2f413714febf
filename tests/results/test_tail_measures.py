"""Quantiles and tail means of weighted samples, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from importplan.catalog.load import load
from importplan.documents.case.example import example
from importplan.results.names import Names
from importplan.results.sheets.risk import Bin, label
from importplan.results.views.tail import histogram, quantile, tail_mean, tail_weights

VALUES = np.array([10.0, 40.0, 20.0, 30.0])
WEIGHTS = np.array([0.4, 0.1, 0.3, 0.2])


def test_tail_mean_takes_part_of_the_draw_at_the_border() -> None:
    """Worst 20 %: 40 with 0.1 and 30 with 0.1 of its 0.2: (4 + 3) / 0.2 = 35."""
    assert tail_mean(VALUES, WEIGHTS, 0.8) == pytest.approx(35.0)


def test_level_zero_is_the_mean_and_level_one_the_worst() -> None:
    assert tail_mean(VALUES, WEIGHTS, 0.0) == pytest.approx(4 + 4 + 6 + 6)
    assert tail_mean(VALUES, WEIGHTS, 1.0) == pytest.approx(40.0)


def test_tail_weights_add_up_to_one() -> None:
    assert tail_weights(VALUES, WEIGHTS, 0.75).sum() == pytest.approx(1.0)


@pytest.mark.parametrize(("share", "expected"), [(0.05, 10.0), (0.4, 10.0), (0.41, 20.0), (0.7, 20.0), (0.95, 40.0)])
def test_quantile_is_the_least_value_that_enough_weight_does_not_exceed(share: float, expected: float) -> None:
    assert quantile(VALUES, WEIGHTS, share) == expected


def test_histogram_keeps_the_weight() -> None:
    borders, heights = histogram(VALUES, WEIGHTS, 3)
    assert borders.tolist() == pytest.approx([10, 20, 30, 40])
    assert heights.tolist() == pytest.approx([0.4, 0.3, 0.3])


def test_a_middle_a_hair_below_zero_is_zero() -> None:
    """Found by a spoilt case: the sign of a rounding error made the workbook and its recomputation differ."""
    names = Names(example("zh"), load(), "zh")
    assert label(names, Bin(-1e-9, 0.0, 1.0, 1.0)) == label(names, Bin(0.0, 1e-9, 1.0, 1.0)) == "0"
    assert label(names, Bin(-2.0e7, -1.0e7, 1.0, 1.0)) == "-1,500"
