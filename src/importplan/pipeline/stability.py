"""A case planned again on other draws, to see which of its orders hang on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from importplan.documents.excel import list_book
from importplan.evaluation.schedule import order_dates
from importplan.model.search.signing import signed
from importplan.model.search.solve import solve
from importplan.pipeline.case import fx_reference
from importplan.pipeline.compare import result_of
from importplan.pipeline.settings import RunSettings
from importplan.plan.solution import INTERRUPTED
from importplan.results.differing import ordered
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.stability import Stability
from importplan.results.views.stability_tables import stability_sheets
from importplan.running.clock import Clock
from importplan.scenario.schema.settings import Settings
from importplan.uncertainty.sampling.sample import sample


@dataclass(frozen=True)
class StableAdvice:
    """The advised result, and what other draws make of its orders."""

    result: PlanResult
    found: Stability


def stability_of(
    path: Path | str,
    times: int = 9,
    overrides: RunSettings = RunSettings(),
    progress: Callable[[int, int], None] | None = None,
    catalogs: Path | None = None,
) -> StableAdvice:
    """Plan the case of a result again with the seeds after its own.

    Parameters
    ----------
    path
        A result workbook, or a case, which is planned first.
    times
        How many plans beside the advised one.
    overrides
        Settings over those of the case; the time limit is that of each plan.
    progress
        Told which plan is being made, of how many.

    Returns
    -------
    StableAdvice
        A plan that is not found in its time is counted as lost. Where the workbook gives the draws itself there are no
        others: one plan alone.
    """
    result = result_of(Path(path), overrides, None, catalogs)
    settings = replace(result.scenario.settings, **overrides.of_workbook())
    plans, objectives, seeds, lost = [ordered(result)], [result.solution.plan_cny], [result.run.seed], 0
    for number in range(1, times + 1) if not result.draws.given else ():
        if progress is not None:
            progress(number, times)
        seed = result.run.seed + number
        again = _again(result, replace(settings, seed=seed))
        if again is None:
            lost += 1
            continue
        plans.append(ordered(again))
        objectives.append(again.solution.plan_cny)
        seeds.append(seed)
    return StableAdvice(result, Stability(tuple(plans), tuple(objectives), tuple(seeds), result.draws.count, lost))


def _again(result: PlanResult, settings: Settings) -> PlanResult | None:
    """The case of a result planned with other settings, as far as its orders go; None where no plan was found."""
    scenario, landed = result.scenario.replace(settings=settings), result.landed
    draws = sample(
        scenario,
        count=result.draws.count,
        fx_reference=fx_reference(result.catalog),
        base_rate=landed.base_rate,
    )
    clock = Clock(settings.time_limit_s)
    solution = solve(scenario, landed, draws, apart=True, clock=clock)
    solution = signed(scenario, landed, draws, solution, apart=True, clock=clock)
    if solution.found is None:
        return None
    if solution.termination.detail == INTERRUPTED:
        raise KeyboardInterrupt
    dates = order_dates(scenario, landed, solution.plan)
    return replace(result, scenario=scenario, draws=draws, solution=solution, dates=dates)


def write_stability(advice: StableAdvice, path: Path | str, names: Names) -> None:
    """Write what is stable as a workbook."""
    list_book.write(stability_sheets(advice.result, advice.found, names), Path(path), names)
