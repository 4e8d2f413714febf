"""A sheet of lines as XML: a title, a note, headings that stay on the screen and on each page, ways to other cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from importplan.basics.addresses import letter
from importplan.basics.issues import Place
from importplan.documents.excel.layout import lines_of
from importplan.documents.excel.palette import TAB_ORANGE
from importplan.documents.marked.looks import NAMESPACE, Looks
from importplan.tables.clean import clean_text

HEADING_ROW = 3
TITLE_HEIGHT, LINE, AIR = 28.0, 14.0, 5.0  # points


@dataclass(frozen=True)
class ListedLine:
    """Words and amounts of a line with their looks, and the cell to which the one at `leads_from` leads, if any."""

    words: tuple[str | float, ...]
    looks: tuple[int, ...]
    leads_to: Place | None = None
    leads_from: int = 0


def listed(
    title: str, note: str, headings: Mapping[str, float], lines: Sequence[ListedLine], looks: Looks
) -> bytes:  # fmt: skip
    """The XML of the sheet; `headings`: words of each column → its width in signs."""
    last, widths = letter(len(headings) - 1), tuple(headings.values())
    rows = [
        _row(1, TITLE_HEIGHT, [_cell("A1", title, looks.title())]),
        _row(2, _height([(note, sum(widths))]), [_cell("A2", note, looks.note())]),
        _row(HEADING_ROW, 20.0, [
            _cell(f"{letter(place)}{HEADING_ROW}", words, looks.heading()) for place, words in enumerate(headings)
        ]),
    ]  # fmt: skip
    links = []
    for row, line in enumerate(lines, start=HEADING_ROW + 1):
        pairs = enumerate(zip(line.words, line.looks, strict=True))
        cells = [_cell(f"{letter(place)}{row}", said, look) for place, (said, look) in pairs]
        rows.append(_row(row, _height(list(zip(line.words, widths, strict=True))), cells))
        if (to := line.leads_to) is not None:
            target = f"'{to.sheet.replace(chr(39), chr(39) * 2)}'!{first_cell(to.cell)}"
            at = f"{letter(line.leads_from)}{row}"
            links.append(f'<hyperlink ref="{at}" location={quoteattr(target)} display={quoteattr(to.cell)}/>')
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(widths, 1)
    )
    below = HEADING_ROW + 1
    filtered = f'<autoFilter ref="A{HEADING_ROW}:{last}{max(len(lines), 1) + HEADING_ROW}"/>'
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{NAMESPACE}"><sheetPr>'
        f'<tabColor rgb="FF{TAB_ORANGE[1:]}"/><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        f'<sheetView showGridLines="0" workbookViewId="0"><pane ySplit="{HEADING_ROW}" topLeftCell="A{below}" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>{filtered}"
        f'<mergeCells count="2"><mergeCell ref="A1:{last}1"/><mergeCell ref="A2:{last}2"/></mergeCells>'
        f"{f'<hyperlinks>{chr(10).join(links)}</hyperlinks>' if links else ''}"
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;L&amp;8&amp;A&amp;R&amp;8&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
    )
    return sheet.encode()


def printed(name: str, columns: int, lines: int) -> dict[str, str]:
    """What is printed of the sheet called `name`, and that its headings stand on each page, as names of the sheet."""
    own, last = f"'{name}'!", letter(columns - 1)
    return {
        "_xlnm.Print_Area": f"{own}$A$1:${last}${max(lines, 1) + HEADING_ROW}",
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


def _cell(address: str, words: str | float, look: int) -> str:
    if isinstance(words, float):
        return f'<c r="{address}" s="{look}"><v>{words!r}</v></c>'
    told = escape(clean_text(words)[:32_000])
    return f'<c r="{address}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{told}</t></is></c>'


def _height(cells: Sequence[tuple[str | float, float]]) -> float:
    return min(AIR + LINE * max(lines_of(str(words), width - 1.5) for words, width in cells), 400.0)
