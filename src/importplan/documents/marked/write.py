"""Puts the remarks of a check into the file that was checked: a comment and a shade at each cell, and a sheet of all.

The file stays what it was, part by part: formulas, own sheets, formats, charts. What an earlier check put in goes
first, so that a file that was marked is a case that can be mended and checked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from importplan.basics.addresses import letter, position
from importplan.basics.issues import Issue, Severity
from importplan.basics.labels import Language, text
from importplan.documents.excel.book import Book, lossless, write_value
from importplan.documents.excel.palette import FONTS
from importplan.documents.marked import call_sheet, remark_sheet
from importplan.documents.marked.comments import Comments
from importplan.documents.marked.listed import first_cell, printed
from importplan.documents.marked.looks import Looks
from importplan.documents.marked.package import Package, SheetPart
from importplan.documents.marked.shades import with_shades, without_shades
from importplan.scenario.checks.peers import Doubt
from importplan.tables.grid import SourceFile
from importplan.tables.xml_spans import spans

MOST_COMMENTS = 2_000  # of one sheet; programs get slow with more. The sheet of remarks has them all
STANDS_THERE = "cell-comment"  # of a person: the cell says so already, the sheet of remarks lists it
MARK = {"zh": "importplan 核对：", "en": "importplan check:"}


OWN_SHEETS = {*remark_sheet.NAMES.values(), *call_sheet.NAMES.values()}


def marked(content: bytes, issues: Sequence[Issue], language: Language, calls: Sequence[Doubt] = ()) -> bytes:
    """The workbook with remarks on these issues, and on figures worth a phone call, in place of those that an earlier
    check has left.
    """
    package = Package(content)
    looks = Looks(package, FONTS[language])
    sheets = [sheet for sheet in package.sheets() if sheet.name not in OWN_SHEETS]
    by_sheet: dict[str, list[Issue]] = defaultdict(list)
    for issue in (*(one for one in issues if one.code != STANDS_THERE), *(call.issue for call in calls)):
        by_sheet[issue.at.sheet].append(issue)
    for sheet in sheets:
        comments = Comments(package, sheet.part)
        comments.take_away()
        package.put(sheet.part, without_shades(package.text(sheet.part)))
        own = by_sheet.get(sheet.name, [])
        if own:
            first = _first_of_merged(package.text(sheet.part))
            _mark(package, sheet.part, comments, own, looks, language, first)
    names = [sheet.name for sheet in sheets]
    ordered = sorted(
        issues, key=lambda issue: (names.index(issue.at.sheet) if issue.at.sheet in names else -1, _spot(issue))
    )
    sheet = _own_sheet(package, remark_sheet.NAMES, language)
    package.put(sheet.part, remark_sheet.content(ordered, looks, language, names))
    package.define(sheet.name, printed(sheet.name, len(remark_sheet.COLUMNS), len(ordered)))
    if calls or any(sheet.name in call_sheet.NAMES.values() for sheet in package.sheets()):
        sheet = _own_sheet(package, call_sheet.NAMES, language)
        package.put(sheet.part, call_sheet.content(calls, looks, language, names))
        package.define(sheet.name, printed(sheet.name, len(call_sheet.COLUMNS), len(calls)))
    return package.content()


def _own_sheet(package: Package, names: Mapping[Language, str], language: Language) -> SheetPart:
    """The sheet of an earlier check, which is written anew, or one more."""
    there = (sheet for sheet in package.sheets() if sheet.name in names.values())
    return next(there, None) or SheetPart(names[language], package.add_sheet(names[language]))


def _mark(
    package: Package,
    part: str,
    comments: Comments,
    issues: Sequence[Issue],
    looks: Looks,
    language: Language,
    first: dict[str, str],
) -> None:
    """Comments and shades of one sheet."""
    of_cell: dict[str, list[Issue]] = defaultdict(list)
    for issue in sorted(issues, key=lambda issue: issue.severity is not Severity.ERROR):
        cell = first_cell(issue.at.cell)
        of_cell[first.get(cell, cell)].append(issue)
    shaded: dict[int, list[str]] = defaultdict(list)
    for cell, own in of_cell.items():
        shaded[looks.shade(own[0].severity.value)].append(cell)
    package.put(part, with_shades(package.text(part), shaded))
    told = {cell: "\n".join(_words(issue, language) for issue in own) for cell, own in of_cell.items()}
    comments.put(dict(list(told.items())[:MOST_COMMENTS]))


def _words(issue: Issue, language: Language) -> str:
    kind = text(f"cli.issues.{issue.severity.value}", language)
    mend = text("cli.issues.repair", language)
    return f"{MARK[language]} {kind}\n{issue.found(language)}\n{mend}{issue.repair(language)}"


def _spot(issue: Issue) -> tuple[int, int]:
    return position(first_cell(issue.at.cell)) if issue.at.cell else (0, 0)


def _first_of_merged(sheet: bytes) -> dict[str, str]:
    """Cell of a merged area → its first cell, where it is another one; only of areas of people, which are small."""
    found = {}
    for area in spans(sheet, "mergeCells", "mergeCell")[1]:
        begin, _, end = area.attributes.get("ref", "").partition(":")
        (top, left), (bottom, right) = position(begin), position(end or begin)
        for row in range(top, min(bottom, top + 5_000) + 1):
            for column in range(left, min(right, left + 100) + 1):
                found[f"{letter(column - 1)}{row}"] = begin
    return found


def from_csv(source: SourceFile, language: Language) -> bytes:
    """A folder of CSV files as a workbook with a sheet for each; values as they stand there."""
    book = Book(language, own_cells=False)
    for grid in source.grids:
        sheet = book.sheet(grid.name)
        for row in range(grid.height):
            for column in grid.filled(row):
                write_value(sheet, row, column, lossless(grid.cell(row, column).shown), book.bare(num_format="@"))
    return book.content()
