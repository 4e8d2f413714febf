"""Where the product is known to differ from the contract: the second model has the value by hand, the product not."""

from __future__ import annotations

import pytest

from second_model.agreement import agree
from second_model.known_differences import DIFFERENCES
from second_model.known_differences.difference import Difference
from second_model.optimum import optimum
from second_model.product import planned


@pytest.mark.parametrize("known", DIFFERENCES, ids=lambda known: known.name)
def test_the_second_model_has_the_value_by_hand(known: Difference) -> None:
    assert agree(optimum(known.scenario), known.right)


@pytest.mark.parametrize(
    "known",
    [
        pytest.param(known, marks=pytest.mark.xfail(strict=True, reason=known.why), id=known.name)
        for known in DIFFERENCES
    ],
)
def test_the_product_has_the_value_by_hand(known: Difference) -> None:
    assert agree(planned(known.scenario), known.right)
