"""Why the product may differ on a case: which of the `known_differences` may show there."""

from __future__ import annotations

from collections.abc import Callable

from importplan.scenario.scenario import Scenario


def reasons(scenario: Scenario) -> tuple[str, ...]:
    """The known differences that may show on a case; empty where the two models must agree."""
    return tuple(name for name, may_show in KNOWN.items() if may_show(scenario))


KNOWN: dict[str, Callable[[Scenario], bool]] = {
    "the search ends above its own bound where orders of two items have steps of price": lambda case: (
        len({offer.item for offer in case.offers if offer.offer in {row.offer for row in case.price_breaks}}) > 1
    ),
}
