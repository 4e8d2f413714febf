"""The settings make sense together."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.issues import Issue
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema_version import older


def format_is_of_today(scenario: Scenario) -> Iterator[Issue]:
    """A workbook of an older format is read by today's rules, which is told."""
    return older(scenario.settings)


def start_is_first_of_month(scenario: Scenario) -> Iterator[Issue]:
    """Periods are calendar months or three of them."""
    start = scenario.settings.start
    if start.day != 1:
        at = scenario.settings.cell("start")
        yield Issue.error("start-not-first-of-month", at, day=start, first=start.replace(day=1))


def examples_are_told(scenario: Scenario) -> Iterator[Issue]:
    """A case that calls itself an example lets examples of consent count: nobody may declare goods on it."""
    settings = scenario.settings
    if settings.example:
        yield Issue.warning("example-case", settings.cell("example"))


def risk_settings_are_complete(scenario: Scenario) -> Iterator[Issue]:
    """A goal that needs a risk limit has one; a level of nothing measures nothing."""
    settings = scenario.settings
    if settings.goal == "cvar_limit" and settings.risk_limit_cny is None:
        yield Issue.error("risk-limit-missing", settings.cell("goal"))
    if settings.risk_level == 0.0:
        yield Issue.warning("risk-level-zero", settings.cell("risk_level"), value=settings.risk_level)


def open_needs_are_told(scenario: Scenario) -> Iterator[Issue]:
    """A file that says nothing of needs open at the end prices them all the same: older files are planned anew."""
    settings = scenario.settings
    silent = bool(settings.columns) and "open_need_share" not in settings.columns
    if silent and settings.open_need_share > 0.0:
        yield Issue.warning("open-needs-default", settings.cell("open_need_share"), share=settings.open_need_share)


def reserve_has_a_worth_at_the_end(scenario: Scenario) -> Iterator[Issue]:
    """Without a worth at the horizon the reserve melts away before it."""
    wants_reserve = bool(scenario.reserve_floors or scenario.reserve_terms)
    if wants_reserve and scenario.settings.terminal_value_share == 0.0:
        yield Issue.warning("terminal-value-zero-with-reserve", scenario.settings.cell("terminal_value_share"))
