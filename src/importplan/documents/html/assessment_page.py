"""An assessment of supply security as one page for browsers, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.assessment.assess import Assessment
from importplan.basics.labels import LANGUAGES
from importplan.catalog.load import Catalog
from importplan.documents.html.page import Body, page
from importplan.results.chart import Chart
from importplan.results.names import Names
from importplan.results.page_one.section import Section, Summary
from importplan.results.part import Block, ReportPart
from importplan.results.views.assessment_tables import assessment_sheets, sentences

CHARTED = {"items": "gap_cny", "knock_outs": "loss_cny"}  # tables with a drawing, and what it shows
NAMED = {"items": "item", "knock_outs": "source"}
MOST_BARS = 12


def content(found: Assessment, catalog: Catalog) -> bytes:
    """The page in the language of the case, which a button changes."""
    first = "en" if found.scenario.settings.language == "en" else "zh"
    languages = sorted(LANGUAGES, key=lambda language: language != first)
    bodies = (_body(found, Names(found.scenario, catalog, language)) for language in languages)
    return page(tuple(bodies), interactive=True).encode("utf-8")


def _body(found: Assessment, names: Names) -> Body:
    settings, lines = found.scenario.settings, tuple(sentences(found, names))
    day = names.word("result.data_as_of", day=settings.data_as_of) if settings.data_as_of else ""
    front = Summary(
        title=names.word("assess.page_title", title=settings.title),
        marking=names.word("result.marking", marking=settings.marking) if settings.marking else "",
        head=tuple(part for part in (day, names.word("result.summary.unit")) if part),
        signatures=(),
        sections=(Section(names.word("assess.sheet_summary"), None, lines[1:]),),
        lead=lines[0],
    )
    return Body(names, front, tuple(_parts(found, names)))


def _parts(found: Assessment, names: Names) -> Iterator[ReportPart]:
    for sheet in assessment_sheets(found, names):
        table = sheet.table
        if table.key == "summary" or not table.rows:
            continue
        blocks: list[Block] = [sheet.legend] if sheet.legend else []
        if table.key in CHARTED:
            key = CHARTED[table.key]
            title = names.word(f"assess.column.{key}")
            bars = Chart(title, table, NAMED[table.key], (key,), rows=(0, min(len(table.rows), MOST_BARS)))
            blocks.append(bars)
        yield ReportPart(table.key, (*blocks, table), title=names.word(sheet.key))
