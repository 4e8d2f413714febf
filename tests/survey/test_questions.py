"""The questionnaire is whole: 35 numbers, words for every question and choice, no heading that means two questions."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import chain

import pytest

from importplan.basics.labels import accepted, known
from importplan.parsing.meant import Written
from importplan.parsing.words import fold
from importplan.scenario.contract_price import BesideThePrice, beside_the_price
from importplan.scenario.schema.offers import Offer
from importplan.survey.questions import BY_KEY, GROUPS, QUESTIONS, Asked, Question, choice_key, of_group
from importplan.survey.understanding.prices import price_with_terms
from importplan.survey.understanding.words import choice_words
from importplan.tables.cell import Cell

INCOTERMS_2020 = ("EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF")


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
        assert known(choice_key(question.key, choice))


@pytest.mark.parametrize("group", GROUPS)
def test_a_heading_means_one_question_of_its_group(group: str) -> None:
    words = list(chain.from_iterable(accepted(f"survey.question.{question.key}") for question in of_group(group)))
    folded = [word.casefold() for word in words]
    assert len(folded) == len(set(folded))


def test_the_form_offers_the_terms_of_delivery_of_the_sheet_offers() -> None:
    """All eleven Incoterms 2020 and a purchase at home: a term that `offers` takes can be answered, no other can."""
    taken = next(spec.choices for spec in Offer.specs() if spec.key == "incoterm")
    assert set(BY_KEY["incoterm"].choices) == set(taken) == {*INCOTERMS_2020, "domestic"}
    for term in taken:
        for word in accepted(f"choice.offers.incoterm.{term}"):
            assert choice_words(BY_KEY["incoterm"])[fold(word)] == term


def test_the_form_asks_what_was_paid_beside_the_price_by_the_columns_of_offers() -> None:
    """Every column that changes the customs value beside the price; the amounts are asked of few, by the bureau."""
    offer = Offer(offer="O", supplier="S", item="M", unit_price=9.0, currency="EUR")
    full = replace(offer, **dict.fromkeys(BY_KEY["beside_price"].choices, 1.0))
    assert beside_the_price(full).columns == BY_KEY["beside_price"].choices
    assert len(beside_the_price(full).columns) == len([f for f in fields(BesideThePrice) if f.name != "paid"]) + 4


@pytest.mark.parametrize(
    ("heading", "term"),
    [("CFR单价（美元）", "CFR"), ("离岸价", "FOB"), ("Unit price DAP (EUR)", "DAP"), ("C&F价", "CFR"),
     ("Unit price, updated", None), ("单价（FOB/CIF）", None), ("单价", None)],
)  # fmt: skip
def test_a_heading_names_one_term_or_none(heading: str, term: str | None) -> None:
    meant = price_with_terms(Written.of(Cell(5000)), Asked(BY_KEY["unit_price"], heading=heading))
    assert meant.beside.get("incoterm_of_heading") == term
