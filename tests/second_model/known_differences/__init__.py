"""Cases on which the product is known to differ from the contract, each small enough to be computed by hand.

A case stands here until the product has been mended: its test is marked as failing, strictly, so that mending turns it
red; then the case moves to `second_model.hand_cases`.
"""

from __future__ import annotations

from second_model.known_differences.difference import Difference
from second_model.known_differences.steps_of_two_items import STEPS_OF_TWO_ITEMS

DIFFERENCES: tuple[Difference, ...] = (STEPS_OF_TWO_ITEMS,)
