"""`importplan survey template`: the questionnaire that a bureau sends to its firms."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import claimed
from importplan.basics.labels import Language, text
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, shell_language
from importplan.cli.options import LanguageOption
from importplan.cli.survey.options import BaseOption
from importplan.pipeline.case import read_case
from importplan.survey.questions import VERSION
from importplan.survey.template import write_template

PathArgument = Annotated[
    Path | None, typer.Argument(help=say("cli.survey.template.path"), show_default=False, metavar="OUT")
]


def template(path: PathArgument = None, base: BaseOption = None, language: LanguageOption = None) -> None:
    """Write the questionnaire; a file that is there already is left alone."""
    speech: Language = language or shell_language()
    named = path or Path(text("cli.survey.template.file", speech, version=VERSION))
    target = named if named.suffix.lower() == ".xlsx" else named.with_name(f"{named.name}.xlsx")
    try:
        with claimed((target,)):
            write_template(target, speech, read_case(base) if base else None)
    except FileExistsError as fault:
        print(say("cli.new.exists", path=target), file=sys.stderr)
        raise typer.Exit(ExitCode.USAGE) from fault
    print(say("cli.survey.template.written", path=target))
