"""`importplan check CASE`: every fault of a case in one pass, on the terminal or written into a copy of the case."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.errors import InputRejected
from importplan.basics.files import claimed, refuse_inputs
from importplan.basics.issues import Issue, has_errors
from importplan.basics.labels import Language, text
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, shell_language, spoken
from importplan.cli.options import BaseOption, CaseArgument, CatalogsOption, JsonOption
from importplan.cli.show_calls import show_calls
from importplan.cli.show_issues import as_record, show_issues
from importplan.pipeline.case import check_case, open_case, read_case
from importplan.pipeline.marked_case import ending_of, write_marked
from importplan.scenario.checks.peers import CODES, Doubt, worth_a_call

MarkedOption = Annotated[Path | None, typer.Option("--output", "-o", help=say("cli.check.output"), show_default=False)]

BeforeOption = Annotated[Path | None, typer.Option("--before", help=say("cli.check.before"), show_default=False)]


def check(
    case: CaseArgument,
    output: MarkedOption = None,
    before: BeforeOption = None,
    base: BaseOption = None,
    catalogs: CatalogsOption = None,
    json: JsonOption = False,
) -> None:
    """Read and check a case, print its issues and the figures worth a phone call, and write them into a copy of it."""
    language: Language = shell_language()
    if output is not None:
        _refuse(case, output, before, base)
    earlier = None if before is None else read_case(before)
    calls: tuple[Doubt, ...] = ()
    try:
        opened = open_case(case, base)
        settings = opened.scenario.settings
        if "language" in settings.columns:
            language = "en" if settings.language == "en" else "zh"
        issues = tuple(issue for issue in check_case(opened, catalogs) if issue.code not in CODES)
        calls = worth_a_call(opened.scenario, earlier)
    except InputRejected as rejected:
        issues = rejected.issues
    if json:
        asked = [as_record(call.issue) | {"moves_cny": call.moves_cny} for call in calls]
        print(json_text.dumps([*(as_record(issue) for issue in issues), *asked], ensure_ascii=False, indent=1))
    else:
        show_issues(issues, spoken(language), sys.stdout)
        show_calls(calls, spoken(language))
    if output is not None:
        _write(case, issues, language, output, calls)
    raise typer.Exit(ExitCode.INPUT_ISSUES if has_errors(issues) else ExitCode.DONE)


def _refuse(case: Path, output: Path, before: Path | None, base: Path | None) -> None:
    """A file that people may be mending is never written over; a copy has the ending of what it is a copy of."""
    refuse_inputs((output,), (case, before, base))
    ending = ending_of(case)
    if output.suffix.lower() != ending:
        print(say("cli.check.ending", path=output.with_suffix(ending), ending=ending), file=sys.stderr)
        raise typer.Exit(ExitCode.USAGE)


def _write(case: Path, issues: tuple[Issue, ...], language: Language, output: Path, calls: tuple[Doubt, ...]) -> None:
    try:
        with claimed((output,)):
            written = write_marked(case, issues, language, output, calls)
    except FileExistsError as fault:
        print(text("cli.new.exists", spoken(language), path=output), file=sys.stderr)
        raise typer.Exit(ExitCode.USAGE) from fault
    key = "cli.check.written" if written else "cli.check.not_marked"
    print(text(key, spoken(language), path=output), file=sys.stderr)
