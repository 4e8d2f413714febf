"""`importplan new PATH`: the template of a scenario workbook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import claimed
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, shell_language
from importplan.cli.options import LanguageOption
from importplan.documents.case.template import write_template

PathArgument = Annotated[Path, typer.Argument(help=say("cli.new.path"), show_default=False)]


def new(path: PathArgument, language: LanguageOption = None) -> None:
    """Write the template; a file that is there already is left alone."""
    target = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
    try:
        with claimed((target,)):
            write_template(target, language or shell_language())
    except FileExistsError as fault:
        print(say("cli.new.exists", path=target), file=sys.stderr)
        raise typer.Exit(ExitCode.USAGE) from fault
    print(say("cli.new.written", path=target))
