"""B8, B9: the flag of the seller instead of that of the maker, or a seller named as the maker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from importplan.survey.estimates.traps.call import Call, Seen, TrapView, cells, worth
from importplan.survey.returns.survey import SurveyedItem

SELLER = re.compile(r"贸易|商贸|经销|代理|进出口|供应链|trading|distributor|agency", re.IGNORECASE)
SOURCES = (("B8", "first"), ("B9", "second"))


def calls(look: TrapView) -> Iterator[Call]:
    """Makers known to produce elsewhere than the firm says, and sellers in the place of makers."""
    for seen in look.seen:
        for entry in seen.firm.items:
            for number, which in SOURCES:
                yield from _source(look, seen, entry, number, which)


def _source(look: TrapView, seen: Seen, entry: SurveyedItem, number: str, which: str) -> Iterator[Call]:
    answers = entry.answers.record
    maker, origin = answers.text(f"{which}_maker"), answers.text(f"{which}_origin")
    share = answers.number(f"{which}_share")
    units = answers.number("bought_per_year") or look.needed(entry) / look.years
    moves = worth(units * (1.0 if share is None else share), look.price(entry), seen.weight)
    at = cells(answers, f"{which}_maker", f"{which}_origin")
    if SELLER.search(maker):
        yield Call("seller", seen.firm, (number,), at, {"said": maker}, moves, entry.item)
        return
    known = look.catalog.makers.find(maker) if maker else None
    if known is not None and origin and origin not in known.countries:
        values = {"said": maker, "origin": origin, "expected": known.countries[0]}
        yield Call("flag", seen.firm, (number,), at, values, moves, entry.item)
