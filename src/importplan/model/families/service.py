"""Service. sum of newly late[t] <= (1 - fill rate) x sum of demand[t]; backlog[t] <= limit.  Guide: `service`.

The fill rate is the share of demand that is served in its own period; no demand counts as served.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.limit_subjects import Scope, interval, queues
from importplan.model.program.draft import LINE
from importplan.model.program.frame import Frame, LimitRows
from importplan.model.program.ids import Index, Key
from importplan.model.program.variables import BACKLOG, LATE, LOST
from importplan.scenario.limit_rules import About
from importplan.scenario.schema.limits import Limit


def add(frame: Frame) -> None:
    """Add fill rates and largest shortages."""
    if any(limit.kind.by_period for limit in frame.facts.scenario.limits):
        _newly_late(frame)
    frame.add_limits(ROWS, About.SERVICE)


def _newly_late(frame: Frame) -> None:
    """late[t] >= backlog[t] + lost[t] - backlog[t-1]: what was due in the period and not served in it."""
    draft = frame.draft
    backlog, lost = draft.names[BACKLOG], draft.names[LOST]
    late = draft.columns(LATE, backlog.shape, (frame.facts.network.queue_ids,))
    rows = draft.rows("late", backlog.shape, (frame.facts.network.queue_ids,), lower=0.0)
    draft.entries(rows, late, 1.0)
    draft.entries(rows, backlog, -1.0)
    draft.entries(rows[:, 1:], backlog[:, :-1], 1.0)
    gives_up = [p for p, queue in enumerate(frame.facts.network.queues) if queue.lost_after_periods is not None]
    draft.entries(rows[gives_up], lost, -1.0)


def _fill_rate(frame: Frame, limit: Limit) -> None:
    facts, draft = frame.facts, frame.draft
    periods = interval(facts.scenario.calendar, limit.from_day, limit.to_day, facts.periods)
    for scope in queues(facts, limit):
        due = facts.due[:, scope.queues][:, :, periods].sum(axis=(1, 2))
        late = draft.names[LATE][scope.queues][:, periods]
        allowed = (1.0 - limit.value) * due
        _by_draw_or_mean(frame, limit, scope, late, allowed, ())


def _largest_shortage(frame: Frame, limit: Limit) -> None:
    facts, draft = frame.facts, frame.draft
    for scope in queues(facts, limit):
        for period in interval(facts.scenario.calendar, limit.from_day, limit.to_day, facts.periods):
            backlog = draft.names[BACKLOG][scope.queues, period][:, None]
            allowed = np.full(frame.draws.count, limit.value)
            _by_draw_or_mean(frame, limit, scope, backlog, allowed, (int(period),))


def _by_draw_or_mean(
    frame: Frame, limit: Limit, scope: Scope, columns: Index, allowed: NDArray[np.float64], when: Key
) -> None:
    """sum of columns (…, …, D) <= allowed (D,), in each draw or in the mean."""
    draft, draws, part = frame.draft, frame.draws, (*frame.limit_id(limit), scope.item, scope.who, *when)
    if limit.within == "mean":
        bound = float(draws.weights @ allowed)
        if limit.soft_cost_cny is not None and bound <= 0.0:
            # Late units are never below nothing: all of them are excess, and need no row that joins the draws.
            draft.known_cost("soft_limits", columns, limit.soft_cost_cny * draws.weights)
            draft.known_constant[LINE["soft_limits"]] -= limit.soft_cost_cny * bound
            return
        row = draft.rows(limit.rule, (1,), part=part, upper=bound)
        draft.entries(row, columns, draws.weights)
        frame.soften(limit, row, -1.0, scope.item, scope.who)
    else:
        rows = draft.rows(limit.rule, (draws.count,), part=part, upper=allowed)
        draft.entries(rows, columns, 1.0)
        frame.soften(limit, rows, -1.0, scope.item, scope.who, by_draw=True)


ROWS: dict[str, LimitRows] = {"min_fill_rate": _fill_rate, "max_shortage": _largest_shortage}
