"""`importplan demo`: the shipped case of a compressor maker, copied here, planned, and its result written beside it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import put_all
from importplan.catalog.files import shipped
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say
from importplan.cli.options import (
    DrawsOption,
    FreshOption,
    GapOption,
    JsonOption,
    LanguageOption,
    SeedOption,
    TimeLimitOption,
)
from importplan.cli.outcome import Progress, finish
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings

SCENARIO = "compressor_maker"
FolderOption = Annotated[Path, typer.Option(help=say("cli.option.folder"), show_default=False)]


def demo(
    folder: FolderOption = Path("importplan-demo"),
    seed: SeedOption = None,
    draws: DrawsOption = None,
    fresh: FreshOption = None,
    time_limit: TimeLimitOption = None,
    gap: GapOption = None,
    language: LanguageOption = None,
    json: JsonOption = False,
) -> None:
    """Copy the shipped case, plan it and say where everything is."""
    if folder.exists():
        print(say("cli.demo.exists", folder=folder), file=sys.stderr)
        raise typer.Exit(ExitCode.USAGE)
    source = shipped("scenarios") / SCENARIO
    put_all({folder / file.relative_to(source): file.read_bytes() for file in source.rglob("*") if file.is_file()})
    case = folder / f"{SCENARIO}.xlsx"
    print(say("cli.demo.copied", path=case), file=sys.stderr)
    settings = RunSettings(seed, draws, time_limit, gap, language, fresh)
    result = plan_case(case, settings, Progress(language))
    raise typer.Exit(finish(result, None, json, case))
