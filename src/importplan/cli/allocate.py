"""`importplan allocate CASE`: what the reserve gives to whom in a shortage, with a letter for each firm."""

from __future__ import annotations

import json as json_text
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import refuse_inputs
from importplan.basics.labels import Language, text
from importplan.cli.language import say, spoken
from importplan.cli.options import CaseArgument, CatalogsOption, JsonOption, LanguageOption, OutputOption
from importplan.cli.show_issues import show_errors
from importplan.pipeline.allocate import allocate_case, write_allocation, write_letters
from importplan.results.names import Names
from importplan.results.views.allocation_tables import allocation_record, given_rows, sentences

WhenOption = Annotated[str, typer.Option("--when", help=say("allocate.option.when"), show_default=False)]
RequestsOption = Annotated[
    Path | None, typer.Option("--requests", help=say("allocate.option.requests"), show_default=False)
]
AvailableOption = Annotated[
    list[str], typer.Option("--available", help=say("allocate.option.available"), show_default=False)
]
LettersOption = Annotated[
    Path | None, typer.Option("--letters", help=say("allocate.option.letters"), show_default=False)
]
SHOWN = 40  # firms on the terminal


def allocate(
    case: CaseArgument,
    when: WhenOption = "",
    requests: RequestsOption = None,
    available: AvailableOption = [],  # noqa: B006  # never changed
    letters: LettersOption = None,
    output: OutputOption = None,
    language: LanguageOption = None,
    catalogs: CatalogsOption = None,
    json: JsonOption = False,
) -> None:
    """Divide the reserve and print, or write, who gets what and why."""
    if output is not None:
        refuse_inputs((output,), (case, *([requests] if requests else [])))
    divided = allocate_case(case, when, requests, available, catalogs)
    show_errors(divided.issues)
    words: Language = language or ("en" if divided.scenario.settings.language == "en" else "zh")
    names = Names(divided.scenario, divided.catalog, words)
    if output is not None:
        write_allocation(divided, output, names)
        print(text("allocate.written", spoken(words), path=output), file=sys.stderr)
    if letters is not None:
        written = write_letters(divided, letters, names)
        print(text("allocate.letters_written", spoken(words), count=len(written), path=letters), file=sys.stderr)
    if json:
        print(json_text.dumps(allocation_record(divided.found, names), ensure_ascii=False, indent=1))
    elif output is None:
        names = replace(names, language=spoken(words))
        for number, line in enumerate(sentences(divided.found, names), start=1):
            print(f"{number}. {line}")
        rows = given_rows(divided.found)
        for row in rows[:SHOWN]:
            print(
                say(
                    "allocate.row",
                    item=names.item(row.shortage.item),
                    firm=names.firm(row.request.firm),
                    priority=row.request.priority,
                    asked=row.request.quantity,
                    given=row.given,
                )
            )
        if len(rows) > SHOWN:
            print(say("allocate.more", count=len(rows) - SHOWN))
