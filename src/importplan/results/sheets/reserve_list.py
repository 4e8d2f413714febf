"""Sheet `reserve_list` (储备清单): what is held, how and by whom, signed by those who stand for it."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.results.names import Names
from importplan.results.page_one.bureau import release_words
from importplan.results.page_one.page import signatures
from importplan.results.part import Block, ResultSheet, Signatures
from importplan.results.plan_result import PlanResult
from importplan.results.views.keeping import keeping_table
from importplan.results.views.reserve import reserve_table, unreserved_table


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """The list and what is not in it; a case without a common reserve has no such sheet."""
    if result.scenario.has_reserve:
        yield names.word("result.about.reserve_list")
        yield reserve_table(result)
        kept = keeping_table(result)
        if kept.rows:
            yield names.word("result.about.reserve_keeping")
            yield kept
        yield from release_words(result, names)
        yield unreserved_table(result)
        yield Signatures(signatures(result, names))


SHEET = ResultSheet("reserve_list", blocks)
