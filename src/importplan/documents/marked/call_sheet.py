"""The sheet of figures worth a phone call: what each moves, where it stands, what is usual; a note to the reader."""

from __future__ import annotations

from collections.abc import Sequence

from importplan.basics.labels import LANGUAGES, Language, text
from importplan.basics.money import WAN
from importplan.documents.marked.listed import ListedLine, listed
from importplan.documents.marked.looks import Looks
from importplan.scenario.checks.peers import Doubt

COLUMNS: dict[str, float] = {"number": 6.0, "money": 13.0, "sheet": 16.0, "cell": 9.0, "found": 62.0, "ask": 50.0}
NAMES = {language: text("marked.calls.sheet", language) for language in LANGUAGES}


def content(calls: Sequence[Doubt], looks: Looks, language: Language, sheets: Sequence[str]) -> bytes:
    """The XML of the sheet; figures in the order given, with a way to their cells in `sheets`."""
    plain, amount, link = looks.cell(), looks.cell(amount=True), looks.link()
    lines = []
    for number, call in enumerate(calls, start=1):
        at, leads = call.issue.at, call.issue.at.sheet in sheets
        money = round(call.moves_cny / WAN, 2)
        words = (str(number), money, at.sheet, at.cell, call.issue.found(language), call.issue.repair(language))
        own = (plain, amount, plain, link if leads else plain, plain, plain)
        lines.append(ListedLine(words, own, at if leads else None, leads_from=3))
    headings = {text(f"marked.column.{key}", language): width for key, width in COLUMNS.items()}
    return listed(text("marked.calls.title", language), text("marked.calls.note", language), headings, lines, looks)
