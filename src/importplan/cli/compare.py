"""`importplan compare A B`: two results, or cases, side by side: inputs, orders, money, risk."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import refuse_inputs
from importplan.basics.labels import text
from importplan.cli.language import say, spoken
from importplan.cli.options import (
    CatalogsOption,
    DrawsOption,
    GapOption,
    JsonOption,
    LanguageOption,
    OutputOption,
    SeedOption,
    TimeLimitOption,
)
from importplan.pipeline.compare import compare_results, names_of, write_difference
from importplan.pipeline.settings import RunSettings
from importplan.results.views.difference_tables import difference_record, sentences

BeforeArgument = Annotated[Path, typer.Argument(help=say("compare.argument.before"), show_default=False, metavar="A")]
AfterArgument = Annotated[Path, typer.Argument(help=say("compare.argument.after"), show_default=False, metavar="B")]


def compare(
    before: BeforeArgument,
    after: AfterArgument,
    output: OutputOption = None,
    seed: SeedOption = None,
    draws: DrawsOption = None,
    time_limit: TimeLimitOption = None,
    gap: GapOption = None,
    language: LanguageOption = None,
    catalogs: CatalogsOption = None,
    json: JsonOption = False,
) -> None:
    """Compare two results or cases and print, or write, what differs and which input stands behind."""
    if output is not None:
        refuse_inputs((output,), (before, after))
    settings = RunSettings(seed=seed, draws=draws, time_limit_s=time_limit, gap=gap, language=language)
    found = compare_results(before, after, settings, catalogs=catalogs)
    names = names_of(found, language)
    if output is not None:
        write_difference(found, output, names)
        print(text("compare.written", spoken(names[1].language), path=output), file=sys.stderr)
    if json:
        print(json_text.dumps(difference_record(found, names), ensure_ascii=False, indent=1))
    elif output is None:
        for number, words in enumerate(sentences(found, names_of(found, spoken(names[1].language))), start=1):
            print(f"{number}. {words}")
