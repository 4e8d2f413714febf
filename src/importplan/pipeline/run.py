"""What a run says of itself: seconds by stage, versions, seed, and which input it was."""

from __future__ import annotations

import platform
from importlib import metadata
from pathlib import Path

from importplan import __version__
from importplan.pipeline.case import Case, of_folder
from importplan.pipeline.settings import RunSettings
from importplan.results.plan_result import RunRecord
from importplan.running.clock import Clock
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet

PACKAGES = ("numpy", "ortools", "scipy")  # their versions may change a plan


def run_record(
    opened: Case, scenario: Scenario, draws: DrawSet, overrides: RunSettings, clock: Clock, own: Path | None
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
        seconds=clock.told(),
        overrides=overrides.given(),
        own_catalogs=str(own) if own else "",
        own_catalogs_sha256=of_folder(own, "**/*") if own else "",
    )
