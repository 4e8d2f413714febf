"""Many small scenarios of a case, planned in two processes; one that fails costs its own row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from importplan.basics.errors import ImportplanError, InputRejected, ProcessEnded, TookTooLong
from importplan.documents.excel import list_book
from importplan.evaluation.replay.stress_outcome import worst_extra_cny
from importplan.pipeline.case import Case, open_case
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.plan.plan_file import PlanFile, filed
from importplan.results.batch import BROKEN, NOT_DONE, REJECTED, Batch, Planned
from importplan.results.differing import figures_of, ordered
from importplan.results.names import Names
from importplan.results.views.batch_tables import batch_sheets
from importplan.results.views.order_lines import order_lines
from importplan.running.clock import Clock
from importplan.running.executor import LocalProcesses
from importplan.scenario.based import read_based
from importplan.scenario.ready_sets import SETS, ReadyScenario
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema.settings import Settings
from importplan.scenario.wording import find_sheet
from importplan.tables.grid import SourceFile

WORKERS = 2
GRACE, GRACE_S = 2.0, 120.0  # of its time limit, and seconds, after which a process that does not end is ended
ALL = "all"  # every ready set
CHANGES = ("override-taken", "override-changes-nothing", "override-adds-rows")
Progress = Callable[[int, int, Planned], None]


@dataclass(frozen=True)
class ScenarioJob:
    """One scenario to be planned, as another process is told of it."""

    set: str
    path: Path
    base: Path | None = None
    named: str = ""
    over: tuple[SourceFile, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    def opened(self) -> Case:
        """The case of it; raises InputRejected."""
        return open_case(self.path, self.base, self.named, self.over)


def wanted_of(path: Path, base: Path | None, sets: Sequence[str]) -> tuple[ScenarioJob, tuple[ScenarioJob, ...]]:
    """The base and the scenarios that are asked for.

    Parameters
    ----------
    path
        A case: its named scenarios and the ready sets of it are planned. Or a folder of files, each a scenario.
    base
        The case that it, or each file of the folder, is laid over; of a folder without one the first file is the base.
    sets
        Keys of `SETS`, or `all`; all of them where a case names no scenario and nothing is asked for.
    """
    if path.is_dir() and not is_case(path):
        files = sorted(each for each in path.iterdir() if _may_be_a_case(each))
        of_files = tuple(ScenarioJob("file", each, base, values={"name": each.stem}) for each in files)
        if not of_files:
            return ScenarioJob("base", path), ()
        own = ScenarioJob("base", base) if base is not None else ScenarioJob("base", of_files[0].path)
        ready = tuple(_ready(own, sets)) if sets else ()
        return own, (*(of_files if base is not None else of_files[1:]), *ready)
    own = ScenarioJob("base", path, base)
    named = tuple(ScenarioJob("named", path, base, name, values={"name": name}) for name in own.opened().named)
    return own, (*named, *_ready(own, sets or (() if named else (ALL,))))


def is_case(folder: Path) -> bool:
    """Whether a folder is a case itself: it has a file of settings."""
    return any(each.suffix.lower() == ".csv" and find_sheet(each.stem) == Settings.SHEET for each in folder.iterdir())


def _may_be_a_case(path: Path) -> bool:
    if path.name.startswith((".", "~")):
        return False
    return is_case(path) if path.is_dir() else path.suffix.lower() in (".xlsx", ".xlsm")


def _ready(own: ScenarioJob, sets: Sequence[str]) -> Iterator[ScenarioJob]:
    chosen = tuple(SETS) if ALL in sets else sets
    if not chosen:
        return
    case: Scenario = own.opened().scenario
    found: Iterator[ReadyScenario] = (each for key in chosen for each in SETS[key](case))
    for each in found:
        yield ScenarioJob(each.set, own.path, own.base, own.named, (each.over(),), each.values)


def run_batch(
    path: Path | str,
    base: Path | None = None,
    sets: Sequence[str] = (),
    overrides: RunSettings = RunSettings(),
    progress: Progress | None = None,
    catalogs: Path | None = None,
) -> Batch:
    """Plan the base, then every scenario from its plan; parameters as of `wanted_of`.

    The time limit of `overrides` is that of each.

    All plans are made and judged on draws of the same seed. Ctrl-C ends it: what is done is kept.

    Raises
    ------
    InputRejected
        Where the base itself cannot be read.
    """
    own, scenarios = wanted_of(Path(path), base, sets)
    own.opened()
    jobs = (own, *scenarios)
    done: dict[int, Planned] = {}
    limit = overrides.time_limit_s or own.opened().scenario.settings.time_limit_s
    stopped = False
    try:
        with LocalProcesses(WORKERS, GRACE * limit + GRACE_S) as processes:
            start: PlanFile | None = None
            for wave in ((0,), range(1, len(jobs))):
                at_work = {processes.submit(plan_one, jobs[at], overrides, catalogs, start): at for at in wave}
                while at_work:
                    for future in wait(at_work, return_when=FIRST_COMPLETED).done:
                        number = at_work.pop(future)
                        done[number] = _outcome(future, jobs[number])
                        if progress is not None:
                            progress(len(done), len(jobs), done[number])
                start = done[0].decided
    except KeyboardInterrupt:
        stopped = True
    rows = [done.get(number, Planned(job.set, job.values, NOT_DONE)) for number, job in enumerate(jobs)]
    return Batch(rows[0], tuple(rows[1:]), stopped)


def _outcome(future: Future[Planned], job: ScenarioJob) -> Planned:
    try:
        return future.result()
    except TookTooLong:
        return Planned(job.set, job.values, BROKEN, fault="took_too_long")
    except ProcessEnded:
        return Planned(job.set, job.values, BROKEN, fault="process_ended")


def plan_one(job: ScenarioJob, overrides: RunSettings, catalogs: Path | None, start: PlanFile | None = None) -> Planned:
    """Plan one scenario, from a plan if there is one, in a process of its own. Whatever fails is told in its row."""
    clock = Clock()
    try:
        case = job.opened()
        result = plan_case(case, overrides, catalogs=catalogs, beside=False, start=start)
    except InputRejected as rejected:
        return Planned(job.set, job.values, REJECTED, clock.spent(), issues=rejected.issues)
    except (ImportplanError, OSError) as error:
        fault = f"{type(error).__name__}: {error}"
        return Planned(job.set, job.values, BROKEN, clock.spent(), fault=fault)
    changes = tuple(issue for issue in case.issues if issue.code in CHANGES)
    status = result.solution.termination.reason.value
    seconds = clock.spent()
    if not result.has_plan:
        return Planned(job.set, job.values, status, seconds, changes=changes, scenario=_for_names(result.scenario))
    return Planned(
        job.set,
        job.values,
        status,
        seconds,
        figures=figures_of(result) | {"stress_worst_cny": worst_extra_cny(result.stress)},
        orders=ordered(result),
        orders_placed=len(order_lines(result)),
        gap_asked=result.scenario.settings.gap,
        draws=result.draws.count,
        changes=changes,
        scenario=_for_names(result.scenario),
        decided=filed(result.solution.plan, result.scenario, result.landed),
    )


def _for_names(case: Scenario) -> Scenario:
    """What names are looked up in, without the places of cells, which Python sends to no other process."""
    kept = {key: tuple(replace(row, columns={}) for row in getattr(case, key)) for key in ("items", "firms", "offers")}
    suppliers = tuple(replace(row, columns={}) for row in case.suppliers)
    return Scenario(settings=replace(case.settings, columns={}), suppliers=suppliers, **kept)


def write_batch(found: Batch, path: Path, names: Names) -> None:
    """Write it as a workbook."""
    list_book.write(batch_sheets(found, names), path, names)


def files_read(path: Path, base: Path | None) -> tuple[Path, ...]:
    """The files that a batch reads, none of which may be written over."""
    if path.is_dir() and not is_case(path):
        own = tuple(each for each in path.iterdir() if _may_be_a_case(each))
        return (*own, *((base,) if base is not None else ()))
    return read_based(path, base).paths
