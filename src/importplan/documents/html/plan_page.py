"""A plan as one page for browsers: page one, where goods come from, and every sheet, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.basics.labels import LANGUAGES
from importplan.documents.html.page import Body, Picture, page
from importplan.documents.html.source_flows import draw_flows
from importplan.results.contents import parts
from importplan.results.names import Names
from importplan.results.page_one.page import summary
from importplan.results.plan_result import PlanResult
from importplan.results.views.source_change import source_changes

ITEMS_SHOWN = 8  # of the flows


def content(result: PlanResult) -> bytes:
    """The page in the language of the result, which a button changes; an infeasible case has page one and notes."""
    languages = sorted(LANGUAGES, key=lambda language: language != result.language)
    bodies = (_body(result, Names(result.scenario, result.catalog, language)) for language in languages)
    return page(tuple(bodies), interactive=True).encode("utf-8")


def _body(result: PlanResult, names: Names) -> Body:
    sheets = tuple(part for part in parts(result, names) if part.key != "summary")
    pictures = tuple(drawn(result, names)) if result.has_plan else ()
    return Body(names, summary(result, names), sheets, pictures)


def drawn(result: PlanResult, names: Names) -> Iterator[Picture]:
    """The pictures that stand on no sheet."""
    rows = source_changes(result)
    shown = list(dict.fromkeys(row.item for row in rows))[:ITEMS_SHOWN]
    if shown:
        words = names.word("result.flows.words", count=len(shown))
        flows = draw_flows((row for row in rows if row.item in shown), names, words)
        yield Picture(names.word("result.flows"), words, flows)
