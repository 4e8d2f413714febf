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
from second_model.hand_sources import QUICK as QUICK_SOURCES
from second_model.hand_sources import SOURCE_CASES
from second_model.hand_substitutes import QUICK as QUICK_SUBSTITUTES
from second_model.hand_substitutes import SUBSTITUTE_CASES
from second_model.hand_terms import QUICK as QUICK_TERMS
from second_model.hand_terms import TERM_CASES
from second_model.hand_use import USE_CASES
from second_model.optimum import optimum
from second_model.product import planned

BOTH = (*HAND_CASES, *BOUND_CASES, *SIGNED_CASES, *PERIOD_CASES, *CONSENT_CASES, *USE_CASES)
NEW = (*ROUTE_CASES, *TERM_CASES, *SOURCE_CASES, *SUBSTITUTE_CASES)
ALL = (*BOTH, *NEW)
RUN = (*BOTH, *(one for one in NEW if one.name in (*QUICK, *QUICK_TERMS, *QUICK_SOURCES, *QUICK_SUBSTITUTES)))


@pytest.mark.parametrize("known", ALL, ids=lambda known: known.name)
def test_the_second_model_has_the_value_by_hand(known: HandCase) -> None:
    assert agree(optimum(known.scenario), known.value), known.sum


@pytest.mark.parametrize("known", RUN, ids=lambda known: known.name)
def test_the_product_has_the_value_by_hand(known: HandCase) -> None:
    assert agree(planned(known.scenario), known.value), known.sum
