"""Headings that nobody foresaw: taken for the likeliest question, never for one of another meaning."""

from __future__ import annotations

import pytest

from importplan.survey.questions import FIRM, QUESTIONS
from importplan.survey.understanding.likely import likeliest

KEYS = frozenset(question.key for question in QUESTIONS if question.group != FIRM)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("拟采购数量", "quantity"),
        ("最低需求量", "quantity_low"),
        ("最高需求量", "quantity_high"),
        ("数量上限", "quantity_high"),
        ("上年采购金额", "bought_cny_per_year"),
        ("去年采购数量", "bought_per_year"),
    ],
)
def test_unforeseen_heading_is_understood(heading: str, key: str) -> None:
    assert likeliest(heading, KEYS) == key


@pytest.mark.parametrize("heading", ["最低需求量", "最高需求量", "去年采购数量", "需求金额", "数量下限"])
def test_limits_past_and_amounts_are_never_the_quantity_that_is_needed(heading: str) -> None:
    """Where the form asks for no limits or no past, such a column must stay without a question."""
    assert likeliest(heading, frozenset(("quantity", "period", "firmness"))) is None
