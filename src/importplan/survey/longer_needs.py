"""Needs told by the year or the half-year: how many wait for the word of the bureau, and how much rests on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from importplan.parsing.days import read_span
from importplan.survey.returns.answers import Record
from importplan.survey.returns.splits import BY_WORD, QUARTERS
from importplan.survey.surveyed import Surveyed
from importplan.survey.understanding.needs import quarters_of
from importplan.survey.understanding.period_headings import period_heading


@dataclass
class LongerNeeds:
    """Needs of one kind of period. Units are those of all goods together; money as far as prices are told."""

    kind: str  # half_year | year
    needs: int = 0
    firms: set[str] = field(default_factory=set)
    units: float = 0.0
    cny: float = 0.0

    def add(self, firm: str, units: float, price: float | None) -> None:
        """One need, or one quarter of it."""
        self.needs += 1
        self.firms.add(firm)
        self.units += units
        self.cny += units * (price or 0.0)


def waiting(surveyed: Surveyed) -> dict[str, LongerNeeds]:
    """What waits, by kind of period; periods of neither kind are split row by row and not here."""
    found = {kind: LongerNeeds(kind) for kind in QUARTERS}
    for firm in surveyed.identified.firms:
        for item in firm.items:
            price = surveyed.matched.asked.of(item).price_cny
            for need in item.longer:
                kind = _kind(need)
                if kind:
                    found[kind].add(firm.firm, need.number("quantity") or 0.0, price)
    return {kind: entry for kind, entry in found.items() if entry.needs}


def resting(surveyed: Surveyed) -> dict[str, LongerNeeds]:
    """What rests on the word of the bureau, by kind of period; each quarter of a need is counted."""
    found = {kind: LongerNeeds(kind) for kind in QUARTERS}
    for firm in surveyed.identified.firms:
        for item in firm.items:
            price = surveyed.matched.asked.of(item).price_cny
            for need, kind in _split(item.needs):
                found[kind].add(firm.firm, need.number("quantity") or 0.0, price)
    return {kind: entry for kind, entry in found.items() if entry.needs}


def _split(needs: tuple[Record, ...]) -> Iterator[tuple[Record, str]]:
    for need in needs:
        for kind, mark in BY_WORD.items():
            if mark in need.answer("quantity").understood:
                yield need, kind


def _kind(need: Record) -> str:
    words = need.answer("period").written
    heading = period_heading(words)
    span = heading.span if heading is not None else read_span(words)
    return next((kind for kind, count in QUARTERS.items() if span is not None and count == quarters_of(span)), "")
