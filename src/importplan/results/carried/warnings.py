"""Warnings of the input as they were told: some speak of what only the file itself shows, and no echo of it does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from importplan.basics.issues import Issue, Place


def to_entries(issues: Iterable[Issue]) -> Iterator[tuple[str, str]]:
    """Code and, as text, place and values of each warning."""
    for issue in issues:
        values = {name: _plain(value) for name, value in issue.values.items()}
        yield issue.code, json.dumps([issue.at.file, issue.at.sheet, issue.at.cell, values], ensure_ascii=False)


def _plain(value: object) -> object:
    """A value that words are filled with: numbers keep their formats, everything else is shown as it is."""
    if isinstance(value, (bool, int, str)):
        return value
    return float(value) if isinstance(value, float) else str(value)


def from_entries(entries: Iterable[tuple[str, str]]) -> tuple[Issue, ...]:
    """The warnings of a file."""
    found = []
    for code, entry in entries:
        file, sheet, cell, values = json.loads(entry)
        found.append(Issue.warning(code, Place(file, sheet, cell), **values))
    return tuple(found)
