"""A bound without solving, by hand: columns at their cheaper ends, and ends that rows give."""

from __future__ import annotations

import numpy as np
import pytest

from importplan.solvers.program import Program, SolverSettings
from importplan.solvers.solve import solve
from importplan.solvers.trivial import trivial_bound

INF = float("inf")


def program(costs: list[float], upper: list[float], rows: list[list[float]], most: list[float]) -> Program:
    """Columns from 0 to `upper`, rows at most `most`."""
    row, column = np.nonzero(np.array(rows))
    return Program(
        column_lower=np.zeros(len(costs)),
        column_upper=np.array(upper),
        whole=np.zeros(len(costs), dtype=bool),
        objective=np.array(costs),
        offset=10.0,
        row_lower=np.full(len(most), -INF),
        row_upper=np.array(most),
        row=row,
        column=column,
        value=np.array(rows)[row, column],
    )


def test_what_costs_is_not_bought_and_what_pays_is_as_much_as_can_be() -> None:
    """10 + 0 x 2 - 3 x 4."""
    assert trivial_bound(program([2.0, -3.0], [INF, 4.0], [[1.0, 1.0]], [100.0])) == -2.0


def test_a_row_gives_an_end_and_the_next_row_passes_it_on() -> None:
    """The first is at most 5, the second no more than twice the first, and pays 1 each: 10 - 10."""
    found = program([0.0, -1.0], [INF, INF], [[1.0, 0.0], [-2.0, 1.0]], [5.0, 0.0])
    assert trivial_bound(found) == 0.0
    assert solve(found, SolverSettings()).objective == pytest.approx(0.0)


def test_what_pays_without_end_has_no_bound() -> None:
    assert trivial_bound(program([-1.0], [INF], [[-1.0]], [5.0])) == -INF
