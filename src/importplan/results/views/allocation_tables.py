"""A division of the reserve in tables and sentences, for the bureau alone: it names firms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from importplan.allocation.drawn import DrawnShortage
from importplan.allocation.rule import Request
from importplan.allocation.shortage import Shortage, claimed, told
from importplan.results import forms
from importplan.results.forms import for_machines, in_words
from importplan.results.list_sheet import ListSheet
from importplan.results.names import Names
from importplan.results.table import Column, Look, Table
from importplan.scenario.confidentiality import ConfidentialityRule
from importplan.scenario.schema.demand import Demand

HEADINGS = "allocation.column"
FROZEN = 2


@dataclass(frozen=True)
class GivenRow:
    """What one request is given."""

    shortage: Shortage
    request: Request
    given: float
    lines: tuple[Demand, ...]

    @property
    def open(self) -> float:
        """Units that are asked for and not given."""
        return max(0.0, self.request.quantity - self.given)


def given_rows(found: Sequence[Shortage]) -> tuple[GivenRow, ...]:
    """Every request with what it is given."""
    return tuple(
        GivenRow(shortage, request, given, shortage.lines.get((request.firm, request.priority), ()))
        for shortage in found
        for request, given in zip(shortage.division.requests, shortage.division.given, strict=True)
    )


def said_by(request: Request) -> str:
    """Who has set a priority: the bureau, the firm, nobody said, or nobody has rated it (the usual one)."""
    return request.said_by or ("unsaid" if claimed(request) else "usual")


SAID = forms.worded("allocation.said")
Fact = Column[Any]
ITEMS: tuple[Fact, ...] = (
    Column("item", "", forms.ITEM, lambda row: row.item, widest=18),
    Column("unit", "", forms.UNIT, lambda row: row.item),
    Column("asked", "goods", forms.UNITS, lambda row: row.division.asked),
    Column("firms", "count", forms.WHOLE, lambda row: len({each.firm for each in row.division.requests})),
    Column("there", "goods", forms.UNITS, lambda row: row.there),
    Column("kept", "goods", forms.UNITS, lambda row: row.kept),
    Column("available", "goods", forms.UNITS, lambda row: row.division.available),
    Column("given", "goods", forms.UNITS, lambda row: row.division.total),
    Column("left", "goods", forms.UNITS, lambda row: max(0.0, row.division.available - row.division.total)),
    Column("open", "goods", forms.UNITS, lambda row: max(0.0, row.division.asked - row.division.total)),
    Column("loss_cny", "cny", forms.YUAN, lambda row: row.division.loss_cny, total=True),
    Column("fairness_cny", "cny", forms.YUAN, lambda row: row.division.price_of_fairness_cny, total=True),
    Column("priorities_cny", "cny", forms.YUAN, lambda row: row.division.price_of_priorities_cny, total=True),
    Column("moved", "goods", forms.UNITS, lambda row: row.moved_by_claims),
    Column("uncertain", "goods", forms.UNITS, lambda row: row.uncertain_units),
)
GIVEN: tuple[Fact, ...] = (
    Column("item", "", forms.ITEM, lambda row: row.shortage.item, widest=18),
    Column("firm", "", forms.FIRM, lambda row: row.request.firm, widest=30),
    Column("priority", "", forms.WHOLE, lambda row: row.request.priority),
    Column("said_by", "", SAID, lambda row: said_by(row.request), widest=16),
    Column("asked", "goods", forms.UNITS, lambda row: row.request.quantity),
    Column("given", "goods", forms.UNITS, lambda row: row.given),
    Column("served", "share", forms.SHARE, lambda row: row.given / row.request.quantity),
    Column("open", "goods", forms.UNITS, lambda row: row.open),
    Column("own_stock", "goods", forms.UNITS, lambda row: row.shortage.own[row.request.firm].stock),
    Column("own_coming", "goods", forms.UNITS, lambda row: row.shortage.own[row.request.firm].coming),
    Column("unit_loss_cny", "cny", forms.YUAN, lambda row: row.request.loss_cny),
    in_words("because", lambda names, row: because(row, names), widest=24),
    Column(
        "lines", "", forms.LONG, lambda row: ", ".join(f"{line.line} ({line.place})" for line in row.lines), widest=44
    ),
    for_machines("firm_id", lambda row: row.request.firm),
    for_machines("item_id", lambda row: row.shortage.item),
)


def because(row: GivenRow, names: Names) -> str:
    """Why a request gets what it gets."""
    return names.word(f"allocation.because.{standing(row)}", priority=row.request.priority)


def standing(row: GivenRow) -> str:
    """`full`; `nothing` there; `none` left by higher priorities; `part` where its priority shares what is left."""
    division = row.shortage.division
    if row.open <= 0.0:
        return "full"
    if division.total <= 0.0:
        return "nothing"
    mine = sum(
        given
        for request, given in zip(division.requests, division.given, strict=True)
        if request.priority == row.request.priority
    )
    return "part" if mine > 0.0 else "none"


def allocation_sheets(found: Sequence[Shortage], names: Names) -> Iterator[ListSheet]:
    """The sheets of the workbook: what follows, items, firms, what may be told."""
    lines = tuple(_Line(words) for words in sentences(found, names))
    said: Fact = Column("line", "", forms.LONG, lambda row: row.words, widest=120)
    yield ListSheet("allocation.sheet_summary", "", Table("summary", (said,), lines, headed=HEADINGS))
    yield ListSheet(
        "allocation.sheet_items",
        names.word("allocation.legend_items"),
        Table("items", ITEMS, tuple(found), headed=HEADINGS),
        FROZEN,
    )
    yield ListSheet(
        "allocation.sheet_given",
        names.word("allocation.legend_given"),
        Table("given", GIVEN, given_rows(found), headed=HEADINGS),
        FROZEN,
    )
    yield ListSheet(
        "allocation.sheet_told",
        names.word("allocation.legend_told"),
        Table("told", TOLD, tuple(_told_rows(found, names)), headed=HEADINGS),
        FROZEN,
    )


@dataclass(frozen=True)
class _Line:
    words: str


@dataclass(frozen=True)
class _ToldRow:
    """A sum that letters tell, or withhold."""

    item: str
    priority: int | None  # None: all together
    firms: int
    asked: float
    given: float
    told: bool


def level_words(names: Names, priority: int | None) -> str:
    """A priority, or all of them."""
    return names.word("allocation.all_levels" if priority is None else "allocation.level", priority=priority)


TOLD: tuple[Fact, ...] = (
    Column("item", "", forms.ITEM, lambda row: row.item, widest=18),
    in_words("sum_of", lambda names, row: level_words(names, row.priority), Look.TEXT, widest=14),
    Column("firms", "count", forms.WHOLE, lambda row: row.firms),
    Column("asked", "goods", forms.UNITS, lambda row: row.asked),
    Column("given", "goods", forms.UNITS, lambda row: row.given),
    Column("in_letters", "", forms.worded("allocation.in_letters"), lambda row: "yes" if row.told else "no", widest=28),
)


def _told_rows(found: Sequence[Shortage], names: Names) -> Iterator[_ToldRow]:
    rule = ConfidentialityRule.of(names.scenario.settings)
    for shortage in found:
        division = shortage.division
        may = told(division, rule)
        pairs = list(zip(division.requests, division.given, strict=True))
        for level in (None, *may.levels):
            mine = [(request, given) for request, given in pairs if level in (None, request.priority)]
            yield _ToldRow(
                shortage.item,
                level,
                len({request.firm for request, _ in mine}),
                sum(request.quantity for request, _ in mine),
                sum(given for _, given in mine),
                may.total if level is None else may.levels[level],
            )


def sentences(found: Sequence[Shortage], names: Names) -> Iterator[str]:
    """What follows: what is short, the rule, its price, whose word priorities rest on, what is left out."""
    if not found:
        yield names.word("allocation.nothing")
        return
    scarce = [row for row in found if row.division.scarce]
    empty = [names.item(row.item) for row in scarce if row.division.total <= 0.0]
    period = names.scenario.calendar.label(found[0].period)
    yield names.word("allocation.scarce", items=len(found), period=period, scarce=len(scarce))
    if empty:
        yield names.word("allocation.empty", items=names.word("result.list_join").join(empty))
    yield names.word("allocation.rule", seed=names.scenario.settings.seed)
    fair = sum(row.division.price_of_fairness_cny for row in scarce)
    first = sum(row.division.price_of_priorities_cny for row in scarce)
    if scarce:
        yield names.word("allocation.price", fair=names.in_summary_unit(fair), first=names.in_summary_unit(first))
    claims = [row for row in given_rows(found) if claimed(row.request)]
    if claims:
        moved = sum(row.moved_by_claims for row in found)
        firms = names.word("result.list_join").join(dict.fromkeys(names.firm(row.request.firm) for row in claims))
        yield names.word("allocation.claims", firms=firms, count=len(claims), moved=moved)
    uncertain = sum(row.uncertain_lines for row in found)
    if uncertain:
        yield names.word("allocation.uncertain", lines=uncertain, units=sum(row.uncertain_units for row in found))
    kept = [row for row in found if row.kept]
    if kept:
        join = names.word("result.list_join")
        yield names.word("allocation.kept", items=join.join(f"{names.item(row.item)} {row.kept:g}" for row in kept))
    if any(not row.deducted for row in found):
        yield names.word("allocation.as_asked")
    yield names.word("allocation.draft")


def allocation_record(found: Sequence[Shortage], names: Names) -> dict[str, Any]:
    """All of it for machines, with the sentences."""
    tables = {sheet.table.key: sheet.table for sheet in allocation_sheets(found, names)}
    return {
        "sentences": list(sentences(found, names)),
        **{key: table.records() for key, table in tables.items() if key != "summary"},
    }


@dataclass(frozen=True)
class DrawnRow:
    """One request in the worst draw of an item."""

    drawn: DrawnShortage
    request: Request
    planned: float
    given: float


DRAWN_ITEMS: tuple[Fact, ...] = (
    Column("item", "", forms.ITEM, lambda row: row.item, widest=18),
    Column("draw", "count", forms.WHOLE, lambda row: row.draw + 1),
    in_words("period", lambda names, row: names.scenario.calendar.label(row.period), Look.TEXT),
    Column("asked", "goods", forms.UNITS, lambda row: row.division.asked),
    Column("given", "goods", forms.UNITS, lambda row: row.division.total),
    Column("held_back", "goods", forms.UNITS, lambda row: row.held_back),
    Column("loss_cny", "cny", forms.YUAN, lambda row: row.division.loss_cny),
    Column("rule_costs_cny", "cny", forms.YUAN, lambda row: row.rule_costs_cny),
    Column("fairness_cny", "cny", forms.YUAN, lambda row: row.division.price_of_fairness_cny),
)
DRAWN_GIVEN: tuple[Fact, ...] = (
    Column("item", "", forms.ITEM, lambda row: row.drawn.item),
    Column("firm", "", forms.FIRM, lambda row: row.request.firm, widest=30),
    Column("priority", "", forms.WHOLE, lambda row: row.request.priority),
    Column("said_by", "", SAID, lambda row: said_by(row.request), widest=16),
    Column("asked", "goods", forms.UNITS, lambda row: row.request.quantity),
    Column("planned", "goods", forms.UNITS, lambda row: row.planned),
    Column("given", "goods", forms.UNITS, lambda row: row.given),
    Column("served", "share", forms.SHARE, lambda row: row.given / row.request.quantity),
)


def drawn_tables(found: Sequence[DrawnShortage]) -> tuple[Table[Any], Table[Any]]:
    """The worst shortage of each item, and what each firm would get in it."""
    rows = [
        DrawnRow(drawn, request, planned, given)
        for drawn in found
        for request, planned, given in zip(drawn.division.requests, drawn.planned, drawn.division.given, strict=True)
    ]
    return (
        Table("allocation_items", DRAWN_ITEMS, tuple(found), headed=HEADINGS),
        Table("allocation_given", DRAWN_GIVEN, tuple(rows), headed=HEADINGS),
    )
