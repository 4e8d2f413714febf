"""`importplan survey report FOLDER`: what the returned questionnaires say of the region."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.labels import text
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say
from importplan.cli.options import CatalogsOption, LanguageOption
from importplan.cli.survey.options import BaseOption, CorrectedOption, FolderArgument, ReviewsOption, WorkersOption
from importplan.cli.survey.paths import free_path, must_lie_outside, numbered, with_ending
from importplan.cli.survey.progress import FileProgress
from importplan.pipeline import survey_report
from importplan.survey.report.part import SurveyReport
from importplan.survey.report.summary import summary

ReportOption = Annotated[
    Path | None, typer.Option("--output", "-o", help=say("cli.survey.report.output"), show_default=False)
]
HtmlOption = Annotated[Path | None, typer.Option("--html", help=say("cli.survey.report.html"), show_default=False)]
FrameOption = Annotated[Path | None, typer.Option("--frame", help=say("cli.survey.report.frame"), show_default=False)]
InternalOption = Annotated[
    Path | None, typer.Option("--internal", help=say("cli.survey.report.internal"), show_default=False)
]


def report(
    folder: FolderArgument,
    output: ReportOption = None,
    html: HtmlOption = None,
    frame: FrameOption = None,
    base: BaseOption = None,
    reviews: ReviewsOption = None,
    rejected: CorrectedOption = None,
    internal: InternalOption = None,
    language: LanguageOption = None,
    workers: WorkersOption = None,
    catalogs: CatalogsOption = None,
) -> None:
    """Read a folder, write the report for passing on, the page and the internal workbook that are asked for."""
    named = output or folder.with_name(f"{folder.resolve().name}_report.xlsx")
    must_lie_outside(folder, *(path for path in (named, html, internal) if path is not None))
    found = survey_report.assess_survey(
        folder, base, frame, reviews, language, catalogs, FileProgress(language), workers,
        corrected=numbered(with_ending(rejected, ".xlsx")) if rejected else (),
    )  # fmt: skip
    _show(found)
    target = free_path(with_ending(named, ".xlsx"))
    survey_report.write_report(found, target)
    _say(found, "report", target)
    if html is not None:
        page = free_path(with_ending(html, ".html"))
        survey_report.write_page(found, page)
        _say(found, "page", page)
    if internal is not None:
        inside = free_path(with_ending(internal, ".xlsx"))
        survey_report.write_internal(found, inside)
        _say(found, "internal", inside)
    elif found.region.calls:
        print(text("cli.survey.report.calls", found.names.language, count=len(found.region.calls)), file=sys.stderr)
    raise typer.Exit(ExitCode.DONE if found.region.answered else ExitCode.INPUT_ISSUES)


def _show(found: SurveyReport) -> None:
    """Page one without its table."""
    page = summary(found)
    print(page.title)
    print("　".join(page.head))
    for section in page.sections:
        print(section.heading)
        for line in section.lines:
            print(f"  {line}")


def _say(found: SurveyReport, what: str, path: Path) -> None:
    print(text(f"cli.survey.report.written_{what}", found.names.language, path=path), file=sys.stderr)
