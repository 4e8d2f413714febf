"""A result as plain data for machines: what `plan CASE --json` prints. Numbers that are not finite are null.

Every row in it comes from a list of columns: those of the tables that people read, and those below. A table that has no
section of its own stands under `tables`.
"""

from __future__ import annotations

from typing import Any

from importplan.basics.issues import Issue
from importplan.evaluation.replay.estimates import BUT_OPEN
from importplan.plan.risk import cvar
from importplan.plan.solution import Reason, Repair, Solution
from importplan.results.carried.plan_rows import plan_rows
from importplan.results.contents import tables
from importplan.results.forms import for_machines
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.comparison import by_line
from importplan.results.sheets.open_needs import open_needs_table
from importplan.results.sheets.shortage import late_table
from importplan.results.sheets.stock_plan import held_table
from importplan.results.table import Column, plain
from importplan.results.table import record as row_record
from importplan.results.views.contingent import refused_years_table
from importplan.results.views.reserve import reserve_table
from importplan.results.views.run_facts import INPUT, OUTCOME, ROAD, SECONDS, SIZE, VERSIONS
from importplan.results.views.ways_out import ways_out

Field = Column[PlanResult]
SECTIONS = ("orders", "reliefs", "comparison", "permits", "warranty", "controls")  # tables under their own key
# Tables whose rows stand in another section; steps are in the calendar file, charges one by one in `duty --json`.
ELSEWHERE = {
    "refused_years": "refused",
    "reserve_list": "reserve",
    "stock_plan": "stock",
    "shortage": "shortage",
    "open_needs": "open_needs",
    "run": "run",
    "calendar": "",
    "landed_cost": "",
}


REPAIR: tuple[Column[Repair], ...] = (
    for_machines("rule", lambda repair: repair.rule),
    for_machines("item", lambda repair: repair.item),
    for_machines("who", lambda repair: repair.who),
    for_machines("from", lambda repair: repair.first),
    for_machines("to", lambda repair: repair.last),
    for_machines("at", lambda repair: repair.place),
    for_machines("amount", lambda repair: repair.amount),
    for_machines("in_cny", lambda repair: repair.in_cny),
)
LEDGER: tuple[Field, ...] = (
    for_machines("agrees", lambda result: result.agreement and result.agreement.agrees),
    for_machines("largest_difference_cny", lambda result: result.agreement and result.agreement.largest_cny),
    for_machines("violations", lambda result: result.audit.violations),
)
JUDGED: tuple[Field, ...] = (
    for_machines("on", lambda result: result.judged_on),
    for_machines("draws", lambda result: result.judging.count),
    for_machines("asked", lambda result: result.asked),
    for_machines("stopped", lambda result: result.judging_stopped),
    for_machines("this_plan", lambda result: result.own.judgement),
    for_machines("in_sample", lambda result: result.in_sample),
    for_machines("break_even", lambda result: result.break_evens),
)
RUN: tuple[Field, ...] = (*INPUT, SIZE, VERSIONS)


def record(result: PlanResult) -> dict[str, Any]:
    """Status, objective, bound, gap, cost lines, risk, orders, stock, shortage, notes, and how it was run."""
    solution, names = result.solution, Names(result.scenario, result.catalog, result.language)
    found = row_record((*OUTCOME, ROAD), result) | {
        "costs": by_line(solution.costs),
        "risk": risk(solution),
        "orders": [],
        "bookings": {},
        "stock": [],
        "shortage": [],
    }
    if result.has_plan:
        found |= planned(result) | {"held_back": [row_record(REPAIR, each) for each in solution.held_back]}
    elif solution.termination.reason is Reason.INFEASIBLE:
        found["ways_out"] = ways(result, names)
    notes = (*result.landed.notes, *result.draws.notes, *result.issues)
    return found | {
        **row_record((SECONDS,), result),
        "notes": [row_record(note_columns(names), issue) for issue in notes],
        "run": row_record(RUN, result),
    }


def risk(solution: Solution) -> Any:
    """Mean and CVaR of the cost of a draw as in the objective, and both without open needs."""
    costs, figures = solution.costs, plain(solution.risk)
    if costs is None or solution.risk is None:
        return figures
    others = costs.by_draw[:, list(BUT_OPEN)].sum(axis=1)
    bare = {
        "mean_without_open_needs_cny": float(costs.weights @ others),
        "cvar_without_open_needs_cny": cvar(others, costs.weights, solution.risk.level),
    }
    return figures | bare


def planned(result: PlanResult) -> dict[str, Any]:
    """What a result with a plan has: its tables, how it was judged, whether the ledger agrees."""
    plan, found = result.solution.plan, tables(result)
    return {
        **{key: found[key].records() for key in SECTIONS},
        "plan": list(plan_rows(result)),
        "bookings": dict(plan.bookings),
        "qualified": [*plan.qualified_suppliers, *plan.qualified_offers],
        "stock": held_table(result).records(),
        "shortage": late_table(result).records(),
        "open_needs": open_needs_table(result).records(),
        "ledger": row_record(LEDGER, result),
        "refused": refused_years_table(result).records(),
        "reserve": reserve_table(result).records(),
        "judged": row_record(JUDGED, result),
        "clearance": plain(result.clearance),
        "tables": {key: table.records() for key, table in found.items() if key not in (*SECTIONS, *ELSEWHERE)},
    }


def ways(result: PlanResult, names: Names) -> list[dict[str, Any]]:
    """What would have to give way, in words and in amounts; empty where nothing helps."""
    found = [way for way in result.solution.ways_out if way.repairs]
    return [
        {
            "words": words,
            "repairs": [row_record(REPAIR, each) for each in way.repairs],
            "objective_cny": way.objective_cny,
        }
        for words, way in zip(ways_out(result, names), found, strict=True)
    ]


def note_columns(names: Names) -> tuple[Column[Issue], ...]:
    """A warning or an assumption, in the language of the result."""
    return (
        for_machines("code", lambda issue: issue.code),
        for_machines("at", lambda issue: str(issue.at)),
        for_machines("found", lambda issue: issue.found(names.language)),
        for_machines("repair", lambda issue: issue.repair(names.language)),
    )
