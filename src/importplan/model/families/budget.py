"""Budget. cash of a payer in an interval <= amount (+ what earlier intervals carry over).  Guide: `budget`.

That of the reserve, which takers pay back, is kept at the end of every period of its interval: it advances nothing that
it has not. `plan`: orders on the schedule without outages, and what is decided by draw (call-offs, storage, workaround,
releases) at its mean. `each_draw`: the cash of every draw. Deductible VAT is cash out and later in.

In a replay what is held may overrun a budget by itself on other draws: then nothing that is decided in a draw adds to
it. An overrun has a column of its own, dearer than anything that a yuan can spare.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.limit_subjects import interval
from importplan.model.program import cash_flow
from importplan.model.program.draft import Repairable
from importplan.model.program.frame import Frame
from importplan.model.program.ids import Index
from importplan.model.program.variables import OVERRUN
from importplan.scenario.scenario import RESERVE
from importplan.scenario.schema.budgets import Budget

DEAR = 1_000.0  # yuan that a yuan of overrun counts


def add(frame: Frame) -> None:
    """Add a row for every budget; one in every draw where the budget says so."""
    scenario = frame.facts.scenario
    if not scenario.budgets:
        return
    planned = cash_flow.schedule(frame)
    payers = dict.fromkeys(row.payer for row in scenario.budgets)
    # A survey has a thousand payers: the sheet is read once.
    rows: dict[tuple[str, str], list[tuple[int, Budget]]] = {}
    for number, row in enumerate(scenario.budgets):
        rows.setdefault((row.payer, row.within), []).append((number, row))
    for payer in payers:
        for by_draw in (False, True):
            own = rows.get((payer, "each_draw" if by_draw else "plan"))
            if own:
                _rows(frame, payer, _windows(frame, own), by_draw, planned)


@dataclass(frozen=True)
class Window:
    """Periods that a budget row limits together and what may be spent in them; `number` of the row on the sheet."""

    budget: Budget
    number: int
    periods: Index
    amount_cny: float


def _windows(frame: Frame, budgets: list[tuple[int, Budget]]) -> list[Window]:
    """Every budget row with its number on the sheet, in time; an interval that inherits covers the earlier ones too.

    Carrying over: what earlier intervals leave may be spent later, so the sum up to the later interval is limited.
    """
    scenario, count = frame.facts.scenario, frame.facts.last_period + 1
    found: list[Window] = []
    before, inherited = np.empty(0, dtype=np.int64), 0.0
    for number, row in sorted(budgets, key=lambda each: each[1].from_day or scenario.calendar.start):
        periods, amount = interval(scenario.calendar, row.from_day, row.to_day, count), row.amount_cny + inherited
        ends = range(1, len(periods)) if row.payer == RESERVE else ()
        for end in (*ends, len(periods)):
            found.append(Window(row, number, np.union1d(before, periods[:end]), amount))
        before, inherited = (found[-1].periods, amount) if row.carry_over else (np.empty(0, dtype=np.int64), 0.0)
    return found


def _rows(frame: Frame, payer: str, windows: list[Window], by_draw: bool, planned: cash_flow.Schedule) -> None:
    facts, draft = frame.facts, frame.draft
    payers = facts.payers if payer == "all" else (payer,)
    draws = frame.draws.count if by_draw else 1
    count = facts.last_period + 1
    inside = np.zeros((len(windows), count), dtype=bool)
    for position, window in enumerate(windows):
        inside[position, window.periods] = True
    fixed = np.zeros((count, draws))
    for each in payers:
        fixed += cash_flow.signed(frame, each, by_draw, planned)
    # What is kept for the unforeseen is no plan's to spend.
    contingency = 1.0 + facts.scenario.settings.contingency_share
    amounts = np.array([window.amount_cny for window in windows]) / contingency
    # By the row of the sheet and the period at whose end it is kept.
    names = [(window.number, int(window.periods.max(initial=-1))) for window in windows]
    left = (amounts[:, None] - inside @ fixed) / draft.money
    rows = draft.rows("budget", left.shape, (names,), (payer, by_draw), upper=left)
    if frame.gives_way:
        over = draft.columns(OVERRUN, rows.shape, (names,), (payer, by_draw))
        draft.entries(rows, over, -1.0)
        draft.dear(over, DEAR * frame.draws.weights if by_draw else DEAR)
    for window, row in zip(windows, rows, strict=True):
        budget = window.budget
        place, span = str(budget.cell("amount_cny")), (budget.from_day, budget.to_day)
        draft.repairable.append(Repairable("budget", "all", payer, *span, place, row, -1.0 / draft.money, True))
    for each in payers:
        for term in cash_flow.terms(frame, each, by_draw, planned):
            if not np.size(term.column):
                continue
            for position in range(len(windows)):
                _enter(frame, rows[position], inside[position], term, by_draw)


def _enter(frame: Frame, rows: Index, inside: NDArray[np.bool_], term: cash_flow.CashTerm, by_draw: bool) -> None:
    draft = frame.draft
    if term.draw is None:
        period, column, cny = np.broadcast_arrays(term.period, term.column, term.cny)
        value = np.where(inside[period], cny, 0.0) / draft.money
        draft.entries(rows.reshape(-1, *[1] * value.ndim), column[None], value[None])
        return
    period, draw, column, cny = np.broadcast_arrays(term.period, term.draw, term.column, term.cny)
    value = np.where(inside[period], cny, 0.0) / draft.money
    if by_draw:
        draft.entries(rows[draw], column, value)
    else:
        draft.entries(rows[0], column, value * frame.draws.weights[draw])
