"""`importplan duty`: landed cost of every offer, each amount with its rule, source and confidence."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Annotated

import typer

from importplan import pipeline
from importplan.basics.labels import Language
from importplan.cli.duty_tables import show
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say
from importplan.cli.options import CaseArgument, CatalogsOption, JsonOption, LanguageOption
from importplan.landed.duty_report import DutyReport, report, select
from importplan.reports import duty_workbook
from importplan.scenario.scenario import Scenario


def duty(
    case: CaseArgument,
    item: Annotated[list[str] | None, typer.Option(help=say("duty.option.item"), show_default=False)] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help=say("duty.option.output"), show_default=False)
    ] = None,
    language: LanguageOption = None,
    catalogs: CatalogsOption = None,
    json: JsonOption = False,
) -> None:
    """Price the offers of a case and print the lines."""
    opened = pipeline.open_case(case)
    scenario = opened.scenario
    items = tuple(item or ())
    _refuse_unknown(scenario, items)
    priced = report(select(scenario, items), pipeline.load_catalog(own=opened.own_catalogs(catalogs)))
    words: Language = language or ("en" if scenario.settings.language == "en" else "zh")
    if output is not None:
        duty_workbook.write(priced, output, words)
        print(say("duty.written", path=output), file=sys.stderr)
    if json:
        print_json(priced)
    elif output is None:
        show(priced, words)


def print_json(priced: DutyReport) -> None:
    """Print the lines, one a row so that a large case need not be held in memory; then reliefs and assumptions."""
    print('{"lines": [', end="")
    for number, line in enumerate(priced.lines()):
        print(",\n" if number else "\n", json_text.dumps(line.as_record(), ensure_ascii=False), sep="", end="")
    notes = [
        {"code": note.code, "at": str(note.at), "zh": note.found("zh"), "en": note.found("en")} for note in priced.notes
    ]
    reliefs = [row.as_record(priced.scenario.calendar) for row in priced.reliefs]
    print('\n], "reliefs": ', json_text.dumps(reliefs, ensure_ascii=False), ",", sep="")
    print('"notes": ', json_text.dumps(notes, ensure_ascii=False), "}", sep="")


def _refuse_unknown(scenario: Scenario, items: tuple[str, ...]) -> None:
    for item in items:
        if item not in scenario.item_index:
            print(say("duty.unknown_item", item=item, known=", ".join(scenario.item_index)), file=sys.stderr)
            raise SystemExit(ExitCode.USAGE)
