"""Facts of a run: what was planned, how it ended, and what is needed to run it again."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from importplan.basics.labels import known
from importplan.plan.road import Road
from importplan.results import forms
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult
from importplan.results.table import NUMBER, Column, Form, Look, Reader, Table, cell
from importplan.results.views.agreement import agreement_words

Fact = Column[PlanResult]


def override_words(names: Names, key: str, value: object) -> str:
    """A setting of the command line by its heading."""
    heading = f"column.settings.{key}"
    value = ", ".join(value) if isinstance(value, list | tuple) else value
    return f"{names.word(heading) if known(heading) else names.word(f'result.run.{key}')} = {value}"


def named(names: Names, kind: str, key: str) -> str:
    """What a part of the model or a stage of the run is called; a new one by its key until it has words."""
    words = f"result.{kind}.{key}"
    return names.word(words) if known(words) else key


def catalogs_words(names: Names, result: PlanResult) -> str:
    """The folder of the user's catalogs with its hash."""
    run = result.run
    return f"{run.own_catalogs} (sha256 {run.own_catalogs_sha256})" if run.own_catalogs else "-"


def ledger_words(names: Names, result: PlanResult) -> str | None:
    """Whether the ledger agrees; nothing where there is none."""
    return agreement_words(result.agreement, names) if result.agreement is not None else None


def road_words(names: Names, road: Road) -> str:
    """The road that found the plan, and why it was taken."""
    return names.word(
        "result.road.said", road=names.word(f"result.road.{road.key}"), why=names.word(f"result.why.{road.why}")
    )


def number(pattern: str) -> Form:
    """A number, or a dash where there is none."""
    return Form(Look.TEXT, lambda names, value: format(value, pattern) if math.isfinite(value) else "-")


def parts(words: Callable[[Names, str, Any], str]) -> Form:
    """Several named values."""
    return Form(Look.TEXT, lambda names, of: "; ".join(words(names, key, value) for key, value in of.items()) or "-")


INPUT: tuple[Fact, ...] = (
    Column("input", "", forms.TEXT, lambda result: result.run.input_name),
    Column("sha256", "", forms.TEXT, lambda result: result.run.input_sha256, known_as="input_sha256"),
    in_words("own_catalogs", catalogs_words),
    Column("seed", "", number("d"), lambda result: result.run.seed),
    Column("draws", "count", number("d"), lambda result: result.run.draws),
    in_words("fresh", lambda names, result: str(result.fresh.count) if result.fresh is not None else "-"),
    Column("overrides", "", parts(override_words), lambda result: dict(result.run.overrides)),
    for_machines("own_catalogs", lambda result: result.run.own_catalogs),
    Column(
        "own_catalogs_sha256", "", forms.TEXT, lambda result: result.run.own_catalogs_sha256, reader=Reader.MACHINES
    ),
    for_machines("draws_asked", lambda result: result.draws_asked),
    for_machines("draws_given", lambda result: result.draws.given),
)
OUTCOME: tuple[Fact, ...] = (
    Column("status", "", forms.worded("result.reason_end"), lambda result: result.solution.termination.reason.value),
    Column("objective", "cny", number(",.2f"), lambda result: result.solution.objective_cny, known_as="objective_cny"),
    Column("signed", "cny", number(",.2f"), lambda result: result.solution.plan_cny, known_as="signed_cny"),
    Column("rounding", "cny", number(",.2f"), lambda result: result.solution.rounding_cny, known_as="rounding_cny"),
    Column("bound", "cny", number(",.2f"), lambda result: result.solution.bound_cny, known_as="bound_cny"),
    Column("gap", "share", number(".4%"), lambda result: result.solution.gap),
    for_machines("shared_by_rule", lambda result: result.solution.shared_by_rule),
    for_machines("at_bound", lambda result: result.solution.at_bound and asdict(result.solution.at_bound)),
)
ROAD: Fact = Column("road", "", Form(Look.TEXT, road_words), lambda result: result.solution.road)
SIZE: Fact = Column(
    "size",
    "count",
    parts(lambda names, key, value: f"{named(names, 'size', key)} {value:,}"),
    lambda result: dict(result.solution.size),
)
SECONDS: Fact = Column(
    "seconds",
    "",
    parts(lambda names, key, value: f"{named(names, 'stage', key)} {value:.1f}"),
    lambda result: dict(result.run.seconds),
)
VERSIONS: Fact = Column(
    "versions", "", parts(lambda names, key, value: f"{key} {value}"), lambda result: dict(result.run.versions)
)
LEDGER: tuple[Fact, ...] = (in_words("ledger", ledger_words),)


@dataclass(frozen=True)
class ToldFact:
    """A fact and what people read of it."""

    key: str
    words: str


RUN: tuple[Column[ToldFact], ...] = (
    NUMBER,
    Column("fact", "", forms.worded("result.run"), lambda row: row.key),
    Column("value", "", forms.LONG, lambda row: row.words),
)


def run_table(result: PlanResult, names: Names) -> Table[ToldFact]:
    """What is needed to run it again."""
    facts = (*INPUT, *OUTCOME, SIZE, SECONDS, VERSIONS, *LEDGER, ROAD)
    read = ((fact.key, cell(names, fact, result)) for fact in facts if fact.reader is not Reader.MACHINES)
    return Table("run", RUN, tuple(ToldFact(key, str(words)) for key, words in read if words is not None))
