"""The whole story: read a case, price it, sample draws, plan, audit, compare, report. The Python interface.

from importplan import pipeline
result = pipeline.plan_case("case.xlsx")
pipeline.write_result(result, "case_plan.xlsx")
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from importplan import __version__
from importplan.basics.errors import InputRejected
from importplan.basics.files import put
from importplan.basics.issues import Issue, Severity, has_errors
from importplan.basics.labels import Language
from importplan.catalog.load import Catalog
from importplan.catalog.load import load as load_catalog
from importplan.evaluation.baselines import Alternative
from importplan.evaluation.clearance_worth import clearance_worth
from importplan.evaluation.in_time import FRESH_TIMES, judge_in_time
from importplan.evaluation.judged import THIS_PLAN, Verdict, judged
from importplan.evaluation.ledger import audit
from importplan.evaluation.schedule import order_dates, signed_dates
from importplan.landed.clearance import with_modes
from importplan.landed.price import price
from importplan.landed.table import LandedTable
from importplan.model.size import PLANNED, draws_in_time
from importplan.model.solve import solve
from importplan.plan.solution import Solution
from importplan.reports import application_pack, calendar_file, excel
from importplan.reports.plan_result import PlanResult, RunRecord
from importplan.reports.record import record
from importplan.scenario.checks.run import run as check
from importplan.scenario.from_rows import from_rows
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.draw_set import DrawSet
from importplan.uncertainty.sample import sample
from importplan.uncertainty.sources.exchange_rates import FxReference
from importplan.workbook.read import read

__all__ = [
    "Case", "PlanResult", "RunSettings", "check_case", "load_catalog", "open_case", "own_catalogs", "plan_case",
    "read_case", "to_json", "write_result",
]  # fmt: skip

Progress = Callable[[str], None]
PACKAGES = ("numpy", "ortools", "scipy")  # their versions may change a plan


@dataclass(frozen=True, slots=True)
class RunSettings:
    """Settings over those of the workbook; None keeps the workbook's."""

    seed: int | None = None
    draws: int | None = None
    time_limit_s: float | None = None
    gap: float | None = None
    language: Language | None = None
    fresh: int | None = None  # draws to judge the plan on; None or 0: ten for each draw that made it

    def given(self) -> dict[str, Any]:
        """What is given, by the name of the setting."""
        pairs = ((entry.name, getattr(self, entry.name)) for entry in fields(self))
        return {name: value for name, value in pairs if value is not None}

    def of_workbook(self) -> dict[str, Any]:
        """Those of them that are settings of the workbook too."""
        return {name: value for name, value in self.given().items() if name != "fresh"}


@dataclass(frozen=True)
class Case:
    """A case as read: the scenario, the warnings on it, which file it was, and the folder that it stands in."""

    scenario: Scenario
    issues: tuple[Issue, ...]
    name: str
    sha256: str
    folder: Path = Path()

    def own_catalogs(self, given: Path | None = None) -> Path | None:
        """The folder of the user's catalogs: given, else that of the workbook, else that of the environment."""
        named = self.scenario.settings.catalogs
        return own_catalogs(given or (self.folder / named if named else None))


OWN_CATALOGS = "IMPORTPLAN_CATALOGS"


def own_catalogs(given: Path | None = None) -> Path | None:
    """The folder of the user's catalogs: the one given, else that of the environment; None: the shipped ones only."""
    named = os.environ.get(OWN_CATALOGS, "")
    return given or (Path(named) if named else None)


def open_case(path: Path | str) -> Case:
    """Read and check a workbook or a folder of CSV files; raises InputRejected with every fault in one pass."""
    path = Path(path)
    raw, faults = read(path)
    scenario, issues = from_rows(raw)
    issues = (*faults, *issues)
    if scenario is None or has_errors(issues):
        raise InputRejected(issues)
    issues = (*issues, *check(scenario))
    if has_errors(issues):
        raise InputRejected(issues)
    return Case(scenario, issues, path.name, fingerprint(path), path.parent)


def check_case(case: Case, catalogs: Path | None = None) -> tuple[Issue, ...]:
    """What is wrong with a case that has been read: its warnings, and every error that planning it would end with.

    These are what only the catalogs can tell (a tariff code, a rate or a regime that is not on record), and what is
    wrong with draws that the workbook gives itself.
    """
    catalog = load_catalog(own=case.own_catalogs(catalogs))
    scenario = with_modes(case.scenario, catalog)
    try:
        landed = price(scenario, catalog)
        if scenario.draws:
            sample(scenario, fx_reference=fx_reference(catalog), base_rate=landed.base_rate)
    except InputRejected as rejected:
        return (*case.issues, *(issue for issue in rejected.issues if issue.severity is Severity.ERROR))
    return case.issues


def read_case(path: Path | str) -> Scenario:
    """The scenario of a workbook or a folder of CSV files; raises InputRejected with every fault in one pass."""
    return open_case(path).scenario


def fingerprint(path: Path) -> str:
    """SHA-256 of a file, or of all files of a folder with their names."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else of_folder(path, "*.csv")


def of_folder(folder: Path, pattern: str) -> str:
    """SHA-256 of the files of a folder that match a pattern, with their names."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.glob(pattern) if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def plan_case(
    case: Path | str | Scenario,
    overrides: RunSettings = RunSettings(),
    progress: Progress | None = None,
    catalogs: Path | None = None,
) -> PlanResult:
    """Plan a case: the whole way from the workbook to a result.

    Parameters
    ----------
    case
        Path of a workbook or of a folder of CSV files, or a scenario made in Python.
    overrides
        Settings over those of the case.
    progress
        Told in a word what is being done: open, price, sample, build, solve, audit, and each alternative compared.
    catalogs
        A folder of the user's catalogs over the shipped ones; None: that of the workbook or of the environment.

    Returns
    -------
    PlanResult
        Also where no plan was found: `result.solution.termination` says why.

    Raises
    ------
    InputRejected
        With every fault of the input.
    """
    tell, clock = progress or (lambda word: None), _Clock()
    tell("open")
    opened = _in_memory(case) if isinstance(case, Scenario) else open_case(case)
    settings = replace(opened.scenario.settings, **overrides.of_workbook())
    own = opened.own_catalogs(catalogs)
    catalog = load_catalog(own=own)
    scenario = with_modes(opened.scenario.replace(settings=settings), catalog)
    tell("price")
    landed = price(scenario, catalog)
    tell("sample")
    count = draws_in_time(scenario, landed, settings.draws, settings.time_limit_s, PLANNED)
    draws = sample(scenario, count=count, fx_reference=fx_reference(catalog), base_rate=landed.base_rate)
    clock.lap("prepare")
    solution = solve(scenario, landed, draws, tell, apart=True)
    clock.add(solution.seconds)
    tell("audit")
    parts: dict[str, Any] = {}
    if solution.found is not None:
        parts = {
            "ledger": audit(scenario, landed, draws, solution.plan),
            "dates": order_dates(scenario, landed, solution.plan),
            "signed": signed_dates(scenario, landed, solution.plan),
        }
        clock.lap("audit")
        parts |= _judged(scenario, catalog, landed, draws, solution, overrides.fresh or 0, tell)
        clock.lap("judge")
    return PlanResult(
        scenario=scenario,
        catalog=catalog,
        landed=landed,
        draws=draws,
        solution=solution,
        run=_run_record(opened, scenario, draws, overrides, clock, own),
        issues=opened.issues,
        **parts,
    )


def _in_memory(scenario: Scenario) -> Case:
    issues = check(scenario)
    if has_errors(issues):
        raise InputRejected(issues)
    return Case(scenario, issues, "-", hashlib.sha256(repr(scenario).encode()).hexdigest())


def fx_reference(catalog: Catalog) -> FxReference:
    """Volatilities and correlations on the catalog's quarterly basis; a year has √4 of a quarter's volatility."""
    correlations = {
        tuple(sorted(entry.pair)): entry.value for entry in catalog.fx.correlations if entry.basis == "quarterly"
    }
    return FxReference(
        volatility={entry.currency: 2.0 * entry.quarterly for entry in catalog.fx.volatilities},
        correlation={(pair[0], pair[1]): value for pair, value in correlations.items()},
    )


def _judged(
    scenario: Scenario,
    catalog: Catalog,
    landed: LandedTable,
    draws: DrawSet,
    solution: Solution,
    fresh: int,
    tell: Progress,
) -> dict[str, Any]:
    """This plan and the alternatives on draws that did not make it; this plan on its own draws too."""
    modes = tuple(catalog.clearance.modes.values())
    known = judged(scenario, landed, Alternative(THIS_PLAN, solution), draws.given)

    def unseen(count: int) -> DrawSet:
        """Draws that share no random number with those that made the plan; the workbook's own where it gives them."""
        if draws.given:
            return draws
        reference = fx_reference(catalog)
        return sample(scenario, count=count, stream="fresh", fx_reference=reference, base_rate=landed.base_rate)

    asked = draws.count if draws.given else fresh or FRESH_TIMES * draws.count
    looked = judge_in_time(scenario, landed, unseen, asked, solution, modes, tell)
    verdict = looked.verdict
    if looked.draws is None:  # nothing was replayed
        verdict = Verdict((known,), (), clearance_worth(scenario, landed, draws, solution.plan, modes))
    return {
        "fresh": looked.draws,
        "judging_stopped": looked.stopped,
        "asked": looked.asked,
        "alternatives": verdict.alternatives,
        "in_sample": known.judgement,
        "break_evens": verdict.break_evens,
        "clearance": verdict.clearance,
    }


class _Clock:
    """Seconds by stage of a run."""

    def __init__(self) -> None:
        self.began = self.last = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] = now - self.last
        self.last = now

    def add(self, seconds: dict[str, float]) -> None:
        """Seconds that a part has measured itself; its total is left to `total` of the whole run."""
        self.seconds |= {stage: value for stage, value in seconds.items() if stage != "total"}
        self.last = time.perf_counter()

    def total(self) -> dict[str, float]:
        return self.seconds | {"total": time.perf_counter() - self.began}


def _run_record(
    opened: Case, scenario: Scenario, draws: DrawSet, overrides: RunSettings, clock: _Clock, own: Path | None
) -> RunRecord:
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


def write_result(result: PlanResult, path: Path | str) -> None:
    """Write the result workbook; raises NoPlan where there is none. The file is whole or not there at all."""
    excel.write(result, Path(path))


def write_calendar(result: PlanResult, path: Path | str) -> None:
    """Write the action calendar as an iCalendar file; raises NoPlan where there is no plan."""
    result.solution.plan  # noqa: B018  # raises NoPlan before any file is touched
    put(calendar_file.content(result), Path(path))


def write_pack(result: PlanResult, folder: Path | str) -> tuple[Path, ...]:
    """Write the papers for every application for relief into a folder; raises NoPlan where there is no plan."""
    result.solution.plan  # noqa: B018
    return application_pack.write(result, Path(folder))


def to_json(result: PlanResult) -> dict[str, Any]:
    """The result as plain data, as `plan CASE --json` prints it; `json.dumps` takes it as it is."""
    found: dict[str, Any] = json.loads(json.dumps(record(result), ensure_ascii=False, allow_nan=False))
    return found
