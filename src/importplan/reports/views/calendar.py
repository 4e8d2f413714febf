"""The action calendar (行动日历): every step with its day, role, document and on what the day rests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.steps import customs, orders, payments
from importplan.reports.views.steps.step import ROLES, Step

SOURCES: tuple[Callable[[PlanResult, Names], Iterator[Step]], ...] = (orders.steps, payments.steps, customs.steps)


def calendar(result: PlanResult, names: Names) -> tuple[Step, ...]:
    """All steps by day, role and subject."""
    found = (step for source in SOURCES for step in source(result, names))
    return tuple(sorted(found, key=lambda step: (step.day, ROLES.index(step.role), step.about, step.key)))


def today(result: PlanResult) -> date:
    """The day on which the case was true: steps before it are overdue, or done and not recorded."""
    settings = result.scenario.settings
    return settings.data_as_of or settings.start


COLUMNS = (
    Column("step_month"),
    Column("step_day", Form.DATE),
    Column("role"),
    Column("step", Form.LONG_TEXT, widest=70.0),
    Column("step_about", Form.LONG_TEXT),
    Column("step_leaves", Form.LONG_TEXT),
    Column("step_basis"),
    Column("step_mark", Form.LONG_TEXT),
)


def calendar_table(result: PlanResult, names: Names) -> Table:
    """One row for each step."""
    now = today(result)
    return Table("calendar", COLUMNS, tuple(_row(names, step, now) for step in calendar(result, names)))


def _row(names: Names, step: Step, now: date) -> tuple[Cell, ...]:
    return (
        f"{step.day:%Y-%m}", step.day, names.word(f"result.role.{step.role}"), step.words, step.about,
        leaves(names, step), names.word(f"result.step_basis.{step.basis}"), mark(names, step, now),
    )  # fmt: skip


def leaves(names: Names, step: Step) -> str:
    """The document that a step leaves."""
    return names.word(f"result.leaves.{step.kind}")


def mark(names: Names, step: Step, now: date) -> str:
    """What is to be seen at once: overdue, and what is doubtful about the day."""
    parts = (names.word("result.step_mark.overdue") if step.day < now else "", step.doubt)
    return names.word("result.list_join").join(part for part in parts if part)
