"""Rows divided among owners: each part by hand, and what keeps the parts keeps the whole."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from importplan.solvers.divide import divide
from importplan.solvers.parts import hanging_together, solve_in_parts
from importplan.solvers.program import Program, SolverSettings

INFINITY = float("inf")
EXACTLY = SolverSettings(gap=0.0, time_limit_s=20.0)


def shared(upper: float = INFINITY, lower: float = -INFINITY, fixed: float = 0.0) -> Program:
    """Three columns, 0 to 9, that earn 1, 2, 3 a unit, and a held one: lower <= x0 + 2 x1 + x2 + held <= upper."""
    return Program(
        column_lower=np.array([0.0, 0.0, 0.0, fixed]),
        column_upper=np.array([9.0, 9.0, 9.0, fixed]),
        whole=np.zeros(4, dtype=bool),
        objective=np.array([-1.0, -2.0, -3.0, 0.0]),
        offset=0.0,
        row_lower=np.array([lower]),
        row_upper=np.array([upper]),
        row=np.zeros(4, dtype=np.int64),
        column=np.arange(4),
        value=np.array([1.0, 2.0, 1.0, 1.0]),
    )


OWNER = np.array([0, 0, 1, -1])
POINT = np.array([1.0, 2.0, 3.0, 0.0])  # owner 0 takes 1 + 2 x 2 = 5, owner 1 takes 3


def bounds(program: Program, point: np.ndarray = POINT) -> tuple[list[float], list[float]]:
    found = divide(program, OWNER, point)
    assert found.origin.tolist() == [0, 0, 0]
    return found.program.row_lower[1:].tolist(), found.program.row_upper[1:].tolist()


def test_what_is_left_over_is_shared_out_evenly() -> None:
    # 12 - 8 = 4 are left, 2 for each: 7 and 5.
    assert bounds(shared(upper=12.0)) == ([-INFINITY] * 2, [7.0, 5.0])


def test_what_is_taken_too_much_is_given_back_in_proportion() -> None:
    # 8 - 6.4 = 1.6 too much: 1.0 of the 5, 0.6 of the 3.
    assert bounds(shared(upper=6.4))[1] == pytest.approx([4.0, 2.4])


def test_a_lower_bound_is_divided_alike() -> None:
    # 8 are there, 6 asked for: 1 less for each. 8.8 asked for: 0.8 more, 0.5 and 0.3.
    assert bounds(shared(lower=6.0))[0] == [4.0, 2.0]
    assert bounds(shared(lower=8.8))[0] == pytest.approx([5.5, 3.3])


def test_a_held_column_takes_its_part_first() -> None:
    assert bounds(shared(upper=12.0, fixed=2.0))[1] == [6.0, 4.0]


def test_who_takes_nothing_shares_evenly() -> None:
    assert bounds(shared(upper=-1.0), np.zeros(4))[1] == [-0.5, -0.5]


def test_a_row_of_one_owner_stays_as_it_is() -> None:
    program = shared(upper=12.0)
    found = divide(program, np.array([0, 0, 0, -1]), POINT)
    assert len(found.origin) == 1
    assert found.program.row_upper.tolist() == [12.0]


def test_what_keeps_the_parts_keeps_the_whole() -> None:
    program = shared(upper=12.0)
    divided = divide(program, OWNER, POINT).program
    found, best = solve_in_parts(divided, EXACTLY), solve_in_parts(program, EXACTLY)
    assert found.values is not None
    assert not program.broken(found.values).any()
    # By hand: owner 0 has 7 for 1 a unit of row either way, owner 1 five units at 3; the best is nine of those and 3.
    assert found.objective == pytest.approx(-7.0 - 15.0)
    assert best.objective == pytest.approx(-3.0 - 27.0)


def test_the_duals_of_parts_are_those_of_the_whole() -> None:
    """Two parts by hand: a unit more is worth 1 to the first, 3 to the second; the third row does not bind."""
    program = replace(
        shared(),
        row_lower=np.full(3, -INFINITY),
        row_upper=np.array([4.0, 5.0, 99.0]),
        row=np.array([0, 0, 1, 2]),
        column=np.array([0, 1, 2, 2]),
        value=np.array([1.0, 2.0, 1.0, 1.0]),
    )
    found = solve_in_parts(program, EXACTLY)
    assert found.row_duals is not None
    assert found.row_duals.tolist() == pytest.approx([-1.0, -3.0, 0.0])


def test_columns_hang_together_by_free_columns_only() -> None:
    program = replace(
        shared(fixed=1.0),
        row_lower=np.full(2, -INFINITY),
        row_upper=np.full(2, 9.0),
        row=np.array([0, 0, 0, 1, 1]),
        column=np.array([0, 1, 3, 2, 3]),
        value=np.ones(5),
    )
    assert hanging_together(program, np.array([True, False])).tolist() == [True, True, False, False]
