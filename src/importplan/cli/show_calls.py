"""Shows the figures of a case that are worth a phone call: what each moves, where it stands, what is usual."""

from __future__ import annotations

from collections.abc import Sequence

from importplan.basics.labels import Language, text
from importplan.basics.money import WAN
from importplan.scenario.checks.peers import Doubt

SHOWN = 12


def show_calls(calls: Sequence[Doubt], language: Language) -> None:
    """Print them on standard output, those that move most money; nothing where there are none."""
    if not calls:
        return
    moved = sum(call.moves_cny for call in calls) / WAN
    print()
    print(text("cli.check.calls", language, count=len(calls), money=moved))
    for call in calls[:SHOWN]:
        at = call.issue.at
        print(f"  {call.moves_cny / WAN:10,.1f}  {at.sheet}!{at.cell}  {call.issue.found(language)}")
        print(f"              {text('cli.check.calls_ask', language)}{call.issue.repair(language)}")
    if len(calls) > SHOWN:
        rest = sum(call.moves_cny for call in calls[SHOWN:]) / WAN
        print(text("cli.check.calls_more", language, count=len(calls) - SHOWN, money=rest))
