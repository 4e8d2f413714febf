"""What a collection changes in the case that is there, before anything is written over it."""

from __future__ import annotations

from pathlib import Path

from importplan.basics.labels import text
from importplan.cli.language import spoken
from importplan.pipeline.survey_case import CollectedSurvey
from importplan.scenario.difference import CHANGES

FIRST = 5  # changed rows of a sheet that are shown; the note sheet of the case holds all


def show_difference(result: CollectedSurvey, target: Path, mode: str | None) -> None:
    """Print added, changed, unchanged and missing rows by sheet; nothing where no case was there."""
    if result.difference is None:
        return
    language = spoken(result.language)
    print()
    print(text(f"cli.survey.collect.against_{mode or 'new'}", language, path=target))
    for sheet, counts in result.difference.counts().items():
        if sum(counts.values()) == counts["unchanged"]:
            continue
        numbers = "  ".join(f"{text(f'survey.change.{change}', language)} {counts[change]:,}" for change in CHANGES)
        print(f"  {text(f'sheet.{sheet}', language)}: {numbers}")
        changed = [row for row in result.difference.rows if row.sheet == sheet and row.change == "changed"]
        for row in changed[:FIRST]:
            cells = "; ".join(
                f"{text(f'column.{sheet}.{column}', language)} {before} → {after}"
                for column, before, after in row.cells
            )
            print(f"      {row.row}: {cells}")
