"""Why the product may differ on a case: which of the `known_differences` may show there."""

from __future__ import annotations

from importplan.scenario.scenario import Scenario


def reasons(scenario: Scenario) -> tuple[str, ...]:
    """The known differences that may show on a case; empty where the two models must agree."""
    return tuple(name for name, may_show in KNOWN.items() if may_show(scenario))


def _released_by_rule(scenario: Scenario) -> bool:
    settings = scenario.settings
    at_risk = settings.goal != "weighted" or settings.risk_weight > 0.0 or settings.risk_limit_cny is not None
    of_plan = any(row.within == "plan" for row in scenario.budgets)
    return scenario.has_reserve and at_risk and (of_plan or any(row.within == "mean" for row in scenario.limits))


KNOWN = {"releases share draws by rule": _released_by_rule}
