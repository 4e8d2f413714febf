"""Solve a case on its draws: the road that suits it, whatever the order of its rows."""

from __future__ import annotations

from dataclasses import replace

from importplan.customs.cost.table import LandedTable
from importplan.model.case.row_order import in_order
from importplan.model.search.by_rule import asks_for_rule, by_rule
from importplan.model.search.large import Large
from importplan.model.search.one_piece import as_it_starts, solve_freely, solve_held, solve_near, told_of_start
from importplan.model.search.search_task import Progress, SearchTask
from importplan.model.search.start import Start
from importplan.plan.plan import Plan
from importplan.plan.road import NO_TIME_FOR_BLOCKS
from importplan.plan.solution import Solution
from importplan.running.clock import CALLING, SIGNING, Clock
from importplan.running.workers import Workers
from importplan.scenario.counting import may_be_rounded
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet


def solve(
    scenario: Scenario,
    landed: LandedTable,
    draws: DrawSet,
    progress: Progress | None = None,
    keep: Plan | None = None,
    merge: bool = True,
    apart: bool = False,
    clock: Clock | None = None,
    near: Plan | None = None,
    gives_way: bool = False,
    start: Plan | None = None,
    workers: Workers | None = None,
    explains: bool = True,
) -> Solution:
    """Plan a case on its draws.

    Parameters
    ----------
    scenario, landed, draws
        The case, its landed costs and its draws.
    progress : callable, optional
        Told in a word what is being done.
    keep : Plan, optional
        Hold this plan's decisions of today and decide only what follows (replay of a plan on other draws).
    merge : bool
        Let draws that look alike share recourse columns (`states`); False is the extensive form, the reference.
    apart : bool
        Solve in a process of its own, so that Ctrl-C ends the solve and the best plan so far is kept.
    clock : Clock, optional
        What time there is, and where stages are counted; without it the time limit of the settings, from now.
    near : Plan, optional
        Of the same case in parts of pieces: every order, and their sums so far, become one of the whole numbers beside
        them (`signing`).
    gives_way : bool
        With `keep`: budgets are overrun where what is held leaves nothing else, as little as can be.
    start : Plan, optional
        To begin from: what is found is no worse, where the case allows it; what it comes to is told (`Solution.start`).
    workers : Workers, optional
        Who answers for the blocks of a large case, such as a cluster; else threads of this process.
    explains : bool
        Whether is looked for what keeps a plan from a cheaper one: bounds of use, wishes that a start breaks.

    Returns
    -------
    Solution
        With bound and gap always; the gap asked for and the seed are those of the settings. The same whatever the order
        of the rows, told in that of the sheets.
    """
    clock, case = clock or Clock(scenario.settings.time_limit_s), in_order(scenario, landed, draws)
    begun = None if start is None else Start(case.held(start))
    task = SearchTask(case, merge, apart, progress or (lambda _word: None), begun, workers, explains)
    if keep is not None:
        return case.told(solve_held(task, case.held(keep), clock, gives_way))
    ruled = asks_for_rule(case)
    first = clock.keeping(CALLING) if ruled else clock
    if near is not None:
        large, found = None, solve_near(task, case.held(near), first)
    else:
        large = Large.of(task, first)
        generated = None if large is None else large.solve(first, clock)
        found = generated or solve_freely(task, first.keeping(SIGNING) if may_be_rounded(scenario) else first)
        large = large if generated else None
    if ruled and not (found.road is not None and found.road.why == NO_TIME_FOR_BLOCKS):
        found = by_rule(task if large is None else large.task, large, found, clock)
    found = as_it_starts(task, found, clock)
    return case.told(found if begun is None else replace(found, start=told_of_start(task, begun, clock)))
