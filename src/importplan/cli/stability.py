"""`importplan stability RESULT`: the case planned again on other draws; in how many plans each order stands."""

from __future__ import annotations

import json as json_text
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import refuse_inputs
from importplan.basics.labels import text
from importplan.cli.language import say, spoken
from importplan.cli.options import CatalogsOption, JsonOption, LanguageOption, OutputOption, TimeLimitOption
from importplan.pipeline.settings import RunSettings
from importplan.pipeline.stability import stability_of, write_stability
from importplan.results.names import Names
from importplan.results.views.stability_tables import stability_record, stability_sentences

ResultArgument = Annotated[Path, typer.Argument(help=say("stability.argument"), show_default=False, metavar="RESULT")]
TimesOption = Annotated[int, typer.Option("--times", help=say("stability.option.times"), min=1)]


def stability(
    result: ResultArgument,
    times: TimesOption = 9,
    output: OutputOption = None,
    time_limit: TimeLimitOption = None,
    language: LanguageOption = None,
    catalogs: CatalogsOption = None,
    json: JsonOption = False,
) -> None:
    """Plan again on other draws, and print or write what is stable."""
    if output is not None:
        refuse_inputs((output,), (result,))

    def told(number: int, count: int) -> None:
        print(say("stability.progress", number=number, count=count), file=sys.stderr, flush=True)

    advice = stability_of(result, times, RunSettings(time_limit_s=time_limit), told, catalogs)
    names = Names(advice.result.scenario, advice.result.catalog, language or advice.result.language)
    if output is not None:
        write_stability(advice, output, names)
        print(text("stability.written", spoken(names.language), path=output), file=sys.stderr)
    if json:
        print(json_text.dumps(stability_record(advice.result, advice.found, names), ensure_ascii=False, indent=1))
    elif output is None:
        names = replace(names, language=spoken(names.language))
        for number, words in enumerate(stability_sentences(advice.result, advice.found, names), start=1):
            print(f"{number}. {words}")
