"""Settings of a run over those of the workbook."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from importplan.basics.labels import Language

OF_RUN_ALONE = ("fresh", "stress")


@dataclass(frozen=True, slots=True)
class RunSettings:
    """Settings over those of the workbook; None keeps the workbook's."""

    seed: int | None = None
    draws: int | None = None
    time_limit_s: float | None = None
    gap: float | None = None
    language: Language | None = None
    fresh: int | None = None  # draws to judge the plan on; None or 0: ten for each draw that made it
    stress: tuple[str, ...] | None = None  # stress events beside those of the sheet: of the library, or of the case

    def given(self) -> dict[str, Any]:
        """What is given, by the name of the setting."""
        pairs = ((entry.name, getattr(self, entry.name)) for entry in fields(self))
        return {name: value for name, value in pairs if value is not None}

    def of_workbook(self) -> dict[str, Any]:
        """Those of them that are settings of the workbook too."""
        return {name: value for name, value in self.given().items() if name not in OF_RUN_ALONE}
