"""`importplan catalog diff LIST OLDER NEWER`: what changed between two editions, or an edition and an annex."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.errors import InputRejected
from importplan.basics.issues import Issue, has_errors
from importplan.basics.labels import Language, text
from importplan.catalog.annexes.read import read_annex
from importplan.catalog.annexes.take_in import Wanted, take_in
from importplan.catalog.lists.difference import compare
from importplan.catalog.lists.goods_lists import Edition
from importplan.catalog.load import Catalog
from importplan.catalog.load import load as load_catalog
from importplan.cli.catalog.show_difference import print_difference, show_difference
from importplan.cli.language import say, spoken
from importplan.cli.options import CatalogsOption, JsonOption, LanguageOption
from importplan.pipeline.case import own_catalogs

ListArgument = Annotated[str, typer.Argument(help=say("catalog.diff.list"), metavar="LIST", show_default=False)]
OlderArgument = Annotated[str, typer.Argument(help=say("catalog.diff.older"), metavar="OLDER", show_default=False)]
NewerArgument = Annotated[str, typer.Argument(help=say("catalog.diff.newer"), metavar="NEWER", show_default=False)]


def diff(
    goods_list: ListArgument,
    older: OlderArgument,
    newer: NewerArgument,
    catalogs: CatalogsOption = None,
    language: LanguageOption = None,
    json: JsonOption = False,
) -> None:
    """Print rows added, removed and changed."""
    speech = spoken(language, for_programs=json)
    catalog = load_catalog(own=own_catalogs(catalogs))
    sides = {
        older: edition(catalog, goods_list, older, newer, speech),
        newer: edition(catalog, goods_list, newer, older, speech),
    }
    empty = tuple(name for name, found in sides.items() if not found.rows)
    partly = tuple(name for name, found in sides.items() if found.rows and found.rows_in_hand != "complete")
    difference = compare(sides[older].rows, sides[newer].rows)
    if json:
        print_difference(difference, empty, partly)
        return
    for key, names in (("nothing", empty), ("partly", partly)):
        if names:
            print(text(f"catalog.diff.{key}", speech, editions=", ".join(names)))
    show_difference(difference, speech)


def edition(catalog: Catalog, goods_list: str, name: str, other: str, language: Language) -> Edition:
    """An edition, or a file, which is read as the edition that it is compared with.

    Raises InputRejected where there is neither, or where the file has errors.
    """
    entry = catalog.goods_lists.find(goods_list)
    if entry is None:
        lists = ", ".join(catalog.goods_lists.by_key)
        raise InputRejected((Issue.error("annex-list-unknown", list=goods_list, known=lists),))
    found = entry.edition(name)
    if found is not None:
        return found
    if Path(name).suffix:
        today = date.today()
        first_day = None if entry.edition(other) else today
        wanted = Wanted(goods_list, other, today, valid_from=first_day, document="-")
        taken = take_in(read_annex(Path(name), language), catalog, wanted)
        if has_errors(taken.issues):
            raise InputRejected(taken.issues)
        return taken.edition
    known = ", ".join(each.key for each in entry.editions)
    raise InputRejected((Issue.error("catalog-edition-unknown", edition=name, known=known),))
