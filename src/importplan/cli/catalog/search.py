"""`importplan catalog search WORDS`: codes of the tariff and rows of the lists by code, Chinese or English words."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from importplan.catalog.load import load as load_catalog
from importplan.catalog.records import row_record, tariff_record
from importplan.catalog.search import Search, kinds
from importplan.cli.catalog.options import DayOption, given_day
from importplan.cli.catalog.print_records import print_json, print_table
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, spoken
from importplan.cli.options import CatalogsOption, JsonOption, LanguageOption
from importplan.pipeline.case import own_catalogs

CODE_FIELDS = {
    "zh": ("hs_code", "name_zh", "headings", "mfn", "provisional", "confidence"),
    "en": ("hs_code", "name_en", "headings", "mfn", "provisional", "confidence"),
}
ROW_FIELDS = ("reference", "name", "codes", "requirement", "standing")
WordsArgument = Annotated[list[str], typer.Argument(help=say("catalog.search.words"), metavar="WORDS")]
MostOption = Annotated[int, typer.Option("--most", min=1, help=say("catalog.search.most"))]


def search(
    words: WordsArgument,
    most: MostOption = 20,
    day: DayOption = None,
    catalogs: CatalogsOption = None,
    language: LanguageOption = None,
    json: JsonOption = False,
) -> None:
    """Print what the words find, the best first."""
    asked, on = " ".join(words), given_day(day)
    catalog = load_catalog(own=own_catalogs(catalogs))
    speech = spoken(language, for_programs=json)
    index = Search(catalog, on)
    hits = index.find(asked, most)
    if not hits:
        ending, hits = index.by_ending(asked, most)
        if hits:
            print(say("catalog.search.by_ending", words=asked, ending=ending), file=sys.stderr)
    codes, rows = kinds(hits)
    year = catalog.tariff.year_of(on)
    code_records = [tariff_record(entry, catalog.headings, year, speech) for entry in codes]
    row_records = [row_record(catalog.goods_lists, entry, on, speech) for entry in rows]
    if json:
        print_json([*code_records, *row_records])
    elif not codes and not rows:
        print(say("catalog.search.nothing", words=asked), file=sys.stderr)
    if not codes and not rows:
        raise typer.Exit(ExitCode.USAGE)
    if not json:
        for records, fields in ((code_records, CODE_FIELDS[speech]), (row_records, ROW_FIELDS)):
            if records:
                print_table(records, fields, speech)
