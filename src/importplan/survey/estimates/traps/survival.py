"""B16 against B14: months that production goes on, and what stock over use says."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.survey.estimates.traps.call import Call, TrapView, cells, worth

APART = 1.5
MONTHS = 12
LEAST_MONTHS = 1.0  # what is nearer than a month is no reason to phone


def calls(look: TrapView) -> Iterator[Call]:
    """Told months more than half outside of what stock allows: nothing comes, or only the first source stops."""
    for seen in look.seen:
        for entry in seen.firm.items:
            answers = entry.answers.record
            told, stock = answers.number("survives_months"), answers.number("stock")
            yearly = answers.number("bought_per_year") or look.used_per_year(answers)
            if told is None or stock is None or not yearly or answers.text("kind") == "machine":
                continue
            least = stock / (yearly / MONTHS)
            most = least / (answers.number("first_share") or 1.0)
            expected = least if told < least else most
            far = told * APART < least or told > APART * most
            if far and abs(told - expected) >= LEAST_MONTHS:
                at = cells(answers, "survives_months", "stock", "bought_per_year")
                moves = worth((told - expected) * yearly / MONTHS, look.price(entry), seen.weight)
                values = {"said": told, "expected": expected}
                yield Call("survival", seen.firm, ("B16", "B14"), at, values, moves, entry.item)
