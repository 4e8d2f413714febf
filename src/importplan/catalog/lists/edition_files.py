"""Writes an edition as the loader reads it: `<edition>.toml` with dates and sources, `<edition>.csv` with rows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from importplan.basics.files import csv_text, put_all
from importplan.catalog.lists.goods_lists import COLUMNS, Edition, ListRow, Transition


def write_edition(folder: Path, list_key: str, edition: Edition, remarks: tuple[str, ...] = ()) -> tuple[Path, Path]:
    """Write the two files of an edition under `goods_lists/` of a catalog folder; both stand there whole or not at all.

    Returns the paths of the TOML and of the CSV file. Raises OSError.
    """
    place = folder / "goods_lists" / list_key
    contents = {f"{edition.key}.csv": table(edition), f"{edition.key}.toml": about(edition, remarks)}
    put_all({place / name: content.encode() for name, content in contents.items()})
    return place / f"{edition.key}.toml", place / f"{edition.key}.csv"


def table(edition: Edition) -> str:
    """The rows as CSV."""
    return csv_text(COLUMNS, (cells(row) for row in edition.rows.values()))


def cells(row: ListRow) -> list[str]:
    """A row in the order of `COLUMNS`."""
    return [
        row.reference.row,
        row.section,
        row.name_zh,
        row.name_en,
        str(row.level or ""),
        row.parent,
        "|".join(str(code) for code in row.codes),
        row.requirement,
        row.sales_requirement,
        row.quantity,
        row.expires.isoformat() if row.expires else "",
        row.document,
        row.source,
        row.confidence,
        row.notes,
    ]


def about(edition: Edition, remarks: tuple[str, ...] = ()) -> str:
    """The dates and sources as TOML."""
    values: dict[str, object] = {
        "edition": edition.key,
        "name_zh": edition.name_zh,
        "name_en": edition.name_en,
        "document": edition.document,
        "valid_from": edition.valid_from,
        "valid_to": edition.valid_to,
        "nomenclature": edition.nomenclature,
        "rows_in_hand": edition.rows_in_hand,
        "source": edition.source,
        "confidence": edition.confidence,
        "read_on": edition.read_on,
        "sections": list(edition.sections),
        "remarks": list(remarks),
    }
    lines = [f"{key} = {toml_value(value)}" for key, value in values.items() if value not in (None, [])]
    for clause in edition.transitions:
        lines += ["", "[[transitions]]", *_transition(clause)]
    return "\n".join(lines) + "\n"


def _transition(clause: Transition) -> list[str]:
    keys = ("approved_to", "until", "keeps", "what_zh", "what_en", "source", "confidence")
    return [f"{key} = {toml_value(getattr(clause, key))}" for key in keys]


def toml_value(value: object) -> str:
    """A value as TOML writes it; its strings are those of JSON, but for one control sign."""
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
