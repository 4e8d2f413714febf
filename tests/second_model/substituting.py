"""What may serve in place of something else, for whom (contract, Substitutes)."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.demand import Demand

HIGHER, LOWER = {"higher", "高配替代"}, {"lower", "低配替代"}


@dataclass(frozen=True)
class Substitution:
    """So many units of an item serve one unit that a firm needs of another."""

    firm: str
    item: str
    serves: str
    units: float


def substitutions(scenario: Scenario, lines: list[Demand]) -> list[Substitution]:
    """For every firm with a line that is due within the plan, all of which name the specification."""
    found: dict[tuple[str, str, str], Substitution] = {}
    for row in scenario.substitutes:
        words = HIGHER if row.ratio >= 1.0 else LOWER
        for firm in sorted({scenario.firm_of(line) for line in lines if line.item == row.serves}):
            own = [line for line in lines if (scenario.firm_of(line), line.item) == (firm, row.serves)]
            if all(words & set(line.accepts) for line in own):
                key = (firm, row.item, row.serves)
                found.setdefault(key, Substitution(*key, 1.0 / row.ratio))
    return list(found.values())
