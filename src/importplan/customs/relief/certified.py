"""A row of `qualifications` whose regime is known."""

from __future__ import annotations

from dataclasses import dataclass

from importplan.catalog.rules.regimes import Regime
from importplan.scenario.schema.qualifications import Qualification


@dataclass(frozen=True)
class CertifiedRelief:
    """A row of `qualifications` with its position and its regime."""

    position: int
    row: Qualification
    regime: Regime
