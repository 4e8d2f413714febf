"""The report as one page for browsers: everything is in the file, nothing is fetched, no program runs in it."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from importplan import __version__
from importplan.basics.files import put
from importplan.documents.excel.layout import in_cell
from importplan.results.chart import Chart
from importplan.results.page_one.section import Section
from importplan.results.part import Block, ReportPart
from importplan.results.table import Cell, Column, Formula, Look, Table, look_of
from importplan.survey.report.part import SurveyReport
from importplan.survey.report.summary import summary
from importplan.survey.report.svg import draw
from importplan.survey.report.workbook import PARTS

TEMPLATE = "page.html"


def write(report: SurveyReport, path: Path) -> None:
    """Write the page; the file is whole or not there at all."""
    put(page(report).encode("utf-8"), path)


def page(report: SurveyReport) -> str:
    """The page as text."""
    words = resources.files("importplan.survey.report").joinpath(TEMPLATE).read_text(encoding="utf-8")
    # Everything from the survey is escaped: an answer cannot become a piece of the page.
    made = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(words)
    parts = [make(report) for make in PARTS]
    names = report.names
    return made.render(
        language="zh-CN" if names.language == "zh" else "en",
        front=summary(report),
        sections=[_section(report, section) for section in summary(report).sections],
        parts=[_part(report, part) for part in parts],
        contents=names.word("survey.html.contents"),
        made=names.word("survey.html.made", version=__version__),
    )


def _part(report: SurveyReport, part: ReportPart) -> dict[str, Any]:
    words = report.names.word(f"sheet.{part.key}")
    return {
        "key": part.key,
        "title": words[:1].upper() + words[1:],
        "blocks": [_block(report, block) for block in part.visible],
    }


def _section(report: SurveyReport, section: Section) -> dict[str, Any]:
    table = _table(report, section.table, titled=False) if section.table is not None else None
    return {"heading": section.heading, "table": table, "lines": section.lines}


def _block(report: SurveyReport, block: Block) -> dict[str, Any]:
    if isinstance(block, Table):
        return {"kind": "table", "table": _table(report, block)}
    if isinstance(block, Chart):
        return {"kind": "chart", "svg": Markup(draw(block, report.names))}
    return {"kind": "words", "words": block}


def _table(report: SurveyReport, table: Table[Any], titled: bool = True) -> dict[str, Any]:
    names, shown = report.names, table.shown(report.names)
    rows = [[_cell(value, column) for value, column in zip(row, shown.columns, strict=True)] for row in shown.rows]
    if shown.has_totals:
        sums = zip(shown.totals(names.word("result.total")), shown.columns, strict=True)
        rows.append([_cell(value, column, "total") for value, column in sums])
    return {
        "title": names.word(f"result.table.{table.key}") if titled else "",
        "headings": shown.headings,
        "rows": rows,
        "nothing": names.word("result.nothing"),
    }


def _cell(value: Cell, column: Column[Any], kind: str = "") -> dict[str, str]:
    now = value.value if isinstance(value, Formula) else value
    look = column.form.look
    right = look.is_number or look in (Look.FIGURE, Look.DATE)
    return {"words": in_cell(now, look_of(now, look)), "kind": f"{kind} {'number' if right else ''}".strip()}
