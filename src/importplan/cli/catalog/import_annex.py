"""`importplan catalog import FILE`: takes an official annex into a folder of own catalogs."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from importplan.basics.errors import InputRejected
from importplan.basics.files import refuse_inputs, together
from importplan.basics.issues import Issue, has_errors
from importplan.basics.labels import Language, text
from importplan.catalog.annexes.read import read_annex
from importplan.catalog.annexes.take_in import TakenIn, Wanted, take_in
from importplan.catalog.lists.edition_files import write_edition
from importplan.catalog.load import load as load_catalog
from importplan.cli.catalog.options import given_day
from importplan.cli.catalog.show_difference import show_difference
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, shell_language, spoken
from importplan.cli.options import LanguageOption
from importplan.cli.show_issues import show_issues

MOST_LINES = 40  # of a difference on the screen; `catalog diff` shows all
FileArgument = Annotated[Path, typer.Argument(help=say("catalog.import.file"), metavar="FILE", show_default=False)]
ListOption = Annotated[str, typer.Option("--list", help=say("catalog.import.list"), show_default=False)]
EditionOption = Annotated[str, typer.Option("--edition", help=say("catalog.import.edition"), show_default=False)]
FolderOption = Annotated[Path, typer.Option("--output", "-o", help=say("catalog.import.folder"), show_default=False)]
DocumentOption = Annotated[str, typer.Option("--document", help=say("catalog.import.document"), show_default=False)]
FromOption = Annotated[
    str | None, typer.Option("--valid-from", help=say("catalog.import.valid_from"), show_default=False)
]
ToOption = Annotated[str | None, typer.Option("--valid-to", help=say("catalog.import.valid_to"), show_default=False)]
YearOption = Annotated[
    int | None, typer.Option("--nomenclature", help=say("catalog.import.nomenclature"), min=1992, show_default=False)
]
SourceOption = Annotated[str, typer.Option("--source", help=say("catalog.import.source"), show_default=False)]
ConfidenceOption = Annotated[
    Literal["official", "secondary", "given", "unverified"],
    typer.Option("--confidence", help=say("catalog.import.confidence"), show_default=False),
]
PartOption = Annotated[bool, typer.Option("--part", help=say("catalog.import.part"), show_default=False)]
ExampleOption = Annotated[
    bool, typer.Option("--illustrative", help=say("catalog.import.illustrative"), show_default=False)
]
CloseOption = Annotated[bool, typer.Option("--close-older", help=say("catalog.import.close_older"), show_default=False)]
HeadingOption = Annotated[
    list[str] | None, typer.Option("--column", help=say("catalog.import.column"), show_default=False)
]
DryOption = Annotated[bool, typer.Option("--dry-run", help=say("catalog.import.dry_run"), show_default=False)]


def import_annex(
    file: FileArgument,
    goods_list: ListOption,
    edition: EditionOption,
    output: FolderOption,
    document: DocumentOption = "",
    valid_from: FromOption = None,
    valid_to: ToOption = None,
    nomenclature: YearOption = None,
    source: SourceOption = "",
    confidence: ConfidenceOption = "given",
    part: PartOption = False,
    illustrative: ExampleOption = False,
    close_older: CloseOption = False,
    column: HeadingOption = None,
    dry_run: DryOption = False,
    language: LanguageOption = None,
) -> None:
    """Read an annex, show its faults and what it changes, and write the edition where there is no error."""
    speech: Language = language or shell_language()
    wanted = Wanted(
        list_words=goods_list,
        edition=edition,
        read_on=date.today(),
        valid_from=given_day(valid_from) if valid_from else None,
        valid_to=given_day(valid_to) if valid_to else None,
        nomenclature=nomenclature,
        document=document,
        source=source,
        confidence=confidence,
        close_older=close_older,
        rows_in_hand="illustrative" if illustrative else "some" if part else "complete",
        headings=dict(heading(words) for words in column or ()),
    )
    catalog = load_catalog(own=output if output.is_dir() else None)
    taken = take_in(read_annex(file, speech), catalog, wanted)
    print(text("catalog.import.read", spoken(speech), rows=len(taken.edition.rows), file=file.name))
    show_difference(taken.difference, spoken(speech), MOST_LINES)
    show_issues(taken.issues, spoken(speech), sys.stdout)
    if has_errors(taken.issues):
        print(text("catalog.import.refused", spoken(speech)), file=sys.stderr)
        raise typer.Exit(ExitCode.INPUT_ISSUES)
    if not dry_run:
        of_list = output / "goods_lists" / taken.entry.key
        refuse_inputs((of_list / f"{taken.edition.key}{ending}" for ending in (".csv", ".toml")), (file,))
        put(taken, output, spoken(speech))


def put(taken: TakenIn, output: Path, language: Language) -> None:
    """Write the edition, and the one before where it is to end; read the folder back and say where they stand."""
    with together():
        older = write_edition(output, taken.entry.key, taken.closed)[0] if taken.closed is not None else None
        about, rows = write_edition(output, taken.entry.key, taken.edition, taken.remarks)
    if taken.closed is not None:
        print(text("catalog.import.closed", language, path=older, until=taken.closed.valid_to))
    load_catalog(own=output)
    print(text("catalog.import.written", language, about=about, rows=rows, folder=output))


def heading(words: str) -> tuple[str, str]:
    """A heading and its field from `HEADING=FIELD`."""
    printed, sign, field = words.rpartition("=")
    if not sign:
        raise InputRejected((Issue.error("annex-heading-option", words=words),))
    return printed.strip(), field.strip()
