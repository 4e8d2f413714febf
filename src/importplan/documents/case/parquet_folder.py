"""Writes a case as a folder of Parquet files (`items.parquet` and so on): typed columns, days as days.

Of the extra `parquet`: nothing imports this module that is not asked for Parquet.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import parquet

from importplan.basics.files import put_all
from importplan.basics.labels import text
from importplan.documents.case.csv_folder import refuse_filled
from importplan.scenario.scenario import Scenario
from importplan.scenario.schema import sheet
from importplan.scenario.schema.column import DAYS, CellKind
from importplan.scenario.to_rows import Plain, SheetTable, to_tables
from importplan.tables.clean import clean_text

_NUMBERS = (CellKind.NUMBER, CellKind.SHARE, CellKind.MONEY)


def write(scenario: Scenario, folder: Path) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write a case as a new folder of Parquet files with English keys, all of them or none.

    Returns
    -------
    files
        The files written.
    as_text
        Columns (`sheet.column`) that hold a value which their type cannot, and are text for this reason.

    Raises
    ------
    FileExistsError
        The folder exists and holds something.
    """
    refuse_filled(folder)
    as_text: list[str] = []
    files = {folder / f"{table.key}.parquet": _content(table, as_text) for table in to_tables(scenario, "en")}
    put_all(files)
    return tuple(files), tuple(as_text)


def _content(table: SheetTable, as_text: list[str]) -> bytes:
    units = {spec.key: spec.unit for spec in sheet(table.key).specs()}
    fields, arrays = [], []
    for column, (key, kind) in enumerate(zip(table.keys, table.kinds, strict=True)):
        array = _array([row[column] for row in table.rows], kind)
        if pyarrow.types.is_string(array.type) and kind is not None and not pyarrow.types.is_string(_type(kind)):
            as_text.append(f"{table.key}.{key}")
        about = {"kind": kind.value if kind else "", "unit": units.get(key, "")}
        fields.append(pyarrow.field(key, array.type, metadata=about))
        arrays.append(array)
    out = io.BytesIO()
    parquet.write_table(pyarrow.table(arrays, schema=pyarrow.schema(fields)), out)
    return out.getvalue()


def _type(kind: CellKind | None) -> Any:
    if kind in _NUMBERS:
        return pyarrow.float64()
    if kind is CellKind.WHOLE:
        return pyarrow.int64()
    if kind is CellKind.YES_NO:
        return pyarrow.bool_()
    return pyarrow.date32() if kind in DAYS else pyarrow.string()


def _array(values: Sequence[Plain], kind: CellKind | None) -> Any:
    """A column in the type of its kind; as text where one value does not fit it."""
    typed = _type(kind)
    if not pyarrow.types.is_string(typed):
        yes = text("choice.yes_no.yes", "en")
        found = [value if value is None or kind is not CellKind.YES_NO else value == yes for value in values]
        try:
            return pyarrow.array(found, typed)
        except (pyarrow.ArrowException, OverflowError, TypeError, ValueError):
            pass
    return pyarrow.array([_words(value) for value in values], pyarrow.string())


def _words(value: Plain) -> str | None:
    if value is None:
        return None
    if isinstance(value, date):
        return value.isoformat()
    return clean_text(value) if isinstance(value, str) else repr(value)
