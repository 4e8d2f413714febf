"""`importplan survey share FOLDER`: the answers with pseudonyms in place of firms."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import claimed, numbered_names, refuse_inputs
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say
from importplan.cli.options import CatalogsOption, LanguageOption
from importplan.cli.survey.options import CorrectedOption, FolderArgument, ReviewsOption, WorkersOption
from importplan.cli.survey.paths import must_lie_outside, numbered, with_ending
from importplan.cli.survey.progress import FileProgress
from importplan.pipeline import survey_report
from importplan.survey.share import risk_numbers

SharedOption = Annotated[Path, typer.Option("--output", "-o", help=say("cli.survey.share.output"), show_default=False)]
ListOption = Annotated[Path, typer.Option("--base", help=say("cli.survey.collect.base"), show_default=False)]
BeforeOption = Annotated[
    list[Path] | None, typer.Option("--before", help=say("cli.survey.share.before"), show_default=False)
]
SecretOption = Annotated[Path, typer.Option("--secret", help=say("cli.survey.share.secret"), show_default=False)]


def share(
    folder: FolderArgument,
    output: SharedOption,
    secret: SecretOption,
    base: ListOption,
    before: BeforeOption = None,
    reviews: ReviewsOption = None,
    rejected: CorrectedOption = None,
    language: LanguageOption = None,
    workers: WorkersOption = None,
    catalogs: CatalogsOption = None,
) -> None:
    """Read a folder and write its answers for others."""
    must_lie_outside(folder, output, secret)
    refuse_inputs((output, secret), (base, reviews, catalogs, *(before or ())))
    is_new = not secret.exists()
    progress = FileProgress(language)
    corrected = numbered(with_ending(rejected, ".xlsx")) if rejected else ()
    with claimed(numbered_names(with_ending(output, ".xlsx"))) as target:
        found = survey_report.share_survey(
            folder, target, secret, base, reviews, language, catalogs, progress, workers, corrected, before or ()
        )
    counts = {"firms": len(found.firms), "items": len(found.items), "needs": len(found.needs)}
    print(say("cli.survey.share.written", path=target, left_out=found.left_out, **counts), file=sys.stderr)
    for key in ("risk", *(("joined",) if found.joined else ()), *(("below",) if found.anonymity.below else ())):
        print(say(f"survey.share.about.{key}", **risk_numbers(found)), file=sys.stderr)
    print(
        say("cli.survey.share.secret_new" if is_new else "cli.survey.share.secret_used", path=secret), file=sys.stderr
    )
    raise typer.Exit(ExitCode.DONE if found.firms else ExitCode.INPUT_ISSUES)
