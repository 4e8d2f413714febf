"""The rows of the sheet `plan`: decisions by ids, what was told of the run, where the input stood, its warnings.

A row is a kind and values by column. Decisions of the ways that the plan is compared with name the way; `fact`,
`origin` and `warning` hold their value as JSON text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, Place
from importplan.plan.plan_file import COLUMNS as DECIDED
from importplan.plan.plan_file import PlanFile, Row, filed, from_rows, to_rows
from importplan.results.carried.facts import FactMissing, RunFacts, from_values, to_values
from importplan.results.carried.places import to_entries as places
from importplan.results.carried.warnings import from_entries
from importplan.results.carried.warnings import to_entries as warnings
from importplan.results.plan_result import PlanResult

COLUMNS = ("kind", "way", *DECIDED, "value")
FACT, ORIGIN, WARNING = "fact", "origin", "warning"


@dataclass(frozen=True)
class CarriedPlan:
    """What the sheet `plan` holds, read back. Decisions are not bound to a case yet."""

    plan: PlanFile
    ways: dict[str, PlanFile]
    facts: RunFacts
    origins: tuple[tuple[str, str], ...]
    issues: tuple[Issue, ...]


def carried_rows(result: PlanResult, facts: RunFacts) -> Iterator[Row]:
    """The rows of a result with a plan."""
    yield from plan_rows(result)
    for way in result.alternatives[1:]:
        if way.decided is not None:
            for row in to_rows(filed(way.decided, result.scenario, result.landed)):
                yield {"way": way.key} | row
    yield from ({"kind": FACT, "id": name, "value": value} for name, value in to_values(facts))
    yield from ({"kind": ORIGIN, "id": sheet, "value": value} for sheet, value in places(result.scenario))
    yield from ({"kind": WARNING, "id": code, "value": value} for code, value in warnings(result.issues))


def plan_rows(result: PlanResult) -> tuple[dict[str, object], ...]:
    """The decisions of today of the plan itself."""
    return to_rows(filed(result.solution.plan, result.scenario, result.landed))


def read_carried(rows: Iterable[tuple[Place, Row]], sheet: Place) -> CarriedPlan:
    """What rows of the sheet hold. Raises InputRejected with every fault."""
    decided: dict[str, list[tuple[Place, Row]]] = {}
    told: dict[str, list[tuple[str, str]]] = {FACT: [], ORIGIN: [], WARNING: []}
    for place, row in rows:
        if row.get("kind") in told:
            told[str(row["kind"])].append((str(row.get("id", "")), str(row.get("value", ""))))
        else:
            decided.setdefault(str(row.get("way") or ""), []).append((place, row))
    plans = {way: from_rows(entries) for way, entries in decided.items()}
    try:
        facts = from_values(dict(told[FACT]))
        issues = from_entries(told[WARNING])
    except FactMissing as fault:
        raise InputRejected((Issue.error("plan-fact-missing", sheet, name=fault.args[0]),)) from None
    except (ValueError, TypeError):
        raise InputRejected((Issue.error("plan-fact-missing", sheet, name=WARNING),)) from None
    own = plans.pop("", PlanFile())
    return CarriedPlan(own, plans, facts, tuple(told[ORIGIN]), issues)
