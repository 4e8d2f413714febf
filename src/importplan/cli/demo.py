"""`importplan demo`: a shipped case, copied here, planned, and its result written beside it; or as a zip file."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import put, put_all
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
from importplan.parsing.words import nearest
from importplan.pipeline.case import read_case
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings

SCENARIO = "compressor_maker"
DROPPED = "plan_dropped_workbook.bat"  # for Windows: plans the workbook that is dropped on it
NameArgument = Annotated[str, typer.Argument(help=say("cli.demo.name"), show_default=False)]
ListOption = Annotated[bool, typer.Option("--list", help=say("cli.demo.list"), show_default=False)]
ZipOption = Annotated[Path | None, typer.Option("--zip", help=say("cli.demo.zip"), show_default=False)]
FolderOption = Annotated[Path | None, typer.Option(help=say("cli.option.folder"), show_default=False)]


def demo(
    name: NameArgument = SCENARIO,
    listing: ListOption = False,
    folder: FolderOption = None,
    packed: ZipOption = None,
    seed: SeedOption = None,
    draws: DrawsOption = None,
    fresh: FreshOption = None,
    time_limit: TimeLimitOption = None,
    gap: GapOption = None,
    language: LanguageOption = None,
    json: JsonOption = False,
) -> None:
    """Copy the shipped case, plan it and say where everything is; or list the cases, or pack one."""
    if listing:
        for known in names():
            print(f"{known}  {read_case(shipped('scenarios') / known / f'{known}.xlsx').settings.title}")
        raise typer.Exit(ExitCode.DONE)
    if name not in names():
        print(say("cli.demo.unknown", name=name, nearest=nearest(name, names()) or SCENARIO), file=sys.stderr)
        raise typer.Exit(ExitCode.USAGE)
    if packed is not None:
        if packed.exists():
            print(say("cli.new.exists", path=packed), file=sys.stderr)
            raise typer.Exit(ExitCode.USAGE)
        put(zipped(name), packed)
        print(say("cli.demo.packed", path=packed))
        raise typer.Exit(ExitCode.DONE)
    folder = folder or Path("importplan-demo" if name == SCENARIO else f"importplan-demo-{name}")
    if folder.exists():
        print(say("cli.demo.exists", folder=folder), file=sys.stderr)
        raise typer.Exit(ExitCode.USAGE)
    put_all({folder / at: content for at, content in files_of_demo(name)})
    case = folder / f"{name}.xlsx"
    print(say("cli.demo.copied", path=case), file=sys.stderr)
    settings = RunSettings(seed, draws, time_limit, gap, language, fresh)
    result = plan_case(case, settings, Progress(language))
    raise typer.Exit(finish(result, None, json, case))


def names() -> tuple[str, ...]:
    """The shipped cases."""
    folders = sorted(folder for folder in shipped("scenarios").iterdir() if (folder / f"{folder.name}.xlsx").exists())
    return tuple(folder.name for folder in folders)


def files_of_demo(name: str) -> Iterator[tuple[Path, bytes]]:
    """The files of a shipped case, each with its place in the folder."""
    source = shipped("scenarios") / name
    for file in sorted(source.rglob("*")):
        if file.is_file():
            yield file.relative_to(source), file.read_bytes()
    yield Path(DROPPED), (shipped("scenarios") / DROPPED).read_bytes()


def zipped(name: str) -> bytes:
    """A shipped case as a zip file with one folder in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, content in files_of_demo(name):
            archive.writestr(f"importplan-demo/{at.as_posix()}", content)
    return out.getvalue()
