"""The action calendar as a file that calendar programs read (iCalendar, RFC 5545): an all-day event for each act.

What happens by itself (goods arrive, supervision ends) is no entry of anybody's diary: it stands in the sheet alone.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.calendar import calendar, leaves, mark, today
from importplan.results.views.steps.step import Step
from importplan.tables.clean import clean_text

PRODUCT = "-//importplan//action calendar//ZH"
ID_LENGTH = 32


def content(result: PlanResult, written: datetime | None = None, role: str = "") -> bytes:
    """The file: all acts, or those of one role.

    A step has the same identity in every run and in the files of all roles, so that a program which reads it again
    moves it and adds no second one. `written` is when that was, by default now.
    """
    names = Names(result.scenario, result.catalog, result.language)
    title = clean_text(result.scenario.settings.title)
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    parts = (title or names.word("sheet.calendar"), names.word(f"result.role.{role}") if role else "")
    found.add("x-wr-calname", " · ".join(part for part in parts if part))
    seen: dict[str, int] = {}
    for step in calendar(result, names):
        seen[step.key] = seen.get(step.key, 0) + 1  # two steps that nothing tells apart
        if not step.is_act or role not in ("", step.role):
            continue
        identity = _identity(f"{title}|{step.key}|{seen[step.key]}")
        found.add_component(_event(result, names, step, identity, written or datetime.now(UTC)))
    return bytes(found.to_ical())


def _identity(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:ID_LENGTH] + "@importplan"


def _event(result: PlanResult, names: Names, step: Step, identity: str, written: datetime) -> Event:
    role = names.word(f"result.role.{step.role}")
    remark = mark(names, step, today(result))
    lines = (
        names.word("result.event.about", about=step.about),
        names.word("result.event.leaves", leaves=leaves(names, step)),
        names.word("result.event.basis", basis=names.word(f"result.step_basis.{step.basis}")),
        remark,
    )
    event = Event()
    event.add("uid", identity)
    event.add("dtstamp", written)
    event.add("dtstart", step.day)
    event.add("dtend", step.day + timedelta(days=1))
    event.add("summary", clean_text(f"【{role}】{step.words}"))
    event.add("description", clean_text("\n".join(line for line in lines if line)))
    event.add("categories", [role])
    event.add("transp", "TRANSPARENT")  # a deadline blocks nobody's day
    return event
