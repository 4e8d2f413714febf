"""Assumptions and warnings with the money that hangs on them, inputs that do not act yet, method, and the run."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cache

from importplan.basics.issues import Issue
from importplan.basics.labels import known
from importplan.reports.names import Names
from importplan.reports.plan_result import PlanResult
from importplan.reports.table import Cell, Column, Form, Table
from importplan.reports.views.agreement import agreement_words, contract_words
from importplan.reports.views.order_lines import OrderLine, order_lines
from importplan.reports.views.relief import relief_of, relief_uses, tax_behind
from importplan.scenario.unused import unused

ASSUMPTIONS = (
    Column("number", Form.WHOLE),
    Column("note_kind"),
    Column("found", Form.LONG_TEXT, widest=64.0),
    Column("repair", Form.LONG_TEXT, widest=52.0),
    Column("note_money_cny", Form.YUAN),
    Column("place"),
)


def assumptions_table(result: PlanResult, names: Names) -> Table:
    """Assumptions behind taxes and draws and warnings on the input; most money first within each kind."""
    lines = order_lines(result) if result.has_plan else ()
    used = tuple(relief_uses(result)) if result.has_plan else ()
    rows: list[tuple[Cell, ...]] = []
    tax, money_of = (
        cache(lambda goods: tax_behind(goods, used, result)),
        cache(lambda goods: money_behind(goods, lines)),
    )
    for kind, issues in kinds(result):
        weighed = [(issue, others, tax(relief_of(issue)) or money_of(goods_of(issue))) for issue, others in issues]
        for issue, others, money in sorted(weighed, key=lambda entry: -(entry[2] or 0.0)):
            named = issue if kind == "input" else names.note(issue)
            found = named.found(names.language) + (names.word("result.note.others", count=others) if others else "")
            words = (names.word(f"result.note.{kind}"), found, named.repair(names.language))
            rows.append((len(rows) + 1, *words, money, str(issue.at)))
    return Table("assumptions", ASSUMPTIONS, tuple(rows))


def kinds(result: PlanResult) -> Iterator[tuple[str, tuple[tuple[Issue, int], ...]]]:
    """The notes of a result by where they come from, each with how many others say the same."""
    yield "tax", alike(result.landed.notes)
    yield "draws", tuple((issue, 0) for issue in result.draws.notes)
    yield "input", tuple((issue, 0) for issue in result.issues)


HOLDER = ("firm", "certificate")  # what a note names of a certificate


def alike(issues: Iterable[Issue]) -> tuple[tuple[Issue, int], ...]:
    """The first of notes that say the same of several certificates at one place, and how many others there are."""
    found: dict[tuple[object, ...], list[Issue]] = {}
    for issue in issues:
        said = tuple((name, str(value)) for name, value in issue.values.items() if name not in HOLDER)
        found.setdefault((issue.code, str(issue.at), said), []).append(issue)
    return tuple((same[0], len(same) - 1) for same in found.values())


Goods = tuple[str | None, ...]  # offer, item, tariff code, currency; None where a note does not name it


def goods_of(issue: Issue) -> Goods:
    """Which goods a note speaks of."""
    said = issue.values
    return tuple(str(said[name]) if name in said else None for name in ("offer", "item", "hs_code", "currency"))


def money_behind(goods: Goods, lines: tuple[OrderLine, ...]) -> float | None:
    """CNY of the planned goods that a note speaks of; None where it names none."""
    if all(said is None for said in goods):
        return None
    found = 0.0
    for line in lines:
        own = (line.offer.offer, line.item.item, line.item.hs_code, line.offer.currency)
        if all(said in (None, name) for said, name in zip(goods, own, strict=True)):
            found += line.price_cny
    return found


UNUSED = (
    Column("number", Form.WHOLE),
    Column("note_kind"),
    Column("found", Form.LONG_TEXT, widest=64.0),
    Column("place"),
)


def unused_table(result: PlanResult, names: Names) -> Table:
    """Sheets and columns that were filled in but do not act yet."""
    rows = tuple(
        (number, names.word("result.note.unused"), issue.found(names.language), str(issue.at))
        for number, issue in enumerate(unused(result.scenario), start=1)
    )
    return Table("unused", UNUSED, rows)


JUDGED_ON = ("fresh", "given", "same")
METHOD = ("orders_today", "recourse", "discounted", "estimate", "vat", "schedule")


def method_table(result: PlanResult, names: Names) -> Table:
    """How the figures are meant."""
    columns = (Column("number", Form.WHOLE), Column("note_kind"), Column("found", Form.LONG_TEXT))
    kind = names.word("result.note.method")
    judged = (f"draws_{result.judged_on}",) if result.has_plan else ()
    ruled = ("shared_by_rule",) if result.solution.shared_by_rule else ()
    rows = tuple(
        (number, kind, names.word(f"result.method.{key}", made=result.draws.count, count=result.judging.count))
        for number, key in enumerate((*judged, *METHOD, *ruled), start=1)
    )
    return Table("method", columns, rows)


RUN = (Column("number", Form.WHOLE), Column("fact"), Column("value", Form.LONG_TEXT))


def run_table(result: PlanResult, names: Names) -> Table:
    """What is needed to run it again."""
    run, solution = result.run, result.solution
    facts: list[tuple[str, str]] = [
        ("input", run.input_name),
        ("sha256", run.input_sha256),
        ("own_catalogs", f"{run.own_catalogs} (sha256 {run.own_catalogs_sha256})" if run.own_catalogs else "-"),
        ("seed", str(run.seed)),
        ("draws", str(run.draws)),
        ("fresh", str(result.fresh.count) if result.fresh is not None else "-"),
        ("overrides", "; ".join(override_words(names, key, value) for key, value in run.overrides.items()) or "-"),
        ("status", names.word(f"result.reason_end.{solution.termination.reason.value}")),
        ("objective", finite_words(solution.objective_cny, ",.2f")),
        ("bound", finite_words(solution.bound_cny, ",.2f")),
        ("gap", finite_words(solution.gap, ".4%")),
        ("size", "; ".join(f"{named(names, 'size', key)} {value:,}" for key, value in solution.size.items())),
        ("seconds", "; ".join(f"{named(names, 'stage', key)} {value:.1f}" for key, value in run.seconds.items())),
        ("versions", "; ".join(f"{key} {value}" for key, value in run.versions.items())),
    ]
    if result.agreement is not None:
        facts.append(("ledger", agreement_words(result.agreement, names)))
    if result.ledger is not None:
        facts.extend(("contract", words) for words in contract_words(result.ledger, names))
    rows = tuple((number, names.word(f"result.run.{key}"), value) for number, (key, value) in enumerate(facts, start=1))
    return Table("run", RUN, rows)


def override_words(names: Names, key: str, value: object) -> str:
    """A setting of the command line by its heading."""
    heading = f"column.settings.{key}"
    return f"{names.word(heading) if known(heading) else names.word(f'result.run.{key}')} = {value}"


def named(names: Names, kind: str, key: str) -> str:
    """What a part of the model or a stage of the run is called; a new one by its key until it has words."""
    words = f"result.{kind}.{key}"
    return names.word(words) if known(words) else key


def finite_words(value: float, pattern: str) -> str:
    """A number, or a dash where there is none."""
    return format(value, pattern) if math.isfinite(value) else "-"
