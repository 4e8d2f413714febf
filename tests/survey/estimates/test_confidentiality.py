"""What is suppressed, what is suppressed with it, and that nothing can be worked out from totals."""

from __future__ import annotations

import numpy as np
import pytest

from importplan.scenario.confidentiality import ConfidentialityRule, hidden, joined

RULE = ConfidentialityRule()


@pytest.mark.parametrize(
    ("parts", "gives_away"),
    [
        ([1.0, 1.0], True),  # two firms know each other's answer
        ([1.0, 1.0, 1.0], False),
        ([1.0, 1.0, 7.0], True),  # 7 / 9 = 78 % of one firm
        ([1.0, 1.0, 6.0], False),  # just 75 %
        ([0.0, 0.0, 0.0], False),
        ([np.nan, 1.0, 1.0, 1.0], False),
    ],
)
def test_the_two_rules(parts: list[float], gives_away: bool) -> None:
    assert RULE.gives_away(np.array(parts)) is gives_away


def test_two_dominant_firms() -> None:
    """(2, 85): the two largest of 40, 46, 7, 7 make up 86 %."""
    parts = np.array([40.0, 46.0, 7.0, 7.0])
    assert ConfidentialityRule(3, 2, 0.85).gives_away(parts)
    assert not ConfidentialityRule(3, 2, 0.86).gives_away(parts)


def test_a_cell_that_the_total_would_give_away_takes_the_smallest_with_it() -> None:
    """Quarter 1 has one firm: with the total shown a second quarter must go, the one of 12 units, not that of 40."""
    parts = np.array([[5.0, 3.0, 10.0], [0.0, 3.0, 10.0], [0.0, 3.0, 10.0], [0.0, 3.0, 10.0]])
    found = hidden(parts, RULE)
    assert found.cells.tolist() == [True, True, False]
    assert not found.total


def test_what_is_hidden_together_must_pass_too() -> None:
    """Quarters 1 and 2 are both of the same firm: their sum is total less the rest, so a third must go with them."""
    parts = np.array([[5.0, 4.0, 3.0, 10.0], [0.0, 0.0, 3.0, 10.0], [0.0, 0.0, 3.0, 10.0]])
    # 1 and 2 together: one firm. With 3: 12 of 18 from one firm = 67 %, three firms: passes.
    assert hidden(parts, RULE).cells.tolist() == [True, True, True, False]


def test_a_line_whose_total_gives_away_is_hidden_wholly() -> None:
    found = hidden(np.array([[5.0, 4.0], [1.0, 1.0]]), RULE)
    assert found.total
    assert found.cells.all()


def test_a_line_of_many_firms_is_shown_wholly() -> None:
    found = hidden(np.ones((4, 3)), RULE)
    assert not found.total
    assert not found.cells.any()


def test_nothing_hidden_can_be_worked_out() -> None:
    """In 500 random lines: of what is hidden in a line, the sum (total less what is shown) passes the rules."""
    random = np.random.default_rng(3)
    for _ in range(500):
        parts = random.gamma(0.5, 10.0, (8, 6)) * (random.random((8, 6)) < 0.4)
        found = hidden(parts, RULE)
        if not found.total and found.cells.any():
            assert found.cells.sum() >= 2
            assert not RULE.gives_away(parts[:, found.cells].sum(axis=1))
        shown = [cell for cell in range(6) if not found.cells[cell]]
        assert not any(RULE.gives_away(parts[:, cell]) for cell in shown)


def test_categories_of_few_firms_are_taken_together() -> None:
    assert joined({"东莞": 9, "佛山": 4, "中山": 1, "珠海": 2}, RULE) == (("东莞",), ("佛山",), ("中山", "珠海"))


def test_joined_categories_that_are_still_few_take_the_next() -> None:
    assert joined({"东莞": 9, "佛山": 4, "中山": 1}, RULE) == (("东莞",), ("中山", "佛山"))


def test_the_second_largest_may_not_work_out_the_largest() -> None:
    """50, 45 and 4: no firm dominates, but the second knows the largest to within 4, 8 % of it; with 5 not."""
    rule = ConfidentialityRule(dominant_share=0.75, guess_share=0.1)
    assert rule.gives_away(np.array([50.0, 45.0, 4.0]))
    assert not rule.gives_away(np.array([50.0, 45.0, 5.0]))
    assert not ConfidentialityRule(guess_share=0.0).gives_away(np.array([50.0, 45.0, 4.0]))
