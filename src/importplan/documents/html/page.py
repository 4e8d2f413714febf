"""A report as one page for browsers: everything is in the file and nothing is fetched.

A page has a body for each language. With more than one, or where tables are to be sorted and filtered, a short program
stands in the file; it gets no data, so that no word of a case can become a piece of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup

from importplan import __version__
from importplan.documents.excel.layout import in_cell
from importplan.documents.html.drawing import STYLE, draw
from importplan.documents.html.order_timeline import draw_orders
from importplan.results.chart import Chart
from importplan.results.page_one.section import Section, Summary, side_by_side
from importplan.results.part import Block, PrintEnd, ReportPart, Signatures
from importplan.results.table import Cell, Column, Formula, Look, Table, look_of
from importplan.results.words import Words

TEMPLATE, PROGRAM = "page.html", "page.js"
MOST_ROWS = 200  # of a table; the others stand in the workbook
FILTERED = 12  # rows from which a table has a field to filter it


@dataclass(frozen=True)
class Picture:
    """A drawing with its title and what it shows in a sentence."""

    title: str
    words: str
    svg: str


@dataclass(frozen=True)
class Body:
    """A report in one language."""

    names: Words
    front: Summary
    parts: tuple[ReportPart, ...]
    pictures: tuple[Picture, ...] = ()


def page(bodies: Sequence[Body], interactive: bool = False) -> str:
    """The page as text, with the first body in sight.

    Parameters
    ----------
    bodies
        One for each language.
    interactive
        Whether tables can be sorted and filtered, and the language switched.
    """
    # Everything from a case or a survey is escaped: no word of theirs can become a piece of the page.
    made = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(_file(TEMPLATE))
    return made.render(
        bodies=[_body(body) for body in bodies],
        drawn=Markup(STYLE),
        program=Markup(_file(PROGRAM)) if interactive else "",
        version=__version__,
    )


def _file(name: str) -> str:
    return resources.files("importplan.documents.html").joinpath(name).read_text(encoding="utf-8")


def _body(body: Body) -> dict[str, Any]:
    names = body.names
    return {
        "key": names.language,
        "language": "zh-CN" if names.language == "zh" else "en",
        "front": body.front,
        "pairs": [[_section(names, section) for section in pair] for pair in side_by_side(body.front.sections)],
        "pictures": [{"title": each.title, "words": each.words, "svg": Markup(each.svg)} for each in body.pictures],
        "parts": [_part(names, part) for part in body.parts],
        "word": names.word,
    }


def _part(names: Words, part: ReportPart) -> dict[str, Any]:
    words = part.title or names.word(f"sheet.{part.key}")
    return {
        "key": part.key,
        "title": words[:1].upper() + words[1:],
        "blocks": [told for block in part.visible for told in _block(names, block, titled=not part.title)],
    }


def _section(names: Words, section: Section) -> dict[str, Any]:
    table = section.table
    return {
        "heading": section.heading,
        "table": _table(names, table, titled=False) if table is not None and table.rows else None,
        "lines": section.lines,
        "timeline": None if section.timeline is None else Markup(draw_orders(section.timeline)),
    }


def _block(names: Words, block: Block, titled: bool) -> Iterator[dict[str, Any]]:
    if isinstance(block, Table):
        yield {"kind": "table", "table": _table(names, block, titled) | {"filtered": len(block.rows) > FILTERED}}
    elif isinstance(block, Chart):
        yield {"kind": "chart", "svg": Markup(draw(block, names))}
    elif isinstance(block, Signatures):
        yield from ({"kind": "words", "words": words} for words in block.words)
    elif isinstance(block, str):
        yield {"kind": "words", "words": block}
    else:
        assert isinstance(block, PrintEnd | Summary)  # a page has no paper, and its front stands by itself


def _table(names: Words, table: Table[Any], titled: bool = True) -> dict[str, Any]:
    shown = table.shown(names)
    rows = [
        [_cell(value, column) for value, column in zip(row, shown.columns, strict=True)]
        for row in shown.rows[:MOST_ROWS]
    ]
    totals = []
    if shown.has_totals:
        sums = zip(shown.totals(names.word("result.total")), shown.columns, strict=True)
        totals = [_cell(value, column, "total") for value, column in sums]
    more = len(shown.rows) - len(rows)
    return {
        "title": names.word(f"result.table.{table.key}") if titled else "",
        "headings": shown.headings,
        "rows": rows,
        "totals": totals,
        "filtered": titled and len(rows) > FILTERED,
        "more": names.word("html.more_rows", count=more) if more else "",
        "nothing": names.word("result.nothing"),
    }


def _cell(value: Cell, column: Column[Any], kind: str = "") -> dict[str, str]:
    now = value.value if isinstance(value, Formula) else value
    look = column.form.look
    right = look.is_number or look in (Look.FIGURE, Look.DATE)
    return {"words": in_cell(now, look_of(now, look)), "kind": f"{kind} {'number' if right else ''}".strip()}
