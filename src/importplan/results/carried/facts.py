"""What a result says of its run that nobody can recompute: which input, which draws, how the search ended, how long."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from importplan.evaluation.replay.stress_outcome import Stressed
from importplan.plan.road import Road
from importplan.plan.solution import AtBound, Repair
from importplan.results.plan_result import PlanResult
from importplan.scenario.scenario import Scenario
from importplan.scenario.to_rows import to_tables

STRESS = "stress"
FORM = 1  # of the sheet `plan`; a later form is refused


@dataclass(frozen=True)
class RunFacts:
    """One value each; tables of values by their keys."""

    input_name: str
    input_sha256: str
    echo_sha256: str  # of what the echo of the input says
    own_catalogs: str
    own_catalogs_sha256: str
    versions: dict[str, str]
    overrides: dict[str, Any]
    seed: int
    draws: int
    fresh: int  # draws that the plan was judged on; 0: it was judged on those that made it
    asked: int
    judging_stopped: str
    status: str
    detail: str
    objective_cny: float  # of the case as asked, like bound and gap
    signed_cny: float  # of the plan in whole pieces
    bound_cny: float
    gap: float
    shared_by_rule: bool
    at_bound: dict[str, Any]  # bounds of use that keep the plan from a cheaper one; empty where none does
    held_back: list[dict[str, Any]]  # limits that left no room for what the rule for calls would call
    road: dict[str, str]  # key and why; empty where it is not known
    largest_difference_cny: float  # between ledger and solver, and the line that it is of
    largest_difference_line: str
    seconds: dict[str, float]
    size: dict[str, int]
    ways: dict[str, dict[str, Any]]  # key of what was judged → status, detail, objective_cny
    stress: list[dict[str, Any]]  # the plan in each stress event; empty where there are none
    settlement_file: str = ""  # beside the workbook; empty: its rows stand in the sheet `settlement`
    settlement_rows: int = 0
    settlement_sha256: str = ""
    form: int = field(default=FORM)

    @classmethod
    def of(cls, result: PlanResult, **settlement: Any) -> RunFacts:
        """The facts of a result with a plan."""
        run, solution, agreement = result.run, result.solution, result.agreement
        assert agreement is not None
        return cls(
            input_name=run.input_name,
            input_sha256=run.input_sha256,
            echo_sha256=echo_fingerprint(result.scenario),
            own_catalogs=run.own_catalogs,
            own_catalogs_sha256=run.own_catalogs_sha256,
            versions=dict(run.versions),
            overrides=dict(run.overrides),
            seed=run.seed,
            draws=run.draws,
            fresh=0 if result.fresh is None else result.fresh.count,
            asked=result.asked,
            judging_stopped=result.judging_stopped,
            status=solution.termination.reason.value,
            detail=solution.termination.detail,
            objective_cny=solution.objective_cny,
            signed_cny=solution.plan_cny,
            bound_cny=solution.bound_cny,
            gap=solution.gap,
            shared_by_rule=solution.shared_by_rule,
            at_bound={} if solution.at_bound is None else asdict(solution.at_bound),
            held_back=[_dated(asdict(repair), date.isoformat) for repair in solution.held_back],
            road={} if solution.road is None else asdict(solution.road),
            largest_difference_cny=agreement.largest_cny,
            largest_difference_line=agreement.line,
            seconds=dict(run.seconds),
            size=dict(solution.size),
            ways={
                way.key: {
                    "status": way.termination.reason.value,
                    "detail": way.termination.detail,
                    "objective_cny": way.objective_cny,
                    "forbidden": way.forbidden,
                }
                for way in result.alternatives
            },
            stress=[asdict(each) for each in result.stress],
            **settlement,
        )

    def taken(self) -> Road | None:
        """The road that found the plan. Raises TypeError or ValueError where it is none."""
        return Road(**self.road) if self.road else None

    def bound_of_use(self) -> AtBound | None:
        """The bounds that keep the plan from a cheaper one. Raises TypeError where they are none."""
        return AtBound(**self.at_bound) if self.at_bound else None

    def limits_that_hold_back(self) -> tuple[Repair, ...]:
        """The limits that left no room for calls. Raises TypeError or ValueError where they are none."""
        return tuple(Repair(**_dated(row, date.fromisoformat)) for row in self.held_back)

    def in_events(self) -> tuple[Stressed, ...]:
        """The plan in each stress event. Raises TypeError where they are none."""
        return tuple(Stressed(**row) for row in self.stress)


def _dated(row: dict[str, Any], form: Callable[[Any], Any]) -> dict[str, Any]:
    """A limit with its two days in another form."""
    days = {name: None if row[name] is None else form(row[name]) for name in ("first", "last") if name in row}
    return row | days


def echo_fingerprint(scenario: Scenario) -> str:
    """SHA-256 of what a case says, sheet by sheet, in whatever file and language it is written."""
    digest = hashlib.sha256()
    for table in to_tables(scenario, "en"):
        rows = [[float(value) if isinstance(value, (int, float)) else value for value in row] for row in table.rows]
        digest.update(repr((table.key, table.keys, rows)).encode())
    return digest.hexdigest()


def to_values(facts: RunFacts) -> Iterator[tuple[str, str]]:
    """Name and value of each fact, as text that reads back as the same value."""
    for name, value in asdict(facts).items():
        if name == STRESS:  # one row for each event: a cell does not hold them all
            yield STRESS, json.dumps(len(value))
            rows = (json.dumps(row, ensure_ascii=False) for row in value)
            yield from ((f"{STRESS}_{number}", row) for number, row in enumerate(rows))
        else:
            yield name, json.dumps(value, ensure_ascii=False)


class FactMissing(Exception):
    """A fact that is not there or is not what it should be; its name."""


def from_values(values: Mapping[str, str]) -> RunFacts:
    """The facts of a file. Raises FactMissing."""
    found = {}
    for entry in fields(RunFacts):
        try:
            value = json.loads(values[entry.name])
            if entry.name == STRESS:
                value = [json.loads(values[f"{STRESS}_{number}"]) for number in range(value)]
            found[entry.name] = value
        except (KeyError, ValueError, TypeError):
            raise FactMissing(entry.name) from None
        kind = KINDS[str(entry.type).partition("[")[0]]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise FactMissing(entry.name)
    if found["form"] != FORM:
        raise FactMissing("form")
    facts = RunFacts(**found)
    try:
        facts.taken()
    except (TypeError, ValueError):
        raise FactMissing("road") from None
    try:
        facts.bound_of_use()
    except TypeError:
        raise FactMissing("at_bound") from None
    try:
        facts.limits_that_hold_back()
    except (TypeError, ValueError):
        raise FactMissing("held_back") from None
    try:
        facts.in_events()
    except TypeError:
        raise FactMissing("stress") from None
    return facts


KINDS: dict[str, Any] = {"str": str, "int": int, "float": (int, float), "bool": bool, "dict": dict, "list": list}
