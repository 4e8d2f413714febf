"""`importplan batch FILE|FOLDER`: many small scenarios of a case, a row each, and what moves the plan most."""

from __future__ import annotations

import json as json_text
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import refuse_inputs
from importplan.basics.labels import text
from importplan.catalog.load import load as load_catalog
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, shell_language, spoken
from importplan.cli.options import (
    BaseOption,
    CatalogsOption,
    DrawsOption,
    GapOption,
    JsonOption,
    LanguageOption,
    OutputOption,
    SeedOption,
    StressOption,
)
from importplan.pipeline.batch import ALL, files_read, run_batch, write_batch
from importplan.pipeline.settings import RunSettings
from importplan.results.batch import Planned
from importplan.results.names import Names
from importplan.results.views.batch_tables import batch_record, batch_sentences
from importplan.scenario.ready_sets import SETS

ReadySet = Enum("ReadySet", {key: key for key in (ALL, *SETS)})  # type: ignore[misc]  # the choices of the option
FilesArgument = Annotated[Path, typer.Argument(help=say("batch.argument"), show_default=False, metavar="FILE|FOLDER")]
SetOption = Annotated[list[ReadySet], typer.Option("--set", help=say("batch.option.set"), show_default=False)]
EachOption = Annotated[
    float | None, typer.Option("--time-limit", help=say("batch.option.time_limit"), min=0.1, show_default=False)
]


def batch(
    files: FilesArgument,
    sets: SetOption = [],  # noqa: B006  # Typer makes the list anew
    base: BaseOption = None,
    output: OutputOption = None,
    seed: SeedOption = None,
    draws: DrawsOption = None,
    time_limit: EachOption = None,
    gap: GapOption = None,
    language: LanguageOption = None,
    catalogs: CatalogsOption = None,
    stress: StressOption = [],  # noqa: B006  # Typer makes the list anew
    json: JsonOption = False,
) -> None:
    """Plan every scenario and print, or write, how they differ from the base."""
    if output is not None:
        refuse_inputs((output,), files_read(files, base))
    speech = language or shell_language()

    def told(number: int, count: int, planned: Planned) -> None:
        words = {
            "name": " ".join((planned.set, *(str(value) for value in planned.values.values()))),
            "status": text(f"batch.status.{planned.status}", spoken(speech)),
            "seconds": planned.seconds,
        }
        print(text("batch.progress", spoken(speech), number=number, count=count, **words), file=sys.stderr, flush=True)

    settings = RunSettings(seed, draws, time_limit, gap, language, stress=tuple(stress) or None)
    found = run_batch(files, base, [each.value for each in sets], settings, told, catalogs)
    known = next((each.scenario for each in (found.base, *found.scenarios) if each.scenario is not None), None)
    if known is None:
        raise typer.Exit(ExitCode.STOPPED_WITHOUT_PLAN)
    names = Names(known, load_catalog(own=catalogs), language or ("en" if known.settings.language == "en" else "zh"))
    if output is not None:
        write_batch(found, output, names)
        print(text("batch.written", spoken(names.language), path=output), file=sys.stderr)
    if json:
        print(json_text.dumps(batch_record(found, names), ensure_ascii=False, indent=1))
    elif output is None:
        said = Names(known, names.catalog, spoken(names.language))
        for number, words in enumerate(batch_sentences(found, said), start=1):
            print(f"{number}. {words}")
    if found.stopped:
        raise typer.Exit(ExitCode.STOPPED_WITHOUT_PLAN)
