"""Prints records of the catalogs: one as lines of a field and its value, several as a table."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from importplan.basics.labels import Language, text
from importplan.catalog.records import Record
from importplan.catalog.source_words import in_language
from importplan.cli.terminal import terminal

DOUBLED = ("name",)  # shown in one language in a table, in both where a record is shown in full


def print_json(records: Sequence[Record]) -> None:
    """The records as a JSON list."""
    print(json.dumps(list(records), ensure_ascii=False, indent=1))


def print_record(record: Record, language: Language) -> None:
    """One record, without the fields that are blank."""
    grid = Table(show_header=False, box=None, pad_edge=False)
    grid.add_column(no_wrap=True, style="bold")
    grid.add_column(overflow="fold")
    for field, value in record.items():
        if field not in DOUBLED and value not in ("", [], None):
            grid.add_row(text(f"catalog.field.{field}", language), Text(_words(field, value, language)))
    terminal().print(grid)


def print_table(records: Sequence[Record], fields: Sequence[str], language: Language, title: str = "") -> None:
    """Several records as a table of some fields; a field that is blank in all of them is left out."""
    table = Table(title=title or None, title_justify="left", title_style="bold", pad_edge=False)
    shown = [field for field in fields if any(record.get(field) not in ("", [], None) for record in records)]
    for field in shown:
        table.add_column(text(f"catalog.field.{field}", language), overflow="fold")
    for record in records:
        table.add_row(*(Text(_words(field, record.get(field, ""), language)) for field in shown))
    terminal().print(table)


def _words(field: str, value: object, language: Language) -> str:
    words = "\n".join(str(part) for part in value) if isinstance(value, list) else str(value)
    return in_language(words, language) if field == "source" else words
