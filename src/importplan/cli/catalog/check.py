"""`importplan catalog check [FOLDER]`: every fault of the catalogs, the user's own over the shipped ones."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, has_errors
from importplan.catalog.coherence import coherence
from importplan.catalog.load import load as load_catalog
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, spoken
from importplan.cli.options import JsonOption, LanguageOption
from importplan.cli.show_issues import as_record, show_issues
from importplan.pipeline.case import own_catalogs

FolderArgument = Annotated[
    Path | None, typer.Argument(help=say("catalog.check.folder"), metavar="FOLDER", show_default=False)
]


def check(folder: FolderArgument = None, language: LanguageOption = None, json: JsonOption = False) -> None:
    """Read the catalogs and print their faults."""
    issues: tuple[Issue, ...]
    try:
        issues = tuple(coherence(load_catalog(own=own_catalogs(folder))))
    except InputRejected as rejected:
        issues = rejected.issues
    if json:
        print(json_text.dumps([as_record(issue) for issue in issues], ensure_ascii=False, indent=1))
    else:
        show_issues(issues, spoken(language), sys.stdout)
    raise typer.Exit(ExitCode.INPUT_ISSUES if has_errors(issues) else ExitCode.DONE)
