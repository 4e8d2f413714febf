"""Which items may serve in place of others, and for whom: rows of `substitutes` that a firm accepts.

One unit of `item` is worth `ratio` units of `serves`: a higher specification where it is worth at least one, else a
lower one. A firm takes it where **every** line of `serves` that is due within the plan names that in `accepts`.
"""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.routes import specifications_of
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.substitutes import Substitute


@dataclass(frozen=True)
class Substitution:
    """An item that serves a firm's demand of another."""

    firm: str
    item: str
    serves: str
    units: float  # of `item` for one of `serves`


def specification(row: Substitute) -> str:
    """The word of `accepts` that lets a substitute serve."""
    return "higher" if row.ratio >= 1.0 else "lower"


def substitutions(scenario: Scenario) -> tuple[Substitution, ...]:
    """All that may serve, by firm and the order of the sheet; the first of two rows that say the same pair."""
    if not scenario.substitutes:
        return ()
    accepted: dict[tuple[str, str], frozenset[str]] = {}
    for line in scenario.demand:
        if scenario.period_due(line) < scenario.calendar.count:
            key = (scenario.firm_of(line), line.item)
            words = specifications_of(line.accepts)
            accepted[key] = accepted.get(key, words) & words
    rows: dict[tuple[str, str], Substitute] = {}
    for row in scenario.substitutes:
        if row.item != row.serves:
            rows.setdefault((row.item, row.serves), row)
    return tuple(
        Substitution(firm, row.item, row.serves, 1.0 / row.ratio)
        for (firm, item), words in accepted.items()
        for row in rows.values()
        if row.serves == item and specification(row) in words
    )
