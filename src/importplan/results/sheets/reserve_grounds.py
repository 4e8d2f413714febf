"""Sheet `reserve_grounds` (储备逐行依据): what each row of the reserve list rests on, and the returns behind it."""

from __future__ import annotations

from collections.abc import Iterator

from importplan.results.names import Names
from importplan.results.part import Block, PrintEnd, ResultSheet
from importplan.results.plan_result import PlanResult
from importplan.results.views.reserve_grounds import grounds_table, returns_table


def blocks(result: PlanResult, names: Names) -> Iterator[Block]:
    """The grounds, and below what is printed the lines of demand with their firms; none without a common reserve."""
    if result.scenario.has_reserve:
        yield names.word("result.about.reserve_grounds")
        yield grounds_table(result)
        yield PrintEnd()
        yield names.word("result.about.reserve_returns")
        yield returns_table(result)


SHEET = ResultSheet("reserve_grounds", blocks)
