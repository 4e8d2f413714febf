"""From the tables of an annex to its lines: headings found, section rows and repeated headings taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from importplan.basics.issues import Issue, Place
from importplan.basics.labels import accepted
from importplan.catalog.annexes import columns
from importplan.catalog.annexes.columns import PARTS, Columns
from importplan.catalog.annexes.grid import Annex, GridRow, Table, joined
from importplan.catalog.annexes.line import NUMBER, REMARK, SECTION_MARKS, Line

SHARED = (
    "requirement",
    "sales_requirement",
    "quantity",
    "expires",
    "codes",
    "notes",
)  # a merged cell holds for all rows


@dataclass
class Lines:
    """What was read of an annex, in order."""

    lines: list[Line] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read(annex: Annex, role: str, given: Mapping[str, str]) -> Lines:
    """The lines of all tables. Faults: no table has headings, a table lacks a column, a heading has no meaning."""
    walk = _Walk(annex, role, given)
    for table in annex.tables:
        walk.table(table)
    if not walk.found.lines and not walk.found.issues:
        at = Place(annex.file)
        walk.found.issues.append(Issue.error("annex-no-table", at, tables=len(annex.tables)))
    return walk.found


class _Walk:
    """The state while the tables are gone through: the columns in force and the sections open."""

    def __init__(self, annex: Annex, role: str, given: Mapping[str, str]) -> None:
        self.annex, self.role, self.given = annex, role, given
        self.columns: Columns | None = None
        self.sections: dict[int, str] = {}
        self.found = Lines()

    def table(self, table: Table) -> None:
        """One table: its headings, or those of the table before where it goes on."""
        for words in table.before:
            if REMARK.match(words):
                self.found.remarks.append(words)
            else:
                self.open_section(words)
        if not table.rows:
            return
        start = self.headings(table)
        if self.columns is None:
            return
        rows = table.rows[start:]
        first = True
        for row in rows:
            if not row.filled or columns.is_heading(row, self.given):
                continue
            first = self.row(table, row, first)

    def headings(self, table: Table) -> int:
        """Find the headings of a table; returns the number of rows up to and with them."""
        for index in range(len(table.rows)):
            pair = table.rows[index : index + 2]
            found = columns.find(pair, self.given)
            if found is not None:
                self.columns = self.checked(table, pair, found)
                return index + 1
        width = max((len(row.cells) for row in table.rows), default=0)
        if not (table.joins and self.columns is not None and width == self.columns.width):
            self.columns = None
            self.skipped(table)
        return 0

    def checked(self, table: Table, rows: tuple[GridRow, ...], found: Columns) -> Columns | None:
        """The columns, None with a fault where one is missing; equipment is the name of the goods where no other is."""
        if not {"name", "part_1"} & set(found.of) and "equipment" in found.of:
            of = {"name" if field == "equipment" else field: column for field, column in found.of.items()}
            found = replace(found, of=of)
        at = self.annex.place(table, rows[0])
        for column, heading in found.unread.items():
            place = self.annex.place(table, rows[0], column)
            self.found.issues.append(Issue.warning("annex-heading-unknown", place, heading=joined(heading)))
        missing = found.missing(self.role)
        for name in missing:
            heading = " / ".join(accepted(f"annex.column.{name}")[:2])
            self.found.issues.append(Issue.error("annex-column-missing", at, column=name, heading=heading))
        return None if missing else found

    def skipped(self, table: Table) -> None:
        """Say that a table has no headings; tables without text need no word."""
        words = next((cell.text for row in table.rows for cell in row.cells if cell.text), "")
        if words:
            at = self.annex.place(table, table.rows[0])
            self.found.issues.append(Issue.warning("annex-table-skipped", at, words=joined(words)[:40]))

    def row(self, table: Table, row: GridRow, first: bool) -> bool:
        """One row below the headings; returns whether the next one is still the first of goods."""
        words = self.alone(row)
        if words and REMARK.match(words):
            self.found.remarks.append(words)
            return first
        if words:
            self.open_section(words, forced=True)
            if not any(mark.match(words) for mark in SECTION_MARKS):
                at = self.annex.place(table, row)
                self.found.issues.append(Issue.warning("annex-section-unmarked", at, words=words[:40]))
            return False
        line = self.line(table, row)
        if line is None:
            return first
        self.place_line(line, first and table.joins)
        return False

    def alone(self, row: GridRow) -> str:
        """The text of a row that has one cell only, merged over the table or first in it; blank for other rows."""
        assert self.columns is not None
        section = self.marked(row)
        if section:
            return section
        texts = {row.cells[column].text for column in row.filled if not row.cells[column].down}
        if len(texts) != 1 or any(cell.down for cell in row.cells if cell.text):
            return ""
        words = joined(texts.pop())
        spans = sum(cell.across for cell in row.cells) >= max(1, len(row.cells) // 2)
        first = row.filled[0]
        marked = any(mark.match(words) for mark in (*SECTION_MARKS, REMARK))
        in_front = first <= min(self.columns.of.values()) and not NUMBER.fullmatch(words)
        names = {self.columns.of.get(name) for name in ("name", "equipment", "part_1")}
        return words if spans or (marked and (in_front or first in names)) or (in_front and first not in names) else ""

    def marked(self, row: GridRow) -> str:
        """A section whose mark stands in the column of numbers and its name in that of names: 一 | 发电装备."""
        assert self.columns is not None
        front, names = self.columns.of.get("number"), {self.columns.of.get(name) for name in ("name", "equipment")}
        if front is None or len(row.filled) != 2 or row.filled[0] != front or row.filled[1] not in names:
            return ""
        mark, words = (joined(row.text(column)) for column in row.filled)
        if NUMBER.fullmatch(mark) or not any(pattern.fullmatch(mark) for pattern in SECTION_MARKS):
            return ""
        return f"{mark}{words}" if mark.endswith((")", "）", "、")) else f"{mark}、{words}"

    def open_section(self, words: str, forced: bool = False) -> None:
        """A new section, or a part of the one that is open, by how it is marked; unmarked text only where forced."""
        depth = next((depth for depth, mark in enumerate(SECTION_MARKS) if mark.match(words)), None)
        if depth is None and not forced:
            return
        depth = len(SECTION_MARKS) if depth is None else depth
        self.sections = {open_: name for open_, name in self.sections.items() if open_ < depth} | {depth: words}

    def line(self, table: Table, row: GridRow) -> Line | None:
        """The texts of a row by field; unread columns go to the notes with their heading."""
        assert self.columns is not None
        texts: dict[str, str] = {}
        new: set[str] = set()
        places: dict[str, Place] = {}
        for name, column in self.columns.of.items():
            cell = row.cells[column] if column < len(row.cells) else None
            if cell is None or not cell.text or cell.across:
                continue
            places[name] = self.annex.place(table, row, column)
            if not cell.down or name in SHARED:
                texts[name] = cell.text
            if not cell.down:
                new.add(name)
        more = [f"{joined(heading)}: {joined(row.text(column))}" for column, heading in self.columns.unread.items()
                if row.text(column)]  # fmt: skip
        if more:
            texts["notes"] = "; ".join([part for part in (texts.get("notes", ""),) if part] + more)
            new.add("notes")
        sections = tuple(self.sections[depth] for depth in sorted(self.sections))
        return Line(self.annex.place(table, row), sections, texts, new, places) if texts else None

    def place_line(self, line: Line, first: bool) -> None:
        """Add a line, or append it to the one before where it is the rest of it.

        Without a name and a number it is the rest of a row. With a name it may be one too, at the top of a page, where
        all rows have a number and this one has neither number nor code: joined, with a warning.
        """
        before = self.found.lines[-1] if self.found.lines else None
        named = any(name in line.new for name in ("name", "equipment", *PARTS))
        if before is None or "number" in line.new:
            self.found.lines.append(line)
        elif not named:
            before.append(line)
        elif first and "codes" not in line.new and "number" in before.new:
            before.append(line)
            self.found.issues.append(Issue.warning("annex-row-joined", line.place, row=before.own("number")))
        else:
            self.found.lines.append(line)
