"""`importplan assess CASE`: on whom a case depends and how long it would last, without an optimiser."""

from __future__ import annotations

import json as json_text
import sys
from typing import Annotated

import typer
from rich.table import Table as Grid

from importplan.basics.files import refuse_inputs
from importplan.basics.labels import Language, text
from importplan.cli.language import say, spoken
from importplan.cli.options import CaseArgument, CatalogsOption, JsonOption, LanguageOption, OutputOption, ReportOption
from importplan.cli.show_issues import show_errors
from importplan.cli.terminal import terminal
from importplan.pipeline.assess import AssessedCase, assess_case, write_assessment, write_assessment_page
from importplan.results.names import Names
from importplan.results.table import Table
from importplan.results.views.assessment_tables import assessment_record, assessment_sheets, sentences

MonthsOption = Annotated[
    float | None, typer.Option("--months", help=say("assess.option.months"), min=0.0, show_default=False)
]
SHOWN = 12  # rows of a table on the terminal
ON_TERMINAL = {
    "items": ("item", "per_year", "import_share", "largest", "largest_share", "survive", "recover", "gap_units"),
    "knock_outs": ("source", "items", "short_items", "depends_cny", "loss_cny", "stops_per_year"),
}


def assess(
    case: CaseArgument,
    output: OutputOption = None,
    report: ReportOption = None,
    months: MonthsOption = None,
    language: LanguageOption = None,
    catalogs: CatalogsOption = None,
    json: JsonOption = False,
) -> None:
    """Assess a case and print, or write, what follows."""
    refuse_inputs(tuple(path for path in (output, report) if path is not None), (case,))
    assessed = assess_case(case, months, catalogs)
    show_errors(assessed.issues)
    scenario = assessed.found.scenario
    words: Language = language or ("en" if scenario.settings.language == "en" else "zh")
    names = Names(scenario, assessed.catalog, words)
    if output is not None:
        write_assessment(assessed, output, names)
        print(text("assess.written", spoken(words), path=output), file=sys.stderr)
    if report is not None:
        write_assessment_page(assessed, report)
        print(text("assess.page_written", spoken(words), path=report), file=sys.stderr)
    if json:
        print(json_text.dumps(assessment_record(assessed.found, names), ensure_ascii=False, indent=1))
    elif output is None and report is None:
        _show(assessed, Names(scenario, assessed.catalog, spoken(words)))


def _show(assessed: AssessedCase, names: Names) -> None:
    console = terminal()
    for number, words in enumerate(sentences(assessed.found, names), start=1):
        console.print(f"{number}. {words}", markup=False)
    for sheet in assessment_sheets(assessed.found, names):
        if sheet.table.key in ON_TERMINAL and sheet.table.rows:
            console.print(_grid(sheet.table, names.word(sheet.key), names))


def _grid(table: Table[object], title: str, names: Names) -> Grid:
    shown, grid = table.shown(names), Grid(title=title, title_justify="left", title_style="bold", pad_edge=False)
    places = [shown.place(key) for key in ON_TERMINAL[table.key]]
    for place in places:
        look = shown.columns[place].form.look
        grid.add_column(shown.headings[place], justify="right" if look.is_number else "left", overflow="fold")
    for row in shown.rows[:SHOWN]:
        grid.add_row(*(_text(row[place], shown.columns[place].unit) for place in places))
    return grid


def _text(value: object, unit: str) -> str:
    if isinstance(value, float):
        return f"{value:.1%}" if unit == "share" else f"{value:,.2f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)
