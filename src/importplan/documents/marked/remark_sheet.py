"""The sheet of all remarks: what was found at which cell, and how to mend it; a note to the reader of cases."""

from __future__ import annotations

from collections.abc import Sequence

from importplan.basics.issues import Issue, Severity
from importplan.basics.labels import LANGUAGES, Language, text
from importplan.documents.excel.palette import DOUBTFUL, MISSING
from importplan.documents.marked.listed import ListedLine, listed
from importplan.documents.marked.looks import Looks

COLUMNS: dict[str, float] = {"number": 6.0, "kind": 8.0, "sheet": 16.0, "cell": 9.0, "found": 62.0, "repair": 50.0}
NAMES = {language: text("marked.sheet", language) for language in LANGUAGES}


def content(issues: Sequence[Issue], looks: Looks, language: Language, sheets: Sequence[str]) -> bytes:
    """The XML of the sheet; issues in the order given, with a way to their cells in `sheets`."""
    errors = sum(issue.severity is Severity.ERROR for issue in issues)
    key = "cli.issues.count" if issues else "cli.issues.none"
    count = text(key, language, errors=errors, warnings=len(issues) - errors)
    plain, link = looks.cell(), looks.link()
    kinds = {Severity.ERROR: looks.cell(bold=True, fill=MISSING), Severity.WARNING: looks.cell(fill=DOUBTFUL)}
    lines = []
    for number, issue in enumerate(issues, start=1):
        at, leads = issue.at, issue.at.sheet in sheets
        kind = text(f"cli.issues.{issue.severity.value}", language)
        words = (str(number), kind, at.sheet or at.file, at.cell, issue.found(language), issue.repair(language))
        own = (plain, kinds[issue.severity], plain, link if leads else plain, plain, plain)
        lines.append(ListedLine(words, own, at if leads else None, leads_from=3))
    headings = {text(f"marked.column.{key}", language): width for key, width in COLUMNS.items()}
    note = f"{count} {text('marked.note', language)}"
    return listed(text("marked.title", language), note, headings, lines, looks)
