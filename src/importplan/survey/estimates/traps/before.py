"""B10 against what was before: what was bought a year (B7), and what the same firm needed in the case before."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.peers import FROM_BEFORE, MACHINES_FROM_BEFORE, is_apart
from importplan.survey.estimates.traps.call import Call, Seen, TrapView, cells, worth
from importplan.survey.returns.survey import SurveyedItem

QUANTITIES = 4  # cells named


def calls(look: TrapView) -> Iterator[Call]:
    """Needs of a year many times what was bought or needed a year before, or a small part of it."""
    for seen in look.seen:
        for entry in seen.firm.items:
            needed = look.needed(entry) / look.years
            if needed and entry.sure:
                yield from _call(look, seen, entry, needed)


def _call(look: TrapView, seen: Seen, entry: SurveyedItem, needed: float) -> Iterator[Call]:
    answers = entry.answers.record
    times = MACHINES_FROM_BEFORE if answers.text("kind") in ("machine", "kit") else FROM_BEFORE
    at = tuple(need.answer("quantity").at for need in entry.answers.needs[:QUANTITIES])
    ways = (
        ("last_year", look.known.yearly.get((seen.firm.firm, entry.item)), ()),
        ("bought", answers.number("bought_per_year"), cells(answers, "bought_per_year")),
    )
    for trap, before, beside in ways:
        if before and is_apart(needed, before, times):
            moves = worth((needed - before) * look.years, look.price(entry), seen.weight)
            values = {"said": needed, "expected": before}
            yield Call(
                trap, seen.firm, ("B10", "B7") if beside else ("B10",), (*at, *beside), values, moves, entry.item
            )
            return
