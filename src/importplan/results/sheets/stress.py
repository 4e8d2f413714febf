"""Sheet `stress` (压力测试): dated events on the finished plan, and on the plan that would be best had one known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from importplan.catalog.source_words import in_language
from importplan.evaluation.replay.judged import NAIVE
from importplan.evaluation.replay.stress_outcome import Stressed
from importplan.results import forms
from importplan.results.chart import Chart
from importplan.results.forms import for_machines, in_words
from importplan.results.names import Names
from importplan.results.page_one.exposed import NO_STOCK
from importplan.results.part import Block, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.table import Column, Form, Look, Table
from importplan.results.views.exposure import target_words

NEGLIGIBLE_CNY = 1.0
TARGETS_NAMED, OPEN_NAMED, OPEN_ON_PAGE_ONE = 3, 6, 2


@dataclass(frozen=True)
class EventRow:
    """An event beside the course without any."""

    found: Stressed
    calm: Stressed
    sources: tuple[str, ...]

    @property
    def extra_cny(self) -> float:
        """What it costs more than no event."""
        return self.found.cost_cny - self.calm.cost_cny

    @property
    def extra_loss_cny(self) -> float:
        """Of it, estimated losses."""
        return self.found.loss_cny - self.calm.loss_cny

    @property
    def cash_cny(self) -> float:
        """Cash that is paid more, or less, than without it."""
        return self.found.cash_cny - self.calm.cash_cny


def event_words(names: Names, event: str) -> str:
    """What an event is called: in the library, by the source that is out, or as the sheet says, with its targets."""
    if not event:
        return names.word("stress.calm")
    known = names.catalog.stress_events.get(event)
    if known is not None:
        return known.name(names.language)
    targets = list(dict.fromkeys(row.target for row in names.scenario.events if row.event == event))
    told = names.word("result.list_join").join(target_words(names, each) for each in targets[:TARGETS_NAMED])
    return told if event in targets else names.word("stress.named", event=event, targets=told)


def need_words(names: Names, line: str) -> str:
    """A need: item, firm and line; empty where there is none."""
    row = next((each for each in names.scenario.demand if each.line == line), None)
    if row is None:
        return ""
    return names.word("stress.need", item=names.item(row.item), firm=names.firm(names.scenario.firm_of(row)), line=line)


def open_words(names: Names, row: EventRow, most: int = OPEN_NAMED) -> str:
    """The costliest needs that stay open with their units, and how many more do."""
    needs = list(row.found.open.items())
    told = (names.word("stress.open", need=need_words(names, line), units=units) for line, units in needs[:most])
    more = len(needs) - most + row.found.open_more
    return names.word("result.list_join").join(told) + (names.word("stress.more", count=more) if more > 0 else "")


def source_words(names: Names, sources: tuple[str, ...]) -> str:
    """Where an event comes from."""
    return names.word("stress.join").join(in_language(each, names.language) for each in sources)


def again_words(names: Names, row: EventRow) -> str:
    """What planning again found, or why it was not done."""
    status = row.found.replanned_status
    key = "found" if row.found.replanned else status or "not_asked"
    return names.word(f"stress.again.{key}", count=row.found.orders_changed)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _way(key: str) -> Callable[[EventRow], float | None]:
    return lambda row: row.found.saved_cny(key)


COLUMNS: tuple[Column[EventRow], ...] = (
    in_words("event", lambda names, row: event_words(names, row.found.event)),
    Column("event_from", "", forms.DATE, lambda row: _day(row.found.first)),
    Column("event_to", "", forms.DATE, lambda row: _day(row.found.last)),
    Column("stress_cost_cny", "cny", forms.YUAN, lambda row: row.found.cost_cny),
    Column("stress_extra_cny", "cny", forms.YUAN, lambda row: row.extra_cny),
    Column("stress_extra_loss_cny", "cny", forms.YUAN, lambda row: row.extra_loss_cny),
    Column("stress_loss_cny", "cny", forms.YUAN, lambda row: row.found.loss_cny),
    in_words("stress_need", lambda names, row: need_words(names, row.found.worst_line)),
    Column("stress_late_periods", "count", forms.WHOLE, lambda row: row.found.late_periods),
    Column("stress_late_units", "goods", forms.UNITS, lambda row: row.found.late_units),
    in_words("stress_open", lambda names, row: open_words(names, row)),
    Column("stress_cash_cny", "cny", forms.YUAN, lambda row: row.cash_cny),
    Column("stress_peak_cny", "cny", forms.YUAN, lambda row: row.found.cash_peak_cny),
    Column("saved_no_stock_cny", "cny", forms.YUAN, _way(NO_STOCK)),
    Column("saved_one_source_cny", "cny", forms.YUAN, _way(NAIVE)),
    Column("foreseen_cny", "cny", forms.YUAN, lambda row: row.found.foreseen_cny),
    in_words("stress_again", again_words),
    Column("event_source", "", Form(Look.LONG_TEXT, source_words), lambda row: row.sources),
    Column("event_id", "", forms.TEXT, lambda row: row.found.event, known_as="event"),
    for_machines("worst_line", lambda row: row.found.worst_line),
    for_machines("open", lambda row: row.found.open),
    for_machines("open_more", lambda row: row.found.open_more),
    for_machines("costs", lambda row: row.found.costs),
    for_machines("replanned", lambda row: row.found.replanned),
    for_machines("replanned_status", lambda row: row.found.replanned_status),
    for_machines("orders_changed", lambda row: row.found.orders_changed),
)


def stress_table(result: PlanResult) -> Table[EventRow]:
    """The course without an event, then every event, the costliest first."""
    sources: dict[str, dict[str, None]] = {}
    for row in result.scenario.events:
        if row.source:
            sources.setdefault(row.event, {})[row.source] = None
    rows = tuple(EventRow(one, result.stress[0], tuple(sources.get(one.event, ()))) for one in result.stress)
    return Table("stress", COLUMNS, rows)


def worst_event_words(result: PlanResult, names: Names) -> tuple[str, ...]:
    """Page one's line: the event that costs most; nothing where none was tested."""
    if not result.scenario.events:
        return ()
    rows = stress_table(result).rows[1:]
    if not rows:
        return (names.word("stress.not_told"),)
    worst = rows[0]
    if worst.extra_cny < NEGLIGIBLE_CNY:
        return (names.word("stress.none_costs", count=len(rows)),)
    scaled, found = names.in_summary_unit, worst.found
    late = ""
    if found.worst_line:
        need = need_words(names, found.worst_line)
        late = names.word("stress.late", need=need, periods=found.late_periods)
    known = found.foreseen_cny
    told = names.word(
        "stress.worst",
        event=event_words(names, found.event),
        first=found.first,
        last=found.last,
        extra=scaled(worst.extra_cny),
        loss=scaled(worst.extra_loss_cny),
        late=late,
        open=names.word("stress.stays_open", needs=open_words(names, worst, OPEN_ON_PAGE_ONE)) if found.open else "",
        foreseen="" if known is None else names.word("stress.foreseen", amount=scaled(max(known, 0.0))),
        count=len(rows),
    )
    return (told,)


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """What it is, the events, and a chart of the costliest."""
    if not result.scenario.events:
        return
    yield names.word("result.about.stress")
    if not result.stress:
        yield names.word("stress.not_told")
        return
    table = stress_table(result)
    yield from worst_event_words(result, names)
    yield table
    yield Chart(names.word("result.chart.stress"), table, "event", ("stress_extra_cny", "foreseen_cny"))


SHEET = ResultSheet("stress", blocks, freeze=1)
