"""`importplan check CASE`: every fault of a case in one pass."""

from __future__ import annotations

import json as json_text
import sys

import typer

from importplan.basics.errors import InputRejected
from importplan.basics.issues import has_errors
from importplan.basics.labels import Language
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import shell_language
from importplan.cli.options import CaseArgument, CatalogsOption, JsonOption
from importplan.cli.show_issues import as_record, show_issues
from importplan.pipeline.case import check_case, open_case


def check(case: CaseArgument, catalogs: CatalogsOption = None, json: JsonOption = False) -> None:
    """Read and check a case and print its issues."""
    language: Language = shell_language()
    try:
        opened = open_case(case)
        language = "en" if opened.scenario.settings.language == "en" else "zh"
        issues = check_case(opened, catalogs)
    except InputRejected as rejected:
        issues = rejected.issues
    if json:
        print(json_text.dumps([as_record(issue) for issue in issues], ensure_ascii=False, indent=1))
    else:
        show_issues(issues, language, sys.stdout)
    raise typer.Exit(ExitCode.INPUT_ISSUES if has_errors(issues) else ExitCode.DONE)
