"""Small results that have, taken together, every sheet and every table."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from bureau_case import bureau_case
from made_case import made_case
from relieved_case import relieved_case
from tiny_case import tiny_case

from importplan.basics.labels import Language
from importplan.pipeline.plan import plan_case
from importplan.pipeline.settings import RunSettings
from importplan.results.contents import parts
from importplan.results.names import Names
from importplan.results.part import ReportPart
from importplan.results.plan_result import PlanResult
from importplan.results.table import Table


@cache
def results(language: Language = "zh") -> tuple[PlanResult, ...]:
    """A firm's case, one with reliefs, a bureau's, one that makes what it needs."""
    settings = RunSettings(language=language, fresh=20)
    relieved = relieved_case()
    relieved = relieved.replace(settings=replace(relieved.settings, language=language))
    return tuple(
        plan_case(case, settings, break_even=case.settings.title.startswith("="))
        for case in (tiny_case(language), relieved, bureau_case(language), made_case(language))
    )


def all_parts(language: Language = "zh") -> list[tuple[PlanResult, ReportPart]]:
    """Every sheet of every result."""
    return [(result, part) for result in results(language) for part in parts(result)]


def all_tables(language: Language = "zh") -> list[tuple[Names, Table[Any]]]:
    """Every table of every sheet of every result."""
    return [
        (Names(result.scenario, result.catalog, language), block)
        for result, part in all_parts(language)
        for block in part.blocks
        if isinstance(block, Table)
    ]
