"""`importplan survey report FOLDER`: what the returned questionnaires say of the region."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import claimed, numbered_names, together
from importplan.basics.labels import text
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, spoken
from importplan.cli.options import CatalogsOption, LanguageOption
from importplan.cli.survey.options import BaseOption, CorrectedOption, FolderArgument, ReviewsOption, WorkersOption
from importplan.cli.survey.paths import must_lie_outside, numbered, with_ending
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
ReleasesOption = Annotated[
    list[Path] | None, typer.Option("--before", help=say("cli.survey.report.before"), show_default=False)
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
    before: ReleasesOption = None,
    language: LanguageOption = None,
    workers: WorkersOption = None,
    catalogs: CatalogsOption = None,
) -> None:
    """Read a folder, write the report for passing on, the page and the internal workbook that are asked for."""
    named = output or folder.with_name(f"{folder.resolve().name}_report.xlsx")
    must_lie_outside(folder, *(path for path in (named, html, internal) if path is not None))
    found = survey_report.assess_survey(
        folder, base, frame, reviews, language, catalogs, FileProgress(language), workers,
        corrected=numbered(with_ending(rejected, ".xlsx")) if rejected else (), before=before or (),
    )  # fmt: skip
    _show(found)
    language = spoken(found.names.language)
    for what, path in _write(found, named, html, internal).items():
        print(text(f"cli.survey.report.written_{what}", language, path=path), file=sys.stderr)
    if internal is None and found.region.calls:
        print(text("cli.survey.report.calls", language, count=len(found.region.calls)), file=sys.stderr)
    if internal is None:
        print(text("cli.survey.report.no_basis", found.names.language), file=sys.stderr)
    raise typer.Exit(ExitCode.DONE if found.region.answered else ExitCode.INPUT_ISSUES)


def _show(found: SurveyReport) -> None:
    """Page one without its table."""
    page = summary(replace(found, names=replace(found.names, language=spoken(found.names.language))))
    print(page.title)
    print("　".join(page.head))
    for section in page.sections:
        print(section.heading)
        for line in section.lines:
            print(f"  {line}")


def _write(found: SurveyReport, report: Path, html: Path | None, internal: Path | None) -> dict[str, Path]:
    """Write what was asked for, all or none, each under a name that is free: what → path."""
    with ExitStack() as names, together():

        def free(path: Path, ending: str) -> Path:
            return names.enter_context(claimed(numbered_names(with_ending(path, ending))))

        written = {"report": free(report, ".xlsx")}
        survey_report.write_report(found, written["report"])
        if html is not None:
            written["page"] = free(html, ".html")
            survey_report.write_page(found, written["page"])
        if internal is not None:
            written["internal"] = free(internal, ".xlsx")
            survey_report.write_internal(found, written["internal"])
        return written
