"""The next steps for page one: the first of the calendar among those that start something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.calendar import calendar, today

# What somebody has to set going; what follows by itself (arrival, payments) stands in the calendar alone.
STARTING = (
    "start", "renew_quote", "guarantee", "sign", "licence", "permit", "apply_relief", "apply_round", "qualify", "book",
)  # fmt: skip


@dataclass(frozen=True)
class Action:
    """One step for one role by a day, with others of its kind that fall on the same day."""

    by: date
    role: str
    words: str
    others: int = 0
    overdue: bool = False

    def in_words(self, names: Names) -> str:
        """The step, how many more of its kind there are that day, and whether it is late already."""
        more = names.word("result.action_more", count=self.others) if self.others else ""
        return self.words + more + (names.word("result.action_overdue") if self.overdue else "")


def next_actions(result: PlanResult, names: Names, count: int) -> tuple[Action, ...]:
    """The first steps by date; those of one kind, role and day stand in one row, the first of them named."""
    now = today(result)
    alike: dict[tuple[date, str, str], dict[str, None]] = {}
    for step in calendar(result, names):
        if step.kind in STARTING:
            alike.setdefault((step.day, step.role, step.kind), {})[step.words] = None
    return tuple(
        Action(day, role, next(iter(words)), len(words) - 1, day < now)
        for (day, role, _), words in list(alike.items())[:count]
    )
