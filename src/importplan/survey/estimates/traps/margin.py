"""B17: output told where the loss of margin is meant, or output that the firm cannot have."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.survey.estimates.traps.call import Call, Seen, TrapView, cells
from importplan.survey.returns.answers import Record, Told

MONTHS = 12
HIGHEST_MARGIN = 0.8  # a gross margin above it is hardly one of machine building


def calls(look: TrapView) -> Iterator[Call]:
    """Output lost above what the firm earns with all its units, no margin beside it, or a margin that is none."""
    for seen in look.seen:
        for entry in seen.firm.items:
            answers = entry.answers.record
            lost = answers.number("output_lost_cny_per_month")
            if not lost:
                continue
            ceiling = _ceiling(seen, answers)
            margin = answers.number("margin_share")
            units = look.needed(entry) / look.years
            if ceiling is not None and lost > ceiling:
                keys = ("output_lost_cny_per_month",)
                values = {"said": lost, "expected": ceiling}
                moves = (lost - ceiling) * (1.0 if margin is None else margin) * units * seen.weight
                yield Call("output_lost", seen.firm, ("B17", "A6"), cells(answers, *keys), values, moves, entry.item)
            elif margin is None or margin > HIGHEST_MARGIN:
                trap = "no_margin" if margin is None else "margin"
                values = {"said": lost if margin is None else margin, "expected": HIGHEST_MARGIN}
                at = cells(answers, "output_lost_cny_per_month", "margin_share")
                yield Call(trap, seen.firm, ("B17",), at, values, lost * units * seen.weight, entry.item)


def _ceiling(seen: Seen, answers: Record) -> float | None:
    """The output of a month that can hang on one unit: that of the lines that depend on it, else the revenue."""
    record = seen.firm.record
    yearly = record.number("dependent_output_cny") or record.number("revenue_cny")
    installed = answers.number("installed") if answers.answer("installed").told is Told.VALUE else None
    machines = answers.text("kind") == "machine" and installed is not None and installed > 1.0
    return None if not yearly else yearly / MONTHS / (installed if machines and installed else 1.0)
