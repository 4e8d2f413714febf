"""`importplan doubts RESULT`: what settling each doubt of a case is worth to its plan, with the step that settles it.

A customs specialist keeps a list of 待核事项, a CFO asks what it costs to leave one open: the command is called after
the list, not after the theory (value of information) that prices it.
"""

from __future__ import annotations

import json as json_text
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from importplan.basics.errors import InputRejected
from importplan.basics.files import refuse_inputs
from importplan.basics.issues import Issue
from importplan.basics.labels import text
from importplan.cli.language import say, spoken
from importplan.cli.options import CatalogsOption, GapOption, JsonOption, LanguageOption, OutputOption
from importplan.pipeline.doubts import worth_of_knowing, write_doubts
from importplan.pipeline.settings import RunSettings
from importplan.results.names import Names
from importplan.results.views.doubt_tables import doubt_record, doubt_sentences

ResultArgument = Annotated[Path, typer.Argument(help=say("doubts.argument"), show_default=False, metavar="RESULT")]
ChanceOption = Annotated[
    list[str] | None, typer.Option("--chance", help=say("doubts.option.chance"), show_default=False)
]
LimitOption = Annotated[
    float | None, typer.Option("--time-limit", help=say("doubts.option.time_limit"), min=0.1, show_default=False)
]


def doubts(
    result: ResultArgument,
    output: OutputOption = None,
    chance: ChanceOption = None,
    time_limit: LimitOption = None,
    gap: GapOption = None,
    language: LanguageOption = None,
    catalogs: CatalogsOption = None,
    json: JsonOption = False,
) -> None:
    """Plan a case under the other answer of each doubt, and print or write what each is worth."""
    if output is not None:
        refuse_inputs((output,), (result,))
    chances = _chances(chance or ())

    def told(number: int, count: int) -> None:
        print(say("doubts.progress", number=number, count=count), file=sys.stderr, flush=True)

    found = worth_of_knowing(result, RunSettings(time_limit_s=time_limit, gap=gap), chances, told, catalogs)
    names = Names(found.result.scenario, found.result.catalog, language or found.result.language)
    for word in found.unknown_chances:
        print(text("doubts.chance_unknown", spoken(names.language), given=word), file=sys.stderr)
    if output is not None:
        write_doubts(found, output, names)
        print(text("doubts.written", spoken(names.language), path=output), file=sys.stderr)
    if json:
        record = doubt_record(found.result, found.rows, found.unknown_chances, names)
        print(json_text.dumps(record, ensure_ascii=False, indent=1))
    elif output is None:
        names = replace(names, language=spoken(names.language))
        for number, words in enumerate(doubt_sentences(found.result, found.rows, names), start=1):
            print(f"{number}. {words}")


def _chances(given: Sequence[str]) -> dict[str, float]:
    """`qualifications!K5=0.3` → cell or key and probability. Raises InputRejected with every word that is no such."""
    found: dict[str, float] = {}
    wrong = []
    for words in given:
        where, _, number = words.rpartition("=")
        try:
            value = float(number)
        except ValueError:
            value = -1.0
        if where and 0.0 <= value <= 1.0:
            found[where.strip()] = value
        else:
            wrong.append(Issue.error("chance-wrong", given=words))
    if wrong:
        raise InputRejected(tuple(wrong))
    return found
