"""Cases on which the product is known to differ from the contract, each small enough to be computed by hand.

A case stands here until the product has been mended: its test is marked as failing, strictly, so that mending turns it
red; then the case moves to `second_model.hand_cases`.
"""

from __future__ import annotations

from second_model.hand_routes import coming_to_the_reserve, two_products, worth_something_at_the_end
from second_model.known_differences.difference import Difference

DIFFERENCES: tuple[Difference, ...] = (
    # 2 x 80; r1, first by its id, is planned for February, late at 5 in both draws. Planned for January it would take
    # the only kit of draw b and leave N late at 50 there: 185.
    Difference(
        "starts_planned_later",
        two_products(5.0, 50.0),
        165.0,
        "what waits to start is relaxed in the program: its bound is right, and the plan it finds is not the best",
    ),
    # Made once for 20: no start is of use beyond the need of the plan. The product starts one in every period.
    Difference(
        "starts_beyond_the_need",
        worth_something_at_the_end(),
        20.0,
        "planned starts are bounded in each period by the need of the plan, not over all periods",
    ),
    # 10 late and 120 open: the reserve may not release a machine to who takes kits only, so it does not come for it.
    Difference(
        "what_comes_to_the_reserve_in_another_form",
        coming_to_the_reserve(),
        130.0,
        "what comes to the reserve after the end counts for firms that it may not be released to",
    ),
)
