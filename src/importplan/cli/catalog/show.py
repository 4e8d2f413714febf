"""`importplan catalog show WHAT`: everything on a row, an edition, a list or a tariff code, by day."""

from __future__ import annotations

import re
import sys
from datetime import date
from typing import Annotated

import typer

from importplan.basics.errors import RuleUnknown
from importplan.basics.labels import Language, text
from importplan.catalog.lists.goods_lists import Edition, GoodsList, GoodsLists, Reference
from importplan.catalog.lists.standing import row_standings
from importplan.catalog.load import Catalog
from importplan.catalog.load import load as load_catalog
from importplan.catalog.records import (
    Record,
    edition_record,
    heading_record,
    list_record,
    row_record,
    standing_words,
    tariff_record,
)
from importplan.cli.catalog.options import DayOption, given_day
from importplan.cli.catalog.print_records import print_json, print_record, print_table
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, spoken
from importplan.cli.options import CatalogsOption, JsonOption, LanguageOption
from importplan.pipeline.case import own_catalogs

CODE = re.compile(r"\d{4,10}")
ROW_FIELDS = ("reference", "level", "parent", "name", "codes", "requirement", "expires", "standing")
EDITION_FIELDS = ("reference", "valid_from", "valid_to", "document", "rows_in_hand", "rows", "standing")
LIST_FIELDS = ("reference", "list", "role", "edition")
WhatArgument = Annotated[list[str] | None, typer.Argument(help=say("catalog.show.what"), metavar="WHAT")]


def show(
    what: WhatArgument = None,
    day: DayOption = None,
    catalogs: CatalogsOption = None,
    language: LanguageOption = None,
    json: JsonOption = False,
) -> None:
    """Print what the catalogs say of something, or all lists where nothing is named."""
    words, on = " ".join(what or ()).strip(), given_day(day)
    catalog = load_catalog(own=own_catalogs(catalogs))
    speech = spoken(language, for_programs=json)
    head, rows, fields = found(catalog, words, on, speech)
    if not head and not rows:
        print(say("catalog.show.nothing", what=words), file=sys.stderr)
        raise typer.Exit(ExitCode.USAGE)
    if json:
        print_json([*head, *rows])
        return
    for record in head:
        print_record(record, speech)
    if rows:
        print_table(beyond(head, rows), fields, speech)


def beyond(head: list[Record], rows: list[Record]) -> list[Record]:
    """Rows with what is to be said of each of them beyond what stands above the table."""
    above = {words for record in head for words in record.get("standing", ())}
    return [
        {**row, "standing": [words for words in row["standing"] if words not in above]} if "standing" in row else row
        for row in rows
    ]


Found = tuple[list[Record], list[Record], tuple[str, ...]]  # shown in full; the table below it; its columns


def found(catalog: Catalog, words: str, day: date, language: Language) -> Found:
    """What the catalogs have under some words; two empty lists where they have nothing."""
    lists = catalog.goods_lists
    if not words:
        return [], [list_record(entry, day, language) for entry in lists.by_key.values()], LIST_FIELDS
    if CODE.fullmatch(words.replace(".", "")):
        return of_code(catalog, words.replace(".", ""), day, language)
    reference = lists.refer(words)
    if reference is not None:
        return [of_row(lists, reference, day, language)], [], ()
    name, _, key = words.partition("/")
    entry = lists.find(name)
    edition = entry.edition(key.strip()) if entry and key else None
    if entry is None or (key and edition is None):
        return [], [], ()
    return of_list(lists, entry, edition, day, language)


def of_row(lists: GoodsLists, reference: Reference, day: date, language: Language) -> Record:
    """A row, or what is to be said of a reference to one that is not in hand."""
    row = lists.row(reference)
    if row is not None:
        return row_record(lists, row, day, language)
    standings = standing_words(row_standings(lists, reference, day, seen_on=day), language)
    return {"reference": str(reference), "on": day.isoformat(), "standing": standings}


def of_list(lists: GoodsLists, entry: GoodsList, edition: Edition | None, day: date, language: Language) -> Found:
    """A list with its editions, or one edition with its rows."""
    if edition is None:
        editions = [edition_record(lists, entry, each, day, language) for each in entry.editions]
        return [list_record(entry, day, language)], editions, EDITION_FIELDS
    rows = [row_record(lists, row, day, language) for row in edition.rows.values()]
    return [edition_record(lists, entry, edition, day, language)], rows, ROW_FIELDS


def of_code(catalog: Catalog, code: str, day: date, language: Language) -> Found:
    """A code of the tariff, or a heading, and every row of every list that covers it."""
    covered = [row for row in catalog.goods_lists.rows() if row.covers(code)]
    rows = [row_record(catalog.goods_lists, row, day, language) for row in covered]
    if len(code) < 8:
        return [heading_record(each, language) for each in catalog.headings.above(code)], rows, ROW_FIELDS
    try:
        rate = catalog.tariff.row(code, day)
        year = catalog.tariff.year_of(day)
    except RuleUnknown as fault:
        why = text(f"issue.{fault.code}.found", language, **fault.values)
        return [{"hs_code": code, "standing": [why]}], rows, ROW_FIELDS
    return [tariff_record(rate, catalog.headings, year, language)], rows, ROW_FIELDS
