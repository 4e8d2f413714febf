"""Both models have the values that were computed by hand."""

from __future__ import annotations

import pytest

from second_model.agreement import agree
from second_model.hand_bounds import BOUND_CASES
from second_model.hand_cases import HAND_CASES, HandCase
from second_model.hand_consent import CONSENT_CASES
from second_model.hand_periods import PERIOD_CASES
from second_model.hand_routes import QUICK, ROUTE_CASES
from second_model.hand_signed import SIGNED_CASES
from second_model.hand_use import USE_CASES
from second_model.optimum import optimum
from second_model.product import planned

BOTH = (*HAND_CASES, *BOUND_CASES, *SIGNED_CASES, *PERIOD_CASES, *CONSENT_CASES, *USE_CASES)
ALL = (*BOTH, *ROUTE_CASES)


@pytest.mark.parametrize("known", ALL, ids=lambda known: known.name)
def test_the_second_model_has_the_value_by_hand(known: HandCase) -> None:
    assert agree(optimum(known.scenario), known.value), known.sum


@pytest.mark.parametrize(
    "known", (*BOTH, *(one for one in ROUTE_CASES if one.name in QUICK)), ids=lambda known: known.name
)
def test_the_product_has_the_value_by_hand(known: HandCase) -> None:
    assert agree(planned(known.scenario), known.value), known.sum
