"""`importplan survey collect FOLDER`: returned questionnaires become a planning case."""

from __future__ import annotations

import json as json_text
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.files import claimed, numbered_names, refuse_inputs, together
from importplan.basics.labels import text
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, spoken
from importplan.cli.options import CatalogsOption, JsonOption, LanguageOption
from importplan.cli.survey.options import FolderArgument, RejectedOption, WorkersOption
from importplan.cli.survey.paths import must_lie_outside, numbered, with_ending
from importplan.cli.survey.progress import FileProgress
from importplan.cli.survey.show_collected import collected_record, show_collected
from importplan.cli.survey.show_difference import show_difference
from importplan.pipeline import survey_case

BaseOption = Annotated[Path, typer.Option("--base", help=say("cli.survey.collect.base"), show_default=False)]
CaseOption = Annotated[
    Path | None, typer.Option("--output", "-o", help=say("cli.survey.collect.output"), show_default=False)
]
ReviewsOption = Annotated[
    Path | None, typer.Option("--reviews", help=say("cli.survey.collect.reviews"), show_default=False)
]
UpdateOption = Annotated[bool, typer.Option("--update", help=say("cli.survey.collect.update"), show_default=False)]
ReplaceOption = Annotated[bool, typer.Option("--replace", help=say("cli.survey.collect.replace"), show_default=False)]
PreviewOption = Annotated[bool, typer.Option("--preview", help=say("cli.survey.collect.preview"), show_default=False)]


def collect(
    folder: FolderArgument,
    base: BaseOption,
    output: CaseOption = None,
    reviews: ReviewsOption = None,
    rejected: RejectedOption = None,
    update: UpdateOption = False,
    replace: ReplaceOption = False,
    preview: PreviewOption = False,
    language: LanguageOption = None,
    workers: WorkersOption = None,
    catalogs: CatalogsOption = None,
    json: JsonOption = False,
) -> None:
    """Collect a folder, show what came of it, and write case, review workbook and rejected rows."""
    if update and replace:
        print(say("cli.survey.collect.one_of_both"), file=sys.stderr)
        raise typer.Exit(ExitCode.USAGE)
    target = with_ending(output or folder.with_name(f"{folder.resolve().name}_case.xlsx"), ".xlsx")
    questions = with_ending(reviews or target.with_name(f"{target.stem}_reviews.xlsx"), ".xlsx")
    corrections = with_ending(rejected or target.with_name(f"{target.stem}_rejected.xlsx"), ".xlsx")
    must_lie_outside(folder, target, questions)
    refuse_inputs((target, questions, corrections), (base, catalogs))
    mode: survey_case.Mode | None = "update" if update else "replace" if replace else None
    result = survey_case.collect_surveys(
        folder, base, questions, target, mode, language, catalogs, FileProgress(language), workers,
        corrected=numbered(corrections),
    )  # fmt: skip
    if not json:
        show_collected(result)
        show_difference(result, target, mode)
    written = {} if preview else _write(result, target, questions, corrections, mode)
    if json:
        print(json_text.dumps(collected_record(result, written), ensure_ascii=False, indent=1))
    else:
        _say_written(result, written, preview)
    raise typer.Exit(ExitCode.DONE if result.usable else ExitCode.INPUT_ISSUES)


def _write(
    result: survey_case.CollectedSurvey, target: Path, questions: Path, rejected: Path, mode: str | None
) -> dict[str, Path]:
    """Write what there is to write, all or none: what → path. What people may have written into is not written over.

    The review workbook keeps its answers.
    """
    with ExitStack() as names, together():
        return _put(result, target, questions, rejected, mode, names)


def _put(
    result: survey_case.CollectedSurvey,
    target: Path,
    questions: Path,
    rejected: Path,
    mode: str | None,
    names: ExitStack,
) -> dict[str, Path]:
    written: dict[str, Path] = {}
    if result.surveyed.identified.firms:
        written["case"] = target if mode else names.enter_context(claimed(numbered_names(target)))
        survey_case.write_case(result, written["case"])
    if result.has_questions or result.surveyed.remembered or result.calls:
        written["reviews"] = questions
        survey_case.write_reviews(result, questions)
    if result.collected.rejected or any(file.refused for file in result.collected.files):
        written["rejected"] = rejected_path(rejected, result, names)
        survey_case.write_rejected(result, written["rejected"])
    return written


def rejected_path(path: Path, result: survey_case.CollectedSurvey, names: ExitStack) -> Path:
    """Where rejected rows go: over a workbook of such rows that nobody has corrected anything in, else a free path."""
    untouched = [file for file in numbered(path) if is_untouched(str(file), result)]
    return untouched[-1] if untouched else names.enter_context(claimed(numbered_names(path)))


def is_untouched(name: str, result: survey_case.CollectedSurvey) -> bool:
    """Whether a file was read as a rejected-rows workbook that holds no correction."""
    notes = [note for file in result.collected.files if file.path == name for note in file.notes]
    return [note.values.get("corrections") for note in notes] == [0]


def _say_written(result: survey_case.CollectedSurvey, written: dict[str, Path], preview: bool) -> None:
    language = spoken(result.language if result.surveyed.identified.firms else None)
    if preview:
        print(text("cli.survey.collect.only_preview", language), file=sys.stderr)
    for what, path in written.items():
        print(text(f"cli.survey.collect.written_{what}", language, path=path), file=sys.stderr)
