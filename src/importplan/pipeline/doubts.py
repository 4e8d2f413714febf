"""What is in doubt in a case, planned again under the other answer of each doubt, the dearest first."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from importplan.basics.errors import InputRejected, NotStarted, ProcessEnded, TookTooLong
from importplan.customs.cost.landed_cost import price
from importplan.customs.cost.pricing import gather
from importplan.customs.cost.table import LandedTable
from importplan.documents.excel import list_book
from importplan.evaluation.schedule import order_dates
from importplan.model.search.signing import signed
from importplan.model.search.solve import solve
from importplan.pipeline.compare import result_of
from importplan.pipeline.settings import RunSettings
from importplan.plan.plan import Plan, Recourse
from importplan.plan.solution import Solution
from importplan.results.doubts.open_doubts import OpenDoubt, doubts_of
from importplan.results.doubts.other_taxes import OtherTaxes, carried
from importplan.results.doubts.settled import Reached, SettledDoubt, by_worth
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.views.doubt_tables import doubt_sheets
from importplan.running.clock import Clock
from importplan.running.executor import LocalProcesses
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet

Hands = Callable[[int, float], Executor]
LEAST_S = 3.0  # for a plan: with less none is begun
HELD = 0.3  # of the time of a plan: what each plan costs under the other's taxes
GRACE_S = 30.0  # after which a process that has not kept its time is ended


@dataclass(frozen=True)
class WhatKnowingIsWorth:
    """A result and every doubt of its case, the dearest first."""

    result: PlanResult
    rows: tuple[SettledDoubt, ...]
    unknown_chances: tuple[str, ...] = ()  # probabilities given for what is in no doubt


def worth_of_knowing(
    path: Path | str,
    overrides: RunSettings = RunSettings(),
    chances: Mapping[str, float] | None = None,
    progress: Callable[[int, int], None] | None = None,
    catalogs: Path | None = None,
) -> WhatKnowingIsWorth:
    """Find every doubt of a case and plan it under the other answer.

    Parameters
    ----------
    path
        A result workbook, or a case, which is planned first.
    overrides
        Settings over those of the case; the time limit is that of all plans under other answers together.
    chances
        Key of a doubt, or its cell (`qualifications!K5`) → probability, given by a person, that the answer is no.
    progress
        Told how many doubts are planned, of how many.

    Returns
    -------
    WhatKnowingIsWorth
        The dearest doubts are planned; for the others there is the traced money alone, and it is said why.
    """
    result = result_of(Path(path), overrides, None, catalogs)
    limit = overrides.time_limit_s or result.scenario.settings.time_limit_s
    return settle(result, limit, chances, progress)


def settle(
    result: PlanResult,
    limit: float,
    chances: Mapping[str, float] | None = None,
    progress: Callable[[int, int], None] | None = None,
    hands: Hands = LocalProcesses,
) -> WhatKnowingIsWorth:
    """Every doubt of a result, those whose answer changes taxes planned again within so many seconds in all.

    `hands` makes an executor of so many workers, each of which may take so many seconds for a call.
    """
    judgements = gather(result.scenario, result.catalog).judgements
    clock = Clock(limit)
    rows: list[SettledDoubt] = []
    beside: list[OtherTaxes] = []
    for doubt in doubts_of(result, judgements):
        found = _priced(result, doubt)
        if found is None:
            rows.append(SettledDoubt(doubt, result, Reached.NO_FIGURE))
        elif found.is_idle:
            rows.append(SettledDoubt(doubt, result, Reached.IDLE, 0.0, 0.0))
        else:
            beside.append(found)
    beside.sort(key=lambda each: -each.reach_cny)
    rows += _planned(result, beside, clock, limit, progress or (lambda _number, _count: None), hands)
    given = dict(chances or {})
    rows = [replace(row, chance_of_no=_chance(row.doubt, given)) for row in rows]
    known = {word for row in rows for word in (row.doubt.key, _cell(row.doubt))}
    return WhatKnowingIsWorth(result, by_worth(tuple(rows)), tuple(word for word in given if word not in known))


def _cell(doubt: OpenDoubt) -> str:
    return f"{doubt.at.sheet}!{doubt.at.cell}"


def _chance(doubt: OpenDoubt, given: Mapping[str, float]) -> float | None:
    return given.get(doubt.key, given.get(_cell(doubt)))


def _priced(result: PlanResult, doubt: OpenDoubt) -> OtherTaxes | None:
    """The landed costs of the other answer; None where a rate that it needs is not on record."""
    if not doubt.priced:
        return None
    grounds = doubt.grounds
    settled = None if grounds is None else partial(grounds.settled, holds=not doubt.yes)
    try:
        landed = price(doubt.scenario or result.scenario, result.catalog, settled)
    except InputRejected:
        return None
    return OtherTaxes(result, doubt, landed)


def _planned(
    result: PlanResult,
    beside: list[OtherTaxes],
    clock: Clock,
    limit: float,
    progress: Callable[[int, int], None],
    hands: Hands,
) -> list[SettledDoubt]:
    """Plan the first as long as there is time; each has an equal part of it, and at least some seconds.

    Doubts whose other answer has the same taxes (two papers of one relief) are planned once.
    """
    alike: dict[Hashable, list[OtherTaxes]] = {}
    for each in beside:
        alike.setdefault(each.taxes, []).append(each)
    cases = list(alike.values())
    workers = max(1, min(len(cases), os.cpu_count() or 1))
    room = max(1, int(workers * max(limit, LEAST_S) // LEAST_S))
    chosen, rest = cases[:room], cases[room:]
    seconds = max(LEAST_S, clock.left() * workers / max(1, len(chosen)))
    found: list[SettledDoubt] = []
    asked: list[tuple[list[OtherTaxes], Future[_BothWays]]] = []
    plan = replace(result.solution.plan, recourse=Recourse.none())
    with hands(workers, 2.0 * seconds + GRACE_S) as processes:
        for some in chosen:
            doubt = some[0].doubt
            here = _Case(result.scenario, replace(result.landed, notes=()), doubt.yes)
            there = _Case(
                doubt.scenario or result.scenario, replace(some[0].landed, notes=()), not doubt.yes
            )  # fmt: skip
            asked.append((some, processes.submit(both_ways, here, there, result.draws, plan, seconds)))
        for number, (some, future) in enumerate(asked, start=1):
            progress(number, len(asked))
            try:
                ways = future.result()
            except (NotStarted, ProcessEnded, TookTooLong):
                found += [_told(each, Reached.NO_TIME) for each in some]
                continue
            found += [_settled(each, ways) for each in some]
    return [*found, *(_told(each, Reached.NO_TIME) for some in rest for each in some)]


@dataclass(frozen=True)
class _Case:
    """One answer: rows, taxes, and whether it is the better one."""

    scenario: Scenario
    landed: LandedTable
    better: bool

    def arrivals(self, plan: Plan) -> list[int]:
        """Arrival periods of the orders of a plan, if nothing is stopped."""
        calendar, last = self.scenario.calendar, self.landed.unit_cny.shape[2] - 1
        dates = order_dates(self.scenario, self.landed, plan)
        return [min(max(calendar.index_of(each.port), 0), last) for each in dates]

    def carried(self, plan: Plan, there: _Case) -> Plan:
        """A plan of this case, in the ways to buy of the other."""
        return carried(plan, self.arrivals(plan), self.scenario, self.landed, there.landed, there.better)


@dataclass(frozen=True)
class _BothWays:
    """Two plans, of the answer at hand and of the other one, each under both. None: a plan cannot stand there."""

    other: Solution  # planned under the other answer
    stands: Solution | None  # the plan at hand, under the other answer
    back: Solution | None  # the plan of the other answer, under the one at hand


def both_ways(here: _Case, there: _Case, draws: DrawSet, plan: Plan, seconds: float) -> _BothWays:
    """Plan the other answer within some seconds, and settle each plan under the other's taxes."""
    clock = Clock(seconds)
    planning = clock.part(seconds * (1.0 - HELD))
    asked = there.scenario, there.landed, draws
    start = here.carried(plan, there)
    other = signed(*asked, solve(*asked, clock=planning, start=start), clock=planning, start=start)

    def held(case: _Case, kept: Plan) -> Solution | None:
        part = clock.part(max(LEAST_S, clock.left()))
        found = solve(case.scenario, case.landed, draws, keep=kept, clock=part)
        return found if found.found is not None else None

    stands = held(there, start)
    back = None if other.found is None else held(here, there.carried(other.plan, here))
    return _BothWays(other, stands, back)


def _told(each: OtherTaxes, reached: Reached) -> SettledDoubt:
    return SettledDoubt(each.doubt, each.result, reached, *each.traced)


def _settled(each: OtherTaxes, found: _BothWays) -> SettledDoubt:
    """The best of both plans under each answer. Bounds are those of the answer's own plan."""
    own, other = each.result.solution, found.other
    if other.found is None and found.stands is None:
        return _told(each, Reached.NO_PLAN)
    before, held = own, None if found.stands is None else found.stands.objective_cny
    if found.back is not None and found.back.objective_cny < own.plan_cny:
        before, held = _as_plan(found.back, own.bound_cny), other.plan_cny
    after = other
    if found.stands is not None and (other.found is None or found.stands.objective_cny < other.plan_cny):
        after = _as_plan(found.stands, other.bound_cny)
    scenario = each.doubt.scenario or each.result.scenario
    there = replace(
        each.result, scenario=scenario, landed=each.landed, solution=after,
        dates=order_dates(scenario, each.landed, after.plan),
    )  # fmt: skip
    here = each.result
    if before is not own:
        here = replace(here, solution=before, dates=order_dates(here.scenario, here.landed, before.plan))
    gain = own.plan_cny - before.plan_cny
    return SettledDoubt(each.doubt, here, Reached.PLANNED, *each.traced, there, held, gain)


def _as_plan(held: Solution, bound_cny: float) -> Solution:
    """A plan that was settled under given taxes, with the bound that is known of them."""
    bound = min(bound_cny, held.objective_cny)
    gap = (held.objective_cny - bound) / max(abs(held.objective_cny), 1e-9)
    return replace(held, bound_cny=bound, gap=gap)


def write_doubts(found: WhatKnowingIsWorth, path: Path | str, names: Names) -> None:
    """Write what knowing is worth as a workbook."""
    list_book.write(doubt_sheets(found.result, found.rows, names), Path(path), names)
