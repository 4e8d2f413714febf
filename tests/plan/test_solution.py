"""Plans and solutions as data: terminations, cost lines, what a solution without a plan says."""

from __future__ import annotations

import numpy as np
import pytest

from importplan.basics.errors import NoPlan
from importplan.plan.lines import COST_LINES, NOTIONAL_LINES
from importplan.plan.solution import CostLines, Reason, Solution, Termination


def test_only_solves_with_a_plan_say_so() -> None:
    with_plan = {reason for reason in Reason if reason.has_plan}
    assert with_plan == {Reason.OPTIMAL, Reason.GAP_REACHED, Reason.STOPPED_WITH_PLAN}


def test_reasons_are_the_words_of_the_contract() -> None:
    words = "optimal gap_reached stopped_with_plan stopped_without_plan infeasible unbounded failed"
    assert {reason.value for reason in Reason} == set(words.split())


def test_a_solution_without_a_plan_raises_and_says_why() -> None:
    infinite = float("inf")
    solution = Solution(Termination(Reason.INFEASIBLE, "words"), infinite, -infinite, infinite, {})
    with pytest.raises(NoPlan, match="infeasible"):
        _ = solution.plan


def test_cost_lines_add_up() -> None:
    """Two draws of weights 1/4 and 3/4; known 10 in the first line, 4 and 8 by draw in the second."""
    known, by_draw = np.zeros(len(COST_LINES)), np.zeros((2, len(COST_LINES)))
    known[0] = 10.0
    by_draw[:, 1] = [4.0, 8.0]
    costs = CostLines(known, by_draw, np.array([0.25, 0.75]))
    assert costs.expected[:2].tolist() == [10.0, 7.0]
    assert costs.known_cny == 10.0
    assert costs.of_draws.tolist() == [4.0, 8.0]


def test_cost_lines_have_names_of_their_own() -> None:
    assert len(set(COST_LINES)) == len(COST_LINES)
    assert set(NOTIONAL_LINES) <= set(COST_LINES)
