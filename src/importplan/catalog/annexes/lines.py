"""From the tables of an annex to its lines: headings found, section rows and repeated headings taken out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from importplan.basics.issues import Issue, Place
from importplan.basics.labels import accepted
from importplan.catalog.annexes import columns
from importplan.catalog.annexes.columns import PARTS, AnnexColumns
from importplan.catalog.annexes.joined import joined
from importplan.catalog.annexes.line import NUMBER, REMARK, SECTION_MARKS, AnnexLine
from importplan.parsing.codes import typed_as_day
from importplan.tables.grid import Grid, SourceFile
from importplan.tables.unseen import Unseen, reading_notes, unseen_in

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

    lines: list[AnnexLine] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read(annex: SourceFile, role: str, given: Mapping[str, str]) -> Lines:
    """The lines of all tables. Faults: no table has headings, a table lacks a column, a heading has no meaning."""
    walk = _Walk(role, given)
    for grid in annex.grids:
        walk.table(grid)
    if walk.unseen:
        cells = ", ".join(one.addresses for one in walk.unseen)
        walk.found.issues.append(Issue.warning("annex-counted-unseen", Place(annex.file), cells=cells))
    walk.found.issues.extend(reading_notes(annex.file, annex.grids))
    if not walk.found.lines and not walk.found.issues:
        walk.found.issues.append(Issue.error("annex-no-table", Place(annex.file), tables=len(annex.grids)))
    return walk.found


class _Walk:
    """The state while the tables are gone through: the columns in force and the sections open."""

    def __init__(self, role: str, given: Mapping[str, str]) -> None:
        self.role, self.given = role, given
        self.columns: AnnexColumns | None = None
        self.sections: dict[int, str] = {}
        self.found = Lines()
        self.unseen: list[Unseen] = []

    def table(self, grid: Grid) -> None:
        """One table: its headings, or those of the table before where it goes on."""
        for words in grid.before:
            if REMARK.match(words):
                self.found.remarks.append(words)
            else:
                self.open_section(words)
        if not grid.values:
            return
        start = self.headings(grid)
        if self.columns is None:
            return
        first = True
        rows = [
            row
            for row in range(start, len(grid.values))
            if grid.said(row) and not columns.is_heading(grid, row, self.given)
        ]
        for row in rows:
            first = self.row(grid, row, first)
        unseen = unseen_in(grid, rows, range(max(map(grid.width, rows), default=0)))
        self.unseen += [unseen] if unseen else []

    def headings(self, grid: Grid) -> int:
        """Find the headings of a table; returns the number of rows up to and with them."""
        for row in range(len(grid.values)):
            found = columns.find(grid, row, self.given)
            if found is not None:
                self.columns = self.checked(grid, row, found)
                return row + 1
        width = max((grid.width(row) for row in range(len(grid.values))), default=0)
        if not (grid.joins and self.columns is not None and width == self.columns.width):
            self.columns = None
            self.skipped(grid)
        return 0

    def checked(self, grid: Grid, row: int, found: AnnexColumns) -> AnnexColumns | None:
        """The columns, None with a fault where one is missing; equipment is the name of the goods where no other is."""
        if not {"name", "part_1"} & set(found.of) and "equipment" in found.of:
            of = {"name" if field == "equipment" else field: column for field, column in found.of.items()}
            found = replace(found, of=of)
        for column, heading in found.unread.items():
            self.warn("annex-heading-unknown", grid.place(row, column), heading=joined(heading))
        missing = found.missing(self.role)
        for name in missing:
            heading = " / ".join(accepted(f"annex.column.{name}")[:2])
            self.found.issues.append(Issue.error("annex-column-missing", grid.place(row), column=name, heading=heading))
        return None if missing else found

    def skipped(self, grid: Grid) -> None:
        """Say that a table has no headings; tables without text need no word."""
        words = next(
            (grid.cell(row, column).shown for row in range(len(grid.values)) for column in grid.filled(row)), ""
        )
        if words:
            self.warn("annex-table-skipped", grid.place(0), words=joined(words)[:40])

    def row(self, grid: Grid, row: int, first: bool) -> bool:
        """One row below the headings; returns whether the next one is still the first of goods."""
        words = self.alone(grid, row)
        if words and REMARK.match(words):
            self.found.remarks.append(words)
            return first
        if words:
            self.open_section(words, forced=True)
            if not any(mark.match(words) for mark in SECTION_MARKS):
                self.warn("annex-section-unmarked", grid.place(row), words=words[:40])
            return False
        line = self.line(grid, row)
        if line is None:
            return first
        self.place_line(line, first and grid.joins)
        return False

    def warn(self, code: str, at: Place, **values: object) -> None:
        """Record a warning."""
        self.found.issues.append(Issue.warning(code, at, **values))

    def alone(self, grid: Grid, row: int) -> str:
        """The text of a row that has one cell only, merged over the table or first in it; blank for other rows."""
        assert self.columns is not None
        section = self.marked(grid, row)
        if section:
            return section
        said = grid.said(row)
        texts = {grid.seen(row, column).shown for column in said}
        if len(texts) != 1 or any(grid.from_above(row, column) for column in said):
            return ""
        words = joined(texts.pop())
        width = grid.width(row)
        spans = sum(grid.from_left(row, column) for column in range(width)) >= max(1, width // 2)
        marked = any(mark.match(words) for mark in (*SECTION_MARKS, REMARK))
        in_front = said[0] <= min(self.columns.of.values()) and not NUMBER.fullmatch(words)
        names = {self.columns.of.get(name) for name in ("name", "equipment", "part_1")}
        alone = spans or (marked and (in_front or said[0] in names)) or (in_front and said[0] not in names)
        return words if alone else ""

    def marked(self, grid: Grid, row: int) -> str:
        """A section whose mark stands in the column of numbers and its name in that of names: 一 | 发电装备."""
        assert self.columns is not None
        said = grid.said(row)
        front, names = self.columns.of.get("number"), {self.columns.of.get(name) for name in ("name", "equipment")}
        if front is None or len(said) != 2 or said[0] != front or said[1] not in names:
            return ""
        mark, words = (joined(grid.seen(row, column).shown) for column in said)
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

    def line(self, grid: Grid, row: int) -> AnnexLine | None:
        """The texts of a row by field; unread columns go to the notes with their heading."""
        assert self.columns is not None
        texts: dict[str, str] = {}
        new: set[str] = set()
        places: dict[str, Place] = {}
        for name, column in self.columns.of.items():
            cell, goes_on = grid.seen(row, column), grid.from_above(row, column)
            if cell.blank or grid.from_left(row, column):
                continue
            places[name] = cell.at
            if cell.struck and not goes_on:
                self.found.issues.append(Issue.error("annex-struck-out", cell.at, value=joined(cell.shown)[:40]))
            if name == "number" and not goes_on and (typed := typed_as_day(cell)):
                values = {"value": cell.shown, "typed": typed}
                self.found.issues.append(Issue.error("annex-number-became-date", cell.at, **values))
            if not goes_on or name in SHARED:
                texts[name] = cell.shown
            if not goes_on:
                new.add(name)
        more = [
            f"{joined(heading)}: {joined(words)}"
            for column, heading in self.columns.unread.items()
            if (words := grid.seen(row, column).shown)
        ]
        if more:
            texts["notes"] = "; ".join([part for part in (texts.get("notes", ""),) if part] + more)
            new.add("notes")
        sections = tuple(self.sections[depth] for depth in sorted(self.sections))
        return AnnexLine(grid.place(row), sections, texts, new, places) if texts else None

    def place_line(self, line: AnnexLine, first: bool) -> None:
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
            self.warn("annex-row-joined", line.place, row=before.own("number"))
        else:
            self.found.lines.append(line)
