"""A memo of two pages for those who decide: what is asked, why, money, taxes, alternatives, doubts, next steps.

It says nothing of its own: tables are excerpts of tables of the result workbook, sentences are those of page one. So a
document can name the cell of every number, and whoever doubts one finds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from importplan.results.names import Names
from importplan.results.page_one import advice, bureau, doubt, exposed, money, tipping
from importplan.results.page_one.lead import lead
from importplan.results.page_one.page import marking, signatures
from importplan.results.page_one.section import FIGURES, Section
from importplan.results.plan_result import PlanResult
from importplan.results.sheets.comparison import verdict
from importplan.results.sheets.sourcing import countries_table
from importplan.results.table import Table

SHOWN = 6  # rows of a table
NEEDS_SHOWN = 3
TAX_LINES, OUTAGES, DOUBTS = 3, 2, 3


@dataclass(frozen=True)
class Sentence:
    """A sentence of page one."""

    words: str


@dataclass(frozen=True)
class Excerpt:
    """The first rows of some columns of a table of the workbook, each with its share of the width."""

    table: Table[Any]
    columns: tuple[tuple[str, float], ...]
    most: int = SHOWN
    more: str = ""  # what is said where there are more rows


@dataclass(frozen=True)
class Subheading:
    """A heading within a section."""

    words: str


@dataclass(frozen=True)
class Listing:
    """What a column says of the first rows of a table, in one line."""

    table: Table[Any]
    who: str  # the column that names a row
    what: str
    most: int


@dataclass(frozen=True)
class Alarm:
    """What must be read before anything is signed."""

    words: str


MemoBlock = Alarm | Sentence | Excerpt | Listing | Subheading | str


@dataclass(frozen=True)
class MemoSection:
    """One of its numbered sections."""

    heading: str
    blocks: tuple[MemoBlock, ...]


@dataclass(frozen=True)
class Memo:
    """The memo."""

    title: str
    marking: str  # on every page
    addressed: str
    about: str  # data day, unit of money, where the cells stand
    sections: tuple[MemoSection, ...]
    closing: str
    attachments: tuple[str, ...]
    signatures: tuple[str, ...]


def memo(result: PlanResult, names: Names) -> Memo:
    """The memo of a result that has a plan."""
    settings, word = result.scenario.settings, names.word
    kind = "bureau" if settings.owner == "bureau" else "firm"
    day = word("result.data_as_of", day=settings.data_as_of) if settings.data_as_of else ""
    return Memo(
        title=word(f"result.memo.title_{kind}", title=settings.title or result.run.input_name),
        marking=marking(result, names) if settings.marking else word("result.memo.unmarked"),
        addressed=word("result.memo.to", name=settings.approved_by or "____________"),
        about=word("result.memo.about", day=day, unit=word("result.summary.unit")),
        sections=tuple(_numbered(_sections(result, names), names)),
        closing=word(f"result.memo.closing_{kind}"),
        attachments=tuple(word(f"result.memo.attached.{key}") for key in ("workbook", "quotes", "landed_cost")),
        signatures=signatures(result, names),
    )


def _numbered(sections: Iterable[tuple[str, Iterable[MemoBlock]]], names: Names) -> Iterator[MemoSection]:
    told = [(key, tuple(block for block in blocks if block != Sentence(""))) for key, blocks in sections]
    for figure, (key, blocks) in zip(FIGURES[names.language], [entry for entry in told if entry[1]], strict=False):
        heading = names.word("result.section_number", number=figure, heading=names.word(f"result.memo.section.{key}"))
        yield MemoSection(heading, blocks)


def _sections(result: PlanResult, names: Names) -> Iterator[tuple[str, Iterable[MemoBlock]]]:
    yield "asked", _asked(result, names)
    yield "why", _why(result, names)
    yield "money", _money(result, names)
    yield "tax", map(Sentence, money.tax_sentences(result, names)[:TAX_LINES])
    yield "alternatives", _alternatives(result, names)
    yield "doubt", _doubt(result, names)
    yield (
        "next",
        (Excerpt(advice.actions_table(result, names), (("action", 12), ("role", 2), ("by", 3)), advice.STEPS),),
    )


def _asked(result: PlanResult, names: Names) -> Iterator[MemoBlock]:
    if result.agreement is not None and not result.agreement.agrees:
        yield Alarm(names.word("result.memo.disagrees"))
    yield Sentence(lead(result, names))
    if result.scenario.settings.owner == "bureau":
        columns = (
            ("item", 5.0),
            ("yearly_need", 2.0),
            ("reserve_units", 2.0),
            ("reserve_new", 2.0),
            ("reserve_mode", 2.0),
        )
        held = bureau.table(result)
        yield Excerpt(held, (*columns, ("reserve_money_summary", 3.0)), more=_more(names, held, SHOWN, "reserve_list"))
        return
    orders = advice.table(result)
    if orders.rows:
        columns = (("number", 1.0), ("item", 4.0), ("quantity", 2.0), ("source", 5.0), ("goods_summary", 2.6))
        days = (("latest_by", 2.6), ("usable", 2.6), ("late_days", 1.4))
        yield Excerpt(orders, (*columns, *days), more=_more(names, orders, SHOWN, "orders"))
    yield from map(Sentence, advice.sentences(result, names))


def _more(names: Names, table: Table[Any], most: int, sheet: str) -> str:
    if len(table.rows) <= most:
        return ""
    return names.word("result.memo.more", sheet=names.word(f"sheet.{sheet}"))


def _why(result: PlanResult, names: Names) -> Iterator[MemoBlock]:
    word = names.word
    open_needs: Section | None = advice.unserved(result, names)
    yield Subheading(word("result.memo.needs"))
    if open_needs is None or open_needs.table is None:
        yield word("result.memo.all_served")
    else:
        columns = (("item", 5), ("quantity", 2), ("needed_by", 2.6), ("need_outcome", 3), ("why_open", 8))
        more = _more(names, open_needs.table, NEEDS_SHOWN, "open_needs")
        yield Excerpt(open_needs.table, columns, NEEDS_SHOWN, more)
    countries = countries_table(result)
    if countries.rows:
        yield Subheading(word("result.memo.sources"))
        yield Listing(countries, "origin", "value_share", SHOWN)
    risks = [*exposed.outage_words(result, names)[:OUTAGES], *exposed.untouched_words(result, names)[:1]]
    if risks:
        yield Subheading(word("result.memo.risks"))
        yield from map(Sentence, risks)


def _money(result: PlanResult, names: Names) -> Iterator[MemoBlock]:
    table = money.table(result)
    yield Excerpt(table, tuple((column.key, 2.0) for column in table.told), SHOWN)
    for part in (money.bridge, money.after_end_words, money.used_up_words):
        yield Sentence(part(result, names))


def _alternatives(result: PlanResult, names: Names) -> Iterator[MemoBlock]:
    table = doubt.risk_table(result, names)
    yield Excerpt(table, tuple((column.key, float(column.span)) for column in table.columns))
    yield Sentence(verdict_of_page(result, names))


def verdict_of_page(result: PlanResult, names: Names) -> str:
    """The verdict as page one has it."""
    return next(iter(doubt.risk_sentences(result, names)), "") if verdict(result, names) else ""


def _doubt(result: PlanResult, names: Names) -> Iterator[MemoBlock]:
    changes = tipping.table(result, names)
    if changes.rows:
        columns = (("assumption", 7.0), ("value_now", 3.0), ("tips_at", 3.0), ("change_to_tip", 2.0), ("then", 5.0))
        yield Excerpt(changes, columns, tipping.SHOWN)
    yield from map(Sentence, exposed.exchange_words(result, names)[:1])
    yield from map(Sentence, doubt.confidence_sentences(result, names)[:DOUBTS])
