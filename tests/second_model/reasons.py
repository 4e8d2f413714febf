"""Why the product may differ on a case: which of the `known_differences` may show there."""

from __future__ import annotations

from collections.abc import Callable

from importplan.scenario.scenario import Scenario
from second_model.parts import is_past


def reasons(scenario: Scenario) -> tuple[str, ...]:
    """The known differences that may show on a case; empty where the two models must agree."""
    return tuple(name for name, may_show in KNOWN.items() if may_show(scenario))


def _vat_before_the_plan(scenario: Scenario) -> bool:
    """A budget, and a contract that had been cleared when the plan begins."""
    return bool(scenario.budgets) and any(is_past(row.stage, "cleared") for row in scenario.open_orders)


KNOWN: dict[str, Callable[[Scenario], bool]] = {
    "vat_before_the_plan": _vat_before_the_plan,
}
