"""`importplan catalog import tariff FILE`: takes the tariff of a year into a folder of own catalogs."""

from __future__ import annotations

import json as json_text
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from importplan.basics.errors import InputRejected
from importplan.basics.files import refuse_inputs
from importplan.basics.issues import Issue, has_errors
from importplan.basics.labels import Language, text
from importplan.catalog.annexes.read import read_annex
from importplan.catalog.load import load as load_catalog
from importplan.catalog.tariff_tables.take_in import TariffTaken, WantedTariff, take_in
from importplan.catalog.tariff_tables.year_files import write_year, year_paths
from importplan.cli.catalog.import_annex import ConfidenceOption, DryOption, FolderOption, SourceOption, heading
from importplan.cli.catalog.options import given_day
from importplan.cli.catalog.show_tariff_difference import difference_record, show_tariff_difference
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, shell_language
from importplan.cli.options import JsonOption, LanguageOption
from importplan.cli.show_issues import as_record, show_issues
from importplan.pipeline.radar import NOW, CatalogSide, look, radar_names
from importplan.results.views.radar_record import radar_record
from importplan.results.views.radar_told import Radar
from importplan.results.views.radar_words import radar_sentences

MOST_LINES = 40  # of the difference on the screen; `--json` has all
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
FileArgument = Annotated[Path, typer.Argument(help=say("catalog.tariff.file"), metavar="FILE", show_default=False)]
YearOption = Annotated[
    int | None, typer.Option("--year", help=say("catalog.tariff.year"), min=2000, max=2100, show_default=False)
]
FromOption = Annotated[
    str | None, typer.Option("--valid-from", help=say("catalog.tariff.valid_from"), show_default=False)
]
ToOption = Annotated[str | None, typer.Option("--valid-to", help=say("catalog.tariff.valid_to"), show_default=False)]
PartOption = Annotated[bool, typer.Option("--part", help=say("catalog.tariff.part"), show_default=False)]
CaseOption = Annotated[list[Path] | None, typer.Option("--case", help=say("catalog.tariff.case"), show_default=False)]
HeadingOption = Annotated[
    list[str] | None, typer.Option("--column", help=say("catalog.tariff.column"), show_default=False)
]


def import_tariff(
    file: FileArgument,
    output: FolderOption,
    year: YearOption = None,
    valid_from: FromOption = None,
    valid_to: ToOption = None,
    source: SourceOption = "",
    confidence: ConfidenceOption = "given",
    part: PartOption = False,
    column: HeadingOption = None,
    dry_run: DryOption = False,
    case: CaseOption = None,
    language: LanguageOption = None,
    json: JsonOption = False,
) -> None:
    """Read a table, show its faults and what it changes, and write the year where there is no error."""
    speech: Language = language or shell_language()
    first, last = span(file, year, valid_from, valid_to)
    wanted = WantedTariff(
        valid_from=first,
        valid_to=last,
        source=source,
        confidence=confidence,
        part=part,
        headings=dict(heading(words) for words in column or ()),
    )
    refuse_inputs(year_paths(output, wanted), (file,))
    taken = take_in(read_annex(file, speech), load_catalog(own=output if output.is_dir() else None), wanted)
    refused = has_errors(taken.issues)
    found = None if refused or not case else in_money(file, output, wanted, case)
    if not json:
        told(taken, file, speech)
        for words in () if found is None else radar_sentences(found, radar_names(found, speech)):
            print(words)
    written: tuple[Path, ...] = ()
    if not refused and not dry_run:
        written = write_year(output, taken, wanted, date.today())
        load_catalog(own=output)
    if json:
        record = as_json(taken, written)
        if found is not None:
            record["cases"] = radar_record(found, radar_names(found, speech))
        print(json_text.dumps(record, ensure_ascii=False, indent=1))
    elif written:
        print(text("catalog.import.written", speech, about=written[0], rows=written[1], folder=output))
    if refused:
        print(text("catalog.import.refused", speech), file=sys.stderr)
        raise typer.Exit(ExitCode.INPUT_ISSUES)


def in_money(file: Path, output: Path, wanted: WantedTariff, cases: Sequence[Path]) -> Radar:
    """What the table changes for cases, against the catalogs of the folder that it is to go into."""
    before = CatalogSide(str(output) if output.is_dir() else NOW)
    return look(before, CatalogSide(str(file), before, wanted), cases)


def span(file: Path, year: int | None, valid_from: str | None, valid_to: str | None) -> tuple[date, date]:
    """The days of a table: those given, else the year given, else the year in the name of the file.

    Raises InputRejected where nothing says the year, or the name holds several.
    """
    first = given_day(valid_from) if valid_from else None
    named = set(_YEAR.findall(file.stem))
    of_year = year or (first.year if first else int(named.pop()) if len(named) == 1 else None)
    if of_year is None:
        raise InputRejected((Issue.error("tariff-no-year"),))
    return first or date(of_year, 1, 1), given_day(valid_to) if valid_to else date(of_year, 12, 31)


def told(taken: TariffTaken, file: Path, language: Language) -> None:
    """Print what was read, what it changes and the faults."""
    days = {"first": taken.year.valid_from, "last": taken.year.valid_to}
    print(text("catalog.tariff.read", language, rows=taken.read, file=file.name, **days))
    if taken.before is None:
        print(text("catalog.tariff.nothing_before", language))
    elif taken.read:
        counts = taken.difference.counts()
        print(text("catalog.tariff.against", language, first=taken.before.valid_from, **counts))
        show_tariff_difference(taken.difference, language, MOST_LINES)
    show_issues(taken.issues, language, sys.stdout)


def as_json(taken: TariffTaken, written: tuple[Path, ...]) -> dict[str, Any]:
    """All of it for machines."""
    return {
        "valid_from": taken.year.valid_from.isoformat(),
        "valid_to": taken.year.valid_to.isoformat(),
        "read": taken.read,
        "compared_with": taken.before.valid_from.isoformat() if taken.before else None,
        "counts": taken.difference.counts(),
        "difference": difference_record(taken.difference),
        "issues": [as_record(issue) for issue in taken.issues],
        "written": [str(path) for path in written],
    }
