"""B5 × B6 against B7: units used up and units bought in a year more than half apart."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.survey.estimates.traps.call import Call, TrapView, cells, worth

APART = 1.5
KINDS = ("part", "material", "")


def calls(look: TrapView) -> Iterator[Call]:
    """Parts and materials of which the larger of the two is more than half above the smaller."""
    for seen in look.seen:
        for entry in seen.firm.items:
            answers = entry.answers.record
            used, bought = look.used_per_year(answers), answers.number("bought_per_year")
            if answers.text("kind") not in KINDS or not used or not bought:
                continue
            if max(used, bought) > APART * min(used, bought):
                at = cells(answers, "installed", "use_per_machine_year", "bought_per_year")
                moves = worth(used - bought, look.price(entry), seen.weight)
                values = {"said": bought, "expected": used}
                yield Call("usage", seen.firm, ("B5", "B6", "B7"), at, values, moves, entry.item)
