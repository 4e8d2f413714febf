"""Runs the checks of a typed scenario. `CHECKS` is the explicit list; each yields issues and neither raises nor logs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from importplan.basics.issues import Issue
from importplan.scenario.checks.identity import ids_are_unique, references_exist
from importplan.scenario.scenario import Scenario

Check = Callable[[Scenario], Iterator[Issue]]

CHECKS: tuple[Check, ...] = (ids_are_unique, references_exist)


def run(scenario: Scenario) -> tuple[Issue, ...]:
    """Every issue of every check."""
    return tuple(issue for check in CHECKS for issue in check(scenario))
