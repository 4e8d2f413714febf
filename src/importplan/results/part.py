"""Parts of a report: a sheet of a workbook, a chapter of a page; what stands in it, one block below the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from importplan.results.chart import Chart
from importplan.results.names import Names
from importplan.results.page_one.section import Summary
from importplan.results.plan_result import PlanResult
from importplan.results.table import Table
from importplan.results.words import Words


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on, one below the other."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class PrintEnd:
    """What stands below is for the screen: it is not printed unless somebody clears the print area.

    Of a table that follows directly the first `rows` are printed still.
    """

    rows: int = 0


Block = str | Table[Any] | Chart | Signatures | PrintEnd | Summary


@dataclass(frozen=True)
class ReportPart:
    """One part. Its name stands in the labels table under `sheet.<key>`, unless `title` says it."""

    key: str
    blocks: tuple[Block, ...]
    freeze: int = 2  # columns that stay in sight when scrolling to the right
    filed: bool = False  # whether it is a paper that is filed: all its columns are printed
    title: str = ""  # of a part that is one table: the table has no other

    @property
    def visible(self) -> tuple[Block, ...]:
        """The blocks without charts that would be empty and tables that are left out where they have no rows."""
        return tuple(block for block in self.blocks if not _is_left_out(block))


def _is_left_out(block: Block) -> bool:
    if isinstance(block, Chart):
        return block.is_empty
    return isinstance(block, Table) and block.quiet and not block.rows


def first_rows_printed(names: Words, table: Table[Any], most: int) -> Iterator[Block]:
    """A table in order of urgency; of a longer one only the first rows are printed, and a sentence says so."""
    if len(table.rows) > most:
        yield names.word("result.about.first_printed", count=most)
        yield PrintEnd(most)
    yield table


def printed_if_short(names: Words, table: Table[Any], most: int) -> Iterator[Block]:
    """A table of details; a longer one is not printed, and a sentence says so."""
    if len(table.rows) > most:
        yield names.word("result.about.not_printed")
        yield PrintEnd()
    yield table


@dataclass(frozen=True)
class ResultSheet:
    """A sheet of the result workbook, declared: its key and what stands on it.

    A result for which it has no block has no such sheet.
    """

    key: str
    blocks: Callable[[PlanResult, Names], Iterable[Block]]
    freeze: int = 2
    without_plan: bool = False  # whether an infeasible case has it too
    filed: bool = False

    def part(self, result: PlanResult, names: Names) -> ReportPart:
        """What stands on it for a result."""
        return ReportPart(self.key, tuple(self.blocks(result, names)), self.freeze, self.filed)
