"""`importplan verify RESULT`: a result recomputed from its workbook and compared number by number, without a solver."""

from __future__ import annotations

import json as json_text
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from importplan.basics.labels import Language, text
from importplan.cli.exit_codes import ExitCode
from importplan.cli.language import say, shell_language, spoken
from importplan.cli.options import BaseOption, CatalogsOption, JsonOption, LanguageOption
from importplan.pipeline.verify import verify_result
from importplan.results.verification import Verification

SHOWN = 30  # findings that people read one by one


def verify(
    result: Annotated[Path, typer.Argument(help=say("cli.argument.result"), show_default=False, metavar="RESULT")],
    case: Annotated[Path | None, typer.Option(help=say("verify.option.case"), show_default=False)] = None,
    language: LanguageOption = None,
    catalogs: CatalogsOption = None,
    base: BaseOption = None,
    json: JsonOption = False,
) -> None:
    """Recompute a result and say where it differs."""
    found = verify_result(result, case, catalogs, base)
    speech = language or shell_language()
    if json:
        json_text.dump(record(found, speech), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        print(words(found, spoken(speech)))
    raise typer.Exit(ExitCode.DONE if found.agrees else ExitCode.INPUT_ISSUES)


def words(found: Verification, language: Language) -> str:
    """What was found, for people: whether it agrees, where not, and what was not recomputed."""
    values = {"name": found.name, "sheets": len(found.compared), "numbers": found.numbers, "texts": found.texts}
    lines = [text(f"verify.{'agrees' if found.agrees else 'differs'}", language, count=len(found.findings), **values)]
    lines += [f"  {finding.words(language)}" for finding in found.findings[:SHOWN]]
    if len(found.findings) > SHOWN:
        lines.append(f"  {text('verify.more', language, count=len(found.findings) - SHOWN)}")
    lines.append(text("verify.remarks", language))
    return "\n".join((*lines, *(f"  {remark.words(language)}" for remark in found.remarks)))


def record(found: Verification, language: Language) -> dict[str, Any]:
    """The same as plain data."""
    return {
        "agrees": found.agrees,
        "result": found.name,
        "findings": [asdict(finding) | {"words": finding.words(language)} for finding in found.findings],
        "compared": [asdict(sheet) for sheet in found.compared],
        "not_recomputed": [{"key": remark.key, "words": remark.words(language)} for remark in found.remarks],
    }
