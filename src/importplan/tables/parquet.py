"""Parquet files as grids whose cells keep their types; within the limits of workbooks.

Of the extra `parquet`, and read in a process of its own (`read_apart`): what a few bytes of a dictionary inflate to is
known only when they are read.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow
from pyarrow import parquet

from importplan.basics.errors import InputRejected, rejected
from importplan.basics.issues import Issue, Place
from importplan.tables.cell import CellValue
from importplan.tables.grid import Grid
from importplan.tables.limits import WORKBOOK, Limits
from importplan.tables.safety import size_of

_MARK = b"PAR1"
_ROWS_AT_ONCE = 4_096
_LONGEST_TEXT = 100_000  # signs of a cell; a spreadsheet takes 32,767


def read_all(files: Sequence[tuple[Path, str, str]], limits: Limits = WORKBOOK) -> tuple[list[Grid], list[Issue]]:
    """The grids of files (path, how messages call it, name of its grid) and what is wrong with the others.

    Together they pass the limits of one workbook.
    """
    grids: list[Grid] = []
    issues: list[Issue] = []
    left = limits
    for path, file, name in files:
        try:
            grid, inflated = _read(path, file, name, left)
        except InputRejected as refused:
            issues += refused.issues
            continue
        grids.append(grid)
        read = sum(map(len, grid.values))
        left = replace(
            left,
            file_bytes=left.file_bytes - path.stat().st_size,
            inflated_bytes=left.inflated_bytes - inflated,
            cells=left.cells - read,
        )
    return grids, issues


def _read(path: Path, file: str, name: str, limits: Limits) -> tuple[Grid, int]:
    """The grid of a file and how many bytes its columns take. Raises InputRejected."""
    _refuse_others(path, file, limits)
    at = Place(file)
    try:
        with parquet.ParquetFile(path, memory_map=False) as source:
            about = source.metadata
            _refuse_large(at, about.num_rows, about.num_columns, limits)
            inflated = sum(about.row_group(group).total_byte_size for group in range(about.num_row_groups))
            if inflated > limits.inflated_bytes:
                raise rejected("file-too-large", at, allowed=limits.inflated_bytes // 1_000_000)
            return _grid(source, file, name, limits)
    except (pyarrow.ArrowException, OSError, ValueError, OverflowError) as error:
        raise rejected("file-damaged", at, message=str(error).splitlines()[0] if str(error) else error) from error


def _refuse_others(path: Path, file: str, limits: Limits) -> None:
    """Links, what is no file, what is too large, and what is no Parquet."""
    at = Place(file)
    size_of(path, at, limits)
    with path.open("rb") as content:
        if content.read(len(_MARK)) != _MARK:
            raise rejected("file-damaged", at, message="PAR1")


def _refuse_large(at: Place, rows: int, columns: int, limits: Limits) -> None:
    if rows > limits.rows or columns > limits.columns:
        raise rejected("sheet-too-far", at, rows=limits.rows, columns=limits.columns)
    if rows * columns > limits.cells:
        raise rejected("sheet-too-large", at, cells=rows * columns, allowed=limits.cells)


def _grid(source: Any, file: str, name: str, limits: Limits) -> tuple[Grid, int]:
    names = tuple(source.schema_arrow.names)
    rows: list[tuple[CellValue, ...]] = [names]
    inflated = 0
    for batch in source.iter_batches(batch_size=_ROWS_AT_ONCE, use_threads=False):
        inflated += batch.nbytes
        if inflated > limits.inflated_bytes:
            raise rejected("file-too-large", Place(file), allowed=limits.inflated_bytes // 1_000_000)
        columns = [
            [_cell(value, Place(file, name, str(key))) for value in column.to_pylist()]
            for key, column in zip(names, batch.columns, strict=True)
        ]
        rows += zip(*columns, strict=True)
    return Grid(file, name, tuple(rows)), inflated


def _cell(value: Any, at: Place) -> CellValue:
    """A value as a cell; a list of texts as one text. Raises InputRejected for what no cell can hold."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = ";".join(value)
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, str):
        if len(value) > _LONGEST_TEXT:
            raise rejected("parquet-text-too-long", at, allowed=_LONGEST_TEXT)
        return value if value.strip() else None
    if value is None or isinstance(value, bool | int | float | date | time | timedelta):
        return value
    raise rejected("parquet-type", at, type=type(value).__name__)
