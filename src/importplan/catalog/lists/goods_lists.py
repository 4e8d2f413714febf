"""Official lists of goods by edition and day: what a relief covers, and what it never covers.

A list is a folder `goods_lists/<key>/`: `list.toml` says what the list is for, `<edition>.toml` from when to when an
edition is in force and by which document, `<edition>.csv` holds the rows that are in hand. Few official annexes are in
hand; `rows_in_hand` says how far an edition can be trusted to be complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Literal

from importplan.basics.labels import Language
from importplan.catalog.bilingual import Bilingual, called
from importplan.catalog.reading import CatalogLine, Reading

# supported: equipment whose makers may be relieved. goods: what may be imported free. not_exempt: what never is.
# interest_subsidy: money for the importer, no relief.
ROLES = ("supported", "goods", "not_exempt", "interest_subsidy")
# complete: every row of the annex. some: part of it. illustrative: made up or of unknown edition. none: no row.
IN_HAND = ("complete", "some", "illustrative", "none")
COLUMNS = ("row", "section", "name_zh", "name_en", "level", "parent", "hs_codes", "requirement", "sales_requirement",
           "quantity", "expires", "document", "source", "confidence", "notes")  # fmt: skip
EX = "ex"


@dataclass(frozen=True, slots=True)
class CodeReference:
    """A tariff code as a list prints it: 4 to 10 digits, a heading standing for all codes below it; `ex`: in part."""

    digits: str
    ex: bool = False

    def covers(self, hs_code: str) -> bool:
        """Whether a code of 8 or 10 digits lies under this one."""
        return hs_code.startswith(self.digits) or (len(hs_code) < len(self.digits) and self.digits.startswith(hs_code))

    def __str__(self) -> str:
        return f"{EX}{self.digits}" if self.ex else self.digits


@dataclass(frozen=True, slots=True)
class Reference:
    """How a row is called in a workbook: list, edition and row, written `major_equipment_parts/2025/3.2.1`."""

    list_key: str
    edition: str
    row: str

    def __str__(self) -> str:
        return f"{self.list_key}/{self.edition}/{self.row}"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of an edition as printed."""

    reference: Reference
    section: str
    name_zh: str
    name_en: str
    level: int  # list 2: 1, 2 or 3 for parts of the first to the third level; 0 elsewhere
    parent: str  # the row it stands under: the equipment of list 1, or the part of the level above
    codes: tuple[CodeReference, ...]
    requirement: str  # technical limits, as printed
    sales_requirement: str
    quantity: str  # per unit of equipment, as printed
    expires: date | None  # last day in force of this row alone
    document: str
    source: str
    confidence: str
    notes: str

    def name(self, language: Language) -> str:
        """The name in one language; the other one where only that is in hand."""
        return (self.name_zh or self.name_en) if language == "zh" else (self.name_en or self.name_zh)

    def covers(self, hs_code: str) -> bool:
        """Whether a code of the row covers a tariff code. A row without codes covers none: it is found by its name."""
        return any(code.covers(hs_code) for code in self.codes)


@dataclass(frozen=True, slots=True)
class Transition:
    """Projects approved up to a day keep an older edition until another day."""

    approved_to: date
    until: date
    keeps: str
    what_zh: str
    what_en: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Edition(Bilingual):
    """One edition of a list."""

    key: str
    name_zh: str
    name_en: str
    document: str
    valid_from: date
    valid_to: date | None
    nomenclature: int  # the year of the tariff in which its codes are printed
    rows_in_hand: str
    source: str
    confidence: str
    read_on: date | None
    sections: tuple[str, ...]
    transitions: tuple[Transition, ...]
    rows: Mapping[str, ListRow]
    rows_on_record: int | None = None  # how many rows the annex has, where that is known

    def in_force(self, day: date) -> bool:
        """Whether the edition is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class GoodsList(Bilingual):
    """A list with its editions in order of their first day."""

    key: str
    name_zh: str
    name_en: str
    also: tuple[str, ...]
    role: Literal["supported", "goods", "not_exempt", "interest_subsidy"]
    under: str  # key of the list whose rows are the parents of these rows
    editions: tuple[Edition, ...]

    def edition(self, key: str) -> Edition | None:
        """The edition of a key."""
        return next((edition for edition in self.editions if edition.key == key), None)

    def on(self, day: date, approved: date | None = None) -> Edition | None:
        """The edition in force on a day, None when there is none.

        `approved` is the day on which the buyer's project was approved: a transition clause may then keep an older
        edition in force for it.
        """
        found = next((edition for edition in reversed(self.editions) if edition.in_force(day)), None)
        if found is None or approved is None:
            return found
        kept = (clause.keeps for clause in found.transitions if approved <= clause.approved_to and day <= clause.until)
        return next((older for key in kept if (older := self.edition(key)) is not None), found)


@dataclass(frozen=True)
class GoodsLists:
    """All lists by key."""

    by_key: Mapping[str, GoodsList]
    stale_after_months: int | None = None  # after how long what was read has to be looked at again; None: never

    def find(self, words: str) -> GoodsList | None:
        """The list that a key or a name in either language means."""
        return called(words, self.by_key.values())

    def refer(self, words: str) -> Reference | None:
        """The reference that `list/edition/row` means, whether the row is in hand or not; None for other words."""
        parts = [part.strip() for part in words.split("/", 2)]
        found = self.find(parts[0]) if len(parts) == 3 else None
        return Reference(found.key, parts[1], parts[2]) if found else None

    def in_words(self, words: str, language: Language) -> str:
        """Words in which references name their list as people do (`清单二/2025/3.2`); such references can be read."""
        if language == "zh" and "/" in words:
            for entry in self.by_key.values():
                words = words.replace(f"{entry.key}/", f"{(*entry.also, entry.name_zh)[0]}/")
        return words

    def row(self, reference: Reference) -> ListRow | None:
        """The row of a reference, None where it is not in hand."""
        entry = self.by_key.get(reference.list_key)
        edition = entry.edition(reference.edition) if entry else None
        return edition.rows.get(reference.row) if edition else None

    def rows(self) -> Iterator[ListRow]:
        """Every row of every edition."""
        for entry in self.by_key.values():
            for edition in entry.editions:
                yield from edition.rows.values()

    def change_days(self) -> set[date]:
        """The days on which an edition or a row begins, or is no longer, in force."""
        return {
            day
            for entry in self.by_key.values()
            for edition in entry.editions
            for day in (edition.valid_from, *_ends(edition))
        }


def _ends(edition: Edition) -> Iterator[date]:
    last_days = [edition.valid_to, *(row.expires for row in edition.rows.values())]
    last_days += [clause.until for clause in edition.transitions]
    yield from (date.fromordinal(day.toordinal() + 1) for day in last_days if day is not None)


def read(reading: Reading) -> GoodsLists:
    """All lists of `goods_lists/`."""
    found = [_read_list(reading, name) for name in reading.names("goods_lists/*/list.toml")]
    months = reading.rule("goods_lists/review.toml").needed("stale_after_months")
    return GoodsLists({entry.key: entry for entry in found}, int(months))


def _read_list(reading: Reading, name: str) -> GoodsList:
    about, folder = reading.rule(name), PurePosixPath(name).parent
    counts = about.block("rows_on_record").cells if "rows_on_record" in about.cells else {}
    editions = [
        _read_edition(reading, about.text("key"), edition, counts)
        for edition in reading.names(f"{folder}/*.toml")
        if edition != name
    ]
    role = about.text("role", required=True)
    if role not in ROLES:
        about.wrong("role", ", ".join(ROLES))
    if about.text("key", required=True) != folder.name:
        about.wrong("key", folder.name)
    return GoodsList(
        key=folder.name,
        name_zh=about.text("name_zh", required=True),
        name_en=about.text("name_en", required=True),
        also=about.words("also"),
        role=role,  # type: ignore[arg-type]  # one of ROLES, or a fault is recorded
        under=about.text("under"),
        editions=tuple(sorted(editions, key=lambda edition: edition.valid_from)),
    )


def _read_edition(reading: Reading, list_key: str, name: str, counts: Mapping[str, int]) -> Edition:
    about = reading.rule(name)
    in_hand = about.text("rows_in_hand", required=True)
    if in_hand not in IN_HAND:
        about.wrong("rows_in_hand", ", ".join(IN_HAND))
    key = PurePosixPath(name).stem
    lines = [] if in_hand == "none" else reading.table(name.removesuffix(".toml") + ".csv", COLUMNS)
    rows: dict[str, ListRow] = {}
    for line in lines:
        row = read_row(line, list_key, key)
        if row.reference.row in rows:
            line.wrong("row", "each row once")
        rows[row.reference.row] = row
    on_record = counts.get(key)
    if in_hand == "complete" and on_record is not None and len(rows) < on_record:
        in_hand = "some"  # five rows of 944 are not the list, whatever their file says
    return Edition(
        key=key,
        name_zh=about.text("name_zh", required=True),
        name_en=about.text("name_en", required=True),
        document=about.text("document", required=True),
        valid_from=about.first_day("valid_from"),
        valid_to=about.day("valid_to", required=False),
        nomenclature=int(about.number("nomenclature", required=False) or about.first_day("valid_from").year),
        rows_in_hand=in_hand,
        source=about.text("source", required=True),
        confidence=about.confidence(),
        read_on=about.day("read_on", required=False),
        sections=about.words("sections"),
        transitions=tuple(_read_transition(block) for block in about.blocks("transitions")),
        rows=rows,
        rows_on_record=on_record,
    )


def read_row(line: CatalogLine, list_key: str, edition: str) -> ListRow:
    """One line of an edition's table."""
    if not line.text("name_zh") and not line.text("name_en"):
        line.wrong("name_zh", "a name in one language at least")
    return ListRow(
        reference=Reference(list_key, edition, line.text("row", required=True)),
        section=line.text("section"),
        name_zh=line.text("name_zh"),
        name_en=line.text("name_en"),
        level=int(line.number("level", required=False) or 0),
        parent=line.text("parent"),
        codes=tuple(code for word in line.words("hs_codes") if (code := _read_code(line, word)) is not None),
        requirement=line.text("requirement"),
        sales_requirement=line.text("sales_requirement"),
        quantity=line.text("quantity"),
        expires=line.day("expires", required=False),
        document=line.text("document"),
        source=line.text("source"),
        confidence=line.confidence(),
        notes=line.text("notes"),
    )


def _read_code(line: CatalogLine, word: str) -> CodeReference | None:
    ex = word.lower().startswith(EX)
    digits = word[len(EX) :].strip() if ex else word
    if not digits.isascii() or not digits.isdigit() or not 4 <= len(digits) <= 10:
        line.wrong("hs_codes", "4 to 10 digits, with ex before a code that is covered in part, separated by |")
        return None
    return CodeReference(digits, ex)


def _read_transition(block: CatalogLine) -> Transition:
    return Transition(
        approved_to=block.first_day("approved_to"),
        until=block.first_day("until"),
        keeps=block.text("keeps", required=True),
        what_zh=block.text("what_zh", required=True),
        what_en=block.text("what_en", required=True),
        source=block.text("source", required=True),
        confidence=block.confidence(),
    )
