"""`importplan catalog radar OLD NEW CASE…`: what a change of catalogs means for orders, offers and supervised stock."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import refuse_inputs
from importplan.basics.labels import Language, text
from importplan.catalog.tariff_tables.take_in import WantedTariff
from importplan.cli.catalog.import_tariff import PartOption, YearOption, span
from importplan.cli.catalog.options import given_day
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, shell_language
from importplan.cli.options import JsonOption, LanguageOption, OutputOption
from importplan.cli.show_issues import show_issues
from importplan.pipeline.radar import CatalogSide, look, of_catalog, radar_names, write_radar
from importplan.results.views.radar_record import radar_record
from importplan.results.views.radar_words import radar_sentences

OldArgument = Annotated[str, typer.Argument(help=say("radar.argument.old"), metavar="OLD", show_default=False)]
NewArgument = Annotated[str, typer.Argument(help=say("radar.argument.new"), metavar="NEW", show_default=False)]
CasesArgument = Annotated[
    list[Path], typer.Argument(help=say("radar.argument.cases"), metavar="CASE...", show_default=False)
]
TodayOption = Annotated[str | None, typer.Option("--day", help=say("radar.option.day"), show_default=False)]


def radar(
    old: OldArgument,
    new: NewArgument,
    cases: CasesArgument,
    output: OutputOption = None,
    year: YearOption = None,
    part: PartOption = False,
    day: TodayOption = None,
    language: LanguageOption = None,
    json: JsonOption = False,
) -> None:
    """Price every file under both catalogs and print, or write, who gains, who loses and by when to declare."""
    speech: Language = language or shell_language()
    named = [Path(words) for words in (old, new) if Path(words).exists()]
    refuse_inputs((output,), (*named, *cases))
    before = side(old, None, year, part)
    found = look(before, side(new, before, year, part), cases, given_day(day) if day else None)
    names = radar_names(found, speech)
    if output is not None:
        write_radar(found, output, speech)
        print(text("radar.written", speech, path=output), file=sys.stderr)
    if json:
        print(json_text.dumps(radar_record(found, names), ensure_ascii=False, indent=1))
    elif output is None:
        for number, words in enumerate(radar_sentences(found, names), start=1):
            print(f"{number}. {words}")
    if found.faults and not json:
        show_issues([issue for fault in found.faults for issue in fault.issues], speech)
    if not found.cases:
        raise typer.Exit(ExitCode.INPUT_ISSUES)


def side(words: str, below: CatalogSide | None, year: int | None, part: bool) -> CatalogSide:
    """A catalog as it is named; of a table of rates the days are those of its year."""
    path = Path(words)
    if not path.is_file() or of_catalog(path) is not None:
        return CatalogSide(words, below)
    first, last = span(path, year, None, None)
    return CatalogSide(words, below, WantedTariff(first, last, part=part))
