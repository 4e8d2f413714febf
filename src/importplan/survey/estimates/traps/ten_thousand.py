"""Slips between yuan and 万元: an amount about ten thousand times another that should be the same."""

from __future__ import annotations

import math
from collections.abc import Iterator

from importplan.survey.estimates.prices import price_paid
from importplan.survey.estimates.traps.call import Call, Seen, TrapView, cells
from importplan.survey.returns.survey import SurveyedItem

WAN = 4.0  # 万元 in powers of ten
SPREAD = 0.6  # a price may differ by a factor of four and still be the same one


def calls(look: TrapView) -> Iterator[Call]:
    """Unit prices of the firm against those of all, and its revenue against the list of firms asked."""
    for seen in look.seen:
        yield from _revenue(seen)
        for entry in seen.firm.items:
            yield from _prices(look, seen, entry)


def slipped(said: float | None, expected: float | None) -> bool:
    """Whether two amounts are about ten thousand times apart."""
    if not said or not expected:
        return False
    return abs(abs(math.log10(said / expected)) - WAN) < SPREAD


def _revenue(seen: Seen) -> Iterator[Call]:
    said = seen.firm.record.number("revenue_cny")
    expected = seen.asked.revenue_cny if seen.asked else None
    if said is not None and expected is not None and slipped(said, expected):
        at = cells(seen.firm.record, "revenue_cny")
        values = {"said": said, "expected": expected}
        yield Call("slip", seen.firm, ("A6",), at, values, abs(said - expected) * seen.weight)


def _prices(look: TrapView, seen: Seen, entry: SurveyedItem) -> Iterator[Call]:
    answers, expected = entry.answers.record, look.price(entry)
    units = answers.number("bought_per_year") or look.needed(entry) / look.years
    keys = ("unit_price", "currency")
    ways = (("B13", look.price_told(answers), keys), ("B7", price_paid(answers), ("bought_cny_per_year",)))
    for number, said, named in ways:
        if said is not None and expected is not None and slipped(said, expected):
            values = {"said": said, "expected": expected}
            moves = abs(said - expected) * units * seen.weight
            yield Call("slip", seen.firm, (number,), cells(answers, *named), values, moves, entry.item)
