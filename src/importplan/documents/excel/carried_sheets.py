"""Sheets `plan` (方案文件) and `settlement` (分情景结算): plain rows under headings, for programs to read back."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from importplan.basics.files import put
from importplan.basics.labels import text
from importplan.documents.excel.book import LONGEST_CELL, lossless
from importplan.documents.excel.palette import TAB_GREY
from importplan.documents.excel.sheet_book import SheetBook
from importplan.plan.settlement import COLUMNS as SETTLED_COLUMNS
from importplan.plan.settlement import Settlement, fingerprint
from importplan.results.carried.facts import RunFacts
from importplan.results.carried.plan_rows import COLUMNS, carried_rows
from importplan.results.carried.settlement import settlement
from importplan.results.plan_result import PlanResult
from importplan.tables.clean import clean_text

PLAN, SETTLEMENT = "plan", "settlement"
MOST_ROWS = 5_000  # of a settlement in the workbook; a larger one stands in a file beside it
BESIDE = "{stem}_settlement.csv.gz"
WIDTH = 16.0
PRINTED = 40  # rows


@dataclass(frozen=True)
class CarriedSheets:
    """What a result carries, ready to be written with a workbook at a path."""

    result: PlanResult
    settlement: Settlement
    rows: bytes
    path: Path

    @classmethod
    def of(cls, result: PlanResult, path: Path) -> CarriedSheets:
        """What a result with a plan carries."""
        found = settlement(result)
        return cls(result, found, found.text(), path)

    @property
    def beside(self) -> Path | None:
        """The file beside the workbook; None where all rows stand in it."""
        fits = self.settlement.count <= MOST_ROWS
        return None if fits else self.path.with_name(BESIDE.format(stem=self.path.stem))

    @property
    def facts(self) -> RunFacts:
        """The facts of the run and where the settlement stands, with its hash."""
        return RunFacts.of(
            self.result,
            settlement_file="" if self.beside is None else self.beside.name,
            settlement_rows=self.settlement.count,
            settlement_sha256=fingerprint(self.rows),
        )

    def write_sheets(self, book: SheetBook) -> None:
        """The sheets of the workbook."""
        rows = carried_rows(self.result, self.facts)
        write_rows(book, PLAN, COLUMNS, ([row.get(column) for column in COLUMNS] for row in rows))
        if self.beside is None:
            settled = ((*words, float(value)) for *words, value in self.settlement.rows())
            write_rows(book, SETTLEMENT, SETTLED_COLUMNS, settled)

    def write_beside(self) -> tuple[Path, ...]:
        """Write the file beside the workbook, where there is one; the same rows give the same bytes."""
        if self.beside is None:
            return ()
        put(gzip.compress(self.rows, mtime=0), self.beside)
        return (self.beside,)


def write_rows(book: SheetBook, key: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one sheet: headings in the first row, nothing else."""
    sheet = book.add_sheet(key, widths=[WIDTH] * len(columns), tab=TAB_GREY)
    sheet.freeze_panes(1, 1)
    for position, column in enumerate(columns):
        sheet.write_string(0, position, text(f"result.carried.{key}.{column}", book.speech.language), book.head())
    plain = book.format(num_format="General")
    number = 0
    for number, row in enumerate(rows, start=1):
        for position, value in enumerate(row):
            if value is not None and value != "":
                _write(sheet, number, position, value, plain)
    # Long values run on past their column; on paper they would shrink the page until nobody can read it.
    # Programs read all of it; on paper a look at its beginning will do.
    sheet.print_area(0, 0, min(number, PRINTED), len(columns) - 1)


def _write(sheet: Any, row: int, position: int, value: object, style: Any) -> None:
    exact = lossless(value)
    words = clean_text(exact if isinstance(exact, str) else str(exact))
    if isinstance(exact, float):
        sheet.write_number(row, position, exact, style)
    elif len(words) > LONGEST_CELL:
        raise ValueError(f"{len(words)} signs do not fit into a cell")
    else:
        sheet.write_string(row, position, words, style)
