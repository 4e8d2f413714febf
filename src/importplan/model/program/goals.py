"""Goals: what is minimised, one stage after the other. Section 4 of the planning model.

    weighted    known + (1 - lambda) E[cost of a draw] + lambda CVaR
    cvar_limit  known + E[cost of a draw]   with CVaR <= risk_limit_cny
    min_cvar    known + CVaR, then known + E[cost of a draw] at that
    ordered     shortage of priority 1, then known + CVaR, then known + E[cost of a draw], each within goal_tolerance

What is known is the same in every draw: known + CVaR is the CVaR of the whole cost. `risk_limit_cny` binds under every
goal when it is given, and means the cost of a draw alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from importplan.model.case.coupling import risk_counts
from importplan.model.program.draft import Repairable
from importplan.model.program.frame import Frame
from importplan.model.program.risk import Tail, add_tail
from importplan.model.program.variables import BACKLOG
from importplan.scenario.schema.settings import Settings
from importplan.solvers.program import Program

Real = NDArray[np.float64]


ONE_STAGE = ("weighted", "cvar_limit")  # goals under which one objective alone tells the better plan


@dataclass(frozen=True)
class Stage:
    """One objective: coefficients and a constant in units of money; how far later stages may give it up."""

    coefficients: Real
    constant: float
    tolerance: float = 0.0
    of_shortage: bool = False  # units that are late, no money


def stages(frame: Frame) -> tuple[Stage, ...]:
    """The stages of the case's goal; adds the rows that measure risk where the goal needs them."""
    settings = frame.facts.scenario.settings
    weight = risk_weight(settings)
    needs_tail = weight > 0 or settings.goal in ("min_cvar", "ordered") or settings.risk_limit_cny is not None
    tail = add_tail(frame.draft, frame.draws.weights, settings.risk_level) if needs_tail else None
    if tail is not None and settings.risk_limit_cny is not None:
        row = frame.draft.rows("risk_limit", (1,), upper=settings.risk_limit_cny / frame.draft.money)
        frame.draft.entries(row, tail.columns, tail.coefficients)
        place, unit = str(settings.cell("risk_limit_cny")), -1.0 / frame.draft.money
        frame.draft.repairable.append(Repairable("risk_limit", "all", "all", None, None, place, row, unit, True))
    return GOALS[settings.goal](frame, tail)


def risk_weight(settings: Settings) -> float:
    """lambda: what CVaR counts in the goal."""
    return settings.risk_weight if settings.goal == "weighted" else 0.0


def tail_weight(settings: Settings) -> float:
    """The same, nothing where CVaR is the mean: what counts beyond the weights of draws."""
    return risk_weight(settings) if risk_counts(settings) else 0.0


def program_of(frame: Frame, stage: Stage) -> Program:
    """The program of a stage with all rows so far."""
    # Columns that came after the stage was written (slack of cuts) cost nothing in it.
    coefficients = np.zeros(frame.draft.columns_count)
    coefficients[: len(stage.coefficients)] = stage.coefficients
    return frame.draft.program(coefficients, stage.constant)


def expected_cost(frame: Frame, weight: float = 0.0, tail: Tail | None = None) -> Stage:
    """known + (1 - weight) E[cost of a draw] + weight CVaR, and what counts beside cost."""
    draft, weights = frame.draft, frame.draws.weights
    mean = draft.draw_coefficients().T @ weights
    coefficients = (draft.known_coefficients() + (1.0 - weight) * mean) / draft.money + draft.dear_coefficients()
    constant = (draft.known_constant.sum() + (1.0 - weight) * weights @ draft.draw_constant.sum(axis=1)) / draft.money
    if tail is not None and weight > 0:
        np.add.at(coefficients, tail.columns, weight * tail.coefficients)
    return Stage(coefficients, float(constant))


def _weighted(frame: Frame, tail: Tail | None) -> tuple[Stage, ...]:
    return (expected_cost(frame, frame.facts.scenario.settings.risk_weight, tail),)


def _cvar_limit(frame: Frame, tail: Tail | None) -> tuple[Stage, ...]:
    return (expected_cost(frame),)


def _min_cvar(frame: Frame, tail: Tail | None) -> tuple[Stage, ...]:
    return (_whole_tail(frame, tail, frame.facts.scenario.settings.gap), expected_cost(frame))


def _ordered(frame: Frame, tail: Tail | None) -> tuple[Stage, ...]:
    tolerance = frame.facts.scenario.settings.goal_tolerance
    shortage = _urgent_shortage(frame, tolerance)
    return (shortage, _whole_tail(frame, tail, tolerance), expected_cost(frame))


def _whole_tail(frame: Frame, tail: Tail | None, tolerance: float) -> Stage:
    """CVaR of the whole cost."""
    assert tail is not None, "this goal measures risk"
    return replace(expected_cost(frame, 1.0, tail), tolerance=tolerance)


def _urgent_shortage(frame: Frame, tolerance: float) -> Stage:
    """Expected units of priority 1 that are late, over all periods."""
    facts = frame.facts
    coefficients = np.zeros(frame.draft.columns_count)
    late = frame.draft.names[BACKLOG][facts.queue_priority == 1]
    # Draws that share a column add up their weights.
    np.add.at(coefficients, late, np.broadcast_to(frame.draws.weights, late.shape))
    return Stage(coefficients, 0.0, tolerance, of_shortage=True)


GOALS: dict[str, Callable[[Frame, Tail | None], tuple[Stage, ...]]] = {
    "weighted": _weighted,
    "cvar_limit": _cvar_limit,
    "min_cvar": _min_cvar,
    "ordered": _ordered,
}
