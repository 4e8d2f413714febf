"""On small random cases with routes, beside another feature, the two models have the same optimum.

More of them: `python benchmarks/second_model.py --routes --count 300`.
"""

from __future__ import annotations

import pytest

from second_model.agreement import agree
from second_model.optimum import optimum
from second_model.product import planned
from second_model.random_routes import feature_beside_routes, route_case

SEEDS = (3, 13, 18, 20, 25)  # 18 signs kits whole that are planned in fractions


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"{seed}-{feature_beside_routes(seed).__name__}")
def test_both_models_have_the_same_optimum(seed: int) -> None:
    scenario = route_case(seed)
    assert agree(planned(scenario), optimum(scenario))
