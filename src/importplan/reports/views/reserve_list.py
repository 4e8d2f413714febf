"""Sheet `reserve_list` (储备清单): what is held, how and by whom, signed by those who stand for it."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.reports.names import Names
from importplan.reports.part import Block, Sheet, Signatures
from importplan.reports.plan_result import PlanResult
from importplan.reports.views.reserve import reserve_table, unreserved_table
from importplan.reports.views.summary import signatures
from importplan.reports.views.summary_bureau import release_words


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """The list and what is not in it; a case without a common reserve has no such sheet."""
    if result.scenario.has_reserve:
        yield names.word("result.about.reserve_list")
        yield reserve_table(result)
        yield from release_words(result, names)
        yield unreserved_table(result)
        yield Signatures(signatures(result, names))


SHEET = Sheet("reserve_list", blocks)
