"""Why the product may differ on a case: which of the `known_differences` may show there."""

from __future__ import annotations

from collections.abc import Callable

from importplan.scenario.scenario import Scenario
from second_model.makings import COMPLETE, accepted


def reasons(scenario: Scenario) -> tuple[str, ...]:
    """The known differences that may show on a case; empty where the two models must agree."""
    return tuple(name for name, may_show in KNOWN.items() if may_show(scenario))


def _inputs_may_be_late(case: Scenario) -> bool:
    return bool(case.routes) and any(row.what in ("availability", "delay_days") for row in case.draw_values)


def _left_is_worth_something(case: Scenario) -> bool:
    return bool(case.routes) and case.settings.terminal_value_share > 0.0


def _other_forms_beside_a_reserve(case: Scenario) -> bool:
    forms_matter = any(not accepted(line) >= COMPLETE for line in case.demand)
    return case.has_reserve and case.settings.open_need_share > 0.0 and forms_matter


KNOWN: dict[str, Callable[[Scenario], bool]] = {
    "what waits to start is relaxed: the plan found is not the best": _inputs_may_be_late,
    "starts are bounded by the need in each period, not in sum": _left_is_worth_something,
    "what comes to the reserve after the end counts for other forms": _other_forms_beside_a_reserve,
}
