"""The letter to a firm that says what it would get of the reserve and why: a draft for the bureau to sign.

It names nobody else and tells sums of others only where these give no firm away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from importplan.allocation.rule import DUST
from importplan.allocation.shortage import Shortage, claimed, told
from importplan.results.names import Names
from importplan.results.views.allocation_tables import GivenRow, given_rows, said_by, standing
from importplan.scenario.confidentiality import ConfidentialityRule
from importplan.scenario.schema.reserve_terms import ReserveTerms

COLUMNS = ("item", "unit", "asked", "priority", "said_by", "given", "served", "open")
LINES_NAMED = 6


@dataclass(frozen=True)
class Chapter:
    """A heading and what stands below it: sentences, and a table where it has one."""

    heading: str
    sentences: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Letter:
    """One letter."""

    firm: str
    title: str
    marking: str
    draft: str
    addressed: str
    chapters: tuple[Chapter, ...]
    closing: tuple[str, ...]


def letters(found: Sequence[Shortage], names: Names) -> tuple[Letter, ...]:
    """A letter for each firm that has asked, in the order of the firms of the case."""
    rows = given_rows(found)
    firms = [row.firm for row in names.scenario.all_firms]
    return tuple(
        _letter(firm, [row for row in rows if row.request.firm == firm], names)
        for firm in firms
        if any(row.request.firm == firm for row in rows)
    )


def _letter(firm: str, rows: list[GivenRow], names: Names) -> Letter:
    word, settings = names.word, names.scenario.settings
    period = names.scenario.calendar.label(rows[0].shortage.period)
    day = word("allocation.letter.as_of", day=settings.data_as_of or settings.start)
    return Letter(
        firm=firm,
        title=word("allocation.letter.title", period=period),
        marking=word("result.marking", marking=settings.marking) if settings.marking else word("result.memo.unmarked"),
        draft=word("allocation.letter.draft"),
        addressed=word("allocation.letter.to", firm=names.firm(firm)),
        chapters=(
            Chapter(
                word("allocation.letter.result"), (word("allocation.letter.opening", day=day),), _table(rows, names)
            ),
            Chapter(word("allocation.letter.why"), tuple(_why(rows, names))),
            Chapter(word("allocation.letter.rule"), (word("allocation.rule_for_firms"),)),
            Chapter(word("allocation.letter.others"), tuple(_others(rows, names))),
            Chapter(word("allocation.letter.next"), tuple(_next(rows, names))),
        ),
        closing=(
            word("allocation.letter.sign", prepared=settings.prepared_by, approved=settings.approved_by),
            word("result.sign.day"),
        ),
    )


def _table(rows: list[GivenRow], names: Names) -> tuple[tuple[str, ...], ...]:
    head = tuple(names.word(f"allocation.column.{key}") for key in COLUMNS)
    body = (
        (
            names.item(row.shortage.item),
            names.unit(row.shortage.item),
            f"{row.request.quantity:g}",
            str(row.request.priority),
            names.word(f"allocation.said.{said_by(row.request)}"),
            f"{row.given:g}",
            f"{row.given / row.request.quantity:.0%}",
            f"{row.open:g}",
        )
        for row in rows
    )
    return (head, *body)


def _why(rows: list[GivenRow], names: Names) -> Iterator[str]:
    for row in rows:
        own, request = row.shortage.own[row.request.firm], row.request
        values = {
            "item": names.item(row.shortage.item), "unit": names.unit(row.shortage.item), "priority": request.priority,
            "asked": request.quantity, "given": row.given, "open": row.open, "stock": own.stock, "coming": own.coming,
        }  # fmt: skip
        lines = [_line_words(row, at, names) for at in range(min(len(row.lines), LINES_NAMED))]
        if len(row.lines) > LINES_NAMED:
            lines.append(names.word("allocation.letter.more_lines", count=len(row.lines)))
        listed = names.word("result.list_join").join(lines)
        key = "allocation.letter.net" if row.shortage.deducted else "allocation.letter.as_asked"
        yield names.word(key, lines=listed, **values)
        yield names.word(f"allocation.letter.{_standing(row)}", **values)
        if claimed(request):
            yield names.word("allocation.letter.claimed", **values)


def _standing(row: GivenRow) -> str:
    """As in the tables, and whether anybody comes before: a firm of the highest priority waits for nobody."""
    found = standing(row)
    higher = any(request.priority < row.request.priority for request in row.shortage.division.requests)
    return "part_first" if found == "part" and not higher else found


def _line_words(row: GivenRow, at: int, names: Names) -> str:
    line = row.lines[at]
    return names.word("allocation.letter.line", line=line.line, period=str(line.period), quantity=line.quantity)


def _others(rows: list[GivenRow], names: Names) -> Iterator[str]:
    """Sums of all who asked, as far as they may be told."""
    rule = ConfidentialityRule.of(names.scenario.settings)
    for row in {row.shortage.item: row for row in rows}.values():
        division = row.shortage.division
        may, item = told(division, rule), names.item(row.shortage.item)
        pairs = list(zip(division.requests, division.given, strict=True))
        unit = names.unit(row.shortage.item)
        if may.total:
            yield names.word(
                "allocation.letter.all", item=item, unit=unit, asked=division.asked, given=division.total,
                available=division.available, firms=len({request.firm for request, _ in pairs}),
            )  # fmt: skip
        levels = dict.fromkeys(other.request.priority for other in rows if other.shortage.item == row.shortage.item)
        for level in levels:
            mine = [(request, given) for request, given in pairs if request.priority == level]
            if may.levels[level] and not (may.total and len(may.levels) == 1):
                asked, given = sum(request.quantity for request, _ in mine), sum(given for _, given in mine)
                yield names.word(
                    "allocation.letter.level", item=item, unit=unit, priority=level, asked=asked, given=given,
                    firms=len({request.firm for request, _ in mine}), served=100.0 * given / asked,
                )  # fmt: skip
        if not may.total and not any(may.levels[level] for level in levels):
            yield names.word("allocation.letter.withheld", item=item)


def _next(rows: list[GivenRow], names: Names) -> Iterator[str]:
    for row in rows:
        if row.given > DUST:
            terms = next((each for each in names.scenario.reserve_terms if each.item == row.shortage.item), None)
            share = (terms or ReserveTerms(item=row.shortage.item)).release_price_share
            yield names.word("allocation.letter.pay", item=names.item(row.shortage.item), share=100.0 * share)
    if any(row.open > DUST for row in rows):
        yield names.word("allocation.letter.stays_open")
    yield names.word("allocation.letter.object")
