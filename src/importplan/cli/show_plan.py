"""Page one of a result on the terminal: the sections of the sheet `summary`, for people who sign."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from importplan.cli.language import spoken
from importplan.cli.terminal import terminal
from importplan.documents.excel.layout import in_cell
from importplan.results.names import Names
from importplan.results.page_one.page import summary
from importplan.results.page_one.section import Section
from importplan.results.plan_result import PlanResult
from importplan.results.table import Cell, Column, Look, Shown


def show_plan(result: PlanResult) -> None:
    """Print page one on standard output."""
    names = Names(result.scenario, result.catalog, spoken(result.language))
    page = summary(result, names)
    console = terminal()
    console.print(Text(page.title, style="bold"))
    if page.marking:
        console.print(Text(page.marking))
    console.print(Text("  ".join(page.head), style="dim"))
    for section in page.sections:
        _section(console, names, section)


def _section(console: Console, names: Names, section: Section) -> None:
    console.print()
    console.print(Text(section.heading, style="bold"))
    if section.table is not None and section.table.rows:
        console.print(_grid(section.table.shown(names)))
    for line in section.lines:
        console.print(Text(f"  {line}"))


def _grid(table: Shown) -> Grid:
    grid = Grid(pad_edge=False, show_edge=False)
    for column, heading in zip(table.columns, table.headings, strict=True):
        look = column.form.look
        justify: Any = "right" if look.is_number or look is Look.FIGURE else "left"
        grid.add_column(Text(heading), justify=justify, overflow="fold")
    for row in table.rows:
        grid.add_row(*(Text(_words(value, column)) for value, column in zip(row, table.columns, strict=True)))
    return grid


def _words(value: Cell, column: Column[Any]) -> str:
    words = in_cell(value, column.form.look)
    return words.removesuffix(".00") if column.key == "quantity" else words
