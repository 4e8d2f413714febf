"""The option `--day` of the commands of the catalogs, and what it stands for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue
from importplan.cli.language import say

DayOption = Annotated[str | None, typer.Option("--day", help=say("catalog.option.day"), show_default=False)]


def given_day(words: str | None) -> date:
    """The day of the option `--day`; today without it. Raises InputRejected where it is no date."""
    if words is None:
        return date.today()
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise InputRejected((Issue.error("catalog-day", day=words),)) from None
