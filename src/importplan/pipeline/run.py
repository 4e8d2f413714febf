"""What a run says of itself: seconds by stage, versions, seed, and which input it was."""

from __future__ import annotations

import platform
import time
from importlib import metadata
from pathlib import Path

from importplan import __version__
from importplan.pipeline.case import Case, of_folder
from importplan.pipeline.settings import RunSettings
from importplan.reports.plan_result import RunRecord
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.draw_set import DrawSet

PACKAGES = ("numpy", "ortools", "scipy")  # their versions may change a plan


class RunClock:
    """Seconds by stage of a run."""

    def __init__(self) -> None:
        self.began = self.last = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """A stage has ended."""
        now = time.perf_counter()
        self.seconds[stage] = now - self.last
        self.last = now

    def add(self, seconds: dict[str, float]) -> None:
        """Seconds that a part has measured itself; its total is left to `total` of the whole run."""
        self.seconds |= {stage: value for stage, value in seconds.items() if stage != "total"}
        self.last = time.perf_counter()

    def total(self) -> dict[str, float]:
        """All stages and the whole run."""
        return self.seconds | {"total": time.perf_counter() - self.began}


def run_record(
    opened: Case, scenario: Scenario, draws: DrawSet, overrides: RunSettings, clock: RunClock, own: Path | None
) -> RunRecord:
    """The record of a run on some draws that has just ended."""
    versions = {"importplan": __version__, "python": platform.python_version()}
    versions |= {package: metadata.version(package) for package in PACKAGES}
    return RunRecord(
        input_name=opened.name,
        input_sha256=opened.sha256,
        versions=versions,
        seed=scenario.settings.seed,
        draws=draws.count,
        seconds=clock.total(),
        overrides=overrides.given(),
        own_catalogs=str(own) if own else "",
        own_catalogs_sha256=of_folder(own, "**/*") if own else "",
    )
