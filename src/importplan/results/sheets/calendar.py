"""Sheet `calendar` (行动日历): every step with its day, role, document and on what the day rests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from importplan.results import forms
from importplan.results.forms import in_words
from importplan.results.names import Names
from importplan.results.part import Block, ResultSheet, first_rows_printed
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Reader, Table
from importplan.results.views.steps import customs, orders, payments
from importplan.results.views.steps.step import ROLES, Step

MOST_PRINTED = 80  # steps, the next ones: about four pages
SOURCES: tuple[Callable[[PlanResult, Names], Iterator[Step]], ...] = (orders.steps, payments.steps, customs.steps)


def calendar(result: PlanResult, names: Names) -> tuple[Step, ...]:
    """All steps by day, role and subject."""
    found = (step for source in SOURCES for step in source(result, names))
    return tuple(sorted(found, key=lambda step: (step.day, ROLES.index(step.role), step.about, step.key)))


def today(result: PlanResult) -> date:
    """The day on which the case was true: steps before it are overdue, or done and not recorded."""
    settings = result.scenario.settings
    return settings.data_as_of or settings.start


def leaves(names: Names, step: Step) -> str:
    """The document that a step leaves."""
    return names.word(f"result.leaves.{step.kind}")


def mark(names: Names, step: Step, now: date) -> str:
    """What is to be seen at once: overdue, and what is doubtful about the day."""
    parts = (names.word("result.step_mark.overdue") if step.day < now else "", step.doubt)
    return names.word("result.list_join").join(part for part in parts if part)


def calendar_table(result: PlanResult, names: Names) -> Table[Step]:
    """One row for each step."""
    now = today(result)
    columns: tuple[Column[Step], ...] = (
        Column("step_month", "", forms.TEXT, lambda row: f"{row.day:%Y-%m}", reader=Reader.PEOPLE),
        Column("step_day", "", forms.DATE, lambda row: row.day),
        Column("role", "", forms.worded("result.role"), lambda row: row.role),
        Column("step", "", forms.LONG, lambda row: row.words, widest=70.0),
        Column("step_about", "", forms.LONG, lambda row: row.about),
        Column("step_leaves", "", forms.worded("result.leaves").wrapped, lambda row: row.kind, known_as="kind"),
        Column("step_basis", "", forms.worded("result.step_basis"), lambda row: row.basis),
        in_words("step_mark", lambda names, row: mark(names, row, now)),
    )
    return Table("calendar", columns, calendar(result, names))


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """The table; of a long one the next steps are printed."""
    yield names.word("result.about.calendar", day=today(result))
    yield from first_rows_printed(names, calendar_table(result, names), MOST_PRINTED)


SHEET = ResultSheet("calendar", blocks)
