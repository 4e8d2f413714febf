"""Shows what changed between two editions: counts, then each row with what was and what is."""

from __future__ import annotations

import json as json_text

from rich.table import Table
from rich.text import Text

from importplan.basics.labels import Language, text
from importplan.catalog.lists.difference import EditionDifference, printed
from importplan.catalog.lists.goods_lists import ListRow
from importplan.cli.terminal import terminal

COLUMNS = ("change", "row", "name", "column", "was", "now")


def show_difference(difference: EditionDifference, language: Language, most: int | None = None) -> None:
    """Print a difference; `most` rows of it, with a line on how many more there are."""
    counts = {
        "added": len(difference.added),
        "removed": len(difference.removed),
        "changed": len({change.after.reference.row for change in difference.changed}),
        "same": difference.same,
    }
    print(text("catalog.diff.counts", language, **counts))
    lines = entries(difference, language)
    if not lines:
        return
    table = Table(pad_edge=False)
    for column in COLUMNS:
        table.add_column(text(f"catalog.diff.{column}", language), overflow="fold")
    for line in lines[:most]:
        table.add_row(*(Text(words) for words in line))
    terminal().print(table)
    if most is not None and len(lines) > most:
        print(text("catalog.diff.more", language, count=len(lines) - most))


def entries(difference: EditionDifference, language: Language) -> list[tuple[str, ...]]:
    """One line a row added or removed, and one a column changed."""
    found = [_whole("added", row, language) for row in difference.added]
    found += [_whole("removed", row, language) for row in difference.removed]
    for change in difference.changed:
        column = text(f"catalog.field.{change.column}", language)
        row = change.after
        word = text("catalog.diff.word.changed", language)
        found.append((word, row.reference.row, row.name(language), column, change.was or "-", change.now or "-"))
    return found


def _whole(kind: str, row: ListRow, language: Language) -> tuple[str, ...]:
    words = "; ".join(part for part in (printed(row, "codes"), row.requirement) if part)
    both = ("-", words) if kind == "added" else (words, "-")
    return (text(f"catalog.diff.word.{kind}", language), row.reference.row, row.name(language), "", *both)


def print_difference(
    difference: EditionDifference, without_rows: tuple[str, ...] = (), partly: tuple[str, ...] = ()
) -> None:
    """The difference as JSON; editions without rows in hand compare nothing, and those in part only what is there."""
    record = {
        "without_rows": list(without_rows),
        "partly_in_hand": list(partly),
        "added": [row.reference.row for row in difference.added],
        "removed": [row.reference.row for row in difference.removed],
        "changed": [
            {"row": change.after.reference.row, "column": change.column, "was": change.was, "now": change.now}
            for change in difference.changed
        ],
        "same": difference.same,
    }
    print(json_text.dumps(record, ensure_ascii=False, indent=1))
