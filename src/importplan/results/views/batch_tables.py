"""Many small scenarios in tables, sentences and records: a row each, orders that come and go, the tornado, changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from importplan.basics.issues import Issue
from importplan.basics.labels import known
from importplan.results.batch import NOT_DONE, Batch, BesideBase, Planned
from importplan.results.differing import Move, OrderDifference
from importplan.results.forms import LONG, SHARE, SUMMARY, TEXT, UNITS, WHOLE, in_words
from importplan.results.list_sheet import ListSheet
from importplan.results.names import Names
from importplan.results.table import Column, Table, Unit, plain

HEADINGS = "batch.column"
SHOWN = 3  # sources that a cell, and scenarios that a sentence, name
BARS = 25  # scenarios in the chart
Fact = Column[Any]


def batch_sheets(found: Batch, names: Names) -> Iterator[ListSheet]:
    """What follows, every scenario, the tornado with its chart, orders that are not those of the base, all changes."""
    told: Fact = Column("line", "", LONG, lambda row: row, widest=120)
    lines = tuple(batch_sentences(found, names))
    yield ListSheet("batch.sheet_summary", "", Table("summary", (told,), lines, headed=HEADINGS))
    rows = (BesideBase(found.base, found.base), *found.compared)
    legend = names.word("batch.legend")
    yield ListSheet("batch.sheet_scenarios", legend, Table("scenarios", _SCENARIOS, rows, headed=HEADINGS), 1)
    most = names.word("batch.legend_tornado")
    yield ListSheet(
        "batch.sheet_tornado", most, Table("tornado", _TORNADO, found.tornado, headed=HEADINGS), 1, "change", BARS
    )
    moved = tuple((row, move) for row in found.compared for move in row.moves)
    yield ListSheet("batch.sheet_orders", legend, Table("orders", _ORDERS, moved, headed=HEADINGS), 1)
    changes = tuple((each, issue) for each in found.scenarios for issue in each.changes)
    yield ListSheet("batch.sheet_changes", "", Table("changes", _CHANGES, changes, headed=HEADINGS), 1)


def batch_record(found: Batch, names: Names) -> dict[str, Any]:
    """All of it for machines."""
    return {
        "stopped": found.stopped,
        "sentences": list(batch_sentences(found, names)),
        "base": _record(BesideBase(found.base, found.base), names),
        "scenarios": [_record(row, names) for row in found.compared],
        "tornado": [
            {"name": scenario_words(names, row.planned), "change_cny": row.change, "other_plan": row.other_plan}
            for row in found.tornado
        ],
    }


def _record(row: BesideBase, names: Names) -> dict[str, Any]:
    planned = row.planned
    return {
        "name": scenario_words(names, planned),
        "set": planned.set,
        "values": plain(planned.values),
        "status": planned.status,
        "figures": plain(planned.figures),
        "change_cny": plain(row.change),
        "within_gaps": row.within_gaps,
        "other_plan": row.other_plan,
        "gap_asked": planned.gap_asked,
        "gap_reached": planned.gap_reached,
        "draws": planned.draws,
        "orders": planned.orders_placed,
        "moves": [
            {"item": each.item, "buyer": each.buyer, "offer": each.offer, "move": each.move.value,
             "before": plain(each.before), "after": plain(each.after)}
            for each in row.moves
        ],
        "changes": [{"at": str(issue.at), "words": issue.found(names.language)} for issue in planned.changes],
        "fault": fault_words(names, planned),
        "seconds": planned.seconds,
    }  # fmt: skip


def batch_sentences(found: Batch, names: Names) -> Iterator[str]:
    """How many were planned, what changes the plan, what moves the cost most, what failed, and what to mind."""
    with_plan = [row for row in found.compared if row.planned.has_plan]
    yield names.word("batch.counts", count=len(found.scenarios), planned=len(with_plan))
    if found.stopped:
        left = sum(each.status == NOT_DONE for each in (found.base, *found.scenarios))
        yield names.word("batch.stopped", count=left)
    if not found.base.has_plan:
        yield names.word("batch.no_base", why=fault_words(names, found.base))
    other = [row for row in with_plan if row.other_plan]
    if found.base.has_plan and with_plan:
        yield names.word("batch.other_plan", count=len(other), told=_named(names, other))
        moving = [row for row in found.tornado if row.change and not row.within_gaps]
        for row in moving[:SHOWN]:
            yield names.word(
                "batch.moves_most",
                name=scenario_words(names, row.planned),
                change=names.in_summary_unit(row.change or 0.0),
                share=row.share or 0.0,
                orders=_sources_words(names, row) or names.word("batch.same_sources"),
            )
        unsure = sum(row.within_gaps for row in with_plan)
        if unsure:
            yield names.word("batch.within_gaps", count=unsure)
    late = [row for row in (BesideBase(found.base, found.base), *with_plan) if row.planned.has_plan]
    missed = [row for row in late if not row.planned.gap_reached]
    if missed:
        yield names.word("batch.gap_missed", count=len(missed), told=_named(names, missed))
    for each in found.scenarios:
        if not each.has_plan and each.status != NOT_DONE:
            yield names.word("batch.failed", name=scenario_words(names, each), why=fault_words(names, each))
    yield names.word("batch.same_draws", draws=found.base.draws)


def _named(names: Names, rows: list[BesideBase]) -> str:
    told = names.word("result.list_join").join(scenario_words(names, row.planned) for row in rows[:SHOWN])
    return told + (names.word("stability.and_more", count=len(rows)) if len(rows) > SHOWN else "")


def scenario_words(names: Names, planned: Planned) -> str:
    """What a scenario is called."""
    values = dict(planned.values)
    if "country" in values:
        values["country"] = names.country(str(values["country"]))
    return names.word(f"batch.scenario.{planned.set}", **values)


def fault_words(names: Names, planned: Planned) -> str:
    """Why a scenario has no plan; empty where it has one."""
    if planned.has_plan:
        return ""
    if planned.issues:
        errors = [issue for issue in planned.issues if issue.severity.value == "error"]
        told = (f"{issue.at} {issue.found(names.language)}" for issue in errors[:SHOWN])
        more = names.word("stability.and_more", count=len(errors)) if len(errors) > SHOWN else ""
        return names.word("result.list_join").join(told) + more
    if planned.fault:
        key = f"batch.fault.{planned.fault}"
        return names.word(key) if known(key) else planned.fault
    return names.word(f"batch.status.{planned.status}")


def _knowing(names: Names, row: BesideBase, offer: str) -> Names:
    """The names of the case that knows an offer: one that is switched off stands in the base alone."""
    own = row.planned.scenario
    return names if own is None or offer in names.scenario.offer_index else replace(names, scenario=own)


def _source_words(names: Names, row: BesideBase, move: OrderDifference, units: float) -> str:
    """Item, units and source of an order that comes or goes."""
    known_by = _knowing(names, row, move.offer)
    return names.word(
        "batch.source", item=known_by.item(move.item), units=units, unit=known_by.unit(move.item),
        source=known_by.source(known_by.offer(move.offer)),
    )  # fmt: skip


def _sources_words(names: Names, row: BesideBase) -> str:
    """The sources that come and those that go."""
    parts = []
    for move in (Move.OUT, Move.IN):
        found = row.of(move)
        if found:
            told = names.word("result.list_join").join(
                _source_words(names, row, each, each.before.units or each.after.units) for each in found[:SHOWN]
            )
            more = names.word("stability.and_more", count=len(found)) if len(found) > SHOWN else ""
            parts.append(names.word(f"batch.sources_{move.value}", told=told + more))
    return names.word("batch.parts_join").join(parts)


def _mark(names: Names, row: BesideBase) -> str:
    if not row.planned.has_plan:
        return ""
    if row.other_plan:
        return names.word("batch.mark.other")
    return names.word("batch.mark.moved" if row.moves else "batch.mark.same")


def _sure(names: Names, row: BesideBase) -> str:
    return names.word("batch.unsure") if row.planned is not row.base and row.within_gaps else ""


def _figure(key: str, form: Any = SUMMARY, widest: float = 11) -> Fact:
    unit: Unit = "cny" if form is SUMMARY else "share"
    return Column(key, unit, form, lambda row: row.planned.figures.get(key), widest=widest)


_NAME: Fact = in_words("name", lambda names, row: scenario_words(names, row.planned), widest=32)
_SOURCES: Fact = in_words("sources", _sources_words, widest=46)
_MARK: Fact = in_words("mark", _mark, widest=10)
_CHANGE: Fact = Column("change", "cny", SUMMARY, lambda row: row.change, widest=11)
_SHARE: Fact = Column("share", "share", SHARE, lambda row: row.share, widest=9)

_SCENARIOS: tuple[Fact, ...] = (
    _NAME,
    in_words("status", lambda names, row: names.word(f"batch.status.{row.planned.status}"), widest=13),
    _figure("objective_cny"),
    _CHANGE,
    _SHARE,
    in_words("sure", _sure, widest=8),
    _figure("money_cny"),
    _figure("cvar_cny"),
    _figure("shortage_cny"),
    _figure("open_needs_cny"),
    _figure("fill_rate", SHARE, 9),
    _figure("cash_peak_cny"),
    _figure("stress_worst_cny"),
    Column("orders", "count", WHOLE, lambda row: row.planned.orders_placed if row.planned.has_plan else None, widest=7),
    _MARK,
    _SOURCES,
    Column("gap", "share", SHARE, lambda row: row.planned.gap, widest=8),
    in_words("gap_reached", lambda names, row: _reached(names, row.planned), widest=8),
    Column("seconds", "count", UNITS, lambda row: round(row.planned.seconds, 1), widest=7),
    in_words("fault", lambda names, row: fault_words(names, row.planned), widest=40),
)
_TORNADO: tuple[Fact, ...] = (
    _NAME,
    _CHANGE,
    _SHARE,
    in_words("sure", _sure, widest=10),
    _MARK,
    in_words("sources", _sources_words, widest=90),
)
_ORDERS: tuple[Fact, ...] = (
    in_words("name", lambda names, row: scenario_words(names, row[0].planned), widest=32),
    in_words("move", lambda names, row: names.word(f"compare.move.{row[1].move.value}"), widest=10),
    in_words("item", lambda names, row: _knowing(names, row[0], row[1].offer).item(row[1].item), widest=28),
    in_words("source", lambda names, row: _source(names, row), widest=36),
    in_words("buyer", lambda names, row: names.firm(row[1].buyer), widest=26),
    Column("units_before", "goods", UNITS, lambda row: row[1].before.units, widest=10),
    Column("units_after", "goods", UNITS, lambda row: row[1].after.units, widest=10),
    Column("cny_before", "cny", SUMMARY, lambda row: row[1].before.cny, widest=12),
    Column("cny_after", "cny", SUMMARY, lambda row: row[1].after.cny, widest=12),
    Column("first_before", "", TEXT, lambda row: _day(row[1].before.first), widest=12),
    Column("first_after", "", TEXT, lambda row: _day(row[1].after.first), widest=12),
)


def _source(names: Names, row: tuple[BesideBase, OrderDifference]) -> str:
    known_by = _knowing(names, row[0], row[1].offer)
    return known_by.source(known_by.offer(row[1].offer))


def _day(day: Any) -> str | None:
    return None if day is None else str(day)


def _reached(names: Names, planned: Planned) -> str:
    if not planned.has_plan:
        return ""
    return names.word("choice.yes_no.yes" if planned.gap_reached else "choice.yes_no.no")


def _issue_words(names: Names, row: tuple[Planned, Issue]) -> str:
    return row[1].found(names.language)


_CHANGES: tuple[Fact, ...] = (
    in_words("name", lambda names, row: scenario_words(names, row[0]), widest=32),
    in_words("words", _issue_words, widest=90),
    Column("at", "", LONG, lambda row: str(row[1].at), widest=60),
)
