"""The sheet of all remarks: what was found at which cell, and how to mend it; a note to the reader of cases."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from importplan.basics.addresses import letter
from importplan.basics.issues import Issue, Severity
from importplan.basics.labels import LANGUAGES, Language, text
from importplan.documents.excel.layout import lines_of
from importplan.documents.excel.palette import DOUBTFUL, MISSING, TAB_ORANGE
from importplan.documents.marked.looks import NAMESPACE, Looks
from importplan.tables.clean import clean_text

COLUMNS: dict[str, float] = {"number": 6.0, "kind": 8.0, "sheet": 16.0, "cell": 9.0, "found": 62.0, "repair": 50.0}
HEADING_ROW = 3
TITLE_HEIGHT, LINE, AIR = 28.0, 14.0, 5.0  # points
NAMES = {language: text("marked.sheet", language) for language in LANGUAGES}


def content(issues: Sequence[Issue], looks: Looks, language: Language, sheets: Sequence[str]) -> bytes:
    """The XML of the sheet; issues in the order given, with a way to their cells in `sheets`."""
    errors = sum(issue.severity is Severity.ERROR for issue in issues)
    count = text(
        "cli.issues.count" if issues else "cli.issues.none", language, errors=errors, warnings=len(issues) - errors
    )
    last = letter(len(COLUMNS) - 1)
    note = text("marked.note", language)
    rows = [
        _row(1, TITLE_HEIGHT, [_cell("A1", text("marked.title", language), looks.title())]),
        _row(2, _height([(f"{count} {note}", sum(COLUMNS.values()))]), [_cell("A2", f"{count} {note}", looks.note())]),
        _row(HEADING_ROW, 20.0, [
            _cell(f"{letter(n)}{HEADING_ROW}", text(f"marked.column.{key}", language), looks.heading())
            for n, key in enumerate(COLUMNS)
        ]),
    ]  # fmt: skip
    plain, link = looks.cell(), looks.link()
    kinds = {
        Severity.ERROR: looks.cell(bold=True, fill=MISSING),
        Severity.WARNING: looks.cell(fill=DOUBTFUL),
    }
    links = []
    for number, issue in enumerate(issues, start=1):
        row, at = number + HEADING_ROW, issue.at
        leads = at.sheet in sheets
        found, repair = issue.found(language), issue.repair(language)
        kind = text(f"cli.issues.{issue.severity.value}", language)
        words = (str(number), kind, at.sheet or at.file, at.cell, found, repair)
        looks_of = (plain, kinds[issue.severity], plain, link if leads else plain, plain, plain)
        cells = [
            _cell(f"{letter(place)}{row}", said, look)
            for place, (said, look) in enumerate(zip(words, looks_of, strict=True))
        ]
        rows.append(_row(row, _height(list(zip(words, COLUMNS.values(), strict=True))), cells))
        if leads:
            target = f"'{at.sheet.replace(chr(39), chr(39) * 2)}'!{first_cell(at.cell)}"
            links.append(f'<hyperlink ref="D{row}" location={quoteattr(target)} display={quoteattr(at.cell)}/>')
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(COLUMNS.values(), start=1)
    )
    below = HEADING_ROW + 1
    filtered = f'<autoFilter ref="A{HEADING_ROW}:{last}{max(len(issues), 1) + HEADING_ROW}"/>'
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{NAMESPACE}"><sheetPr>'
        f'<tabColor rgb="FF{TAB_ORANGE[1:]}"/><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        f'<sheetView showGridLines="0" workbookViewId="0"><pane ySplit="{HEADING_ROW}" topLeftCell="A{below}" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData>{filtered}"
        f'<mergeCells count="2"><mergeCell ref="A1:{last}1"/><mergeCell ref="A2:{last}2"/></mergeCells>'
        f"{f'<hyperlinks>{chr(10).join(links)}</hyperlinks>' if links else ''}"
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;8&amp;A&amp;R&amp;8&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )
    return sheet.encode()


def printed(name: str, issues: int) -> dict[str, str]:
    """What is printed of the sheet called `name`, and that its headings stand on each page, as names of the sheet."""
    own, last = f"'{name}'!", letter(len(COLUMNS) - 1)
    return {
        "_xlnm.Print_Area": f"{own}$A$1:${last}${max(issues, 1) + HEADING_ROW}",
        "_xlnm.Print_Titles": f"{own}${HEADING_ROW}:${HEADING_ROW}",
    }


def first_cell(place: str) -> str:
    """The cell to which a remark belongs: the first one of a row, or of a sheet where it names none."""
    head = place.split(":")[0].split(",")[0].strip()
    if head.isdecimal():
        return f"A{head}"
    return head if head and head[-1].isdecimal() else "A1"


def _row(number: int, height: float, cells: Sequence[str]) -> str:
    return f'<row r="{number}" ht="{height:.1f}" customHeight="1">{"".join(cells)}</row>'


def _cell(address: str, words: str, look: int) -> str:
    told = escape(clean_text(words)[:32_000])
    return f'<c r="{address}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>'


def _height(cells: Sequence[tuple[str, float]]) -> float:
    return min(AIR + LINE * max(lines_of(words, width - 1.5) for words, width in cells), 400.0)
