"""A case, its right value and what the product makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.scenario import Scenario


@dataclass(frozen=True)
class Difference:
    """A case on which the product differs from the contract; `right` is by hand, None where there is no plan."""

    name: str
    scenario: Scenario
    right: float | None
    why: str
