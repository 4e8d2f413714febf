"""The settlement of a result: how its planning draws were settled, and what was judged on other draws."""

from __future__ import annotations

from importplan.evaluation.ledger.books import Books
from importplan.evaluation.settling.names import SETTLED
from importplan.evaluation.settling.telling import told
from importplan.plan.settlement import Settlement
from importplan.results.carried.judged_rows import JUDGED, judged_rows
from importplan.results.carried.what_pays_rows import WHAT_PAYS, what_pays_rows
from importplan.results.plan_result import PlanResult
from importplan.scenario.scenario import Scenario
from importplan.uncertainty.sampling.draw_set import DrawSet


def settlement(result: PlanResult) -> Settlement:
    """All rows of a result with a plan."""
    books = Books(result.scenario, result.landed, result.draws)
    blocks = told(books, result.solution.plan) | judged_rows(result) | what_pays_rows(result)
    return Settlement(blocks, draw_ids(result.draws, result.judging), period_names(result.scenario))


def draw_ids(planning: DrawSet, judging: DrawSet) -> dict[str, tuple[str, ...]]:
    """Kind of rows → the draws that it speaks of."""
    return dict.fromkeys(SETTLED, planning.ids) | dict.fromkeys(JUDGED + WHAT_PAYS, judging.ids)


def period_names(scenario: Scenario) -> tuple[str, ...]:
    """The first days of the periods."""
    calendar = scenario.calendar
    return tuple(calendar.first_day(period).isoformat() for period in range(calendar.count))
