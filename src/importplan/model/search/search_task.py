"""A case in order, and how it is to be solved: what every road to a plan is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from importplan.model.case.row_order import RowOrder
from importplan.model.search.start import Start
from importplan.running.workers import Workers
from importplan.scenario.counting import in_whole

Progress = Callable[[str], None]


@dataclass(frozen=True)
class SearchTask:
    """The case; whether draws that look alike share columns, and long solves run in processes of their own; who is
    told what is being done; and who answers for the blocks of a large case where it is not this process.
    """

    case: RowOrder
    merge: bool
    apart: bool
    tell: Progress
    start: Start | None = None  # a plan that is there before the search
    workers: Workers | None = None
    explains: bool = True  # whether is looked for what keeps a plan from a cheaper one

    def in_whole(self) -> SearchTask:
        """The same, of the case in which everything that counts pieces is planned in whole ones."""
        return replace(self, case=replace(self.case, scenario=in_whole(self.case.scenario)))

    def silently(self) -> SearchTask:
        """The same, and nobody is told."""
        return replace(self, tell=lambda _word: None)
