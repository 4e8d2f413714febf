"""The questionnaire is whole: 35 numbers, words for every question and choice, no heading that means two questions."""

from __future__ import annotations

from itertools import chain

import pytest

from importplan.basics.labels import accepted, known
from importplan.survey.questions import BY_KEY, GROUPS, QUESTIONS, Question, of_group


def test_the_form_asks_35_questions() -> None:
    """9 of the firm, 21 of each item, 5 on policy: the numbers printed beside the fields."""
    numbers = {question.number for question in QUESTIONS}
    wanted = {f"{part}{number}" for part, count in (("A", 9), ("B", 21), ("C", 5)) for number in range(1, count + 1)}
    assert numbers == wanted
    assert len(BY_KEY) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_every_question_and_choice_has_words(question: Question) -> None:
    assert known(f"survey.question.{question.key}")
    for choice in question.choices:
        assert known(f"survey.choice.{question.key}.{choice}")


@pytest.mark.parametrize("group", GROUPS)
def test_a_heading_means_one_question_of_its_group(group: str) -> None:
    words = list(chain.from_iterable(accepted(f"survey.question.{question.key}") for question in of_group(group)))
    folded = [word.casefold() for word in words]
    assert len(folded) == len(set(folded))
