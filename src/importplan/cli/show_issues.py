"""Shows issues grouped by sheet: where, what was found, how to mend it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, TextIO

from rich.console import Console
from rich.text import Text

from importplan.basics.issues import Issue, Severity
from importplan.basics.labels import Language, reworded, text
from importplan.cli.language import spoken

PIPED_WIDTH = 120  # columns when the output goes to a file
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow"}


def show_issues(issues: Sequence[Issue], language: Language, stream: TextIO | None = None) -> None:
    """Print issues, by default on standard error; within a sheet in the order of its rows, errors marked."""
    stream = stream or sys.stderr
    console = Console(file=stream, width=None if stream.isatty() else PIPED_WIDTH, highlight=False, soft_wrap=True)
    for title, members in _by_sheet(issues, language).items():
        console.print(Text(title, style="bold"))
        for issue in members:
            _show(console, issue, language)
        console.print()
    errors = sum(issue.severity is Severity.ERROR for issue in issues)
    key = "cli.issues.count" if issues else "cli.issues.none"
    console.print(Text(text(key, language, errors=errors, warnings=len(issues) - errors)))


def show_errors(issues: Sequence[Issue]) -> None:
    """Print the errors on standard error, nothing where there are none: of a command that goes on in spite of them."""
    errors = [issue for issue in issues if issue.severity is Severity.ERROR]
    if errors:
        show_issues(errors, spoken())


def _show(console: Console, issue: Issue, language: Language) -> None:
    line = Text("  ")
    line.append(text(f"cli.issues.{issue.severity.value}", language), style=STYLES[issue.severity])
    line.append(f" {issue.at.cell}  " if issue.at.cell else "  ")
    line.append(issue.found(language))
    console.print(line)
    console.print(Text(f"    {text('cli.issues.repair', language)}{issue.repair(language)}", style="dim"))


def _by_sheet(issues: Sequence[Issue], language: Language) -> dict[str, list[Issue]]:
    """Sheets in the order in which they first appear; what belongs to no sheet first."""
    groups: dict[str, list[Issue]] = {}
    for issue in sorted(issues, key=lambda issue: bool(issue.at.sheet)):
        title = _title(issue.at.sheet, language) or issue.at.file or text("cli.issues.whole_case", language)
        groups.setdefault(title, []).append(issue)
    return {title: sorted(members, key=_row) for title, members in groups.items()}


def _title(sheet: str, language: Language) -> str:
    """The name of a sheet, with its words in the language of the reader where they are others."""
    known = reworded("sheet.", sheet, language)
    return sheet if known == sheet else f"{sheet} ({known})"


def _row(issue: Issue) -> tuple[int, str]:
    digits = "".join(sign for sign in issue.at.cell if sign.isdigit())
    return (int(digits) if digits else 0, issue.at.cell)


def as_record(issue: Issue) -> dict[str, Any]:
    """An issue for machines, with its words in both languages."""
    return {
        "severity": issue.severity.value,
        "code": issue.code,
        "file": issue.at.file,
        "sheet": issue.at.sheet,
        "cell": issue.at.cell,
        "values": {name: str(value) for name, value in issue.values.items()},
        "found": {"zh": issue.found("zh"), "en": issue.found("en")},
        "repair": {"zh": issue.repair("zh"), "en": issue.repair("en")},
    }
