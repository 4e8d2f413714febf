"""From the tables of a tariff to its lines: codes of eight digits with their rates, headings with their names.

A cell that says something else than a percentage (a specific duty, `见附件`) leaves the rate blank: the code is known,
its rate is not, and nobody prices with it. A rate is never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from importplan.basics.issues import Issue, Place
from importplan.basics.labels import accepted
from importplan.catalog.tariff_tables import columns
from importplan.catalog.tariff_tables.columns import RATES, TariffColumns
from importplan.parsing.words import fold
from importplan.tables.cell import Cell
from importplan.tables.grid import Grid, SourceFile
from importplan.tables.unseen import Unseen, reading_notes, unseen_in

CODE, CUSTOMS_CODE = 8, 10  # digits
HEADINGS = (2, 4, 5, 6, 7)  # digits of what stands above codes
MOST = {"mfn": 100, "provisional": 100, "vat": 30}  # per cent; no rate on record comes near
MOST_OTHER = 300
HALF = 0.5
NOTHING = frozenset({"", "-", "--", "/", "—", "——", "…", "*"})
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_PROVISIONAL = re.compile(r"[△∆▲]\s*")  # how a provisional rate stands in the column of the MFN rate
_EX = re.compile(r"^ex\.?\s*", re.IGNORECASE)
_DASHES = re.compile(r"^[-－—–\s]+")


@dataclass(frozen=True)
class TariffLine:
    """One code of a table. Rates are in per cent; a rate that the table does not state is not among them."""

    code: str
    part: bool  # `ex`, or one of several customs codes of a code: the rates are those of some of its goods only
    name_zh: str
    name_en: str
    rates: Mapping[str, Decimal]
    unclear: frozenset[str]  # rates whose cells say something else than a percentage
    at: Place


@dataclass
class TariffLines:
    """What was read of a table, in order."""

    lines: list[TariffLine] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)  # digits of a heading → its name
    stated: set[str] = field(default_factory=set)  # rates, agreements and names that the table has a column for
    issues: list[Issue] = field(default_factory=list)


def read(source: SourceFile, given: Mapping[str, str]) -> TariffLines:
    """The lines of all tables, each fault at its cell."""
    found, unseen = TariffLines(), []
    shares: dict[tuple[str, Place], list[Decimal]] = {}
    for grid in source.grids:
        unseen += _table(grid, given, found, shares)
    for (name, at), values in shares.items():
        if values and all(value < 1 for value in values) and max(values) < HALF:
            found.issues.append(Issue.error("tariff-rates-are-shares", at, heading=_heading(name), value=values[0]))
    if unseen:
        cells = ", ".join(one.addresses for one in unseen)
        found.issues.append(Issue.warning("annex-counted-unseen", Place(source.file), cells=cells))
    found.issues.extend(reading_notes(source.file, source.grids))
    if not found.stated:
        found.issues.append(Issue.error("tariff-no-table", Place(source.file), tables=len(source.grids)))
    return found


def _table(
    grid: Grid, given: Mapping[str, str], found: TariffLines, shares: dict[tuple[str, Place], list[Decimal]]
) -> list[Unseen]:
    """One table; its headings may stand again on every page."""
    place: TariffColumns | None = None
    read: list[int] = []
    for row in range(grid.height):
        heads = columns.find(grid, row, given)
        if heads is not None:
            if place is None:
                for column, words in heads.unread.items():
                    found.issues.append(
                        Issue.warning("tariff-heading-unknown", grid.place(row, column), heading=words[:40])
                    )
                found.stated |= set(heads.of) - {"code", "ex"}
                shares |= {(name, grid.place(row, heads.of[name])): [] for name in _rate_columns(heads)}
            place = heads
        elif place is not None and grid.said(row):
            read.append(row)
            _row(grid, row, place, found, shares)
    used = set(place.of.values()) if place is not None else set()
    unseen = unseen_in(grid, read, used)
    return [unseen] if unseen else []


def _rate_columns(place: TariffColumns) -> tuple[str, ...]:
    return (*(name for name in RATES if name in place.of), *place.agreements)


def _row(
    grid: Grid,
    row: int,
    place: TariffColumns,
    found: TariffLines,
    shares: dict[tuple[str, Place], list[Decimal]],
) -> None:
    cell = grid.seen(row, place.of["code"])
    printed = unicodedata.normalize("NFKC", cell.shown)
    zh, en = (_DASHES.sub("", _words(grid, row, place, name)) for name in ("name", "name_en"))
    digits = re.sub(r"[.\s]", "", _EX.sub("", printed).replace("．", "."))
    if not digits:
        return  # a line of the table that has a name only
    stated = dict(_rates(grid, row, place, found.issues))
    rates = {name: rate for name, rate in stated.items() if rate is not None}
    if not digits.isascii() or not digits.isdigit():
        if stated:
            found.issues.append(Issue.error("tariff-code-unreadable", cell.at, value=printed[:40]))
        return
    if len(digits) in HEADINGS and not stated:
        found.headings.setdefault(digits, zh or en)
        return
    if len(digits) not in (CODE, CUSTOMS_CODE):
        found.issues.append(Issue.error("tariff-code-digits", cell.at, value=printed, digits=len(digits)))
        return
    for name, rate in rates.items():
        if rate:
            heading = next(at for key, at in shares if key == name and at.sheet == grid.name)
            shares[name, heading].append(rate)
    unclear = frozenset(stated) - frozenset(rates)
    part = bool(_EX.match(printed)) or bool(_EX.match(_words(grid, row, place, "ex")))
    found.lines.append(TariffLine(digits, part, zh, en, rates, unclear, cell.at))


def _words(grid: Grid, row: int, place: TariffColumns, name: str) -> str:
    column = place.of.get(name)
    return "" if column is None else " ".join(grid.seen(row, column).shown.split())


def _rates(grid: Grid, row: int, place: TariffColumns, issues: list[Issue]) -> Iterator[tuple[str, Decimal | None]]:
    for name in _rate_columns(place):
        cell = grid.seen(row, place.of[name])
        if cell.fault:
            issues.append(Issue.error(cell.fault, cell.at, value=cell.shown))
            continue
        words = unicodedata.normalize("NFKC", cell.shown).strip()
        first, *provisional = _PROVISIONAL.split(words) if name == "mfn" else (words,)
        yield from _rate(name, first, cell, issues)
        if provisional:
            yield from _rate("provisional", provisional[0], cell, issues)


def _rate(name: str, words: str, cell: Cell, issues: list[Issue]) -> Iterator[tuple[str, Decimal | None]]:
    bare = words.replace("%", "").strip()
    if bare in NOTHING:
        return
    if fold(bare) in FREE:
        yield name, Decimal(0)
    elif not _NUMBER.fullmatch(bare):
        issues.append(Issue.warning("tariff-rate-no-percentage", cell.at, heading=_heading(name), value=words[:40]))
        yield name, None
    elif Decimal(bare) > MOST.get(name, MOST_OTHER):
        most = MOST.get(name, MOST_OTHER)
        issues.append(Issue.error("tariff-rate-cannot-be", cell.at, heading=_heading(name), value=words, most=most))
    else:
        yield name, Decimal(bare)


FREE = frozenset(fold(word) for word in accepted("tariff_table.free"))


def _heading(name: str) -> str:
    return name if name.endswith("_pct") else " / ".join(accepted(f"tariff_table.column.{name}")[:2])


def by_code(lines: list[TariffLine], issues: list[Issue]) -> dict[str, list[TariffLine]]:
    """Lines by code of eight digits: several customs codes (ten digits) of one code stand together.

    A code that stands twice as a whole is a fault, unless the second line says the same.
    """
    found: dict[str, list[TariffLine]] = {}
    for line in lines:
        code, mine = line.code[:CODE], found.setdefault(line.code[:CODE], [])
        if line.part or len(line.code) == CUSTOMS_CODE:
            if any(each.code == line.code and each.at != line.at and not line.part for each in mine):
                issues.append(Issue.error("tariff-code-twice", line.at, hs_code=line.code, first=mine[0].at))
            mine.append(line)
            continue
        whole = [each for each in mine if not each.part and len(each.code) == CODE]
        if whole and (whole[0].rates != line.rates or whole[0].name_zh != line.name_zh):
            issues.append(Issue.error("tariff-code-twice", line.at, hs_code=code, first=whole[0].at))
        elif not whole:
            mine.insert(0, replace(line, code=code))
    return found
