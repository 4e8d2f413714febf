"""How sure a need is, by what firms call it, and what of it counts as low, base and high demand."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.scenario.schema.settings import Settings

FIRM_ENOUGH = ("signed", "budgeted")  # what counts as low demand


@dataclass(frozen=True, slots=True)
class Probabilities:
    """The probability that a need comes about."""

    budgeted: float = 0.8
    intended: float = 0.3
    approved: float = 0.55

    @classmethod
    def of(cls, settings: Settings) -> Probabilities:
        """Those of a case."""
        return cls(settings.budgeted_probability, settings.wished_probability, settings.approved_probability)

    def __getitem__(self, firmness: str) -> float:
        known = {
            "signed": 1.0,
            "budgeted": self.budgeted,
            "approved": self.approved,
            "intended": self.intended,
        }
        return known[firmness]
