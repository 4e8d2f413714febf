"""The tiny case planned once for all tests of the reports."""

from __future__ import annotations

from functools import cache

from tiny_case import tiny_case

from importplan.basics.labels import Language
from importplan.pipeline.plan import plan_case
from importplan.results.names import Names
from importplan.results.plan_result import PlanResult


@cache
def planned(language: Language = "zh") -> PlanResult:
    """The result of the tiny case."""
    return plan_case(tiny_case(language))


def names_of(result: PlanResult) -> Names:
    """The names of a result."""
    return Names(result.scenario, result.catalog, result.language)
