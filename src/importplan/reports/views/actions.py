"""The next steps for page one: the first of the calendar among those that start something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.views.calendar import calendar

# What somebody has to set going; what follows by itself (arrival, payments) stands in the calendar alone.
STARTING = (
    "start", "renew_quote", "guarantee", "sign", "licence", "permit", "apply_relief", "apply_round", "qualify", "book",
)  # fmt: skip


@dataclass(frozen=True)
class Action:
    """One step for one role by a day."""

    by: date
    role: str
    words: str


def next_actions(result: PlanResult, names: Names, count: int) -> tuple[Action, ...]:
    """The first steps by date; a step that several orders share stands once."""
    steps = (step for step in calendar(result, names) if step.kind in STARTING)
    found = dict.fromkeys(Action(step.day, step.role, step.words) for step in steps)
    return tuple(found)[:count]
