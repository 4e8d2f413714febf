"""Why the product may differ on a case: which of the `known_differences` may show there."""

from __future__ import annotations

from collections.abc import Callable

from importplan.scenario.scenario import Scenario


def reasons(scenario: Scenario) -> tuple[str, ...]:
    """The known differences that may show on a case; empty where the two models must agree."""
    return tuple(name for name, may_show in KNOWN.items() if may_show(scenario))


def _consent_day(scenario: Scenario) -> bool:
    """A consent that is given after the plan has begun."""
    given = (row.confirmed_on for row in (*scenario.qualifications, *scenario.items))
    return any(day is not None and day > scenario.settings.start for day in given)


KNOWN: dict[str, Callable[[Scenario], bool]] = {"consent_day": _consent_day}
