"""The whole story: read a case, price it, sample draws, plan, audit, compare, report.

from importplan.pipeline.plan import plan_case, write_result
result = plan_case("case.xlsx")
write_result(result, "case_plan.xlsx")
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from importplan.basics.files import put
from importplan.catalog.load import Catalog
from importplan.catalog.load import load as load_catalog
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.table import LandedTable
from importplan.customs.declaring.modes import with_modes
from importplan.documents import calendar_file
from importplan.documents.application import pack
from importplan.documents.excel import plan_workbook
from importplan.documents.html import pictures, plan_page
from importplan.evaluation.agreement import agreement
from importplan.evaluation.clearance.worth import clearance_worth
from importplan.evaluation.ledger.audit import audit
from importplan.evaluation.replay.better import BestOfJudged, best_of_judged
from importplan.evaluation.replay.forgoing import forgo_each
from importplan.evaluation.replay.in_time import FRESH_TIMES, judge_in_time
from importplan.evaluation.replay.judged import NAIVE, THIS_PLAN, Alternative, Judged, JudgedPlans, judged
from importplan.evaluation.replay.stress import STRESS, stress
from importplan.evaluation.replay.stress_outcome import Stressed
from importplan.evaluation.schedule import order_dates, signed_dates
from importplan.model.program.draws_planned import planned_draws
from importplan.model.search.limit_prices import limit_prices
from importplan.model.search.signing import signed
from importplan.model.search.solve import solve
from importplan.pipeline.case import Case, fx_reference, in_memory, open_case
from importplan.pipeline.run import run_record
from importplan.pipeline.settings import RunSettings
from importplan.pipeline.start import StartingPlan
from importplan.plan.plan_file import PlanFile
from importplan.plan.solution import Solution
from importplan.results.machine_record import record
from importplan.results.memo import memo
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult, WhatPays
from importplan.running.clock import JUDGING, Clock
from importplan.running.workers import Workers
from importplan.scenario.scenario import Scenario
from importplan.scenario.stress import with_events
from importplan.uncertainty.sampling.draw_set import DrawSet
from importplan.uncertainty.sampling.sample import sample

Progress = Callable[[str], None]
STRESSED_WAYS = (NAIVE, "no_stock")  # one source, and nothing held: what a second source and stock are compared with


def plan_case(
    case: Path | str | Scenario | Case,
    overrides: RunSettings = RunSettings(),
    progress: Progress | None = None,
    catalogs: Path | None = None,
    base: Path | None = None,
    beside: bool = True,
    start: PlanFile | None = None,
    workers: Workers | None = None,
    break_even: bool = False,
) -> PlanResult:
    """Plan a case: the whole way from the workbook to a result.

    Parameters
    ----------
    case
        Path of a workbook or of a folder of CSV files, a case that has been opened, or a scenario made in Python.
    overrides
        Settings over those of the case.
    progress
        Told in a word what is being done: open, price, sample, build, solve, audit, and each alternative compared.
    catalogs
        A folder of the user's catalogs over the shipped ones; None: that of the workbook or of the environment.
    base
        The case that a file of overrides is laid over; None: what its settings name.
    beside
        False: one of many plans, made in a process of its own, judged on the draws that made it and compared with none.
    start
        A plan to begin with (`pipeline.start.plan_in`): what is found is no worse where the case allows it; what does
        not fit, and what it comes to, is among the issues.
    workers
        Who answers for the parts of a large case, such as a cluster; else threads of this process.
    break_even
        Also say what would have to be true for each part of the plan to pay, and what limits are worth; takes up to the
        time limit once more.

    Returns
    -------
    PlanResult
        Also where no plan was found: `result.solution.termination` says why.

    Raises
    ------
    InputRejected
        With every fault of the input.
    """
    tell, clock = progress or (lambda word: None), Clock()
    tell("open")
    with clock.stage("prepare"):
        opened = _opened(case, base)
        settings = replace(opened.scenario.settings, **overrides.of_workbook())
        own = opened.own_catalogs(catalogs)
        catalog = load_catalog(own=own)
        scenario = with_modes(opened.scenario.replace(settings=settings), catalog)
        scenario, of_events = with_events(scenario, catalog.stress_events, overrides.stress or ())
        tell("price")
        landed = price(scenario, catalog)
    tell("sample")
    clock.begin(settings.time_limit_s)
    with clock.stage("sample"):
        reference = fx_reference(catalog)

        def drawn(count: int) -> DrawSet:
            return sample(scenario, count=count, fx_reference=reference, base_rate=landed.base_rate)

        draws = drawn(planned_draws(scenario, landed, drawn, settings.draws, clock.paced_s))
    begun = None if start is None else StartingPlan.of(start, scenario, landed)
    first = None if begun is None else begun.plan
    planning = clock.keeping(JUDGING)
    solution = solve(
        scenario, landed, draws, tell, apart=beside, clock=planning, workers=workers, start=first, explains=beside
    )  # fmt: skip
    with clock.stage("sign"):
        solution = signed(scenario, landed, draws, solution, tell, apart=beside, clock=planning, start=first)
    tell("audit")
    parts: dict[str, Any] = {}
    issues = (*opened.issues, *of_events, *(() if begun is None else begun.told(solution)))
    if solution.found is not None:
        with clock.stage("audit"):
            parts = _audited(scenario, landed, draws, solution)
        with clock.stage("judge"):
            if beside:
                found, judging = _judged(scenario, catalog, landed, draws, solution, overrides.fresh or 0, tell, clock)
                parts, issues = parts | judging, (*issues, *found.issues)
                if found.solution is not solution:
                    solution = found.solution
                    parts |= _audited(scenario, landed, draws, solution)
            else:
                known = judged(scenario, landed, Alternative(THIS_PLAN, solution), draws.given)
                parts |= {"alternatives": (known,), "in_sample": known.judgement}
        if scenario.events:
            with clock.stage("stress"):
                parts["stress"] = _stressed(scenario, landed, solution, parts["alternatives"], tell, clock, beside)
        if break_even:
            tell("break_even")
            with clock.stage("break_even"):
                parts["what_pays"] = _what_pays(scenario, landed, draws, solution, Clock(settings.time_limit_s), beside)
    return PlanResult(
        scenario=scenario,
        catalog=catalog,
        landed=landed,
        draws=draws,
        solution=solution,
        run=run_record(opened, scenario, draws, overrides, clock, own),
        issues=issues,
        **parts,
    )


def _opened(case: Path | str | Scenario | Case, base: Path | None) -> Case:
    if isinstance(case, Case):
        return case
    return in_memory(case) if isinstance(case, Scenario) else open_case(case, base)


def _audited(scenario: Scenario, landed: LandedTable, draws: DrawSet, solution: Solution) -> dict[str, Any]:
    """The plan recomputed without the solver, and its dates."""
    ledger = audit(scenario, landed, draws, solution.plan, signed=True)
    assert solution.costs is not None
    return {
        "ledger": ledger,
        "agreement": agreement(solution.costs, ledger),
        "dates": order_dates(scenario, landed, solution.plan),
        "signed": signed_dates(scenario, landed),
    }


def _what_pays(
    scenario: Scenario, landed: LandedTable, draws: DrawSet, solution: Solution, clock: Clock, apart: bool
) -> WhatPays:
    """Limits first: they take one program; the parts of the plan take two replays each."""
    limits = limit_prices(scenario, landed, draws, clock.part(clock.left() / 3))
    found, untried = forgo_each(scenario, landed, draws, solution.plan, clock, apart)
    return WhatPays(found, untried, limits)


def _judged(
    scenario: Scenario,
    catalog: Catalog,
    landed: LandedTable,
    draws: DrawSet,
    solution: Solution,
    fresh: int,
    tell: Progress,
    clock: Clock,
) -> tuple[BestOfJudged, dict[str, Any]]:
    """This plan and the alternatives on draws that did not make it, the best of them; that on the plan's draws too."""
    modes = tuple(catalog.clearance.modes.values())

    def unseen(count: int) -> DrawSet:
        """Draws that share no random number with those that made the plan; the workbook's own where it gives them."""
        if draws.given:
            return draws
        reference = fx_reference(catalog)
        return sample(scenario, count=count, stream="fresh", fx_reference=reference, base_rate=landed.base_rate)

    asked = draws.count if draws.given else fresh or FRESH_TIMES * draws.count
    looked = judge_in_time(scenario, landed, unseen, asked, solution, modes, tell, clock)
    found = best_of_judged(scenario, landed, draws, solution, looked, modes, clock)
    solution, looked = found.solution, found.looked
    known, verdict = judged(scenario, landed, Alternative(THIS_PLAN, solution), draws.given), looked.verdict
    if looked.draws is None:  # nothing was replayed
        verdict = JudgedPlans((known,), (), clearance_worth(scenario, landed, draws, solution.plan, modes))
    return found, {
        "fresh": looked.draws,
        "judging_stopped": looked.stopped,
        "asked": looked.asked,
        "alternatives": verdict.alternatives,
        "in_sample": known.judgement,
        "break_evens": verdict.break_evens,
        "clearance": verdict.clearance,
    }


def _stressed(
    scenario: Scenario,
    landed: LandedTable,
    solution: Solution,
    alternatives: tuple[Judged, ...],
    tell: Progress,
    clock: Clock,
    beside: bool,
) -> tuple[Stressed, ...]:
    """Every event on the plan, on what is compared with it, and planned again; one of many plans is replayed alone.

    Ctrl-C ends it: the plan stands, and the sheet says that its events were not told.
    """
    ways = {way.key: way.decided for way in alternatives if way.key in STRESSED_WAYS and way.decided is not None}
    own = clock.part(clock.at_least(STRESS))
    try:
        return stress(scenario, landed, solution.plan, ways, own, tell, apart=beside, again=beside)
    except KeyboardInterrupt:
        return ()


def write_result(result: PlanResult, path: Path | str) -> tuple[Path, ...]:
    """Write the result workbook, and a large settlement beside it; returns the files.

    Raises NoPlan where there is none. A file is whole or not there at all.
    """
    return plan_workbook.write(result, Path(path))


def write_report(result: PlanResult, path: Path | str) -> None:
    """Write the result as one page for browsers, in both languages; a file is whole or not there at all."""
    put(plan_page.content(result), Path(path))


def write_pictures(result: PlanResult, folder: Path | str) -> tuple[Path, ...]:
    """Write the drawings of the page for browsers as SVG files into a folder; raises NoPlan where there is no plan."""
    result.solution.plan  # noqa: B018  # raises NoPlan before any file is touched
    return pictures.write(result, Path(folder))


def write_memo(result: PlanResult, path: Path | str) -> None:
    """Write the memo for those who decide as a Word document, in the language of the result.

    Needs python-docx, of the extra `annexes`. Raises NoPlan where there is no plan.
    """
    result.solution.plan  # noqa: B018
    names = Names(result.scenario, result.catalog, result.language)
    word_memo = importlib.import_module("importplan.documents.memo.word_memo")
    put(word_memo.content(memo(result, names), names, plan_workbook.places(result)), Path(path))


def write_calendar(result: PlanResult, path: Path | str, role: str = "") -> None:
    """Write what people must do, or one role, as an iCalendar file; raises NoPlan where there is no plan."""
    result.solution.plan  # noqa: B018  # raises NoPlan before any file is touched
    put(calendar_file.content(result, role=role), Path(path))


def write_pack(result: PlanResult, folder: Path | str) -> tuple[Path, ...]:
    """Write the papers for every application for relief into a folder; raises NoPlan where there is no plan."""
    result.solution.plan  # noqa: B018
    return pack.write(result, Path(folder))


def to_json(result: PlanResult) -> dict[str, Any]:
    """The result as plain data, as `plan CASE --json` prints it; `json.dumps` takes it as it is."""
    found: dict[str, Any] = json.loads(json.dumps(record(result), ensure_ascii=False, allow_nan=False))
    return found
