"""Makes an edition of an annex: reads its lines, checks them, compares them with what is there. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue
from importplan.catalog.annexes import checks, columns, lines, rows
from importplan.catalog.lists.difference import EditionDifference, compare
from importplan.catalog.lists.goods_lists import Edition, GoodsList, GoodsLists, ListRow
from importplan.catalog.load import Catalog
from importplan.tables.grid import SourceFile


@dataclass(frozen=True)
class Wanted:
    """What the user says of an annex. Blank: as the edition that is there already says it."""

    list_words: str
    edition: str
    read_on: date
    valid_from: date | None = None
    valid_to: date | None = None
    nomenclature: int | None = None  # year of the tariff in which the codes are printed
    document: str = ""
    source: str = ""
    confidence: str = "given"
    close_older: bool = False  # the edition before, where it is open, ends the day before this one begins
    rows_in_hand: str = "complete"
    headings: Mapping[str, str] = field(default_factory=dict)  # heading as printed → field


@dataclass(frozen=True)
class TakenIn:
    """An edition read from an annex, not yet written; with errors among the issues it must not be."""

    entry: GoodsList
    edition: Edition
    remarks: tuple[str, ...]
    issues: tuple[Issue, ...]
    difference: EditionDifference
    before: Edition | None  # the edition of this key that is there already
    closed: Edition | None  # the edition before, with its last day, where it was open and is to end


def take_in(annex: SourceFile, catalog: Catalog, wanted: Wanted) -> TakenIn:
    """The edition that an annex holds, with every fault at its place.

    Raises InputRejected where list, edition or headings that the user names are not known.
    """
    lists = catalog.goods_lists
    entry = lists.find(wanted.list_words)
    if entry is None:
        known = ", ".join(lists.by_key)
        raise InputRejected((Issue.error("annex-list-unknown", list=wanted.list_words, known=known),))
    before = entry.edition(wanted.edition)
    refuse(wanted, before)
    empty = described(annex, wanted, before)
    found = lines.read(annex, entry.role, wanted.headings)
    table = checks.nomenclature(catalog.tariff, date(empty.nomenclature, 12, 31))
    beginnings = {code[:length] for code in table for length in range(4, 9)}
    about = rows.AnnexFacts(
        list_key=entry.key,
        edition=wanted.edition,
        role=entry.role,
        valid_from=empty.valid_from,
        document="",
        confidence=wanted.confidence,
        equipment=equipment(lists, entry, wanted.edition),
    )
    read = rows.read(found.lines, about, lambda digits: digits[:8] in beginnings)
    sections = tuple(dict.fromkeys(line.section for line in found.lines if line.section))
    by_key: dict[str, ListRow] = {}
    for row in read.rows:
        by_key.setdefault(row.reference.row, row)
    edition = replace(empty, rows=by_key, sections=sections)
    closed = older_closed(entry, edition) if wanted.close_older else None
    beside = with_edition(with_edition(entry, closed) if closed else entry, edition)
    faults = checks.faults(lists, beside, edition, read.rows, read.places)
    doubts = checks.code_doubts(read.rows, read.places, table, became(catalog, empty.nomenclature))
    return TakenIn(
        entry=beside,
        edition=edition,
        remarks=tuple(found.remarks),
        issues=(*found.issues, *read.issues, *faults, *doubts),
        difference=compare(before.rows if before else {}, edition.rows),
        before=before,
        closed=closed,
    )


def became(catalog: Catalog, printed_in: int) -> Callable[[str], tuple[str, ...]]:
    """What a code of the nomenclature of a year has become by the last tariff in hand; nothing where it is the same."""
    now = max((year.valid_from.year for year in catalog.tariff.years), default=printed_in)

    def found(digits: str) -> tuple[str, ...]:
        routes = catalog.concordance.routes(digits, printed_in, now)
        return tuple(route.to_code for route in routes if route.steps)

    return found


def refuse(wanted: Wanted, before: Edition | None) -> None:
    """Raise InputRejected for what the user must say first."""
    faults = [
        Issue.error("annex-field-unknown", field=name, heading=heading, known=", ".join(columns.FIELDS))
        for heading, name in wanted.headings.items()
        if name not in columns.FIELDS
    ]
    if before is None and (wanted.valid_from is None or not wanted.document):
        faults.append(Issue.error("annex-edition-new", edition=wanted.edition))
    if faults:
        raise InputRejected(tuple(faults))


def described(annex: SourceFile, wanted: Wanted, before: Edition | None) -> Edition:
    """The edition without its rows: what the user says, over what is there."""
    return Edition(
        key=wanted.edition,
        name_zh=before.name_zh if before else f"{wanted.edition} 年版",
        name_en=before.name_en if before else f"{wanted.edition} edition",
        document=wanted.document or (before.document if before else ""),
        valid_from=wanted.valid_from or (before.valid_from if before else date.max),
        valid_to=wanted.valid_to or (before.valid_to if before else None),
        nomenclature=wanted.nomenclature or (before.nomenclature if before else (wanted.valid_from or date.max).year),
        rows_in_hand=wanted.rows_in_hand,
        source=wanted.source or annex.file,
        confidence=wanted.confidence,
        read_on=wanted.read_on,
        sections=(),
        transitions=before.transitions if before else (),
        rows={},
    )


def equipment(lists: GoodsLists, entry: GoodsList, edition: str) -> dict[str, str]:
    """Name of the equipment of the list above → its row in the same edition; a name that stands twice is left out."""
    above = lists.by_key.get(entry.under)
    same = above.edition(edition) if above else None
    names = [row.name_zh for row in same.rows.values()] if same else []
    return {row.name_zh: key for key, row in (same.rows if same else {}).items() if names.count(row.name_zh) == 1}


def older_closed(entry: GoodsList, edition: Edition) -> Edition | None:
    """The open edition before a new one, ended on the day before it; None where none is open."""
    older = [each for each in entry.editions if each.valid_from < edition.valid_from and each.key != edition.key]
    if not older or older[-1].valid_to is not None:
        return None
    return replace(older[-1], valid_to=edition.valid_from - timedelta(days=1))


def with_edition(entry: GoodsList, edition: Edition) -> GoodsList:
    """The list with an edition added or put in the place of the one of its key."""
    others = [each for each in entry.editions if each.key != edition.key]
    return replace(entry, editions=tuple(sorted([*others, edition], key=lambda each: each.valid_from)))
