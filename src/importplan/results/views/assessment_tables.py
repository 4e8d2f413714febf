"""The assessment of supply security in tables, sentences and records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from importplan.assessment.assess import Assessment, ItemDependence
from importplan.assessment.knock_out import FallTogether, KnockOut
from importplan.assessment.recovery import ASSUMED_MONTHS
from importplan.assessment.survival import Survival
from importplan.results.forms import (
    COUNTRY,
    FIRM,
    ITEM,
    LONG,
    SHARE,
    SUMMARY,
    SUPPLIER,
    TEXT,
    UNIT,
    UNITS,
    WHOLE,
    for_machines,
    in_words,
    worded,
)
from importplan.results.list_sheet import ListSheet
from importplan.results.names import Names
from importplan.results.table import Column, Form, Look, Table, plain

HEADINGS = "assess.column"
FROZEN = 2  # columns that stay in sight
SHOWN = 5  # items and sources that sentences name
Fact = Column[Any]


@dataclass(frozen=True)
class StoppedItem:
    """What one source does to one item."""

    source: KnockOut
    stop: Survival


@dataclass(frozen=True)
class Line:
    """A sentence of the assessment."""

    words: str


def months_words(names: Names, months: float | None) -> str:
    """`2.1`, or that needs last to the end of the plan."""
    return names.word("assess.lasts") if months is None else f"{months:.1f}"


INDEX = Form(Look.FIGURE, lambda names, value: f"{value:.2f}")


def assessment_sheets(found: Assessment, names: Names) -> Iterator[ListSheet]:
    """The sheets of the workbook: what follows, items, sources, each source and item, groups, firms, pairs."""
    lines = tuple(map(Line, sentences(found, names)))
    told: Fact = Column("line", "", LONG, lambda row: row.words, widest=120)
    yield ListSheet("assess.sheet_summary", "", Table("summary", (told,), lines, headed=HEADINGS))
    yield _sheet("items", "assess.legend_items", found.items, ITEMS, names)
    yield _sheet("knock_outs", "assess.legend_knock_outs", found.knock_outs, KNOCK_OUTS, names)
    stops = [StoppedItem(source, stop) for source in found.knock_outs for stop in source.stops]
    yield _sheet("stops", "assess.legend_stops", stops, STOPS, names)
    yield _sheet("groups", "", found.groups, GROUPS, names)
    if len(found.scenario.all_firms) > 1:
        yield _sheet("firms", "assess.legend_firms", found.firms, FIRMS, names)
    if found.stated:
        yield _sheet("stated", "assess.legend_stated", found.stated, STATED, names)
    yield _sheet("together", "assess.legend_together", found.together, TOGETHER, names)


def _sheet(key: str, legend: str, rows: Any, columns: tuple[Fact, ...], names: Names) -> ListSheet:
    words = names.word(legend) if legend else ""
    return ListSheet(f"assess.sheet_{key}", words, Table(key, columns, tuple(rows), headed=HEADINGS), FROZEN)


def assessment_record(found: Assessment, names: Names) -> dict[str, Any]:
    """All of it for machines, with the sentences."""
    sheets = {sheet.table.key: sheet.table for sheet in assessment_sheets(found, names)}
    return {
        "stopped_months": plain(found.asked_months),
        "sentences": list(sentences(found, names)),
        "assumed": list(found.assumed),
        "unsigned": list(found.unsigned),
        **{key: table.records() for key, table in sheets.items() if key != "summary"},
    }


def sentences(found: Assessment, names: Names) -> Iterator[str]:
    """What follows, for people: dependence, what is short, the worst source, what falls together, assumptions."""
    value = sum(item.value_cny for item in found.items)
    if not found.items:
        yield names.word("assess.nothing")
        return
    imported = 0.0 if not value else sum(item.value_cny * item.import_share for item in found.items) / value
    yield names.word(
        "assess.dependence", items=len(found.items), value=names.in_summary_unit(value), imported=100.0 * imported
    )
    short = found.short
    if short:
        named = names.word("result.list_join").join(_short_words(item, names) for item in short[:SHOWN])
        gap = names.in_summary_unit(sum(item.gap_cny for item in short))
        yield names.word("assess.short", count=len(short), named=named, gap=gap)
    else:
        yield names.word("assess.nothing_short")
    if found.knock_outs:
        worst = found.knock_outs[0]
        yield names.word(
            "assess.worst", source=source_words(names, worst), items=len(worst.short),
            loss=names.in_summary_unit(worst.loss_cny), value=names.in_summary_unit(worst.depends_cny),
        )  # fmt: skip
    apart = [row for row in found.stated if row.apart]
    if apart:
        firms = names.word("result.list_join").join(dict.fromkeys(names.firm(row.firm) for row in apart[:SHOWN]))
        yield names.word("assess.stated", count=len(apart), of=len(found.stated), firms=firms)
    if found.together:
        yield names.word("assess.pairs", count=len(found.together))
    if found.asked_months is not None:
        yield names.word("assess.asked", months=found.asked_months)
    elif found.assumed:
        yield names.word("assess.assumed", months=ASSUMED_MONTHS, items=_named(found.assumed, names))
    if found.unsigned:
        yield names.word("assess.unsigned", items=_named(found.unsigned, names))
    yield names.word("assess.method")


def _named(items: tuple[str, ...], names: Names) -> str:
    join = names.word("result.list_join")
    first = join.join(names.item(item) for item in items[:SHOWN])
    return first if len(items) <= SHOWN else names.word("assess.and_more", first=first, count=len(items))


def _short_words(item: ItemDependence, names: Names) -> str:
    assert item.worst is not None
    return names.word(
        "assess.short_item", item=names.item(item.item), source=names.supplier(item.largest), share=item.largest_share,
        survive=months_words(names, item.worst.survive_months), recover=months_words(names, item.worst.recovery.months),
    )  # fmt: skip


def source_words(names: Names, source: KnockOut) -> str:
    """`产地：德国`, `供应商：海德汉`."""
    return _named_source(names, source.kind, source.who)


def _named_source(names: Names, kind: str, who: str) -> str:
    return names.word("assess.source", kind=names.word(f"assess.kind.{kind}"), who=_who(names, kind, who))


def _who(names: Names, kind: str, who: str) -> str:
    if kind in ("country", "control"):
        return names.country(who)
    if kind == "risk":
        what = next((risk.what for risk in names.scenario.risks if risk.risk == who), "")
        return what or who
    return names.supplier(who) if kind == "supplier" else who


def recovery_words(names: Names, stop: Survival) -> str:
    """Who serves first again, and what the length of the stop rests on."""
    recovery = stop.recovery
    offer = names.source(names.offer(recovery.offer)) if recovery.offer else ""
    back = names.word("assess.other", offer=offer) if offer else names.word("assess.back")
    return back + names.word(f"assess.stopped.{recovery.rests_on.value}", months=recovery.stopped_months)


def pair_words(names: Names, pair: FallTogether) -> str:
    """What stops both."""
    return names.word("result.list_join").join(_named_source(names, kind, who) for kind, who in pair.why)


def _items_words(names: Names, items: tuple[str, ...]) -> str:
    return names.word("result.list_join").join(names.item(item) for item in items)


def _stop_columns(of: Callable[[Any], Survival | None]) -> tuple[Fact, ...]:
    """Survive, recover, gap and loss of the stop of a row."""

    def fact(key: str, value: Callable[[Survival], Any]) -> Fact:
        return for_machines(key, lambda row: None if (stop := of(row)) is None else value(stop))

    def told(words: Callable[[Names, Survival], str]) -> Callable[[Any, Any], str]:
        return lambda names, row: "" if (stop := of(row)) is None else words(names, stop)

    return (
        in_words("survive", told(_survive), Look.FIGURE, widest=11),
        fact("survive_months", lambda stop: stop.survive_months),
        in_words("recover", told(_recover), Look.FIGURE, widest=11),
        fact("recover_months", lambda stop: stop.recovery.months),
        in_words("recovery", told(recovery_words), widest=30),
        fact("recovers_by", lambda stop: stop.recovery.offer),
        fact("stopped_months", lambda stop: stop.recovery.stopped_months),
        fact("stop_rests_on", lambda stop: stop.recovery.rests_on.value),
        Column("gap_units", "goods", UNITS, lambda row: (stop := of(row)) and stop.gap_units, widest=11),
        Column("loss_cny", "cny", SUMMARY, lambda row: (stop := of(row)) and stop.loss_cny, widest=13),
    )


def _survive(names: Names, stop: Survival) -> str:
    return months_words(names, stop.survive_months)


def _recover(names: Names, stop: Survival) -> str:
    months = stop.recovery.months
    return names.word("assess.never") if months is None else f"{months:.1f}"


ITEMS: tuple[Fact, ...] = (
    Column("item", "", ITEM, lambda row: row.item, widest=24),
    Column("item_id", "", TEXT, lambda row: row.item, widest=16),
    Column("unit", "", UNIT, lambda row: row.item, widest=6),
    Column("per_year", "goods", UNITS, lambda row: row.per_year, widest=11),
    Column("value_cny", "cny", SUMMARY, lambda row: row.value_cny, widest=13),
    Column("rests_on", "", worded("assess.basis"), lambda row: row.rests_on.value, widest=20),
    Column("import_share", "share", SHARE, lambda row: row.import_share, widest=9),
    Column("suppliers", "count", WHOLE, lambda row: row.suppliers, widest=8),
    Column("largest", "", SUPPLIER, lambda row: row.largest or None, widest=20),
    Column("largest_share", "share", SHARE, lambda row: row.largest_share, widest=9),
    Column("country", "", COUNTRY, lambda row: row.country or None, widest=10),
    Column("country_share", "share", SHARE, lambda row: row.country_share, widest=9),
    Column("hhi", "", INDEX, lambda row: row.hhi, widest=8),
    Column("country_hhi", "", INDEX, lambda row: row.country_hhi, widest=8),
    Column("stock", "goods", UNITS, lambda row: row.stock, widest=10),
    Column("coming", "goods", UNITS, lambda row: row.coming, widest=10),
    *_stop_columns(lambda row: row.worst),
    Column("gap_cny", "cny", SUMMARY, lambda row: row.gap_cny, widest=13),
)
KNOCK_OUTS: tuple[Fact, ...] = (
    in_words("source", lambda names, row: source_words(names, row), widest=30),
    for_machines("kind", lambda row: row.kind),
    for_machines("who", lambda row: row.who),
    Column("items", "count", WHOLE, lambda row: len(row.stops), widest=9),
    Column("short_items", "count", WHOLE, lambda row: len(row.short), widest=9),
    Column("depends_cny", "cny", SUMMARY, lambda row: row.depends_cny, widest=15),
    Column("loss_cny", "cny", SUMMARY, lambda row: row.loss_cny, widest=15),
    Column("stops_per_year", "", INDEX, lambda row: row.per_year, widest=10),
    Column("loss_per_year_cny", "cny", SUMMARY, lambda row: row.loss_per_year_cny, widest=15),
    in_words("short_names", lambda names, row: _items_words(names, tuple(stop.item for stop in row.short)), widest=60),
)
STOPS: tuple[Fact, ...] = (
    in_words("source", lambda names, row: source_words(names, row.source), widest=30),
    Column("item", "", ITEM, lambda row: row.stop.item, widest=24),
    for_machines("kind", lambda row: row.source.kind),
    for_machines("who", lambda row: row.source.who),
    Column("item_id", "", TEXT, lambda row: row.stop.item, widest=16),
    Column("share", "share", SHARE, lambda row: row.stop.share, widest=9),
    *_stop_columns(lambda row: row.stop),
)
GROUPS: tuple[Fact, ...] = (
    Column("group", "", TEXT, lambda row: row.group, widest=20),
    Column("items", "count", WHOLE, lambda row: row.items, widest=9),
    Column("value_cny", "cny", SUMMARY, lambda row: row.value_cny, widest=14),
    Column("import_share", "share", SHARE, lambda row: row.import_share, widest=9),
    Column("country", "", COUNTRY, lambda row: row.country or None, widest=10),
    Column("country_share", "share", SHARE, lambda row: row.country_share, widest=9),
    Column("country_hhi", "", INDEX, lambda row: row.country_hhi, widest=8),
    Column("short_items", "count", WHOLE, lambda row: row.short, widest=9),
    Column("gap_cny", "cny", SUMMARY, lambda row: row.gap_cny, widest=14),
)
FIRMS: tuple[Fact, ...] = (
    Column("firm", "", FIRM, lambda row: row.firm, widest=26),
    Column("item", "", ITEM, lambda row: row.item, widest=24),
    Column("item_id", "", TEXT, lambda row: row.item, widest=16),
    Column("share", "share", SHARE, lambda row: row.share, widest=9),
    *_stop_columns(lambda row: row),
)
STATED: tuple[Fact, ...] = (
    Column("firm", "", FIRM, lambda row: row.firm, widest=26),
    Column("item", "", ITEM, lambda row: row.item, widest=24),
    Column("stated_months", "months", UNITS, lambda row: row.stated_months, widest=12),
    Column("stock", "goods", UNITS, lambda row: row.stock, widest=10),
    Column("per_month", "goods", UNITS, lambda row: row.per_month, widest=10),
    Column("stock_months", "months", UNITS, lambda row: row.months, widest=12),
    Column("apart", "", worded("assess.apart"), lambda row: "yes" if row.apart else "no", widest=14),
)
TOGETHER: tuple[Fact, ...] = (
    Column("first", "", SUPPLIER, lambda row: row.first, widest=24),
    Column("second", "", SUPPLIER, lambda row: row.second, widest=24),
    in_words("common_items", lambda names, row: _items_words(names, row.items), widest=50),
    for_machines("item_ids", lambda row: row.items),
    in_words("why_together", lambda names, row: pair_words(names, row), widest=60),
    for_machines("why", lambda row: row.why),
)
